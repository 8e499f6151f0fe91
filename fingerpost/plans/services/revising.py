"""Changing many items of a plan at once, as a later report says: wording and due dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from fingerpost.core import audit
from fingerpost.core.inserting import create_many, update_many
from fingerpost.core.refusals import refuse_if
from fingerpost.people.models import User
from fingerpost.plans import rules
from fingerpost.plans.models import Action, Milestone, MilestoneChange, Outcome, Plan
from fingerpost.plans.services.writing import lock, tidy
from fingerpost.plans.structure import ActionFields, MilestoneFields, OutcomeFields


@transaction.atomic
def revise(
    *,
    plan: Plan,
    reason: str,
    on: date,
    by: User | None,
    outcomes: Mapping[Outcome, OutcomeFields] | None = None,
    actions: Mapping[Action, ActionFields] | None = None,
    milestones: Mapping[Milestone, MilestoneFields] | None = None,
) -> int:
    """Change the named fields of many rows, which were read within this transaction; returns how many differed.

    A due date that moves is kept as a `MilestoneChange` that took effect on `on`, with the reason. The number of
    statements grows with the batches, not with the rows. Raises `Refused`, and stores nothing, where the plan is
    closed, a row belongs to another plan, or a value does not fit.
    """
    plan = lock(plan)
    refuse_if(rules.why_not_edit(by, plan))
    revising = _Revising(plan, reason, on, by)
    for kind, given in ((Outcome, outcomes), (Action, actions), (Milestone, milestones)):
        revising.rows(kind, given or {})
    audit.record_all(revising.events)
    return len(revising.events)


@dataclass(slots=True)
class _Revising:
    """One run; collects the events."""

    plan: Plan
    reason: str
    on: date
    by: User | None
    events: list[audit.Event] = field(default_factory=list)

    def rows(
        self, kind: type[Outcome] | type[Action] | type[Milestone], given: Mapping[Any, Mapping[str, Any]]
    ) -> None:
        """Set the fields of all rows of a kind, and store those that differ."""
        touched: set[str] = set()
        differing: list[Any] = []
        moves: list[MilestoneChange] = []
        for row, new in given.items():
            refuse_if(self.why_not(row))
            before, after = audit.changes(row, tidy(row, new))
            if not before:
                continue
            verb = f"{kind._meta.model_name}.edit"
            if isinstance(row, Milestone) and "due" in after:
                verb = "milestone.move-due"
                moves.append(self.move(row, after["due"]))
                after |= {"original_due": after["due"]} if row.original_due is None else {}
            for name, value in after.items():
                setattr(row, name, value)
            touched |= set(after)
            differing.append(row)
            self.events.append(
                audit.event(verb, row, by=self.by, before=before, after=after, reason=self.reason, scope=self.plan.slug)
            )
        if differing:
            update_many(kind, differing, sorted(touched))
            create_many(MilestoneChange, moves)

    def why_not(self, row: Outcome | Action | Milestone) -> str:
        plan = row.action.plan_id if isinstance(row, Milestone) else row.plan_id
        if plan != self.plan.pk:
            return _("“%(item)s” does not belong to “%(plan)s”.") % {"item": row, "plan": self.plan}
        return ""

    def move(self, row: Milestone, due: date | None) -> MilestoneChange:
        return MilestoneChange(
            milestone=row,
            kind=MilestoneChange.Kind.DUE,
            on=self.on,
            from_due=row.due,
            to_due=due,
            reason=self.reason,
            by=self.by,
        )
