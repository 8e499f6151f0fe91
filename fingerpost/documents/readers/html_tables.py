"""Tables of web pages: rows, spans and header rows; tables that only lay out a page are told apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from fingerpost.documents.model import Block, Cell, Place, Row, Table
from fingerpost.documents.readers.building import Tally

if TYPE_CHECKING:
    from lxml.etree import _Element

WIDEST_SPAN = 1000  # as the HTML standard bounds it
SECTIONS = frozenset({"thead", "tbody", "tfoot"})


def rows_of(table: _Element) -> list[_Element]:
    rows = []
    for child in table:
        if child.tag == "tr":
            rows.append(child)
        elif child.tag in SECTIONS:
            rows.extend(inner for inner in child if inner.tag == "tr")
    return rows


def cells_of(row: _Element) -> list[_Element]:
    return [cell for cell in row if cell.tag in {"td", "th"}]


def is_layout(table: _Element) -> bool:
    """A table said to be presentation, with one cell, or without headings and with a table within it."""
    if table.get("role") in {"presentation", "none"}:
        return True
    rows = rows_of(table)
    if sum(len(cells_of(row)) for row in rows) <= 1:
        return True
    headed = any(cell.tag == "th" for row in rows for cell in row)
    return not headed and table.find(".//table") is not None


def read(table: _Element, number: int, inside: Callable[[_Element, Place], tuple[Block, ...]], tally: Tally) -> Table:
    """A table of data, the `number`th of the page; `inside` reads what stands in a cell.

    Header rows are those in <thead>, else the first rows that hold nothing but <th>.
    """
    elements = rows_of(table)
    grid = _Grid(number, inside, tally)
    rows = [grid.row(element, at, len(elements) - at + 1) for at, element in enumerate(elements, 1)]
    header = _header_rows(elements)
    caption = table.find("caption")
    words = "" if caption is None else " ".join("".join(str(part) for part in caption.itertext()).split())
    return Table(header=tuple(rows[:header]), rows=tuple(rows[header:]), caption=words, place=Place(table=number))


class _Grid:
    """Finds the true column of each cell, past those that cells from rows above cover."""

    def __init__(self, table: int, inside: Callable[[_Element, Place], tuple[Block, ...]], tally: Tally) -> None:
        self._table = table
        self._inside = inside
        self._tally = tally
        self._covered: dict[int, int] = {}  # column -> how many more rows a cell from above covers it

    def row(self, element: _Element, number: int, left: int) -> Row:
        """A row with its cells; `left` is how many rows the table still has, this one included."""
        place = Place(table=self._table, row=number)
        cells = []
        column = 1
        fresh: dict[int, int] = {}
        for cell in cells_of(element):
            while column in self._covered:
                column += 1
            wide, high = _span(cell, "colspan", WIDEST_SPAN), _span(cell, "rowspan", left)
            at = Place(table=self._table, row=number, column=str(column))
            cells.append(Cell(self._inside(cell, at), colspan=wide, rowspan=high, place=at))
            if high > 1:
                fresh.update(dict.fromkeys(range(column, column + wide), high - 1))
            column += wide
        self._tally.row(column - 1 + len(self._covered), place)
        below = {covered: more - 1 for covered, more in self._covered.items() if more > 1}
        self._covered = below | fresh
        return Row(tuple(cells), place=place)


def _span(cell: _Element, name: str, most: int) -> int:
    words = (cell.get(name) or "1").strip()
    if not words.isdecimal() or len(words) > 9:
        return 1
    return most if name == "rowspan" and int(words) == 0 else max(1, min(int(words), most))


def _header_rows(elements: list[_Element]) -> int:
    count = 0
    for element in elements:
        parent = element.getparent()
        cells = cells_of(element)
        in_head = parent is not None and parent.tag == "thead"
        if in_head or (len(cells) > 1 and all(cell.tag == "th" for cell in cells)):
            count += 1
        else:
            break
    return count
