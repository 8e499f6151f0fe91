from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from fingerpost.documents.model import (
    Cell,
    Column,
    Document,
    ListBlock,
    Row,
    Table,
    cell_text,
    paragraph,
    tables,
    text_cell,
)
from fingerpost.documents.readers import read
from fingerpost.documents.writers import write
from tests.documents.writers.papers import ALT, HOSTILE, of_text, report


@pytest.fixture(scope="module")
def paper() -> bytes:
    return write(report(), "docx")


def opened(file: bytes) -> Any:
    return docx.Document(io.BytesIO(file))


def part(file: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(file)).read(name).decode()


def words(element: Any) -> str:
    return "".join(text.text for text in element.iter(qn("w:t")))


def test_paragraphs_have_real_styles(paper: bytes) -> None:
    found = [(p.style.name, p.text) for p in opened(paper).paragraphs if p.style.name not in ("Table Gap", "Picture")]
    assert found == [
        ("Title", "Milestones report"),
        ("Lead", "Quarter 2 of 2009/10"),
        ("Caption", "Progress by outcome"),
        ("Heading 1", "1\tSafe & well"),
        ("Heading 2", "1.1\tTrain staff"),
        ("Body Text", "\u00a062 % overall"),
        ("Summary", "One of the three is complete."),
        ("Caption", "Milestones of the first action"),
        ("Navigation", "Back to contents, top"),
        ("Heading 1", "What happens next"),
        ("Body Text", "2.1\tMembers are asked to note the report."),
        ("List Number", "The group meets"),
        ("List Bullet 2", "papers before"),
        ("List Number", "The report is published"),
        ("Small", "The partnership"),
    ]


def test_every_style_used_is_defined(paper: bytes) -> None:
    used = set(re.findall(r'<w:(?:p|r|tbl)Style w:val="([^"]*)"', part(paper, "word/document.xml")))
    defined = set(re.findall(r'w:styleId="([^"]*)"', part(paper, "word/styles.xml")))
    assert used - defined == set()


def test_only_headings_have_an_outline_level(paper: bytes) -> None:
    levels = {}
    for style in opened(paper).styles:
        chain = [style]
        while getattr(chain[-1], "base_style", None) is not None:
            chain.append(chain[-1].base_style)
        own = [level for each in chain for level in each.element.findall(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")]
        if own:
            levels[style.name] = int(own[0].get(qn("w:val")))
    assert {name: level for name, level in levels.items() if name.startswith("Heading")} == {
        f"Heading {number}": number - 1 for number in range(1, 10)
    }
    assert [name for name in levels if not name.startswith("Heading")] == []


def test_contents_are_shown_as_links_in_a_contents_field(paper: bytes) -> None:
    contents = opened(paper).element.body.find(qn("w:sdt"))
    styles = [style.get(qn("w:val")) for style in contents.iter(qn("w:pStyle"))]
    assert styles == ["TOCHeading", "TOC1", "TOC2"]
    assert [words(link) for link in contents.iter(qn("w:hyperlink"))] == [
        "1\u2002Safe & well",
        "1.1\u2002Train staff",
    ]
    assert [code.text.split()[0] for code in contents.iter(qn("w:instrText"))] == ["TOC"]


def test_every_inner_link_has_its_bookmark(paper: bytes) -> None:
    body = opened(paper).element.body
    names = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    links = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"))]
    assert sorted(set(links)) == sorted(names)
    assert len(names) == len(set(names)) == 4
    assert [name for name in names if not re.fullmatch(r"[A-Za-z]\w{0,39}", name)] == []


def test_outward_link_is_a_relation(paper: bytes) -> None:
    relations = re.findall(
        r'Target="(https?://[^"]*)" TargetMode="External"', part(paper, "word/_rels/document.xml.rels")
    )
    assert relations == ["https://example.org/plan?a=1&amp;b=2"]


def test_table_has_its_style_repeated_header_and_whole_rows(paper: bytes) -> None:
    table = opened(paper).tables[1]
    assert table.style.name == "Fingerpost Table"
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Milestone", "Due date", "Note", "Progress"],
        ["Agree the training plan", "30 June 2009", "Agreed in June.", "\u00a0100 %"],
        [
            "Train the first group",
            "30 September 2009",
            "The draft went round in August.\nHealth board: one more indicator\nCollege: no comment\n"
            "The text is with the printers.",
            "\u00a045 %",
        ],
        ["Train the second group", "31 March 2010", "", "No update received"],
    ]
    properties = [[child.tag.split("}")[1] for child in row._tr.trPr] for row in table.rows]
    assert properties == [["cantSplit", "tblHeader"], ["cantSplit"], ["cantSplit"], ["cantSplit"]]
    note = table.rows[2].cells[2]
    assert [p.style.name for p in note.paragraphs] == ["Table Text", "List Bullet", "List Bullet", "Table Text"]


def test_chart_has_alternative_text_and_bars_are_decorative(paper: bytes) -> None:
    pictures = list(opened(paper).element.body.iter(qn("wp:docPr")))
    assert [picture.get("descr") for picture in pictures] == [ALT, "", "", ""]
    assert [len(picture.findall(".//{*}decorative")) for picture in pictures] == [0, 1, 1, 1]


def test_properties_and_language(paper: bytes) -> None:
    core = opened(paper).core_properties
    assert (core.title, core.author, core.subject, core.language) == (
        "Milestones report",
        "A community planning partnership",
        "Quarter 2 of 2009/10",
        "en-GB",
    )
    assert core.created == datetime(2009, 10, 12, 9, 30, tzinfo=UTC)
    assert re.findall(r'<w:lang w:val="([^"]*)"', part(paper, "word/styles.xml")) == ["en-GB"]


def test_footer_has_words_and_page_numbers(paper: bytes) -> None:
    footer = opened(paper).sections[0].footer.paragraphs[0]
    assert words(footer._p) == "Approved on 12 October 2009Page 1 of 1"
    assert [field.get(qn("w:instr")) for field in footer._p.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]


def test_page_break_starts_the_next_heading_on_a_new_page(paper: bytes) -> None:
    breaking = [p.text for p in opened(paper).paragraphs if p.paragraph_format.page_break_before]
    assert breaking == ["What happens next"]


def test_each_ordered_list_counts_from_one() -> None:
    steps = ListBlock(((paragraph("one"),), (paragraph("two"),)), ordered=True)
    file = opened(write(Document("x", (steps, paragraph("between"), steps)), "docx"))
    numbers = [p._p.pPr.numPr.numId.val for p in file.paragraphs if p.style.name == "List Number"]
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]
    starts = [
        num.lvlOverride_lst[0].startOverride.val
        for num in file.part.numbering_part.element.num_lst
        if num.numId in numbers
    ]
    assert starts == [1, 1]


