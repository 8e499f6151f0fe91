"""Untagged PDFs: tables by ruling lines or aligned columns, headings by size, paragraphs by gaps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from fingerpost.documents.model import Block, Cell, Heading, Paragraph, Place, Row, Table, Text, cell_text
from fingerpost.documents.readers import columns
from fingerpost.documents.readers.building import Tally
from fingerpost.documents.readers.drawn import Found, paragraphs
from fingerpost.documents.readers.pdf_grid import Grid, GridCell, grids
from fingerpost.documents.readers.pdf_pages import Page
from fingerpost.documents.readers.pdf_words import Line, Passage, lines_of, passages, words_of

MARGIN = 0.1  # of a page's height, where running heads and page numbers stand
PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–]?\s*\d{1,4}\s*[-–]?(?:\s*(?:of|/|from)\s*\d{1,4})?", re.IGNORECASE)
LARGER = 1.12
SMALLEST = 4  # points; type that is smaller is not meant to be read
NARROWEST = 0.22  # of the type size: a character's width when lines are laid out as plain text


@dataclass(slots=True)
class Drawn:
    """A table found among lines of words that no rules part."""

    found: Found
    lines: list[Line]


Piece: TypeAlias = Line | Grid


def blocks(pages: list[Page], tally: Tally) -> tuple[Block, ...]:
    """All pages' blocks; a table that goes on over a page's end is one table."""
    laid_out = [(page, _pieces(page)) for page in pages]
    recurring = _recurring(laid_out)
    body = _body_size(laid_out)
    building = _Building(_heading_sizes(laid_out, body), tally)
    for page, pieces in laid_out:
        kept = [p for p in pieces if not (isinstance(p, Line) and _is_running(p, page, recurring))]
        building.add_page(page, kept)
    return tuple(building.blocks)


def _pieces(page: Page) -> list[Piece]:
    """Ruled tables with their words, and the lines outside of them, from the top down."""
    words = words_of(page)
    ruled = grids(page, words)
    outside = []
    for word in words:
        if not any(grid.take(word) for grid in ruled):
            outside.append(word)
    pieces: list[Piece] = [*(grid for grid in ruled if any(cell.words for cell in grid.cells.values()))]
    pieces.extend(lines_of(outside, page.number))
    return sorted(pieces, key=lambda piece: piece.top)


def _likeness(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _in_margin(line: Line, page: Page) -> bool:
    return line.bottom < MARGIN * page.height or line.top > (1 - MARGIN) * page.height


def _recurring(laid_out: list[tuple[Page, list[Piece]]]) -> set[str]:
    """What stands in the margin of at least two pages and of half of all."""
    counts: Counter[str] = Counter()
    for page, pieces in laid_out:
        counts.update({_likeness(p) for p in pieces if isinstance(p, Line) and _in_margin(p, page)})
    return {words for words, count in counts.items() if count >= 2 and count * 2 >= len(laid_out)}


def _is_running(line: Line, page: Page, recurring: set[str]) -> bool:
    if not _in_margin(line, page):
        return False
    return _likeness(line) in recurring or PAGE_NUMBER.fullmatch(line.text) is not None


def _body_size(laid_out: list[tuple[Page, list[Piece]]]) -> float:
    sizes: Counter[float] = Counter()
    for _page, pieces in laid_out:
        for piece in pieces:
            for word in piece.words if isinstance(piece, Line) else ():
                sizes[round(word.size, 1)] += len(word.text)
    return sizes.most_common(1)[0][0] if sizes else 0


def _heading_sizes(laid_out: list[tuple[Page, list[Piece]]], body: float) -> list[float]:
    """The sizes clearly above the body's, largest first; at most six levels."""
    larger = {round(p.size, 1) for _page, pieces in laid_out for p in pieces if isinstance(p, Line)}
    sizes: list[float] = []
    for size in sorted((size for size in larger if size > LARGER * body), reverse=True):
        if not sizes or sizes[-1] - size > 0.4:
            sizes.append(size)
    return sizes[:6]


