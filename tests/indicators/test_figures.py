"""The figure of a longer period from its parts, and the periods that belong together."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.core.periods import Period
from fingerpost.plans.models import Indicator
from fingerpost.reporting.indicators.figures import NOTHING, Figure, combined, comparable, shown_period

Q1, Q2 = Period(2009, "quarter", 1), Period(2009, "quarter", 2)


def known(value: int | str, **more: Any) -> Figure:
    return Figure("recorded", Fraction(Decimal(value)), **more)


def proportion(numerator: int, denominator: int) -> Figure:
    top, bottom = Fraction(numerator), Fraction(denominator)
    return Figure("recorded", 100 * top / bottom, top, bottom)


def half(rule: str, *figures: Figure, **fields: Any) -> Figure:
    return combined(Indicator(aggregation=rule, **fields), list(zip([Q1, Q2], figures, strict=True)))


@pytest.mark.parametrize(
    ("rule", "exact", "parts"),
    [("sum", 15, (Q1, Q2)), ("mean", Fraction(15, 2), (Q1, Q2)), ("last", 10, (Q2,))],
)
def test_each_rule(rule: str, exact: Fraction, parts: tuple[Period, ...]) -> None:
    found = half(rule, known(5), known(10))
    assert (found.exact, found.parts, found.state) == (exact, parts, "recorded")


def test_a_proportion_is_the_sum_of_numerators_over_the_sum_of_denominators() -> None:
    """1 of 2 and 9 of 10 are 10 of 12, not the mean of 50 % and 90 %."""
    found = half("ratio", proportion(1, 2), proportion(9, 10), is_proportion=True)
    assert (found.exact, found.numerator, found.denominator) == (Fraction(250, 3), 10, 12)


def test_a_rate_has_a_multiplier_of_its_own() -> None:
    found = half("ratio", proportion(1, 2000), proportion(2, 2000), is_proportion=True, multiplier=Decimal(1000))
    assert found.exact == Fraction(3, 4)


def test_percentages_alone_are_never_averaged() -> None:
    found = half("ratio", known(50), proportion(9, 10), is_proportion=True)
    assert (found.exact, found.missing) == (None, (Q1,))


@pytest.mark.parametrize("rule", ["sum", "mean", "ratio"])
def test_a_missing_part_is_no_zero(rule: str) -> None:
    found = half(rule, proportion(9, 10), NOTHING, is_proportion=rule == "ratio")
    assert (found.exact, found.missing, found.state) == (None, (Q2,), "")


def test_a_missing_part_says_why_it_is_missing() -> None:
    found = half("sum", known(5), Figure("awaited"))
    assert (found.exact, found.missing, found.state) == (None, (Q2,), "awaited")
    found = half("sum", Figure("awaited"), Figure("not-collected"))
    assert (found.missing, found.state) == ((Q1, Q2), "")


def test_only_the_last_part_is_needed_where_only_that_one_counts() -> None:
    assert half("last", NOTHING, known(10)).exact == 10
    assert half("last", known(10), NOTHING).missing == (Q2,)


def test_a_true_zero_counts() -> None:
    assert (half("sum", known(0), known(0)).exact, half("mean", known(0), known(5)).exact) == (0, Fraction(5, 2))


def test_what_rests_on_a_provisional_figure_is_provisional() -> None:
    assert half("sum", known(5), known(10, provisional=True)).provisional
    assert not half("last", known(5, provisional=True), known(10)).provisional


COUNTS = st.tuples(st.integers(0, 500), st.integers(1, 500))


@given(st.lists(COUNTS, min_size=2, max_size=2))
def test_a_rolled_up_proportion_lies_between_its_parts(counts: list[tuple[int, int]]) -> None:
    parts = [proportion(*count) for count in counts]
    found = half("ratio", *parts, is_proportion=True).exact
    shares = [part.exact for part in parts if part.exact is not None]
    assert found is not None
    assert min(shares) <= found <= max(shares)


@pytest.mark.parametrize(
    ("frequency", "asked", "shown"),
    [
        ("quarter", "2009-10-q2", "2009-10-q2"),
        ("quarter", "2009-10-h1", "2009-10-h1"),
        ("quarter", "2009-10-m5", "2009-10-q1"),
        ("quarter", "2009-10-m6", "2009-10-q2"),
        ("month", "2009-10-q2", "2009-10-q2"),
        ("half", "2009-10-q1", "2008-09-h2"),
        ("half", "2009-10-q2", "2009-10-h1"),
        ("half", "2009-10-q3", "2009-10-h1"),
        ("year", "2009-10-q4", "2009-10"),
        ("year", "2009-10-q2", "2008-09"),
        ("calendar", "2009-10-q2", "calendar-2008"),
        ("calendar", "2009-10-q3", "calendar-2009"),
        ("calendar", "2009-10", "calendar-2009"),
        ("school", "2009-10", "school-2008-09"),
        ("quarter", "calendar-2009", "calendar-2009"),
    ],
)
def test_which_period_is_shown_when_another_is_asked(frequency: str, asked: str, shown: str) -> None:
    assert shown_period(Indicator(frequency=frequency), Period.parse(asked)) == Period.parse(shown)


def test_figures_are_compared_with_the_periods_before_or_those_a_year_before() -> None:
    before = comparable(Indicator(), Q2, 3)
    assert [period.slug for period in before] == ["2009-10-q1", "2008-09-q4", "2008-09-q3"]
    seasonal = comparable(Indicator(comparison="year-before"), Q2, 2)
    assert [period.slug for period in seasonal] == ["2008-09-q2", "2007-08-q2"]
