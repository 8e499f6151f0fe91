"""A Document as tagged PDF/UA-1 (ISO 14289-1), set by Typst.

The document travels as JSON in a virtual file; `report.typ` is one fixed program that shows its strings as strings,
so no text can act as Typst markup. Fonts of the system are used where there are any and never needed.
"""

from __future__ import annotations

import base64
import json
import re
import tempfile
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import typst

from fingerpost.documents import charts
from fingerpost.documents.model import (
    Block,
    Contents,
    Document,
    Figure,
    Heading,
    Inline,
    Inlines,
    ListBlock,
    PageBreak,
    Paragraph,
    Progress,
    Sparkline,
    Table,
    Text,
)
from fingerpost.documents.writers import lastresort
from fingerpost.documents.writers.layout import (
    CONTENTS,
    Grid,
    Laid,
    anchors,
    cell_blocks,
    clean,
    is_short,
    is_wide,
    laid,
    language_tag,
    numbered,
    share,
    target,
    title,
    whole,
)
from fingerpost.documents.writers.look import Look

# Plain sans serif faces, the first that is installed; the last is built into Typst.
_FACES = ("Arial", "Liberation Sans", "Helvetica", "Noto Sans", "DejaVu Sans", "Libertinus Serif")
_TEXT_WIDTH = {False: 174, True: 261}  # mm between the margins of report.typ, upright and on its side
_LONG = 28  # characters
# In letters that may be parted anywhere: others are joined when drawn, or have places of their own to end a line.
_LONG_WORD = re.compile(rf"(?:(?![/?&-])[\x21-\u02ff\u0370-\u052f]){{{_LONG},}}")
_NO_GLYPH = "could not be displayed"


def write(document: Document, look: Look) -> bytes:
    blocks = whole(document)
    maker = _Maker(blocks)
    paper = {
        **_properties(document, look),
        "wide": is_wide(blocks),
        "fonts": [face for face in _FACES if face in _families()],
        "blocks": [maker.block(block) for block in blocks],
    }
    created = document.created or datetime(1980, 1, 1, tzinfo=UTC)
    try:
        return _compiled(paper, maker.pictures, _fonts(), created)
    except typst.TypstError as error:
        if _NO_GLYPH not in str(error):
            raise
    return _with_last_resort(paper, maker.pictures, created)


def _properties(document: Document, look: Look) -> dict[str, Any]:
    lang, _, region = language_tag(document.language).partition("-")
    return {
        "title": title(document),
        "author": clean(document.author),
        "subject": clean(document.subject),
        "footer": clean(document.footer),
        "lang": lang.lower(),
        "region": region.upper() if len(region) == 2 else None,
        "accent": look.accent,
        "page-of": [clean(part) for part in look.page_parts()],
    }


def _framed(picture: charts.Picture) -> bytes:
    """A PNG within an SVG of that size: Typst takes files in memory as text only."""
    data, width, height = base64.b64encode(picture.png).decode(), picture.width, picture.height
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{data}"/></svg>'
    ).encode()


def _compiled(paper: dict[str, Any], pictures: dict[str, bytes], fonts: typst.Fonts, created: datetime) -> bytes:
    files = {"main.typ": _program(), "paper.json": json.dumps(paper, ensure_ascii=False).encode(), **pictures}
    made: bytes = typst.compile(  # type: ignore[call-overload]  # its stub does not know of virtual files
        files, format="pdf", font_paths=fonts, pdf_standards=["ua-1"], timestamp=int(created.timestamp())
    )
    return made


def _with_last_resort(paper: dict[str, Any], pictures: dict[str, bytes], created: datetime) -> bytes:
    """The same paper where some character has no glyph in any font: a plain box stands for it, and its text remains.

    Every family that is there is asked first, by name, as a named face wins over Typst's own search.
    """
    families = [*paper["fonts"], *(family for family in _families() if family not in paper["fonts"])]
    shown = json.dumps(paper, ensure_ascii=False)
    font = lastresort.font({char for char in shown if not char.isascii()})
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "lastresort.ttf").write_bytes(font)
        fonts = typst.Fonts(font_paths=[folder])
        return _compiled({**paper, "fonts": [*families, lastresort.FAMILY]}, pictures, fonts, created)


@lru_cache(maxsize=1)
def _program() -> bytes:
    return Path(__file__).with_name("report.typ").read_bytes()


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts()


@lru_cache(maxsize=1)
def _families() -> tuple[str, ...]:
    return tuple(_fonts().families())


