"""What our writers write, our readers read: headings, paragraphs, lists and tables with all their words."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fingerpost.documents.model import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    ListBlock,
    Paragraph,
    Progress,
    Row,
    Table,
    Text,
    heading,
    paragraph,
    text_cell,
)
from fingerpost.documents.readers import read, read_with_warnings
from fingerpost.documents.writers import write
from tests.documents.readers.making import cells, rows, says, table_of

FLOWING = ("html", "docx", "odt", "pdf")
NOTE = (
    paragraph("Training began in May."),
    paragraph("A second paragraph that is long enough to go over more than one line of a narrow column of the table."),
    ListBlock(((paragraph("two schools"),), (paragraph("one college"),))),
)


def milestone(number: int) -> Row:
    return Row(
        (
            text_cell(f"Train {number} members of staff - Q1"),
            text_cell("30 Jun 2009", value=date(2009, 6, 30)),
            Cell(NOTE),
            Cell((Paragraph((Progress(Decimal(90), "90 %"),)),), value=Decimal(90)),
        )
    )


COLUMNS = (Column("Milestone", width=3), Column("Due", "date"), Column("Note", width=4), Column("Progress", "percent"))
REPORT = Document(
    title="Plan: milestones report",
    blocks=(
        heading(1, "Plan: milestones report"),
        paragraph("What the plan set out to do."),
        heading(2, "Young people do well", number="1"),
        heading(3, "Attainment & achievement", number="1.1"),
        paragraph("Overall 41 % of this is done."),
        ListBlock(((paragraph("first"),), (paragraph("second"), ListBlock(((paragraph("inner"),),))))),
        ListBlock(((paragraph("one"),), (paragraph("two"),)), ordered=True),
        Table(columns=COLUMNS, rows=tuple(milestone(number) for number in range(30))),
        heading(2, "What comes next", number="2"),
        Paragraph((Text("See "), Text("the site", link="https://example.org/x"), Text(" for more."))),
    ),
)
NOTE_WORDS = (
    "Training began in May.\n"
    "A second paragraph that is long enough to go over more than one line of a narrow column of the table.\n"
    "- two schools\n- one college"
)
CELLS = [
    ["Milestone", "Due", "Note", "Progress"],
    *([f"Train {number} members of staff - Q1", "30 Jun 2009", NOTE_WORDS, "90 %"] for number in range(30)),
]


def body(document: Document) -> tuple[Block, ...]:
    return tuple(b for b in document.blocks if not (isinstance(b, Paragraph) and b.style == "navigation"))


@pytest.mark.parametrize("form", FLOWING)
def test_a_report_comes_back_whole(form: str) -> None:
    result = read_with_warnings(write(REPORT, form), f"report.{form}")
    assert (result.document.title, result.document.format) == ("Plan: milestones report", form)
    assert result.warnings == ()
    assert says(body(result.document)) == [
        "Plan: milestones report",
        "What the plan set out to do.",
        "1 Young people do well",
        "1.1 Attainment & achievement",
        "Overall 41 % of this is done.",
        [["first"], ["second", [["inner"]]]],
        [["one"], ["two"]],
        CELLS,
        "2 What comes next",
        "See the site for more.",
    ]
    assert [b.level for b in result.document.blocks if isinstance(b, Heading)] == [1, 2, 3, 2]
    assert [b.ordered for b in result.document.blocks if isinstance(b, ListBlock)] == [False, True]
    table = table_of(result.document)
    assert (len(table.header), len(table.rows)) == (1, 30)
    assert [len(cell.blocks) for cell in table.rows[0].cells] == [1, 1, 3, 1]
    assert [(row.place.table, row.place.row) for row in table.rows] == [(1, number) for number in range(2, 32)]


@pytest.mark.parametrize("form", ["html", "docx", "odt"])
def test_links_come_back(form: str) -> None:
    last = read(write(REPORT, form), f"report.{form}").blocks[-1]
    assert isinstance(last, Paragraph)
    assert [run.link for run in last.inlines if isinstance(run, Text)] == [None, "https://example.org/x", None]


def test_a_table_over_several_pages_of_a_pdf_keeps_its_pages() -> None:
    table = table_of(read(write(REPORT, "pdf"), "report.pdf"))
    pages = [row.place.page or 0 for row in table.rows]
    assert pages == sorted(pages)
    assert pages[0] == 1
    assert pages[-1] > 2


def test_a_spreadsheet_comes_back_with_its_values() -> None:
    table = table_of(read(write(REPORT, "xlsx"), "report.xlsx"))
    assert rows(table) == CELLS
    assert [cell.value for cell in table.rows[0].cells] == [None, date(2009, 6, 30), None, Decimal(90)]
    assert [str(cell.place) for cell in table.rows[0].cells][3].endswith("row 2, column D")


WORDS = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S"), exclude_characters="\u200b\u2060\ufeff"),
    min_size=1,
    max_size=12,
)
CELL = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
TABLES = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=2, max_size=5)
)
PLAIN_WORD = st.text("abcdefghijklmnop ABÇé0123456789%,;:'()&<>\"/", min_size=1, max_size=9)
PLAIN_CELL = st.lists(PLAIN_WORD, min_size=1, max_size=3).map(lambda words: " ".join(" ".join(words).split()) or "x")


@pytest.mark.parametrize("form", ["html", "docx", "odt"])
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(table=TABLES)
def test_any_table_comes_back(form: str, table: list[list[str]]) -> None:
    columns = tuple(Column(title) for title in table[0])
    made = Table(columns=columns, rows=tuple(Row(tuple(map(text_cell, row))) for row in table[1:]))
    document = Document(title="Plan", blocks=(heading(1, "Plan"), made))
    assert rows(table_of(read(write(document, form), f"plan.{form}"))) == table


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(table=st.lists(st.lists(PLAIN_CELL, min_size=3, max_size=3), min_size=2, max_size=5))
def test_any_table_of_western_words_comes_back_from_a_pdf(table: list[list[str]]) -> None:
    made = Table(columns=tuple(map(Column, table[0])), rows=tuple(Row(tuple(map(text_cell, r))) for r in table[1:]))
    document = Document(title="Plan", blocks=(heading(1, "Plan"), made))
    found = table_of(read(write(document, "pdf"), "plan.pdf"))
    assert rows(found) == table
    assert {cell.place.page for cell in cells(found)} == {1}
