"""OpenDocument texts (.odt), read from content.xml; what tracked changes deleted is not read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fingerpost.documents.model import (
    Block,
    Cell,
    Document,
    Heading,
    Inline,
    ListBlock,
    Paragraph,
    ParagraphStyle,
    Place,
    Row,
    Table,
    Text,
)
from fingerpost.documents.readers import markup, odf
from fingerpost.documents.readers.archive import Archive
from fingerpost.documents.readers.building import (
    TITLE,
    Tally,
    by_lines,
    is_navigation,
    label_spaced,
    titled,
    trim,
    under_title,
)
from fingerpost.documents.readers.odf import DRAW, OFFICE, STYLE, TABLE, TEXT
from fingerpost.documents.readers.outcome import Doubts, Limits, Unreadable

if TYPE_CHECKING:
    from lxml.etree import _Element

WRAPPERS = frozenset(
    {f"{TEXT}section", f"{TEXT}index-body", f"{TEXT}index-title", f"{TEXT}list-header", f"{TEXT}numbered-paragraph"}
)
INDEXES = frozenset(f"{TEXT}{name}" for name in ("table-of-content", "alphabetical-index", "illustration-index"))
GROUPS = frozenset(f"{TABLE}{name}" for name in ("table-rows", "table-row-group"))
MOST_REPEATS = 1000
TOO_DEEP = "The document nests tables, lists or boxes too deeply to be read. Save it more simply and send that."


def read(content: bytes, doubts: Doubts, limits: Limits) -> Document:
    """The body in order; a table of contents has the style "navigation"."""
    archive = Archive(content, limits)
    root = markup.parse(archive.read("content.xml"))
    styles = [root] + ([markup.parse(archive.read("styles.xml"))] if "styles.xml" in archive else [])
    body = root.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise Unreadable("The OpenDocument text has no body. Open it in LibreOffice, save it again and send that.")
    blocks = under_title(_Reading(styles, limits).blocks(body, None))
    meta = odf.properties(archive)
    return titled(blocks, meta["title"], "odt", author=meta["author"])


class _Reading:
    """One pass over a document; counts paragraphs and tables on the way."""

    def __init__(self, styles: list[_Element], limits: Limits) -> None:
        self._looks = odf.looks_of(*styles)
        self._parents = _parents(styles)
        self._ordered = _ordered_lists(styles)
        self._tally = Tally(limits)
        self._depth = limits.depth
        self._copies = limits.copies
        self._paragraphs = 0
        self._tables = 0

    def blocks(
        self, parent: _Element, place: Place | None, form: ParagraphStyle = "body", ordered: bool = False
    ) -> tuple[Block, ...]:
        self._depth -= 1
        if self._depth < 0:
            raise Unreadable(TOO_DEEP, place or Place())
        found: list[Block] = []
        for element in parent:
            tag = element.tag
            if tag in {f"{TEXT}p", f"{TEXT}h"}:
                found.extend(self._paragraph(element, place, form))
            elif tag == f"{TEXT}list":
                found.extend(self._list(element, place, form, ordered))
            elif tag == f"{TABLE}table":
                found.append(self._table(element))
            elif tag in WRAPPERS:
                found.extend(self.blocks(element, place, form))
            elif tag in INDEXES:
                found.extend(self.blocks(element, place, "navigation"))
            elif tag == f"{DRAW}frame":
                for box in element.iterfind(f"{DRAW}text-box"):
                    found.extend(self.blocks(box, place))
        self._depth += 1
        return tuple(found)

    def _paragraph(self, element: _Element, place: Place | None, form: ParagraphStyle) -> list[Block]:
        runs: list[Inline] = []
        boxes: list[_Element] = []
        odf.collect(element, odf.PLAIN, self._looks, runs, boxes)
        lines = [label_spaced(line) for line in by_lines(runs)]
        level = self._level(element)
        found: list[Block] = []
        if lines and level:
            one = trim(run for line in lines for run in (Text(" "), *line))
            found.append(Heading(level if place is None else max(level, 1), one, place=self._place(place)))
        else:
            for number, line in enumerate(lines):
                own = "navigation" if place is None and is_navigation(line) else form
                found.append(Paragraph(line, style=own, space_before=number == 0, place=self._place(place)))
        for box in boxes:
            found.extend(self.blocks(box, place))
        return found

    def _level(self, element: _Element) -> int:
        """A heading's level; -1 for a paragraph in the style "Title" or a style made from it."""
        if element.tag == f"{TEXT}h":
            return odf.repeats(element.get(f"{TEXT}outline-level"), 10)
        name: str | None = element.get(f"{TEXT}style-name")
        for _step in range(20):
            if name == "Title":
                return TITLE
            name = self._parents.get(name or "")
            if name is None:
                break
        return 0

    def _place(self, place: Place | None) -> Place:
        if place is not None:
            return place
        self._paragraphs += 1
        return Place(paragraph=self._paragraphs)

    def _list(self, element: _Element, place: Place | None, form: ParagraphStyle, ordered: bool) -> tuple[Block, ...]:
        named = element.get(f"{TEXT}style-name")
        ordered = self._ordered.get(named, False) if named else ordered
        at = place or Place(paragraph=self._paragraphs + 1)
        items = tuple(
            item
            for child in element
            if child.tag in {f"{TEXT}list-item", f"{TEXT}list-header"}
            and (item := self.blocks(child, place, form, ordered))
        )
        if items and all(isinstance(block, Heading) for item in items for block in item):
            return tuple(block for item in items for block in item)  # numbered headings, as some programs write them
        return (ListBlock(items, ordered=ordered, place=at),) if items else ()

    def _table(self, element: _Element) -> Table:
        self._tables += 1
        table = self._tables
        header: list[Row] = []
        rows: list[Row] = []
        for row, is_header in _rows(element, in_header=False):
            into = header if is_header and not rows else rows
            for copy in range(odf.repeats(row.get(f"{TABLE}number-rows-repeated"), MOST_REPEATS)):
                self._count_copies(copy and len(row))
                place = Place(table=table, row=len(header) + len(rows) + 1)
                into.append(self._row(row, place))
        return Table(header=tuple(header), rows=tuple(rows), place=Place(table=table))

    def _row(self, element: _Element, place: Place) -> Row:
        cells: list[Cell] = []
        column = 1
        for cell in element:
            if cell.tag not in {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}:
                continue
            count = odf.repeats(cell.get(f"{TABLE}number-columns-repeated"), MOST_REPEATS)
            self._count_copies(count - 1)
            for _copy in range(count):
                if cell.tag == f"{TABLE}table-cell":
                    cells.append(self._cell(cell, Place(table=place.table, row=place.row, column=str(column))))
                column += 1
        self._tally.row(column - 1, place)
        return Row(tuple(cells), place=place)

    def _count_copies(self, count: int) -> None:
        self._copies -= count
        if self._copies < 0:
            raise Unreadable("The document repeats cells far too often. Open it in LibreOffice and save it again.")

    def _cell(self, element: _Element, place: Place) -> Cell:
        return Cell(
            self.blocks(element, place),
            colspan=odf.repeats(element.get(f"{TABLE}number-columns-spanned"), MOST_REPEATS),
            rowspan=odf.repeats(element.get(f"{TABLE}number-rows-spanned"), MOST_REPEATS),
            place=place,
        )


def _rows(table: _Element, *, in_header: bool) -> Iterator[tuple[_Element, bool]]:
    for child in table:
        if child.tag == f"{TABLE}table-row":
            yield child, in_header
        elif child.tag == f"{TABLE}table-header-rows":
            yield from _rows(child, in_header=True)
        elif child.tag in GROUPS:
            yield from _rows(child, in_header=in_header)


def _parents(roots: list[_Element]) -> dict[str, str]:
    """Paragraph styles by name, with the style each is made from."""
    found: dict[str, str] = {}
    for root in roots:
        for style in root.iter(f"{STYLE}style"):
            parent = style.get(f"{STYLE}parent-style-name")
            if parent and style.get(f"{STYLE}family") == "paragraph":
                found.setdefault(style.get(f"{STYLE}name", ""), parent)
    return found


def _ordered_lists(roots: list[_Element]) -> dict[str, bool]:
    """List styles by name: whether their first level is numbered."""
    found: dict[str, bool] = {}
    for root in roots:
        for style in root.iter(f"{TEXT}list-style"):
            first = next(iter(style), None)
            found[style.get(f"{STYLE}name", "")] = first is not None and first.tag == f"{TEXT}list-level-style-number"
    return found
