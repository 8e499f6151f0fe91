"""Children's percentages made into their parent's: the one place with the modes mean, weighted mean and worst child."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from fingerpost.plans.models import RollUp
from fingerpost.reporting.expected import HUNDRED
from fingerpost.reporting.tree import Tree

Child = tuple[Fraction | None, Decimal]  # percentage and weight


def combined(mode: str, children: Iterable[Child]) -> Fraction | None:
    """A child counts at most 100; one without a percentage not at all. None where none counts, or weights are zero."""
    known = [(min(percent, HUNDRED), weight) for percent, weight in children if percent is not None]
    if not known:
        return None
    if mode == RollUp.WORST:
        return min(percent for percent, _weight in known)
    if mode == RollUp.WEIGHTED:
        weight = sum((Fraction(weight) for _percent, weight in known), Fraction(0))
        return sum((percent * Fraction(weight) for percent, weight in known), Fraction(0)) / weight if weight else None
    return sum((percent for percent, _weight in known), Fraction(0)) / len(known)


def percent_under(tree: Tree, outcome: int | None, percents: Mapping[int, Fraction | None]) -> Fraction | None:
    """The percentage of an outcome, of the plan with None, from those of the key actions that are not cancelled."""
    nested = [(percent_under(tree, head.id, percents), head.weight) for head in tree.below.get(outcome, ())]
    linked = tree.links.get(outcome, ()) if outcome else ()
    counting = [(percents[key], tree.actions[key].weight) for key in linked if key in percents]
    return combined(tree.plan.roll_up, [*nested, *counting])
