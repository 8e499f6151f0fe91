"""Blocks from a PDF's structure tree."""

from __future__ import annotations

import re
from dataclasses import replace

from fingerpost.documents.model import (
    Block,
    Cell,
    Heading,
    ListBlock,
    Paragraph,
    ParagraphStyle,
    Place,
    Row,
    Table,
    Text,
    plain,
)
from fingerpost.documents.readers.building import Tally, seen
from fingerpost.documents.readers.pdf_tags import Element, Mark, MarkedText, marks_of

HEADINGS = {"H": 1, "Title": 1, **{f"H{level}": level for level in range(1, 10)}}
INLINE = frozenset(
    {
        "Span",
        "Link",
        "Em",
        "Strong",
        "Quote",
        "Reference",
        "Code",
        "BibEntry",
        "Annot",
        "Ruby",
        "Warichu",
        "Sub",
        "Lbl",
        "NonStruct",
        "Private",
    }
)
CONTENTS = frozenset({"TOC", "TOCI"})
NOT_WORDS = frozenset({"Figure", "Artifact"})
GROUPS = frozenset({"THead", "TBody", "TFoot"})
# Set for looks; whether a font gives such a character back or a plain space differs from machine to machine.
WIDE_SPACES = str.maketrans({"\u2002": " ", "\u2003": " "})


LABEL = re.compile(r"(?:[·•◦▪‣*–-]|\(?(?:\d{1,3}|[A-Za-z]|[ivx]{1,5})[.)])\s+")


