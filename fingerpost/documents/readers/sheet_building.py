"""From the filled cells of a sheet to a heading and a table, for every spreadsheet format."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
        self._letters = [column_letter(number) for number in range(max(max(cells) for _row, cells in sheet.rows) + 1)]
        self._runs: dict[str, tuple[Text, ...]] = {}
        self._tally = tally
        self._doubts = doubts

    def row(self, number: int, filled: dict[int, Filled]) -> Row:
        """The cells from column A to the last filled one; those under a merged cell are left out."""
        wide = max(filled)
        place = Place(None, self._sheet, None, number)
        self._tally.row(len(filled), place)
        self._tally.blank(wide - len(filled), place)
        if self._upcoming or self._active:
            covered = self._covered(number, wide)
            if covered:
                return Row(tuple(self._merged(number, filled, wide, covered)), place)
        cells = tuple([self._cell(filled.get(column), number, column) for column in range(1, wide + 1)])
        return Row(cells, place)

    def _merged(self, number: int, filled: dict[int, Filled], wide: int, covered: dict[int, Merge]) -> Iterator[Cell]:
        for column in range(1, wide + 1):
            over = covered.get(column)
            if over is None:
                yield self._cell(filled.get(column), number, column)
            elif over.top == number and over.left == column:
                spans = (over.right - over.left + 1, min(over.bottom, self._last) - over.top + 1)
                yield self._cell(filled.get(column), number, column, spans)
            elif column in filled:
                cell = self._cell(filled[column], number, column)
                self._doubts.note("The cell is hidden behind a merged cell but is not empty.", cell.place)
                yield cell

    def _covered(self, number: int, wide: int) -> dict[int, Merge]:
        while self._upcoming and self._upcoming[-1].top <= number:
            self._active.append(self._upcoming.pop())
        self._active = [merge for merge in self._active if merge.bottom >= number]
        covered: dict[int, Merge] = {}
        for merge in self._active:
            covered.update(dict.fromkeys(range(merge.left, min(merge.right, wide) + 1), merge))
        return covered

    def _cell(self, cell: Filled | None, number: int, column: int, spans: tuple[int, int] = (1, 1)) -> Cell:
        # Arguments by position: this runs once for each cell of a workbook.
        place = Place(None, self._sheet, None, number, self._letters[column])
        if cell is None:
            return Cell((), None, spans[0], spans[1], "", place)
        text = cell.text
        if cell.formula or text[:1] == "#":
            _doubt_cell(cell, place, self._doubts)
        if "\n" in text:
            parts = (part.strip() for part in text.split("\n"))
            blocks: tuple[Block, ...] = tuple([Paragraph((Text(part),), place=place) for part in parts if part])
            return Cell(blocks, cell.value, spans[0], spans[1], cell.formula, place)
        runs = self._runs.get(text)
        if runs is None:
            words = text.strip()
            runs = self._runs[text] = (Text(words),) if words else ()
        blocks = (Paragraph(runs, "body", "", False, place),) if runs else ()
        return Cell(blocks, cell.value, spans[0], spans[1], cell.formula, place)


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