def test_hostile_texts_stay_text() -> None:
    file = opened(write(of_text(*HOSTILE), "docx"))
    assert [p.text for p in file.paragraphs if p.style.name == "Body Text"] == list(HOSTILE)
    assert [row.cells[0].text for row in file.tables[0].rows[1:]] == list(HOSTILE)


def test_spans_are_merged_cells() -> None:
    table = Table(
        (Column("a"), Column("b"), Column("c")),
        (Row((text_cell("wide", colspan=2), text_cell("tall", rowspan=2))), Row((text_cell("left"),))),
    )
    file = opened(write(Document("x", (table,)), "docx"))
    assert [[cell.text for cell in row.cells] for row in file.tables[0].rows] == [
        ["a", "b", "c"],
        ["wide", "wide", "tall"],
        ["left", "", "tall"],
    ]


def test_wide_table_lays_the_page_on_its_side() -> None:
    narrow, wide = (Table(tuple(Column(f"c{n}") for n in range(count)), ()) for count in (5, 6))
    pages = [opened(write(Document("x", (table,)), "docx")).sections[0] for table in (narrow, wide)]
    assert [page.page_width > page.page_height for page in pages] == [False, True]


def test_lines_and_tabs_of_a_run_are_kept() -> None:
    file = opened(write(Document("x", (paragraph("a\tb\nc  d "),)), "docx"))
    assert file.paragraphs[1].text == "a\tb\nc  d "


def test_a_form_is_filled_in_where_it_is_not_locked() -> None:
    columns = (Column("Asked", locked=True), Column("Answer", free=True))
    rows = (
        Row((text_cell("Progress"), Cell(choices=("0%", "100%")))),
        Row((text_cell("Note"), text_cell("Two lines\nof words"))),
    )
    file = write(Document("Form", (Table(columns, rows),)), "docx")
    body, settings = part(file, "word/document.xml"), part(file, "word/settings.xml")
    assert '<w:documentProtection w:edit="forms" w:enforcement="1"/><w:defaultTabStop' in settings
    assert re.findall(r'<w:alias w:val="([^"]*)"', body) == ["Progress", "Note"]
    assert re.findall(r'<w:listItem w:displayText="([^"]*)"', body) == ["0%", "100%"]
    assert "<w:comboBox>" in body
    (table,) = tables(read(file, "form.docx"))
    assert [[cell_text(cell) for cell in row.cells] for row in table.rows] == [
        ["Progress", ""],
        ["Note", "Two lines\nof words"],
    ]


def test_a_paper_without_a_form_is_not_protected() -> None:
    file = write(Document("Paper", (paragraph("Words"),)), "docx")
    assert "documentProtection" not in part(file, "word/settings.xml")
