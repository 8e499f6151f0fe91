from __future__ import annotations

import io
import re
from itertools import pairwise
from typing import Any

import pdfplumber
import pypdfium2
import pytest
from pdfminer.pdftypes import resolve1

from fingerpost.documents.model import Column, Document, Figure, Row, Table, heading, paragraph, text_cell
from fingerpost.documents.writers import write
from fingerpost.documents.writers.pdf import _families
from tests.documents.writers.papers import ALT, CHART, HOSTILE, of_text, report


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return write(report(), "pdf")


def opened(pdf: bytes) -> pdfplumber.PDF:
    return pdfplumber.open(io.BytesIO(pdf))


def elements(node: dict[str, Any]) -> list[dict[str, Any]]:
    """Every element of a structure tree, outermost first."""
    return [node, *(inner for child in node.get("children", []) for inner in elements(child))]


def tree(file: pdfplumber.PDF) -> list[dict[str, Any]]:
    return [element for node in file.structure_tree for element in elements(node)]


def text(pdf: bytes) -> str:
    file = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in file).replace("\r\n", "\n")
    finally:
        file.close()


def test_file_declares_pdf_ua_1_and_is_tagged(pdf: bytes) -> None:
    with opened(pdf) as file:
        catalog = file.doc.catalog
        metadata = resolve1(catalog["Metadata"]).get_data().decode()
        assert re.findall(r"<pdfuaid:part>(\d)</pdfuaid:part>", metadata) == ["1"]
        assert resolve1(catalog["MarkInfo"])["Marked"] is True
        assert resolve1(catalog["StructTreeRoot"])["Type"].name == "StructTreeRoot"
        assert catalog["Lang"] == b"en-GB"
        assert resolve1(catalog["ViewerPreferences"])["DisplayDocTitle"] is True


def test_file_has_title_author_subject_and_time(pdf: bytes) -> None:
    with opened(pdf) as file:
        found = {name: file.metadata[name] for name in ("Title", "Author", "Subject", "CreationDate")}
    assert found == {
        "Title": "Milestones report",
        "Author": "A community planning partnership",
        "Subject": "Quarter 2 of 2009/10",
        "CreationDate": "D:20091012093000Z",
    }


def test_headings_lists_and_tables_are_tagged_as_such(pdf: bytes) -> None:
    with opened(pdf) as file:
        kinds = [element["type"] for element in tree(file)]
        assert {kind: kinds.count(kind) for kind in ("H1", "H2", "H3", "Table", "THead", "Figure")} == {
            "H1": 1,
            "H2": 2,
            "H3": 1,
            "Table": 2,
            "THead": 2,
            "Figure": 1,
        }
        assert kinds.count("TH") == 4 + 2
        assert kinds.count("TR") == 4 + 3


def test_each_line_of_the_contents_is_a_paragraph(pdf: bytes) -> None:
    with opened(pdf) as file:
        kinds = [element["type"] for element in tree(file)]
    first = kinds[kinds.index("H1") + 1 : kinds.index("Figure")]
    assert [kind for kind in first if kind in ("P", "Link")] == ["P", "P", "P", "Link", "P", "Link", "P"]


def test_picture_has_its_alternative_text(pdf: bytes) -> None:
    with opened(pdf) as file:
        assert [element.get("alt_text") for element in tree(file) if element["type"] == "Figure"] == [ALT]


def test_outline_lists_the_headings(pdf: bytes) -> None:
    file = pypdfium2.PdfDocument(pdf)
    try:
        found = [(entry.level, entry.get_title()) for entry in file.get_toc()]
    finally:
        file.close()
    assert [(level, " ".join(title.split())) for level, title in found] == [
        (0, "Milestones report"),
        (1, "1 Safe & well"),
        (2, "1.1 Train staff"),
        (1, "What happens next"),
    ]


def test_links_lead_to_pages_and_addresses(pdf: bytes) -> None:
    with opened(pdf) as file:
        links = [link for page in file.pages for link in page.annots]
    assert [link["uri"] for link in links if link["uri"]] == ["https://example.org/plan?a=1&b=2"]
    assert len([link for link in links if not link["uri"]]) == 4


