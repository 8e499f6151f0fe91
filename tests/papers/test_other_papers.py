"""Exception reports and task sheets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from fingerpost.core.periods import Period
from fingerpost.documents.model import Document, Heading, PageBreak, Paragraph, Row, cell_text, tables, text_cell, words
from fingerpost.documents.readers import read
from fingerpost.documents.writers import write
from fingerpost.intake.recognise import recognise
from fingerpost.papers.exception_report import exception_report
from fingerpost.papers.task_sheet import task_sheet
from fingerpost.people.models import User
from fingerpost.plans.models import Action, MilestoneState, Plan
from tests import factories
from tests.reporting.plans import move

pytestmark = pytest.mark.django_db
Q2 = Period(2009, "quarter", 2)


def lead_words(document: Document) -> list[str]:
    return [words(one.inlines) for one in document.blocks if isinstance(one, Paragraph) and one.style == "lead"]


def table_rows(document: Document) -> list[list[list[str]]]:
    return [[[cell_text(cell) for cell in row.cells] for row in table.rows] for table in tables(document)]


def add(action: Action, title: str, progress: int | None, due: date = date(2009, 9, 30), **fields: object) -> None:
    milestone = factories.make_milestone(action, title=title, due=due, **fields)
    if progress is not None:
        factories.make_update(milestone, progress, as_at=date(2009, 9, 30), note=f"Said of {title}")


@pytest.fixture
def action() -> Action:
    return factories.make_action(title="Widen learning", lead=factories.make_user(name="Ann Lead", slug="ann"))


def troubled(action: Action) -> Plan:
    add(action, "Done", 100, date(2009, 6, 30))
    add(action, "A month late", 20, date(2009, 8, 31))
    add(action, "A quarter late", 60, date(2009, 6, 30))
    add(action, "Unheard of", None, date(2009, 7, 31))
    add(action, "Due today", 95)
    add(action, "Behind", 10, date(2009, 12, 31))
    add(action, "Dropped", 0, date(2009, 6, 30), state=MilestoneState.CANCELLED, state_reason="No funds")
    add(action, "Put off", 10)
    move(action.milestones.get(title="Put off"), on=date(2009, 9, 1), to=date(2010, 3, 31))
    return action.plan


def test_exceptions_are_grouped_the_most_overdue_first(action: Action) -> None:
    document = exception_report(troubled(action), period=Q2)
    assert lead_words(document) == ["5 milestones need attention. Overdue: 4; Slipped: 1; No update received: 1."]
    assert [[row[0].split("\n")[0] for row in rows] for rows in table_rows(document)] == [
        ["A quarter late", "Unheard of", "A month late", "Due today"],
        ["Put off"],
        ["Unheard of"],
    ]


def test_each_exception_says_what_is_wrong(action: Action) -> None:
    overdue, slipped, unheard = table_rows(exception_report(troubled(action), period=Q2))
    assert overdue[0] == [
        "A quarter late\nWiden learning", "Ann Lead", "30 Jun 2009", "92 days overdue", "60%\nSome progress"
    ]  # fmt: skip
    assert [row[3] for row in overdue[1:]] == [
        "61 days overdue\nNo update received",
        "30 days overdue",
        "Due on the day of this report",
    ]
    assert slipped[0][3] == "First due 30 September 2009\nOff track: by time, 50% could be expected"
    assert unheard[0][4] == "No update received"


def test_what_is_due_later_and_behind_time_comes_with_everything(action: Action) -> None:
    document = exception_report(troubled(action), period=Q2, scope="all")
    assert [row[0].split("\n")[0] for row in table_rows(document)[1]] == ["Behind", "Put off"]


def test_a_report_without_exceptions_says_so(action: Action) -> None:
    add(action, "Done", 100)
    document = exception_report(action.plan, period=Q2)
    assert lead_words(document) == ["No milestone is overdue, has slipped or is without an update."]
    assert table_rows(document) == []


def test_the_sheet_of_exceptions_has_days_and_dates(action: Action) -> None:
    sheet = exception_report(troubled(action), period=Q2).sheets[0].table
    assert [cell.value for cell in sheet.rows[0].cells[5:9]] == [
        date(2009, 6, 30), date(2009, 6, 30), Decimal(92), Decimal(60)
    ]  # fmt: skip


def test_a_task_sheet_asks_for_what_is_open_and_says_what_was_said_last(action: Action) -> None:
    document = task_sheet(troubled(action), period=Q2, lead=User.objects.get(slug="ann"))
    assert lead_words(document) == ["4 milestones to report on."]
    (rows,) = table_rows(document)
    assert [row[0].split("\n")[0] for row in rows] == ["A month late", "A quarter late", "Unheard of", "Due today"]
    assert [row[2:] for row in rows[1:3]] == [
        ["60%\nSaid of A quarter late\nAs at 30 September 2009", "", ""],
        ["Nothing so far", "", ""],
    ]


def test_everybodys_task_sheets_have_a_page_and_a_sheet_each(action: Action) -> None:
    add(action, "One", 0)
    add(factories.make_action(action.outcomes.get(), title="Nobody's"), "Two", 0)
    add(action, "Three", 0, lead=factories.make_user(name="Bea Other"))
    document = task_sheet(action.plan, period=Q2)
    names = ["Ann Lead", "Bea Other", "No lead officer"]
    assert [words(one.inlines) for one in document.blocks if isinstance(one, Heading) and one.level == 2] == names
    assert sum(isinstance(one, PageBreak) for one in document.blocks) == 3
    assert [sheet.name for sheet in document.sheets] == names


def test_a_task_sheet_with_nothing_to_ask_says_so(action: Action) -> None:
    add(action, "Done", 100)
    assert lead_words(task_sheet(action.plan, period=Q2)) == ["No milestone waits for an update."]


def test_a_task_sheet_locks_what_is_known_and_offers_yes_or_no(action: Action) -> None:
    add(action, "Open the centre", 20)
    columns = task_sheet(action.plan, period=Q2).sheets[0].table.columns
    assert [(column.title, column.choices) for column in columns if not column.locked] == [
        ("Progress", ()),
        ("Note", ()),
        ("Will be completed in this plan year", ("Yes", "No")),
    ]


def test_a_task_sheet_that_was_filled_in_can_be_imported(action: Action) -> None:
    add(action, "Open the centre", 20)
    document = task_sheet(action.plan, period=Q2)
    table = document.sheets[0].table
    answer = (text_cell("75%", value=Decimal(75)), text_cell("Walls are up"), text_cell("Yes"))
    filled = replace(table, rows=(Row((*table.rows[0].cells[:7], *answer)),))
    content = write(replace(document, sheets=(replace(document.sheets[0], table=filled),)), "xlsx")
    found = recognise(read(content, "filled.xlsx")).plan.outcomes[0].actions[0]
    milestone = found.milestones[0]
    assert (found.title, milestone.title, milestone.due, milestone.note, milestone.progress) == (
        "Widen learning", "Open the centre", date(2009, 9, 30), "Walls are up", Decimal(75)
    )  # fmt: skip


@pytest.mark.parametrize("build", [exception_report, task_sheet])
@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_number_of_queries_does_not_grow(
    action: Action, build: object, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        add(action, f"Milestone {number}", 20, lead=factories.make_user())
    with django_assert_num_queries(8):
        build(action.plan, period=Q2)  # type: ignore[operator]
