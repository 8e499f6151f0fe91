"""Percentages: a progress cell, a line that is one, and the figure in a summary sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

PERCENT = r"(?:%|per\s?cent\b|pc\b)"
FIGURE = re.compile(rf"(?<![\d.,/])(\d{{1,4}}(?:[.,]\d{{1,4}})?)\s*{PERCENT}", re.IGNORECASE)
ALONE = re.compile(rf"^\d{{1,3}}(?:[.,]\d{{1,4}})?\s*{PERCENT}(?:\s*(?:completed?|done))?\.?$", re.IGNORECASE)
NUMBER = re.compile(r"^-?\d{1,6}(?:[.,]\d{1,6})?$")
COMPLETE = re.compile(r"^(?:fully )?completed?[.!]?$", re.IGNORECASE)
# Words that take a figure back: it is not the present state, or not exactly.
QUALIFIED = re.compile(
    r"\b(?:about|approx\w*|around|nearly|almost|over|under|more|less|least|most|between|up to|target|expected|was"
    r"|previous\w*|last|no update|not known|unknown|awaited|estimated?)\b|[~<>≈±?]|\bc\.|\d\s*[-–]\s*\d",
    re.IGNORECASE,
)

Doubt = Literal["", "missing", "words", "range", "several", "qualified"]


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress as read, 0 to 100. `doubt` says why there is no `percent`; "" with "Complete", which is 100."""

    percent: Decimal | None
    text: str
    doubt: Doubt = ""


def read_progress(text: str, value: Decimal | None = None) -> Progress:
    """What a progress cell says. `value` is a spreadsheet's own number, 0 to 100."""
    if value is not None:
        return within_range(value, text or f"{plain_number(value)} %")
    return _read(text.strip())


@lru_cache(maxsize=4096)
def _read(text: str) -> Progress:
    if not text.strip("-–—"):
        return Progress(None, text, "missing")
    if NUMBER.match(text):
        return within_range(Decimal(text.replace(",", ".")), text)
    if COMPLETE.match(text):
        return Progress(Decimal(100), text)
    figures = {_decimal(figure) for figure in FIGURE.findall(text)}
    if not figures:
        return Progress(None, text, "words")
    if len(figures) > 1:
        return Progress(None, text, "several")
    if QUALIFIED.search(text):
        return Progress(None, text, "qualified")
    return within_range(figures.pop(), text)


def within_range(percent: Decimal, text: str) -> Progress:
    if not 0 <= percent <= 100:
        return Progress(None, text, "range")
    return Progress(percent, text)


def is_percent(text: str) -> bool:
    """Whether a line by itself is a progress figure."""
    return len(text) <= 24 and bool(ALONE.match(text))


def overall_percent(sentence: str) -> Decimal | None:
    """The figure that a summary sentence states for the whole: after "overall", or the only one there is."""
    figures = FIGURE.findall(sentence)
    overall = re.search(r"\boverall\b", sentence, re.IGNORECASE)
    after = FIGURE.search(sentence, overall.end()) if overall else None
    if after:
        return within_range(_decimal(after[1]), sentence).percent
    return within_range(_decimal(figures[0]), sentence).percent if len(set(figures)) == 1 else None


def plain_number(number: Decimal) -> str:
    """Without needless zeros: 41, 33.3."""
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"


def _decimal(figure: str) -> Decimal:
    return Decimal(figure.replace(",", "."))
