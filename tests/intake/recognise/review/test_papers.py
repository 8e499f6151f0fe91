"""Papers of other councils: other orders, numbers, headings and layouts."""

from __future__ import annotations

from datetime import date

import pytest

from fingerpost.checks.facts import HeaderFacts, ReviewFacts
from fingerpost.documents.model import Document, Row, Table, heading, paragraph, text_cell
from fingerpost.documents.readers import read
from fingerpost.intake.recognise import Recognised, recognise
from tests.intake.recognise.review.papers import row


def from_text(text: str, name: str = "paper.txt") -> Recognised:
    return recognise(read(text.encode(), name))


def paper(text: str, name: str = "paper.txt") -> ReviewFacts:
    found = from_text(text, name).review
    assert found is not None
    return found


def told(recognised: Recognised) -> list[str]:
    return [finding.rule for finding in recognised.findings]


BODY = "\n1. Purpose\n\n1.1 To report.\n\n2. Background\n\n2.1 There is one.\n"


@pytest.mark.parametrize(
    ("lines", "header"),
    [
        (
            "REPORT TO: BOARD ON 5 MAY 2026\nSUBJECT: BOATS\nBY: CLERK\n",
            HeaderFacts("BOARD", date(2026, 5, 5), "5 MAY 2026", "BOATS", "CLERK"),
        ),
        (
            "Date:  5 May 2026\nSubject:  Boats\nReport by:  Clerk\nReport to:  Board\n",
            HeaderFacts("Board", date(2026, 5, 5), "5 May 2026", "Boats", "Clerk"),
        ),
        (
            "REPORT TO\nBoard\n\nSUBJECT\nBoats of the\nharbour\n\nAgenda item 5\n",
            HeaderFacts("Board", None, "", "Boats of the harbour", "", "5"),
        ),
        (
            "HARBOUR BOARD\n\n5 May 2026\n\nAgenda Item No: 5.2\n\nReport by Clerk\n\nTitle: Boats\n",
            HeaderFacts("HARBOUR BOARD", date(2026, 5, 5), "5 May 2026", "Boats", "Clerk", "5.2"),
        ),
        (
            "To:\tBoard, 05/05/2026\nFrom:\tClerk\nRe:\tBoats\n",
            HeaderFacts("Board", date(2026, 5, 5), "05/05/2026", "Boats", "Clerk"),
        ),
    ],
)
def test_a_header_is_read_in_any_order(lines: str, header: HeaderFacts) -> None:
    assert paper(lines + BODY).header == header


def test_a_header_in_a_table_is_read() -> None:
    table = Table(rows=(row("Report to", "Board"), row("Subject:", "Boats"), row("Date", "5 May 2026")))
    blocks = [paragraph(line, space_before=True) for line in BODY.split("\n") if line]
    found = recognise(Document("Paper", (table, *blocks))).review
    assert found is not None
    assert found.header == HeaderFacts("Board", date(2026, 5, 5), "5 May 2026", "Boats")


@pytest.mark.parametrize(
    ("first", "second"), [("1. Purpose", "1.1 Words."), ("1.0 Purpose", "1.1. Words."), ("1 PURPOSE", "1.1) Words.")]
)
def test_numbers_are_read_as_councils_write_them(first: str, second: str) -> None:
    found = paper(f"To: Board\nSubject: Boats\n\n{first}\n\n{second}\n\n2. Background\n\n2.1 More.\n")
    assert [(one.number, one.heading.title(), one.text) for one in found.paragraphs] == [
        ("1.1", "Purpose", "Words."),
        ("2.1", "Background", "More."),
    ]


def test_a_paragraph_keeps_its_points_and_its_wrapped_lines() -> None:
    found = paper(
        "To: Board\nSubject: Boats\n\n1. Purpose\n\n1.1 The Board is asked to\nagree that:\n"
        "- boats are safe;\n- lamps burn.\n\nAnd no more.\n\n1.2 In 2009 about\n2.5 boats sank.\n"
    )
    assert [(one.number, one.text) for one in found.paragraphs] == [
        ("1.1", "The Board is asked to agree that:\n- boats are safe;\n- lamps burn.\nAnd no more."),
        ("1.2", "In 2009 about 2.5 boats sank."),
    ]


def test_two_paragraphs_that_ran_together_are_parted_at_the_next_number() -> None:
    found = paper("To: Board\nSubject: Boats\n\n1. Purpose\n\n1.1 One. 1.2 Two of 3.5 boats. 1.3 Three.\n")
    assert [(one.number, one.text) for one in found.paragraphs] == [
        ("1.1", "One."),
        ("1.2", "Two of 3.5 boats."),
        ("1.3", "Three."),
    ]


