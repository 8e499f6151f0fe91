"""What the row finders hand to the assembly: words said between rows, and rows, in reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from fingerpost.documents.model import NOWHERE, Place

from .lines import Line
from .result import Finding, Severity

HYPHENATED = re.compile(r"\w-$")


@dataclass(frozen=True, slots=True)
class Said:
    """Words outside the rows: a title, a heading, a summary, navigation."""

    line: Line


@dataclass(frozen=True, slots=True)
class RawRow:
    """One milestone as it was written, not yet understood.

    `cut`: the document ends within this row. `unclear`: the progress is a bare 1 among nothing but 0 and 1.
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
    unclear: bool = False


Event: TypeAlias = Said | RawRow


@dataclass(slots=True)
class Findings:
    """Collects findings while reading."""

    kept: list[Finding] = field(default_factory=list)

    def add(self, rule: str, severity: Severity, message: str, place: Place = NOWHERE) -> None:
        self.kept.append(Finding(rule, severity, message, place))


def joined(lines: Sequence[Line]) -> str:
    """A title that ran over several lines; a word parted at its hyphen is whole."""
    text = ""
    for line in lines:
        text += line.text if not text or HYPHENATED.search(text) else f" {line.text}"
    return text


def stacked(lines: Sequence[Line]) -> str:
    """A note: each paragraph or line on its own."""
    return "\n".join(line.text for line in lines)


def clipped(text: str, length: int = 60) -> str:
    """Enough of a text to recognise it by."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
