"""Tagged PDFs, read by their structure tree (ISO 32000-1, 14.7 and 14.8): headings, lists and tables as written."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from fingerpost.documents.readers.pdf_pages import NO_TAG, Page

DEEPEST = 120
MOST_ELEMENTS = 1_000_000
SPACES = re.compile(r"[ \t\r\n]+")
MARGIN = 0.1  # of a page's height, where running heads stand
MOST_UNTAGGED = 0.05


@dataclass(slots=True)
class Element:
    """An element of the tree: its standard role, what stands in it in order, and its table and list attributes."""

    role: str
    kids: list[Element | Mark] = field(default_factory=list)
    colspan: int = 1
    rowspan: int = 1
    numbering: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of a page's content: page from 1, and the number it is marked with."""

    page: int
    number: int


def tree_of(content: bytes) -> Element | None:
    """The structure tree, or None for a PDF without one or with one that makes no sense."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # what it thinks of a damaged file is of no use
    try:
        document = PDFDocument(PDFParser(io.BytesIO(content)), fallback=False)
        if "StructTreeRoot" not in document.catalog:
            return None
        pages: dict[Any, int] = {page.pageid: number for number, page in enumerate(PDFPage.create_pages(document), 1)}
        return _Tree(document.catalog["StructTreeRoot"], pages).root()
    except Exception:
        return None


class _Tree:
    def __init__(self, root: Any, pages: dict[Any, int]) -> None:
        from pdfminer.pdftypes import resolve1

        self._resolve = resolve1
        self._root = resolve1(root)
        self._roles = resolve1(self._root.get("RoleMap")) or {}
        self._pages = pages
        self._seen: set[int] = set()
        self._count = 0

    def root(self) -> Element:
        top = Element("Document")
        self._add_kids(top, self._root.get("K"), 0, 0)
        return top

    def _add_kids(self, parent: Element, kids: Any, page: int, depth: int) -> None:
        """Depth first, bounded in depth and in all; an element met twice is read once."""
        if depth > DEEPEST:
            raise ValueError("the tree is too deep")
        if hasattr(kids, "objid"):
            inner = self._resolve(kids)
            if not isinstance(inner, list):
                self._add(parent, kids, page, depth)
                return
            kids = inner
        for kid in kids if isinstance(kids, list) else [] if kids is None else [kids]:
            self._add(parent, kid, page, depth)

    def _add(self, parent: Element, kid: Any, page: int, depth: int) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS:
            raise ValueError("the tree is too large")
        identity = getattr(kid, "objid", None)
        if identity is not None:
            if identity in self._seen:
                return
            self._seen.add(identity)
        kid = self._resolve(kid)
        if isinstance(kid, int):
            parent.kids.append(Mark(page, kid))
        elif isinstance(kid, dict) and "S" in kid:
            element = Element(self._role(kid["S"]))
            self._attributes(element, kid.get("A"))
            parent.kids.append(element)
            self._add_kids(element, kid.get("K"), self._page(kid.get("Pg"), page), depth + 1)
        elif isinstance(kid, dict) and isinstance(self._resolve(kid.get("MCID")), int) and "Stm" not in kid:
            parent.kids.append(Mark(self._page(kid.get("Pg"), page), self._resolve(kid["MCID"])))

    def _page(self, reference: Any, otherwise: int) -> int:
        return self._pages.get(getattr(reference, "objid", 0), otherwise)

    def _role(self, named: Any) -> str:
        name = getattr(self._resolve(named), "name", "")
        for _step in range(10):
            mapped = self._roles.get(name)
            if mapped is None:
                break
            name = getattr(self._resolve(mapped), "name", "")
        return name if isinstance(name, str) else ""

    def _attributes(self, element: Element, attributes: Any) -> None:
        attributes = self._resolve(attributes)
        for entry in attributes if isinstance(attributes, list) else [attributes]:
            owner = self._resolve(entry)
            if isinstance(owner, dict):
                element.colspan = _span(self._resolve(owner.get("ColSpan")), element.colspan)
                element.rowspan = _span(self._resolve(owner.get("RowSpan")), element.rowspan)
                numbering = getattr(self._resolve(owner.get("ListNumbering")), "name", "")
                element.numbering = numbering or element.numbering


def _span(value: Any, otherwise: int) -> int:
    return min(value, 1000) if isinstance(value, int) and value > 0 else otherwise


class MarkedText:
    """The words of each mark, and what stands between two that follow one another."""

    def __init__(self, pages: list[Page]) -> None:
        self._pages = {page.number: page for page in pages}
        self._ranges: dict[Mark, list[tuple[int, int]]] = {}
        for page in pages:
            self._find(page)

    def _find(self, page: Page) -> None:
        before = NO_TAG
        for at, character in enumerate(page.characters):
            if character.made:
                continue
            if character.mark != NO_TAG:
                ranges = self._ranges.setdefault(Mark(page.number, character.mark), [])
                if character.mark == before:
                    ranges[-1] = (ranges[-1][0], at + 1)
                else:
                    ranges.append((at, at + 1))
            before = character.mark

    def words(self, marks: list[Mark]) -> str:
        """The marks' words in order, line ends as spaces."""
        parts: list[str] = []
        last: tuple[int, int] | None = None
        for mark in marks:
            for start, end in self._ranges.get(mark, []):
                characters = self._pages[mark.page].characters
                if last is not None and self._apart(last, (mark.page, start)):
                    parts.append(" ")
                parts.append("".join(character.text for character in characters[start:end]))
                last = (mark.page, end)
        return SPACES.sub(" ", "".join(parts)).strip(" ")

    def _apart(self, last: tuple[int, int], here: tuple[int, int]) -> bool:
        if last[0] != here[0]:
            return True
        characters = self._pages[here[0]].characters
        between = characters[last[1] : here[1]]
        end, start = characters[max(0, last[1] - 2) : last[1]], characters[here[1] : here[1] + 1]
        if _broken_in_a_word("".join(one.text for one in end), "".join(one.text for one in start)):
            return any(character.text == " " for character in between)
        return last[1] > here[1] or any(character.made or character.text.isspace() for character in between)

    def covers(self, root: Element) -> bool:
        """Whether the tree holds nearly all words of the pages, those in margins and those that recur aside."""
        used = set(marks_of(root))
        total = 0
        pieces: list[tuple[str, bool]] = []
        for page in self._pages.values():
            total += sum(1 for character in page.characters if not character.text.isspace())
            pieces.extend(_untagged(page, used))
        recurring = Counter(words for words, _margin in pieces)
        lost = sum(len(words) for words, margin in pieces if not margin and recurring[words] < 2)
        return total > 0 and bool(used) and lost <= max(total * MOST_UNTAGGED, 20)


