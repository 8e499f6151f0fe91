"""A document as a flow of lines and grids: what recognition works on, whatever the file was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from fingerpost.documents.model import (
    NOWHERE,
    Block,
    Cell,
    Contents,
    Document,
    Figure,
    Heading,
    ListBlock,
    PageBreak,
    Paragraph,
    Place,
    Row,
    Table,
    Text,
    cell_text,
    words,
)

NAVIGATION = re.compile(
    r"^(?:(?:back|top(?: of (?:the )?page)?|back to (?:the )?(?:top|contents|list of contents)(?: of (?:the )?page)?"
    r"|rate this page|skip to (?:the )?(?:main )?content"
    r"|return to (?:the )?(?:top|contents)|print this page|home|next|previous|contents page"
    r"|(?:page|p\.) ?\d+(?: (?:of|/) ?\d+)?)[\s|·•:,/↑^-]*)+$",
    re.IGNORECASE,
)
NUMBER_IN_FRONT = re.compile(r"^\d{1,3}(?:\.\d{1,3})*[.)]\s+(?=\S)")
UNSEEN = dict.fromkeys(map(ord, "\u200b\u2060\ufeff"))


@dataclass(frozen=True, slots=True)
class Line:
    """One line or paragraph. `text` has single spaces; `raw` keeps them for columns drawn with spaces.

    `gap`: a blank line came first. `level`: of a heading, else 0. `link`: all of it points into the document.
    `depth`: in how many lists it stands; `ordered`: whether the innermost is numbered.
    """

    text: str
    raw: str = ""
    place: Place = NOWHERE
    gap: bool = False
    level: int = 0
    number: str = ""
    link: bool = False
    bullet: bool = False
    navigation: bool = False
    contents: bool = False
    depth: int = 0
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class GridCell:
    """`first` is False where the cell is covered by one that spans it: above, or to the left."""

    text: str = ""
    value: date | Decimal | None = None
    place: Place = NOWHERE
    across: int = 1
    first: bool = True
    formula: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    cells: tuple[GridCell, ...]
    place: Place = NOWHERE
    heading: bool = False
    short: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with every span filled in, so that each row has its cells where the columns are."""

    rows: tuple[GridRow, ...]
    width: int
    name: str = ""


Item: TypeAlias = Line | Grid


def squeeze(text: str) -> str:
    """Single spaces, none at the ends."""
    seen = text if text.isascii() else text.translate(UNSEEN)
    return " ".join(seen.split())


def flow(document: Document) -> list[Item]:
    """Everything in the document in reading order; for a spreadsheet, its sheets."""
    items = list(_items(document.blocks))
    if any(isinstance(item, Grid) for item in items) or not document.sheets:
        return items
    sheets: list[Item] = [as_grid(sheet.table, sheet.name) for sheet in document.sheets]
    return items + sheets


def with_whole_title(items: list[Item], title: str) -> list[Item]:
    """A title that a large type broke into two headings, put together again."""
    if len(items) < 2 or not all(isinstance(item, Line) and item.level for item in items[:2]):
        return items
    first, second = items[0], items[1]
    if isinstance(first, Line) and isinstance(second, Line) and f"{first.text} {second.text}" == squeeze(title):
        return [replace(first, text=squeeze(title), raw=squeeze(title)), *items[2:]]
    return items


def _items(blocks: tuple[Block, ...]) -> Iterator[Item]:
    for block in blocks:
        match block:
            case Heading() if block.place.sheet and block.place.row is None:
                pass  # a sheet's name, which its grid has too
            case Heading():
                yield from _lines(
                    words(block.inlines), Line("", place=block.place, gap=True, level=block.level, number=block.number)
                )
            case Paragraph():
                yield from _paragraph(block)
            case ListBlock():
                yield from _list(block)
            case Table():
                yield from _table(block)
            case Contents():
                yield Line("Contents", place=block.place, gap=True, contents=True)
                for entry in block.entries:
                    yield Line(squeeze(entry.text), place=block.place, contents=True)
            case PageBreak() | Figure():
                pass


