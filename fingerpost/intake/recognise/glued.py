"""Rows whose cells ran together: "Publish the plan - Q130 Jun 2009Published.100 %".

The due dates are found first (after a quarter label, or stuck to the words beside it), then between two of them
the progress that ends the one row and begins the next.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from .dates import FORMS, day_of
from .events import Event, RawRow, Said
from .lines import Line

LABEL_BEFORE = re.compile(r"(?:\bq|\bqtr ?|\bquarter ?)[1-4][\s.)\]]*$", re.IGNORECASE)
LABEL_SWALLOWED = re.compile(r"(?:\b|[-–])(?:q|qtr ?|quarter ?)$", re.IGNORECASE)
# With decimals only where the whole figure is stuck to a word: in "by quarter 3.80 %" the dot ends a sentence.
FIGURE = re.compile(r"(?:100|(?<=[^\s\d(])\d{1,2}\.\d{1,2}|\d{1,2})\s*(?:%|per\s?cent\b)", re.IGNORECASE)
ENDS_IN_PERCENT = re.compile(r"\d\s*(?:%|per\s?cent)\s*\.?$", re.IGNORECASE)
GLUE = re.compile(r"(?<=[a-z0-9.!?)’'])(?=[A-Z][a-z])|(?<=[a-z.!?)])(?=[A-Z0-9])")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A date or a percentage, and how surely it is a cell of its own: 0 not at all, 1 likely, 2 surely."""

    start: int
    end: int
    strength: int


def has_row(text: str, *, under_headings: bool) -> bool:
    """Whether a line begins, or holds, a row whose cells ran together.

    `under_headings`: under headings one to a line, where cells are paragraphs, only what is stuck together counts.
    """
    if not any(character.isdigit() for character in text):
        return False
    closed = not under_headings and bool(ENDS_IN_PERCENT.search(text))
    return any(anchor.strength > 1 and (closed or _stuck(text, anchor)) for anchor in _dates(text))


def _stuck(text: str, anchor: Anchor) -> bool:
    before, after = text[anchor.start - 1 : anchor.start], text[anchor.end : anchor.end + 1]
    return (before.isalnum() or before in ".)") if before else after.isalnum()


def rows_in(lines: list[Line], *, headed: bool, at_end: bool) -> Iterator[Event]:
    """The rows of consecutive lines (each a paragraph), and what is said between and after them."""
    text = "\n".join(line.text for line in lines)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.text) + 1)
    dates = _row_dates(text, headed)
    begin = 0
    for number, due in enumerate(dates):
        after = dates[number + 1].start if number + 1 < len(dates) else len(text)
        percent = _percent(text, due.end, after, last=number + 1 == len(dates))
        title = _title_start(text, begin, due.start)
        yield from _said(lines, starts, begin, title)
        begin = title
        note_end = percent.start if percent else _row_end(text, due.end, after, number + 1 == len(dates))
        yield RawRow(
            title=text[begin : due.start].strip().replace("\n", " "),
            due=text[due.start : due.end].strip(),
            note="\n".join(line.strip() for line in text[due.end : note_end].split("\n") if line.strip()),
            progress=text[percent.start : percent.end].strip() if percent else "",
            place=lines[bisect_right(starts, begin) - 1].place,
            cut=percent is None and at_end and number + 1 == len(dates),
        )
        begin = percent.end if percent else note_end
    yield from _said(lines, starts, begin, len(text))


def _title_start(text: str, begin: int, end: int) -> int:
    """The beginning of the last line before a date, and of the one before it where it goes on in small letters."""
    start = text.rfind("\n", begin, end) + 1
    while start > begin and text[start].islower():
        start = text.rfind("\n", begin, start - 1) + 1
    return max(start, begin)


def _said(lines: list[Line], starts: list[int], begin: int, end: int) -> Iterator[Said]:
    """The whole lines, and the rest of a line, between two places in the text."""
    for number in range(bisect_right(starts, begin) - 1, len(lines)):
        if starts[number] >= end:
            return
        words = lines[number].text[max(begin - starts[number], 0) : end - starts[number]].strip()
        if words:
            yield Said(Line(words, words, lines[number].place, lines[number].gap))


