"""Every kind of paper, as Word and as PDF, is read back by our own readers to the same content."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from fingerpost.documents.model import (
    Block,
    Contents,
    Figure,
    Heading,
    ListBlock,
    Paragraph,
    Row,
    Table,
    plain,
    text_cell,
)
from fingerpost.documents.readers import read
from fingerpost.documents.writers import write
from fingerpost.documents.writers.layout import whole
from fingerpost.papers.wording import paper_look
from tests.papers.demo_papers import every_paper

Told = tuple[str, str]  # what it is, and its words


def content(blocks: Iterable[Block]) -> list[Told]:
    """Headings with their level, paragraphs, list items and rows, in order. Figures are their captions and tables."""
    return [(what, " ".join(words.split())) for block in blocks for what, words in told(block) if words.strip()]


def told(block: Block) -> Iterator[Told]:
    match block:
        case Heading(level=level, number=number):
            yield f"heading {level}", f"{number} {plain(block)}"
        case Paragraph(number=number):
            yield "paragraph", f"{number} {plain(block)}"
        case ListBlock(items=items):
            for item in items:
                yield from (("item", words) for _, words in content(item))
        case Figure(caption=caption, table=table):
            yield "paragraph", caption
            yield from told(table)
        case Table(caption=caption):
            yield "paragraph", caption
            for row in (*header(block), *block.rows):
                yield "row", " | ".join(" ".join(words for _, words in content(cell.blocks)) for cell in row.cells)


def header(table: Table) -> tuple[Row, ...]:
    """The header row that a writer makes of the columns."""
    if table.header or not table.columns:
        return table.header
    return (Row(tuple(text_cell(column.title) for column in table.columns)),)


def navigation(blocks: Iterable[Block]) -> set[str]:
    """Words that lead about a paper, and are none of its content."""
    found: set[str] = set()
    for block in blocks:
        if isinstance(block, Contents):
            found |= {block.title, *(f"{entry.number} {entry.text}".strip() for entry in block.entries)}
        elif isinstance(block, Paragraph) and block.style == "navigation":
            found.add(plain(block))
    return found


def without(told: list[Told], navigation: set[str]) -> list[Told]:
    """A line of the contents has its page behind it in a PDF."""
    return [
        (what, words)
        for what, words in told
        if what != "paragraph" or not {words, re.sub(r" \d+$", "", words)} & navigation
    ]


@pytest.mark.django_db
def test_every_kind_of_paper_comes_back_the_same(settings: Settings, tmp_path: Path) -> None:
    compared = 0
    for name, document in every_paper(settings, tmp_path):
        blocks = whole(document)
        around = navigation(blocks)
        expected = without(content(blocks), around)
        for format in ("docx", "pdf"):
            found = content(read(write(document, format, look=paper_look()), f"paper.{format}").blocks)
            assert without(found, around) == expected, f"{name} as {format}"
            compared += len(expected)
    assert compared > 1000
