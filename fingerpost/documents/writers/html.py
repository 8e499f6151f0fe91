"""A Document as HTML: a fragment for a page of ours, or one page that stands alone.

Both hold classes only. Every character of the document is escaped; links lead to anchors of the document or to
web, mail and telephone addresses, never to a script.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from html import escape
from pathlib import Path
from typing import Any

from fingerpost.documents import charts
from fingerpost.documents.model import (
    Block,
    Contents,
    ContentsEntry,
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
    cell_text,
)
from fingerpost.documents.writers.layout import (
    CONTENTS,
    Laid,
    Placed,
    anchors,
    cell_blocks,
    clean,
    laid,
    language_tag,
    number_text,
    numbered,
    right_to_left,
    simple,
    target,
    title,
    whole,
)
from fingerpost.documents.writers.look import Look

_HEADING_CLASSES = {1: "govuk-heading-xl", 2: "govuk-heading-l", 3: "govuk-heading-m"}
_PARAGRAPH_CLASSES = {
    "body": "govuk-body",
    "lead": "govuk-body-l",
    "summary": "govuk-body fp-summary",
    "note": "govuk-body fp-note",
    "small": "govuk-body-s",
    "navigation": "govuk-body-s fp-navigation",
}
_PAGE = """<!DOCTYPE html>
<html lang="{lang}"{direction}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
{meta}<style>
{css}</style>
</head>
<body id="top">
<a class="fp-skip" href="#main">{skip}</a>
<main id="main">
{main}
</main>
{footer}</body>
</html>
"""


def write(document: Document, look: Look) -> bytes:
    """One page with its style sheet inside, that needs nothing else: for the screen, the phone and the printer."""
    css = Path(__file__).with_name("page.css").read_text(encoding="utf-8").replace("#1d5a8a", look.accent)
    lang = language_tag(document.language)
    fields = {"author": document.author, "description": document.subject}
    meta = "".join(f'<meta name="{name}" content="{_text(value)}">\n' for name, value in fields.items() if value)
    page = _PAGE.format(
        lang=lang,
        direction=' dir="rtl"' if right_to_left(lang) else "",
        title=escape(title(document)),
        meta=meta,
        css=css,
        skip=_text(look.skip_link),
        main=_Html(whole(document), look).blocks(),
        footer=f'<footer class="fp-footer"><p>{_text(document.footer)}</p></footer>\n' if document.footer else "",
    )
    return page.encode()


def fragment(document: Document, *, heading_offset: int, look: Look) -> str:
    """The blocks alone, headings `heading_offset` levels deeper; no title is added."""
    return _Html(document.blocks, look, heading_offset).blocks()


def _text(text: str) -> str:
    return escape(clean(text))


def _id(anchor: str) -> str:
    """An id may hold any character but white space (HTML, 3.2.6)."""
    return _text(re.sub(r"\s+", "-", anchor))


class _Html:
    """Writes blocks one after another; knows the anchors that links may use."""

    def __init__(self, blocks: tuple[Block, ...], look: Look, heading_offset: int = 0) -> None:
        self._blocks = blocks
        self._look = look
        self._offset = heading_offset
        self._anchors = anchors(blocks)
        self._used: set[str] = set()

    def blocks(self) -> str:
        return "\n".join(self._block(block) for block in self._blocks)

    def _block(self, block: Block) -> str:
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph():
                return self._paragraph(block)
            case ListBlock():
                return self._list(block)
            case Table():
                return self._table(block)
            case Figure():
                return self._figure(block)
            case Contents():
                return self._contents(block)
            case PageBreak():
                return '<hr class="govuk-section-break fp-page-break">'

    def _inlines(self, inlines: Inlines) -> str:
        return "".join(self._inline(inline) for inline in inlines)

    def _inline(self, inline: Inline) -> str:
        if isinstance(inline, Progress):
            return _progress(inline)
        if isinstance(inline, Sparkline):
            drawn = _drawn(inline.spec, "fp-spark__line", inline.alt)
            return f'<span class="fp-spark">{drawn} {_text(inline.words)}</span>'
        shown = _text(inline.text).replace("\n", "<br>")
        shown = f"<em>{shown}</em>" if inline.italic else shown
        shown = f"<strong>{shown}</strong>" if inline.bold else shown
        link = target(inline.link, self._anchors)
        if not link:
            return shown
        address = "#" + _id(link[1:]) if link.startswith("#") else _text(link)
        return f'<a class="govuk-link" href="{address}">{shown}</a>'

    def _claimed(self, anchor: str) -> str:
        """The id attribute for an anchor, which only its first user gets."""
        if not anchor or anchor in self._used:
            return ""
        self._used.add(anchor)
        return f' id="{_id(anchor)}"'

    def _heading(self, heading: Heading) -> str:
        level = max(1, min(6, heading.level + self._offset))
        name = _HEADING_CLASSES.get(level, "govuk-heading-s")
        number = numbered(heading.number, " ")
        shown = f'<span class="fp-number">{escape(number)}</span>' if number else ""
        inner = shown + self._inlines(heading.inlines)
        return f'<h{level} class="{name}"{self._claimed(heading.anchor)}>{inner}</h{level}>'

    def _paragraph(self, block: Paragraph) -> str:
        number = numbered(block.number, " ")
        shown = f'<span class="fp-number">{escape(number)}</span>' if number else ""
        return f'<p class="{_PARAGRAPH_CLASSES[block.style]}">{shown}{self._inlines(block.inlines)}</p>'

    def _list(self, block: ListBlock) -> str:
        tag, name = ("ol", "govuk-list--number") if block.ordered else ("ul", "govuk-list--bullet")
        items = "".join(f"<li>{self._inner(item)}</li>\n" for item in block.items)
        return f'<{tag} class="govuk-list {name}">\n{items}</{tag}>'

    def _inner(self, blocks: tuple[Block, ...]) -> str:
        """Blocks within a cell or list item: one plain paragraph, the usual case, needs no element of its own."""
        only = simple(blocks)
        if only is not None and not only.number:
            return self._inlines(only.inlines)
        return "".join(self._block(block) for block in blocks)

    def _table(self, table: Table) -> str:
        grid = laid(table)
        if not grid.width:
            return ""
        caption = f'<caption class="govuk-table__caption govuk-table__caption--s">{_text(table.caption)}</caption>\n'
        head = "".join(_row("".join(_header_cell(cell) for cell in line)) for line in grid.header)
        body = "".join(_row("".join(self._cell(cell, grid) for cell in line)) for line in grid.body)
        return "".join(
            (
                '<table class="govuk-table fp-table" role="table">\n',
                caption if table.caption else "",
                f'<thead class="govuk-table__head" role="rowgroup">\n{head}</thead>\n' if head else "",
                f'<tbody class="govuk-table__body" role="rowgroup">\n{body}</tbody>\n</table>',
            )
        )

    def _cell(self, placed: Placed, grid: Laid) -> str:
        column = grid.columns[placed.column]
        inner = self._inner(cell_blocks(placed.cell, column.kind))
        label = f' data-label="{_text(column.title)}"' if column.title and inner else ""
        name = f"govuk-table__cell fp-cell--{column.kind}"
        return f'<td class="{name}" role="cell"{label}{_spans(placed)}>{inner}</td>'

    def _figure(self, figure: Figure) -> str:
        drawn = _drawn(figure.spec, "fp-chart", figure.alt)
        return (
            '<figure class="fp-figure">\n'
            f'<figcaption class="govuk-body fp-caption">{_text(figure.caption)}</figcaption>\n'
            f"{drawn}\n"
            '<details class="govuk-details"><summary class="govuk-details__summary">'
            f'<span class="govuk-details__summary-text">{_text(self._look.chart_figures)}</span></summary>\n'
            f'<div class="govuk-details__text">\n{self._table(figure.table)}\n</div></details>\n</figure>'
        )

    def _contents(self, contents: Contents) -> str:
        level = min(6, 2 + self._offset)
        heading_id = f"{CONTENTS}-title"
        return (
            f'<nav class="fp-contents"{self._claimed(CONTENTS)} aria-labelledby="{heading_id}">\n'
            f'<h{level} class="govuk-heading-m" id="{heading_id}">{_text(contents.title)}</h{level}>\n'
            f'<ul class="govuk-list">\n{"".join(self._entry(entry) for entry in contents.entries)}</ul>\n</nav>'
        )

    def _entry(self, entry: ContentsEntry) -> str:
        shown = _text(numbered(entry.number, " ") + entry.text)
        if entry.anchor in self._anchors:
            shown = f'<a class="govuk-link" href="#{_id(entry.anchor)}">{shown}</a>'
        return f'<li class="fp-contents__{max(1, min(4, entry.level))}">{shown}</li>\n'


def _row(cells: str) -> str:
    return f'<tr class="govuk-table__row" role="row">{cells}</tr>\n'


def _header_cell(placed: Placed) -> str:
    return (
        f'<th class="govuk-table__header" role="columnheader" scope="col{"group" if placed.colspan > 1 else ""}"'
        f"{_spans(placed)}>{_text(cell_text(placed.cell))}</th>"
    )


def _spans(placed: Placed) -> str:
    columns = f' colspan="{placed.colspan}"' if placed.colspan > 1 else ""
    return columns + (f' rowspan="{placed.rowspan}"' if placed.rowspan > 1 else "")


def _drawn(spec: Mapping[str, Any], name: str, alt: str) -> str:
    """A chart as a picture with its alternative text."""
    about = f'<svg class="{name}" role="img" aria-label="{_text(alt)}" focusable="false" '
    return charts.svg(spec).replace("<svg ", about, 1)


def _progress(progress: Progress) -> str:
    """The words, with a bar in front that a screen reader passes over; no bar where nothing is known."""
    shown = f'<span class="fp-progress__words">{_text(progress.words)}</span>'
    if progress.percent is None:
        return f'<span class="fp-progress">{shown}</span>'
    done = number_text(max(Decimal(0), min(Decimal(100), progress.percent)))
    return (
        '<span class="fp-progress"><svg class="fp-progress__bar" viewBox="0 0 100 10" width="100" height="10" '
        'preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="fp-progress__track" width="100" height="10"/>'
        f'<rect class="fp-progress__done" width="{done}" height="10"/></svg> {shown}</span>'
    )