class Tagged:
    """One pass over the tree; counts paragraphs and tables on the way."""

    def __init__(self, text: MarkedText, tally: Tally) -> None:
        self._text = text
        self._tally = tally
        self._paragraphs = 0
        self._tables = 0

    def blocks(self, parent: Element, place: Place | None, style: ParagraphStyle = "body") -> tuple[Block, ...]:
        """What an element holds: its own words and inline elements as paragraphs, the rest as blocks."""
        found: list[Block] = []
        run: list[Mark] = []
        for kid in parent.kids:
            if isinstance(kid, Mark):
                run.append(kid)
            elif kid.role in INLINE and not _holds_blocks(kid):
                run.extend(marks_of(kid))
            elif kid.role not in NOT_WORDS:
                self._flush(run, place, style, found)
                found.extend(self._block(kid, place, style))
        self._flush(run, place, style, found)
        return tuple(found)

    def _block(self, element: Element, place: Place | None, style: ParagraphStyle) -> tuple[Block, ...]:
        if element.role in HEADINGS:
            marks = marks_of(element)
            words = self._words(marks)
            level = HEADINGS[element.role]
            return (Heading(level, (Text(words),), place=self._place(marks, place)),) if words else ()
        if element.role == "L":
            return self._list(element, place, style)
        if element.role == "Table":
            return (self._table(element),)
        return self.blocks(element, place, "navigation" if element.role in CONTENTS else style)

    def _flush(self, run: list[Mark], place: Place | None, style: ParagraphStyle, found: list[Block]) -> None:
        words = self._words(run)
        if words:
            at = self._place(run, place)
            found.append(Paragraph((Text(words),), style=style, space_before=True, place=at))
        run.clear()

    def _words(self, marks: list[Mark]) -> str:
        return seen(self._text.words(marks)).translate(WIDE_SPACES).strip()

    def _place(self, marks: list[Mark], place: Place | None) -> Place:
        page = marks[0].page if marks else None
        if place is not None:
            return Place(page=page or place.page, table=place.table, row=place.row, column=place.column)
        self._paragraphs += 1
        return Place(page=page, paragraph=self._paragraphs)

    def _list(self, element: Element, place: Place | None, style: ParagraphStyle) -> tuple[Block, ...]:
        items: list[tuple[Block, ...]] = []
        labels: list[str] = []
        at = self._paragraphs + 1
        for kid in element.kids:
            if isinstance(kid, Mark) or kid.role in NOT_WORDS:
                continue
            label = [inner for inner in kid.kids if isinstance(inner, Element) and inner.role == "Lbl"]
            labels.extend(self._words(marks_of(inner)) for inner in label)
            rest = Element(kid.role, [inner for inner in kid.kids if inner not in label])
            item = self._block(kid, place, style) if kid.role == "L" else self.blocks(rest, place, style)
            if not label:
                item = _unlabelled(item, labels)
            if item and kid.role == "L" and items:
                items[-1] += item  # a list within the item before it
            elif item:
                items.append(item)
        if not items:
            return ()
        ordered = any(any(sign.isalnum() for sign in label) for label in labels)
        marks = marks_of(element)
        where = place or Place(page=marks[0].page if marks else None, paragraph=at)
        return (ListBlock(tuple(items), ordered=ordered, place=where),)

    def _table(self, element: Element) -> Table:
        self._tables += 1
        table = self._tables
        rows: list[Row] = []
        header = 0
        covered: dict[int, int] = {}
        for row, in_head in _rows(element, in_head=False):
            cells = [kid for kid in row.kids if isinstance(kid, Element) and kid.role in {"TH", "TD"}]
            all_heads = len(cells) > 1 and all(cell.role == "TH" for cell in cells)
            if header == len(rows) and (in_head or all_heads):
                header += 1
                _keep_first_page(row)  # some programs tag each page's repeat of the heading row as one cell
            rows.append(self._row(row, cells, Place(table=table, row=len(rows) + 1), covered))
        page = next((row.place.page for row in rows), None)
        captions = [kid for kid in element.kids if isinstance(kid, Element) and kid.role == "Caption"]
        caption = self._words([mark for kid in captions for mark in marks_of(kid)])
        place = Place(page=page, table=table)
        return Table(header=tuple(rows[:header]), rows=tuple(rows[header:]), caption=caption, place=place)

    def _row(self, element: Element, elements: list[Element], place: Place, covered: dict[int, int]) -> Row:
        marks = marks_of(element)
        page = marks[0].page if marks else None
        cells = []
        column = 1
        fresh: dict[int, int] = {}
        for cell in elements:
            while column in covered:
                column += 1
            own = marks_of(cell)
            at = Place(page=own[0].page if own else page, table=place.table, row=place.row, column=str(column))
            cells.append(Cell(self.blocks(cell, at), colspan=cell.colspan, rowspan=cell.rowspan, place=at))
            if cell.rowspan > 1:
                fresh.update(dict.fromkeys(range(column, column + cell.colspan), cell.rowspan - 1))
            column += cell.colspan
        self._tally.row(column - 1 + len(covered), place)
        below = {at: more - 1 for at, more in covered.items() if more > 1}
        covered.clear()
        covered.update(below | fresh)
        return Row(tuple(cells), place=Place(page=page, table=place.table, row=place.row))


def _unlabelled(item: tuple[Block, ...], labels: list[str]) -> tuple[Block, ...]:
    """An item whose bullet or number stands in front of its words, as LibreOffice writes it."""
    first = item[0] if item else None
    if not isinstance(first, Paragraph):
        return item
    match = LABEL.match(plain(first))
    if match is None:
        return item
    labels.append(match.group())
    return (replace(first, inlines=(Text(plain(first)[match.end() :]),)), *item[1:])


def _keep_first_page(row: Element) -> None:
    first = next((mark.page for mark in marks_of(row)), None)
    pending = [row]
    while pending:
        element = pending.pop()
        element.kids = [kid for kid in element.kids if isinstance(kid, Element) or kid.page == first]
        pending.extend(kid for kid in element.kids if isinstance(kid, Element))


def _holds_blocks(element: Element) -> bool:
    return any(isinstance(kid, Element) and (kid.role not in INLINE or _holds_blocks(kid)) for kid in element.kids)


def _rows(table: Element, *, in_head: bool) -> list[tuple[Element, bool]]:
    rows = []
    for kid in table.kids:
        if isinstance(kid, Element) and kid.role == "TR":
            rows.append((kid, in_head))
        elif isinstance(kid, Element) and kid.role in GROUPS:
            rows.extend(_rows(kid, in_head=kid.role == "THead"))
    return rows
