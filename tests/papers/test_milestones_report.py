"""What the milestones report says, exactly."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from fingerpost.core.periods import Period
from fingerpost.documents.model import (
    Cell,
    Contents,
    Document,
    Figure,
    Heading,
    ListBlock,
    Paragraph,
    Progress,
    Table,
    Text,
    cell_text,
    plain,
    tables,
    words,
)
from fingerpost.papers.milestones_report import milestones_report
from fingerpost.plans.models import ActionOutcome, MilestoneState, Plan
from tests import factories
from tests.reporting.plans import move, plan_with_progress

pytestmark = pytest.mark.django_db
Q2, Q3 = Period(2009, "quarter", 2), Period(2009, "quarter", 3)


def paragraphs(document: Document, style: str) -> list[str]:
    return [words(block.inlines) for block in document.blocks if isinstance(block, Paragraph) and block.style == style]


def headings(document: Document) -> list[tuple[int, str, str]]:
    return [
        (block.level, block.number, words(block.inlines)) for block in document.blocks if isinstance(block, Heading)
    ]


def first_table(document: Document) -> list[list[str]]:
    return [[cell_text(cell) for cell in row.cells] for row in next(tables(document)).rows]


def test_the_report_begins_with_the_figures_that_matter_most() -> None:
    document = milestones_report(plan_with_progress(), period=Q2)
    assert document.title == "Learning and skills plan 2009/10: milestones report, Q2 2009/10 (as at 30 September 2009)"
    assert paragraphs(document, "lead") == ["4 of 8 milestones due by 30 September 2009 are complete (50%)."]
    assert words(document.blocks[2].inlines) == (  # type: ignore[union-attr]
        "Of the other four, two are well progressed and no update has been received on two."
    )


def test_key_actions_are_numbered_through_and_each_has_its_summary() -> None:
    document = milestones_report(plan_with_progress(), period=Q2)
    assert headings(document)[1:] == [
        (2, "", "People improve their learning and qualifications"),
        (3, "1", "Carry out the lifelong learning strategy"),
        (2, "", "More young people stay in learning after 16"),
        (3, "2", "Carry out the choices plan for leavers"),
        (3, "3", "Work with schools on attendance"),
        (2, "", "How the figures were worked out"),
    ]
    assert paragraphs(document, "summary")[1] == (
        "Overall, this key action is 58% complete. Two of the four milestones due by 30 September 2009 are complete; "
        "of the other two, one is well progressed and no update has been received on one."
    )
    assert paragraphs(document, "summary")[-1] == (
        "Overall, this key action is 0% complete. None of its milestones was due by 30 September 2009."
    )


def test_every_link_leads_somewhere_and_every_key_action_has_a_way_back() -> None:
    document = milestones_report(plan_with_progress(), period=Q2)
    anchors = {block.anchor for block in document.blocks if isinstance(block, Heading) and block.anchor}
    listed = [entry.anchor for block in document.blocks if isinstance(block, Contents) for entry in block.entries]
    links = {
        inline.link
        for block in document.blocks
        if isinstance(block, Paragraph)
        for inline in block.inlines
        if isinstance(inline, Text) and inline.link
    }
    assert listed == ["outcome-1", "action-1", "outcome-2", "action-2", "action-3"]
    assert anchors == {*listed, "worked-out"}
    assert links == {"#contents", "#top", "#worked-out"}  # a writer knows the first two
    assert paragraphs(document, "navigation") == ["Back to contents · Top of page"] * 4


def test_the_table_tells_each_milestone_and_a_missing_update_is_no_zero() -> None:
    rows = first_table(milestones_report(plan_with_progress(), period=Q2))
    assert rows == [
        ["Publish the report on skills in hospitality", "30 Jun 2009", "Published and sent to employers",
         "100%\nComplete"],
        ["Set up a lifelong learning forum", "30 Sep 2009", "The forum met for the first time",
         "100%\nComplete"],
        ["Agree remit and targets of the forum", "30 Sep 2009", "Baseline is being gathered",
         "90%\nWell progressed"],
        ["Map the courses on offer", "30 Sep 2009", "", "No update received"],
    ]  # fmt: skip


def test_everything_of_the_plan_year_is_listed_when_asked_for() -> None:
    rows = first_table(milestones_report(plan_with_progress(), period=Q2, scope="all"))
    assert [row[3] for row in rows[4:]] == ["0%\nNo progress", "Not due yet"]


def plan_with_one(progress: int | str | None = 90, **fields: object) -> Plan:
    milestone = factories.make_milestone(title="Open the centre", **fields)
    if progress is not None:
        factories.make_update(milestone, progress, note="Work began")
    return milestone.action.plan


def cells(document: Document) -> tuple[Cell, ...]:
    return next(tables(document)).rows[0].cells


def test_cells_have_values_for_spreadsheets() -> None:
    found = cells(milestones_report(plan_with_one("33.3"), period=Q2))
    assert [cell.value for cell in found] == [None, date(2009, 9, 30), None, Decimal("33.30")]
    assert found[3].blocks[0] == Paragraph((Progress(Decimal("33.30"), "33.3%"),))


def test_an_old_update_is_told_as_the_last_word_not_as_progress() -> None:
    plan = plan_with_one(None)
    factories.make_update(plan.actions.get().milestones.get(), 40, as_at=date(2009, 6, 30), note="Begun")
    found = cells(milestones_report(plan, period=Q2))
    assert (cell_text(found[3]), found[3].value) == ("No update received; last 40% as at 30 June 2009", None)


def test_a_note_keeps_its_paragraphs_and_its_lists() -> None:
    plan = plan_with_one(None)
    factories.make_update(plan.actions.get().milestones.get(), 50, note="Two things:\n- one\n• two\n\nMore later")
    blocks = cells(milestones_report(plan, period=Q2))[2].blocks
    assert blocks == (
        Paragraph((Text("Two things:"),)),
        ListBlock(((Paragraph((Text("one"),)),), (Paragraph((Text("two"),)),))),
        Paragraph((Text("More later"),)),
    )


def test_a_milestone_without_a_date_keeps_its_words() -> None:
    plan = plan_with_one(due=None, by_when="Ongoing")
    assert cell_text(cells(milestones_report(plan, period=Q2, scope="all"))[1]) == "Ongoing"


def test_what_was_left_out_is_listed_with_its_reason_after_the_table() -> None:
    plan = plan_with_one()
    factories.make_milestone(
        plan.actions.get(), title="Hold the fair", state=MilestoneState.CANCELLED, state_reason="No funds"
    )
    document = milestones_report(plan, period=Q2)
    assert len(first_table(document)) == 1
    place = next(n for n, block in enumerate(document.blocks) if isinstance(block, Table))
    assert [plain(block) for block in document.blocks[place + 1 : place + 3]] == [
        "Left out of the figures:",
        "- Hold the fair: Cancelled: No funds",
    ]


def test_a_date_that_moved_is_told_with_the_first_one() -> None:
    plan = plan_with_one()
    move(plan.actions.get().milestones.get(), on=date(2009, 10, 5), to=date(2009, 12, 31))
    document = milestones_report(plan, period=Q3)
    assert "- Open the centre: first due 30 September 2009, now 31 December 2009" in map(plain, document.blocks)


def test_a_stated_percentage_stands_beside_the_computed_one() -> None:
    plan = plan_with_one()
    factories.make_action_update(plan.actions.get(), stated_percent=41)
    said = paragraphs(milestones_report(plan, period=Q2), "body")
    assert said[1] == "Stated percentage: 41% (as at 30 September 2009)"
    assert said[2].startswith("Computed percentage: 90%. Only milestones due so far are known here.")


def test_an_action_that_counts_twice_is_told_once_and_linked() -> None:
    plan = plan_with_one()
    second = factories.make_outcome(plan, title="Another outcome")
    ActionOutcome.objects.create(action=plan.actions.get(), outcome=second)
    document = milestones_report(plan, period=Q2)
    assert len(list(tables(document))) == 1
    title = plan.actions.get().title
    shared = Paragraph((Text("Counts here too: "), Text(f"1 {title}", link="#action-1")))
    assert document.blocks.count(shared) == 1


def test_one_outcome_or_one_person_alone() -> None:
    plan = plan_with_progress()
    second = plan.outcomes.all()[1]
    document = milestones_report(plan, period=Q2, outcome=second)
    assert next(title for level, _number, title in headings(document) if level == 2) == second.title
    assert [len(rows.rows) for rows in tables(document)] == [4]
    lead = plan.actions.all()[0].lead
    mine = milestones_report(plan, period=Q2, lead=lead)
    assert paragraphs(mine, "lead") == ["4 of 8 milestones due by 30 September 2009 are complete (50%)."]
    assert [number for level, number, _title in headings(mine) if level == 3] == ["1", "2"]


def test_charts_tell_progress_and_what_was_due_with_their_tables() -> None:
    figures = [
        block for block in milestones_report(plan_with_progress(), period=Q2).blocks if isinstance(block, Figure)
    ]
    assert [[cell_text(cell) for row in figure.table.rows for cell in row.cells] for figure in figures] == [
        ["People improve their learning and qualifications", "58%", "50%",
         "More young people stay in learning after 16", "48%", "50%"],
        ["People improve their learning and qualifications", "4", "2", "Well progressed: 1, No update received: 1",
         "More young people stay in learning after 16", "4", "2", "Well progressed: 1, No update received: 1"],
    ]  # fmt: skip


def test_the_flat_sheet_has_a_row_a_milestone() -> None:
    sheets = milestones_report(plan_with_progress(), period=Q2).sheets
    assert [(sheet.name, len(sheet.table.rows)) for sheet in sheets] == [("Milestones", 8), ("Key actions", 3)]
    row = [cell.value or cell_text(cell) for cell in sheets[0].table.rows[2].cells]
    assert [*row[:4], *row[5:]] == [
        "", "People improve their learning and qualifications", "Carry out the lifelong learning strategy",
        Decimal(41), "Agree remit and targets of the forum", "", date(2009, 9, 30), "Baseline is being gathered",
        Decimal(90), "Well progressed", "Ann Lead",
    ]  # fmt: skip


def test_a_plan_without_anything_makes_a_report_that_says_so() -> None:
    document = milestones_report(factories.make_plan(), period=Q2)
    assert paragraphs(document, "lead") == ["No milestone was due by 30 September 2009."]
    assert list(tables(document)) == []


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_number_of_queries_does_not_grow(rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    plan = factories.make_plan()
    action = factories.make_action(factories.make_outcome(plan), lead=factories.make_user())
    for _ in range(rows):
        factories.make_update(factories.make_milestone(action), 50)
    with django_assert_num_queries(8):
        assert len(next(tables(milestones_report(plan, period=Q2))).rows) == rows
