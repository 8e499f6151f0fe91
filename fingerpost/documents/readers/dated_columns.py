"""Columns drawn with spaces in which every row begins with a date and a percentage on its first line.

So a PDF's table looks as laid-out text: cells wrapped under their columns, headings over several lines, columns that
shift from page to page and touch here and there. The date and the percentage mark each row's first line; its own
places, not the headings', give the columns. What is not sure is left as lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fingerpost.documents.readers.drawn import DrawnRow, Found

SEGMENT = re.compile(r"\S+(?: \S+)*")
DATE = re.compile(
    r"(?<!\S)(?:\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
    r"(?: (?:19|20)\d\d)?"
    r"|(?:19|20)\d\d-(?:\d\d-(?:\d\d)?)?|\d{1,2}[./]\d{1,2}[./]\d{2,4})(?!\S)",
    re.IGNORECASE,
)
WHOLE_DATE = re.compile(r"(?:19|20)\d\d$|-\d\d-\d\d$|[./]\d\d$")
REST = {" ": re.compile(r"(?<!\S)(?:19|20)\d\d(?!\S)"), "-": re.compile(r"(?<!\S)\d\d(?:-(?:\d\d)?)?(?!\S)")}
PERCENT = re.compile(r"(?<!\S)\d{1,3}(?:\.\d+)? ?%$")
AWAY = re.compile(r"(?:back|top|home|next|previous|page \d+)\b.{0,40}", re.IGNORECASE)
SHIFT = 6  # characters by which a column may move from page to page
WIDEST_HEADING = 30
HEADING_LINES = 4
LONGEST_LINE = 400


@dataclass(slots=True)
class _Heading:
    """One column's heading: its words, and from where to where they reach."""

    words: list[str]
    start: int
    end: int


@dataclass(slots=True)
class _Open:
    """A row being read: `due` and `note` are where its date and its note begin."""

    row: DrawnRow
    due: int
    note: int | None

    @property
    def date(self) -> str:
        return "".join(self.row.cells[1])


def find(lines: list[str], start: int) -> Found | None:
    """A table that begins at line index `start` with its headings, or None."""
    first = _bare(lines[start])
    if "  " not in first.strip() and len(first) - len(first.lstrip()) < SHIFT:
        return None
    headings, at = _headings(lines, start)
    if len(headings) not in (3, 4):
        return None
    reading = _Reading(lines, headings)
    end = reading.read(at)
    if end is None or not reading.rows:
        return Found(_past(lines, at), [])
    top = DrawnRow(start + 1, [[" ".join(heading.words)] for heading in headings])
    return Found(end, [top, *(opened.row for opened in reading.rows)], 1)


def _past(lines: list[str], at: int) -> int:
    """The index of the line that leads away from a table which could not be read, so that no part of it is."""
    return next((n for n in range(at, len(lines)) if AWAY.fullmatch(_bare(lines[n]).strip())), len(lines))


def _bare(line: str) -> str:
    return line.replace("\f", "").rstrip()


def _headings(lines: list[str], start: int) -> tuple[list[_Heading], int]:
    """The columns' headings, those over several lines put together, and the index of the first row's line."""
    found: list[_Heading] = []
    at = start
    while at < len(lines) and at - start <= HEADING_LINES:
        line = _bare(lines[at])
        if len(line) > LONGEST_LINE or "\t" in line:
            return [], at
        if found and DATE.search(line) and PERCENT.search(line):
            return sorted(found, key=lambda heading: heading.start), at
        for match in SEGMENT.finditer(line):
            if len(match.group()) > WIDEST_HEADING or not _add_heading(found, match):
                return [], at
        at += 1
    return [], at


def _add_heading(found: list[_Heading], match: re.Match[str]) -> bool:
    """False where the words stand under two headings at once."""
    over = [heading for heading in found if heading.start < match.end() and match.start() < heading.end]
    if len(over) > 1:
        return False
    if not over:
        found.append(_Heading([match.group()], match.start(), match.end()))
        return True
    over[0].words.append(match.group())
    over[0].start, over[0].end = min(over[0].start, match.start()), max(over[0].end, match.end())
    return True


