"""Plans of one key action, for the tests of the rules."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from fingerpost.checks.facts import ActionFacts, MilestoneFacts, OutcomeFacts, PlanFacts
from fingerpost.checks.findings import Finding
from fingerpost.checks.rules import run

AS_AT = date(2026, 9, 30)
DUE = date(2026, 9, 1)


def milestones(*progress: int | None, **more: Any) -> tuple[MilestoneFacts, ...]:
    """Milestones due on `DUE`, "Step 1", "Step 2" and so on, at these percentages."""
    return tuple(
        MilestoneFacts(f"Step {number}", due=DUE, progress=None if value is None else Decimal(value), **more)
        for number, value in enumerate(progress, 1)
    )


def plan_of(*actions: ActionFacts, **more: Any) -> PlanFacts:
    return PlanFacts("Plan", **{"as_at": AS_AT, "outcomes": (OutcomeFacts("Outcome", actions=actions),), **more})


def plan_with(summary: str, *progress: int | None, stated: int | str | None = None, **more: Any) -> PlanFacts:
    """A plan of one key action with this summary and milestones at these percentages."""
    percent = None if stated is None else Decimal(stated)
    return plan_of(ActionFacts("Action", percent, summary, milestones(*progress)), **more)


def codes(plan: PlanFacts, *among: str) -> list[str]:
    """The rules that find something, in order; only those named, if any are."""
    return [finding.rule for finding in run(plan) if not among or finding.rule in among]


def only(plan: PlanFacts, code: str) -> Finding:
    """The one finding of a rule."""
    (finding,) = (finding for finding in run(plan) if finding.rule == code)
    return finding
