"""The action log of a plan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from fingerpost.core.periods import Period
from fingerpost.documents.model import Table, cell_text, tables
from fingerpost.documents.readers import read
from fingerpost.documents.writers import FORMATS, write
from fingerpost.follow_ups import services
from fingerpost.papers.action_log import action_log
from fingerpost.papers.making import paper_look
from fingerpost.plans.models import Plan
from tests import factories
from tests.papers.test_other_papers import lead_words, table_rows

pytestmark = pytest.mark.django_db
Q3 = Period(2009, "quarter", 3)


@pytest.fixture
def plan() -> Plan:
    """A plan with something overdue, something open, something done and something dropped."""
    plan = factories.make_plan(title="Learning plan", slug="learning-plan")
    action = factories.make_action(factories.make_outcome(plan), title="Widen learning")
    ann = factories.make_user(name="Ann Lead", slug="ann")
    late = factories.make_follow_up(
        plan, text="Ask the colleges", owner=ann, due=date(2009, 11, 30), origin="check", origin_words="No update",
        action=action,
    )  # fmt: skip
    services.note_progress(
        follow_up=late, by=ann, words="Two of three\nanswered", percent=Decimal(60), on=date(2009, 12, 1)
    )
    words = {"owner_words": "Theme group", "by_when": "Within one month of each meeting", "origin": "meeting"}
    factories.make_follow_up(plan, text="Look at the risks", **words)
    done = factories.make_follow_up(plan, text="Write to the schools", owner=ann, due=date(2009, 10, 31))
    services.finish(follow_up=done, by=ann, words="All have it", on=date(2009, 10, 30))
    dropped = factories.make_follow_up(plan, text="Book the hall", agreed_on=date(2009, 5, 1))
    services.drop(follow_up=dropped, by=None, reason="No conference", on=date(2009, 9, 30))
    return plan


OVERDUE = [
    "Ask the colleges\nWiden learning\nCheck: No update, 1 October 2009", "Ann Lead", "30 Nov 2009",
    "Overdue, 60%\n1 December 2009: Two of three answered",
]  # fmt: skip
OPEN = ["Look at the risks\nMeeting, 1 October 2009", "Theme group", "Within one month of each meeting", "Open"]
DONE = [
    "Write to the schools\nOther, 1 October 2009",
    "Ann Lead",
    "31 Oct 2009",
    "Done on 30 October 2009\nAll have it",
]
DROPPED = ["Book the hall\nOther, 1 May 2009", "Nobody", "No date", "Dropped on 30 September 2009\nNo conference"]


def test_the_log_tells_what_was_agreed_and_how_it_stands(plan: Plan) -> None:
    document = action_log(plan, period=Q3)
    assert document.title == "Learning plan: action log, Q3 2009/10 (as at 31 December 2009)"
    assert lead_words(document) == ["3 follow-ups. Overdue: 1; Open: 1; Done or dropped in the period: 1."]
    assert table_rows(document) == [[OVERDUE], [OPEN], [DONE]]


def test_the_whole_log_adds_what_ended_before(plan: Plan) -> None:
    assert table_rows(action_log(plan, period=Q3, scope="all")) == [[OVERDUE], [OPEN], [DROPPED, DONE]]


def test_an_earlier_period_is_told_as_it_stood(plan: Plan) -> None:
    document = action_log(plan, period=Period(2009, "quarter", 2))
    assert table_rows(document) == [[DROPPED]]


def test_one_persons_log_has_what_they_own(plan: Plan) -> None:
    ann = plan.follow_ups.get(text="Ask the colleges").owner
    assert table_rows(action_log(plan, period=Q3, lead=ann)) == [[OVERDUE], [DONE]]


def test_an_outcomes_log_has_what_is_about_it(plan: Plan) -> None:
    assert table_rows(action_log(plan, period=Q3, outcome=plan.outcomes.get())) == [[OVERDUE]]


def test_a_log_without_follow_ups_says_so() -> None:
    document = action_log(factories.make_plan(), period=Q3)
    assert (lead_words(document), table_rows(document)) == (["Nothing was open or ended in the period."], [])


@pytest.mark.parametrize("format", ["html", "docx", "odt", "pdf"])
def test_the_log_comes_back_the_same_from_a_flowing_file(plan: Plan, format: str) -> None:
    document = action_log(plan, period=Q3)
    found = read(write(document, format, look=paper_look()), f"log.{format}")
    header = ["What was agreed", "By whom", "By when", "How it stands"]
    rows = [[row for row in table if row != header] for table in on_one_line(table_rows(found))]
    assert rows == on_one_line(table_rows(document))


def on_one_line(tables: list[list[list[str]]]) -> list[list[list[str]]]:
    """Where a line ends in a cell is the file's own affair."""
    return [[[" ".join(cell.split()) for cell in row] for row in table] for table in tables]


def test_the_log_comes_back_the_same_from_a_spreadsheet(plan: Plan) -> None:
    document = action_log(plan, period=Q3)
    (table,) = tables(read(write(document, "xlsx"), "log.xlsx"))
    assert values_of(table)[-3:] == values_of(document.sheets[0].table)


def values_of(table: Table) -> list[list[object]]:
    """Dates as dates. A sheet has no cells after the last one that is filled."""
    rows: list[list[object]] = [[cell.value or cell_text(cell) for cell in row.cells] for row in table.rows]
    return [row + [""] * (11 - len(row)) for row in rows]


@pytest.mark.parametrize("format", FORMATS)
def test_the_command_writes_it_in_every_format(plan: Plan, tmp_path: Path, format: str) -> None:
    path = tmp_path / f"log.{format}"
    call_command("report", "action-log", "--plan", plan.slug, "--period", Q3.slug, "--to", str(path))
    read(path.read_bytes(), path.name)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_as_many_queries_whatever_the_size(
    coordinator_client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    plan = factories.make_plan()
    for _number in range(rows):
        milestone = factories.make_milestone(factories.make_action(factories.make_outcome(plan)))
        factories.make_follow_up(plan, owner=factories.make_user(), milestone=milestone)
    with django_assert_num_queries(5):
        coordinator_client.get(f"/plans/{plan.slug}/papers/action-log/{Q3.slug}/")


def test_whoever_owns_a_follow_up_can_be_chosen(coordinator_client: Client, plan: Plan) -> None:
    chosen = {"kind": "action-log", "period": Q3.slug, "lead": "ann", "scope": "all"}
    answer = coordinator_client.get(f"/plans/{plan.slug}/papers/", chosen)
    assert answer["Location"] == f"/plans/{plan.slug}/papers/action-log/{Q3.slug}/?lead=ann&scope=all"
