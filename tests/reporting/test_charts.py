"""Charts, and the pages of a plan."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from fingerpost.core.periods import Period
from fingerpost.people.models import User
from fingerpost.plans.models import Plan
from fingerpost.reporting.charts import due_chart, trend_chart
from fingerpost.reporting.navigation import plan_links, plan_navigation
from fingerpost.reporting.tallies import Tally
from fingerpost.reporting.trend import Point
from tests import factories


def point(slug: str, percent: str | None) -> Point:
    quarter = Period.parse(slug)
    return Point(quarter, quarter.end, None if percent is None else Decimal(percent), Decimal(50))


def test_a_trend_is_drawn_with_the_figures_as_a_table() -> None:
    chart = trend_chart([point("2009-10-q1", "0.2"), point("2009-10-q2", None), point("2009-10-q3", "41.43")])
    assert chart
    assert chart.columns == ["As at", "Progress", "Time elapsed"]
    assert chart.rows == [
        ["30 June 2009", "less than 1%", "50%"],
        ["30 September 2009", "no figure", "50%"],
        ["31 December 2009", "41%", "50%"],
    ]
    assert re.findall(r">(Q\d 2009/10)<", chart.svg) == ["Q1 2009/10", "Q2 2009/10", "Q3 2009/10"]


def test_one_quarter_is_no_trend() -> None:
    assert trend_chart([point("2009-10-q1", "5")]) is None


def test_what_was_due_is_drawn_by_group_with_its_count() -> None:
    chart = due_chart(Tally(total=5, counted=4, blank=1, due=4, complete=2, no_progress=1, no_update=1))
    assert chart
    assert chart.rows == [["Complete", "2"], ["No progress", "1"], ["No update received", "1"]]
    assert re.findall(r">([A-Z][a-z ]+: \d)<", chart.svg) == ["Complete: 2", "No progress: 1", "No update received: 1"]


def test_without_anything_due_there_is_no_bar() -> None:
    assert due_chart(Tally(total=1, counted=1)) is None


@pytest.mark.django_db
def test_the_pages_of_a_plan_are_those_that_a_person_may_open(coordinator: User) -> None:
    plan, closed = factories.make_plan(), factories.make_plan(state=Plan.State.CLOSED)
    found = [
        [link.label for link in plan_links(user, shown)]
        for user, shown in ((coordinator, plan), (coordinator, closed), (factories.make_user(), plan))
    ]
    reading = ["Overview", "Milestones", "Scorecard"]
    assert found == [[*reading, "Structure", "Edit the plan"], [*reading, "Structure"], reading]


@pytest.mark.django_db
def test_the_page_that_is_shown_is_marked(coordinator: User) -> None:
    plan = factories.make_plan()
    links = plan_navigation(coordinator, plan, f"/plans/{plan.slug}/milestones/")
    assert [link.label for link in links if link.current] == ["Milestones"]
