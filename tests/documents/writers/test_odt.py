from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import odfdo
import pytest

from fingerpost.documents.model import Column, Document, Row, Table, paragraph, text_cell
from fingerpost.documents.writers import write
from tests.documents.writers.papers import ALT, HOSTILE, of_text, report


@pytest.fixture(scope="module")
def paper() -> bytes:
    return write(report(), "odt")


def opened(file: bytes) -> Any:
    return odfdo.Document(io.BytesIO(file))


def part(file: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(file)).read(name).decode()


def words(element: Any) -> str:
    return "".join(element.xpath(".//text()")).strip()


def test_headings_have_outline_levels_and_styles(paper: bytes) -> None:
    found = [(h.get_attribute("text:outline-level"), h.style, words(h)) for h in opened(paper).body.get_headers()]
    assert [(str(level), style, text) for level, style, text in found] == [
        ("1", "Title", "Milestones report"),
        ("2", "Heading_20_2", "1 Safe & well"),
        ("3", "Heading_20_3", "1.1 Train staff"),
        ("2", "Heading_20_2_break", "What happens next"),
    ]


def test_page_break_is_a_style_made_from_the_heading(paper: bytes) -> None:
    style = opened(paper).get_style("paragraph", "Heading_20_2_break")
    assert style.parent_style == "Heading_20_2"
    assert style.get_properties("paragraph") == {"fo:break-before": "page"}


def test_contents_are_a_real_table_of_contents(paper: bytes) -> None:
    contents = opened(paper).body.get_element("//text:table-of-content")
    links = contents.get_elements(".//text:a")
    assert [(link.get_attribute("xlink:href"), words(link)) for link in links] == [
        ("#outcome-1", "1\u2002Safe & well"),
        ("#action-1", "1.1\u2002Train staff"),
    ]


def test_every_inner_link_has_its_bookmark(paper: bytes) -> None:
    body = opened(paper).body
    names = {mark.get_attribute("text:name") for mark in body.get_elements("//text:bookmark-start")}
    links = {link.get_attribute("xlink:href") for link in body.get_elements("//text:a")}
    assert {link[1:] for link in links if link.startswith("#")} == names == {"outcome-1", "action-1", "contents", "top"}
    assert {link for link in links if not link.startswith("#")} == {"https://example.org/plan?a=1&b=2"}


def test_table_has_header_rows_and_its_cells(paper: bytes) -> None:
    table = opened(paper).body.get_elements("//table:table")[1]
    head = table.get_elements("table:table-header-rows/table:table-row/table:table-cell")
    assert [words(cell) for cell in head] == ["Milestone", "Due date", "Note", "Progress"]
    rows = [
        [[words(p) for p in cell.get_elements(".//text:p")] for cell in row.get_elements("table:table-cell")]
        for row in table.get_elements("table:table-row")
    ]
    assert rows == [
        [["Agree the training plan"], ["30 June 2009"], ["Agreed in June."], ["100 %"]],
        [
            ["Train the first group"],
            ["30 September 2009"],
            [
                "The draft went round in August.",
                "Health board: one more indicator",
                "College: no comment",
                "The text is with the printers.",
            ],
            ["45 %"],
        ],
        [["Train the second group"], ["31 March 2010"], [""], ["No update received"]],
    ]
    assert [len(cell.get_elements(".//text:list-item")) for cell in table.get_elements(".//table:table-cell")][10] == 2


def test_chart_has_title_and_description(paper: bytes) -> None:
    frames = opened(paper).body.get_elements("//draw:frame")
    described = [[words(element) for element in frame.get_elements("svg:title|svg:desc")] for frame in frames]
    assert described == [[ALT, ALT], [], [], []]
    names = zipfile.ZipFile(io.BytesIO(paper)).namelist()
    pictures = [frame.get_element("draw:image").get_attribute("xlink:href") for frame in frames]
    assert [name for name in pictures if name not in names] == []
    assert re.findall(r'full-path="(Pictures/[^"]*)"', part(paper, "META-INF/manifest.xml")) == list(
        dict.fromkeys(pictures)
    )


def test_properties_and_language(paper: bytes) -> None:
    meta = opened(paper).meta
    assert (meta.title, meta.subject, meta.creator, meta.language) == (
        "Milestones report",
        "Quarter 2 of 2009/10",
        "A community planning partnership",
        "en-GB",
    )
    assert re.findall(r'fo:language="(\w+)" fo:country="(\w+)"', part(paper, "styles.xml")) == [("en", "GB")]


def test_footer_has_words_and_page_numbers(paper: bytes) -> None:
    footer = re.findall(r"<style:footer>(.*?)</style:footer>", part(paper, "styles.xml"))[0]
    assert re.sub(r"<text:s */>", " ", footer).endswith(
        "Approved on 12 October 2009<text:tab/>Page <text:page-number/> of <text:page-count/></text:p>"
    )


def test_mimetype_comes_first_and_is_not_packed(paper: bytes) -> None:
    first = zipfile.ZipFile(io.BytesIO(paper)).infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert part(paper, "mimetype") == "application/vnd.oasis.opendocument.text"


def test_every_style_used_is_defined(paper: bytes) -> None:
    content, styles = part(paper, "content.xml"), part(paper, "styles.xml")
    used = set(re.findall(r'(?:text|table|draw):style-name="([^"]*)"', content))
    defined = set(re.findall(r'style:name="([^"]*)"', styles + content))
    assert used - defined == set()


def test_hostile_texts_stay_text() -> None:
    body = opened(write(of_text(*HOSTILE), "odt")).body
    found = [words(p) for p in body.get_elements("//text:p[@text:style-name='Text_20_body']")]
    cells = [words(p) for p in body.get_elements("//table:table-row/table:table-cell/text:p")]
    assert found == list(HOSTILE)
    assert cells == ["Text", *HOSTILE]


def test_spans_have_covered_cells() -> None:
    table = Table(
        (Column("a"), Column("b"), Column("c")),
        (Row((text_cell("wide", colspan=2), text_cell("tall", rowspan=2))), Row((text_cell("left"),))),
    )
    found = opened(write(Document("x", (table,)), "odt")).body.get_elements("//table:table/table:table-row")
    rows = [[(cell.tag.split(":")[1], words(cell)) for cell in row.children] for row in found]
    assert rows == [
        [("table-cell", "wide"), ("covered-table-cell", ""), ("table-cell", "tall")],
        [("table-cell", "left"), ("table-cell", ""), ("covered-table-cell", "")],
    ]


def test_spaces_tabs_and_lines_are_elements() -> None:
    content = part(write(Document("x", (paragraph(" a  b\tc\nd "),)), "odt"), "content.xml")
    assert re.findall(r'<text:p text:style-name="Text_20_body">(.*?)</text:p>', content) == [
        '<text:s text:c="1"/>a<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d<text:s text:c="1"/>'
    ]
