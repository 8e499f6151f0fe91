"""Plans of one indicator, for the tests of the rules."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from fingerpost.checks.facts import GoalFacts, IndicatorFacts, OutcomeFacts, PlanFacts, PointFacts
from fingerpost.checks.findings import Finding
from fingerpost.checks.rules import run
from fingerpost.core.periods import Period

BASELINE = GoalFacts(Fraction(40), "2025/26", date(2026, 3, 31))
TARGETS = (GoalFacts(Fraction(60), "2026/27", date(2027, 3, 31)),)


def point(period: str = "2026-27-q1", value: int | str | None = None, **more: Any) -> PointFacts:
    """A figure of a quarter, due 30 days after its end, whose target is 60."""
    found, exact = Period.parse(period), None if value is None else Fraction(value)
    given = {"value": exact, "state": "" if exact is None else "recorded", "target": Fraction(60), **more}
    return PointFacts(found.label, found.start, found.end, found.end + timedelta(days=30), **given)


def series(*values: int | str, first: str = "2024-25-q1") -> tuple[PointFacts, ...]:
    """A figure for each quarter, each with the one before."""
    period, before, found = Period.parse(first), None, []
    for value in values:
        found.append(point(period.slug, value, before=before))
        period, before = period.next, Fraction(value)
    return tuple(found)


def indicator(*points: PointFacts, **more: Any) -> IndicatorFacts:
    """One with which nothing is wrong, unless told otherwise."""
    sound: dict[str, Any] = {
        "title": "Homes that are warm",
        "slug": "homes",
        "lead": "Jo",
        "definition": "Of all homes, those that are warm.",
        "unit": "%",
        "baseline": BASELINE,
        "targets": TARGETS,
        "last_period": "Q4 2026/27",
        "last_target": Fraction(60),
    }
    return IndicatorFacts(**{**sound, **more, "points": points})


def plan_of(*indicators: IndicatorFacts, as_at: date = date(2026, 9, 30)) -> PlanFacts:
    outcome = OutcomeFacts("Outcome", indicators=indicators)
    return PlanFacts("Plan", as_at, date(2026, 4, 1), date(2027, 3, 31), (outcome,))


def found(*points: PointFacts, as_at: date = date(2026, 9, 30), **more: Any) -> list[Finding]:
    """What is said of a plan of one indicator."""
    return run(plan_of(indicator(*points, **more), as_at=as_at))


def codes(*points: PointFacts, as_at: date = date(2026, 9, 30), **more: Any) -> list[str]:
    return [finding.rule for finding in found(*points, as_at=as_at, **more)]


def message(*points: PointFacts, **more: Any) -> str:
    """The words of the one finding."""
    (finding,) = found(*points, **more)
    return finding.message
