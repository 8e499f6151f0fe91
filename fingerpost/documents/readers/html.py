"""Web pages, parsed by lxml (libxml2's HTML5-like parser: no scripts, no network, nesting bounded at 256)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from fingerpost.documents.model import (
    Block,
    Document,
    Heading,
    Inline,
    Inlines,
    ListBlock,
    Paragraph,
    ParagraphStyle,
    Place,
    Text,
)
from fingerpost.documents.readers import html_tables
from fingerpost.documents.readers.building import Tally, by_lines, is_navigation, seen, titled, trim
from fingerpost.documents.readers.encoding import decode
from fingerpost.documents.readers.outcome import Doubts, Limits, Unreadable

if TYPE_CHECKING:
    from lxml.etree import _Element


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
BLANKS = re.compile(r"[ \t\r\n\f]+")
HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
DROPPED = _names(
    "script style template svg math noscript head title meta link select option datalist object iframe canvas audio "
    "video button input textarea progress meter map applet embed rp rt"
)
BLOCKS = _names(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer "
    "form header hgroup html legend li main menu nav p pre search section summary td th tr tbody thead tfoot caption"
)
BOLD = frozenset({"b", "strong", "th"})
ITALIC = frozenset({"i", "em", "cite", "dfn", "var"})
HEADINGS = {f"h{level}": level for level in range(1, 7)}
SAFE_LINK = re.compile(r"(?:https?:|mailto:|tel:|#|/|\.|[\w-]+(?:[/.?#]|$))", re.IGNORECASE)


class Look(NamedTuple):
    """What is passed down to the runs and paragraphs within an element."""

    bold: bool = False
    italic: bool = False
    link: str | None = None
    style: ParagraphStyle = "body"
    kept_lines: bool = False  # within <pre>


PLAIN = Look()


def read(content: bytes, doubts: Doubts, limits: Limits) -> Document:
    """The page's body as blocks; what stands in <nav> has the style "navigation"."""
    from lxml import etree

    declared = CHARSET.search(content[:4096])
    text = decode(content, doubts, declared=declared.group(1).decode("ascii") if declared else "")
    text = re.sub(r"^\s*<\?xml[^>]*>", "", text)
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=False, no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(seen(text).encode("utf-8", "replace"), parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise Unreadable(
            "The page nests its elements more than 250 deep. Save it as plain text or .docx and send that."
        )
    if root is None:
        raise Unreadable("The page is empty. Check that the right file was chosen.")
    flow = Flow(Counters(Tally(limits)))
    body = root.find("body")
    flow.walk(root if body is None else body, PLAIN)
    title = " ".join((root.findtext(".//title") or "").split())
    return titled(flow.done(), title, "html", language=root.get("lang") or "en-GB")


class Counters:
    """Numbers shared by the page and the cells within it."""

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self.paragraphs = 0
        self.tables = 0


class Flow:
    """Collects runs until a block ends, and blocks until the page, cell or list item ends.

    `place` is where all of it stands (a cell); without it paragraphs are counted.
    """

    def __init__(self, counters: Counters, place: Place | None = None) -> None:
        self.counters = counters
        self._place = place
        self._blocks: list[Block] = []
        self._runs: list[Inline] = []
        self._style: ParagraphStyle = "body"

    def done(self) -> tuple[Block, ...]:
        self._flush()
        return tuple(self._blocks)

    def walk(self, element: _Element, look: Look) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in DROPPED or is_hidden(element):
            return
        if tag in HEADINGS:
            self._heading(element, HEADINGS[tag], look)
        elif tag == "table":
            self._table(element, look)
        elif tag in {"ul", "ol", "menu", "dir"}:
            self._list(element, look)
        elif tag == "br":
            self._runs.append(Text("\n"))
        elif tag == "hr":
            self._flush()
        elif tag == "img":
            self._say(element.get("alt") or "", look)
        elif tag in BLOCKS:
            self._flush()
            self.inside(element, self._look(element, look))
            self._flush()
        else:
            self.inside(element, self._look(element, look))

    def inside(self, element: _Element, look: Look) -> None:
        """The words and elements within an element."""
        self._style = look.style
        if element.text:
            self._say(element.text, look)
        for child in element:
            self.walk(child, look)
            self._style = look.style
            if child.tail:
                self._say(child.tail, look)

    def _look(self, element: _Element, look: Look) -> Look:
        tag = element.tag
        if tag in BOLD:
            return look._replace(bold=True)
        if tag in ITALIC:
            return look._replace(italic=True)
        if tag == "a":
            address = (element.get("href") or "").strip()
            return look._replace(link=address if address and SAFE_LINK.match(address) else look.link)
        if tag == "nav" or element.get("role") in {"navigation", "doc-toc"}:
            return look._replace(style="navigation")
        return look._replace(kept_lines=True) if tag == "pre" else look

    def _say(self, text: str, look: Look) -> None:
        if not look.kept_lines:
            text = BLANKS.sub(" ", text)
            last = self._runs[-1] if self._runs else None
            if text.startswith(" ") and (last is None or (isinstance(last, Text) and last.text.endswith((" ", "\n")))):
                text = text[1:]
        if text:
            self._runs.append(Text(text, bold=look.bold, italic=look.italic, link=look.link))

    def _flush(self) -> None:
        runs, self._runs = self._runs, []
        for number, line in enumerate(by_lines(runs)):
            form = "navigation" if self._place is None and is_navigation(line) else self._style
            self._blocks.append(Paragraph(line, style=form, space_before=number == 0, place=self.next_place()))

    def next_place(self) -> Place:
        if self._place is not None:
            return self._place
        self.counters.paragraphs += 1
        return Place(paragraph=self.counters.paragraphs)

    def _heading(self, element: _Element, level: int, look: Look) -> None:
        self._flush()
        inner = Flow(self.counters, Place())
        inner.inside(element, look._replace(bold=False))
        inlines = one_line(inner.done())
        if inlines:
            self._blocks.append(Heading(level, inlines, anchor=element.get("id") or "", place=self.next_place()))

    def _list(self, element: _Element, look: Look) -> None:
        self._flush()
        place = self._place or Place(paragraph=self.counters.paragraphs + 1)
        items = []
        loose = Flow(self.counters, self._place)
        for child in element:
            if child.tag == "li":
                item = Flow(self.counters, self._place)
                item.inside(child, look)
                items.append(item.done())
            else:
                loose.walk(child, look)
        items.extend((block,) for block in loose.done())
        if any(items):
            kept = tuple(item for item in items if item)
            self._blocks.append(ListBlock(kept, ordered=element.tag == "ol", place=place))

    def _table(self, element: _Element, look: Look) -> None:
        self._flush()
        if html_tables.is_layout(element):
            for row in html_tables.rows_of(element):
                for cell in html_tables.cells_of(row):
                    self.inside(cell, look)
                    self._flush()
            return
        self.counters.tables += 1
        plain = look._replace(bold=False)

        def inside(cell: _Element, place: Place) -> tuple[Block, ...]:
            inner = Flow(self.counters, place)
            inner.inside(cell, plain)
            return inner.done()

        self._blocks.append(html_tables.read(element, self.counters.tables, inside, self.counters.tally))


def is_hidden(element: _Element) -> bool:
    return element.get("hidden") is not None or HIDDEN.search(element.get("style") or "") is not None


def one_line(blocks: tuple[Block, ...]) -> Inlines:
    """The runs of all paragraphs, with a space between."""
    runs: list[Inline] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            runs.extend([Text(" "), *block.inlines] if runs else block.inlines)
    return trim(runs)
