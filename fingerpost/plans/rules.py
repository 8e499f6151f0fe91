"""Who may change a plan, and when. Each rule returns the reason why not, "" for yes.

`by` is None for the system itself (an import on the command line), which has no role to check.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.db.models import ForeignObjectRel, Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fingerpost.people import roles
from fingerpost.people.models import User
from fingerpost.plans.models import Action, ActionOutcome, Milestone, MilestoneState, Outcome, Plan, Theme

MAX_DEPTH = 4  # outcome within outcome: deeper than any plan that we know, and still readable on a phone

# what happens -> (the states it starts from, the state it leads to). docs/reference/states.md is made from these.
PLAN_TRANSITIONS: dict[str, tuple[frozenset[str], str]] = {
    "start": (frozenset({Plan.State.DRAFT}), Plan.State.ACTIVE),
    "close": (frozenset({Plan.State.ACTIVE}), Plan.State.CLOSED),
    "reopen": (frozenset({Plan.State.CLOSED}), Plan.State.ACTIVE),
}
ACTION_TRANSITIONS: dict[str, tuple[frozenset[str], str]] = {
    "cancel": (frozenset({Action.State.ACTIVE}), Action.State.CANCELLED),
    "reinstate": (frozenset({Action.State.CANCELLED}), Action.State.ACTIVE),
}
MILESTONE_TRANSITIONS: dict[str, tuple[frozenset[str], str]] = {
    "cancel": (frozenset({MilestoneState.ACTIVE}), MilestoneState.CANCELLED),
    "merge": (frozenset({MilestoneState.ACTIVE}), MilestoneState.MERGED),
    "carry-forward": (frozenset({MilestoneState.ACTIVE}), MilestoneState.CARRIED_FORWARD),
    "reinstate": (
        frozenset({MilestoneState.CANCELLED, MilestoneState.MERGED, MilestoneState.CARRIED_FORWARD}),
        MilestoneState.ACTIVE,
    ),
}


def first(*reasons: str) -> str:
    """The first reason that is not ""."""
    return next((reason for reason in reasons if reason), "")


def why_not_make(by: User | None) -> str:
    """Make a plan, or anything that needs no plan yet."""
    return "" if by is None else roles.why_not(by, "plans.edit")


def why_not_edit(by: User | None, plan: Plan) -> str:
    """Change a plan or anything in it."""
    if refusal := why_not_make(by):
        return refusal
    if plan.state == Plan.State.CLOSED:
        return _("“%(plan)s” is closed. Reopen it before you change it.") % {"plan": plan}
    return ""


def why_not_start(by: User | None, plan: Plan) -> str:
    if refusal := why_not_make(by):
        return refusal
    if plan.state not in PLAN_TRANSITIONS["start"][0]:
        return _("“%(plan)s” is not a draft: it is in force or closed already.") % {"plan": plan}
    if not plan.outcomes.exists():
        return _("“%(plan)s” has no outcome yet. Add at least one before it comes into force.") % {"plan": plan}
    return ""


def why_not_close(by: User | None, plan: Plan) -> str:
    if refusal := why_not_make(by):
        return refusal
    if plan.state not in PLAN_TRANSITIONS["close"][0]:
        return _("“%(plan)s” is not in force, so it cannot be closed.") % {"plan": plan}
    return ""


def why_not_reopen(by: User | None, plan: Plan) -> str:
    if refusal := why_not_make(by):
        return refusal
    if plan.state not in PLAN_TRANSITIONS["reopen"][0]:
        return _("“%(plan)s” is not closed, so there is nothing to reopen.") % {"plan": plan}
    return ""


def why_not_title(title: str, longest: int) -> str:
    """A title must be there and fit its column; PostgreSQL would refuse it, SQLite would not."""
    if not title.strip():
        return _("A title is needed.")
    if len(title) > longest:
        return ngettext(
            "The title is too long: it may have %(limit)s character.",
            "The title is too long: it may have %(limit)s characters.",
            longest,
        ) % {"limit": longest}
    return ""


def why_not_theme_title(plan: Plan, title: str, theme: Theme | None = None) -> str:
    """A theme's title stands in a plan once; `theme` is the one that is to bear it, None for a new one."""
    others = plan.themes.exclude(pk=theme.pk) if theme else plan.themes.all()
    if others.filter(title=title.strip()).exists():
        return _("“%(plan)s” has a theme “%(title)s” already.") % {"plan": plan, "title": title.strip()}
    return ""


