"""An edition's content and files: all that is kept of a paper when it goes to the group."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.core.files.storage import default_storage

from fingerpost.committee.assembling import Paper, document_of
from fingerpost.committee.content import appendix_name, filled, lines_of, names, numbers, resolved
from fingerpost.committee.models import CommitteePaper
from fingerpost.documents.model import Document, Heading, PageBreak, plain
from fingerpost.documents.writers import html_fragment, write
from fingerpost.papers.wording import paper_look

FORMATS = ("docx", "odt", "html", "pdf")


@dataclass(frozen=True, slots=True)
class Frozen:
    """`body` is the page without its title; `files` the bytes by format."""

    content: dict[str, Any]
    body: str
    files: dict[str, bytes]


def word_base(paper: CommitteePaper) -> bytes:
    """The council's Word file of the paper's template, b"" where it has none."""
    if not paper.template.word_file:
        return b""
    with default_storage.open(paper.template.word_file) as file:
        return bytes(file.read())


def file_of(document: Document, paper: CommitteePaper, format: str) -> bytes:
    return write(document, format, look=replace(paper_look(), base=word_base(paper) if format == "docx" else b""))


def frozen(paper: CommitteePaper, whole: Paper) -> Frozen:
    """The paper with the data of this moment."""
    document = document_of(whole, plan=paper.plan, period=paper.of)
    files = {format: file_of(document, paper, format) for format in FORMATS}
    return Frozen(content_of(whole, document), page_of(document), files)


def page_of(document: Document) -> str:
    """The blocks behind the title, for a page of ours."""
    return html_fragment(document.with_blocks(document.blocks[1:]), look=paper_look())


def content_of(whole: Paper, document: Document) -> dict[str, Any]:
    """The edition as data. Numbers and references are as they were read; an appendix is its lines."""
    words, layout = whole.heads.words(), whole.layout
    known = names(whole.parts, layout.numbering, whole.appendices)
    told = zip(whole.parts, numbers(whole.parts, layout.numbering), strict=True)
    return {
        "title": filled(layout.title, words),
        "exempt": whole.exempt,
        "header": list(lines_of(layout.header, words)),
        "parts": [
            {"ref": part.ref, "level": part.level, "number": number, "text": resolved(part.text, known)}
            for part, number in told
        ],
        "closing": list(lines_of(layout.closing, words)),
        "appendices": appendices_of(whole, document),
    }


def appendices_of(whole: Paper, document: Document) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for block in document.blocks:
        place = len(found) + 1
        if isinstance(block, Heading) and block.anchor == f"appendix-{place}":
            kind = whole.appendices[place - 1]
            found.append({"kind": kind, "name": appendix_name(place), "title": plain(block), "lines": []})
        elif found and not isinstance(block, PageBreak):
            found[-1]["lines"] += [line for line in plain(block).splitlines() if line.strip()]
    return found
