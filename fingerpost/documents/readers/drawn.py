"""Tables drawn with characters: what pipes, tabs and columns of spaces have in common."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from fingerpost.documents.model import Block, Cell, Paragraph, Place, Row, Table, Text
from fingerpost.documents.readers.building import seen

BULLET = re.compile(r"[·•◦▪‣*–-]\s")
HYPHENATED = re.compile(r"\w[-/]$")
WIDE_ENOUGH = 12  # characters: words wrap in a column as wide as this; figures and dates do not fill it
WHOLE_VALUE = re.compile(
    r"\d+(?:\.\d+)?\s?%|\d{1,2}(?:st|nd|rd|th)?\s[A-Za-z]{3,9}\.?\s\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d"
)


@dataclass(slots=True)
class DrawnRow:
    """`cells` hold their lines as drawn, "" for an empty one; `number` is the line of the source, from 1."""

    number: int
    cells: list[list[str]]

    def extend(self, values: list[str]) -> None:
        for lines, value in zip(self.cells, values, strict=False):
            lines.append(value)


@dataclass(slots=True)
class Found:
    """`rows` of a table that ends before line index `end`; no rows: no table begins before `end`."""

    end: int
    rows: list[DrawnRow]
    header: int = 0


Finder: TypeAlias = Callable[[list[str], int], Found | None]


def as_table(found: Found, table: int) -> Table:
    rows = [_row(row, table, number) for number, row in enumerate(found.rows, 1)]
    place = Place(table=table, line=found.rows[0].number)
    return Table(header=tuple(rows[: found.header]), rows=tuple(rows[found.header :]), place=place)


def group(rows: list[DrawnRow], *, wide: list[int], wraps: bool = False) -> list[DrawnRow]:
    """Wrapped lines put back to the row they continue. `wide` is the longest text of each column.

    With `wraps`, so are lines without an empty cell, in a table of wide columns that has other wrapped lines.
    """
    wraps = wraps and min(wide) >= WIDE_ENOUGH and any(not all(lines[0] for lines in row.cells) for row in rows)
    grouped: list[DrawnRow] = []
    for row in rows:
        values = [lines[0] for lines in row.cells]
        if grouped and (wraps or not all(values)) and _continues(grouped[-1], values, wide):
            grouped[-1].extend(values)
        else:
            grouped.append(row)
    return grouped


def widths(rows: list[DrawnRow]) -> list[int]:
    columns = max(len(row.cells) for row in rows)
    return [max((len(row.cells[n][0]) for row in rows if n < len(row.cells)), default=0) for n in range(columns)]


def _continues(above: DrawnRow, values: list[str], wide: list[int]) -> bool:
    """Whether a line goes on with the row above: each cell that is not empty only broke for want of room."""
    filled = [n for n, value in enumerate(values) if value]
    if not filled or len(values) != len(above.cells):
        return False
    if any(WHOLE_VALUE.fullmatch(values[n]) for n in filled):
        return False
    if len(filled) == 1 and filled[0] > 0:
        return bool(above.cells[filled[0]][-1] or any(above.cells[filled[0]]))
    return all(_broke(above.cells[n], values[n], wide[n]) for n in filled)


def _broke(lines: list[str], value: str, wide: int) -> bool:
    if not lines[-1]:
        return False
    first = value.split(maxsplit=1)[0]
    return bool(BULLET.match(value)) or len(lines[-1]) + 1 + len(first) > wide


def _row(row: DrawnRow, table: int, number: int) -> Row:
    cells = []
    for column, lines in enumerate(row.cells, 1):
        place = Place(table=table, row=number, column=str(column), line=row.number)
        blocks: tuple[Block, ...] = tuple(Paragraph((Text(words),), place=place) for words in paragraphs(lines))
        cells.append(Cell(blocks, place=place))
    return Row(tuple(cells), place=Place(table=table, row=number, line=row.number))


def paragraphs(lines: list[str]) -> list[str]:
    """Lines joined to paragraphs; an empty line or a bullet begins a new one. A word parted at its hyphen is whole."""
    if len(lines) == 1:
        only = seen(lines[0]).strip()
        return [only] if only else []
    joined: list[str] = []
    new = True
    for line in (seen(drawn).strip() for drawn in lines):
        if not line:
            new = True
        elif new or BULLET.match(line):
            joined.append(line)
            new = False
        else:
            joined[-1] += line if HYPHENATED.search(joined[-1]) else " " + line
    return joined