def _paragraph(block: Paragraph) -> Iterator[Line]:
    texts = [inline for inline in block.inlines if isinstance(inline, Text) and inline.text.strip()]
    link = bool(texts) and all((inline.link or "").startswith("#") for inline in texts)
    model = Line(
        "",
        place=block.place,
        gap=block.space_before,
        number=block.number,
        link=link,
        navigation=block.style == "navigation",
    )
    yield from _lines(words(block.inlines), model)


def _list(block: ListBlock) -> Iterator[Line]:
    for item in block.items:
        for number, line in enumerate(line for line in _items(item) if isinstance(line, Line)):
            deeper = replace(line, depth=line.depth + 1, ordered=line.ordered if line.depth else block.ordered)
            yield deeper if number else replace(deeper, text=f"- {line.text}", raw=f"- {line.raw}", bullet=True)


def _lines(text: str, model: Line) -> Iterator[Line]:
    """Several lines where the paragraph holds line breaks."""
    gap = model.gap
    for offset, raw in enumerate(re.split(r"\r\n|[\n\r\v\f\u2028\u2029]", text)):
        line = squeeze(raw)
        if not line:
            gap = True
            continue
        place = model.place
        if offset and place.line:
            place = replace(place, line=place.line + offset)
        navigation = model.navigation or (len(line) <= 120 and bool(NAVIGATION.match(line)))
        yield replace(model, text=line, raw=raw, place=place, gap=gap, navigation=navigation)
        gap = False


def _table(table: Table) -> Iterator[Item]:
    """A table that only lays out a page (one column, or other tables inside) is read as flow."""
    rows = (*table.header, *table.rows)
    nested = any(isinstance(block, Table) for row in rows for cell in row.cells for block in cell.blocks)
    if nested or all(len(row.cells) <= 1 for row in rows):
        for row in rows:
            for cell in row.cells:
                yield from (
                    item if not isinstance(item, Line) else _placed(item, cell, row) for item in _items(cell.blocks)
                )
    else:
        if table.caption:
            yield Line(squeeze(table.caption), table.caption, table.place, gap=True)
        yield as_grid(table)


def _placed(line: Line, cell: Cell, row: Row) -> Line:
    if line.place != NOWHERE:
        return line
    return replace(line, place=cell.place if cell.place != NOWHERE else row.place)


def as_grid(table: Table, name: str = "") -> Grid:
    """A table with its spans filled in. A cell that is spanned repeats what spans it, with `first` False."""
    rows: list[GridRow] = []
    hanging: dict[int, tuple[int, GridCell]] = {}
    for number, row in enumerate((*table.header, *table.rows)):
        cells: list[GridCell] = []
        own = list(row.cells)
        while own or len(cells) in hanging:
            if len(cells) in hanging:
                rest, above = hanging.pop(len(cells))
                if rest > 1:
                    hanging[len(cells)] = (rest - 1, above)
                cells.append(above)
                continue
            _place_cell(own.pop(0), cells, hanging)
        place = row.place
        if place is NOWHERE:
            place = next((cell.place for cell in cells if cell.place is not NOWHERE), table.place)
        rows.append(GridRow(tuple(cells), place, heading=number < len(table.header)))
    return _even(rows, name or table.place.sheet or "")


def _place_cell(cell: Cell, cells: list[GridCell], hanging: dict[int, tuple[int, GridCell]]) -> None:
    filled = GridCell(_cell_words(cell), cell.value, cell.place, max(cell.colspan, 1), True, cell.formula)
    if filled.across == 1 and cell.rowspan <= 1:
        cells.append(filled)
        return
    covered = replace(filled, first=False)
    for offset in range(filled.across):
        if cell.rowspan > 1:
            hanging[len(cells)] = (cell.rowspan - 1, covered)
        cells.append(covered if offset else filled)


def _cell_words(cell: Cell) -> str:
    """A line for each paragraph, list item and line break that says something."""
    text = cell_text(cell)
    if "\n" not in text:
        return squeeze(text)
    return "\n".join(line for part in text.split("\n") if (line := squeeze(part)))


def _even(rows: list[GridRow], name: str) -> Grid:
    width = max((len(row.cells) for row in rows), default=0)
    even = (
        row
        if len(row.cells) == width
        else replace(row, cells=row.cells + (GridCell(),) * (width - len(row.cells)), short=True)
        for row in rows
    )
    return Grid(tuple(even), width, name)
