"""The real report, drawn in every layout, is recognised the same in each."""

from __future__ import annotations

import pytest

from fingerpost.documents.readers import read
from fingerpost.intake.recognise import recognise
from tests.intake.recognise import drawings, layouts
from tests.intake.recognise.reports import as_expected, expected, real_bytes, real_plan, rows, words

pytestmark = pytest.mark.example


def test_the_real_report_gives_every_row_as_expected() -> None:
    assert as_expected(real_plan()) == expected()


def test_the_real_report_gives_its_title_its_day_and_its_counts() -> None:
    plan = real_plan()
    milestones = [m for outcome, action in layouts.actions(plan) for m in action.milestones]
    assert plan.title == "Smarter - Local Delivery Plan Milestones 30/9/09"
    assert str(plan.as_at) == "2009-09-30"
    assert [outcome.theme for outcome in plan.outcomes] == ["Smarter"] * 7
    assert [len(outcome.actions) for outcome in plan.outcomes] == [1, 1, 2, 1, 2, 3, 2]
    assert len(milestones) == 67
    assert sum(m.progress == 100 for m in milestones) == 52


def test_the_real_report_has_nothing_to_complain_of() -> None:
    assert recognise(read(real_bytes(), "report.txt")).findings == ()


def test_every_summary_of_the_real_report_states_the_percentage_that_is_kept() -> None:
    plan = real_plan()
    assert [action.summary[: action.summary.index("%")] for _outcome, action in layouts.actions(plan)] == [
        f"Overall, Key Action {action.stated_percent}" for _outcome, action in layouts.actions(plan)
    ]


def test_the_contents_list_is_kept_apart_from_the_body() -> None:
    listed = real_plan().listed
    assert [place.line for _title, place in listed] == [5, 6, 7, 8, 9, 10, 11, 12, 13]
    assert listed[3][0] == "Implement 16+ Learning Choices Action Plan"


def test_each_milestone_knows_the_line_of_its_title() -> None:
    lines = real_bytes().decode().split("\n")
    milestones = [m for _outcome, action in layouts.actions(real_plan()) for m in action.milestones]
    assert [lines[(m.place.line or 0) - 1].strip() for m in milestones] == [m.title for m in milestones]


def test_a_note_keeps_its_paragraphs_and_bullets_as_lines() -> None:
    notes = [m.note.split("\n") for _outcome, action in layouts.actions(real_plan()) for m in action.milestones]
    assert [len(note) for note in notes if len(note) > 1] == [3, 2, 12, 2, 6]
    bulleted = next(note for note in notes if len(note) == 12)
    assert [line[:2] for line in bulleted[3:7]] == ["· "] * 4
    assert [line[:2] for line in bulleted[8:]] == ["· "] * 4


@pytest.mark.parametrize("layout", layouts.WHOLE, ids=lambda layout: layout.__name__)
def test_a_layout_with_everything_gives_the_same_plan(layout: layouts.Layout) -> None:
    found = recognise(layout(real_plan())).plan
    assert rows(found) == rows(real_plan())
    assert words(found) == words(real_plan())
    assert as_expected(found) == expected()


@pytest.mark.parametrize("layout", layouts.PLAIN, ids=lambda layout: layout.__name__)
def test_one_big_table_gives_the_same_rows(layout: layouts.Layout) -> None:
    found = recognise(layout(real_plan())).plan
    assert rows(found) == rows(real_plan())
    assert (found.title, found.as_at) == (real_plan().title, real_plan().as_at)
    assert as_expected(found) == expected()


def test_bulleted_lists_in_notes_are_read_as_lines_with_a_dash() -> None:
    found = recognise(layouts.list_notes(real_plan())).plan
    assert rows(found) == rows(real_plan(), bullet="- ")


@pytest.mark.parametrize("drawing", drawings.TEXTS, ids=lambda drawing: drawing.__name__)
def test_columns_drawn_in_text_give_the_same_plan(drawing: drawings.Drawing) -> None:
    found = recognise(read(drawing(real_plan()).encode(), "report.txt")).plan
    assert rows(found, lines=False) == rows(real_plan(), lines=False)
    assert words(found) == words(real_plan())
    assert as_expected(found) == expected()


def test_a_csv_with_notes_gives_the_same_rows() -> None:
    found = recognise(read(drawings.csv_with_notes(real_plan()).encode(), "plan.csv")).plan
    assert rows(found) == rows(real_plan())


def test_a_csv_as_the_list_of_what_is_expected_gives_it_back() -> None:
    found = recognise(read(drawings.expected_csv(real_plan()).encode(), "plan.csv"))
    assert as_expected(found.plan) == expected()
    assert (found.title, found.plan.as_at, found.findings) == ("", None, ())