def why_not_dates(starts: date | None, ends: date | None) -> str:
    """A start must not come after the end or due date."""
    if starts and ends and starts > ends:
        return _("The start must not be after the end.")
    return ""


def why_not_reason(reason: str) -> str:
    """Where a reason is asked for it must have words."""
    return "" if reason.strip() else _("Give a reason: it is kept and shown beside the change.")


def why_not_nest(outcome: Outcome | None, parent: Outcome | None, *, above: int, below: int) -> str:
    """Put an outcome (None: a new one) under `parent`, whose level is `above`; `below` is its own height, from 1."""
    if parent is None:
        return ""
    if outcome is not None and outcome.plan_id != parent.plan_id:
        return _("“%(parent)s” belongs to another plan.") % {"parent": parent}
    return too_deep() if above + below > MAX_DEPTH else ""


def too_deep() -> str:
    return _("Outcomes may be nested %(depth)s levels deep, and this would go deeper.") % {"depth": MAX_DEPTH}


def why_not_share(by: User | None, action: Action, outcome: Outcome) -> str:
    """Let an action count towards another outcome, of the same plan or of another one."""
    if refusal := why_not_edit(by, outcome.plan):
        return refusal
    if action.state == Action.State.CANCELLED:
        return _("“%(action)s” is cancelled. Reinstate it before you share it.") % {"action": action}
    if ActionOutcome.objects.filter(action=action, outcome=outcome).exists():
        return _("“%(action)s” counts towards “%(outcome)s” already.") % {"action": action, "outcome": outcome}
    return ""


def not_linked(action: Action, outcome: Outcome) -> str:
    return _("“%(action)s” does not count towards “%(outcome)s”.") % {"action": action, "outcome": outcome}


def why_not_unshare(by: User | None, action: Action, outcome: Outcome) -> str:
    """Take an action out of an outcome; never out of its home, which says where the plan lists it."""
    if refusal := why_not_edit(by, outcome.plan):
        return refusal
    link = ActionOutcome.objects.filter(action=action, outcome=outcome).first()
    if link is None:
        return not_linked(action, outcome)
    if link.home:
        return _("“%(outcome)s” is the home of “%(action)s”. Move the action to another outcome instead.") % {
            "action": action,
            "outcome": outcome,
        }
    return ""


def why_not_cancel_action(by: User | None, action: Action) -> str:
    if refusal := why_not_edit(by, action.plan):
        return refusal
    if action.state not in ACTION_TRANSITIONS["cancel"][0]:
        return _("“%(action)s” is cancelled already.") % {"action": action}
    return ""


def why_not_reinstate_action(by: User | None, action: Action) -> str:
    if refusal := why_not_edit(by, action.plan):
        return refusal
    if action.state not in ACTION_TRANSITIONS["reinstate"][0]:
        return _("“%(action)s” is not cancelled, so there is nothing to reinstate.") % {"action": action}
    return ""


def why_not_change_state(by: User | None, milestone: Milestone, change: str) -> str:
    """What every change of a milestone's state must pass; `change` names a row of MILESTONE_TRANSITIONS."""
    if refusal := why_not_edit(by, milestone.action.plan):
        return refusal
    if milestone.state not in MILESTONE_TRANSITIONS[change][0]:
        if change == "reinstate":
            return _("“%(milestone)s” is active, so there is nothing to reinstate.") % {"milestone": milestone}
        return _("“%(milestone)s” is not active any more (%(state)s). Reinstate it first.") % {
            "milestone": milestone,
            "state": milestone.get_state_display().lower(),
        }
    return ""


