"""Progress at the end of each quarter, for charts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from fingerpost.core.periods import Period, quarters
from fingerpost.plans.models import Action, Outcome, Plan
from fingerpost.reporting.as_at import Scope
from fingerpost.reporting.combining import percent_under
from fingerpost.reporting.expected import as_decimal, expected_progress
from fingerpost.reporting.moment import Moment, days_of_year
from fingerpost.reporting.rollup import PlanRollUp
from fingerpost.reporting.tallies import NO_MILESTONES, Sums, sums_per_action
from fingerpost.reporting.tree import Tree, tree_of_action, tree_of_outcome, tree_of_plan


@dataclass(frozen=True, slots=True)
class Point:
    """Progress as at a day. `percent` is None where there was none; `expected` is what time had elapsed by then."""

    quarter: Period
    on: date
    percent: Decimal | None
    expected: Decimal


def trend(plan: Plan, *, as_at: date, whole: PlanRollUp | None = None) -> list[Point]:
    """A plan at each quarter's end of the plan year up to a day, and at that day. One query a quarter.

    `whole`, the roll-up as at the same day, saves working out again what it has.
    """
    tree, scope = whole.tree if whole else tree_of_plan(plan), Scope.of_plan(plan.pk)

    def percent(moment: Moment) -> Fraction | None:
        if whole and whole.moment.as_at == moment.as_at:
            return whole.exact
        return percent_under(tree, None, percents_at(tree, scope, moment))

    return points(plan, as_at, percent)


def trend_of_outcome(outcome: Outcome, *, as_at: date) -> list[Point]:
    tree = tree_of_outcome(outcome)
    scope = Scope.of_outcomes([head.id for head in tree.outcomes])
    return points(outcome.plan, as_at, lambda moment: percent_under(tree, outcome.pk, percents_at(tree, scope, moment)))


def trend_of_action(action: Action, *, as_at: date) -> list[Point]:
    tree, scope = tree_of_action(action), Scope.of_actions([action.pk])
    mode = tree.actions[action.pk].mode
    return points(action.plan, as_at, lambda moment: sums_at(tree, scope, moment)[action.pk].percent(mode))


def sums_at(tree: Tree, scope: Scope, moment: Moment) -> dict[int, Sums]:
    """The sums of every key action of the tree."""
    found = sums_per_action(scope, moment, {head.plan.id: head.plan for head in tree.actions.values()}.items())
    return {key: found.get(key, NO_MILESTONES) for key in tree.actions}


def percents_at(tree: Tree, scope: Scope, moment: Moment) -> dict[int, Fraction | None]:
    """The percentages of the key actions of the tree that are not cancelled."""
    sums, heads = sums_at(tree, scope, moment), tree.actions
    return {key: sums[key].percent(head.mode) for key, head in heads.items() if head.state == Action.State.ACTIVE}


def points(plan: Plan, as_at: date, percent: Callable[[Moment], Fraction | None]) -> list[Point]:
    first, last = days_of_year(plan, as_at)
    found = []
    for quarter in quarters(first, min(last, as_at)) if as_at >= first else []:
        day = min(quarter.end, as_at)
        exact, expected = percent(Moment(day)), expected_progress(first, last, day) or Fraction(0)
        found.append(Point(quarter, day, None if exact is None else as_decimal(exact), as_decimal(expected)))
    return found
