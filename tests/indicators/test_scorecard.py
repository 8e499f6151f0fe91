"""The scorecard: every indicator of a plan for one period, in a constant number of queries."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from pytest_django import DjangoAssertNumQueries

from fingerpost.core.periods import Period
from fingerpost.plans.models import Indicator
from fingerpost.reporting.indicators.scorecard import Line, Scorecard, scorecard
from fingerpost.reporting.indicators.status import Status
from fingerpost.reporting.indicators.trend import Trend
from tests import factories

pytestmark = pytest.mark.django_db
Q2, H1 = Period.parse("2009-10-q2"), Period.parse("2009-10-h1")
AS_AT = date(2009, 12, 17)


def shown(indicator: Indicator, period: Period = Q2, as_at: date = AS_AT) -> Line:
    return next(line for line in scorecard(indicator.plan, period, as_at=as_at).lines if line.indicator == indicator)


def test_a_line_has_figure_target_status_and_trends() -> None:
    indicator = factories.make_indicator()
    for slug, value in [("2008-09-q3", 60), ("2008-09-q4", 60), ("2009-10-q1", 70), ("2009-10-q2", 72)]:
        factories.make_value(indicator, slug, value)
    factories.make_target(indicator, "2009-10", 75)
    line = shown(indicator)
    assert (line.period, line.figure.exact, line.target and line.target.value) == (Q2, 72, 75)
    assert (line.status, line.judged.percent) == (Status.AMBER, -4)
    assert (line.short.trend, line.short.reference) == (Trend.MAINTAINING, 70)
    assert (line.long.trend, line.long.reference) == (Trend.IMPROVING, Fraction(190, 3))


def test_a_half_year_is_worked_out_from_its_quarters() -> None:
    indicator = factories.make_indicator(aggregation="sum")
    for slug, value in [("2009-10-q1", 3), ("2009-10-q2", 2), ("2008-09-q3", 4), ("2008-09-q4", 6)]:
        factories.make_value(indicator, slug, value)
    line = shown(indicator, H1)
    assert (line.figure.exact, [part.slug for part in line.figure.parts]) == (5, ["2009-10-q1", "2009-10-q2"])
    assert line.compared[0][1].exact == 10


def test_a_figure_for_the_very_period_wins() -> None:
    indicator = factories.make_indicator(aggregation="sum")
    for slug, value in [("2009-10-q1", 3), ("2009-10-q2", 2), ("2009-10-h1", 6)]:
        factories.make_value(indicator, slug, value)
    assert (shown(indicator, H1).figure.exact, shown(indicator, H1).figure.parts) == (6, ())


def test_what_is_said_of_the_half_year_stands_where_it_cannot_be_worked_out() -> None:
    indicator = factories.make_indicator(aggregation="sum")
    factories.make_value(indicator, "2009-10-q1", 3)
    factories.make_value(indicator, "2009-10-h1", state="expected", expected_words="in February")
    line = shown(indicator, H1)
    assert (line.status, line.figure.state, line.figure.expected_words) == (Status.UNKNOWN, "expected", "in February")
    factories.make_value(indicator, "2009-10-q2", 2)
    assert shown(indicator, H1).figure.exact == 5


def test_areas_and_categories_are_judged_beside_the_whole() -> None:
    """A good total hides a bad place: the line counts those off target."""
    indicator = factories.make_indicator(is_proportion=True, aggregation="ratio")
    factories.make_target(indicator, "2009-10", 75)
    factories.make_value(indicator, value=80)
    factories.make_value(indicator, value=60, area=factories.make_area())
    factories.make_value(indicator, value=90, area=factories.make_area())
    factories.make_value(indicator, value=50, benchmark=factories.make_benchmark("Scotland"))
    line = shown(indicator)
    assert (line.status, line.off_target, line.judged_cells) == (Status.GREEN, 1, 2)


def test_every_status_is_counted_and_cancelled_indicators_are_listed() -> None:
    outcome = factories.make_outcome()
    red, late, early, gone = (factories.make_indicator(outcome, grace_days=days) for days in (30, 30, 90, 30))
    factories.make_value(red, value=10)
    factories.make_target(red, "2009-10-q2", 20)
    Indicator.objects.filter(pk=gone.pk).update(state="cancelled", state_reason="No money")
    found = scorecard(outcome.plan, Q2, as_at=AS_AT)
    assert {status: count for status, count in found.counts.items() if count} == {
        Status.RED: 1,
        Status.UNKNOWN: 1,
        Status.NOT_YET_DUE: 1,
    }
    assert ([line.indicator for line in found.lines], found.cancelled) == ([red, late, early], (gone,))


def test_the_last_row_of_a_place_holds() -> None:
    indicator = factories.make_indicator()
    factories.make_value(indicator, value=10)
    assert shown(indicator).figure.exact == 10
    factories.make_value(indicator, value=11)
    assert shown(indicator).figure.exact == 11
    factories.make_value(indicator, state="being-sought")
    assert (shown(indicator).figure.exact, shown(indicator).figure.state) == (None, "being-sought")


def test_frequencies_of_every_kind_stand_side_by_side() -> None:
    outcome = factories.make_outcome()
    slugs = {
        "month": "2009-10-m6", "quarter": "2009-10-q2", "half": "2009-10-h1", "year": "2008-09",
        "calendar": "calendar-2008", "school": "school-2008-09",
    }  # fmt: skip
    for frequency, slug in slugs.items():
        indicator = factories.make_indicator(outcome, frequency=frequency)
        factories.make_value(indicator, slug, 7)
    found = scorecard(outcome.plan, Q2, as_at=AS_AT)
    assert {line.indicator.frequency: line.period.slug for line in found.lines} == {**slugs, "month": "2009-10-q2"}
    assert [line.figure.exact for line in found.lines] == [7] * 6


def fill(count: int) -> Scorecard:
    outcome = factories.make_outcome()
    areas = [factories.make_area() for _number in range(count)]
    for _number in range(count):
        indicator = factories.make_indicator(outcome)
        factories.make_target(indicator, "2009-10", 5)
        for slug in ("2009-10-q1", "2009-10-q2"):
            factories.make_value(indicator, slug, Decimal(7))
            for area in areas:
                factories.make_value(indicator, slug, 3, area=area)
    return scorecard(outcome.plan, Q2, as_at=AS_AT)


@pytest.mark.parametrize("count", [1, 3])
def test_three_queries_whatever_the_number(count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    plan = fill(count).lines[0].indicator.plan
    with django_assert_num_queries(3):
        lines = scorecard(plan, Q2, as_at=AS_AT).lines
        said = [(line.status, line.short.trend, line.long.trend, line.indicator.outcome.title) for line in lines]
    assert len(said) == count


def test_a_plan_without_indicators_takes_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    plan = factories.make_plan()
    with django_assert_num_queries(1):
        assert scorecard(plan, Q2, as_at=AS_AT).lines == ()
