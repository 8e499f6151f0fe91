"""Rows of review and activity tables: headings of the columns, rows across, rows that a page's end cut in two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from fingerpost.documents.model import NOWHERE, Place

from ..lines import Grid, GridCell, GridRow
from ..page_breaks import joined_texts
from .cells import BULLET
from .columns import Columns, Role, columns_in

LAST_HEADING_ROW = 25
LETTERED = re.compile(r"^\(?(?P<label>[a-z]|[ivx]{1,4}|\d{1,2}(?:\.\d{1,2})?)[.)]\)?\s+(?=\S)", re.IGNORECASE)
GROUP_LABEL = re.compile(
    r"^(?:(?:local |strategic |high[- ]level |intermediate )?outcome|objective|priority|theme|strand|aim|goal|action)"
    r"(?:\s+(?P<label>\d{1,2}(?:\.\d{1,2})?|[a-z]))?\s*(?:[:.–—-])\s*(?=\S)",
    re.IGNORECASE,
)
ENDS = re.compile(r"[.!?:;)]$")


@dataclass(slots=True)
class Draft:
    """A row as it was written: the words of each column, those of a row cut in two joined."""

    cells: dict[Role, str]
    figures: list[str]
    place: Place
    group: str = ""


@dataclass(slots=True)
class Across:
    """A row that is a heading over those below it."""

    text: str
    place: Place


@dataclass(slots=True)
class TableRows:
    """A table as read: its columns, the words above their headings, its rows and headings across."""

    columns: Columns
    above: list[Across] = field(default_factory=list)
    rows: list[Draft | Across] = field(default_factory=list)
    goes_on: bool = False


def columns_of(grid: Grid) -> tuple[Columns, int] | None:
    """The columns of a grid and the number of the row that heads them; None for another table."""
    for number, row in enumerate(grid.rows[:LAST_HEADING_ROW]):
        columns = columns_in(_headings(row))
        if columns is not None:
            return columns, number
    return None


def read_table(grid: Grid, before: TableRows | None) -> TableRows | None:
    """The rows of a review or activity table. `before` is the table just before it, which may go on in this one."""
    found = columns_of(grid)
    same = before is not None and before.columns.width == grid.width
    if found is None:
        if not same or before is None or not _bears_rows(grid):
            return None
        return _rows(grid, TableRows(before.columns, goes_on=True), 0, before)
    columns, number = found
    table = TableRows(columns, above=[across for row in grid.rows[:number] for across in _texts(row)])
    table.goes_on = same and before is not None and before.columns.at == columns.at and not table.above
    return _rows(grid, table, number + 1, before if table.goes_on else None)


def _bears_rows(grid: Grid) -> bool:
    return all(len([cell for cell in row.cells if cell.text]) > 0 for row in grid.rows) and grid.width > 2


def _rows(grid: Grid, table: TableRows, start: int, before: TableRows | None) -> TableRows:
    last = next((row for row in reversed(before.rows) if isinstance(row, Draft)), None) if before else None
    columns, group = table.columns, last.group if last else ""
    above = grid.rows[start - 1] if start and not before else None
    for number in range(start, len(grid.rows)):
        row = grid.rows[number]
        filled = [cell for cell in row.cells if cell.first and cell.text]
        headed = columns_in(_headings(row))
        if not filled or (headed is not None and headed.at == columns.at):
            continue
        if _is_across(grid, number, filled, columns):
            table.rows.append(Across(filled[0].text.replace("\n", " "), row.place))
            last, group = None, ""
            continue
        group = _group(row, columns) or group
        if last is not None and _goes_on(last, row, above, columns):
            _extend(last, row, columns)
        else:
            last = _draft(row, columns, group)
            table.rows.append(last)
        above = row
    return table


def _title(columns: Columns) -> Role:
    return "activity" if columns.subject == "activity" else "title"


def _group(row: GridRow, columns: Columns) -> str:
    position = columns.at.get("group")
    return "" if position is None else row.cells[position].text.replace("\n", " ")


def _draft(row: GridRow, columns: Columns, group: str) -> Draft:
    cells = {role: row.cells[position].text for role, position in columns.at.items()}
    place = row.place
    return Draft(cells, [row.cells[column.position].text for column in columns.figures], place, group)


def _goes_on(last: Draft, row: GridRow, above: GridRow | None, columns: Columns) -> bool:
    """Whether a row goes on with the one above it: it has no title of its own, or the rest of one."""
    cell = row.cells[columns.at[_title(columns)]]
    title = last.cells[_title(columns)]
    if not cell.text:
        return True
    if not cell.first:
        return cell.text == title
    turned = above is not None and _turned(above, row)
    if not turned:
        return False
    return cell.text[:1].islower() or cell.text == title


def _turned(above: GridRow, row: GridRow) -> bool:
    """Whether a page ends between two rows: another page, or a gap between lines of text."""
    if above.place.page is not None and row.place.page is not None:
        return row.place.page > above.place.page
    if above.place.line is not None and row.place.line is not None and above.place.row is not None:
        return row.place.line > above.place.line + 1
    return False


def _extend(last: Draft, row: GridRow, columns: Columns) -> None:
    """Put the cells of a row under those of the one that it goes on with, column by column.

    Rows beside one title that reaches down over them are no halves: each is a line of its own.
    """
    apart = not row.cells[columns.at[_title(columns)]].first
    for role, position in columns.at.items():
        cell = row.cells[position]
        if cell.first and cell.text and role != "number":
            last.cells[role] = together(last.cells[role], cell.text, apart=apart)
    for number, column in enumerate(columns.figures):
        cell = row.cells[column.position]
        if cell.first and cell.text:
            last.figures[number] = together(last.figures[number], cell.text, apart=apart)


def together(one: str, other: str, *, apart: bool = False) -> str:
    """Two halves of a cell: the second goes on in the line of the first, unless that line had come to its end."""
    if not one or not other:
        return one or other
    if apart or BULLET.match(other) or (ENDS.search(one) and not other[0].islower()):
        return f"{one}\n{other}"
    *lines, line = one.split("\n")
    first, *rest = other.split("\n")
    return "\n".join([*lines, joined_texts(line, first), *rest])


def _is_across(grid: Grid, number: int, filled: Sequence[GridCell], columns: Columns) -> bool:
    """A heading across the table: one cell over several columns, or one alone that headings or rows follow."""
    if len(filled) != 1:
        return False
    cell, row = filled[0], grid.rows[number]
    if cell.across > 1:
        return True
    if cell is not row.cells[0] or "group" in columns.at:
        return False
    following = grid.rows[number + 1] if number + 1 < len(grid.rows) else None
    if following is None:
        return False
    return columns_in(_headings(following)) is not None or bool(
        LETTERED.match(cell.text) or GROUP_LABEL.match(cell.text)
    )


def _headings(row: GridRow) -> list[str]:
    return [cell.text.replace("\n", " ") if cell.first else "" for cell in row.cells]


def _texts(row: GridRow) -> Iterator[Across]:
    for cell in row.cells:
        if cell.first and cell.text:
            yield Across(cell.text.replace("\n", " "), row.place or NOWHERE)


def parted_label(text: str) -> tuple[str, str]:
    """ "a. Children succeed" is ("a", "Children succeed"); "Outcome 2: ..." is ("2", "...")."""
    match = GROUP_LABEL.match(text) or LETTERED.match(text)
    if not match:
        return "", text
    return (match["label"] or "").strip(), text[match.end() :].strip()