class _Reading:
    """Goes through the lines under the headings."""

    def __init__(self, lines: list[str], headings: list[_Heading]) -> None:
        self.lines = lines
        self.headings = headings
        self.noted = len(headings) == 4
        self.rows: list[_Open] = []

    def read(self, start: int) -> int | None:
        """The index after the last row's last line, or None where some line cannot be told surely."""
        at = end = start
        blank = False
        while at < len(self.lines):
            line = _bare(self.lines[at])
            if len(line) > LONGEST_LINE or "\t" in line:
                return None
            if not line.strip():
                blank, at = True, at + 1
                continue
            opened = self._row(line, at)
            if opened is not None:
                if self.rows and not WHOLE_DATE.search(self.rows[-1].date):
                    return None
                self.rows.append(opened)
            elif AWAY.fullmatch(line.strip()) or not self._goes_on(line, blank, self.lines[at].startswith("\f")):
                break
            blank, at = False, at + 1
            end = at
        whole = self.rows and WHOLE_DATE.search(self.rows[-1].date)
        return end if whole and not self._row_left(at) else None

    def _row_left(self, at: int) -> bool:
        """Whether a row follows before the next headings: then the columns were lost on the way."""
        for number in range(at, len(self.lines)):
            line = _bare(self.lines[number])
            if self._row(line, number) is not None:
                return True
            if "  " in line.strip() and not DATE.search(line) and _headings(self.lines, number)[0]:
                return False
        return False

    def _row(self, line: str, at: int) -> _Open | None:
        """A row's first line: words, a date in its column, a note or none, a percentage at the end."""
        percent = PERCENT.search(line)
        if percent is None:
            return None
        known = self.headings[1]
        near = [
            match
            for match in DATE.finditer(line, 0, percent.start())
            if line[: match.start()].strip() and known.start - 2 * SHIFT <= match.start() <= known.end
        ]
        if not near:
            return None
        date = min(near, key=lambda match: abs(match.start() - known.start))
        note = line[date.end() : percent.start()]
        if note.strip() and not self.noted:
            return None
        cells = [[line[: date.start()].strip()], [date.group()], [note.strip()], [percent.group()]]
        begins = date.end() + len(note) - len(note.lstrip()) if note.strip() else None
        return _Open(DrawnRow(at + 1, cells if self.noted else [*cells[:2], cells[3]]), date.start(), begins)

    def _goes_on(self, line: str, blank: bool, turned: bool) -> bool:
        """Add a line to the row above; False where it is none of its lines."""
        if not self.rows:
            return False
        above = self.rows[-1]
        line = self._date_taken(line, above)
        segments = list(SEGMENT.finditer(line))
        title = segments[0] if segments and segments[0].start() <= above.due - SHIFT else None
        if title is not None and (title.start() > SHIFT or title.end() > above.due + SHIFT):
            return False
        note = segments[1:] if title else segments
        if title is not None and blank and not (turned and note):
            return False
        if note and not self._is_note(note[0].start(), above):
            return False
        if title:
            above.row.cells[0].append(title.group())
        if note:
            if blank:
                above.row.cells[2].append("")
            above.row.cells[2].append(" ".join(match.group() for match in note))
        return True

    def _date_taken(self, line: str, above: _Open) -> str:
        """The line without the rest of the date that the row's first line began."""
        if WHOLE_DATE.search(above.date):
            return line
        rest = REST["-" if above.date.endswith("-") else " "]
        near = [match for match in rest.finditer(line) if abs(match.start() - above.due) <= SHIFT]
        if len(near) != 1:
            return line
        match = near[0]
        above.row.cells[1] = [above.date + ("" if above.date.endswith("-") else " ") + match.group()]
        return line[: match.start()] + "  " + " " * (len(match.group()) - 2) + line[match.end() :]

    def _is_note(self, start: int, above: _Open) -> bool:
        if not self.noted:
            return False
        if above.note is None:
            return start > above.due + SHIFT
        return abs(start - above.note) <= SHIFT
