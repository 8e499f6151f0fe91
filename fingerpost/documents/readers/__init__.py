"""Readers: bytes of a file in, a Document out, each figure with its place.

`read` gives the document; `read_with_warnings` also gives what was read but is doubtful. Both raise `Unreadable`,
whose `message` is a plain sentence. The format is decided from the content, never from the name alone.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module

from fingerpost.documents.model import Document
from fingerpost.documents.readers import sniff
from fingerpost.documents.readers.encoding import decode
from fingerpost.documents.readers.outcome import (
    DEFAULT,
    Doubts,
    Limits,
    ReadResult,
    ReadWarning,
    Unreadable,
    size_words,
)

__all__ = ["DEFAULT", "Limits", "ReadResult", "ReadWarning", "Unreadable", "read", "read_with_warnings", "undisturbed"]

MODULES = {"pdf": "pdf", "docx": "docx", "odt": "odt", "xlsx": "xlsx", "ods": "ods"}


def read(content: bytes, name: str, *, limits: Limits = DEFAULT) -> Document:
    """The document in a file. `name` is what its sender called it. Raises Unreadable."""
    return read_with_warnings(content, name, limits=limits).document


def read_with_warnings(content: bytes, name: str, *, limits: Limits = DEFAULT) -> ReadResult:
    """The document in a file, and the doubts about it. Raises Unreadable."""
    if len(content) > limits.file_bytes:
        raise Unreadable(
            f"The file is {size_words(len(content))}; at most {size_words(limits.file_bytes)} is read. "
            "Split it, or take out its pictures."
        )
    if not content.strip(b" \t\r\n\x0b\x0c\x00"):
        raise Unreadable("The file is empty. Check that the right file was chosen, and that it was saved.")
    with undisturbed():
        return _read(content, name, limits)


@contextmanager
def undisturbed() -> Iterator[None]:
    """No garbage collection meanwhile: what a file holds is many small objects without cycles, all of them kept."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _read(content: bytes, name: str, limits: Limits) -> ReadResult:
    doubts = Doubts()
    kind = sniff.container(content, name, limits)
    reader: Callable[[bytes, Doubts, Limits], Document]
    if kind:
        reader = import_module(f"{__name__}.{MODULES[kind]}").read
        document = reader(content, doubts, limits)
    else:
        document = _read_text(content, name, doubts, limits)
    if document.format != sniff.extension(name) and sniff.extension(name) in {"doc", "xls"}:
        doubts.note(f"The name ends in .{sniff.extension(name)}, but the file is {sniff.NAMES[document.format]}.")
    return ReadResult(document, doubts.all())


def _read_text(content: bytes, name: str, doubts: Doubts, limits: Limits) -> Document:
    from fingerpost.documents.readers import delimited, html, text

    scratch = Doubts()
    characters = decode(content, scratch)
    if sniff.is_html(characters):
        kind = "html"
    else:
        sniff.refuse_xml(characters)
        kind = "csv" if delimited.is_delimited(characters, sniff.extension(name)) else "text"
    sniff.keep_promise(kind, name)
    if kind == "html":
        return html.read(content, doubts, limits)
    for warning in scratch.all():
        doubts.note(warning.message, warning.place)
    reader = delimited.read if kind == "csv" else text.read
    return reader(characters, doubts, limits)
