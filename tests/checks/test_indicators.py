"""Rules over indicators, each at its boundary."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from fingerpost.checks.calendar import last_day_named
from fingerpost.checks.facts import ActionFacts, GoalFacts
from fingerpost.checks.rules import run
from fingerpost.checks.rules.figures import JUMP_CHANGES
from fingerpost.checks.rules.indicators import MANY_WITHOUT_FIGURES
from fingerpost.reporting.expected import half_up
from tests.checks import plans
from tests.checks.measures import codes, found, indicator, message, plan_of, point, series


def test_a_sound_indicator_gives_no_finding() -> None:
    assert codes(point(value=55)) == []


def test_a_finding_names_the_indicator() -> None:
    (finding,) = found(lead="")
    assert (finding.subject.kind, finding.subject.slug, finding.subject.within) == ("indicator", "homes", ("Outcome",))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"lead": ""}, "indicator-no-lead"),
        ({"definition": " "}, "not-defined"),
        ({"unit": ""}, "not-defined"),
        ({"definition": "", "unit": ""}, "not-defined"),
        ({"baseline": None}, "no-baseline"),
        ({"targets": ()}, "no-target"),
        ({"last_target": None}, "no-last-target"),
    ],
)
def test_what_is_missing_is_found_once(fields: dict[str, object], code: str) -> None:
    assert codes(point(value=55), **fields) == [code]


def test_a_period_without_a_target_is_named() -> None:
    assert message(point(value=55, target=None)) == "No target is set for Q1 2026/27."


def test_the_last_period_without_a_target_is_found_once() -> None:
    last = point("2026-27-q4", 55, target=None)
    assert codes(last, last_target=None, as_at=date(2027, 3, 31)) == ["no-target"]


def test_what_is_data_only_needs_no_target() -> None:
    assert codes(point(value=55, target=None), targets=(), last_target=None, polarity="data-only") == []


@pytest.mark.parametrize(
    ("title", "polarity", "wrong"),
    [
        ("Reduce exclusions from school", "higher", True),
        ("To reduce exclusions", "higher", True),
        ("Fewer children in care", "higher", True),
        ("Lower the rate of exclusion", "higher", True),
        ("Reduce exclusions from school", "lower", False),
        ("Reduction in carbon emissions", "higher", False),
        ("Lower secondary pupils who read well", "higher", False),
        ("Fewer than three moves in care", "higher", False),
        ("Pupils who reduced their smoking", "higher", False),
        ("Increase the number of mentors", "lower", True),
        ("Improve attainment", "lower", True),
        ("More young people in work", "lower", True),
        ("Improve the rate of exclusion", "lower", False),
        ("Improve waiting times", "lower", False),
        ("Increase in referrals", "lower", False),
        ("More than one placement in a year", "lower", False),
        ("Increase the number of mentors", "higher", False),
        ("Reduce exclusions", "on-plan", False),
        ("Increase mentors", "data-only", False),
    ],
)
def test_the_title_and_the_polarity_agree_or_not(title: str, polarity: str, wrong: bool) -> None:
    found_codes = codes(title=title, polarity=polarity, baseline=GoalFacts(Fraction(60)))
    assert found_codes == (["polarity-and-wording"] if wrong else [])


@pytest.mark.parametrize(("day", "late"), [(date(2026, 7, 30), False), (date(2026, 7, 31), True)])
def test_a_figure_is_missing_once_the_days_of_grace_are_over(day: date, late: bool) -> None:
    assert codes(point(), as_at=day) == (["no-value"] if late else [])


def test_periods_without_figures_are_named_together() -> None:
    expected = "There are no figures for Q1 2026/27, Q2 2026/27, and nobody says why."
    assert message(point(), point("2026-27-q2"), as_at=date(2026, 12, 1)) == expected


@pytest.mark.parametrize("state", ["not-available", "not-collected"])
def test_a_reason_why_there_is_no_figure_will_do(state: str) -> None:
    assert codes(point(state=state)) == []


def test_a_period_before_the_plan_asks_for_nothing() -> None:
    assert codes(point("2025-26-q4")) == []


@pytest.mark.parametrize("state", ["awaited", "being-sought"])
@pytest.mark.parametrize(("day", "late"), [(date(2026, 7, 30), False), (date(2026, 7, 31), True)])
def test_what_is_awaited_is_late_after_the_days_of_grace(state: str, day: date, late: bool) -> None:
    assert codes(point(state=state), as_at=day) == (["value-late"] if late else [])


@pytest.mark.parametrize(("day", "late"), [(date(2026, 8, 31), False), (date(2026, 9, 1), True)])
def test_what_is_expected_is_late_after_the_time_that_is_stated(day: date, late: bool) -> None:
    assert codes(point(state="expected", expected_words="in August"), as_at=day) == (["value-late"] if late else [])


def test_words_that_name_no_time_are_never_late() -> None:
    assert codes(point(state="expected", expected_words="at the end of the session")) == []


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("in February", date(2010, 2, 28)),
        ("by the end of October", date(2009, 10, 31)),
        ("in September", date(2009, 9, 30)),
        ("in February 2012", date(2012, 2, 29)),
        ("on 14 November", date(2009, 11, 14)),
        ("by 2010-01-15", date(2010, 1, 15)),
        ("before the end of the calendar year", date(2009, 12, 31)),
        ("in Q4 2009/10", date(2010, 3, 31)),
        ("it may be available", None),
        ("soon", None),
        ("", None),
    ],
)
def test_the_last_day_that_words_name(words: str, day: date | None) -> None:
    assert last_day_named(words, date(2009, 9, 30)) == day


@pytest.mark.parametrize("extra", [0, 1])
def test_many_indicators_without_figures_are_a_fault_of_the_plan(extra: int) -> None:
    empty = [indicator(point(state="not-available")) for _number in range(MANY_WITHOUT_FIGURES + extra)]
    there = [finding.message for finding in run(plan_of(indicator(point(value=55)), *empty))]
    whole = "4 of the 5 indicators that were due have no figure in the time of this plan."
    assert there == ([whole] if extra else [])


@pytest.mark.parametrize(("target", "after"), [(date(2026, 3, 31), False), (date(2026, 3, 30), True)])
def test_a_baseline_comes_before_the_first_target(target: date, after: bool) -> None:
    targets = (GoalFacts(Fraction(50), "early", target), GoalFacts(Fraction(60), "2026/27", date(2027, 3, 31)))
    assert codes(targets=targets) == (["baseline-after-target"] if after else [])


@pytest.mark.parametrize(
    ("polarity", "target", "wrong"),
    [("higher", 39, True), ("higher", 40, False), ("lower", 41, True), ("lower", 40, False), ("on-plan", 20, False)],
)
def test_a_target_lies_on_the_better_side_of_the_baseline(polarity: str, target: int, wrong: bool) -> None:
    targets = (GoalFacts(Fraction(target), "2026/27", date(2027, 3, 31)),)
    assert codes(polarity=polarity, targets=targets) == (["target-behind-baseline"] if wrong else [])


@pytest.mark.parametrize(
    ("status", "note", "expected"),
    [
        ("green", "The target was missed.", ["met-but-said-missed"]),
        ("green", "Status: red", ["met-but-said-missed"]),
        ("amber", "The target was missed.", []),
        ("red", "The target was missed.", []),
        ("green", "The target was not met last year.", []),
        ("green", "The national target was missed.", []),
        ("red", "We met our target.", ["missed-but-said-met"]),
        ("red", "RAG: green", ["missed-but-said-met"]),
        ("amber", "We met our target.", []),
        ("green", "We met our target.", []),
        ("red", "The target will be met in March.", []),
        ("red", "The target was not met.", []),
        ("red", "Not on target.", []),
        ("red", "", []),
    ],
)
def test_what_the_note_says_is_held_against_the_status(status: str, note: str, expected: list[str]) -> None:
    assert codes(point(value=55, status=status, note=note)) == expected


@pytest.mark.parametrize(("value", "wrong"), [("9.9", True), ("10", False), ("90", False), ("90.1", True)])
def test_the_plausible_range_includes_its_ends(value: str, wrong: bool) -> None:
    range_ = {"plausible_low": Fraction(10), "plausible_high": Fraction(90)}
    assert codes(point(value=value), **range_) == (["implausible-value"] if wrong else [])


@pytest.mark.parametrize(("last", "wrong"), [(120, False), (121, True), (80, False), (79, True)])
def test_a_jump_is_a_change_unlike_those_before(last: int, wrong: bool) -> None:
    """Past changes +4, -4 and so on: their median is 0, the deviation 4, so 20 is the limit."""
    values = [100, 104, 100, 104, 100, 104, 100, 100, last]
    assert codes(*series(*values), last_target=Fraction(60)) == (["jump"] if wrong else [])


@pytest.mark.parametrize(("last", "wrong"), [(110, False), (111, True)])
def test_what_was_steady_may_move_a_tenth(last: int, wrong: bool) -> None:
    assert codes(*series(*[100] * 8, last)) == (["jump"] if wrong else [])


@pytest.mark.parametrize(("changes", "wrong"), [(JUMP_CHANGES - 1, False), (JUMP_CHANGES, True)])
def test_a_jump_needs_a_history(changes: int, wrong: bool) -> None:
    assert codes(*series(*[100] * (changes + 1), 200, first="2025-26-q1"), as_at=date(2027, 3, 31)) == (
        ["jump"] if wrong else []
    )


def test_one_odd_figure_in_the_past_hides_no_other() -> None:
    assert codes(*series(100, 104, 100, 900, 100, 104, 100, 100, 200)) == ["jump"]


@given(some.lists(some.integers(0, 1000), max_size=9), some.integers(1, 1000))
def test_whether_it_jumps_does_not_depend_on_the_unit(values: list[int], factor: int) -> None:
    times = [value * factor for value in values]
    assert ("jump" in codes(*series(*values))) == ("jump" in codes(*series(*times)))


@pytest.mark.parametrize(
    ("stated", "wrong"),
    [("33.3", False), ("33.33", False), ("33", False), ("33.4", True), ("34", True), ("0.33", True)],
)
def test_a_figure_is_what_its_parts_give_to_the_places_stated(stated: str, wrong: bool) -> None:
    one = point(value="100/3", stated=Fraction(stated), numerator=Fraction(1), denominator=Fraction(3))
    assert codes(one) == (["not-the-quotient"] if wrong else [])


def test_parts_without_a_stated_figure_say_nothing_of_it() -> None:
    assert codes(point(value="100/3", numerator=Fraction(1), denominator=Fraction(3))) == []


@given(some.integers(0, 10**6), some.integers(1, 10**6), some.integers(0, 4))
def test_a_figure_worked_out_by_rounding_is_never_found(top: int, bottom: int, places: int) -> None:
    exact = Fraction(100 * top, bottom)
    one = point(
        value=exact, stated=Fraction(half_up(exact, places)), numerator=Fraction(top), denominator=Fraction(bottom)
    )
    assert codes(one) == []


@pytest.mark.parametrize(("top", "is_percentage", "wrong"), [(9, True, False), (10, True, True), (10, False, False)])
def test_more_than_all_is_found_of_percentages(top: int, is_percentage: bool, wrong: bool) -> None:
    one = point(value=Fraction(100 * top, 9), numerator=Fraction(top), denominator=Fraction(9))
    assert codes(one, is_percentage=is_percentage) == (["more-than-all"] if wrong else [])


@pytest.mark.parametrize(
    ("before", "note_before", "wrong"),
    [(55, "Steady  work.", True), (54, "Steady work.", False), (55, "Other work.", False), (55, "", False)],
)
def test_the_same_figure_with_the_same_note_looks_copied(before: int, note_before: str, wrong: bool) -> None:
    one = point(value=55, note="Steady work.", before=Fraction(before), note_before=note_before)
    assert codes(one) == (["same-value-and-note"] if wrong else [])


def test_the_same_figure_without_notes_is_none() -> None:
    assert codes(point(value=55, before=Fraction(55))) == []


@pytest.mark.parametrize(
    ("undertaken", "planned", "previous", "expected"),
    [
        ("Trained staff", "", None, ["work-without-next-step"]),
        ("Trained staff", " ", None, ["work-without-next-step"]),
        ("Trained staff", "Train more", None, []),
        ("", "", None, []),
        (None, None, "Train more", []),
        ("Trained staff", "Train more", "Train  more", ["same-work-planned"]),
        ("Trained staff", "Train more", "Train others", []),
        ("Trained staff", "", "", ["work-without-next-step"]),
    ],
)
def test_the_work_on_a_key_action(
    undertaken: str | None, planned: str | None, previous: str | None, expected: list[str]
) -> None:
    action = ActionFacts(
        "A",
        milestones=plans.milestones(100),
        work_undertaken=undertaken,
        work_planned=planned,
        previous_work_planned=previous,
    )
    assert plans.codes(plans.plan_of(action)) == expected


def test_what_is_complete_needs_no_next_step() -> None:
    action = ActionFacts("A", milestones=plans.milestones(100), work_undertaken="Done", computed_percent=Decimal(100))
    assert plans.codes(plans.plan_of(action)) == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, []),
        ({"work_undertaken": "Asked", "work_planned": ""}, ["indicator-without-next-step"]),
        ({"work_undertaken": "", "work_planned": " "}, ["indicator-without-next-step"]),
        ({"work_undertaken": "Asked", "work_planned": "Build"}, []),
        ({"work_undertaken": "Asked", "work_planned": "", "review_notes": "Report in May"}, []),
        ({"work_undertaken": "Asked", "work_planned": "", "has_next_step": True}, []),
        ({"work_planned": "Build  it", "previous_work_planned": "Build it"}, ["indicator-same-work-planned"]),
        ({"work_planned": "Build it", "previous_work_planned": "Build"}, []),
        ({"work_planned": "", "previous_work_planned": "", "review_notes": "Same"}, []),
        ({"previous_work_planned": "Build it"}, []),
    ],
)
def test_the_review_of_an_indicator(said: dict[str, Any], expected: list[str]) -> None:
    assert codes(point(value=60), **said) == expected
