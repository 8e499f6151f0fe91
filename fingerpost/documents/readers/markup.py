"""XML parsed so that it can do no harm: no entities, no network, no huge trees."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from fingerpost.documents.readers.outcome import Unreadable

if TYPE_CHECKING:
    from lxml.etree import _Element

ENTITIES = (
    "The file defines XML entities, which office programs never do: it may have been made to do harm and was not read. "
    "Open it in an office program, save it again and send that."
)
DAMAGED = "The file is damaged: its contents are not well formed. Open it in an office program and save it again."


WHOLE = 20_000_000  # bytes up to which a part is parsed in one go, which is quicker
SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def parse(xml: bytes) -> _Element:
    """The root of an XML part. Raises Unreadable for a document type, entities, damage or too deep a nesting."""
    from lxml import etree

    refuse_entities(xml)
    try:
        return etree.fromstring(xml, etree.XMLParser(**SAFE))
    except etree.XMLSyntaxError as error:
        raise _refusal(error) from error


def each(xml: bytes, tags: tuple[str, ...]) -> Iterator[_Element]:
    """The elements named by `tags`, none within another, in order; a large part is streamed."""
    if len(xml) > WHOLE:
        return stream(xml, tags)
    return iter(parse(xml).iter(*tags))


def stream(xml: bytes, tags: tuple[str, ...]) -> Iterator[_Element]:
    """The elements named by `tags` as they end, one at a time; each is freed when the next is asked for."""
    from lxml import etree

    refuse_entities(xml)
    try:
        for _event, element in etree.iterparse(io.BytesIO(xml), events=("end",), tag=tags, **SAFE):
            yield element
            _forget(element)
    except etree.XMLSyntaxError as error:
        raise _refusal(error) from error


def refuse_entities(xml: bytes) -> None:
    """Office files carry no document type; one with entities is refused before a parser sees it."""
    head = xml[:4]
    wide = head[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in head
    if wide:
        xml = xml.replace(b"\x00", b"")
    if b"<!ENTITY" in xml or b"<!DOCTYPE" in xml:
        raise Unreadable(ENTITIES)


def _forget(element: _Element) -> None:
    """Free an element and all before it, so that memory does not grow with the file."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


def _refusal(error: Exception) -> Unreadable:
    words = str(error)
    if "depth" in words.lower():
        return Unreadable("The file nests its contents too deeply to be read. Save it more simply and send that.")
    if "entity" in words.lower():
        return Unreadable(ENTITIES)
    return Unreadable(DAMAGED)
