"""Web pages."""

import html as escaping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost.documents.model import Heading, ListBlock, Paragraph, Place, Text
from fingerpost.documents.readers import read, read_with_warnings
from tests.documents.readers.making import cells, every_row, rows, says, table_of

PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><title>Plan &amp; report</title><style>p {color: red}</style></head><body>
<script>alert(1)</script><nav><a href="#a">Contents</a></nav>
<h1 id="top">The  plan</h1>
<p>Some <b>bold</b> and <em>slanted</em> words,&nbsp;<a href="https://example.org/">a link</a>.<br>A second line</p>
<p hidden>not seen</p><p style="display: none">nor this</p>
<ul><li>one<ul><li>inner</li></ul></li><li><p>two</p><p>still two</p></li></ul>
<ol><li>first</li></ol>
loose words
<p><a href="#top">Back to top</a></p>
</body></html>"""


def test_a_page_comes_as_headings_paragraphs_and_lists() -> None:
    document = read(PAGE.encode(), "plan.html")
    assert (document.title, document.format, document.language) == ("Plan & report", "html", "en-GB")
    assert says(document.blocks) == [
        "Contents",
        "The plan",
        "Some bold and slanted words,\xa0a link.",
        "A second line",
        [["one", [["inner"]]], ["two", "still two"]],
        [["first"]],
        "loose words",
        "Back to top",
    ]
    styles = [block.style for block in document.blocks if isinstance(block, Paragraph)]
    assert styles == ["navigation", "body", "body", "body", "navigation"]
    assert [block.ordered for block in document.blocks if isinstance(block, ListBlock)] == [False, True]
    heading = document.blocks[1]
    assert isinstance(heading, Heading)
    assert (heading.level, heading.anchor, heading.place) == (1, "top", Place(paragraph=2))


def test_runs_keep_their_look_and_links() -> None:
    paragraph = read(PAGE.encode(), "plan.html").blocks[2]
    assert isinstance(paragraph, Paragraph)
    assert paragraph.inlines == (
        Text("Some "),
        Text("bold", bold=True),
        Text(" and "),
        Text("slanted", italic=True),
        Text(" words,\xa0"),
        Text("a link", link="https://example.org/"),
        Text("."),
    )


def test_a_script_in_a_link_is_not_kept() -> None:
    paragraph = read(b'<p><a href="javascript:alert(1)">x</a></p>', "plan.html").blocks[0]
    assert isinstance(paragraph, Paragraph)
    assert paragraph.inlines == (Text("x"),)


def test_spans_put_cells_into_their_true_columns() -> None:
    page = (
        "<table><caption>Done</caption><thead><tr><th colspan=2>A</th><th>B</th></tr></thead>"
        "<tr><td rowspan=2>1</td><td>2</td><td>3</td></tr><tr><td>4</td><td>5</td></tr>"
        "<tr><td rowspan=0>6</td><td>7</td><td>8</td></tr></table>"
    )
    table = table_of(read(page.encode(), "plan.html"))
    assert table.caption == "Done"
    assert rows(table) == [["A", "B"], ["1", "2", "3"], ["4", "5"], ["6", "7", "8"]]
    assert [(cell.colspan, cell.rowspan) for cell in cells(table)][:3] == [(2, 1), (1, 1), (1, 2)]
    assert [[cell.place.column for cell in row.cells] for row in every_row(table)] == [
        ["1", "3"],
        ["1", "2", "3"],
        ["2", "3"],
        ["1", "2", "3"],
    ]
    assert len(table.header) == 1
    assert str(table.rows[1].cells[0].place) == "table 1, row 3, column 2"


def test_rows_of_headings_at_the_top_are_the_header_without_thead() -> None:
    page = "<table><tr><th>A<th>B<tr><th>row<td>1</table>"
    table = table_of(read(page.encode(), "plan.html"))
    assert (len(table.header), rows(table)) == (1, [["A", "B"], ["row", "1"]])


def test_a_table_for_layout_is_taken_apart() -> None:
    inner = (
        "<table><tr><th>A</th><th>B</th></tr><tr><td><p>x</p><p>y<br>z</p><ul><li>q</ul></td><td>2</td></tr></table>"
    )
    page = f"<table><tr><td>menu</td><td><h2>Plan</h2>{inner}</td></tr></table><table role=none><tr><td>a<td>b</table>"
    assert says(read(page.encode(), "plan.html").blocks) == [
        "menu",
        "Plan",
        [["A", "B"], ["x\ny\nz\n- q", "2"]],
        "a",
        "b",
    ]


def test_a_table_within_a_cell_of_a_table_of_data_stays_in_its_cell() -> None:
    page = "<table><tr><th>A<th>B</tr><tr><td>1<td>2<table><tr><td>x<td>y</table></table>"
    table = table_of(read(page.encode(), "plan.html"))
    assert rows(table)[1] == ["1", "2\nx\ty"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'<meta charset="windows-1252"><p>caf\xe9 \x96 x</p>', "café – x"),
        (b"<meta http-equiv=x content='text/html; charset=iso-8859-1'><p>caf\xe9</p>", "café"),
        ("<!DOCTYPE html><p>café</p>".encode("utf-16"), "café"),
        ('<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><p>café</p></html>'.encode(), "café"),  # noqa: E501
    ],
)  # fmt: skip
def test_declared_encodings_are_used(content: bytes, words: str) -> None:
    result = read_with_warnings(content, "plan.html")
    assert (says(result.document.blocks), result.warnings) == ([words], ())


def test_a_text_file_that_is_a_web_page_is_read_as_one() -> None:
    assert read(PAGE.encode(), "plan.txt").format == "html"
    assert read(b"words with <b>a tag</b> in them", "plan.txt").format == "text"


def test_a_web_page_named_xls_is_read_with_a_warning() -> None:
    result = read_with_warnings(b"<table><tr><th>A<th>B<tr><td>1<td>2</table>", "export.xls")
    assert rows(table_of(result.document)) == [["A", "B"], ["1", "2"]]
    assert [w.message for w in result.warnings] == ["The name ends in .xls, but the file is a web page (HTML)."]


VALUE = st.text("abc019 éß<>&\"'|\t%", max_size=8).map(lambda text: " ".join(text.split()))
GRID = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(VALUE, min_size=width, max_size=width), min_size=1, max_size=6)
)


@settings(max_examples=60, deadline=None)
@given(GRID)
def test_any_table_comes_back_from_a_page(table: list[list[str]]) -> None:
    body = "".join("<tr>" + "".join(f"<td>{escaping.escape(v)}</td>" for v in row) + "</tr>" for row in table)
    assert rows(table_of(read(f"<table>{body}</table>".encode(), "plan.html"))) == table
