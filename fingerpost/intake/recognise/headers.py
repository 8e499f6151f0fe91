"""Which columns of a grid hold what: from its headings, from the table before it, or from what is in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from .columns import Role, role_of, roles_in
from .dates import is_date
from .events import Findings, clipped
from .lines import Grid, GridCell, GridRow
from .progress import is_percent

SILENT: frozenset[Role] = frozenset({"number", "status", "quarter"})
LAST_HEADING_ROW = 25


@dataclass(slots=True)
class Columns:
    """The columns in force. `shares`: progress is given as 0.9 for 90 %; `flags`: as nothing but 0 and 1.

    `below` counts the rows above the columns' headings.
    """

    roles: Mapping[int, Role] = field(default_factory=dict)
    width: int = 0
    shares: bool = False
    flags: bool = False
    below: int = 0

    def at(self, role: Role) -> int | None:
        return next((position for position, known in self.roles.items() if known == role), None)


def columns_of(grid: Grid, before: Columns, findings: Findings) -> tuple[Columns, int] | None:
    """The columns and the number of the first row after the headings; None where the grid holds no milestones.

    `before` are the columns of the table before, for one that goes on over the page without its headings.
    """
    found = _headed(grid, findings)
    if found is None and before.width == grid.width and _fits(grid, before):
        found = Columns(before.roles, grid.width), 0
    if found is None:
        roles = _guessed(grid)
        if roles is None:
            return None
        found = Columns(roles, grid.width), 0
        message = _(
            "The table has no headings that could be read. Which column is which was taken from what is in them; "
            "please check."
        )
        findings.add("table-without-headings", "warning", message, grid.rows[0].place)
    columns, start = found
    _scale(grid, columns, start, findings)
    return found


def is_heading_row(row: GridRow) -> bool:
    """The same headings again, as at the top of each page."""
    named = sum(cell.first and role_of(cell.text) is not None for cell in row.cells)
    return named >= 2 and roles_in(_headings(row)) is not None


def _headed(grid: Grid, findings: Findings) -> tuple[Columns, int] | None:
    for number, (row, headings) in enumerate(_heading_rows(grid)):
        roles = roles_in(headings)
        if roles is None:
            continue
        over_two = headings != _headings(row)
        _name_ignored(grid.rows[number + over_two], headings, roles, findings)
        return Columns(roles, grid.width, below=number), number + 1 + over_two
    return None


def _heading_rows(grid: Grid) -> Iterator[tuple[GridRow, list[str]]]:
    """Rows that may be headings with their words; where the file marks two rows as headings, both together."""
    for number, row in enumerate(grid.rows[:LAST_HEADING_ROW]):
        following = grid.rows[number + 1] if number + 1 < len(grid.rows) else None
        headings = _headings(row)
        both = row.heading and following is not None and following.heading
        if following and both and roles_in(headings) is None and roles_in(_headings(following)) is None:
            headings = [_two(a, b) for a, b in zip(row.cells, following.cells, strict=True)]
        yield row, headings


def _headings(row: GridRow) -> list[str]:
    return [cell.text.replace("\n", " ") if cell.first else "" for cell in row.cells]


def _two(above: GridCell, below: GridCell) -> str:
    """Headings over two rows: the lower one, where there is one."""
    return (below.text if below.first and below.text else above.text).replace("\n", " ")


def _name_ignored(row: GridRow, headings: Sequence[str], roles: Mapping[int, Role], findings: Findings) -> None:
    for position, name in enumerate(headings):
        if name and position not in roles and role_of(name) not in SILENT:
            message = _("The column “%(name)s” is not read.") % {"name": clipped(name)}
            findings.add("column-ignored", "warning", message, row.cells[position].place)


def _fits(grid: Grid, columns: Columns) -> bool:
    """Whether dates and percentages stand where the table before had them."""
    due, progress = columns.at("due"), columns.at("progress")
    return any(
        (due is not None and _is_due(row.cells[due])) or (progress is not None and is_percent(row.cells[progress].text))
        for row in grid.rows
    )


def _scale(grid: Grid, columns: Columns, start: int, findings: Findings) -> None:
    """Whether bare numbers are shares of one: none over 1, and one between. Nothing but 0 and 1 stays in doubt."""
    position = columns.at("progress")
    if position is None:
        return
    cells = [row.cells[position] for row in grid.rows[start:]]
    numbers = [number for cell in cells if (number := bare_number(cell)) is not None]
    if not numbers or max(numbers) > 1 or any("%" in cell.text for cell in cells):
        return
    columns.shares = any(0 < number < 1 for number in numbers)
    columns.flags = not columns.shares and 1 in numbers
    if columns.shares:
        message = _("Progress is given as shares of one: 0.9 was read as 90 %.")
        findings.add("progress-as-shares", "warning", message, cells[0].place)


def bare_number(cell: GridCell) -> Decimal | None:
    """A number without a percent sign."""
    if isinstance(cell.value, Decimal):
        return cell.value
    text = cell.text.replace(",", ".")
    return Decimal(text) if text.replace(".", "", 1).isdecimal() and text[0] != "." else None


def _is_due(cell: GridCell) -> bool:
    return isinstance(cell.value, date) or is_date(cell.text)


def _guessed(grid: Grid) -> dict[int, Role] | None:
    """Roles from what the cells hold: one column of dates, one of percentages, titles before the dates."""
    rows = [row for row in grid.rows if sum(bool(cell.text) for cell in row.cells) >= 3]
    if grid.width < 3 or len(rows) < 2 or len(rows) * 2 < len(grid.rows):
        return None
    dates = [n for n in range(grid.width) if all(_is_due(row.cells[n]) for row in rows)]
    percents = [n for n in range(grid.width) if all(is_percent(row.cells[n].text) for row in rows)]
    if len(dates) != 1 or len(percents) != 1 or dates[0] == 0 or percents[0] == dates[0] - 1:
        return None
    roles: dict[int, Role] = {dates[0] - 1: "title", dates[0]: "due", percents[0]: "progress"}
    notes = [n for n in range(dates[0] + 1, grid.width) if n not in roles]
    if len(notes) == 1:
        roles[notes[0]] = "note"
    return roles if len(roles) == grid.width else None
