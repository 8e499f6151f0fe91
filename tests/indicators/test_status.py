"""Green, amber, red: every boundary by itself, exact."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.core.periods import Period
from fingerpost.plans.models import Indicator, Polarity
from fingerpost.reporting.indicators.figures import Figure
from fingerpost.reporting.indicators.status import Judged, Reach, Status, distance, judge

QUARTER = Period(2009, "quarter", 2)  # ends on 30 September 2009
LATER = date(2009, 12, 31)
ORDER = [Status.RED, Status.AMBER, Status.GREEN]


def exact(text: str | int) -> Fraction:
    return Fraction(Decimal(text))


def judged(
    actual: str | Fraction | None, target: str | None = "100", *, as_at: date = LATER, **fields: object
) -> Judged:
    indicator = Indicator(**fields)
    known = None if actual is None else Fraction(Decimal(actual)) if isinstance(actual, str) else actual
    figure = Figure(state="recorded" if known is not None else "", exact=known)
    reach = None if target is None else Reach(exact(target), (QUARTER,))
    return judge(indicator, figure, reach, period=QUARTER, as_at=as_at)


@pytest.mark.parametrize(
    ("polarity", "actual", "status"),
    [
        ("higher", "100", Status.GREEN),
        ("higher", "100.0001", Status.GREEN),
        ("higher", "99.9999", Status.AMBER),
        ("higher", "95", Status.AMBER),
        ("higher", "94.9999", Status.RED),
        ("higher", "0", Status.RED),
        ("lower", "100", Status.GREEN),
        ("lower", "99.9999", Status.GREEN),
        ("lower", "100.0001", Status.AMBER),
        ("lower", "105", Status.AMBER),
        ("lower", "105.0001", Status.RED),
        ("lower", "0", Status.GREEN),
        ("on-plan", "100", Status.GREEN),
        ("on-plan", "99.9999", Status.AMBER),
        ("on-plan", "100.0001", Status.AMBER),
        ("on-plan", "95", Status.AMBER),
        ("on-plan", "105", Status.AMBER),
        ("on-plan", "94.9999", Status.RED),
        ("on-plan", "105.0001", Status.RED),
        ("data-only", "0", Status.DATA_ONLY),
        ("data-only", "100", Status.DATA_ONLY),
    ],
)
def test_each_boundary_of_the_usual_tolerances(polarity: str, actual: str, status: Status) -> None:
    assert judged(actual, polarity=polarity).status == status


@pytest.mark.parametrize(
    ("actual", "status"),
    [("98", Status.GREEN), ("97.9999", Status.AMBER), ("90", Status.AMBER), ("89.9999", Status.RED)],
)
def test_each_boundary_of_tolerances_of_its_own(actual: str, status: Status) -> None:
    tolerances = {"amber_tolerance": Decimal(2), "red_tolerance": Decimal(10)}
    assert judged(actual, **tolerances).status == status


def test_equal_tolerances_leave_no_amber() -> None:
    tolerances = {"amber_tolerance": Decimal(5), "red_tolerance": Decimal(5)}
    assert [judged(actual, **tolerances).status for actual in ("95", "94.9999")] == [Status.GREEN, Status.RED]


@pytest.mark.parametrize(
    ("polarity", "actual", "status"),
    [
        ("higher", "-100", Status.GREEN),
        ("higher", "-105", Status.AMBER),
        ("higher", "-105.0001", Status.RED),
        ("lower", "-95", Status.AMBER),
        ("lower", "-94.9999", Status.RED),
        ("on-plan", "-105", Status.AMBER),
    ],
)
def test_a_target_below_zero_is_measured_by_its_size(polarity: str, actual: str, status: Status) -> None:
    assert judged(actual, "-100", polarity=polarity).status == status


@pytest.mark.parametrize(
    ("polarity", "actual", "status"),
    [
        ("lower", "0", Status.GREEN),
        ("lower", "2", Status.GREEN),
        ("lower", "2.0001", Status.AMBER),
        ("lower", "4", Status.AMBER),
        ("lower", "4.0001", Status.RED),
        ("higher", "-2", Status.GREEN),
        ("higher", "-4", Status.AMBER),
        ("higher", "-4.0001", Status.RED),
        ("on-plan", "4", Status.AMBER),
        ("on-plan", "-4.0001", Status.RED),
    ],
)
def test_a_target_of_zero_has_thresholds_in_units(polarity: str, actual: str, status: Status) -> None:
    found = judged(actual, "0", polarity=polarity, amber_absolute=Decimal(2), red_absolute=Decimal(4))
    assert (found.status, found.percent) == (status, None)


def test_a_target_of_zero_without_thresholds_is_met_or_missed() -> None:
    assert [judged(actual, "0", polarity="lower").status for actual in ("0", "0.0001")] == [Status.GREEN, Status.RED]


def test_what_rounds_to_the_target_may_still_miss_it() -> None:
    """Two thirds is shown as 66.7 % but is below a target of 66.7 %; by 0.05 % of it, so amber."""
    found = judged(Fraction(200, 3), "66.7", decimals=1)
    assert (found.status, found.distance) == (Status.AMBER, Fraction(200, 3) - Fraction(667, 10))


@pytest.mark.parametrize(
    ("as_at", "status"),
    [
        (date(2009, 8, 1), Status.NOT_YET_DUE),
        (date(2009, 9, 30), Status.NOT_YET_DUE),
        (date(2009, 10, 30), Status.NOT_YET_DUE),
        (date(2009, 10, 31), Status.UNKNOWN),
    ],
)
def test_no_figure_is_late_after_the_days_of_grace(as_at: date, status: Status) -> None:
    assert judged(None, as_at=as_at, grace_days=30).status == status


def test_a_figure_that_came_early_is_judged() -> None:
    assert judged("100", as_at=date(2009, 8, 1)).status == Status.GREEN


def test_without_a_target_there_is_nothing_to_judge_by() -> None:
    assert judged("100", None).status == Status.NO_TARGET
    assert judged(None, None).status == Status.UNKNOWN


NUMBERS = st.decimals(-10_000, 10_000, places=4)
TOLERANCES = st.tuples(st.decimals(0, 50, places=2), st.decimals(0, 50, places=2)).map(sorted)


@given(NUMBERS, NUMBERS, NUMBERS, TOLERANCES, st.sampled_from(["higher", "lower"]))
def test_a_better_figure_never_has_a_worse_status(
    one: Decimal, other: Decimal, target: Decimal, tolerances: list[Decimal], polarity: str
) -> None:
    better, worse = sorted([one, other], reverse=polarity == "higher")
    amber, red = tolerances
    given = {
        "polarity": polarity,
        "amber_tolerance": amber,
        "red_tolerance": red,
        "amber_absolute": amber,
        "red_absolute": red,
    }
    found = [judged(str(actual), str(target), **given).status for actual in (better, worse)]
    assert ORDER.index(found[0]) >= ORDER.index(found[1])


@given(NUMBERS, NUMBERS)
def test_meeting_the_target_is_green_whatever_the_tolerance(actual: Decimal, target: Decimal) -> None:
    met = actual >= target
    assert (judged(str(actual), str(target), red_tolerance=Decimal(0)).status == Status.GREEN) is met


@given(NUMBERS, NUMBERS)
def test_higher_and_lower_mirror_each_other(actual: Decimal, target: Decimal) -> None:
    a, t = Fraction(actual), Fraction(target)
    assert distance(Polarity.HIGHER, a, t) == -distance(Polarity.LOWER, a, t) == distance(Polarity.LOWER, -a, -t)
    assert distance(Polarity.ON_PLAN, a, t) == -abs(distance(Polarity.HIGHER, a, t))
