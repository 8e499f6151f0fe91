"""What the row finders hand to the assembly: words said between rows, and rows, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from fingerpost.documents.model import NOWHERE, Place

from .lines import Line
from .result import Finding, Severity


@dataclass(frozen=True, slots=True)
class Said:
    """Words outside the rows: a title, a heading, a summary, navigation."""

    line: Line


@dataclass(frozen=True, slots=True)
class RawRow:
    """One milestone as it was written, not yet understood.

    `cut`: the document ends within this row. `undated`: there was no place for a date (the column is missing).
    """

    title: str
    due: str = ""
    due_value: date | Decimal | None = None
    note: str = ""
    progress: str = ""
    progress_value: Decimal | None = None
    status: str = ""
    quarter: str = ""
    theme: str = ""
    outcome: str = ""
    action: str = ""
    overall: str = ""
    overall_value: Decimal | None = None
    summary: str = ""
    place: Place = NOWHERE
    cut: bool = False


Event: TypeAlias = Said | RawRow


@dataclass(slots=True)
class Findings:
    """Collects findings while reading."""

    kept: list[Finding] = field(default_factory=list)

    def add(self, rule: str, severity: Severity, message: str, place: Place = NOWHERE) -> None:
        self.kept.append(Finding(rule, severity, message, place))


def joined(lines: Sequence[Line]) -> str:
    """A title that ran over several lines."""
    return " ".join(line.text for line in lines)


def stacked(lines: Sequence[Line]) -> str:
    """A note: each paragraph or line on its own."""
    return "\n".join(line.text for line in lines)


def clipped(text: str, length: int = 60) -> str:
    """Enough of a text to recognise it by."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
