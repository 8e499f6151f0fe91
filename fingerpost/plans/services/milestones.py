"""Milestones: added, edited, moved to another action, given another due date, deleted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Unpack

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from fingerpost.core import audit
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.core.slugs import free_slug
from fingerpost.people.models import User
from fingerpost.plans import rules
from fingerpost.plans.models import Action, Milestone, MilestoneChange, Plan
from fingerpost.plans.services.adding import add_structure
from fingerpost.plans.services.writing import lock, remove, set_fields
from fingerpost.plans.structure import MilestoneFields, MilestoneOptions, NewAction, NewMilestone, NewOutcome


@transaction.atomic
def add_milestone(*, action: Action, title: str, by: User | None, **more: Unpack[MilestoneOptions]) -> Milestone:
    """A new milestone, the last of its action. Its first due date is kept as the original one."""
    refuse_if(rules.why_not_dates(more.get("starts"), more.get("due")))
    fresh = NewMilestone(title, **more)
    home = action.links.select_related("outcome").get(home=True).outcome
    stem = NewOutcome(title=home.title, into=home, actions=[NewAction(action.title, [fresh], into=action)])
    return add_structure(plan=action.plan, outcomes=[stem], by=by).milestones[0]


def locked(milestone: Milestone) -> tuple[Plan, Milestone]:
    """The milestone read afresh, with its plan locked."""
    plan = lock(milestone.action.plan)
    return plan, Milestone.objects.select_related("action__plan", "lead").get(pk=milestone.pk)


@transaction.atomic
def edit_milestone(
    *, milestone: Milestone, by: User | None, seen: Mapping[str, str] | None = None, **new: Unpack[MilestoneFields]
) -> Milestone:
    """Change the named fields; its slug stays. Raises `Conflict` where they are no longer as `seen`.

    In a draft a date is freely corrected, and the original due date with it. Once the plan is in force a due date
    may be given here where there was none; to change it is `move_due_date`'s, which asks for a reason.
    """
    plan, milestone = locked(milestone)
    refuse_if(rules.why_not_edit(by, plan))
    refuse_if(rules.why_not_dates(new.get("starts", milestone.starts), new.get("due", milestone.due)))
    fields: dict[str, Any] = dict(new)
    if "due" in fields and fields["due"] != milestone.due:
        if rules.due_needs_reason(plan) and milestone.due is not None:
            raise Refused(_("Due date: the plan is in force, so move the date and give a reason."))
        if rules.due_needs_reason(plan):
            note_due(milestone, fields["due"], by=by, on=timezone.localdate(), reason="")
        if not milestone.was_moved or milestone.original_due is None:
            fields["original_due"] = fields["due"]
    set_fields(milestone, fields, verb="milestone.edit", by=by, scope=plan.slug, seen=seen)
    return milestone


def note_due(milestone: Milestone, due: date | None, *, by: User | None, on: date, reason: str) -> None:
    """Keep the date that held until now, so that the plan as at a past day can be shown."""
    MilestoneChange.objects.create(
        milestone=milestone,
        kind=MilestoneChange.Kind.DUE,
        on=on,
        from_due=milestone.due,
        to_due=due,
        reason=reason,
        by=by,
    )


@transaction.atomic
def move_due_date(
    *, milestone: Milestone, due: date | None, reason: str, by: User | None, on: date | None = None
) -> Milestone:
    """Move the due date; the original one is kept. None takes the date away.

    `on` is the day the move took effect, today unless said. A reason is needed once the plan is in force. The
    same date again changes nothing.
    """
    plan, milestone = locked(milestone)
    refuse_if(rules.why_not_move_due(by, milestone))
    refuse_if(rules.why_not_dates(milestone.starts, due))
    if due == milestone.due:
        return milestone
    reason = reason.strip()
    if rules.due_needs_reason(plan):
        refuse_if(rules.why_not_reason(reason))
    note_due(milestone, due, by=by, on=on or timezone.localdate(), reason=reason)
    new = {"due": due} | ({"original_due": due} if milestone.original_due is None else {})
    set_fields(milestone, new, verb="milestone.move-due", by=by, scope=plan.slug, reason=reason)
    return milestone


@transaction.atomic
def move_milestone(*, milestone: Milestone, to: Action, by: User | None) -> Milestone:
    """Put a milestone last under another action of its plan; what was reported on it goes with it."""
    plan, milestone = locked(milestone)
    refuse_if(rules.why_not_edit(by, plan))
    if to.plan_id != plan.pk:
        raise Refused(_("“%(action)s” belongs to another plan. Carry the milestone forward instead.") % {"action": to})
    if to.pk == milestone.action_id:
        return milestone
    before = {"action": milestone.action}
    last = to.milestones.aggregate(last=Max("position"))["last"]
    milestone.slug = free_slug(milestone.title, set(to.milestones.values_list("slug", flat=True)), fallback="milestone")
    milestone.action, milestone.position = to, 0 if last is None else last + 1
    milestone.save(update_fields=["action", "slug", "position"])
    audit.record("milestone.move", milestone, by=by, before=before, after={"action": to}, scope=plan.slug)
    return milestone


@transaction.atomic
def delete_milestone(*, milestone: Milestone, by: User | None) -> None:
    """Delete a milestone that was never reported on and has no history."""
    plan, milestone = locked(milestone)
    refuse_if(rules.why_not_delete_milestone(by, milestone))
    remove(milestone, by=by, scope=plan.slug)
