"""A Document as OpenDocument text (ODF 1.3) with real styles, outline levels, lists and table header rows.

The flow is written as XML text; odfdo keeps the package, its manifest and properties.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

import odfdo

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
    Text,
)
from fingerpost.documents.writers import bars, odt_looks
from fingerpost.documents.writers.layout import (
    CONTENTS,
    TOP,
    Grid,
    Laid,
    Placed,
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
    whole,
)
from fingerpost.documents.writers.look import Look
from fingerpost.documents.writers.packing import repacked

_SPACES = re.compile(r"^ +| {2,}| +$")
_LEFTOVER = ("Thumbnails/thumbnail.png",)


def write(document: Document, look: Look) -> bytes:
    blocks = whole(document)
    wide = is_wide(blocks)
    flow = _Flow(blocks, look, odt_looks.PAGE_MM[wide][0] - 2 * odt_looks.MARGIN_MM)
    written = flow.xml()
    file = odfdo.Document("text")
    for part in _LEFTOVER:
        file.del_part(part)
    file.set_part("styles.xml", odt_looks.sheet(document, look, wide=wide))
    file.set_part("content.xml", _content(written, flow.styles(look)))
    _properties(file, document)
    for name, picture in flow.pictures.items():
        file.set_part(name, picture)
        file.manifest.add_full_path(name, "image/png")
    stream = BytesIO()
    file.save(stream)
    return repacked(stream.getvalue())


def _content(written: str, styles: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {odt_looks.NAMESPACES} office:version="1.3">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{written}</office:text>"
        "</office:body></office:document-content>"
    ).encode()


def _properties(file: odfdo.Document, document: Document) -> None:
    created = document.created or datetime(1980, 1, 1, tzinfo=UTC)
    meta = file.meta
    meta.title, meta.subject = clean(document.title), clean(document.subject)
    meta.creator = meta.initial_creator = clean(document.author)
    meta.language = language_tag(document.language)
    meta.creation_date = meta.date = created.astimezone(UTC).replace(tzinfo=None)
    meta.set_generator("Fingerpost")


class _Flow:
    """Writes blocks one after another as ODF; `width` is that of the text in millimetres."""

    def __init__(self, blocks: tuple[Block, ...], look: Look, width: float) -> None:
        self.pictures: dict[str, bytes] = {}
        self._blocks = blocks
        self._look = look
        self._width = width
        self._anchors = anchors(blocks)
        self._unclaimed = set(self._anchors)
        self._columns: set[int] = set()
        self._broken: set[str] = set()  # styles that are also needed with a page break in front
        self._count = 0

    def xml(self) -> str:
        """The flow; a page break is a property of the paragraph behind it, so that it leaves no empty page."""
        written = []
        breaking = False
        for block in self._blocks:
            breaks, breaking = breaking, isinstance(block, PageBreak)
            follows = isinstance(block, Heading | Paragraph)
            if breaks and not breaking and not follows:
                written.append(self._breaking(_p("Table_20_Gap", "")))
            made = "" if breaking else self._block(block, self._width)
            written.append(self._breaking(made) if breaks and follows else made)
        return "".join(written)

    def styles(self, look: Look) -> str:
        """The automatic styles that the flow has used, once it is written."""
        broken = (
            f'<style:style style:name="{name}_break" style:family="paragraph" style:parent-style-name="{name}">'
            '<style:paragraph-properties fo:break-before="page"/></style:style>'
            for name in sorted(self._broken)
        )
        columns = (
            f'<style:style style:name="Co{width}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width / 100}mm"/></style:style>'
            for width in sorted(self._columns)
        )
        return "".join((*broken, *columns, _TABLE_STYLES.format(accent=look.accent, rule=odt_looks.RULE)))

    def _breaking(self, made: str) -> str:
        """The first paragraph's style changed for one that starts a page."""
        name = re.search(r'text:style-name="([^"]*)"', made)
        if name is None:
            return made
        self._broken.add(name[1])
        return made.replace(name[0], f'text:style-name="{name[1]}_break"', 1)

    def _block(self, block: Block, width: float, text: str = "") -> str:
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph():
                numbered_style = "Numbered" if block.number and block.style == "body" else None
                return self._paragraph(block, numbered_style or odt_looks.STYLE_OF[block.style])
            case ListBlock():
                return self._list(block, width, text)
            case Table():
                return self._table(block, width)
            case Figure():
                return self._figure(block, width)
            case Contents():
                return self._contents(block)
            case PageBreak():
                return self._breaking(_p("Table_20_Gap", ""))

    def _heading(self, heading: Heading) -> str:
        style = "Title" if heading.level == 1 else f"Heading_20_{heading.level}"
        inner = self._bookmark(TOP) if heading.level == 1 else ""
        inner += self._bookmark(heading.anchor, escape(numbered(heading.number, " ")) + self._inlines(heading.inlines))
        return f'<text:h text:style-name="{style}" text:outline-level="{heading.level}">{inner}</text:h>'

    def _bookmark(self, anchor: str, inner: str = "") -> str:
        """`inner` as the target of links to this anchor, if it is the anchor's first."""
        if anchor not in self._unclaimed:
            return inner
        self._unclaimed.remove(anchor)
        name = quoteattr(clean(anchor))
        return f"<text:bookmark-start text:name={name}/>{inner}<text:bookmark-end text:name={name}/>"

    def _paragraph(self, block: Paragraph, style: str) -> str:
        return _p(style, _text(numbered(block.number, "\t")) + self._inlines(block.inlines))

    def _inlines(self, inlines: Inlines) -> str:
        return "".join(self._inline(inline) for inline in inlines)

    def _inline(self, inline: Inline) -> str:
        if isinstance(inline, Progress):
            return self._progress(inline)
        if isinstance(inline, Sparkline):
            return self._sparkline(inline)
        shown = _text(inline.text)
        style = _TEXT_STYLES.get((inline.bold, inline.italic))
        shown = f'<text:span text:style-name="{style}">{shown}</text:span>' if style else shown
        link = target(inline.link, self._anchors)
        if not link:
            return shown
        about = 'xlink:type="simple" text:style-name="Internet_20_link" text:visited-style-name="Internet_20_link"'
        return f"<text:a xlink:href={quoteattr(clean(link))} {about}>{shown}</text:a>"

    def _progress(self, progress: Progress) -> str:
        """A drawn bar, which is no text, before the words; no bar where nothing is known."""
        shown = _text(progress.words)
        if progress.percent is None:
            return shown
        rounded, picture = bars.bar(progress.percent, self._look.accent)
        name = f"Pictures/bar{rounded}.png"
        self.pictures.setdefault(name, picture)
        return self._picture(name, bars.POINTS, "Bar", "") + f"\u00a0{shown}"

    def _sparkline(self, line: Sparkline) -> str:
        name = f"Pictures/chart{len(self.pictures)}.png"
        self.pictures[name] = charts.png(line.spec, scale=3)
        return self._picture(name, line.points, "Spark", clean(line.alt)) + _text("\u00a0" + line.words)

    def _picture(self, name: str, points: tuple[float, float], style: str, alt: str) -> str:
        self._count += 1
        described = f"<svg:title>{escape(alt)}</svg:title><svg:desc>{escape(alt)}</svg:desc>" if alt else ""
        return (
            f'<draw:frame draw:style-name="{style}" draw:name="Picture {self._count}" text:anchor-type="as-char" '
            f'svg:width="{points[0]:.2f}pt" svg:height="{points[1]:.2f}pt"><draw:image xlink:href="{name}" '
            f'xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>{described}</draw:frame>'
        )

    def _list(self, block: ListBlock, width: float, text: str) -> str:
        style = text or ("List_20_Number" if block.ordered else "List_20_Bullet")
        items = []
        for item in block.items:
            inner = "".join(self._inner(each, style, width) for each in item)
            items.append(f"<text:list-item>{inner or _p(style, '')}</text:list-item>")
        kind = "Numbering_20_1" if block.ordered else "List_20_1"
        return f'<text:list text:style-name="{kind}">{"".join(items)}</text:list>'

    def _inner(self, block: Block, style: str, width: float) -> str:
        """A block within a list item or cell, in its style; a heading there opens no section: it is bold."""
        if isinstance(block, Heading):
            bold = tuple(_bold(inline) for inline in block.inlines)
            return self._paragraph(Paragraph(bold, number=block.number), style)
        if isinstance(block, Paragraph) and block.style == "body":
            return self._paragraph(block, style)
        return self._block(block, width, "Table_20_List" if style.startswith("Table") else "")

    def _table(self, table: Table, width: float) -> str:
        grid = laid(table)
        if not grid.width:
            return ""
        self._count += 1
        caption = _p("Caption", _text(table.caption)) if table.caption else ""
        widths = share(grid.columns, round(width * 100))
        self._columns.update(widths)
        columns = "".join(f'<table:table-column table:style-name="Co{each}"/>' for each in widths)
        head = self._rows(grid.header, grid, widths, is_header=True)
        head = f"<table:table-header-rows>{head}</table:table-header-rows>" if head else ""
        body = self._rows(grid.body, grid, widths, is_header=False)
        return (
            f'{caption}<table:table table:name="Table {self._count}" table:style-name="Ta">{columns}{head}{body}'
            f"</table:table>{_p('Table_20_Gap', '')}"
        )

    def _rows(self, lines: Grid, grid: Laid, widths: list[int], *, is_header: bool) -> str:
        written = []
        for line in lines:
            whole_row = is_header or all(is_short(placed.cell) for placed in line)
            cells = {placed.column: self._cell(placed, grid, widths, is_header=is_header) for placed in line}
            covered = "<table:covered-table-cell/>"
            inner = "".join(cells.get(column, covered) for column in range(grid.width))
            style = "Ro" if whole_row else "RoLong"
            written.append(f'<table:table-row table:style-name="{style}">{inner}</table:table-row>')
        return "".join(written)

    def _cell(self, placed: Placed, grid: Laid, widths: list[int], *, is_header: bool) -> str:
        style, text = ("CeHead", "Table_20_Heading") if is_header else ("Ce", "Table_20_Contents")
        spans = f' table:number-columns-spanned="{placed.colspan}"' if placed.colspan > 1 else ""
        spans += f' table:number-rows-spanned="{placed.rowspan}"' if placed.rowspan > 1 else ""
        width = sum(widths[placed.column : placed.column + placed.colspan]) / 100 - 3
        blocks = cell_blocks(placed.cell, grid.columns[placed.column].kind)
        inner = "".join(self._inner(block, text, width) for block in blocks)
        return f'<table:table-cell table:style-name="{style}"{spans}>{inner or _p(text, "")}</table:table-cell>'

    def _figure(self, figure: Figure, width: float) -> str:
        drawn = charts.picture(figure.spec)
        points = min(drawn.width * 0.75, width / 25.4 * 72)
        name = f"Pictures/chart{len(self.pictures)}.png"
        self.pictures[name] = drawn.png
        size = (points, points * drawn.height / (drawn.width or 1))
        caption = _p("Caption", _text(figure.caption)) if figure.caption else ""
        picture = _p("Picture", self._picture(name, size, "Chart", clean(figure.alt)))
        return caption + picture + self._table(figure.table, width)

    def _contents(self, contents: Contents) -> str:
        """A table of contents that already shows its lines, each a link."""
        title = self._bookmark(CONTENTS, _text(contents.title))
        lines = "".join(self._entry(entry) for entry in contents.entries)
        return (
            '<text:table-of-content text:name="Contents" text:protected="false"><text:table-of-content-source '
            f'text:outline-level="4"><text:index-title-template text:style-name="Contents_20_Heading">'
            f"{escape(clean(contents.title))}</text:index-title-template></text:table-of-content-source>"
            f'<text:index-body><text:index-title text:name="Contents_Head">{_p("Contents_20_Heading", title)}'
            f"</text:index-title>{lines}</text:index-body></text:table-of-content>"
        )

    def _entry(self, entry: ContentsEntry) -> str:
        link = f"#{entry.anchor}" if entry.anchor in self._anchors else None
        shown = self._inline(Text(numbered(entry.number, "\u2002") + entry.text, link=link))
        return _p(f"Contents_20_{max(1, min(4, entry.level))}", shown)


