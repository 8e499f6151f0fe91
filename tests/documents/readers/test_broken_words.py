"""Words that a PDF's lines break at a slash or dash come back whole; real spaces beside them stay."""

from __future__ import annotations

import pytest

from fingerpost.documents.model import Column, Document, Row, Table, cell_text, heading, tables, text_cell
from fingerpost.documents.readers import read
from fingerpost.documents.writers import write


@pytest.mark.parametrize("width", [1, 2, 3])
@pytest.mark.parametrize(
    "text",
    [
        "Every walk of stages P1–P3 and P4–P7 is open " * 3,
        "alpha—beta " * 12,
        "swings and/or slides " * 8,
        "early – and late – and never – again " * 3,
    ],
)
def test_a_word_broken_at_a_dash_or_slash_comes_back_whole(text: str, width: int) -> None:
    table = Table(
        columns=(Column("Title", width=width), Column("Note", width=4)),
        rows=(Row((text_cell(text.strip()), text_cell("Done"))),),
    )
    document = Document(title="Walks", blocks=(heading(1, "Walks"), table))
    [found] = tables(read(write(document, "pdf"), "walks.pdf"))
    assert cell_text(found.rows[0].cells[0]) == text.strip()
