"""Writers: a Document becomes bytes in one of five formats. Each writer's library is loaded at its first use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from fingerpost.documents.model import Document
from fingerpost.documents.writers.look import DEFAULT_LOOK, Look

__all__ = ["FORMATS", "Format", "Look", "UnknownFormatError", "html_fragment", "write"]


@dataclass(frozen=True, slots=True)
class Format:
    """`extension` has no dot; `title` is what a reader calls the format."""

    media_type: str
    extension: str
    title: str


FORMATS: dict[str, Format] = {
    "html": Format("text/html; charset=utf-8", "html", "Web page"),
    "docx": Format("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", "Word"),
    "odt": Format("application/vnd.oasis.opendocument.text", "odt", "OpenDocument text"),
    "pdf": Format("application/pdf", "pdf", "PDF"),
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", "Excel"),
}


class UnknownFormatError(ValueError):
    """No writer of this name."""


def write(document: Document, format: str, *, look: Look = DEFAULT_LOOK) -> bytes:
    """The document as a file. The same document gives the same bytes; a time of its own comes from `created`.

    Anchors "top" and "contents" lead to the start of the paper and to its contents without being declared.
    """
    if format not in FORMATS:
        raise UnknownFormatError(f"There is no writer for {format!r}; choose one of {', '.join(FORMATS)}.")
    module = import_module(f"fingerpost.documents.writers.{format}")
    writer: Callable[[Document, Look], bytes] = module.write
    return writer(document, look)


def html_fragment(document: Document, *, heading_offset: int = 0, look: Look = DEFAULT_LOOK) -> str:
    """The document's blocks as HTML for a page of ours: classes only, no inline style or script.

    `heading_offset` is added to each heading's level, for a page that has its own h1.
    """
    from fingerpost.documents.writers import html

    return html.fragment(document, heading_offset=heading_offset, look=look)
