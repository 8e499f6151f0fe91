"""What papers say where nobody answered, and the register of non-response as a paper."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from fingerpost.core.periods import Period
from fingerpost.core.words import day_words
from fingerpost.core.working_days import add_working_days
from fingerpost.cycles import services
from fingerpost.cycles.models import Item, Request
from fingerpost.documents.model import Document, Paragraph, cell_text, tables, words
from fingerpost.documents.writers import FORMATS, write
from fingerpost.papers.exception_report import exception_report
from fingerpost.papers.milestones_report import milestones_report
from fingerpost.papers.non_response import non_response
from fingerpost.people.models import User
from fingerpost.plans.models import Action
from tests import factories

pytestmark = pytest.mark.django_db
Q2 = Period.parse("2009-10-q2")


@pytest.fixture
def lead() -> User:
    return factories.make_user(name="Ailsa Grant", organisation=factories.make_organisation(name="Council"))


@pytest.fixture
def request_of_ailsa(lead: User) -> Request:
    """Asked about a key action and two milestones, one said to be at 40 % in June."""
    request = factories.make_request(person=lead)
    action = factories.make_action(factories.make_outcome(request.cycle.plan), title="Widen learning", lead=lead)
    factories.make_item(request, action)
    begun = factories.make_milestone(action, title="Begun", due=date(2009, 12, 31))
    factories.make_update(begun, 40, as_at=date(2009, 6, 30))
    factories.make_item(request, begun)
    factories.make_item(request, factories.make_milestone(action, title="Unheard of"))
    return request


def over(request: Request) -> None:
    services.close_cycle(cycle=request.cycle, by=None)


def cells(document: Document) -> list[list[str]]:
    return [[cell_text(cell) for cell in row.cells] for table in tables(document) for row in table.rows]


def paragraphs(document: Document) -> list[str]:
    return [words(block.inlines) for block in document.blocks if isinstance(block, Paragraph)]


def answer_all(request: Request) -> None:
    now = timezone.now()
    Item.objects.filter(request=request).update(state="submitted", first_submitted_at=now, submitted_at=now)


def test_the_milestones_report_says_that_the_lead_officer_did_not_respond(request_of_ailsa: Request) -> None:
    plan = request_of_ailsa.cycle.plan
    assert [row[-1] for row in cells(milestones_report(plan, period=Q2, scope="all"))][:1] == ["40%\nSome progress"]
    over(request_of_ailsa)
    document = milestones_report(plan, period=Q2, scope="all")
    assert [row[-1] for row in cells(document)] == [
        "No response received from the Lead Officer; last 40% as at 30 June 2009",
        "No response received from the Lead Officer",
    ]
    assert "No response received from the Lead Officer" in paragraphs(document)  # the key action itself


def test_what_was_heard_from_somebody_else_is_shown(request_of_ailsa: Request) -> None:
    over(request_of_ailsa)
    begun = Item.objects.get(milestone__title="Begun").milestone
    assert begun
    factories.make_update(begun, 60, as_at=date(2009, 9, 1))
    rows = cells(milestones_report(request_of_ailsa.cycle.plan, period=Q2, scope="all"))
    assert rows[0][-1] == "60%\nSome progress"


def test_an_answer_or_another_period_has_no_such_words(request_of_ailsa: Request) -> None:
    plan = request_of_ailsa.cycle.plan
    answer_all(request_of_ailsa)
    over(request_of_ailsa)
    assert "No response" not in str(cells(milestones_report(plan, period=Q2, scope="all")))
    Item.objects.update(first_submitted_at=None, missed=True)
    assert "No response" not in str(cells(milestones_report(plan, period=Period.parse("2009-10-q1"), scope="all")))


def test_a_shared_key_action_says_so_in_the_other_plan_too(request_of_ailsa: Request) -> None:
    other = factories.make_outcome()
    Action.objects.get().links.create(outcome=other)
    over(request_of_ailsa)
    rows = cells(milestones_report(other.plan, period=Q2, scope="all"))
    assert rows[0][-1] == "No response received from the Lead Officer; last 40% as at 30 June 2009"


def test_exceptions_have_a_group_for_no_response(request_of_ailsa: Request) -> None:
    over(request_of_ailsa)
    document = exception_report(request_of_ailsa.cycle.plan, period=Q2)
    lead = next(block for block in document.blocks if isinstance(block, Paragraph) and block.style == "lead")
    assert words(lead.inlines) == (
        "2 milestones need attention. Overdue: 1; Slipped: 0; No response received from the Lead Officer: 2; "
        "No update received: 0."
    )
    assert {row[3].splitlines()[-1] for row in cells(document)} == {"No response received from the Lead Officer"}


def test_the_register_as_a_paper(request_of_ailsa: Request) -> None:
    answered = factories.make_request(request_of_ailsa.cycle, factories.make_user(name="Calum Reid"))
    factories.make_item(answered)
    answer_all(answered)
    over(request_of_ailsa)
    plan = request_of_ailsa.cycle.plan
    document = non_response(plan, period=Q2)
    said = paragraphs(document)
    assert said[0] == "1 of 4 items were answered (25%), 0 on time (0%)."
    assert said[1] == "2 requests to lead officers: 1 answered in full, 0 in part, 1 not at all."
    due = day_words(add_working_days(timezone.localdate(), 10))
    follow_up = f"{plan.owner}, by {due}"
    assert cells(document) == [
        ["Ailsa Grant\nCouncil", "3", "0", "0", "3", "0%"],
        ["Calum Reid", "1", "0", "1", "0", "100%"],
        ["Widen learning", "Ailsa Grant", "", "", follow_up],
        ["Begun\nWiden learning", "Ailsa Grant", "31 Dec 2009", "40% as at 30 June 2009", follow_up],
        ["Unheard of\nWiden learning", "Ailsa Grant", "30 Sep 2009", "Nothing yet", follow_up],
    ]


def test_the_register_keeps_to_an_outcome_or_a_person(request_of_ailsa: Request, lead: User) -> None:
    other = factories.make_request(request_of_ailsa.cycle)
    factories.make_item(other)
    over(request_of_ailsa)
    plan = request_of_ailsa.cycle.plan
    outcome = Action.objects.get(title="Widen learning").outcomes.get()
    for keeps in ({"lead": lead}, {"outcome": outcome}):
        assert paragraphs(non_response(plan, period=Q2, **keeps))[0].startswith("0 of 3 items")  # type: ignore[arg-type]


def test_an_open_cycle_does_not_count_yet(request_of_ailsa: Request) -> None:
    said = paragraphs(non_response(request_of_ailsa.cycle.plan, period=Q2))
    assert said == [
        "No reporting cycle of the period that is over asked for anything.",
        "The cycle for Q2 2009/10 is open until 22 October 2009 and does not count yet.",
    ]


@pytest.mark.parametrize("format", FORMATS)
def test_the_register_in_every_format(request_of_ailsa: Request, format: str) -> None:
    over(request_of_ailsa)
    assert len(write(non_response(request_of_ailsa.cycle.plan, period=Q2), format)) > 1000


@pytest.mark.parametrize("size", [1, 3])
def test_the_register_takes_the_same_queries_at_any_size(
    request_of_ailsa: Request, django_assert_num_queries: DjangoAssertNumQueries, size: int
) -> None:
    for _number in range(size - 1):
        other: Any = factories.make_request(request_of_ailsa.cycle)
        factories.make_item(other)
    over(request_of_ailsa)
    with django_assert_num_queries(15):
        non_response(request_of_ailsa.cycle.plan, period=Q2)