class _Maker:
    """Turns blocks into the arrays that report.typ draws, and charts into pictures beside it."""

    def __init__(self, blocks: tuple[Block, ...]) -> None:
        self.pictures: dict[str, bytes] = {}
        self._anchors = anchors(blocks)
        self._unclaimed = set(self._anchors)
        self._width_px = _TEXT_WIDTH[is_wide(blocks)] / 25.4 * 96

    def block(self, block: Block) -> list[Any]:
        match block:
            case Heading():
                number = [numbered(block.number, "\u2002")] if block.number else []
                return ["h", block.level, [*number, *self._inlines(block.inlines)], self._claimed(block.anchor)]
            case Paragraph():
                return ["p", block.style, clean(block.number), self._inlines(block.inlines)]
            case ListBlock():
                return ["l", block.ordered, [self._blocks(item) for item in block.items]]
            case Table():
                return self._table(block)
            case Figure():
                return self._figure(block)
            case Contents():
                return self._contents(block)
            case PageBreak():
                return ["b"]

    def _blocks(self, blocks: tuple[Block, ...]) -> list[list[Any]]:
        """Blocks within a list item or cell: a heading there is a bold paragraph, as it opens no section."""
        return [
            ["p", "body", clean(block.number), [[clean(run), True, False, "", -1] for run in _words(block)]]
            if isinstance(block, Heading)
            else self.block(block)
            for block in blocks
        ]

    def _claimed(self, anchor: str) -> int:
        """The number of an anchor for its first heading, -1 for any other."""
        if anchor not in self._unclaimed or not anchor:
            return -1
        self._unclaimed.remove(anchor)
        return self._anchors[anchor]

    def _inlines(self, inlines: Inlines) -> list[Any]:
        return [self._inline(inline) for inline in inlines]

    def _inline(self, inline: Inline) -> Any:
        if isinstance(inline, Progress):
            percent = None if inline.percent is None else float(max(Decimal(0), min(Decimal(100), inline.percent)))
            return [percent, clean(inline.words)]
        if isinstance(inline, Sparkline):
            return [
                self._pictured(charts.svg(inline.spec).encode()),
                *inline.points,
                clean(inline.alt),
                clean(inline.words),
            ]
        shown = clean(inline.text)
        pieces = _pieces(shown) if len(shown) >= _LONG else shown
        link = target(inline.link, self._anchors)
        if pieces is shown and not (link or inline.bold or inline.italic):
            return shown
        inner = self._anchors[link[1:]] if link.startswith("#") else -1
        return [pieces, inline.bold, inline.italic, "" if inner >= 0 else link, inner]

    def _table(self, table: Table) -> list[Any]:
        grid = laid(table)
        if not grid.width:
            return ["p", "body", "", []]
        widths = share(grid.columns, 1000)
        return ["t", clean(table.caption), widths, self._rows(grid.header, grid), self._rows(grid.body, grid)]

    def _rows(self, rows: Grid, grid: Laid) -> list[Any]:
        return [
            [
                [
                    self._blocks(cell_blocks(placed.cell, grid.columns[placed.column].kind)),
                    placed.colspan,
                    placed.rowspan,
                    not is_short(placed.cell),
                ]
                for placed in line
            ]
            for line in rows
        ]

    def _figure(self, figure: Figure) -> list[Any]:
        """Drawn in points, not as SVG: its words keep the font that they were measured with, whatever is installed."""
        picture = charts.picture(figure.spec, scale=3)
        path = self._pictured(_framed(picture))
        percent = picture.width / self._width_px * 100
        return ["f", path, clean(figure.caption), clean(figure.alt), percent, self._table(figure.table)]

    def _pictured(self, drawn: bytes) -> str:
        """The path of an SVG beside report.typ."""
        path = f"chart{len(self.pictures)}.svg"
        self.pictures[path] = drawn
        return f"/{path}"

    def _contents(self, contents: Contents) -> list[Any]:
        entries = [
            [
                max(1, min(4, entry.level)),
                numbered(entry.number, "\u2002") + clean(entry.text),
                self._anchors.get(entry.anchor, -1),
            ]
            for entry in contents.entries
        ]
        return ["c", clean(contents.title), entries, self._claimed(CONTENTS)]


def _pieces(text: str) -> str | list[str]:
    """The text cut up where a line may end within a word too long for a column, if it holds one.

    The cuts become spaces of no width and no character, so that searching and copying find the word as it is.
    """
    if not _LONG_WORD.search(text):
        return text
    cuts = [at for word in _LONG_WORD.finditer(text) for at in range(word.start() + 1, word.end())]
    return [text[start:end] for start, end in pairwise([0, *cuts, len(text)])]


def _words(heading: Heading) -> list[str]:
    return [inline.text if isinstance(inline, Text) else inline.words for inline in heading.inlines]