class _Building:
    """Blocks page by page."""

    def __init__(self, heading_sizes: list[float], tally: Tally) -> None:
        self.blocks: list[Block] = []
        self._sizes = heading_sizes
        self._tally = tally
        self._paragraphs = 0
        self._tables = 0

    def add_page(self, page: Page, pieces: list[Piece]) -> None:
        right = _right_edge([piece for piece in pieces if isinstance(piece, Line)], page)
        at_top = True
        for stretch in _stretches(pieces):
            if isinstance(stretch, Grid):
                self._add_table(self._ruled(stretch, page.number), at_top)
                at_top = False
                continue
            for part in _tables_and_lines(stretch):
                if isinstance(part, Drawn):
                    self._add_table(self._aligned(part), at_top)
                else:
                    self._add_lines(part, right)
                at_top = False

    def _add_lines(self, lines: list[Line], right: float) -> None:
        for passage in passages(lines, right):
            self._paragraphs += 1
            place = Place(page=passage.first.page, paragraph=self._paragraphs)
            level = self._level(passage)
            last = self.blocks[-1] if self.blocks else None
            if level and isinstance(last, Heading) and last.level == level and not passage.gap:
                joined = f"{last.inlines[0].text} {passage.text}"  # type: ignore[union-attr]
                self.blocks[-1] = replace(last, inlines=(Text(joined),))
            elif level:
                self.blocks.append(Heading(level, (Text(passage.text),), place=place))
            else:
                self.blocks.append(Paragraph((Text(passage.text),), space_before=passage.gap, place=place))

    def _level(self, passage: Passage) -> int:
        for level, size in enumerate(self._sizes, 1):
            if abs(passage.first.size - size) <= 0.4:
                return level
        return 0

    def _ruled(self, grid: Grid, page: int) -> list[Row]:
        rows = []
        for number, cells in enumerate(grid.rows(), 1):
            self._tally.row(len(cells), Place(page=page))
            made = [_grid_cell(cell, Place(page=page, row=number, column=str(cell.column + 1))) for cell in cells]
            rows.append(Row(tuple(made), place=Place(page=page, row=number)))
        return rows

    def _aligned(self, drawn: Drawn) -> list[Row]:
        rows = []
        for number, row in enumerate(drawn.found.rows, 1):
            self._tally.row(len(row.cells))
            page = drawn.lines[row.number - 1].page
            cells = []
            for column, lines in enumerate(row.cells, 1):
                place = Place(page=page, row=number, column=str(column))
                words = tuple(Paragraph((Text(words),), place=place) for words in paragraphs(lines))
                cells.append(Cell(words, place=place))
            rows.append(Row(tuple(cells), place=Place(page=page, row=number)))
        return rows

    def _add_table(self, rows: list[Row], at_top: bool) -> None:
        """A table at the top of a page with as many columns as the one that ended the page before goes on with it."""
        last = self.blocks[-1] if self.blocks else None
        if at_top and isinstance(last, Table) and _width(last.rows[0]) == _width(rows[0]):
            if _words(rows[0]) == _words(last.rows[0]):
                rows = rows[1:]
            added = _numbered(rows, self._tables, len(last.rows))
            self.blocks[-1] = replace(last, rows=(*last.rows, *added))
            return
        self._tables += 1
        place = Place(page=rows[0].place.page, table=self._tables)
        self.blocks.append(Table(rows=tuple(_numbered(rows, self._tables, 0)), place=place))


def _right_edge(lines: list[Line], page: Page) -> float:
    """Where lines end: as far as three of them reach, else as far from the page's right as they begin from its left."""
    left = min((line.left for line in lines), default=0)
    right = max((line.right for line in lines), default=page.width)
    full = sum(line.right > right - 0.1 * (right - left) for line in lines)
    return right if full >= 3 else max(right, page.width - left)


def _width(row: Row) -> int:
    return sum(cell.colspan for cell in row.cells)


def _words(row: Row) -> list[str]:
    return [cell_text(cell) for cell in row.cells]


def _numbered(rows: list[Row], table: int, before: int) -> list[Row]:
    return [_placed(row, table, number) for number, row in enumerate(rows, before + 1)]


def _placed(row: Row, table: int, number: int) -> Row:
    place = replace(row.place, table=table, row=number)
    cells = []
    for cell in row.cells:
        at = replace(cell.place, table=table, row=number)
        inner = tuple(replace(block, place=at) for block in cell.blocks)
        cells.append(replace(cell, place=at, blocks=inner))
    return Row(tuple(cells), place=place)


def _grid_cell(cell: GridCell, place: Place) -> Cell:
    lines = lines_of(cell.words, place.page or 0)
    right = min(cell.right, max((line.right for line in lines), default=0) + (lines[0].size if lines else 0))
    found = tuple(Paragraph((Text(passage.text),), place=place) for passage in passages(lines, right))
    return Cell(found, colspan=cell.colspan, rowspan=cell.rowspan, place=place)


def _stretches(pieces: list[Piece]) -> Iterator[Grid | list[Line]]:
    """Ruled tables, and the runs of lines between them."""
    lines: list[Line] = []
    for piece in pieces:
        if isinstance(piece, Line):
            lines.append(piece)
            continue
        if lines:
            yield lines
            lines = []
        yield piece
    if lines:
        yield lines


def _tables_and_lines(lines: list[Line]) -> Iterator[Drawn | list[Line]]:
    """Lines laid out as plain text, so that columns are found as they are in text files."""
    drawn, owners = _as_text(lines)
    plain: list[Line] = []
    at = 0
    while at < len(drawn):
        found = columns.find(drawn, at) if drawn[at] else None
        if found is not None and found.rows:
            if plain:
                yield plain
                plain = []
            yield Drawn(found, owners)
            at = found.end
            continue
        if drawn[at]:
            plain.append(owners[at])
        at += 1
    if plain:
        yield plain


def _as_text(lines: list[Line]) -> tuple[list[str], list[Line]]:
    """Each line as characters on a fine grid, an empty one where room is left; and the line behind each."""
    drawn: list[str] = []
    owners: list[Line] = []
    size = max(min(line.size for line in lines), SMALLEST)
    above: Line | None = None
    for line in lines:
        if above is not None and line.top - above.bottom > 0.9 * line.size:
            drawn.append("")
            owners.append(line)
        text = ""
        for segment in line.segments():
            start = round(segment[0].left / (NARROWEST * size))
            text = text.ljust(max(start, len(text) + 2 if text else 0)) + " ".join(word.text for word in segment)
        drawn.append(text)
        owners.append(line)
        above = line
    return drawn, owners
