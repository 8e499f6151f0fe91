"""CSV and its kin: comma, semicolon, tab or pipe between the values (RFC 4180, read leniently)."""

from __future__ import annotations

import csv
import re
from collections import Counter
from itertools import islice

from fingerpost.documents.model import Block, Cell, Document, Place, Row, Table, Text
from fingerpost.documents.model import Paragraph as Para
from fingerpost.documents.readers.building import Tally, column_letter, seen, titled
from fingerpost.documents.readers.encoding import NEWLINE
from fingerpost.documents.readers.outcome import Doubts, Limits, Unreadable

SEPARATOR = re.compile(r"sep=.", re.IGNORECASE)
DELIMITERS = ",;\t|"
SAMPLE_ROWS = 200
SAMPLE = 200_000
LONGEST_CELL = 10_000_000


def is_delimited(text: str, ending: str) -> bool:
    """Whether to read text as CSV: the name says so, or every line has the same three or more values."""
    if ending in {"csv", "tsv", "tab"}:
        return True
    if "|" in text[:2000] and re.match(r"\s*[|+]", text):
        return False
    for delimiter in ",;\t":
        rows = [row for row in _sample(text, delimiter) if row]
        if len(rows) >= 3 and len(rows[0]) >= 3 and {len(row) for row in rows} == {len(rows[0])}:
            prose = sum(cell.startswith(" ") for row in rows for cell in row[1:])
            if prose * 4 < sum(len(row) - 1 for row in rows):
                return True
    return False


def read(text: str, doubts: Doubts, limits: Limits) -> Document:
    """One table of all the rows. Uneven rows are kept as they are, each with a doubt."""
    delimiter = sniff_delimiter(text)
    tally = Tally(limits)
    rows: list[Row] = []
    widths: Counter[int] = Counter()
    csv.field_size_limit(LONGEST_CELL)
    lines = _physical(text)
    reader = csv.reader(lines, delimiter=delimiter)
    line = 1
    try:
        for number, values in enumerate(reader, 1):
            tally.row(len(values), Place(row=number, line=line))
            if any(value.strip() for value in values) and not (number == 1 and SEPARATOR.fullmatch(lines[0].strip())):
                rows.append(_row(values, number, line))
                widths[len(values)] += 1
            line = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(
            "The row cannot be read: a value is too long, or a quotation mark is never closed. Save the file again.",
            Place(line=line),
        ) from error
    if rows:
        _doubt_open_quote(rows[-1], lines, delimiter, doubts)
    if not rows:
        raise Unreadable("The file holds no values. Check that the right file was chosen.")
    _doubt_uneven(rows, widths, doubts)
    table = Table(rows=tuple(rows), place=Place(table=1, line=rows[0].place.line))
    return titled((table,), "", "csv")


def sniff_delimiter(text: str) -> str:
    """The delimiter that parts the most rows into the same number of values, more than one."""
    first = text.split("\n", 1)[0].strip().lower()
    if SEPARATOR.fullmatch(first):  # what Excel writes to tell itself
        return first[-1]

    def score(delimiter: str) -> tuple[bool, int, int]:
        sample = _sample(text, delimiter, strict=True)
        clean = bool(sample)  # quotation marks stand where this delimiter wants them
        rows = [row for row in sample or _sample(text, delimiter) if any(row)]
        if not rows:
            return False, 0, 0
        width, count = Counter(len(row) for row in rows).most_common(1)[0]
        return (clean, count * 100 // len(rows), width) if width > 1 else (False, 0, len(rows[0]))

    return max(DELIMITERS, key=score)


def _sample(text: str, delimiter: str, *, strict: bool = False) -> list[list[str]]:
    try:
        lines = _physical(text[:SAMPLE])
        return list(islice(csv.reader(lines, delimiter=delimiter, strict=strict), SAMPLE_ROWS))
    except csv.Error:
        return []


def _physical(text: str) -> list[str]:
    """Lines with their ends kept, parted only where an editor parts them."""
    lines = []
    start = 0
    for match in NEWLINE.finditer(text):
        lines.append(text[start : match.start()] + "\n")
        start = match.end()
    if start < len(text):
        lines.append(text[start:])
    return lines


def _row(values: list[str], number: int, line: int) -> Row:
    cells = []
    for column, value in enumerate(values, 1):
        place = Place(row=number, column=column_letter(column), line=line)
        parts = [seen(part).strip() for part in value.split("\n")]
        blocks: tuple[Block, ...] = tuple(Para((Text(part),), place=place) for part in parts if part)
        cells.append(Cell(blocks, place=place))
    return Row(tuple(cells), place=Place(row=number, line=line))


def _doubt_open_quote(last: Row, lines: list[str], delimiter: str, doubts: Doubts) -> None:
    """A quotation mark that is never closed makes all that follows one value."""
    start = (last.place.line or 1) - 1
    if len(lines) - start < 2:
        return
    try:
        for _values in csv.reader(lines[start:], delimiter=delimiter, strict=True):
            pass
    except csv.Error:
        doubts.note("A quotation mark opens in the row and is never closed: what follows became one value.", last.place)


def _doubt_uneven(rows: list[Row], widths: Counter[int], doubts: Doubts) -> None:
    usual = widths.most_common(1)[0][0]
    for row in rows:
        if len(row.cells) != usual:
            found = "1 value" if len(row.cells) == 1 else f"{len(row.cells)} values"
            doubts.note(f"The row has {found} where most rows have {usual}.", row.place)
