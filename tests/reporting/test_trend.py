"""Progress at the end of each quarter, and of many plans at once."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from fingerpost.plans.models import Action
from fingerpost.reporting.moment import Moment
from fingerpost.reporting.rollup import roll_up, roll_up_plans
from fingerpost.reporting.trend import Point, trend, trend_of_action, trend_of_outcome
from tests import factories

pytestmark = pytest.mark.django_db
QUARTER_ENDS = [date(2009, 6, 30), date(2009, 9, 30), date(2009, 12, 31), date(2010, 3, 31)]


def reported_each_quarter() -> Action:
    action = factories.make_action()
    milestone = factories.make_milestone(action)
    for day, progress in zip(QUARTER_ENDS, (10, 40, 40, 100), strict=True):
        factories.make_update(milestone, progress, as_at=day)
    return action


def figures(points: list[Point]) -> list[tuple[str, date, int | None]]:
    return [(point.quarter.slug, point.on, None if point.percent is None else int(point.percent)) for point in points]


def test_a_trend_has_each_quarters_end_of_the_plan_year() -> None:
    action = reported_each_quarter()
    expected = [
        ("2009-10-q1", QUARTER_ENDS[0], 10),
        ("2009-10-q2", QUARTER_ENDS[1], 40),
        ("2009-10-q3", QUARTER_ENDS[2], 40),
        ("2009-10-q4", QUARTER_ENDS[3], 100),
    ]
    day = date(2010, 3, 31)
    assert figures(trend(action.plan, as_at=day)) == expected
    assert figures(trend_of_outcome(action.outcomes.get(), as_at=day)) == expected
    assert figures(trend_of_action(action, as_at=day)) == expected


def test_a_trend_ends_with_the_day_itself() -> None:
    action = reported_each_quarter()
    found = trend_of_action(action, as_at=date(2009, 8, 15))
    assert figures(found) == [("2009-10-q1", QUARTER_ENDS[0], 10), ("2009-10-q2", date(2009, 8, 15), 10)]
    assert [round(point.expected) for point in found] == [25, 37]


def test_before_the_plan_there_is_no_trend() -> None:
    assert trend_of_action(reported_each_quarter(), as_at=date(2009, 3, 31)) == []


def test_a_trend_shows_where_nothing_was_known() -> None:
    action = factories.make_action()
    factories.make_milestone(action, due=date(2009, 4, 1))
    assert figures(trend_of_action(action, as_at=date(2009, 6, 30))) == [("2009-10-q1", date(2009, 6, 30), None)]


def test_many_plans_are_rolled_up_as_each_is_by_itself(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    plans = [reported_each_quarter().plan for _number in range(3)]
    moment = Moment.on(date(2009, 9, 30))
    for some in (plans[:1], plans):
        with django_assert_num_queries(5):
            found = roll_up_plans(some, lambda _plan: moment)
    assert found == {plan.pk: roll_up(plan, as_at=moment.as_at, fresh_from=moment.fresh_from) for plan in plans}


def test_each_of_many_plans_has_its_own_day() -> None:
    plans = [reported_each_quarter().plan for _number in range(2)]
    days = dict(zip((plan.pk for plan in plans), QUARTER_ENDS[:2], strict=True))
    found = roll_up_plans(plans, lambda plan: Moment(days[plan.pk]))
    assert [found[plan.pk].percent for plan in plans] == [10, 40]
