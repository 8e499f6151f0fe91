"""A Document as a Word file with real styles, so that an editor can change its looks in one place.

The flow is written as WordprocessingML text and parsed once, which is many times quicker than an object a run;
python-docx keeps the package, its styles, pictures, links and properties.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from fingerpost.documents import charts
from fingerpost.documents.model import (
    Block,
    Cell,
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
    cell_text,
)
from fingerpost.documents.writers import bars, docx_base
from fingerpost.documents.writers.docx_entries import BOX, entry, protect
from fingerpost.documents.writers.docx_looks import STYLE_OF, add_link_style, dress, new_list, table_style
from fingerpost.documents.writers.layout import (
    CONTENTS,
    TOP,
    Laid,
    Placed,
    anchors,
    cell_blocks,
    clean,
    is_short,
    is_wide,
    laid,
    numbered,
    share,
    target,
    whole,
)
from fingerpost.documents.writers.look import Look
from fingerpost.documents.writers.packing import repacked

_NAMESPACES = nsdecls("w", "r", "wp", "a", "pic")
_EMU_PER_POINT = 12_700
_DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
_PICTURE = (
    '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{cx}" cy="{cy}"/>'
    '<wp:docPr id="{id}" name="Picture {id}" descr={alt}>{more}</wp:docPr>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
    '<pic:nvPicPr><pic:cNvPr id="{id}" name="Picture {id}" descr={alt}/><pic:cNvPicPr/></pic:nvPicPr>'
    '<pic:blipFill><a:blip r:embed="{rel}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
    "</wp:inline></w:drawing></w:r>"
)
_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def write(document: Document, look: Look) -> bytes:
    blocks = whole(document)
    file, width, ids = _prepared(document, look, wide=is_wide(blocks))
    _properties(file, document)
    if any(isinstance(block, Table) and block.is_form for block in blocks):
        protect(file)
    flow = docx_base.renamed(_Flow(file, blocks, look, width, ids).xml(), ids)
    body = file.element.body
    for old in list(body)[:-1]:
        body.remove(old)
    for position, element in enumerate(parse_xml(f"<w:body {_NAMESPACES}>{flow}</w:body>")):
        body.insert(position, element)
    stream = BytesIO()
    file.save(stream)
    return repacked(stream.getvalue())


def _prepared(document: Document, look: Look, *, wide: bool) -> tuple[Any, int, dict[str, str]]:
    """A file in our looks, or the look's base with what it lacks; the text's width; its ids of styles, by ours."""
    if not look.base:
        file = docx.Document()
        return file, dress(file, document, look, wide=wide), {}
    file = docx_base.opened(look.base)
    ids = docx_base.adopt(file, look)
    add_link_style(file, look)
    docx_base.add_table_style(file, table_style(look))
    return file, docx_base.width_of(file), ids


def _properties(file: Any, document: Document) -> None:
    core = file.core_properties
    core.title, core.author = clean(document.title)[:255], clean(document.author)[:255]
    core.subject, core.language = clean(document.subject)[:255], document.language[:255]
    core.comments, core.keywords, core.last_modified_by = "", "", clean(document.author)[:255]
    core.created = core.modified = document.created or datetime(1980, 1, 1, tzinfo=UTC)
    core.revision = 1


class _Flow:
    """Writes blocks one after another as WordprocessingML; `width` is that of the text in twentieths of a point."""

    def __init__(self, file: Any, blocks: tuple[Block, ...], look: Look, width: int, ids: dict[str, str]) -> None:
        self._file = file
        self._ids = ids
        self._unnumbered = _UNNUMBERED if ids else ""  # a base's own numbers would stand beside ours
        self._blocks = blocks
        self._look = look
        self._width = width
        self._anchors = anchors(blocks)
        self._unclaimed = set(self._anchors)
        self._addresses: dict[str, str] = {}
        self._bars: dict[int, str] = {}
        self._pictures = 0
        self._entries = 0

    def xml(self) -> str:
        """The flow; a page break is a property of the paragraph behind it, so that it leaves no empty page."""
        written = []
        breaking = False
        for block in self._blocks:
            breaks, breaking = breaking, isinstance(block, PageBreak)
            follows = isinstance(block, Heading | Paragraph)
            if breaks and not breaking and not follows:
                written.append(_p("TableGap", "", _PAGE_BREAK))
            made = "" if breaking else self._block(block, self._width)
            written.append(made.replace("/>", "/>" + _PAGE_BREAK, 1) if breaks and follows else made)
        return "".join(written)

    def _block(self, block: Block, width: int, depth: int = 0) -> str:
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph():
                return self._paragraph(block, STYLE_OF[block.style])
            case ListBlock():
                return self._list(block, width, depth + 1)
            case Table():
                return self._table(block, width)
            case Figure():
                return self._figure(block, width)
            case Contents():
                return self._contents(block)
            case PageBreak():
                return _p("TableGap", "", _PAGE_BREAK)

    def _heading(self, heading: Heading) -> str:
        style = "Title" if heading.level == 1 else f"Heading{heading.level - 1}"
        inner = _run(numbered(heading.number, "\t")) + self._inlines(heading.inlines)
        first = self._bookmark(TOP) if heading.level == 1 else ""
        own = self._unnumbered + (_HANGING if heading.number else "")
        return _p(style, first + self._bookmark(heading.anchor, inner), own)

    def _bookmark(self, anchor: str, inner: str = "") -> str:
        """`inner` as the target of links to this anchor, if it is the anchor's first."""
        if anchor not in self._unclaimed:
            return inner
        self._unclaimed.remove(anchor)
        number = self._anchors[anchor]
        name = f'w:id="{number}" w:name={quoteattr(_bookmark_name(anchor, number))}'
        return f'<w:bookmarkStart {name}/>{inner}<w:bookmarkEnd w:id="{number}"/>'

    def _paragraph(self, block: Paragraph, style: str, more: str = "") -> str:
        inner = _run(numbered(block.number, "\t")) + self._inlines(block.inlines)
        own = "" if style.startswith("List") else self._unnumbered
        return _p(style, inner, more or own + (_HANGING if block.number else ""))

    def _inlines(self, inlines: Inlines) -> str:
        return "".join(self._inline(inline) for inline in inlines)

    def _inline(self, inline: Inline) -> str:
        if isinstance(inline, Progress):
            return self._progress(inline)
        if isinstance(inline, Sparkline):
            return self._sparkline(inline)
        link = target(inline.link, self._anchors)
        properties = ("<w:b/>" if inline.bold else "") + ("<w:i/>" if inline.italic else "")
        if not link:
            return _run(inline.text, properties)
        run = _run(inline.text, '<w:rStyle w:val="Hyperlink"/>' + properties)
        if link.startswith("#"):
            name = _bookmark_name(link[1:], self._anchors[link[1:]])
            return f'<w:hyperlink w:anchor={quoteattr(name)} w:history="1">{run}</w:hyperlink>'
        return f'<w:hyperlink r:id="{self._address(link)}" w:history="1">{run}</w:hyperlink>'

    def _address(self, link: str) -> str:
        if link not in self._addresses:
            relation = self._file.part.relate_to(link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            self._addresses[link] = relation
        return self._addresses[link]

    def _progress(self, progress: Progress) -> str:
        """A drawn bar, which is no text, before the words; no bar where nothing is known."""
        shown = _run(progress.words)
        if progress.percent is None:
            return shown
        rounded, picture = bars.bar(progress.percent, self._look.accent)
        if rounded not in self._bars:
            self._bars[rounded] = self._file.part.get_or_add_image(BytesIO(picture))[0]
        return self._picture(self._bars[rounded], bars.POINTS, "", _DECORATIVE) + _run("\u00a0") + shown

    def _sparkline(self, line: Sparkline) -> str:
        relation = self._file.part.get_or_add_image(BytesIO(charts.png(line.spec, scale=3)))[0]
        return self._picture(relation, line.points, line.alt) + _run("\u00a0" + line.words)

    def _picture(self, relation: str, points: tuple[float, float], alt: str, more: str = "") -> str:
        self._pictures += 1
        cx, cy = (round(size * _EMU_PER_POINT) for size in points)
        return _PICTURE.format(cx=cx, cy=cy, id=self._pictures, rel=relation, alt=quoteattr(clean(alt)), more=more)

    def _list(self, block: ListBlock, width: int, depth: int) -> str:
        """Items in Word's list styles; each ordered list counts from 1 by a numbering of its own."""
        suffix = str(min(depth, 3)) if depth > 1 else ""
        style = ("ListNumber" if block.ordered else "ListBullet") + suffix
        number = new_list(self._file, self._ids.get(style, style)) if block.ordered else ""
        written = []
        for item in block.items:
            first, *rest = item if item and isinstance(item[0], Paragraph | Heading) else (Paragraph(()), *item)
            written.append(self._item_paragraph(first, style, number))
            for inner in rest:
                is_text = isinstance(inner, Paragraph | Heading)
                further = f"ListContinue{suffix}"
                written.append(self._item_paragraph(inner, further) if is_text else self._block(inner, width, depth))
        return "".join(written)

    def _item_paragraph(self, block: Block, style: str, number: str = "") -> str:
        """A heading within a list opens no section: it is a bold paragraph."""
        if isinstance(block, Heading):
            block = Paragraph(tuple(_bold(inline) for inline in block.inlines), number=block.number)
        return self._paragraph(block, style, number) if isinstance(block, Paragraph) else ""

    def _table(self, table: Table, width: int) -> str:
        grid = laid(table)
        if not grid.width:
            return ""
        caption = _p("Caption", _run(table.caption)) if table.caption else ""
        widths = share(grid.columns, width)
        columns = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
        look = f'w:firstRow="{int(bool(grid.header))}" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
        description = f"<w:tblCaption w:val={quoteattr(clean(table.caption))}/>" if table.caption else ""
        return (
            f'{caption}<w:tbl><w:tblPr><w:tblStyle w:val="FingerpostTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" {look} w:noHBand="1" w:noVBand="1"/>{description}'
            f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{self._rows(grid, widths)}</w:tbl>{_p('TableGap', '')}"
        )

    def _rows(self, grid: Laid, widths: list[int]) -> str:
        written = []
        for lines, is_header in ((grid.header, True), (grid.body, False)):
            text = "TableHeading" if is_header else "TableText"
            held: dict[int, tuple[Placed, int]] = {}  # column -> the cell from above and how many rows are left of it
            for line in lines:
                whole_row = is_header or all(is_short(placed.cell) for placed in line)
                properties = ("<w:cantSplit/>" if whole_row else "") + ("<w:tblHeader/>" if is_header else "")
                cells = {placed.column: self._cell(placed, line, grid, widths, text) for placed in line}
                cells |= {column: _merged(placed, widths) for column, (placed, _) in held.items()}
                written.append(
                    f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells[at] for at in sorted(cells))}</w:tr>"
                )
                held = {column: (placed, left - 1) for column, (placed, left) in held.items() if left > 1}
                held |= {placed.column: (placed, placed.rowspan - 1) for placed in line if placed.rowspan > 1}
        return "".join([*map(_kept, written[:-1]), *written[-1:]] if grid.is_form else written)

    def _cell(self, placed: Placed, line: tuple[Placed, ...], grid: Laid, widths: list[int], text: str) -> str:
        """A cell of a form that is not locked is filled in by its reader; what stands before it in its row names it."""
        width = sum(widths[placed.column : placed.column + placed.colspan])
        merge = '<w:vMerge w:val="restart"/>' if placed.rowspan > 1 else ""
        properties = _cell_properties(placed, width, merge)
        column = grid.columns[placed.column]
        if text == "TableText" and grid.is_form and not column.locked:
            self._entries += 1
            label = next((cell_text(other.cell) for other in line if other.column < placed.column), column.title)
            properties = properties.replace("</w:tcPr>", BOX + "</w:tcPr>")
            return f"<w:tc>{properties}{_p(text, entry(placed.cell, column, label, self._entries, self._look))}</w:tc>"
        return f"<w:tc>{properties}{self._in_cell(cell_blocks(placed.cell, column.kind), width, text)}</w:tc>"

    def _in_cell(self, blocks: tuple[Block, ...], width: int, text: str) -> str:
        """A cell's blocks; Word asks that a cell ends in a paragraph."""
        written = []
        for block in blocks:
            if isinstance(block, Heading) or (isinstance(block, Paragraph) and block.style == "body"):
                written.append(self._item_paragraph(block, text))
            else:
                written.append(self._block(block, width - 160))
        if not blocks or isinstance(blocks[-1], Table | Figure | Contents):
            written.append(_p(text, ""))
        return "".join(written)

    def _figure(self, figure: Figure, width: int) -> str:
        drawn = charts.picture(figure.spec)
        points = min(drawn.width * 0.75, width / 20)
        relation = self._file.part.get_or_add_image(BytesIO(drawn.png))[0]
        picture = self._picture(relation, (points, points * drawn.height / (drawn.width or 1)), figure.alt)
        caption = _p("Caption", _run(figure.caption)) if figure.caption else ""
        return caption + _p("Picture", picture) + self._table(figure.table, width)

    def _contents(self, contents: Contents) -> str:
        """A contents field that already shows its lines, each a link; Word's "update field" makes it anew."""
        title = _p("TOCHeading", self._bookmark(CONTENTS, _run(contents.title)))
        lines = [self._entry(entry) for entry in contents.entries]
        start, end = _FIELD.format(code='TOC \\o "1-3" \\h \\z \\n'), _FIELD_END
        if not lines:
            return title
        marked = [
            _p(style, (start if position == 0 else "") + inner + (end if position == len(lines) - 1 else ""))
            for position, (style, inner) in enumerate(lines)
        ]
        gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
        content = title + "".join(marked)
        return f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    def _entry(self, entry: ContentsEntry) -> tuple[str, str]:
        link = f"#{entry.anchor}" if entry.anchor in self._anchors else None
        shown = Text(numbered(entry.number, "\u2002") + entry.text, link=link)
        return f"TOC{max(1, min(4, entry.level))}", self._inline(shown)