def test_words_of_the_paper_are_all_there(pdf: bytes) -> None:
    found = " ".join(text(pdf).split())
    wanted = ["Train the first group", "Health board: one more indicator", "No update received", "62 % overall"]
    assert [part for part in (*wanted, "Page 1 of 2", "Approved on 12 October 2009") if part not in found] == []


def test_header_is_repeated_on_every_page_of_a_long_table() -> None:
    rows = tuple(Row((text_cell(f"Milestone {n}"), text_cell("Done"))) for n in range(120))
    table = Table((Column("What is to be done"), Column("How it stands")), rows)
    with opened(write(Document("Long", (table,)), "pdf")) as file:
        assert [page.extract_text().count("What is to be done") for page in file.pages] == [1] * len(file.pages)
        assert len(file.pages) > 2


def test_rows_are_kept_whole_and_in_order() -> None:
    rows = tuple(Row((text_cell(f"first {n}\nsecond {n}\nthird {n}"),)) for n in range(60))
    with opened(write(Document("Long", (Table((Column("Note"),), rows),)), "pdf")) as file:
        for page in file.pages:
            found = re.findall(r"(first|second|third) (\d+)", page.extract_text())
            assert [word for word, _ in found] == ["first", "second", "third"] * (len(found) // 3)
            assert all(int(b) - int(a) in (0, 1) for (_, a), (_, b) in pairwise(found))


def test_hostile_texts_stay_text() -> None:
    found = re.sub(r"\s", "", text(write(of_text(*HOSTILE), "pdf")))
    # Right-to-left text is compared by its characters, as a PDF keeps glyphs in the order they are drawn.
    plain = [each for each in HOSTILE if not re.search(r"[\u0590-\u06ff]", each)]
    assert [each for each in plain if re.sub(r"\s", "", each) not in found] == []
    assert {char for each in HOSTILE for char in each if not char.isspace()} - set(found) == set()


def test_character_that_no_font_has_is_kept_as_text() -> None:
    """U+1F9FF and a letter of Sylheti Nagari: the last resort font keeps both."""
    found = text(write(Document("x", (paragraph("before \U0001f9ff \ua800 after"),)), "pdf"))
    assert "before \U0001f9ff \ua800 after" in found


def test_character_that_no_font_has_is_taken_in_a_chart_and_stands_in_its_table() -> None:
    words = "\U0001f9ff \ua800"
    spec = {**CHART, "data": {"values": [{"outcome": words, "percent": 5}]}}
    table = Table((Column("Outcome"),), (Row((text_cell(words),)),))
    file = write(Document("x", (Figure(spec, "One bar", "Chart", table),)), "pdf")
    assert {"\U0001f9ff", "\ua800"} - set(text(file)) == set()


def test_words_of_a_chart_are_drawn_as_they_were_measured() -> None:
    """Wider letters of another font would be cut off at the chart's edge, so they are points of a picture."""
    spec = {**CHART, "data": {"values": [{"outcome": "Wide words", "percent": 5}]}}
    file = write(Document("x", (Figure(spec, "One bar", "Chart", Table()),)), "pdf")
    with opened(file) as pages:
        assert (len(pages.pages[0].images), "Wide" in text(file)) == (1, False)


def test_word_too_long_for_its_column_is_broken_and_still_found_whole() -> None:
    word = "x" * 40 + "y" * 40 + "z" * 40
    table = Table((Column("Long"), Column("Short")), (Row((text_cell(word), text_cell("beside"))),))
    file = write(Document("x", (table,)), "pdf")
    with opened(file) as pages:
        right = max(char["x1"] for char in pages.pages[0].chars if char["text"] in "xyz")
        beside = next(each["x0"] for each in pages.pages[0].extract_words() if each["text"] == "beside")
    assert right < beside
    assert word in "".join(text(file).split())


def test_skipped_heading_levels_are_evened_out() -> None:
    document = Document("Plan", (heading(2, "Two"), heading(5, "Five")))
    with opened(write(document, "pdf")) as file:
        kinds = [element["type"] for element in tree(file) if re.fullmatch(r"H\d", element["type"])]
    assert kinds == ["H1", "H2", "H3"]


def test_a_face_is_always_found() -> None:
    assert "Libertinus Serif" in _families()
