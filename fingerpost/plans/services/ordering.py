"""The order of things: moving an item up or down among its siblings.

Positions of themes, actions under an outcome and milestones count from 0 without gaps once something was moved.
Outcomes are numbered through the whole plan, depth first, so that plain `order_by("position")` is the plan's order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeVar

from django.db import transaction

from fingerpost.core import audit
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.people.models import User
from fingerpost.plans import rules
from fingerpost.plans.models import Action, ActionOutcome, Indicator, Milestone, Outcome, Plan, Theme
from fingerpost.plans.queries import nest, theme_nodes
from fingerpost.plans.services.writing import lock
from fingerpost.plans.structure import OutcomeNode

Direction = Literal["up", "down"]
Placed = TypeVar("Placed", Theme, Outcome, ActionOutcome, Milestone, Indicator)


@transaction.atomic
def reorder_theme(*, theme: Theme, direction: Direction, by: User | None) -> int:
    """Move a theme by one place; its outcomes go with it. Returns its new place, counted from 1."""
    plan = lock(theme.plan)
    refuse_if(rules.why_not_edit(by, plan))
    place = step(list(plan.themes.all()), theme.pk, direction)
    renumber_outcomes(plan)
    return moved(theme, place, direction, by, plan)


@transaction.atomic
def reorder_outcome(*, outcome: Outcome, direction: Direction, by: User | None) -> int:
    """Move an outcome by one place among those of the same parent, or at the top among those of its theme."""
    plan = lock(outcome.plan)
    refuse_if(rules.why_not_edit(by, plan))
    outcome = Outcome.objects.get(pk=outcome.pk)
    siblings = plan.outcomes.filter(parent=outcome.parent_id)
    if outcome.parent_id is None:
        siblings = siblings.filter(theme=outcome.theme_id)
    rows = list(siblings)
    places = [row.position for row in rows]
    place = step(rows, outcome.pk, direction, places=sorted(places))
    renumber_outcomes(plan)
    return moved(outcome, place, direction, by, plan)


@transaction.atomic
def reorder_action(*, action: Action, outcome: Outcome, direction: Direction, by: User | None) -> int:
    """Move a key action, at home or shared in, by one place among those of an outcome."""
    plan = lock(outcome.plan)
    refuse_if(rules.why_not_edit(by, plan))
    links = list(outcome.links.all())
    link = next((link for link in links if link.action_id == action.pk), None)
    if link is None:
        raise Refused(rules.not_linked(action, outcome))
    return moved(action, step(links, link.pk, direction), direction, by, plan)


@transaction.atomic
def reorder_milestone(*, milestone: Milestone, direction: Direction, by: User | None) -> int:
    """Move a milestone by one place among those of its action."""
    plan = lock(milestone.action.plan)
    refuse_if(rules.why_not_edit(by, plan))
    siblings = list(Milestone.objects.filter(action=milestone.action_id))
    return moved(milestone, step(siblings, milestone.pk, direction), direction, by, plan)


@transaction.atomic
def reorder_indicator(*, indicator: Indicator, direction: Direction, by: User | None) -> int:
    """Move an indicator by one place among those of its outcome."""
    plan = lock(indicator.plan)
    refuse_if(rules.why_not_edit(by, plan))
    siblings = list(plan.indicators.filter(outcome=indicator.outcome_id))
    return moved(indicator, step(siblings, indicator.pk, direction), direction, by, plan)


def step(siblings: list[Placed], key: int, direction: Direction, *, places: Sequence[int] | None = None) -> int:
    """Swap one with its neighbour and number the siblings anew: from 0, or by `places`.

    Nothing happens at the end of the list. Returns the index where it then stands.
    """
    at = next(index for index, row in enumerate(siblings) if row.pk == key)
    to = at - 1 if direction == "up" else at + 1
    if not 0 <= to < len(siblings):
        return at
    siblings.insert(to, siblings.pop(at))
    number(siblings, places if places and len(set(places)) == len(places) else range(len(siblings)))
    return to


def number(rows: Sequence[Placed], places: Sequence[int]) -> None:
    """Give the rows these positions in turn; only those that differ are written."""
    differing = [(row, place) for row, place in zip(rows, places, strict=True) if row.position != place]
    for row, place in differing:
        row.position = place
    if differing:
        kind = type(differing[0][0])
        kind._default_manager.bulk_update([row for row, _place in differing], ["position"], batch_size=500)


def renumber_outcomes(plan: Plan) -> None:
    """Number all outcomes of a plan in its order: by theme, then by place among siblings, depth first."""
    nodes = {row.pk: OutcomeNode(row) for row in plan.outcomes.all()}
    ordered = [
        node.outcome
        for theme in theme_nodes(plan.themes.all(), nest(nodes))
        for top in theme.outcomes
        for node in top.walk()
    ]
    number(ordered, range(len(ordered)))


def moved(
    row: Theme | Outcome | Action | Milestone | Indicator, place: int, direction: Direction, by: User | None, plan: Plan
) -> int:
    audit.record(
        f"{row._meta.model_name}.reorder",
        row,
        by=by,
        after={"direction": direction, "place": place + 1},
        scope=plan.slug,
    )
    return place + 1