def test_paragraphs_without_numbers_stand_under_their_heading() -> None:
    blocks = (heading(1, "Boats"), paragraph("Report to: Board"), heading(2, "Purpose"), paragraph("To report."),
              heading(2, "Implications"), heading(3, "Legal"), paragraph("None."), heading(2, "Conclusion"),
              paragraph("All is well."))  # fmt: skip
    found = recognise(Document("Boats", blocks)).review
    assert found is not None
    assert [(one.number, one.heading, one.text) for one in found.paragraphs] == [
        ("", "Purpose", "To report."),
        ("", "Conclusion", "All is well."),
    ]
    assert [(one.letter, one.heading, one.text) for one in found.implications] == [("", "Legal", "None.")]


@pytest.mark.parametrize("text", ["(a) Legal\n\nNone.", "(a) Legal: None.", "(a) Legal – None.", "a) Legal\nNone."])
def test_an_implication_has_its_text_below_or_beside_its_heading(text: str) -> None:
    found = paper(
        f"To: Board\nSubject: Boats\n\n1. Purpose\n\n1.1 Words.\n\n2. Implications\n\n{text}\n\n3. End\n\n3.1 X.\n"
    )
    assert [(one.letter, one.heading, one.text) for one in found.implications] == [("a", "Legal", "None.")]
    assert [one.number for one in found.paragraphs] == ["1.1", "3.1"]


def test_a_paper_without_tables_is_a_committee_report() -> None:
    found = from_text("To: Board\nSubject: Boats\n" + BODY + "\nAuthor: Ann\nBackground papers: None\nRef: X/1\n")
    assert (found.kind, found.title, told(found)) == ("committee-report", "Boats", [])
    assert found.review is not None
    assert (found.review.author, found.review.background_papers, found.review.reference) == ("Ann", "None", "X/1")


OTHER = """Outcome 1: Boats are safe

| Measure | Comments | Next steps | Progress to date | Latest figures |
|---|---|---|---|---|
| Boats lost | | TBC | Lamps lit | 3 in 2023, 2 in 2024 |
| Lamps burning | Ask | None | No reply received | Awaited |
"""


def test_columns_are_told_by_their_headings_under_other_names() -> None:
    found = from_text(OTHER)
    assert (found.kind, told(found)) == ("review-report", [])
    assert found.review is not None
    (outcome,) = found.review.outcomes
    assert (outcome.label, outcome.title) == ("1", "Boats are safe")
    assert [(one.title, one.work_undertaken, one.work_planned, one.data, one.notes) for one in outcome.rows] == [
        ("Boats lost", "Lamps lit", "TBC", "3 in 2023, 2 in 2024", ""),
        ("Lamps burning", "No reply received", "None", "Awaited", "Ask"),
    ]
    assert [(str(one.value), one.period.words) for one in outcome.rows[0].figures if one.period] == [
        ("3", "2023"),
        ("2", "2024"),
    ]
    assert [[state.state for state in one.states] for one in outcome.rows] == [
        ["none-stated"],
        ["no-response", "none-stated", "awaited"],
    ]


def test_columns_of_figures_say_their_role_and_time_in_their_headings() -> None:
    table = Table(
        rows=(
            row("No", "Indicator", "Baseline 2021/22", "2023/24", "Target", "What we have done", "Trend arrow"),
            row("1", "Falls", "21.4", "19.8%", "18", "Classes", "up"),
            row("2", "Waits", "n/a", "4-6", "<5", "", ""),
        )
    )
    found = recognise(Document("Review", (paragraph("Outcome: Safe homes"), table)))
    assert told(found) == ["column-ignored", "figure-doubtful", "figure-hedged"]
    assert found.review is not None
    falls, waits = found.review.outcomes[0].rows
    assert [(str(one.value), one.unit, one.role, one.period and one.period.slug) for one in falls.figures] == [
        ("21.4", "number", "baseline", "2021-22"),
        ("19.8", "%", "value", "2023-24"),
        ("18", "number", "target", None),
    ]
    assert falls.data == "Baseline 2021/22: 21.4\n2023/24: 19.8%\nTarget: 18"
    assert waits.figures == ()


def test_rows_beside_a_title_that_reaches_down_are_lines_of_it() -> None:
    rows = (
        row("Measure", "Progress", "Next steps"),
        Row((text_cell("Boats lost", rowspan=2), text_cell("Lamps lit"), text_cell("Buoys"))),
        row("Rota agreed", ""),
    )
    found = recognise(Document("Review", (paragraph("Outcome: Safe boats"), Table(rows=rows)))).review
    assert found is not None
    (one,) = found.outcomes[0].rows
    assert (one.work_undertaken, one.work_planned) == ("Lamps lit\nRota agreed", "Buoys")


