"""A chart as small as a word, before its words, in every format."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import Any

import pytest

from fingerpost.documents.model import (
    Cell,
    Column,
    Document,
    Paragraph,
    Row,
    Sparkline,
    Table,
    cell_text,
    heading,
    tables,
)
from fingerpost.documents.readers import read
from fingerpost.documents.writers import FORMATS, write

SPEC: dict[str, Any] = {
    "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
    "data": {"values": [{"at": "a", "value": 1}, {"at": "b", "value": 3}]},
    "width": 54,
    "height": 12,
    "padding": 0,
    "autosize": "none",
    "mark": "line",
    "encoding": {
        "x": {"field": "at", "type": "ordinal", "axis": None},
        "y": {"field": "value", "type": "quantitative", "axis": None},
    },
}
LINE = Sparkline(SPEC, "a 1; b 3 <&>", "↑ Improving")
PAPER = Document(
    title="Scorecard",
    blocks=(
        heading(1, "Scorecard"),
        Table((Column("Trend"), Column("Again")), (Row((Cell((Paragraph((LINE,)),)), Cell((Paragraph((LINE,)),)))),)),
    ),
)


@pytest.mark.parametrize("name", FORMATS)
def test_the_words_are_read_back(name: str) -> None:
    (table,) = tables(read(write(PAPER, name), f"paper.{name}"))
    lines = [[" ".join(cell_text(cell).split()) for cell in row.cells] for row in (*table.header, *table.rows)]
    assert lines == [["Trend", "Again"], ["↑ Improving", "↑ Improving"]]


def test_a_page_has_the_line_as_a_picture_that_tells_its_figures() -> None:
    page = write(PAPER, "html").decode()
    assert len(re.findall(r'<svg class="fp-spark__line" role="img" aria-label="a 1; b 3 &lt;&amp;&gt;"', page)) == 2
    assert 'width="54" height="12"' in page


@pytest.mark.parametrize(
    ("name", "part", "alt", "size"),
    [
        ("docx", "word/document.xml", 'descr="a 1; b 3 &lt;&amp;&gt;"', 'cx="514350" cy="114300"'),
        ("odt", "content.xml", "<svg:desc>a 1; b 3 &lt;&amp;&gt;</svg:desc>", 'width="40.50pt" svg:height="9.00pt"'),
    ],
)
def test_an_editable_paper_has_it_as_small_as_a_word(name: str, part: str, alt: str, size: str) -> None:
    with zipfile.ZipFile(BytesIO(write(PAPER, name))) as file:
        content = file.read(part).decode()
    assert content.count(alt) >= 2
    assert size in content


def test_a_pdf_has_its_alternative_text() -> None:
    assert write(PAPER, "pdf").count(b"/Alt(a 1; b 3 <&>)") == 2
