"""Key actions: added, edited, moved, shared with other outcomes, cancelled, reinstated, deleted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Unpack

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from fingerpost.core import audit
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.people.models import User
from fingerpost.plans import rules
from fingerpost.plans.models import Action, ActionOutcome, Outcome
from fingerpost.plans.services.adding import add_structure
from fingerpost.plans.services.writing import lock, lock_both, remove, set_fields
from fingerpost.plans.structure import ActionFields, ActionOptions, NewAction, NewOutcome


@transaction.atomic
def add_action(*, outcome: Outcome, title: str, by: User | None, **more: Unpack[ActionOptions]) -> Action:
    """A new key action at home under `outcome`, after those that are there."""
    refuse_if(rules.why_not_dates(more.get("starts"), more.get("due")))
    fresh = NewAction(title, **more)
    stem = NewOutcome(title=outcome.title, into=outcome, actions=[fresh])
    return add_structure(plan=outcome.plan, outcomes=[stem], by=by).actions[0]


@transaction.atomic
def edit_action(
    *, action: Action, by: User | None, seen: Mapping[str, str] | None = None, **new: Unpack[ActionFields]
) -> Action:
    """Change the named fields; its slug stays. Raises `Conflict` where they are no longer as `seen`."""
    plan = lock(action.plan)
    refuse_if(rules.why_not_edit(by, plan))
    action = plan.actions.get(pk=action.pk)
    refuse_if(rules.why_not_dates(new.get("starts", action.starts), new.get("due", action.due)))
    set_fields(action, new, verb="action.edit", by=by, scope=plan.slug, seen=seen)
    return action


@transaction.atomic
def move_action(*, action: Action, to: Outcome, by: User | None) -> Action:
    """Give an action its home, last, under another outcome of its plan. Where it was shared with that one, it is no
    longer merely shared."""
    plan = lock(action.plan)
    refuse_if(rules.why_not_edit(by, plan))
    if to.plan_id != plan.pk:
        raise Refused(_("“%(outcome)s” belongs to another plan. Share the action with it instead.") % {"outcome": to})
    home = ActionOutcome.objects.select_related("outcome").filter(action=action, home=True).first()
    if home and home.outcome_id == to.pk:
        return action
    ActionOutcome.objects.filter(action=action, outcome=to).delete()
    before = home.outcome if home else None
    home = home or ActionOutcome(action=action, home=True)
    home.outcome, home.position = to, next_position(to)
    home.save()
    audit.record("action.move", action, by=by, before={"home": before}, after={"home": to}, scope=plan.slug)
    return action


def next_position(outcome: Outcome) -> int:
    last = outcome.links.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


@transaction.atomic
def share_action(*, action: Action, outcome: Outcome, by: User | None) -> ActionOutcome:
    """Let an action count towards one more outcome, of its own plan or of another one. Its home stays."""
    home, plan = lock_both(action.plan, outcome.plan)
    action, outcome = home.actions.get(pk=action.pk), plan.outcomes.select_related("plan").get(pk=outcome.pk)
    refuse_if(rules.why_not_share(by, action, outcome))
    link = ActionOutcome.objects.create(action=action, outcome=outcome, position=next_position(outcome))
    after = {"outcome": outcome, "plan": plan}
    for scope in sorted({home.slug, plan.slug}):
        audit.record("action.share", action, by=by, after=after, scope=scope)
    return link


@transaction.atomic
def unshare_action(*, action: Action, outcome: Outcome, by: User | None) -> None:
    """Let an action no longer count towards an outcome that is not its home."""
    home, plan = lock_both(action.plan, outcome.plan)
    outcome = plan.outcomes.select_related("plan").get(pk=outcome.pk)
    refuse_if(rules.why_not_unshare(by, action, outcome))
    ActionOutcome.objects.get(action=action, outcome=outcome).delete()
    before = {"outcome": outcome, "plan": plan}
    for scope in sorted({home.slug, plan.slug}):
        audit.record("action.unshare", action, by=by, before=before, scope=scope)


@transaction.atomic
def cancel_action(*, action: Action, reason: str, by: User | None) -> Action:
    """Cancel an action. Its milestones stay as they are."""
    plan = lock(action.plan)
    action = plan.actions.select_related("plan").get(pk=action.pk)
    refuse_if(rules.first(rules.why_not_cancel_action(by, action), rules.why_not_reason(reason)))
    new = {"state": rules.ACTION_TRANSITIONS["cancel"][1], "state_reason": reason}
    set_fields(action, new, verb="action.cancel", by=by, scope=plan.slug, reason=reason.strip())
    return action


@transaction.atomic
def reinstate_action(*, action: Action, reason: str, by: User | None) -> Action:
    """Take back the cancelling of an action."""
    plan = lock(action.plan)
    action = plan.actions.select_related("plan").get(pk=action.pk)
    refuse_if(rules.first(rules.why_not_reinstate_action(by, action), rules.why_not_reason(reason)))
    new = {"state": rules.ACTION_TRANSITIONS["reinstate"][1], "state_reason": ""}
    set_fields(action, new, verb="action.reinstate", by=by, scope=plan.slug, reason=reason.strip())
    return action


@transaction.atomic
def delete_action(*, action: Action, by: User | None) -> None:
    """Delete an action that has no milestones and was never reported on."""
    plan = lock(action.plan)
    action = plan.actions.select_related("plan").get(pk=action.pk)
    refuse_if(rules.why_not_delete_action(by, action))
    remove(action, by=by, scope=plan.slug)
