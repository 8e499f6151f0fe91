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
from fingerpost.reporting.expected import as_decimal, expected_progress
from fingerpost.reporting.moment import Moment, days_of_year
from fingerpost.reporting.rollup import ActionRollUp, actions_of, outcome_roll_up, plan_roll_up
from fingerpost.reporting.tree import Tree, tree_of_action, tree_of_outcome, tree_of_plan


@dataclass(frozen=True, slots=True)
class Point:
    """Progress as at a day. `percent` is None where there was none; `expected` is what time had elapsed by then."""

    quarter: Period
    on: date
    percent: Decimal | None
    expected: Decimal


def trend(plan: Plan, *, as_at: date, tree: Tree | None = None) -> list[Point]:
    """A plan at each quarter's end of the plan year up to a day, and at that day. One query a quarter.

    `tree` saves reading the skeleton again where a roll-up has it.
    """
    tree = tree or tree_of_plan(plan)
    scope = Scope.of_plan(plan.pk)
    return points(plan, as_at, lambda moment: plan_roll_up(tree, actions_at(tree, scope, moment), moment).exact)


def trend_of_outcome(outcome: Outcome, *, as_at: date) -> list[Point]:
    tree = tree_of_outcome(outcome)
    scope = Scope.of_outcomes([head.id for head in tree.outcomes])
    head = next(head for head in tree.outcomes if head.id == outcome.pk)
    return points(
        outcome.plan,
        as_at,
        lambda moment: outcome_roll_up(tree, head, actions_at(tree, scope, moment), moment).exact,
    )


def trend_of_action(action: Action, *, as_at: date) -> list[Point]:
    tree, scope = tree_of_action(action), Scope.of_actions([action.pk])
    return points(action.plan, as_at, lambda moment: actions_at(tree, scope, moment)[action.pk].exact)


def actions_at(tree: Tree, scope: Scope, moment: Moment) -> dict[int, ActionRollUp]:
    return actions_of([tree], scope, moment, with_stated=False)


def points(plan: Plan, as_at: date, percent: Callable[[Moment], Fraction | None]) -> list[Point]:
    first, last = days_of_year(plan, as_at)
    found = []
    for quarter in quarters(first, min(last, as_at)) if as_at >= first else []:
        day = min(quarter.end, as_at)
        exact, expected = percent(Moment(day)), expected_progress(first, last, day) or Fraction(0)
        found.append(Point(quarter, day, None if exact is None else as_decimal(exact), as_decimal(expected)))
    return found