def why_not_move_due(by: User | None, milestone: Milestone) -> str:
    """Move the due date. Only an active milestone has a date to keep to."""
    if refusal := why_not_edit(by, milestone.action.plan):
        return refusal
    if milestone.state != MilestoneState.ACTIVE:
        return _("“%(milestone)s” is not active any more (%(state)s), so its due date stays.") % {
            "milestone": milestone,
            "state": milestone.get_state_display().lower(),
        }
    return ""


def due_needs_reason(plan: Plan) -> bool:
    """Once a plan is in force its dates are promises: moving one needs a reason."""
    return plan.state != Plan.State.DRAFT


def why_not_merge(by: User | None, milestone: Milestone, into: Milestone) -> str:
    if refusal := why_not_change_state(by, milestone, "merge"):
        return refusal
    if into.pk == milestone.pk:
        return _("A milestone cannot be merged into itself.")
    if into.action.plan_id != milestone.action.plan_id:
        return _("“%(into)s” belongs to another plan. Carry the milestone forward instead.") % {"into": into}
    if into.state != MilestoneState.ACTIVE:
        return _("“%(into)s” is not active, so nothing can be merged into it.") % {"into": into}
    return ""


def why_not_carry(by: User | None, milestone: Milestone) -> str:
    """Carry a milestone forward at all; `why_not_carry_into` says whether to a certain place."""
    if refusal := why_not_change_state(by, milestone, "carry-forward"):
        return refusal
    if not milestone.action.plan.successors.exclude(state=Plan.State.CLOSED).exists():
        return _("“%(plan)s” has no open successor. Make one first: roll the plan over.") % {
            "plan": milestone.action.plan
        }
    return ""


def why_not_carry_into(by: User | None, milestone: Milestone, into: Action) -> str:
    if refusal := first(why_not_carry(by, milestone), why_not_edit(by, into.plan)):
        return refusal
    if into.plan.predecessor_id != milestone.action.plan_id:
        return _("“%(into)s” does not follow “%(plan)s”.") % {"into": into.plan, "plan": milestone.action.plan}
    if into.state == Action.State.CANCELLED:
        return _("“%(action)s” is cancelled, so nothing can be carried into it.") % {"action": into}
    return ""


def why_not_finished(milestone: Milestone, progress: Mapping[int, Decimal]) -> str:
    """What is done is not carried forward. `progress` is what `progress_of` says of it."""
    if progress.get(milestone.pk, 0) >= 100:
        return _("“%(milestone)s” is complete, so there is nothing to carry forward.") % {"milestone": milestone}
    return ""


def why_not_roll_over(by: User | None, plan: Plan, *, carries: bool) -> str:
    """Make the plan that follows one; `carries`: milestones of it are to be carried forward."""
    if refusal := why_not_make(by):
        return refusal
    if plan.state == Plan.State.DRAFT:
        return _("“%(plan)s” is still a draft. Put it into force before another plan follows it.") % {"plan": plan}
    return why_not_edit(by, plan) if carries else ""


def why_not_select(
    plan: Plan, outcomes: Iterable[Outcome], actions: Iterable[Action], milestones: Iterable[Milestone]
) -> str:
    """What goes on in a successor must be of the plan, active, and chosen with what it stands under."""
    chosen: set[int | None] = {None, *(row.pk for row in outcomes)}
    for outcome in outcomes:
        if outcome.plan_id != plan.pk or outcome.parent_id not in chosen:
            return _("“%(item)s” cannot go on without the outcome that it stands under.") % {"item": outcome}
    homes = dict(ActionOutcome.objects.filter(home=True, action__plan=plan).values_list("action", "outcome"))
    for action in actions:
        if action.state == Action.State.CANCELLED or homes.get(action.pk, 0) not in chosen:
            return _("“%(item)s” cannot go on: it is cancelled, or its outcome is not chosen.") % {"item": action}
    going = {row.pk for row in actions}
    for milestone in milestones:
        if milestone.state != MilestoneState.ACTIVE or milestone.action_id not in going:
            return _("“%(item)s” cannot go on: it is not active, or its action is not chosen.") % {"item": milestone}
    return ""


