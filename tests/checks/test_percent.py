"""Stated percentages against what the milestones can give."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fingerpost.checks.facts import ActionFacts
from fingerpost.checks.rules.percent import further_needed
from tests.checks.plans import codes, milestones, only, plan_of, plan_with


@pytest.mark.parametrize(
    ("stated", "progress"),
    [
        (41, (100, 100, 90, 0, 0, 0, 0)),  # 41.43
        (25, (100, 100, 0, 0, 0, 0, 0, 0)),
        (34, (67, 0)),  # 33.5 goes up
        ("41.4", (100, 100, 90, 0, 0, 0, 0)),
        ("50.00", (100, 0)),
        (0, (0, 0)),
        (100, (100,)),
    ],
)
def test_the_mean_rounded_half_up_is_right(stated: int | str, progress: tuple[int, ...]) -> None:
    assert codes(plan_with("", *progress, stated=stated, lists_all_milestones=True), "stated-percent-differs") == []


@pytest.mark.parametrize(("stated", "shown"), [(40, "41%"), (42, "41%"), ("41.5", "41.4%")])
def test_another_figure_is_wrong_where_all_milestones_are_listed(stated: int | str, shown: str) -> None:
    plan = plan_with("", 100, 100, 90, 0, 0, 0, 0, stated=stated, lists_all_milestones=True)
    assert only(plan, "stated-percent-differs").message == f"{stated}% is stated, but the milestones give {shown}."


@pytest.mark.parametrize(("stated", "rules"), [(99, []), (100, []), (98, ["stated-percent-differs"])])
def test_just_under_a_hundred_may_be_called_99_or_100(stated: int, rules: list[str]) -> None:
    plan = plan_with("", 100, 100, 99, stated=stated, lists_all_milestones=True)
    assert codes(plan, "stated-percent-differs") == rules


def test_the_roll_up_has_the_last_word_where_it_is_known() -> None:
    action = ActionFacts("A", Decimal(75), milestones=milestones(100, 0), computed_percent=Decimal("74.6"))
    assert codes(plan_of(action, lists_all_milestones=True), "stated-percent-differs") == []


def test_a_blank_among_the_milestones_lets_nothing_follow() -> None:
    rules = ("stated-percent-differs", "stated-percent-out-of-reach", "stated-percent-above-due")
    assert codes(plan_with("", 100, None, stated=90, lists_all_milestones=True), *rules) == []
    assert codes(plan_with("", 100, None, stated=0), *rules) == []


def test_cancelled_milestones_are_left_out_of_the_mean() -> None:
    rows = (*milestones(100, 100), *milestones(0, state="cancelled"))
    assert codes(plan_of(ActionFacts("A", Decimal(100), milestones=rows), lists_all_milestones=True)) == []


@pytest.mark.parametrize(
    ("stated", "progress", "rules"),
    [
        (41, (100, 100, 90), []),
        (97, (100, 100, 90), []),
        (98, (100, 100, 90), ["stated-percent-above-due"]),
        (100, (100, 100, 90), ["stated-percent-out-of-reach"]),
        (100, (100, 100), []),
        (60, (50,), ["stated-percent-above-due"]),
        (3, (100, 100), ["stated-percent-out-of-reach"]),  # 58 milestones in all would give 3.45
        (4, (100, 100), []),  # 45 in all give 4.44
        (0, (100,), ["stated-percent-out-of-reach"]),
        (0, (0, 0), []),
        (20, (0, 0), ["stated-percent-above-due"]),
    ],
)
def test_a_report_of_what_was_due_so_far_is_judged_with_care(
    stated: int, progress: tuple[int, ...], rules: list[str]
) -> None:
    assert codes(plan_with("", *progress, stated=stated)) == [*rules, *["overdue"] * sum(row < 100 for row in progress)]


def test_the_message_says_why_it_is_out_of_reach() -> None:
    finding = only(plan_with("", 100, 80, stated=1), "stated-percent-out-of-reach")
    assert finding.message == (
        "1% is stated, but the 2 milestones listed have a mean of 90%: more than 50 further milestones would be needed."
    )


@given(st.integers(0, 100), st.lists(st.integers(0, 100), min_size=1, max_size=8))
@example(33, [67, 0])
@example(100, [99])
@example(0, [1])
def test_no_smaller_number_of_further_milestones_reaches_the_figure(stated: int, progress: list[int]) -> None:
    needed = further_needed(Decimal(stated), [Decimal(value) for value in progress])
    total, count, least = Decimal(sum(progress)), len(progress), min(needed, 60)
    low, high = Decimal(stated) - Decimal("0.5"), Decimal(stated) + Decimal("0.5")
    reachable = [(total + 100 * k) / (count + k) >= low and total / (count + k) < high for k in range(61)]
    assert [k for k, can in enumerate(reachable) if can][:1] == ([least] if needed <= 60 else [])
