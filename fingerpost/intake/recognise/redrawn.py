"""Lines that are a table in disguise: columns drawn in the paragraphs of a Word file, or "Due date: ..." on its own.

Text files need none of this: their reader finds drawn tables by itself, and its finders are used here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from fingerpost.documents.model import Paragraph, Place, Table
from fingerpost.documents.readers import text
from fingerpost.documents.readers.outcome import DEFAULT, Doubts

from .columns import Role, role_of
from .lines import Grid, Item, Line, as_grid

DRAWN = re.compile(r"\|.*\||\t|\S {2,}\S.* {2,}\S")
LABELLED = re.compile(r"^(?:[-·•*] )?(?P<label>[A-Za-z%][A-Za-z %]{2,28}?)\s*[:–]\s*(?P<words>\S.*)$", re.DOTALL)
CARD: frozenset[Role] = frozenset({"title", "due", "note", "progress"})


def redrawn(items: Sequence[Item]) -> list[Item]:
    """The same items with the tables that were drawn in lines as grids."""
    found: list[Item] = []
    run: list[Line] = []
    for item in items:
        if isinstance(item, Line):
            run.append(item)
            continue
        found += [*_tables_in(run), item]
        run = []
    return [*found, *_tables_in(run)]


def _tables_in(lines: list[Line]) -> Sequence[Item]:
    if sum(bool(DRAWN.search(line.raw)) for line in lines) < 2:
        return lines
    numbers: dict[int, Line] = {}
    drawn: list[str] = []
    for line in lines:
        drawn += [""] * line.gap + [line.raw]
        numbers[len(drawn)] = line
    return list(_mapped(text.read("\n".join(drawn), Doubts(), DEFAULT).blocks, numbers))


def _mapped(blocks: Sequence[object], numbers: dict[int, Line]) -> Iterator[Item]:
    """Blocks with the places of the lines that they were read from."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield numbers[block.place.line or 0]
        elif isinstance(block, Table):
            yield _placed(as_grid(block), numbers)


def _placed(grid: Grid, numbers: dict[int, Line]) -> Grid:
    def place(drawn: Place) -> Place:
        return numbers[drawn.line].place if drawn.line in numbers else drawn

    rows = (
        replace(row, place=place(row.place), cells=tuple(replace(cell, place=place(cell.place)) for cell in row.cells))
        for row in grid.rows
    )
    return replace(grid, rows=tuple(rows))


def unlabelled(lines: Sequence[Line]) -> tuple[Sequence[Line], bool]:
    """Cards ("Milestone: ...", "Due date: ...", "Progress: ...") as bare cells, and whether there were any."""
    labels = [_label(line) for line in lines]
    roles = {label[0] for label in labels if label}
    if not {"due", "progress"} <= roles:
        return lines, False
    return [
        replace(line, text=label[1], raw=label[1], gap=True) if label else line
        for line, label in zip(lines, labels, strict=True)
    ], True


def _label(line: Line) -> tuple[Role, str] | None:
    match = LABELLED.match(line.text)
    role = role_of(match["label"]) if match else None
    return (role, match["words"]) if match and role and role in CARD else None


def cards_in(grid: Grid) -> list[Line]:
    """A table of two columns, names left and values right, as labelled lines; [] for any other table."""
    if grid.width != 2:
        return []
    named = [role_of(row.cells[0].text) for row in grid.rows]
    if not {"title", "due", "progress"} <= set(named):
        return []
    lines: list[Line] = []
    for row in grid.rows:
        name, value = (cell.text for cell in row.cells)
        for number, words in enumerate(value.split("\n")):
            text_of = f"{name.rstrip(':')}: {words}" if not number else words
            lines.append(Line(text_of, text_of, row.place, gap=not number))
    return lines