_TEXT_STYLES = {(True, False): "Strong", (False, True): "Emphasis", (True, True): "Strong_20_Emphasis"}
_TABLE_STYLES = (
    '<style:style style:name="Ta" style:family="table"><style:table-properties table:align="margins" '
    'fo:margin-bottom="6pt" table:border-model="collapsing"/></style:style>'
    '<style:style style:name="Ro" style:family="table-row"><style:table-row-properties fo:keep-together="always"/>'
    '</style:style><style:style style:name="RoLong" style:family="table-row"><style:table-row-properties '
    'fo:keep-together="auto"/></style:style>'
    '<style:style style:name="Ce" style:family="table-cell"><style:table-cell-properties fo:padding="1mm" '
    'fo:padding-left="0mm" fo:padding-right="3mm" fo:border="none" fo:border-bottom="0.5pt solid {rule}"/>'
    '</style:style><style:style style:name="CeHead" style:family="table-cell"><style:table-cell-properties '
    'fo:padding="1mm" fo:padding-left="0mm" fo:padding-right="3mm" fo:border="none" '
    'fo:border-bottom="1.5pt solid {accent}" style:vertical-align="bottom"/></style:style>'
    '<style:style style:name="Bar" style:family="graphic"><style:graphic-properties style:vertical-pos="middle" '
    'style:vertical-rel="text" loext:decorative="true"/></style:style>'
    '<style:style style:name="Spark" style:family="graphic"><style:graphic-properties style:vertical-pos="middle" '
    'style:vertical-rel="text"/></style:style>'
    '<style:style style:name="Chart" style:family="graphic"><style:graphic-properties style:vertical-pos="top" '
    'style:vertical-rel="baseline"/></style:style>'
)


def _p(style: str, inner: str) -> str:
    return f'<text:p text:style-name="{style}">{inner}</text:p>'


def _text(text: str) -> str:
    """Characters as ODF keeps them: spaces at the ends or in a row, tabs and line ends are elements (6.1.2)."""
    parts = (_SPACES.sub(_counted, escape(line)) for line in clean(text).split("\n"))
    return "<text:line-break/>".join(parts).replace("\t", "<text:tab/>")


def _counted(match: re.Match[str]) -> str:
    return f'<text:s text:c="{len(match[0])}"/>'


def _bold(inline: Inline) -> Inline:
    return Text(inline.text, True, inline.italic, inline.link) if isinstance(inline, Text) else inline
