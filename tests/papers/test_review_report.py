"""The review report: what it says, and that it is read back whole from every file."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from fingerpost.checks.facts import ReviewFacts
from fingerpost.core.periods import Period
from fingerpost.documents.model import tables, words
from fingerpost.documents.readers import read
from fingerpost.documents.writers import FORMATS, write
from fingerpost.intake.recognise import recognise
from fingerpost.papers.review_report import letter, review_report
from fingerpost.plans.models import Plan
from fingerpost.reviews import services
from fingerpost.reviews.models import Instead
from fingerpost.reviews.services import Said, Step
from tests import factories

pytestmark = pytest.mark.django_db
Q2 = Period.parse("2009-10-q2")


@pytest.fixture
def plan() -> Plan:
    """Two outcomes: one with two indicators, one with a key action; a strategy with an activity."""
    plan = factories.make_plan(title="Young people’s plan")
    school, together = (factories.make_outcome(plan, title=title) for title in ("Do well at school", "Work together"))
    once = factories.make_indicator(school, title="Young people who offend only once", unit="%")
    factories.make_value(once, "2009-10-q2", "72.9")
    silent = factories.make_indicator(school, title="Exclusions from school for each 1,000 pupils")
    action = factories.make_action(together, title="Set up locality teams")
    services.record_review(
        Said(item=once, period=Q2, work_undertaken="A group was set up.", work_planned="It looks at other ways."),
        by=None,
    )
    services.record_review(
        Said(item=silent, period=Q2, undertaken_instead=Instead.NO_RESPONSE, planned_instead=Instead.NONE_STATED),
        by=None,
        step=Step(text="Ask for the figures", owner_words="Theme group", due=date(2010, 1, 15)),
    )
    services.record_review(
        Said(item=action, period=Q2, work_undertaken="A team in each area.", work_planned="Go on.", notes="A visit."),
        by=None,
    )
    strategy = services.save_strategy(
        plan=plan,
        by=None,
        title="Communication Strategy",
        aim="Tell everybody what is done.",
        objectives="Tell partners\nTell the public",
        principles="In plain English",
    )
    services.add_activities(
        strategy=strategy,
        rows=[
            {
                "action": "Tell the public",
                "activity": "Press releases",
                "by_whom": "Chairs",
                "by_when": "As and when required",
                "outcome": "People know",
            }
        ],
        by=None,
    )
    return plan


def rows_of(review: ReviewFacts | None) -> list[list[str | None]]:
    assert review
    return [
        [group.title, row.title, row.work_undertaken, row.work_planned, row.notes]
        for group in (*review.outcomes, *review.objectives)
        for row in group.rows
    ]


def test_what_it_says(plan: Plan) -> None:
    document = review_report(plan, period=Q2)
    assert document.title == "Young people’s plan: review report, Q2 2009/10 (as at 30 September 2009)"
    first, second, third = list(tables(document))[:3]
    assert [words(cell.blocks[0].inlines) for cell in first.rows[0].cells] == [  # type: ignore[union-attr]
        "Young people who offend only once",
        "A group was set up.",
        "It looks at other ways.",
        "Q2 2009/10: 72.9%",
        "–",
    ]
    silent = [words(cell.blocks[0].inlines) for cell in first.rows[1].cells]  # type: ignore[union-attr]
    assert silent[1:] == [
        "No response received from the Lead Officer",
        "None stated",
        "–",
        "Next step: Ask for the figures (Theme group, by 15 January 2010)",
    ]
    assert len(second.rows) == 1
    assert third.columns[1].title == "By whom"


@pytest.mark.parametrize("form", ["html", "docx", "odt", "pdf"])
def test_it_is_read_back_whole(form: str, plan: Plan) -> None:
    written = write(review_report(plan, period=Q2), form)
    found = recognise(read(written, f"review.{form}"))
    assert found.kind == "review-report"
    assert rows_of(found.review) == [
        [
            "Do well at school",
            "Young people who offend only once",
            "A group was set up.",
            "It looks at other ways.",
            "–",
        ],
        [
            "Do well at school",
            "Exclusions from school for each 1,000 pupils",
            "No response received from the Lead Officer",
            "None stated",
            "Next step: Ask for the figures (Theme group, by 15 January 2010)",
        ],
        ["Work together", "Set up locality teams", "A team in each area.", "Go on.", "A visit."],
    ]
    review = found.review
    assert review
    figures = review.outcomes[0].rows[0].figures
    assert [(one.value, one.unit, one.period and one.period.slug) for one in figures] == [
        (Decimal("72.9"), "%", "2009-10-q2")
    ]
    assert review.strategy
    assert (review.strategy.aim, review.strategy.objectives, review.strategy.principles) == (
        "Tell everybody what is done.",
        ("Tell partners", "Tell the public"),
        ("In plain English",),
    )
    assert [(one.action, one.activity, one.by_whom, one.by_when, one.outcome) for one in review.activities] == [
        ("Tell the public", "Press releases", "Chairs", "As and when required", "People know")
    ]


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_written(form: str, plan: Plan) -> None:
    assert len(write(review_report(plan, period=Q2), form)) > 1000


def test_it_keeps_to_an_outcome_or_a_person(plan: Plan) -> None:
    together = plan.outcomes.get(title="Work together")
    assert len(list(tables(review_report(plan, period=Q2, outcome=together)))) == 1
    assert list(tables(review_report(plan, period=Q2, lead=factories.make_user()))) == []


@pytest.mark.parametrize("size", [1, 3])
def test_it_takes_the_same_queries_at_any_size(size: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    plan = factories.make_plan()
    for _number in range(size):
        outcome = factories.make_outcome(plan)
        services.record_review(Said(item=factories.make_indicator(outcome), period=Q2, notes="Said."), by=None)
        services.record_review(Said(item=factories.make_action(outcome), period=Q2, notes="Said."), by=None)
    with django_assert_num_queries(11):
        review_report(plan, period=Q2)


def test_outcomes_are_lettered() -> None:
    assert [letter(place) for place in (0, 25, 26, 52)] == ["a", "z", "aa", "ba"]
