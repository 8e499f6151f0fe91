"""The plan as it is stored, as a difference needs it: a handful of queries whatever its size."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from fingerpost.intake.models import Import
from fingerpost.plans.models import ActionOutcome, Milestone, MilestoneState, Outcome, Plan
from fingerpost.reporting.models import ActionUpdate, MilestoneUpdate


@dataclass(frozen=True, slots=True)
class KnownMilestone:
    """A stored milestone. `progress` and `note` are the last ones said up to the day of the report; `said_on` is
    the day of the last update by then."""

    pk: int
    slug: str
    action: int
    title: str
    quarter: str
    due: date | None
    by_when: str
    state: str
    progress: Decimal | None
    note: str
    said_on: date | None

    @property
    def is_active(self) -> bool:
        return self.state == MilestoneState.ACTIVE


@dataclass(frozen=True, slots=True)
class KnownAction:
    """A stored key action under its home outcome, with what was last stated of it up to the day of the report."""

    pk: int
    slug: str
    outcome: int
    title: str
    stated_percent: Decimal | None
    summary: str
    said_on: date | None
    milestones: list[KnownMilestone] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class KnownOutcome:
    """A stored outcome; nested ones stand in the list on their own, under the theme of the top one."""

    pk: int
    slug: str
    title: str
    theme: str
    parent: int | None = None
    actions: list[KnownAction] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """`newest` is the day of the latest report that was imported into the plan: an older one brings figures only."""

    pk: int | None = None
    outcomes: tuple[KnownOutcome, ...] = ()
    newest: date | None = None


EMPTY = StoredPlan()


def stored_plan(plan: Plan, day: date) -> StoredPlan:
    """What is stored of a plan's own items, with what was said of them up to a day. Five queries."""
    outcomes = [
        KnownOutcome(pk, slug, title, theme or "")
        for pk, slug, title, theme in Outcome.objects.filter(plan=plan).values_list(
            "pk", "slug", "title", "theme__title"
        )
    ]
    actions = _actions(plan, day)
    of_outcome = {outcome.pk: outcome for outcome in outcomes}
    of_action = {action.pk: action for action in actions}
    for action in actions:
        of_outcome[action.outcome].actions.append(action)
    for milestone in _milestones(plan, day):
        if milestone.action in of_action:
            of_action[milestone.action].milestones.append(milestone)
    newest = Import.objects.filter(plan=plan).order_by("-as_at").values_list("as_at", flat=True).first()
    return StoredPlan(plan.pk, tuple(outcomes), newest)


def _actions(plan: Plan, day: date) -> list[KnownAction]:
    said: dict[int, dict[str, Any]] = defaultdict(dict)
    updates = ActionUpdate.objects.filter(action__plan=plan, as_at__lte=day).order_by("as_at", "id")
    for action, as_at, percent, summary in updates.values_list("action", "as_at", "stated_percent", "stated_summary"):
        if percent is not None:
            said[action]["stated_percent"] = percent
        if summary:
            said[action]["summary"] = summary
        if percent is not None or summary:
            said[action]["said_on"] = as_at
    nothing = {"stated_percent": None, "summary": "", "said_on": None}
    rows = ActionOutcome.objects.filter(outcome__plan=plan, home=True).values_list(
        "action", "action__slug", "outcome", "action__title"
    )
    return [KnownAction(*row, **{**nothing, **said[row[0]]}) for row in rows]


def _milestones(plan: Plan, day: date) -> list[KnownMilestone]:
    updates = MilestoneUpdate.objects.filter(milestone=OuterRef("pk"), as_at__lte=day).order_by("-as_at", "-id")

    def last(field_name: str, among: QuerySet[MilestoneUpdate] = updates) -> Subquery:
        return Subquery(among.values(field_name)[:1])

    rows = Milestone.objects.filter(action__plan=plan).annotate(
        said_progress=last("progress", updates.filter(progress__isnull=False)),
        said_note=last("note"),
        said_on=last("as_at"),
    )
    return [
        KnownMilestone(*row[:8], progress=row[8], note=row[9] or "", said_on=row[10])
        for row in rows.values_list(
            "pk", "slug", "action", "title", "quarter_label", "due", "by_when", "state",
            "said_progress", "said_note", "said_on",
        )
    ]  # fmt: skip