_PAGE_BREAK = "<w:pageBreakBefore/>"
_UNNUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
_HANGING = '<w:tabs><w:tab w:val="left" w:pos="624"/></w:tabs><w:ind w:left="624" w:hanging="624"/>'


def _p(style: str, inner: str, more: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{inner}</w:p>'


def _run(text: str, properties: str = "") -> str:
    """A run; tabs and line ends are elements of their own in Word."""
    if not text:
        return ""
    shown = escape(clean(text)).replace("\t", _APART.format("tab")).replace("\n", _APART.format("br"))
    about = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{about}<w:t xml:space="preserve">{shown}</w:t></w:r>'.replace('<w:t xml:space="preserve"></w:t>', "")


def _kept(row: str) -> str:
    """A row of a form, on one page with the next."""
    return _STYLED.sub(r"\g<0><w:keepNext/>", row)


_STYLED = re.compile(r'<w:pStyle w:val="[^"]*"/>')
_APART = '</w:t><w:{}/><w:t xml:space="preserve">'


def _bookmark_name(anchor: str, number: int) -> str:
    """Word takes letters, digits and underscores, at most 40, a letter first; the number keeps names apart."""
    kept = "".join(char if char.isascii() and char.isalnum() else "_" for char in anchor)[:30]
    return f"a{number}_{kept}"


def _bold(inline: Inline) -> Inline:
    return Text(inline.text, True, inline.italic, inline.link) if isinstance(inline, Text) else inline


def _cell_properties(placed: Placed, width: int, merge: str) -> str:
    span = f'<w:gridSpan w:val="{placed.colspan}"/>' if placed.colspan > 1 else ""
    return f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}</w:tcPr>'


def _merged(placed: Placed, widths: list[int]) -> str:
    """The place of a cell that comes down from a row above."""
    width = sum(widths[placed.column : placed.column + placed.colspan])
    return f"<w:tc>{_cell_properties(Placed(placed.column, Cell(), placed.colspan), width, '<w:vMerge/>')}<w:p/></w:tc>"