def _broken_in_a_word(end: str, start: str) -> bool:
    """Whether a line may have ended within a word: "and/or", "P1–P3", "here—there", which breaks on either side."""
    if end[-1:] == "/":
        return end[:1].isalpha()
    return (end[-1:] in {"–", "—"} and end[:1].isalnum()) or (start == "—" and end[-1:].isalnum())


def marks_of(element: Element) -> list[Mark]:
    """All marks within an element, in order."""
    found: list[Mark] = []
    pending: list[Element | Mark] = [element]
    while pending:
        kid = pending.pop()
        if isinstance(kid, Mark):
            found.append(kid)
        else:
            pending.extend(reversed(kid.kids))
    return found


def _untagged(page: Page, used: set[Mark]) -> list[tuple[str, bool]]:
    """Pieces of words that no tag holds, digits made alike, each with whether it stands in a margin."""
    pieces: list[tuple[str, bool]] = []
    words: list[str] = []
    margin = True
    for character in page.characters:
        if character.made or character.text.isspace():
            if words and character.text in {"\r", "\n"}:
                pieces.append(("".join(words), margin))
                words, margin = [], True
            continue
        if Mark(page.number, character.mark) not in used:
            words.append("0" if character.text.isdigit() else character.text)
            inside = MARGIN * page.height < character.top < (1 - MARGIN) * page.height
            margin = margin and not inside
    if words:
        pieces.append(("".join(words), margin))
    return pieces
