"""Word documents (.docx, .docm), read from their XML: what is on the page after tracked changes are accepted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from fingerpost.documents.model import Block, Cell, Document, Heading, Inline, Paragraph, Place, Row, Table, Text
from fingerpost.documents.readers import docx_styles, markup
from fingerpost.documents.readers.archive import Archive
from fingerpost.documents.readers.building import (
    Tally,
    by_lines,
    is_navigation,
    label_spaced,
    nest_list,
    seen,
    titled,
    trim,
    under_title,
)
from fingerpost.documents.readers.docx_styles import W
from fingerpost.documents.readers.outcome import Doubts, Limits, Unreadable

if TYPE_CHECKING:
    from lxml.etree import _Element

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
DUBLIN = "{http://purl.org/dc/elements/1.1/}"
MAIN = "word/document.xml"
# Elements that only wrap what they hold; tracked insertions count, deletions (w:del, w:moveFrom) are not read.
WRAPPERS = frozenset({f"{W}{name}" for name in ("sdtContent", "ins", "moveTo", "smartTag", "customXml", "fldSimple")})
GONE = frozenset({f"{W}del", f"{W}moveFrom"})
TOO_DEEP = "The document nests tables or boxes too deeply to be read. Save it more simply and send that."


Entry: TypeAlias = tuple[docx_styles.ListLevel, tuple[Block, ...]]


class Look(NamedTuple):
    bold: bool = False
    italic: bool = False
    link: str | None = None


def read(content: bytes, doubts: Doubts, limits: Limits) -> Document:
    """The body in order, text boxes after the paragraph that holds them. Headers and footers are not read."""
    archive = Archive(content, limits)
    main = _main(archive)
    root = docx_styles.part(archive, main)
    body = root.find(f"{W}body")
    if body is None:
        raise Unreadable("The Word document has no body. Open it in Word or LibreOffice, save it again and send that.")
    reading = _Reading(docx_styles.load(archive), _links(archive, main), Tally(limits), limits.depth)
    blocks = under_title(reading.blocks(body, None))
    return titled(blocks, _property(archive, "title"), "docx", author=_property(archive, "creator"))


class _Reading:
    """One pass over a document; counts paragraphs and tables on the way."""

    def __init__(self, styles: docx_styles.Styles, links: dict[str, str], tally: Tally, depth: int) -> None:
        self._styles = styles
        self._links = links
        self._tally = tally
        self._depth = depth
        self._paragraphs = 0
        self._tables = 0

    def blocks(self, parent: _Element, place: Place | None) -> tuple[Block, ...]:
        """Paragraphs, lists and tables of a body, cell or box. Neighbouring list paragraphs make one list."""
        self._depth -= 1
        if self._depth < 0:
            raise Unreadable(TOO_DEEP, place or Place())
        found: list[Block] = []
        entries: list[Entry] = []
        for element in _unwrapped(parent):
            if element.tag == f"{W}p":
                style = self._styles.style(element)
                listed = self._styles.listed(element, style)
                read = self._paragraph(element, style, place)
                if listed and read and not isinstance(read[0], Heading):
                    entries.append((listed, read))
                    continue
            else:
                read = (self._table(element),)
            if entries and read:
                found.extend(_lists(entries))
                entries = []
            found.extend(read)
        if entries:
            found.extend(_lists(entries))
        self._depth += 1
        return tuple(found)

    def _paragraph(self, element: _Element, style: docx_styles.Style, place: Place | None) -> tuple[Block, ...]:
        runs: list[Inline] = []
        boxes: list[_Element] = []
        self._collect(element, Look(), runs, boxes)
        lines = [label_spaced(line) for line in by_lines(runs)]
        blocks: list[Block] = []
        level = self._styles.heading(element, style)
        if lines and level:
            one = trim(run for line in lines for run in (Text(" "), *line))
            blocks.append(Heading(level if place is None else max(level, 1), one, place=self._place(place)))
        else:
            contents = style.name.startswith(("toc ", "contents "))
            for number, line in enumerate(lines):
                form = "navigation" if contents or (place is None and is_navigation(line)) else "body"
                blocks.append(Paragraph(line, style=form, space_before=number == 0, place=self._place(place)))  # type: ignore[arg-type]
        for box in boxes:
            blocks.extend(self.blocks(box, place))
        return tuple(blocks)

    def _place(self, place: Place | None) -> Place:
        if place is not None:
            return place
        self._paragraphs += 1
        return Place(paragraph=self._paragraphs)

    def _collect(self, parent: _Element, look: Look, runs: list[Inline], boxes: list[_Element]) -> None:
        """The runs of a paragraph in order; text boxes are set aside. Depth is bounded by the XML parser (256)."""
        for element in parent:
            tag = element.tag
            if tag == f"{W}r":
                self._run(element, look, runs, boxes)
            elif tag == f"{W}hyperlink":
                self._collect(element, look._replace(link=self._link(element)), runs, boxes)
            elif tag == f"{W}sdt":
                content = element.find(f"{W}sdtContent")
                if content is not None and not _is_hint(element):
                    self._collect(content, look, runs, boxes)
            elif tag in WRAPPERS:
                self._collect(element, look, runs, boxes)
            elif tag == f"{MC}AlternateContent":
                chosen = _chosen(element)
                if chosen is not None:
                    self._collect(chosen, look, runs, boxes)

    def _run(self, run: _Element, look: Look, runs: list[Inline], boxes: list[_Element]) -> None:
        properties = run.find(f"{W}rPr")
        if properties is not None:
            look = look._replace(bold=_on(properties, "b"), italic=_on(properties, "i"))
        for element in run:
            tag = element.tag
            if tag == f"{W}t":
                runs.append(Text(seen(element.text or ""), look.bold, look.italic, look.link))
            elif tag in {f"{W}drawing", f"{W}pict", f"{W}object", f"{MC}AlternateContent"}:
                chosen = _chosen(element) if tag == f"{MC}AlternateContent" else element
                if chosen is not None:
                    boxes.extend(_outermost_boxes(chosen))
            elif tag in SIGNS:
                runs.append(Text(SIGNS[tag], look.bold, look.italic, look.link))

    def _link(self, element: _Element) -> str | None:
        anchor = element.get(f"{W}anchor")
        address = self._links.get(element.get(f"{R}id", ""), "")
        return address or (f"#{anchor}" if anchor else None)

    def _table(self, element: _Element) -> Table:
        self._tables += 1
        table = self._tables
        rows: list[list[Cell]] = []
        header = 0
        open_cells: dict[int, tuple[int, int]] = {}  # grid column -> (row, index) of the cell that vMerge continues
        for properties, cells in _rows(element):
            number = len(rows) + 1
            rows.append(self._cells(cells, _before(properties), Place(table=table, row=number), rows, open_cells))
            if header == number - 1 and properties is not None and _on(properties, "tblHeader"):
                header = number
        made = [Row(tuple(cells), place=Place(table=table, row=n)) for n, cells in enumerate(rows, 1)]
        return Table(header=tuple(made[:header]), rows=tuple(made[header:]), place=Place(table=table))

    def _cells(
        self,
        elements: list[_Element],
        before: int,
        place: Place,
        rows: list[list[Cell]],
        open_cells: dict[int, tuple[int, int]],
    ) -> list[Cell]:
        cells: list[Cell] = []
        column = 1 + before
        self._tally.row(len(elements), place)
        still: dict[int, tuple[int, int]] = {}
        for element in elements:
            wide = _grid_span(element)
            at = Place(table=place.table, row=place.row, column=str(column))
            merge = element.find(f"{W}tcPr/{W}vMerge")
            above = open_cells.get(column)
            if merge is not None and merge.get(f"{W}val") != "restart" and above is not None:
                row, index = above
                rows[row][index] = _taller(rows[row][index])
                still[column] = above
            else:
                cells.append(Cell(self.blocks(element, at), colspan=wide, place=at))
                if merge is not None:
                    still[column] = (len(rows), len(cells) - 1)
            column += wide
        open_cells.clear()
        open_cells.update(still)
        return cells


SIGNS = {
    f"{W}tab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}softHyphen": "",
}


def _taller(cell: Cell) -> Cell:
    return Cell(cell.blocks, cell.value, cell.colspan, cell.rowspan + 1, cell.formula, cell.place)


def _lists(entries: list[Entry]) -> Iterator[Block]:
    """Neighbouring list paragraphs as lists: another numbering at the outer level begins another list."""
    group: list[Entry] = []
    for listed, blocks in entries:
        if group and listed.level <= group[0][0].level and listed.number != group[0][0].number:
            yield _list(group)
            group = []
        group.append((listed, blocks))
    yield _list(group)


def _list(group: list[Entry]) -> Block:
    flat = [(listed.level, listed.ordered, blocks) for listed, blocks in group]
    return nest_list(flat, group[0][1][0].place)


def _unwrapped(parent: _Element) -> Iterator[_Element]:
    """Paragraphs and tables, also within content controls and tracked insertions."""
    pending = list(reversed(parent))
    while pending:
        element = pending.pop()
        if element.tag in {f"{W}p", f"{W}tbl"}:
            yield element
        elif element.tag in WRAPPERS or (element.tag == f"{W}sdt" and not _is_hint(element)):
            pending.extend(reversed(element))
        elif element.tag == f"{MC}AlternateContent" and (chosen := _chosen(element)) is not None:
            pending.extend(reversed(chosen))


def _is_hint(control: _Element) -> bool:
    """Whether a content control shows only what to write there: nobody has."""
    properties = control.find(f"{W}sdtPr")
    return properties is not None and _on(properties, "showingPlcHdr")


def _rows(table: _Element) -> Iterator[tuple[_Element | None, list[_Element]]]:
    """Each row's properties and cells; rows whose deletion is tracked are left out."""
    for row in _within(table, f"{W}tr"):
        properties = row.find(f"{W}trPr")
        if properties is None or properties.find(f"{W}del") is None:
            yield properties, list(_within(row, f"{W}tc"))


