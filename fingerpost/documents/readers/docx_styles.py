"""What a Word document's styles and numbering say about its paragraphs (ECMA-376 part 1, 17.7 and 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from fingerpost.documents.readers import markup
from fingerpost.documents.readers.archive import Archive
from fingerpost.documents.readers.building import TITLE

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_LINKS = b"http://purl.oclc.org/ooxml/officeDocument/relationships"
TRANSITIONAL_LINKS = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEADING = re.compile(r"heading (\d)$")
LIST = re.compile(r"list (?:bullet|number|paragraph)(?: (\d))?$")
LONGEST_CHAIN = 20


class ListLevel(NamedTuple):
    level: int
    ordered: bool
    number: str  # of the numbering that makes the list


@dataclass(frozen=True, slots=True)
class Style:
    """`name` in lower case; `outline` is the heading level counted from 1, 0 for body text."""

    name: str
    outline: int = 0
    number: str = ""
    level: int = 0


@dataclass(slots=True)
class Styles:
    """Styles by id with what they inherit, and whether a numbering's levels are ordered."""

    by_id: dict[str, Style] = field(default_factory=dict)
    ordered: dict[tuple[str, int], bool] = field(default_factory=dict)

    def style(self, paragraph: _Element) -> Style:
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        return self.by_id.get(named.get(f"{W}val", "") if named is not None else "", Style("normal"))

    def heading(self, paragraph: _Element, style: Style) -> int:
        """1 for heading 1, 2 for heading 2, -1 (TITLE) for a title; 0 for what is no heading."""
        outline = paragraph.find(f"{W}pPr/{W}outlineLvl")
        if outline is not None:
            return _outline(outline)
        return style.outline

    def listed(self, paragraph: _Element, style: Style) -> ListLevel | None:
        """The list level of a paragraph, by its own numbering or its style's."""
        numbering = paragraph.find(f"{W}pPr/{W}numPr")
        number, level = style.number, style.level
        if numbering is not None:
            number, level = _numbering(numbering, number, level)
        if number in {"", "0"}:
            return None
        deeper = LIST.match(style.name)
        if level == 0 and deeper and deeper.group(1):
            level = int(deeper.group(1)) - 1
        return ListLevel(level, self.ordered.get((number, level), False), number)


def load(archive: Archive) -> Styles:
    styles = Styles()
    if "word/styles.xml" in archive:
        root = part(archive, "word/styles.xml")
        raw = {found.get(f"{W}styleId", ""): found for found in root.iterfind(f"{W}style")}
        for identity in raw:
            styles.by_id[identity] = _style(identity, raw)
    if "word/numbering.xml" in archive:
        _load_numbering(part(archive, "word/numbering.xml"), styles)
    return styles


def part(archive: Archive, name: str) -> _Element:
    """A part in the transitional namespace, which strict documents are brought to."""
    xml = archive.read(name)
    if STRICT in xml[:5000]:
        xml = xml.replace(STRICT, TRANSITIONAL).replace(STRICT_LINKS, TRANSITIONAL_LINKS)
    return markup.parse(xml)


def _style(identity: str, raw: dict[str, _Element]) -> Style:
    name = (_value(raw[identity], "name") or identity).lower()
    outline, number, level = 0, "", 0
    decided = False  # level 9, "body text", overrides the level of the style it is based on
    at: str | None = identity
    for _step in range(LONGEST_CHAIN):
        if at is None or at not in raw:
            break
        style = raw[at]
        called = (_value(style, "name") or "").lower()
        heading = HEADING.match(called)
        own = style.find(f"{W}pPr/{W}outlineLvl")
        if not decided:
            outline = _outline(own) if own is not None else int(heading.group(1)) if heading else 0
            outline = TITLE if called == "title" else outline
            decided = own is not None or outline != 0
        numbering = style.find(f"{W}pPr/{W}numPr")
        if numbering is not None and not number:
            number, level = _numbering(numbering, "", 0)
        at = _value(style, "basedOn")
    return Style(name, outline, number, level)


def _outline(element: _Element) -> int:
    level = element.get(f"{W}val", "9")
    return int(level) + 1 if level.isdecimal() and int(level) < 9 else 0


def _numbering(numbering: _Element, number: str, level: int) -> tuple[str, int]:
    own, depth = _value(numbering, "numId"), _value(numbering, "ilvl")
    return own or number, min(int(depth), 8) if depth and depth.isdecimal() else level


def _value(element: _Element, name: str) -> str | None:
    found = element.find(f"{W}{name}")
    return None if found is None else found.get(f"{W}val")


def _load_numbering(root: _Element, styles: Styles) -> None:
    abstract = {found.get(f"{W}abstractNumId"): found for found in root.iterfind(f"{W}abstractNum")}
    for number in root.iterfind(f"{W}num"):
        levels = abstract.get(_value(number, "abstractNumId"))
        if levels is None:
            continue
        for level in levels.iterfind(f"{W}lvl"):
            depth = level.get(f"{W}ilvl", "0")
            if depth.isdecimal():
                form = _value(level, "numFmt") or "decimal"
                styles.ordered[number.get(f"{W}numId", ""), int(depth)] = form not in {"bullet", "none"}
