"""Due dates: missing, vague, moved, out of bounds, overdue, or in another quarter than the title says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import Settings

from fingerpost.checks.facts import ActionFacts, MilestoneFacts, PlanFacts
from fingerpost.checks.rules import run
from tests.checks.plans import AS_AT, codes, only, plan_of


def plan(title: str = "Step", of: dict[str, Any] | None = None, **fields: Any) -> PlanFacts:
    """A plan of one milestone with these fields; `of` holds the fields of the plan."""
    milestone = MilestoneFacts(title, **{"due": AS_AT, "progress": Decimal(100), **fields})
    return plan_of(ActionFacts("A", milestones=(milestone,)), **(of or {}))


@pytest.mark.parametrize(
    ("quarter", "due"),
    [
        ("Q1", date(2026, 4, 1)),
        ("Q1", date(2026, 6, 30)),
        ("Q2", date(2026, 7, 31)),
        ("Q4", date(2027, 3, 31)),
        ("quarter 3", date(2026, 10, 1)),
        ("Q4 2026/27", date(2027, 1, 1)),
        ("", date(2027, 1, 1)),
        ("H1", date(2027, 1, 1)),
    ],
)
def test_a_date_in_its_quarter_passes(quarter: str, due: date) -> None:
    assert codes(plan(quarter=quarter, due=due)) == []


@pytest.mark.parametrize(
    ("quarter", "due", "falls_in"),
    [
        ("Q1", date(2026, 3, 31), "Q4 2025/26"),
        ("Q1", date(2026, 7, 1), "Q2 2026/27"),
        ("Q 4", date(2026, 12, 31), "Q3 2026/27"),
    ],
)
def test_a_date_in_another_quarter_is_found(quarter: str, due: date, falls_in: str) -> None:
    message = only(plan(quarter=quarter, due=due), "quarter-label").message
    assert message.startswith(f"The title says {quarter}, but ")
    assert message.endswith(f" falls in {falls_in}.")


def test_the_quarters_follow_the_planning_year_of_the_partnership(settings: Settings) -> None:
    settings.YEAR_START_MONTH = 1
    assert codes(plan(quarter="Q1", due=date(2026, 3, 31))) == []
    assert codes(plan(quarter="Q1", due=date(2026, 4, 1))) == ["quarter-label"]


def test_a_label_without_a_date_cannot_disagree() -> None:
    assert codes(plan(quarter="Q1", due=None, due_text="by the summer")) == []


@pytest.mark.parametrize(
    ("due_text", "rules"),
    [
        ("", ["no-due-date"]),
        ("  ", ["no-due-date"]),
        ("Ongoing", ["vague-due-date"]),
        ("TBC.", ["vague-due-date"]),
        ("to be agreed", ["vague-due-date"]),
        ("Within one month of each group meeting", []),
        ("Reporting cycles", []),
        ("By winter 2028", []),
        ("Ongoing, at each meeting", []),
    ],
)
def test_a_due_date_that_is_missing_or_binds_nobody_is_found(due_text: str, rules: list[str]) -> None:
    assert codes(plan(due=None, due_text=due_text)) == rules


def test_dates_outside_the_plan_are_found_on_both_sides() -> None:
    bounds = {"starts": date(2026, 4, 1), "ends": date(2027, 3, 31)}
    assert codes(plan(of=bounds, due=date(2026, 3, 31))) == ["due-outside-plan"]
    assert codes(plan(of=bounds, due=date(2027, 4, 1))) == ["due-outside-plan"]
    assert codes(plan(of=bounds, due=date(2026, 4, 1))) == []
    assert codes(plan(of=bounds, due=date(2027, 3, 31))) == []


def test_a_plan_whose_bounds_are_not_known_has_nothing_outside_it() -> None:
    assert codes(plan(due=date(1999, 1, 1))) == []


def test_a_plan_that_ends_before_it_starts_is_found() -> None:
    turned = plan_of(starts=date(2027, 3, 31), ends=date(2026, 4, 1), as_at=None)
    assert codes(turned) == ["plan-date-order"]


def test_a_report_from_before_its_plan_is_found() -> None:
    assert codes(plan_of(starts=date(2026, 10, 1))) == ["plan-date-order"]


@pytest.mark.parametrize(
    ("due", "progress", "rules"),
    [
        (AS_AT, 99, ["overdue"]),
        (AS_AT, 100, []),
        (date(2026, 10, 1), 0, []),
        (date(2026, 1, 1), 0, ["overdue"]),
        (date(2026, 1, 1), None, []),
        (None, 0, []),
    ],
)
def test_overdue_is_due_by_the_date_of_the_report_and_not_complete(
    due: date | None, progress: int | None, rules: list[str]
) -> None:
    assert codes(plan(due=due, due_text="said", progress=None if progress is None else Decimal(progress))) == rules


@pytest.mark.parametrize("state", ["cancelled", "merged", "carried-forward"])
def test_what_has_ended_is_not_overdue(state: str) -> None:
    assert codes(plan(progress=Decimal(0), state=state)) == ["no-milestones"]


def test_today_stands_in_for_a_report_without_a_date() -> None:
    undated = plan(of={"as_at": None}, progress=Decimal(0))
    assert [finding.rule for finding in run(undated, today=AS_AT)] == ["overdue"]
    assert run(undated) == []


def test_a_date_moved_without_a_reason_is_found() -> None:
    moved: dict[str, Any] = {"due": AS_AT, "original_due": date(2026, 6, 30)}
    assert codes(plan(**moved, moved_with_reason=False)) == ["due-date-moved"]
    assert codes(plan(**moved, moved_with_reason=True)) == []
    assert codes(plan(**moved)) == []
    assert codes(plan(due=AS_AT, original_due=AS_AT, moved_with_reason=False)) == []
