"""Rows in tables: which are headings across the table, which go on with the row above, which are milestones."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from .columns import Role
from .events import Event, Findings, RawRow, Said, clipped
from .headers import Columns, bare_number, columns_of, is_heading_row
from .lines import Grid, GridCell, GridRow, Line
from .page_breaks import whole_headings, whole_rows
from .quarters import quarter_label
from .words import is_summary, label_of

# Names that a program or habit gives a sheet: they say nothing of what is in it.
PLAIN_NAME = re.compile(
    r"^(?:(?:sheet|table|tabelle|data|page|export)? ?\d*|milestones?(?: report)?|plan|report)$", re.I
)
EMPTY = GridCell()
BELOW: dict[Role, tuple[Role, ...]] = {
    "theme": ("outcome", "action", "overall", "summary"),
    "outcome": ("action", "overall", "summary"),
    "action": ("overall", "summary"),
    "overall": (),
    "summary": (),
}


class GridReader:
    """Reads the grids of one document in order; the columns are kept from each to the next."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.columns = Columns()
        self.carried: dict[Role, GridCell] = {}

    def read(self, grid: Grid, *, at_end: bool) -> Iterator[Event]:
        """Milestones, and what headings and rows across the table say."""
        grid = whole_headings(grid)
        found = columns_of(grid, self.columns, self.findings)
        if found is None:
            yield from self._words(grid)
            return
        if found[1]:
            self.carried = {}
        self.columns, start = found
        grid = whole_rows(grid, start, self.columns)
        yield from self._above(grid, start)
        waiting: RawRow | None = None
        for number in range(start, len(grid.rows)):
            if is_heading_row(grid.rows[number]):
                continue
            more = self._more_note(grid.rows[number]) if waiting else ""
            if waiting and more:
                waiting = replace(waiting, note=f"{waiting.note}\n{more}".strip())
                continue
            if waiting:
                yield waiting
            waiting = yield from self._row(grid, number)
        if waiting:
            yield replace(waiting, cut=at_end and self._is_cut(grid.rows[-1], waiting))

    def _above(self, grid: Grid, start: int) -> Iterator[Said]:
        """Words above the columns' headings; where there are none, the name that somebody gave the sheet."""
        said = [words for row in grid.rows[: self.columns.below] for words in _said(row)]
        if not said and grid.name and start and not PLAIN_NAME.match(grid.name) and self.columns.at("outcome") is None:
            message = _("No heading stands above the columns; the sheet's name was taken: “%(name)s”.")
            self.findings.add("named-by-sheet", "warning", message % {"name": grid.name}, grid.rows[0].place)
            text = f"{'Outcome' if self.columns.at('action') is not None else 'Key action'}: {grid.name}"
            said = [Said(Line(text, text, grid.rows[0].place, gap=True))]
        yield from said

    def _cells(self, row: GridRow) -> dict[Role, GridCell]:
        return {role: row.cells[position] for position, role in self.columns.roles.items()}

    def _more_note(self, row: GridRow) -> str:
        """The words of a row that only goes on with the note above: no title, date or progress of its own."""
        cells = self._cells(row)
        own = [cell for role, cell in cells.items() if role != "note" and cell.first and cell.text]
        note = cells.get("note", EMPTY)
        return note.text if note.first and not own else ""

    def _row(self, grid: Grid, number: int) -> Generator[Event, None, RawRow | None]:
        """A heading is yielded; a milestone is returned, since the next row may go on with its note."""
        row = grid.rows[number]
        filled = [cell for cell in row.cells if cell.first and (cell.text or cell.value is not None)]
        if not filled:
            return None
        cells = self._cells(row)
        if self._is_across(grid, number, filled, cells):
            yield from _said(row)
            return None
        if not cells["title"].text:
            message = _("The row has no milestone title, so it was left out: %(words)s")
            words = clipped(" | ".join(cell.text for cell in filled if cell.text))
            self.findings.add("row-without-title", "error", message % {"words": words}, row.place)
            return None
        return self._milestone(row, cells)

    def _is_across(self, grid: Grid, number: int, filled: Sequence[GridCell], cells: Mapping[Role, GridCell]) -> bool:
        """Whether a row is a heading: one cell across the columns, or one alone that can be no milestone."""
        if _labelled(filled) or all(label_of(cell.text) for cell in filled):
            return True
        if len(filled) != 1:
            return False
        cell = filled[0]
        if cell.across > 1 or is_summary(cell.text) or label_of(cell.text):
            return True
        if "outcome" in cells or "action" in cells or cell is not grid.rows[number].cells[0]:
            return False
        if quarter_label(cell.text) or any(other.across > 1 for row in grid.rows for other in row.cells):
            return False
        return number + 1 < len(grid.rows)

    def _milestone(self, row: GridRow, cells: Mapping[Role, GridCell]) -> RawRow:
        self._warn_of_formulas(cells)
        for role in BELOW:
            self._carry(role, cells.get(role, EMPTY))
        due, progress = cells.get("due", EMPTY), cells.get("progress", EMPTY)
        overall = self.carried.get("overall", EMPTY)
        return RawRow(
            title=_one_line(cells["title"]),
            due=_one_line(due),
            due_value=due.value,
            note=cells.get("note", EMPTY).text,
            progress=_one_line(progress),
            progress_value=self._percent(progress),
            status=_one_line(cells.get("status", EMPTY)),
            quarter=_one_line(cells.get("quarter", EMPTY)),
            theme=_one_line(self.carried.get("theme", EMPTY)),
            outcome=_one_line(self.carried.get("outcome", EMPTY)),
            action=_one_line(self.carried.get("action", EMPTY)),
            overall=_one_line(overall),
            overall_value=overall.value if isinstance(overall.value, Decimal) else None,
            summary=_one_line(self.carried.get("summary", EMPTY)),
            place=row.place,
            unclear=self.columns.flags and bare_number(progress) == 1,
        )

    def _carry(self, role: Role, cell: GridCell) -> None:
        """A blank outcome or action is the one above; what belongs to an action ends with it."""
        if not cell.text and cell.value is None:
            return
        if cell.text != self.carried.get(role, EMPTY).text:
            for lower in BELOW[role]:
                self.carried.pop(lower, None)
        self.carried[role] = cell

    def _percent(self, cell: GridCell) -> Decimal | None:
        if self.columns.shares:
            number = bare_number(cell)
            return None if number is None else number * 100
        return cell.value if isinstance(cell.value, Decimal) else None

    def _warn_of_formulas(self, cells: Mapping[Role, GridCell]) -> None:
        for cell in cells.values():
            if cell.formula and cell.first:
                message = _("The cell holds a formula (%(formula)s). What it last showed was read: %(words)s")
                words = clipped(cell.text) or _("nothing")
                values = {"formula": clipped(cell.formula), "words": words}
                self.findings.add("formula-cell", "warning", message % values, cell.place)

    def _is_cut(self, last: GridRow, row: RawRow) -> bool:
        """Whether the document ends within its last row: cells are missing there, progress among them."""
        progress = self.columns.at("progress")
        missing = progress is not None and not row.progress and row.progress_value is None
        return missing and last.short and last.place == row.place

    def _words(self, grid: Grid) -> Iterator[Said]:
        """A table that holds no milestones may hold headings: one or two columns of words."""
        if grid.width <= 2:
            for row in grid.rows:
                yield from _said(row)


def _labelled(filled: Sequence[GridCell]) -> str:
    """ "Outcome: ..." of a row with the label in one cell and the words in the next; "" for any other row."""
    if len(filled) != 2 or label_of(filled[0].text):
        return ""
    text = f"{filled[0].text.rstrip(': ')}: {filled[1].text}"
    return text if label_of(text) else ""


def _said(row: GridRow) -> Iterator[Said]:
    filled = [cell for cell in row.cells if cell.first and cell.text]
    label = _labelled(filled)
    if label:
        yield Said(Line(label, label, row.place, gap=True))
        return
    for cell in filled:
        for number, text in enumerate(cell.text.split("\n")):
            place = row.place if len(filled) == 1 else cell.place
            yield Said(Line(text, text, place, gap=number == 0))


def _one_line(cell: GridCell) -> str:
    return cell.text.replace("\n", " ")
