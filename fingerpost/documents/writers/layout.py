"""What every writer works out alike before it writes: clean characters, sound links, a full grid, even headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from fingerpost.documents.model import (
    Block,
    Cell,
    Column,
    ColumnKind,
    Contents,
    Document,
    Figure,
    Heading,
    Paragraph,
    Row,
    Table,
    Text,
    cell_text,
    paragraph,
    text_cell,
    words,
)

# XML 1.0, production 2: everything else is refused by every reader of XML, so no format gets it.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile("\r\n?")
_SAFE_ADDRESS = re.compile(r"(https?://|mailto:|tel:)\S+", re.IGNORECASE)
_RIGHT_TO_LEFT = {"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"}

TOP = "top"
CONTENTS = "contents"


def clean(text: str) -> str:
    """The text without characters that XML forbids (most control characters, lone surrogates); line ends as LF."""
    text = _LINE_END.sub("\n", text) if "\r" in text else text
    return text if text.isascii() and text.isprintable() else _NOT_XML.sub("", text)


def right_to_left(language: str) -> bool:
    return language.split("-", maxsplit=1)[0].lower() in _RIGHT_TO_LEFT


def language_tag(language: str) -> str:
    """A tag such as "en-GB" that every format takes, English where the document's is none."""
    return language if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", language) else "en"


def number_text(value: Decimal) -> str:
    """`Decimal("90.0")` as "90", never as "9E+1"."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def value_text(value: date | Decimal | None, kind: ColumnKind = "text") -> str:
    """A typed value as words, for cells that were given no words of their own."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return number_text(value) + (" %" if kind == "percent" else "")
    return f"{value.day} {value:%B %Y}"


def cell_blocks(cell: Cell, kind: ColumnKind = "text") -> tuple[Block, ...]:
    """What a cell shows: its blocks, or its value in words where it has no blocks."""
    if cell.blocks or cell.value is None:
        return cell.blocks
    return (paragraph(value_text(cell.value, kind)),)


def whole(document: Document) -> tuple[Block, ...]:
    """The blocks of a paper that stands alone: its title comes first, and no level of heading is skipped.

    PDF/UA-1 (7.4.2) refuses skipped levels, and screen readers lose the thread at them.
    """
    blocks = tuple(block for block in document.blocks if not isinstance(block, Heading) or _has_words(block))
    if not any(isinstance(block, Heading) and block.level <= 1 for block in blocks):
        blocks = (Heading(1, (Text(title(document)),)), *blocks)
    return tuple(_even_levels(blocks))


def title(document: Document) -> str:
    """The document's title as a file's properties give it: never empty, which PDF/UA-1 (7.1) refuses."""
    return clean(document.title).strip() or "Untitled"


def _has_words(heading: Heading) -> bool:
    """An empty heading, which leads nowhere, is left out."""
    return bool(clean(words(heading.inlines)).strip())


def _even_levels(blocks: Iterable[Block]) -> Iterator[Block]:
    before = 0
    for block in blocks:
        if isinstance(block, Heading):
            before = max(1, min(block.level, before + 1, 6))
            yield block if before == block.level else replace(block, level=before)
        else:
            yield block


def anchors(blocks: Iterable[Block]) -> dict[str, int]:
    """Every anchor that a link can reach, with a number that is its own. The first heading of a name wins."""
    found: dict[str, int] = {TOP: 0}
    for block in blocks:
        if isinstance(block, Contents):
            found.setdefault(CONTENTS, len(found))
        elif isinstance(block, Heading) and block.anchor:
            found.setdefault(block.anchor, len(found))
    return found


def target(link: str | None, known: dict[str, int]) -> str:
    """`link` where it leads somewhere safe: "#anchor" of this document, or a web, mail or telephone address."""
    if not link:
        return ""
    if link.startswith("#"):
        return link if link[1:] in known else ""
    link = clean(link)
    return link if _SAFE_ADDRESS.fullmatch(link) else ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell where it stands in the grid; `column` counts from 0. Its spans never leave the grid or overlap."""

    column: int
    cell: Cell
    colspan: int = 1
    rowspan: int = 1


Grid = tuple[tuple[Placed, ...], ...]


@dataclass(frozen=True, slots=True)
class Laid:
    """A table whose header and body are full: every place of `width` columns is covered exactly once."""

    width: int
    header: Grid
    body: Grid
    columns: tuple[Column, ...]

    @property
    def is_form(self) -> bool:
        """Whether something of it is locked, and the rest to be filled in."""
        return any(column.locked for column in self.columns)


def laid(table: Table) -> Laid:
    """The table as a full grid: short rows are filled up, spans cut to fit, and the columns' titles made a header."""
    header_rows = table.header
    if not header_rows and any(column.title for column in table.columns):
        header_rows = (Row(tuple(text_cell(column.title) for column in table.columns)),)
    header, body = _place(header_rows), _place(table.rows)
    width = max(len(table.columns), _width(header), _width(body))
    columns = (*table.columns, *(_guessed(index, header, body) for index in range(len(table.columns), width)))
    return Laid(width, _filled(header, width), _filled(body, width), columns)


