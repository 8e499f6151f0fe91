"""What a document is, whatever file it came from or goes to.

A `Document` is a tuple of blocks. Readers fill in `place` so that every figure can be traced to its source;
writers ignore it. All values are immutable, so a document can be compared with `==`, hashed and cached.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in its source. Every number counts from 1, as a person would count."""

    page: int | None = None
    sheet: str | None = None
    table: int | None = None
    row: int | None = None
    column: str | None = None  # "F" in a spreadsheet, "3" in a table of a text document
    line: int | None = None
    paragraph: int | None = None

    def __str__(self) -> str:
        parts = [
            f"sheet {self.sheet}" if self.sheet else "",
            f"page {self.page}" if self.page else "",
            f"table {self.table}" if self.table else "",
            f"row {self.row}" if self.row else "",
            f"column {self.column}" if self.column else "",
            f"line {self.line}" if self.line else "",
            f"paragraph {self.paragraph}" if self.paragraph else "",
        ]
        return ", ".join(part for part in parts if part)

    def as_json(self) -> dict[str, Any]:
        """The numbers that are known, and `words`: the place as a reader would say it."""
        names = ("page", "sheet", "table", "row", "column", "line", "paragraph")
        known = {name: getattr(self, name) for name in names if getattr(self, name) is not None}
        return {**known, "words": str(self)}


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Text:
    """A run of characters that look alike. `link` is "#anchor" within the document, or an address."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """A progress bar with its words. `percent` is 0 to 100, or None where nothing is known: never drawn as 0.

    `words` is what stands beside the bar and is all that a reader in black and white gets, such as "90 %".
    """

    percent: Decimal | None
    words: str


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A chart as small as a word, with the words that stand behind it. `alt` tells its figures.

    `spec` is a Vega-Lite specification whose `width` and `height` are the whole size, in CSS pixels.
    """

    spec: Mapping[str, Any]
    alt: str
    words: str

    @property
    def points(self) -> tuple[float, float]:
        """Width and height in print."""
        return self.spec["width"] * 0.75, self.spec["height"] * 0.75


Inline: TypeAlias = Text | Progress | Sparkline
Inlines: TypeAlias = tuple[Inline, ...]

ParagraphStyle: TypeAlias = Literal["body", "lead", "summary", "note", "small", "navigation"]


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1 is the document's title; sections start at 2. `number` is written in front ("3", "1.1")."""

    level: int
    inlines: Inlines
    anchor: str = ""
    number: str = ""
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`space_before` tells a reader's consumer that a blank line or paragraph gap came first."""

    inlines: Inlines
    style: ParagraphStyle = "body"
    number: str = ""
    space_before: bool = field(default=False, compare=False)
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ListBlock:
    """Each item is a tuple of blocks, usually one paragraph."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Cell:
    """`value` is the typed value where there is one, so that a spreadsheet gets a date as a date.

    A percentage's value is 0 to 100. `formula` is what a reader found in a formula cell, for a warning. `choices` are
    this cell's own, where those of its column are not meant.
    """

    blocks: tuple[Block, ...] = ()
    value: date | Decimal | None = None
    colspan: int = 1
    rowspan: int = 1
    formula: str = field(default="", compare=False)
    place: Place = field(default=NOWHERE, compare=False)
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    place: Place = field(default=NOWHERE, compare=False)


ColumnKind: TypeAlias = Literal["text", "date", "percent", "number"]


@dataclass(frozen=True, slots=True)
class Column:
    """`width` is a share of the table's width, relative to its other columns.

    `choices` become a drop-down and `locked` a protected column where the format can do so (task sheets); with `free`
    something else than a choice may be written too. `quiet` is for machines more than for people: small and pale.
    """

    title: str
    kind: ColumnKind = "text"
    width: int = 1
    choices: tuple[str, ...] = ()
    locked: bool = False
    free: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` is what a builder gives; a reader gives `header` rows where the file marks them, and `rows`.

    A writer makes the header row of `columns` where `header` is empty. A table with a locked column is a form: what is
    not locked is filled in by its reader.
    """

    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    header: tuple[Row, ...] = ()
    caption: str = ""
    place: Place = field(default=NOWHERE, compare=False)

    @property
    def is_form(self) -> bool:
        return any(column.locked for column in self.columns)


@dataclass(frozen=True)
class Figure:
    """A chart: a Vega-Lite specification (as plain data), its text alternative, and the table of its figures."""

    spec: Mapping[str, Any]
    alt: str
    caption: str
    table: Table
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """One line of a list of contents; `level` 1 is outermost."""

    level: int
    text: str
    anchor: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """A list of contents with links. Readers need not find it again; nothing in it is body text."""

    title: str
    entries: tuple[ContentsEntry, ...]
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class PageBreak:
    place: Place = field(default=NOWHERE, compare=False)


Block: TypeAlias = Heading | Paragraph | ListBlock | Table | Figure | Contents | PageBreak


@dataclass(frozen=True, slots=True)
class Sheet:
    """A flat table for the spreadsheet edition of a document. `name` is at most 31 characters."""

    name: str
    table: Table


@dataclass(frozen=True)
class Document:
    """`blocks` for every format that flows; `sheets` for spreadsheets (each table of `blocks`, where empty).

    `format` is what a reader read: "text", "html", "docx", "odt", "pdf", "xlsx", "ods" or "csv".
    """

    title: str
    blocks: tuple[Block, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    language: str = "en-GB"
    author: str = ""
    subject: str = ""
    footer: str = ""
    created: datetime | None = None
    format: str = ""

    def with_blocks(self, blocks: tuple[Block, ...]) -> Document:
        return replace(self, blocks=blocks)


def words(inlines: Inlines) -> str:
    """The characters of a run of inlines, bars and sparklines as their words."""
    return "".join(inline.text if isinstance(inline, Text) else inline.words for inline in inlines)


def plain(block: Block) -> str:
    """What a block says in plain characters: paragraphs by line, list items each behind "- ", cells by tab."""
    match block:
        case Heading() | Paragraph():
            return words(block.inlines)
        case ListBlock():
            return "\n".join("- " + "\n".join(plain(inner) for inner in item) for item in block.items)
        case Table():
            return "\n".join("\t".join(cell_text(cell) for cell in row.cells) for row in (*block.header, *block.rows))
        case Figure():
            return block.alt
        case Contents():
            return "\n".join(entry.text for entry in block.entries)
        case PageBreak():
            return ""


def cell_text(cell: Cell) -> str:
    """A cell's paragraphs and list items, one a line."""
    match cell.blocks:
        case (Paragraph(inlines=(Text(text=text),)),):  # nearly every cell of a large sheet
            return text
    return "\n".join(plain(block) for block in cell.blocks)


def text_cell(text: str, **more: Any) -> Cell:
    """A cell of plain text; blank lines part paragraphs."""
    return Cell(blocks=tuple(paragraph(part) for part in text.split("\n") if part.strip()), **more)


def paragraph(text: str, **more: Any) -> Paragraph:
    """A paragraph of one plain run."""
    return Paragraph((Text(text),), **more)


def heading(level: int, text: str, **more: Any) -> Heading:
    """A heading of one plain run."""
    return Heading(level, (Text(text),), **more)


def tables(document: Document) -> Iterator[Table]:
    """Every table of the flow, in order."""
    return (block for block in document.blocks if isinstance(block, Table))