def _dates(text: str) -> Iterator[Anchor]:
    """Dates with their strength; after a label also one that the calendar lacks, for it was meant as one."""
    for match in FORMS.finditer(text):
        start, end = match.span()
        if text[start : start + 2].isdigit() and LABEL_SWALLOWED.search(text[max(start - 9, 0) : start]):
            start += 1  # "Q130 Jun" is Q1 and 30 Jun, "Q19 Jun" is Q1 and 9 Jun
        if start and LABEL_BEFORE.search(text[max(start - 12, 0) : start]):
            yield Anchor(start, end, 3)
        elif day_of(match):
            before = start > 0 and text[start - 1] not in " \n\u00a0(/[‘“\"'–—-"
            after = end < len(text) and text[end].isalnum()
            yield Anchor(start, end, int(before) + int(after) if text[start].isdigit() else 0)


def _row_dates(text: str, headed: bool) -> list[Anchor]:
    """The dates that are due dates: one for each progress figure."""
    dates = list(_dates(text))
    sure = [anchor for anchor in dates if anchor.strength > 1]
    if headed:
        sure = _with_plain_lines(text, dates, sure)
    rows: list[Anchor] = []
    for anchor in sure:
        if rows and anchor.strength < 3 and not _percent(text, rows[-1].end, anchor.start, last=False):
            continue  # a date in the note
        rows.append(anchor)
    return rows


def _with_plain_lines(text: str, dates: list[Anchor], sure: list[Anchor]) -> list[Anchor]:
    """Under a row of headings, a line that holds one date and ends in a percentage is a row, however spaced."""
    kept = list(sure)
    begin = 0
    for line in text.split("\n"):
        end = begin + len(line)
        within = [anchor for anchor in dates if begin < anchor.start < end]
        figures = list(FIGURE.finditer(line))
        if len(within) == 1 and within[0] not in kept and figures and not line[figures[-1].end() :].strip(" ."):
            kept.append(within[0])
        begin = end + 1
    return sorted(kept, key=lambda anchor: anchor.start)


def _percent(text: str, start: int, end: int, *, last: bool) -> Anchor | None:
    """The progress figure between two due dates: the one most surely a cell; of equals the first, or the last row's
    last."""
    best: Anchor | None = None
    for match in FIGURE.finditer(text, start, end):
        closing = not text[match.end() : end].strip() if last else False
        after = 2 if closing else _ends_a_cell(text, match.end())
        strength = 2 * after + _begins_a_cell(text, match.start())
        if after and (best is None or strength > best.strength or (last and strength == best.strength)):
            best = Anchor(_first_figure(text, match, start), match.end(), strength)
    return best


def _first_figure(text: str, match: re.Match[str], start: int) -> int:
    """Where a percentage begins. Stuck to other figures ("1595 %") it is unreadable, and taken whole to say so; only
    100 is taken from the end of them, for no note ends in "...10" before a bare 0 %."""
    begin = match.start()
    while not match[0].startswith("100") and begin > start and text[begin - 1].isdigit():
        begin -= 1
    return begin


def _ends_a_cell(text: str, end: int) -> int:
    """2 where the next words are stuck to it or a line ends, 1 where a capital or a figure follows, else 0."""
    if end == len(text) or text[end] == "\n" or text[end].isalnum():
        return 2
    following = text[end + 1 : end + 2]
    return int(text[end] == " " and (following.isupper() or following.isdigit()))


def _begins_a_cell(text: str, start: int) -> int:
    before = text[start - 1]
    return int(before not in " (" or text[start - 2 : start - 1] in ".!?)")


def _row_end(text: str, start: int, end: int, last: bool) -> int:
    """Where a row without progress ends: at its line's end, or where a sentence is stuck to the next."""
    if last:
        return end
    line_end = text.rfind("\n", start, end)
    if line_end >= 0:
        return line_end
    glue = [match.start() for match in GLUE.finditer(text, start, end)]
    return glue[-1] if glue else start


def unglued(text: str) -> list[str]:
    """Headings that ran together, parted where a word ends and a capital begins."""
    return [part.strip() for part in GLUE.sub("\n", text).split("\n") if part.strip()]
