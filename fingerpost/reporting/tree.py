"""The skeleton of a plan: outcomes, the key actions under them and the plans that these come from.

Rows are read as plain values, not as models: a large plan has some fifteen thousand of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Q

from fingerpost.plans.models import Action, ActionOutcome, Outcome, Plan

WITH_ALL_BELOW = """
WITH RECURSIVE below (id) AS (
    SELECT id FROM plans_outcome WHERE id = %s
    UNION
    SELECT o.id FROM below b CROSS JOIN plans_outcome o WHERE o.parent_id = b.id
) SELECT id FROM below"""

PLAN_FIELDS = ("plan_id", "plan__slug", "plan__title", "plan__state", "plan__starts", "plan__ends", "plan__roll_up")
ACTION_FIELDS = (
    "id", "slug", "title", "weight", "roll_up", "state", "state_reason", "starts", "due", "by_when",
    "lead_id", "lead__name", "lead__slug",
)  # fmt: skip
OUTCOME_FIELDS = (
    "id", "parent_id", "slug", "title", "description", "weight", "theme__title", "lead_id", "lead__name", "lead__slug",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanHead:
    """The home plan of a key action."""

    id: int
    slug: str
    title: str
    state: str
    starts: date
    ends: date
    roll_up: str


@dataclass(frozen=True, slots=True)
class ActionHead:
    plan: PlanHead
    id: int
    slug: str
    title: str
    weight: Decimal
    roll_up: str
    state: str
    state_reason: str
    starts: date | None
    due: date | None
    by_when: str
    lead_id: int | None
    lead_name: str | None
    lead_slug: str | None

    @property
    def mode(self) -> str:
        """How its milestones make its percentage: its own way, else its plan's."""
        return self.roll_up or self.plan.roll_up


@dataclass(frozen=True, slots=True)
class OutcomeHead:
    id: int
    parent_id: int | None
    slug: str
    title: str
    description: str
    weight: Decimal
    theme: str | None
    lead_id: int | None
    lead_name: str | None
    lead_slug: str | None


@dataclass(frozen=True, slots=True)
class Tree:
    """`below` has the outcomes under each outcome (None: the top), `links` the action ids, both in order."""

    plan: Plan
    outcomes: tuple[OutcomeHead, ...]
    below: dict[int | None, list[OutcomeHead]]
    links: dict[int, list[int]]
    actions: dict[int, ActionHead]


def tree_of_plan(plan: Plan) -> Tree:
    """Three queries. Key actions that no outcome lists come last."""
    return trees_of_plans([plan])[plan.pk]


def trees_of_plans(plans: Sequence[Plan]) -> dict[int, Tree]:
    """The trees of many plans by plan id, in the same three queries."""
    outcomes: dict[int, list[OutcomeHead]] = {plan.pk: [] for plan in plans}
    for plan_id, *fields in Outcome.objects.filter(plan__in=plans).values_list("plan_id", *OUTCOME_FIELDS):
        outcomes[plan_id].append(OutcomeHead(*fields))
    rows = link_rows(Q(outcome__plan__in=plans))
    loose = list(Action.objects.filter(plan__in=plans, links=None).values_list(*PLAN_FIELDS, *ACTION_FIELDS))
    linked: dict[int, list[tuple[Any, ...]]] = {plan.pk: [] for plan in plans}
    for row in rows:
        linked[row[0]].append(row[1:])
    return {
        plan.pk: tree(plan, outcomes[plan.pk], linked[plan.pk], [row for row in loose if row[0] == plan.pk])
        for plan in plans
    }


def tree_of_outcome(outcome: Outcome) -> Tree:
    """An outcome and all below it. Three queries."""
    with connection.cursor() as cursor:
        cursor.execute(WITH_ALL_BELOW, [outcome.pk])
        ids = [row[0] for row in cursor.fetchall()]
    outcomes = Outcome.objects.filter(pk__in=ids).values_list(*OUTCOME_FIELDS)
    links = [row[1:] for row in link_rows(Q(outcome__in=ids))]
    return tree(outcome.plan, [OutcomeHead(*row) for row in outcomes], links, ())


def tree_of_action(action: Action) -> Tree:
    """A tree of one key action and no outcome. One query."""
    rows = Action.objects.filter(pk=action.pk).values_list(*PLAN_FIELDS, *ACTION_FIELDS)
    heads = action_heads(rows)
    return Tree(action.plan, (), {}, {}, heads)


def link_rows(wanted: Q) -> list[tuple[Any, ...]]:
    """Links in order: plan and id of the outcome, then the fields of the action."""
    fields = [f"action__{name}" for name in (*PLAN_FIELDS, *ACTION_FIELDS)]
    return list(ActionOutcome.objects.filter(wanted).values_list("outcome__plan_id", "outcome_id", *fields))


def tree(
    plan: Plan, outcomes: list[OutcomeHead], rows: Sequence[tuple[Any, ...]], loose: Iterable[tuple[Any, ...]]
) -> Tree:
    """The tree over `outcomes`. `rows` are their links (outcome id, fields of the action) in order."""
    below: dict[int | None, list[OutcomeHead]] = {}
    for head in outcomes:
        below.setdefault(head.parent_id, []).append(head)
    actions = action_heads(row[1:] for row in rows)
    links: dict[int, list[int]] = {head.id: [] for head in outcomes}
    for row in rows:
        links[row[0]].append(row[1 + len(PLAN_FIELDS)])
    return Tree(plan, tuple(outcomes), below, links, actions | action_heads(loose))


def action_heads(rows: Iterable[tuple[Any, ...]]) -> dict[int, ActionHead]:
    """Heads by action id, those of one plan sharing its head."""
    plans: dict[int, PlanHead] = {}
    heads: dict[int, ActionHead] = {}
    for row in rows:
        home, fields = row[: len(PLAN_FIELDS)], row[len(PLAN_FIELDS) :]
        if fields[0] not in heads:
            plan = plans.get(home[0]) or plans.setdefault(home[0], PlanHead(*home))
            heads[fields[0]] = ActionHead(plan, *fields)
    return heads
