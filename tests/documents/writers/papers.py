"""The papers that the writers' tests write: one ordinary report, and texts that try to be more than text."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from fingerpost.documents.model import (
    Cell,
    Column,
    Contents,
    ContentsEntry,
    Document,
    Figure,
    ListBlock,
    PageBreak,
    Paragraph,
    Progress,
    Row,
    Table,
    Text,
    heading,
    paragraph,
    text_cell,
)

HOSTILE = (
    '#import "/etc/passwd": *',
    '=HYPERLINK("https://example.org","x")',
    "+1+1",
    "<script>alert(1)</script>",
    "$x$ \\ \\u{41} *bold* _it_ `raw` @ref <label>",
    "</w:t> & &amp; ]]>",
    "שלום עולם",
    "مرحبا",
    "😀 日本語",
    "https://example.org/not-a-link",
    "{{7*7}} {% now %}",
)

CHART = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "width": 300,
    "height": {"step": 30},
    "data": {"values": [{"outcome": "Safe & well", "percent": 81}, {"outcome": "Active", "percent": 25}]},
    "mark": "bar",
    "encoding": {
        "y": {"field": "outcome", "type": "nominal", "title": None},
        "x": {"field": "percent", "type": "quantitative", "title": "Percent complete", "scale": {"domain": [0, 100]}},
    },
}
ALT = "Bar chart of two outcomes: Safe & well 81 %, Active 25 %."
NOTE = Cell(
    (
        paragraph("The draft went round in August."),
        ListBlock(((paragraph("Health board: one more indicator"),), (paragraph("College: no comment"),))),
        paragraph("The text is with the printers."),
    )
)
COLUMNS = (
    Column("Milestone", width=5),
    Column("Due date", "date", 2),
    Column("Note", width=7),
    Column("Progress", "percent", 3),
)


def bar_cell(percent: int | None) -> Cell:
    if percent is None:
        return Cell((Paragraph((Progress(None, "No update received"),)),))
    return Cell((Paragraph((Progress(Decimal(percent), f"{percent} %"),)),), Decimal(percent))


def milestone(title: str, due: date, note: Cell, percent: int | None) -> Row:
    return Row((text_cell(title), Cell((paragraph(f"{due.day} {due:%B %Y}"),), due), note, bar_cell(percent)))


MILESTONES = Table(
    COLUMNS,
    (
        milestone("Agree the training plan", date(2009, 6, 30), text_cell("Agreed in June."), 100),
        milestone("Train the first group", date(2009, 9, 30), NOTE, 45),
        milestone("Train the second group", date(2010, 3, 31), Cell(), None),
    ),
    caption="Milestones of the first action",
)
FIGURES = Table(
    (Column("Outcome", width=3), Column("Progress", "percent")),
    (Row((text_cell("Safe & well"), text_cell("81 %"))), Row((text_cell("Active"), text_cell("25 %")))),
)


def report() -> Document:
    """Contents, two outcomes, an action with its milestones, a chart, lists, numbered paragraphs, links."""
    return Document(
        title="Milestones report",
        blocks=(
            heading(1, "Milestones report"),
            paragraph("Quarter 2 of 2009/10", style="lead"),
            Contents(
                "Contents",
                (ContentsEntry(1, "Safe & well", "outcome-1", "1"), ContentsEntry(2, "Train staff", "action-1", "1.1")),
            ),
            Figure(CHART, ALT, "Progress by outcome", FIGURES),
            heading(2, "Safe & well", anchor="outcome-1", number="1"),
            heading(3, "Train staff", anchor="action-1", number="1.1"),
            Paragraph((Progress(Decimal(62), "62 % overall"),)),
            Paragraph((Text("One of the "), Text("three", bold=True), Text(" is complete.", italic=True)), "summary"),
            MILESTONES,
            Paragraph((Text("Back to contents", link="#contents"), Text(", "), Text("top", link="#top")), "navigation"),
            PageBreak(),
            heading(2, "What happens next"),
            Paragraph((Text("Members are asked to note the report."),), number="2.1"),
            ListBlock(
                (
                    (paragraph("The group meets"), ListBlock(((paragraph("papers before"),),))),
                    (paragraph("The report is published"),),
                ),
                ordered=True,
            ),
            Paragraph((Text("The partnership", link="https://example.org/plan?a=1&b=2"),), "small"),
        ),
        author="A community planning partnership",
        subject="Quarter 2 of 2009/10",
        footer="Approved on 12 October 2009",
        created=datetime(2009, 10, 12, 9, 30, tzinfo=UTC),
    )


def of_text(*texts: str) -> Document:
    """Each text as a paragraph and in a cell, with the first as title and heading too."""
    first = texts[0].replace("\n", " ").strip() or "Untitled"
    return Document(
        title=first,
        blocks=(
            heading(1, first),
            *(paragraph(text) for text in texts),
            Table((Column("Text"),), tuple(Row((Cell((paragraph(text),)),)) for text in texts)),
        ),
    )
