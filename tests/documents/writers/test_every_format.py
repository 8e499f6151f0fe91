"""What holds for every format: any text survives, the same document gives the same bytes, start-up stays quick."""

from __future__ import annotations

import io
import re
import subprocess
import sys

import docx
import odfdo
import pypdfium2
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import html as parser
from python_calamine import CalamineWorkbook

from fingerpost.documents.model import Cell, Column, Document, Heading, Paragraph, Progress, Row, Table, Text
from fingerpost.documents.writers import FORMATS, UnknownFormatError, html_fragment, write
from fingerpost.documents.writers.layout import clean, laid
from tests.documents.writers.papers import HOSTILE, of_text, report

ANY_TEXT = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(codec="utf-8"), max_size=40), st.text(max_size=20))
SPACE = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]+")


def read_html(file: bytes) -> list[str]:
    return [p.text_content() for p in parser.document_fromstring(file.decode()).findall(".//main/p")]


def read_docx(file: bytes) -> list[str]:
    return [p.text for p in docx.Document(io.BytesIO(file)).paragraphs if p.style.name == "Body Text"]


def read_odt(file: bytes) -> list[str]:
    body = odfdo.Document(io.BytesIO(file)).body
    return [p.inner_text for p in body.get_elements("//text:p[@text:style-name='Text_20_body']")]


def read_xlsx(file: bytes) -> list[str]:
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python()
    return [str(row[0]) for row in rows[1:]]


_NESTED = (Table(), Heading(3, (Text("in a cell"),)))
READERS = {"html": read_html, "docx": read_docx, "odt": read_odt, "xlsx": read_xlsx}


def squeezed(text: str) -> str:
    """Without white space and signs that show nothing, which formats may keep in ways of their own."""
    return SPACE.sub("", clean(text))


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(text="\x00\x08a\x1fb\ud800\ufffe")
@example(text="_x0041_ \x7f\x85")
@given(text=ANY_TEXT)
def test_any_text_survives_as_text(name: str, text: str) -> None:
    found = READERS[name](write(of_text("first", text, "last"), name))
    assert [squeezed(each) for each in found] == ["first", squeezed(text), "last"]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(text="\x00a\x1f\ud800 \U0001f9ff #import \ufffe")
@given(text=ANY_TEXT)
def test_no_text_stops_a_pdf(text: str) -> None:
    file = pypdfium2.PdfDocument(write(of_text("first", text, "last"), "pdf"))
    try:
        found = SPACE.sub("", "".join(page.get_textpage().get_text_range() for page in file))
    finally:
        file.close()
    assert found.startswith("firstfirst")
    wanted = {char for char in squeezed(text) if char.isascii()}
    assert wanted - set(found) == set()


@pytest.mark.parametrize("name", FORMATS)
def test_same_document_gives_the_same_bytes(name: str) -> None:
    assert write(report(), name) == write(report(), name)


@pytest.mark.parametrize("name", FORMATS)
def test_document_without_anything_is_a_file(name: str) -> None:
    empty = Document(
        "",
        blocks=(
            Heading(2, ()),
            Paragraph(()),
            Table(),
            Table((Column(""),)),
            Table(rows=(Row(()),)),
            Table((Column("a"),), (Row((Cell(_NESTED),)),)),
            Paragraph((Progress(None, ""), Text("", link="#x"))),
        ),
        language="no language",
    )
    assert len(write(empty, name)) > 1000


def test_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownFormatError, match="no writer for 'rtf'; choose one of html, docx, odt, pdf, xlsx"):
        write(report(), "rtf")


def test_formats_name_their_media_types() -> None:
    assert [(name, each.extension) for name, each in FORMATS.items()] == [(name, name) for name in FORMATS]
    assert len({each.media_type for each in FORMATS.values()}) == 5


def test_no_library_is_loaded_before_its_first_use() -> None:
    heavy = ["docx", "odfdo", "typst", "xlsxwriter", "vl_convert", "lxml"]
    code = f"import sys, fingerpost.documents.writers; print([n for n in {heavy} if n in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=4),
        max_size=5,
    )
)
def test_grid_covers_every_place_once(spans: list[list[tuple[int, int]]]) -> None:
    table = Table(rows=tuple(Row(tuple(Cell(colspan=c, rowspan=r) for c, r in row)) for row in spans))
    grid = laid(table)
    covered = [
        (row + down, placed.column + right)
        for row, line in enumerate(grid.body)
        for placed in line
        for down in range(placed.rowspan)
        for right in range(placed.colspan)
    ]
    assert sorted(covered) == [(row, column) for row in range(len(spans)) for column in range(grid.width)]


def test_fragment_of_hostile_texts_has_no_elements_of_theirs() -> None:
    root = parser.fragment_fromstring(html_fragment(of_text(*HOSTILE)), create_parent="div")
    assert {element.tag for element in root.iter()} == {
        "div", "h1", "p", "table", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip
