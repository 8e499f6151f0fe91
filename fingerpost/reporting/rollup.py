"""Roll-up of progress: milestones -> key actions -> nested outcomes -> plan.

One function serves page, paper and export. Counts and sums come from the database in one query whatever the size
of the plan (`tallies`); the tree is folded here, in exact fractions. docs/explanation/roll-up.md has the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TypedDict

from fingerpost.core.periods import Period
from fingerpost.core.words import whole_percent
from fingerpost.plans.models import Action, Outcome, Plan
from fingerpost.reporting.as_at import Scope
from fingerpost.reporting.combining import Child, combined
from fingerpost.reporting.expected import Band, as_decimal, band, expected_progress, half_up
from fingerpost.reporting.moment import Moment, days_of_year, plan_year
from fingerpost.reporting.stated import NOTHING, Comparison, Stated, compare, latest_stated
from fingerpost.reporting.tallies import NO_MILESTONES, Sums, Tally, added, sums_per_action
from fingerpost.reporting.tree import (
    ActionHead,
    OutcomeHead,
    Tree,
    tree_of_action,
    tree_of_outcome,
    tree_of_plan,
    trees_of_plans,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What every level has. `exact` is the percentage as a fraction, None where there is none."""

    exact: Fraction | None
    mode: str
    tally: Tally
    expected: Fraction | None
    band: Band

    @property
    def percent(self) -> Decimal | None:
        """Not rounded."""
        return None if self.exact is None else as_decimal(self.exact)

    @property
    def shown(self) -> int | None:
        """As people read it: rounded half up, except that only what is complete is 100."""
        return None if self.percent is None else whole_percent(self.percent)

    @property
    def expected_shown(self) -> int | None:
        return None if self.expected is None else int(half_up(self.expected))


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRollUp(Progress):
    """A key action. `head` has its titles, dates and lead; `stated` is what a source says."""

    head: ActionHead
    sums: Sums
    stated: Stated
    comparison: Comparison

    @property
    def agrees(self) -> bool | None:
        """Whether the stated percentage is the computed one; None where that cannot be told."""
        return {Comparison.AGREES: True, Comparison.DIFFERS: False}.get(self.comparison)

    @property
    def cancelled(self) -> bool:
        return self.head.state == Action.State.CANCELLED

    @property
    def weight(self) -> Decimal:
        return self.head.weight

    @property
    def title(self) -> str:
        return self.head.title


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRollUp(Progress):
    """An outcome with its nested outcomes and the key actions that count towards it, other plans' too."""

    head: OutcomeHead
    outcomes: tuple[OutcomeRollUp, ...]
    actions: tuple[ActionRollUp, ...]

    @property
    def weight(self) -> Decimal:
        return self.head.weight

    @property
    def title(self) -> str:
        return self.head.title

    @property
    def children(self) -> tuple[OutcomeRollUp | ActionRollUp, ...]:
        """Nested outcomes and key actions that count: cancelled ones do not."""
        return (*self.outcomes, *(action for action in self.actions if not action.cancelled))

    @property
    def cancelled_actions(self) -> tuple[ActionRollUp, ...]:
        return tuple(action for action in self.actions if action.cancelled)

    def walk(self) -> Iterator[OutcomeRollUp]:
        """The outcome and all below it, parents first."""
        yield self
        for child in self.outcomes:
            yield from child.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRollUp(Progress):
    """A plan. `actions` has every key action by id; `unplaced` are those that no outcome lists: they count nowhere."""

    plan: Plan
    moment: Moment
    year: Period
    outcomes: tuple[OutcomeRollUp, ...]
    actions: dict[int, ActionRollUp] = field(repr=False)
    unplaced: tuple[ActionRollUp, ...]
    tree: Tree = field(repr=False, compare=False)

    @property
    def children(self) -> tuple[OutcomeRollUp, ...]:
        return self.outcomes

    def walk(self) -> Iterator[OutcomeRollUp]:
        """Every outcome in the order of reading."""
        for outcome in self.outcomes:
            yield from outcome.walk()


def roll_up(
    plan: Plan,
    *,
    as_at: date,
    period: Period | None = None,
    known_at: datetime | None = None,
    fresh_from: date | None = None,
) -> PlanRollUp:
    """A whole plan as at a day: `period` sets what counts as due, `known_at` leaves out what was recorded later.

    Five queries, however large the plan.
    """
    moment = Moment(as_at, period, known_at, fresh_from)
    tree = tree_of_plan(plan)
    return plan_roll_up(tree, actions_of([tree], Scope.of_plan(plan.pk), moment), moment)


def roll_up_plans(plans: Sequence[Plan], moment_of: Callable[[Plan], Moment]) -> dict[int, PlanRollUp]:
    """Many plans by id, each as at its own moment: three queries, and two for each moment that occurs."""
    trees = trees_of_plans(plans)
    by_moment: dict[Moment, list[Tree]] = {}
    for plan in plans:
        by_moment.setdefault(moment_of(plan), []).append(trees[plan.pk])
    found: dict[int, PlanRollUp] = {}
    for moment, some in by_moment.items():
        actions = actions_of(some, Scope.of_plans([tree.plan.pk for tree in some]), moment)
        found |= {tree.plan.pk: plan_roll_up(tree, actions, moment) for tree in some}
    return found


def plan_roll_up(tree: Tree, every: Mapping[int, ActionRollUp], moment: Moment) -> PlanRollUp:
    """A plan from its tree; `every` has at least the key actions of the tree."""
    plan, actions = tree.plan, {key: every[key] for key in tree.actions}
    outcomes = fold(tree, None, actions, moment)
    placed = {key for keys in tree.links.values() for key in keys}
    tally = tally_of(action for key, action in actions.items() if key in placed)
    exact, days = combined(plan.roll_up, pairs(outcomes)), days_of_year(plan, moment.until)
    return PlanRollUp(
        plan=plan,
        moment=moment,
        year=plan_year(plan, moment.until),
        outcomes=outcomes,
        actions=actions,
        unplaced=tuple(action for key, action in actions.items() if key not in placed),
        tree=tree,
        **progress(exact, plan.roll_up, tally, days, moment.as_at),
    )


def roll_up_outcome(
    outcome: Outcome,
    *,
    as_at: date,
    period: Period | None = None,
    known_at: datetime | None = None,
    fresh_from: date | None = None,
) -> OutcomeRollUp:
    """One outcome with what is under it, the same as in `roll_up` of its plan, without reading the rest of it."""
    moment = Moment(as_at, period, known_at, fresh_from)
    tree = tree_of_outcome(outcome)
    actions = actions_of([tree], Scope.of_outcomes([head.id for head in tree.outcomes]), moment)
    return outcome_roll_up(tree, next(head for head in tree.outcomes if head.id == outcome.pk), actions, moment)


def roll_up_action(
    action: Action,
    *,
    as_at: date,
    period: Period | None = None,
    known_at: datetime | None = None,
    fresh_from: date | None = None,
) -> ActionRollUp:
    """One key action, the same as in `roll_up` of its plan."""
    moment = Moment(as_at, period, known_at, fresh_from)
    return actions_of([tree_of_action(action)], Scope.of_actions([action.pk]), moment)[action.pk]


def actions_of(trees: Iterable[Tree], scope: Scope, moment: Moment) -> dict[int, ActionRollUp]:
    """Every key action of the trees, rolled up by the rules of its home plan."""
    heads = {key: head for tree in trees for key, head in tree.actions.items()}
    plans = {head.plan.id: head.plan for head in heads.values()}
    years = {plan_id: days_of_year(plan, moment.until) for plan_id, plan in plans.items()}
    sums = sums_per_action(scope, moment, plans.items())
    stated = latest_stated(scope, moment)
    return {
        key: action_roll_up(
            head, sums.get(key, NO_MILESTONES), stated.get(key, NOTHING), moment, year=years[head.plan.id]
        )
        for key, head in heads.items()
    }


def action_roll_up(
    head: ActionHead, sums: Sums, stated: Stated, moment: Moment, *, year: tuple[date, date]
) -> ActionRollUp:
    """`year` is the home plan's first and last day in the plan year."""
    mode = head.mode
    exact = sums.percent(mode)
    first, last = year
    days = max(head.starts or first, first), min(head.due or last, last)
    made = progress(exact, mode, sums.tally, days, moment.as_at)
    if head.state == Action.State.CANCELLED:
        made["expected"], made["band"] = None, Band.NOT_APPLICABLE
    comparison = compare(
        stated,
        exact,
        latest_on=sums.latest_on,
        lists_future=sums.tally.future > 0,
        over=moment.until >= head.plan.ends,
    )
    return ActionRollUp(head=head, sums=sums, stated=stated, comparison=comparison, **made)


def fold(tree: Tree, parent: int | None, actions: dict[int, ActionRollUp], moment: Moment) -> tuple[OutcomeRollUp, ...]:
    """The outcomes right under `parent`, each with what is under it."""
    return tuple(outcome_roll_up(tree, head, actions, moment) for head in tree.below.get(parent, ()))


def outcome_roll_up(tree: Tree, head: OutcomeHead, actions: dict[int, ActionRollUp], moment: Moment) -> OutcomeRollUp:
    outcomes = fold(tree, head.id, actions, moment)
    linked = tuple(actions[key] for key in tree.links.get(head.id, ()))
    counting: list[OutcomeRollUp | ActionRollUp] = [*outcomes, *(action for action in linked if not action.cancelled)]
    below = {action.head.id: action for node in outcomes for part in node.walk() for action in part.actions}
    tally = tally_of([*linked, *below.values()])
    exact, days = combined(tree.plan.roll_up, pairs(counting)), days_of_year(tree.plan, moment.until)
    made = progress(exact, tree.plan.roll_up, tally, days, moment.as_at)
    return OutcomeRollUp(head=head, outcomes=outcomes, actions=linked, **made)


def pairs(children: Iterable[OutcomeRollUp | ActionRollUp]) -> list[Child]:
    return [(child.exact, child.weight) for child in children]


def tally_of(actions: Iterable[ActionRollUp]) -> Tally:
    """The milestones of key actions, each action once although it may count towards several outcomes."""
    found = {action.head.id: action.tally for action in actions if not action.cancelled}
    return added(list(found.values()))


class Made(TypedDict):
    """The fields of `Progress`."""

    exact: Fraction | None
    mode: str
    tally: Tally
    expected: Fraction | None
    band: Band


def progress(exact: Fraction | None, mode: str, tally: Tally, days: tuple[date, date], as_at: date) -> Made:
    """The fields of `Progress`, with what is expected between the two days."""
    starts, ends = days
    expected = expected_progress(starts, ends, as_at)
    judged = band(exact, expected, not_started=starts > as_at)
    return {"exact": exact, "mode": mode, "tally": tally, "expected": expected, "band": judged}