def _within(parent: _Element, tag: str) -> Iterator[_Element]:
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in WRAPPERS or element.tag == f"{W}sdt":
            yield from _within(element, tag)


def _before(properties: _Element | None) -> int:
    found = None if properties is None else properties.find(f"{W}gridBefore")
    return 0 if found is None else _small(found.get(f"{W}val", "0"), 0)


def _grid_span(cell: _Element) -> int:
    found = cell.find(f"{W}tcPr/{W}gridSpan")
    return 1 if found is None else max(1, _small(found.get(f"{W}val", "1"), 1))


def _small(words: str, otherwise: int) -> int:
    return min(int(words), 1000) if words.isdecimal() and len(words) < 6 else otherwise


def _on(properties: _Element, name: str) -> bool:
    found = properties.find(f"{W}{name}")
    return found is not None and found.get(f"{W}val", "1") not in {"0", "false", "off"}


def _chosen(alternate: _Element) -> _Element | None:
    choice = alternate.find(f"{MC}Choice")
    return alternate.find(f"{MC}Fallback") if choice is None else choice


def _outermost_boxes(element: _Element) -> Iterator[_Element]:
    """Text boxes; what a box holds is read with the box. A fallback repeats the choice and is passed over."""
    for child in element:
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag == f"{MC}AlternateContent":
            chosen = _chosen(child)
            if chosen is not None:
                yield from _outermost_boxes(chosen)
        elif child.tag not in GONE:
            yield from _outermost_boxes(child)


def _main(archive: Archive) -> str:
    """The part that holds the document: named by the package's relationships, nearly always word/document.xml."""
    if MAIN in archive:
        return MAIN
    if "_rels/.rels" in archive:
        for link in markup.parse(archive.read("_rels/.rels")):
            target = (link.get("Target") or "").lstrip("/")
            if (link.get("Type") or "").endswith("/officeDocument") and target in archive:
                return target
    raise Unreadable("The Word document has no body. Open it in Word or LibreOffice, save it again and send that.")


def _links(archive: Archive, main: str) -> dict[str, str]:
    folder, _slash, name = main.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels"
    if rels not in archive:
        return {}
    return {
        link.get("Id", ""): link.get("Target", "")
        for link in markup.parse(archive.read(rels))
        if link.get("TargetMode") == "External"
    }


def _property(archive: Archive, name: str) -> str:
    if "docProps/core.xml" not in archive:
        return ""
    return (markup.parse(archive.read("docProps/core.xml")).findtext(f"{DUBLIN}{name}") or "").strip()
