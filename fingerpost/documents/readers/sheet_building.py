"""From the filled cells of a sheet to a heading and a table, for every spreadsheet format."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from fingerpost.documents.model import Block, Cell, Paragraph, Place, Row, Table, Text, heading
from fingerpost.documents.readers.building import Tally, column_letter
from fingerpost.documents.readers.outcome import Doubts

ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


class Filled(NamedTuple):
    """A cell that says something. `formula` begins with "="."""

    text: str
    value: date | Decimal | None = None
    formula: str = ""
    link: str | None = None


class Merge(NamedTuple):
    """A rectangle of merged cells, both ends included, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class SheetContent:
    """`rows` in order: number of the row, then filled cells by column, both from 1. `frozen` rows are headings."""

    name: str
    hidden: bool = False
    rows: list[tuple[int, dict[int, Filled]]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    frozen: int = 0


def blocks_of(sheet: SheetContent, tally: Tally, doubts: Doubts) -> list[Block]:
    """The sheet's name as a heading and its rows as a table. Blank rows are left out: places keep the row number."""
    place = Place(sheet=sheet.name)
    _doubt_hidden(sheet, doubts)
    if not sheet.rows:
        return [heading(2, sheet.name, place=place)]
    building = _Building(sheet, tally, doubts)
    rows = [building.row(number, filled) for number, filled in sheet.rows]
    header = next((at for at, (number, _cells) in enumerate(sheet.rows) if number > sheet.frozen), len(rows))
    table = Table(header=tuple(rows[:header]), rows=tuple(rows[header:]), place=place)
    return [heading(2, sheet.name, place=place), table]


class _Building:
    """Rows of one sheet from the top down, with the merged rectangles that reach into each."""

    def __init__(self, sheet: SheetContent, tally: Tally, doubts: Doubts) -> None:
        self._sheet = sheet.name
        self._last = sheet.rows[-1][0]
        self._upcoming = sorted(_sensible(sheet.merges), reverse=True)
        self._active: list[Merge] = []
        self._letters: dict[int, str] = {}
        self._tally = tally
        self._doubts = doubts

    def row(self, number: int, filled: dict[int, Filled]) -> Row:
        """The cells from column A to the last filled one; those under a merged cell are left out."""
        wide = max(filled)
        place = Place(sheet=self._sheet, row=number)
        self._tally.row(wide, place)
        covered = self._covered(number, wide)
        cells = []
        for column in range(1, wide + 1):
            over = covered.get(column)
            if over is None:
                cells.append(self._cell(filled.get(column), number, column))
            elif over.top == number and over.left == column:
                spans = (over.right - over.left + 1, min(over.bottom, self._last) - over.top + 1)
                cells.append(self._cell(filled.get(column), number, column, spans))
            elif column in filled:
                cell = self._cell(filled[column], number, column)
                self._doubts.note("The cell is hidden behind a merged cell but is not empty.", cell.place)
                cells.append(cell)
        return Row(tuple(cells), place=place)

    def _covered(self, number: int, wide: int) -> dict[int, Merge]:
        while self._upcoming and self._upcoming[-1].top <= number:
            self._active.append(self._upcoming.pop())
        if not self._active:
            return {}
        self._active = [merge for merge in self._active if merge.bottom >= number]
        covered: dict[int, Merge] = {}
        for merge in self._active:
            covered.update(dict.fromkeys(range(merge.left, min(merge.right, wide) + 1), merge))
        return covered

    def _cell(self, cell: Filled | None, number: int, column: int, spans: tuple[int, int] = (1, 1)) -> Cell:
        letter = self._letters.get(column) or self._letters.setdefault(column, column_letter(column))
        place = Place(sheet=self._sheet, row=number, column=letter)
        if cell is None:
            return Cell((), None, *spans, "", place)
        if cell.formula or cell.text[:1] == "#":
            _doubt_cell(cell, place, self._doubts)
        return Cell(_blocks(cell, place), cell.value, *spans, cell.formula, place)


def _blocks(cell: Filled, place: Place) -> tuple[Block, ...]:
    parts = (part.strip() for part in cell.text.split("\n"))
    return tuple(Paragraph((Text(part, link=cell.link),), place=place) for part in parts if part)


def _doubt_cell(cell: Filled, place: Place, doubts: Doubts) -> None:
    if cell.formula:
        kept = f'the value saved with it, "{cell.text}", was used' if cell.text else "no value was saved with it"
        doubts.note(f"The cell holds a formula ({cell.formula[:100]}); {kept}.", place)
    if ERROR.fullmatch(cell.text):
        doubts.note(f"The cell shows the error {cell.text}.", place)


def _sensible(merges: list[Merge]) -> list[Merge]:
    return [m for m in merges if 0 < m.top <= m.bottom <= LAST_ROW and 0 < m.left <= m.right <= LAST_COLUMN]


def _doubt_hidden(sheet: SheetContent, doubts: Doubts) -> None:
    if sheet.hidden:
        doubts.note(
            f'The sheet "{sheet.name}" is hidden in the file; it was read all the same.', Place(sheet=sheet.name)
        )
    for row in sheet.hidden_rows:
        doubts.note("The row is hidden in the file; it was read all the same.", Place(sheet=sheet.name, row=row))
    for column in sheet.hidden_columns:
        place = Place(sheet=sheet.name, column=column_letter(column))
        doubts.note("The column is hidden in the file; it was read all the same.", place)
