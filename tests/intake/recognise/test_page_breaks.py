"""Rows that a page's end cut in two, and dates broken in a narrow column."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
import typst

from fingerpost.checks.facts import PlanFacts
from fingerpost.documents.model import Document, Place, Row, Table, paragraph
from fingerpost.documents.readers import read
from fingerpost.intake.recognise import recognise
from tests.intake.recognise.layouts import HEADINGS, actions, cells, row
from tests.intake.recognise.reports import as_expected, expected, real_plan, rows, words

LAMPS = ("Lamps renewed - Q1", "30 Jun 2009", "All lamps burn.", "100 %")
BUOYS = ("Buoys painted in the", "30 Sep", "Half of them are red and have been re-", "50 %")
REST = ("outer harbour - Q2", "2009", "painted, half are grey.", "")
WHOLE = ("Buoys painted in the outer harbour - Q2", "30 Sep 2009",
         "Half of them are red and have been re-painted, half are grey.", "50 %")  # fmt: skip

SETTINGS = """
#set page(width: 18cm, height: HEIGHT, margin: 1.5cm)
#set text(size: 9pt)
#show heading.where(level: 1): set text(size: 18pt)
#show heading.where(level: 2): set text(size: 14pt)
#show heading.where(level: 3): set text(size: 11.5pt)
"""


def table(*pages: list[tuple[str, ...]]) -> Document:
    numbered = [(page, texts) for page, part in enumerate(pages, 1) for texts in part]
    made = [
        Row(row(*texts).cells, place=Place(page=page, table=1, row=number))
        for number, (page, texts) in enumerate(numbered, 1)
    ]
    above = [paragraph(text) for text in ("Harbour", "Boats are safe", "Lights and buoys")]
    return Document(title="Harbour", blocks=(*above, Table(rows=tuple(made))), format="pdf")


def found(*pages: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    plan = recognise(table(*pages)).plan
    return [(m.title, m.due_text, m.note, m.progress_text) for _, action in actions(plan) for m in action.milestones]


def test_a_row_that_goes_on_over_the_page_is_one_row() -> None:
    assert found([HEADINGS, LAMPS, BUOYS], [REST, LAMPS]) == [LAMPS, WHOLE, LAMPS]


def test_a_row_in_two_halves_stands_where_its_first_half_does() -> None:
    plan = recognise(table([HEADINGS, BUOYS], [REST])).plan
    only = plan.outcomes[0].actions[0].milestones[0]
    assert (only.due, only.progress, only.place.page, only.place.row) == (date(2009, 9, 30), Decimal(50), 1, 2)


def test_a_row_over_three_pages_is_one_row() -> None:
    middle, last = ("outer harbour - Q2", "2009", "painted, half", ""), ("", "", "are grey.", "")
    assert found([HEADINGS, BUOYS], [middle], [last]) == [WHOLE]


def test_a_row_goes_on_below_headings_that_are_repeated() -> None:
    assert found([HEADINGS, BUOYS], [HEADINGS, REST, LAMPS]) == [WHOLE, LAMPS]


def test_two_whole_rows_at_a_page_break_stay_two() -> None:
    assert found([HEADINGS, LAMPS], [WHOLE]) == [LAMPS, WHOLE]


def test_a_row_without_a_date_at_the_top_of_a_page_stays_its_own() -> None:
    new = ("Piers swept", "", "Nothing yet.", "")
    assert found([HEADINGS, LAMPS], [new]) == [LAMPS, new]


def test_halves_of_a_row_on_the_same_page_are_not_joined() -> None:
    assert found([HEADINGS, BUOYS, REST]) == [BUOYS, REST]


def test_headings_of_columns_that_go_on_over_the_page_are_whole() -> None:
    upper, lower = ("Milestone", "Milestone", "Milestone Note", "Progress"), ("", "Due Date", "", "")
    assert found([upper], [lower, LAMPS, WHOLE]) == [LAMPS, WHOLE]


def drawn(plan: PlanFacts, *, height: str, dates: str, iso: bool) -> bytes:
    """The report as a PDF without tags, with narrow columns and pages that end within rows."""
    parts = [SETTINGS.replace("HEIGHT", height), f"= {plan.title}\n"]
    for outcome, action in actions(plan):
        parts.append(f"#par[{outcome.theme}]\n== {outcome.title}\n=== {action.title}\n#par[{action.summary}]\n")
        made = [HEADINGS]
        for m in action.milestones:
            title, due, note, done = cells(m)
            parted = f"{m.due:%Y-%m-\n%d}" if iso else due
            made.append((title, parted, note.replace("\n", " "), done))
        texts = ", ".join(json.dumps(text, ensure_ascii=False) for texts in made for text in texts)
        parts.append(f"#table(columns: (2fr, {dates}, 3fr, 1.7cm), {texts})\n\n#par[Back]\n")
    made_pdf = typst.compile("\n".join(parts).encode())
    assert isinstance(made_pdf, bytes)
    return made_pdf.replace(b"/StructTreeRoot", b"/NoStructTrees_")


@pytest.mark.example
@pytest.mark.parametrize(
    ("height", "dates", "iso"), [("20cm", "1.6cm", False), ("12cm", "2.4cm", False), ("16cm", "1.9cm", True)]
)
def test_the_real_report_in_a_pdf_whose_pages_end_within_rows(height: str, dates: str, iso: bool) -> None:
    plan = recognise(read(drawn(real_plan(), height=height, dates=dates, iso=iso), "report.pdf")).plan
    assert rows(plan, lines=False) == rows(real_plan(), lines=False)
    assert as_expected(plan) == expected()
    assert words(plan) == words(real_plan())
