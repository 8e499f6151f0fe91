"""Improving, maintaining, worsening: every boundary by itself."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.core.periods import Period
from fingerpost.plans.models import Indicator
from fingerpost.reporting.indicators.figures import NOTHING, Figure
from fingerpost.reporting.indicators.trend import Change, Trend, long_trend, short_trend

Q1 = Period(2009, "quarter", 1)
QUARTERS = [Q1, Q1.previous, Q1.previous.previous]


def figure(value: str | None) -> Figure:
    return NOTHING if value is None else Figure("recorded", Fraction(Decimal(value)))


def short(actual: str | None, before: str | None, target: str | None = None, **fields: object) -> Change:
    goal = None if target is None else Fraction(Decimal(target))
    return short_trend(Indicator(**fields), figure(actual), (Q1, figure(before)), goal)


@pytest.mark.parametrize(
    ("polarity", "actual", "trend"),
    [
        ("higher", "105", Trend.IMPROVING),
        ("higher", "104.9999", Trend.MAINTAINING),
        ("higher", "100", Trend.MAINTAINING),
        ("higher", "95", Trend.MAINTAINING),
        ("higher", "94.9999", Trend.WORSENING),
        ("lower", "95", Trend.IMPROVING),
        ("lower", "95.0001", Trend.MAINTAINING),
        ("lower", "105", Trend.MAINTAINING),
        ("lower", "105.0001", Trend.WORSENING),
        ("data-only", "200", Trend.NOT_JUDGED),
    ],
)
def test_each_boundary_against_the_period_before(polarity: str, actual: str, trend: Trend) -> None:
    assert short(actual, "100", polarity=polarity).trend == trend


@pytest.mark.parametrize(
    ("actual", "before", "trend"),
    [
        ("100", "110", Trend.IMPROVING),  # came 10 nearer to 100
        ("105", "110", Trend.IMPROVING),
        ("105.0001", "110", Trend.MAINTAINING),
        ("90", "110", Trend.MAINTAINING),  # as far away on the other side
        ("115", "110", Trend.MAINTAINING),
        ("115.0001", "110", Trend.WORSENING),
        ("84.9999", "110", Trend.WORSENING),
    ],
)
def test_on_plan_it_is_the_way_to_the_target_that_counts(actual: str, before: str, trend: Trend) -> None:
    assert short(actual, before, "100", polarity="on-plan").trend == trend


def test_on_plan_without_a_target_nothing_is_known() -> None:
    assert short("100", "110", polarity="on-plan").trend == Trend.NOT_KNOWN


@pytest.mark.parametrize(("actual", "trend"), [("102", Trend.IMPROVING), ("101.9999", Trend.MAINTAINING)])
def test_an_indicator_may_have_criteria_of_its_own(actual: str, trend: Trend) -> None:
    assert short(actual, "100", change_criteria=Decimal(2)).trend == trend


@pytest.mark.parametrize(
    ("actual", "trend"),
    [("100.0001", Trend.IMPROVING), ("100", Trend.MAINTAINING), ("99.9999", Trend.WORSENING)],
)
def test_with_criteria_of_zero_any_change_counts(actual: str, trend: Trend) -> None:
    assert short(actual, "100", change_criteria=Decimal(0)).trend == trend


@pytest.mark.parametrize(
    ("polarity", "actual", "trend"),
    [
        ("higher", "0.0001", Trend.IMPROVING),
        ("higher", "0", Trend.MAINTAINING),
        ("lower", "0.0001", Trend.WORSENING),
        ("lower", "-1", Trend.IMPROVING),
    ],
)
def test_from_zero_any_change_counts(polarity: str, actual: str, trend: Trend) -> None:
    found = short(actual, "0", polarity=polarity)
    assert (found.trend, found.better_by if actual != "0" else None) == (trend, None)


def test_from_below_zero_the_size_is_what_is_divided_by() -> None:
    assert short("-95", "-100").trend == Trend.IMPROVING
    assert short("-105", "-100").better_by == -5


def test_a_blank_is_no_zero() -> None:
    assert short("100", None) == Change(Trend.NOT_KNOWN, (Q1,), None, missing=(Q1,))
    assert short(None, "100").trend == Trend.NOT_KNOWN


def long(actual: str, *before: str | None) -> Change:
    pairs = [(quarter, figure(value)) for quarter, value in zip(QUARTERS, before, strict=True)]
    return long_trend(Indicator(), figure(actual), pairs, None)


@pytest.mark.parametrize(
    ("actual", "trend"),
    [
        ("105", Trend.IMPROVING),
        ("104.9999", Trend.MAINTAINING),
        ("95", Trend.MAINTAINING),
        ("94.9999", Trend.WORSENING),
    ],
)
def test_the_long_trend_is_against_the_mean(actual: str, trend: Trend) -> None:
    found = long(actual, "90", "100", "110")
    assert (found.trend, found.reference) == (trend, 100)


def test_the_mean_is_not_rounded() -> None:
    assert long("1", "1", "1", "0").reference == Fraction(2, 3)


def test_there_is_no_long_trend_with_a_gap() -> None:
    found = long("100", "90", None, "110")
    assert (found.trend, found.reference, found.missing) == (Trend.NOT_KNOWN, None, (QUARTERS[1],))


NUMBERS = st.decimals(-10_000, 10_000, places=4)
ORDER = [Trend.WORSENING, Trend.MAINTAINING, Trend.IMPROVING]


@given(NUMBERS, NUMBERS, NUMBERS, st.decimals(0, 50, places=2))
def test_a_higher_figure_never_has_a_worse_trend(
    one: Decimal, other: Decimal, before: Decimal, criteria: Decimal
) -> None:
    low, high = sorted([one, other])
    up = [ORDER.index(short(str(value), str(before), change_criteria=criteria).trend) for value in (low, high)]
    down = [
        ORDER.index(short(str(value), str(before), change_criteria=criteria, polarity="lower").trend)
        for value in (high, low)
    ]
    assert up[0] <= up[1]
    assert down[0] <= down[1]
