"""How a milestone ends without being done, and comes back: cancelled, merged, reinstated."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from fingerpost.core.refusals import refuse_if
from fingerpost.people.models import User
from fingerpost.plans import rules
from fingerpost.plans.models import Milestone, MilestoneChange, Plan
from fingerpost.plans.services.milestones import locked
from fingerpost.plans.services.writing import set_fields


@transaction.atomic
def cancel_milestone(*, milestone: Milestone, reason: str, by: User | None, on: date | None = None) -> Milestone:
    """Cancel a milestone: it no longer counts and is listed with the reason. `on`: the day, today unless said."""
    plan, milestone = locked(milestone)
    refuse_if(rules.first(rules.why_not_change_state(by, milestone, "cancel"), rules.why_not_reason(reason)))
    return change_state(plan, milestone, "cancel", reason=reason, by=by, on=on)


@transaction.atomic
def merge_milestone(
    *, milestone: Milestone, into: Milestone, reason: str, by: User | None, on: date | None = None
) -> Milestone:
    """Merge a milestone into another active one of the same plan, which then stands for both."""
    plan, milestone = locked(milestone)
    into = Milestone.objects.select_related("action").get(pk=into.pk)
    refuse_if(rules.first(rules.why_not_merge(by, milestone, into), rules.why_not_reason(reason)))
    return change_state(plan, milestone, "merge", reason=reason, by=by, on=on, merged_into=into)


@transaction.atomic
def reinstate_milestone(*, milestone: Milestone, reason: str, by: User | None, on: date | None = None) -> Milestone:
    """Make a cancelled, merged or carried forward milestone active again."""
    plan, milestone = locked(milestone)
    refuse_if(rules.first(rules.why_not_reinstate(by, milestone), rules.why_not_reason(reason)))
    return change_state(plan, milestone, "reinstate", reason=reason, by=by, on=on)


def change_state(
    plan: Plan,
    milestone: Milestone,
    change: str,
    *,
    reason: str,
    by: User | None,
    on: date | None,
    merged_into: Milestone | None = None,
) -> Milestone:
    """Store the state that `change` leads to, and keep the one before for the plan as at a past day."""
    reason, state = reason.strip(), rules.MILESTONE_TRANSITIONS[change][1]
    MilestoneChange.objects.create(
        milestone=milestone,
        kind=MilestoneChange.Kind.STATE,
        on=on or timezone.localdate(),
        from_state=milestone.state,
        to_state=state,
        reason=reason,
        by=by,
    )
    kept = "" if change == "reinstate" else reason
    new = {"state": state, "state_reason": kept, "merged_into": merged_into}
    set_fields(milestone, new, verb=f"milestone.{change}", by=by, scope=plan.slug, reason=reason)
    return milestone
