"""The sentences beside a figure say how it came about."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from fingerpost.core.periods import Period
from fingerpost.plans.models import Indicator
from fingerpost.reporting.indicators.explanation import Explanation, explain
from fingerpost.reporting.indicators.scorecard import scorecard
from tests import factories

pytestmark = pytest.mark.django_db
AS_AT = date(2009, 12, 17)


def explained(indicator: Indicator, period: str = "2009-10-q2", as_at: date = AS_AT) -> Explanation:
    return explain(scorecard(indicator.plan, Period.parse(period), as_at=as_at).lines[0], as_at)


def test_everything_is_said_of_a_figure_with_target_and_history() -> None:
    indicator = factories.make_indicator(unit="%")
    for slug, value in [("2008-09-q3", 60), ("2008-09-q4", 60), ("2009-10-q1", 70), ("2009-10-q2", Decimal("72.9"))]:
        factories.make_value(indicator, slug, value)
    factories.make_target(indicator, "2009-10", 75)
    assert explained(indicator).sentences == [
        "The target is that of 2009/10.",
        "Higher is better: 72.9 − 75 = −2.1, which is −2.8% of the target. Green from 0%, amber from −5%: amber.",
        "Short trend: compared with 70.0% in Q1 2009/10, 4.1% better; 5% counts: maintaining.",
        "Long trend: compared with 63.3%, the mean of the 3 periods before, 15.1% better; 5% counts: improving.",
    ]


def test_a_worked_out_proportion_shows_its_division() -> None:
    indicator = factories.make_indicator(
        unit="%", is_proportion=True, aggregation="ratio", numerator_name="offended once", denominator_name="offended"
    )
    factories.make_value(indicator, "2009-10-q1", numerator=1, denominator=2)
    factories.make_value(indicator, "2009-10-q2", numerator=9, denominator=10)
    assert explained(indicator, "2009-10-h1").figure == (
        "Worked out from Q1 2009/10, Q2 2009/10: sum of numerators over sum of denominators. "
        "100 × 10 ÷ 12 = 83.3333… (offended once by offended)."
    )


def test_what_is_stated_beside_the_division_is_said() -> None:
    indicator = factories.make_indicator(unit="%", is_proportion=True, aggregation="ratio")
    factories.make_value(indicator, value=Decimal("66.7"), numerator=2, denominator=3)
    assert explained(indicator).figure == "100 × 2 ÷ 3 = 66.6667…. The source states 66.7%."


def test_a_missing_part_is_named() -> None:
    indicator = factories.make_indicator(aggregation="sum")
    factories.make_value(indicator, "2009-10-q1", 3)
    said = explained(indicator, "2009-10-h1")
    assert said.figure == "It cannot be worked out (added up): there is no figure for Q2 2009/10."
    assert said.status == "A figure for H1 2009/10 was due by 30 October 2009."
    assert said.short == "Short trend: not known, because there is no figure for H2 2008/09."


def test_what_is_not_due_says_until_when() -> None:
    said = explained(factories.make_indicator(), "2009-10-q2", date(2009, 10, 1))
    assert said.status == "A figure for Q2 2009/10 is due by 30 October 2009."


def test_lower_is_better_below_zero_and_a_target_of_zero() -> None:
    indicator = factories.make_indicator(
        polarity="lower", unit="days", amber_absolute=Decimal(1), red_absolute=Decimal(2), decimals=0
    )
    factories.make_value(indicator, value=2)
    factories.make_value(indicator, "2009-10-q1", 0)
    factories.make_target(indicator, "2009-10-q2", 0)
    said = explained(indicator)
    assert said.status == (
        "Lower is better: 0 − 2 = −2. The target is 0, so the difference itself counts. "
        "Green from −1 days, amber from −2 days: amber."
    )
    assert said.short == "Short trend: compared with 0 days in Q1 2009/10; from there any change counts: worsening."


def test_on_plan_and_figures_below_zero_are_bracketed() -> None:
    indicator = factories.make_indicator(polarity="on-plan")
    factories.make_value(indicator, value=-3)
    factories.make_target(indicator, "2009-10-q2", -2)
    assert explained(indicator).status == (
        "On plan is best: −|(−3) − (−2)| = −1, which is −50% of the target. Green from 0%, amber from −5%: red."
    )


def test_data_only_and_no_target_are_not_judged() -> None:
    data_only = factories.make_indicator(polarity="data-only")
    factories.make_value(data_only, value=1)
    assert explained(data_only).sentences == ["It is data only, so it is not judged."]
    bare = factories.make_indicator()
    factories.make_value(bare, value=1)
    assert explained(bare).status == "No target is set for Q2 2009/10, so it is not judged."


def test_targets_that_add_up_and_the_same_season() -> None:
    indicator = factories.make_indicator(aggregation="sum", comparison="year-before", long_trend_periods=2, decimals=0)
    for slug, value in [("2007-08-h1", 10), ("2008-09-h1", 10), ("2009-10-h1", 9)]:
        factories.make_value(indicator, slug, value)
    for slug in ("2009-10-q1", "2009-10-q2"):
        factories.make_target(indicator, slug, 5)
    said = explained(indicator, "2009-10-h1")
    assert said.target == "The target is the sum of those for Q1 2009/10, Q2 2009/10."
    assert said.long == (
        "Long trend: compared with 10, the mean of the same period of the 2 years before, "
        "10.0% worse; more than 5% counts: worsening."
    )
