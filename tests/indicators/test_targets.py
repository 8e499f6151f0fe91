"""Which target applies to a period."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest

from fingerpost.core.periods import Period
from fingerpost.plans.models import Indicator, Target
from fingerpost.reporting.indicators.places import Place
from fingerpost.reporting.indicators.status import Reach
from fingerpost.reporting.indicators.targets import Targets, reach_of


def reach(rule: str, period: str, targets: Mapping[str, int]) -> Reach | None:
    wanted = {Period.parse(slug): Fraction(value) for slug, value in targets.items()}
    return reach_of(Indicator(aggregation=rule), Period.parse(period), wanted)


def found(value: int, *periods: str) -> Reach:
    return Reach(Fraction(value), tuple(Period.parse(slug) for slug in periods))


@pytest.mark.parametrize("rule", ["sum", "last"])
def test_the_target_of_the_very_period_comes_first(rule: str) -> None:
    targets = {"2009-10": 80, "2009-10-h1": 75, "2009-10-q2": 70}
    assert reach(rule, "2009-10-q2", targets) == found(70, "2009-10-q2")


def test_a_level_for_a_longer_period_holds_for_each_part_the_shortest_first() -> None:
    assert reach("last", "2009-10-q2", {"2009-10": 80, "2009-10-h1": 75}) == found(75, "2009-10-h1")
    assert reach("last", "2009-10-q3", {"2009-10": 80, "2009-10-h1": 75}) == found(80, "2009-10")
    assert reach("last", "2010-11-q1", {"2009-10": 80}) is None


def test_a_years_total_is_no_target_for_a_quarter() -> None:
    assert reach("sum", "2009-10-q2", {"2009-10": 80}) is None


def test_where_figures_add_up_so_do_targets() -> None:
    assert reach("sum", "2009-10-h1", {"2009-10-q1": 10, "2009-10-q2": 20}) == found(30, "2009-10-q1", "2009-10-q2")
    assert reach("sum", "2009-10-h1", {"2009-10-q1": 10}) is None


def test_a_level_is_to_be_reached_by_the_end() -> None:
    assert reach("last", "2009-10-h1", {"2009-10-q1": 10, "2009-10-q2": 20}) == found(20, "2009-10-q2")
    assert reach("last", "2009-10-h1", {"2009-10-q1": 10}) is None


@pytest.mark.parametrize(
    ("fields", "inherits"),
    [
        ({"aggregation": "mean"}, True),
        ({"aggregation": "last", "is_proportion": True}, True),
        ({"aggregation": "last"}, False),
        ({"aggregation": "sum"}, False),
    ],
)
def test_a_part_is_held_to_the_whole_where_a_part_can_be_as_good(fields: dict[str, object], inherits: bool) -> None:
    indicator = Indicator(pk=1, **fields)
    quarter = Period.parse("2009-10-q2")
    whole = Target(indicator_id=1, period_kind="quarter", period_starts=quarter.start, value=75)
    own = Target(indicator_id=1, period_kind="quarter", period_starts=quarter.start, value=60, area_id=7)
    targets = Targets([whole, own])
    assert targets.reach(indicator, quarter) == found(75, "2009-10-q2")
    assert targets.reach(indicator, quarter, Place(area=7)) == found(60, "2009-10-q2")
    assert targets.reach(indicator, quarter, Place(area=8)) == (found(75, "2009-10-q2") if inherits else None)
