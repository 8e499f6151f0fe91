"""What OpenDocument texts and spreadsheets share (OASIS OpenDocument 1.3): names, words, repeats, properties."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fingerpost.documents.model import Inline, Text
from fingerpost.documents.readers import markup
from fingerpost.documents.readers.archive import Archive
from fingerpost.documents.readers.building import seen

if TYPE_CHECKING:
    from lxml.etree import _Element

OASIS = "{urn:oasis:names:tc:opendocument:xmlns:"
OFFICE = f"{OASIS}office:1.0}}"
TEXT = f"{OASIS}text:1.0}}"
TABLE = f"{OASIS}table:1.0}}"
STYLE = f"{OASIS}style:1.0}}"
DRAW = f"{OASIS}drawing:1.0}}"
FO = f"{OASIS}xsl-fo-compatible:1.0}}"
XLINK = "{http://www.w3.org/1999/xlink}"
DUBLIN = "{http://purl.org/dc/elements/1.1/}"
META = f"{OASIS}meta:1.0}}"
SVG = f"{OASIS}svg-compatible:1.0}}"
# What stands in a paragraph but is not its words: remarks, and what describes a picture.
ASIDE = frozenset(
    {f"{OFFICE}annotation", f"{OFFICE}annotation-end", f"{TEXT}note", f"{TEXT}tracked-changes", f"{TEXT}ruby-text"}
    | {f"{SVG}title", f"{SVG}desc"}
)
MOST_SPACES = 1000


class Look(NamedTuple):
    bold: bool = False
    italic: bool = False
    link: str | None = None


PLAIN = Look()


def collect(element: _Element, look: Look, looks: dict[str, Look], runs: list[Inline], boxes: list[_Element]) -> None:
    """The runs of a paragraph in order; text boxes are set aside. Depth is bounded by the XML parser (256)."""
    _say(element.text, look, runs)
    for child in element:
        tag = child.tag
        if tag == f"{TEXT}s":
            runs.append(Text(" " * repeats(child.get(f"{TEXT}c"), MOST_SPACES), *look))
        elif tag == f"{TEXT}tab":
            runs.append(Text("\t", *look))
        elif tag == f"{TEXT}line-break":
            runs.append(Text("\n", *look))
        elif tag == f"{DRAW}text-box":
            boxes.append(child)
        elif tag not in ASIDE:
            collect(child, _look(child, look, looks), looks, runs, boxes)
        _say(child.tail, look, runs)


def _say(text: str | None, look: Look, runs: list[Inline]) -> None:
    """White space collapses as the standard has it: spaces that count are written as <text:s/>."""
    if not text:
        return
    words = " ".join(seen(text).replace("\n", " ").replace("\t", " ").replace("\r", " ").split(" "))
    while "  " in words:
        words = words.replace("  ", " ")
    last = runs[-1] if runs else None
    if words.startswith(" ") and (last is None or (isinstance(last, Text) and last.text.endswith(" "))):
        words = words[1:]
    if words:
        runs.append(Text(words, *look))


def _look(element: _Element, look: Look, looks: dict[str, Look]) -> Look:
    if element.tag == f"{TEXT}a":
        return look._replace(link=element.get(f"{XLINK}href"))
    if element.tag == f"{TEXT}span":
        own = looks.get(element.get(f"{TEXT}style-name", ""), PLAIN)
        return look._replace(bold=look.bold or own.bold, italic=look.italic or own.italic)
    return look


def repeats(words: str | None, most: int) -> int:
    """A repeat or span count, 1 where it is missing or makes no sense, never more than `most`."""
    if words is None or not words.isdecimal():
        return 1
    return most if len(words) > 9 else max(1, min(int(words), most))


def properties(archive: Archive) -> dict[str, str]:
    """Title and author from meta.xml."""
    if "meta.xml" not in archive:
        return {"title": "", "author": ""}
    root = markup.parse(archive.read("meta.xml"))
    title = root.findtext(f".//{DUBLIN}title") or ""
    author = root.findtext(f".//{META}initial-creator") or root.findtext(f".//{DUBLIN}creator") or ""
    return {"title": title.strip(), "author": author.strip()}


def looks_of(*roots: _Element) -> dict[str, Look]:
    """Which character styles are bold or italic."""
    found = {}
    for root in roots:
        for style in root.iter(f"{STYLE}style"):
            text = style.find(f"{STYLE}text-properties")
            if text is not None and style.get(f"{STYLE}family") == "text":
                bold = text.get(f"{FO}font-weight") in {"bold", "600", "700", "800", "900"}
                found[style.get(f"{STYLE}name", "")] = Look(bold, text.get(f"{FO}font-style") in {"italic", "oblique"})
    return found