def _place(rows: Sequence[Row]) -> list[list[Placed]]:
    """Cells into columns, left to right, around those that still reach down from above."""
    held: dict[int, int] = {}  # column -> how many more rows it is taken from above
    placed = []
    for index, row in enumerate(rows):
        if not held and all(cell.colspan == 1 and cell.rowspan == 1 for cell in row.cells):
            placed.append([Placed(column, cell) for column, cell in enumerate(row.cells)])
            continue
        line: list[Placed] = []
        column = 0
        for cell in row.cells:
            while held.get(column):
                column += 1
            colspan = next((n for n in range(1, cell.colspan) if held.get(column + n)), max(1, cell.colspan))
            line.append(Placed(column, cell, colspan, max(1, min(cell.rowspan, len(rows) - index))))
            column += colspan
        held = {column: left - 1 for column, left in held.items() if left > 1}
        held.update((p.column + n, p.rowspan - 1) for p in line if p.rowspan > 1 for n in range(p.colspan))
        placed.append(line)
    return placed


def _width(grid: list[list[Placed]]) -> int:
    return max((placed.column + placed.colspan for line in grid for placed in line), default=0)


def _filled(grid: list[list[Placed]], width: int) -> Grid:
    """The same grid with an empty cell wherever nothing stands."""
    held: dict[int, int] = {}
    full = []
    for line in grid:
        if not held and len(line) == width:
            full.append(tuple(line))
            held = {p.column: p.rowspan - 1 for p in line if p.rowspan > 1}
            continue
        taken = {p.column + n for p in line for n in range(p.colspan)} | held.keys()
        empty = (Placed(column, Cell()) for column in range(width) if column not in taken)
        cells = line if len(taken) == width else sorted([*line, *empty], key=lambda placed: placed.column)
        held = {column: left - 1 for column, left in held.items() if left > 1}
        held.update((p.column + n, p.rowspan - 1) for p in cells if p.rowspan > 1 for n in range(p.colspan))
        full.append(tuple(cells))
    return tuple(full)


def _guessed(index: int, header: list[list[Placed]], body: list[list[Placed]]) -> Column:
    """A column that nobody described: as wide as its longest line asks for, within reason."""
    longest = max(
        (len(part) for line in (*header, *body) for p in line if p.column == index for part in _lines(p.cell)),
        default=0,
    )
    title = next((cell_text(p.cell) for line in header for p in line if p.column == index), "")
    return Column(title, width=max(6, min(longest, 30)))


def _lines(cell: Cell) -> list[str]:
    return cell_text(cell).split("\n")


def share(columns: Sequence[Column], whole: int) -> list[int]:
    """`whole` shared out by the columns' widths; dates and bars get enough not to be broken over lines."""
    total = sum(max(1, column.width) for column in columns)
    least = 0.14 if len(columns) <= 6 else 0.09
    fair = [max(1, column.width) / total for column in columns]
    floors = [least if column.kind in ("date", "percent") and len(columns) > 1 else 0.0 for column in columns]
    lifted = [max(share, floor) for share, floor in zip(fair, floors, strict=True)]
    spare = sum(share for share, floor in zip(lifted, floors, strict=True) if share > floor)
    fixed = sum(lifted) - spare
    scale = (1 - fixed) / spare if spare and fixed < 1 else 1
    widths = [share * scale if share > floor else share for share, floor in zip(lifted, floors, strict=True)]
    return [int(whole * width / sum(widths)) for width in widths]


def is_wide(blocks: Iterable[Block]) -> bool:
    """Whether the paper is better read on its side: a table of more than five columns."""
    found = (block.table if isinstance(block, Figure) else block for block in blocks)
    return any(isinstance(block, Table) and _columns(block) > 5 for block in found)


def _columns(table: Table) -> int:
    rows = (*table.header, *table.rows[:1])
    return max(len(table.columns), *(sum(cell.colspan for cell in row.cells) for row in rows), 0)


def is_short(cell: Cell, limit: int = 1500) -> bool:
    """Whether a cell surely fits on one page, so that its row may be kept whole."""
    return len(cell_text(cell)) < limit


def simple(blocks: tuple[Block, ...]) -> Paragraph | None:
    """The one plain paragraph that these blocks are, or None."""
    if len(blocks) == 1 and isinstance(blocks[0], Paragraph) and blocks[0].style == "body":
        return blocks[0]
    return None


def numbered(number: str, gap: str) -> str:
    """A heading's or paragraph's number with the gap behind it, nothing where there is none."""
    return clean(number) + gap if number else ""