def test_a_table_goes_on_under_its_headings_on_the_next_page_and_without_them() -> None:
    def page(*rows: Row) -> Table:
        return Table(rows=rows)

    head = row("Action", "Work undertaken", "Work planned")
    blocks = (
        paragraph("Objective: Meet"),
        page(head, row("Hold meetings", "One was held by", "")),
        page(head, row("", "the group", "Hold more")),
        page(row("Write minutes", "Written", "Send them")),
    )
    found = recognise(Document("Review", blocks)).review
    assert found is not None
    assert [(one.title, one.work_undertaken, one.work_planned) for one in found.objectives[0].rows] == [
        ("Hold meetings", "One was held by the group", "Hold more"),
        ("Write minutes", "Written", "Send them"),
    ]


CARDS = """Outcome: Boats are safe

Indicator: Fewer boats sink
Work undertaken: Lamps lit
and buoys painted
Work planned: Rota
Half year data: 2024/25 = 3
Notes: Ask again

Indicator: More boats float
Work undertaken: No response received
Work planned:
Half year data: -
"""


def test_cards_are_read_as_rows() -> None:
    found = from_text(CARDS)
    assert (found.kind, told(found)) == ("review-report", [])
    assert found.review is not None
    rows = found.review.outcomes[0].rows
    assert [(one.title, one.work_undertaken, one.work_planned, one.data, one.notes) for one in rows] == [
        ("Fewer boats sink", "Lamps lit\nand buoys painted", "Rota", "2024/25 = 3", "Ask again"),
        ("More boats float", "No response received", "", "-", ""),
    ]
    assert [one.place.line for one in rows] == [3, 10]


def test_cards_in_tables_are_read_as_rows() -> None:
    card = Table(rows=(row("Action:", "Meet"), row("Work undertaken", "Met"), row("Next steps", "- More\n- Again")))
    found = recognise(Document("Review", (heading(2, "Objective 1: Work together"), card))).review
    assert found is not None
    assert [(one.title, one.work_planned) for one in found.objectives[0].rows] == [("Meet", "- More\n- Again")]


def test_a_labelled_line_alone_is_no_card() -> None:
    assert from_text("Action: Meet\n\nIt was agreed to meet.\n").kind == "unknown"


STRATEGY = """COMMUNICATIONS PLAN 2024

Our aims

To be heard by everyone in the area
and to hear them.

Key objectives

- Tell people what is done
- Hear what people want

Guiding principles

(a) Plain words
(b) Early

Channels

1. Print:
   - Newsletter
   - Posters
2. Web

| What | Who | When | Why |
|---|---|---|---|
| Newsletter | Press officer | Quarterly | People know |
| Annual meeting | Chair | by 30 June 2024 | People ask |
| Survey | Ann | 31 June 2024 | People tell |
"""


def test_a_strategy_is_read_under_other_headings() -> None:
    found = from_text(STRATEGY)
    assert (found.kind, told(found)) == ("communication-strategy", ["date-unreadable"])
    assert found.review is not None
    strategy = found.review.strategy
    assert strategy is not None
    assert (strategy.title, strategy.aim) == (
        "COMMUNICATIONS PLAN 2024",
        "To be heard by everyone in the area and to hear them.",
    )
    assert strategy.objectives == ("Tell people what is done", "Hear what people want")
    assert strategy.principles == ("Plain words", "Early")
    assert strategy.means == ("Print:\n- Newsletter\n- Posters", "Web")
    assert [(one.activity, one.due, one.rule and one.rule.of) for one in found.review.activities] == [
        ("Newsletter", None, "quarter"),
        ("Annual meeting", date(2024, 6, 30), None),
        ("Survey", None, None),
    ]


def test_a_table_of_activities_alone_is_an_activity_plan() -> None:
    found = from_text("Task | By whom | By when | Outcome\nWrite | Ann | Ongoing | Known\nCall | Bo | May 2010 | Met\n")
    assert (found.kind, told(found)) == ("activity-plan", [])
    assert found.review is not None
    assert [(one.activity, one.by_whom, one.by_when) for one in found.review.activities] == [
        ("Write", "Ann", "Ongoing"),
        ("Call", "Bo", "May 2010"),
    ]


def test_a_row_that_a_drawing_hides_is_told() -> None:
    found = from_text(
        "What          Who           When          Why\n"
        "Newsletter    Ann           Quarterly     Known\n"
        "Meeting       Bo            May 2024      Asked\n"
        "Minutes       Cy            Within ten days of it    Open\n"
    )
    assert told(found) == ["row-not-read"]


def test_another_table_of_a_paper_is_told() -> None:
    rows = "Room | Seats | Lift\nHall | 120 | Yes\nLibrary | 30 | No\n"
    found = from_text(f"To: Board\nSubject: Boats\n{BODY}\n{rows}")
    assert told(found) == ["table-not-read"]


def test_a_table_without_a_heading_above_it_is_told() -> None:
    found = from_text("Indicator\tWork undertaken\tWork planned\nLess smoke\tClasses\tNone\nMore sport\tClub\tNone\n")
    assert (found.kind, told(found)) == ("review-report", ["no-outcome"])