def why_not_reinstate(by: User | None, milestone: Milestone) -> str:
    if refusal := why_not_change_state(by, milestone, "reinstate"):
        return refusal
    carried = Milestone.objects.filter(carried_from=milestone).select_related("action__plan").first()
    if carried:
        return _("It goes on as “%(milestone)s” in “%(plan)s”. Delete it there first, or work with it there.") % {
            "milestone": carried,
            "plan": carried.action.plan,
        }
    return ""


def is_used_elsewhere(row: Model) -> bool:
    """Whether rows of other parts (updates, sources of an import) point to this one.

    Found through the models themselves: this part stands below the others and does not know them.
    """
    relations = [field for field in row._meta.get_fields(include_hidden=True) if isinstance(field, ForeignObjectRel)]
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: row}).exists()
        for relation in relations
        if relation.related_model._meta.app_label != row._meta.app_label
    )


def why_not_delete_plan(by: User | None, plan: Plan) -> str:
    if refusal := why_not_edit(by, plan):
        return refusal
    if plan.state != Plan.State.DRAFT:
        return _("Only a draft can be deleted. Close the plan instead.")
    if plan.outcomes.exists() or plan.actions.exists():
        return _("“%(plan)s” is not empty. Delete what it holds first.") % {"plan": plan}
    if plan.successors.exists():
        return _("Another plan follows “%(plan)s”. Change what that plan follows first.") % {"plan": plan}
    if is_used_elsewhere(plan):
        return _("Other records point to “%(plan)s”, so it must stay.") % {"plan": plan}
    return ""


def why_not_delete_theme(by: User | None, theme: Theme) -> str:
    if refusal := why_not_edit(by, theme.plan):
        return refusal
    if theme.outcomes.exists():
        return _("“%(theme)s” still has outcomes. Move them to another theme first.") % {"theme": theme}
    return ""


def why_not_delete_outcome(by: User | None, outcome: Outcome) -> str:
    if refusal := why_not_edit(by, outcome.plan):
        return refusal
    if outcome.children.exists():
        return _("“%(outcome)s” still has outcomes under it. Move or delete them first.") % {"outcome": outcome}
    if outcome.links.exists():
        return _("Key actions still count towards “%(outcome)s”. Move, unshare or delete them first.") % {
            "outcome": outcome
        }
    if outcome.indicators.exists():
        return _("Indicators still stand under “%(outcome)s”. Move or delete them first.") % {"outcome": outcome}
    if is_used_elsewhere(outcome):
        return _("Other records point to “%(outcome)s”, so it must stay.") % {"outcome": outcome}
    return ""


def why_not_delete_action(by: User | None, action: Action) -> str:
    if refusal := why_not_edit(by, action.plan):
        return refusal
    if action.milestones.exists():
        return _("“%(action)s” still has milestones. Move or delete them first, or cancel the action.") % {
            "action": action
        }
    if action.links.filter(home=False).exists():
        return _("“%(action)s” counts towards other outcomes as well. Stop sharing it first.") % {"action": action}
    if is_used_elsewhere(action):
        return _("“%(action)s” has been reported on, so it must stay. Cancel it instead.") % {"action": action}
    return ""


def why_not_delete_milestone(by: User | None, milestone: Milestone) -> str:
    if refusal := why_not_edit(by, milestone.action.plan):
        return refusal
    if is_used_elsewhere(milestone):
        return _("“%(milestone)s” has been reported on, so it must stay. Cancel it instead.") % {"milestone": milestone}
    if milestone.merged.exists():
        return _("Another milestone was merged into “%(milestone)s”, so it must stay.") % {"milestone": milestone}
    if Milestone.objects.filter(carried_from=milestone).exists():
        return _("“%(milestone)s” was carried forward, so it must stay.") % {"milestone": milestone}
    if milestone.changes.exists():
        return _("“%(milestone)s” has a history, so it must stay. Cancel it instead.") % {"milestone": milestone}
    return ""
