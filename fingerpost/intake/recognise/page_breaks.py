"""Rows of a table that a page's end cut in two, put together again.

Only at a page's end within one table, and only where what stands on the next page lacks a whole row's date and
progress. The place is that of the first half.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .columns import Role, roles_in
from .dates import is_date, read_due
from .headers import Columns, is_heading_row
from .lines import Grid, GridRow
from .progress import is_percent
from .quarters import quarter_label

PARTED = re.compile(r"[^\W\d_][-/]$")
PARTED_FIGURES = re.compile(r"\d[-/]$")


def whole_headings(grid: Grid) -> Grid:
    """The columns' headings put together where a page ended within them ("Milestone" / "Due Date")."""
    for number in range(len(grid.rows) - 1):
        above, below = grid.rows[number : number + 2]
        if above.place.page == below.place.page or not _alike(above, below):
            continue
        both = _together(above, below)
        before, after = roles_in(_texts(above)), roles_in(_texts(both))
        if after is None or len(after) != sum(bool(cell.text) for cell in both.cells):
            continue
        if "due" in after.values() and "due" not in (before or {}).values():
            return replace(grid, rows=(*grid.rows[:number], both, *grid.rows[number + 2 :]))
    return grid


def whole_rows(grid: Grid, start: int, columns: Columns) -> Grid:
    """The rows from number `start` on, each half that begins a page joined to the half above it."""
    rows: list[GridRow] = list(grid.rows[:start])
    page: int | None = None
    at: int | None = None  # of the last row that is no repeated heading
    for row in grid.rows[start:]:
        turned = at is not None and row.place.page is not None and page is not None and row.place.page > page
        if is_heading_row(row):
            rows.append(row)
            continue
        if turned and at is not None and _goes_on(rows[at], row, columns):
            rows[at] = _together(rows[at], row)
        else:
            rows.append(row)
            at = len(rows) - 1
        page = row.place.page
    return replace(grid, rows=tuple(rows))


def _goes_on(above: GridRow, below: GridRow, columns: Columns) -> bool:
    if not _alike(above, below):
        return False
    title, title_below = _cell(above, columns, "title"), _cell(below, columns, "title")
    due, due_below = _cell(above, columns, "due"), _cell(below, columns, "due")
    progress, progress_below = _cell(above, columns, "progress"), _cell(below, columns, "progress")
    whole_date = read_due(due).day is not None
    if not title or (title_below and quarter_label(title) and (whole_date or not due)):
        return False
    if due_below and (whole_date or read_due(joined_texts(due, due_below)).day is None):
        return False
    if progress_below and progress:
        return False
    return not (is_date(due_below) and is_percent(progress_below))


def _alike(above: GridRow, below: GridRow) -> bool:
    """Both are rows of the same bare columns: no cell spans others, or is a spreadsheet's own date or number."""
    cells = (*above.cells, *below.cells)
    return all(cell.first and cell.across == 1 and cell.value is None for cell in cells)


def _cell(row: GridRow, columns: Columns, role: Role) -> str:
    position = columns.at(role)
    return "" if position is None else row.cells[position].text.replace("\n", " ")


def _texts(row: GridRow) -> Sequence[str]:
    return [cell.text.replace("\n", " ") for cell in row.cells]


def _together(above: GridRow, below: GridRow) -> GridRow:
    cells = (
        replace(one, text=joined_texts(one.text, other.text))
        for one, other in zip(above.cells, below.cells, strict=True)
    )
    return replace(above, cells=tuple(cells))


def joined_texts(one: str, other: str) -> str:
    """Two halves of a cell; a word parted at its hyphen is whole, and so are the figures of a date."""
    if not one or not other:
        return one or other
    parted = PARTED.search(one) or (PARTED_FIGURES.search(one) and other[0].isdecimal())
    return one + other if parted else f"{one} {other}"
