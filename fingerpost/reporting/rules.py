"""Who may report progress, and when. Each rule returns the reason why not, "" for yes.

`by` is None for the system itself (an import on the command line), which has no role to check.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from fingerpost.core.periods import Period
from fingerpost.core.words import day_words
from fingerpost.people import roles
from fingerpost.people.models import User
from fingerpost.plans.models import Action, Milestone, MilestoneState, Plan
from fingerpost.reporting.models import PeriodLock


def why_not_update_action(by: User | None, action: Action, *, asked: bool = False) -> str:
    """Report on a key action now: its lead officer may, and whoever may report on any.

    `asked`: a reporting cycle asks this person for it, which the caller has made sure of; whose it is no longer counts.
    """
    if not asked and (refusal := why_not_whose(by, {action.lead_id})):
        return refusal
    if refusal := why_not_plan(action.plan):
        return refusal
    if action.state == Action.State.CANCELLED:
        return _("“%(action)s” is cancelled, so there is no progress to report.") % {"action": action}
    return ""


def why_not_update_milestone(by: User | None, milestone: Milestone, *, asked: bool = False) -> str:
    """Report on a milestone now: its lead officer may, that of its key action, and whoever may report on any.

    Only an active one: what was carried forward is reported on where it went. `asked` as for a key action.
    """
    if not asked and (refusal := why_not_whose(by, {milestone.lead_id, milestone.action.lead_id})):
        return refusal
    if refusal := why_not_plan(milestone.action.plan):
        return refusal
    if milestone.action.state == Action.State.CANCELLED:
        return _("“%(action)s” is cancelled, so there is no progress to report.") % {"action": milestone.action}
    if milestone.state == MilestoneState.CARRIED_FORWARD:
        return _("“%(milestone)s” was carried forward. Report on it in the plan that it went to.") % {
            "milestone": milestone
        }
    if milestone.state != MilestoneState.ACTIVE:
        return _("“%(milestone)s” is not active any more (%(state)s), so there is no progress to report.") % {
            "milestone": milestone,
            "state": milestone.get_state_display().lower(),
        }
    return ""


def why_not_whose(by: User | None, leads: set[int | None]) -> str:
    """Whether the person's role lets them report on anything, or on what these people lead. A deputy stands in."""
    if by is None or roles.may(by, "plans.update_any"):
        return ""
    if refusal := roles.why_not(by, "plans.update_own"):
        return refusal
    if by.pk in leads or User.objects.filter(pk__in=[lead for lead in leads if lead], deputy=by).exists():
        return ""
    return _("You do not lead this. Its lead officer or a coordinator reports on it.")


def why_not_plan(plan: Plan) -> str:
    """A plan is reported on while it is in force."""
    if plan.state == Plan.State.DRAFT:
        return _("“%(plan)s” is still a draft. Progress is reported once it is in force.") % {"plan": plan}
    if plan.state == Plan.State.CLOSED:
        return _("“%(plan)s” is closed. Ask a coordinator to reopen it.") % {"plan": plan}
    return ""


def why_not_import(by: User | None) -> str:
    """Add many updates at once, to plans in any state: reports of past periods come in that way."""
    return "" if by is None else roles.why_not(by, "plans.update_any")


def why_not_day(as_at: date) -> str:
    if as_at > timezone.localdate():
        return _("The date must not lie in the future: progress is what has been done by then.")
    return ""


def why_not_after(plan: Plan, as_at: date) -> str:
    """A plan is shown as at its last day at the latest, so what is said of a later day would be seen nowhere."""
    if as_at > plan.ends:
        return _("The plan ended on %(day)s. Report as at that day.") % {"day": day_words(plan.ends)}
    return ""


def why_not_progress(milestone: Milestone, progress: Decimal | None, count: Decimal | None) -> str:
    """A percentage from 0 to 100, or a count where the milestone has a quantity target; never both."""
    if count is not None and milestone.quantity_target is None:
        return _("“%(milestone)s” has no quantity target, so a count says nothing.") % {"milestone": milestone}
    if count is not None and progress is not None:
        return _("Give either a percentage or a count: the percentage follows from the count.")
    if count is not None and count < 0:
        return _("A count cannot be below zero.")
    return why_not_percent(progress)


def why_not_percent(percent: Decimal | None) -> str:
    if percent is not None and not 0 <= percent <= 100:
        return _("Progress is a percentage from 0 to 100.")
    return ""


def why_not_empty(*said: object) -> str:
    """An update says something."""
    return _("Say something: progress, or a note.") if all(map(is_empty, said)) else ""


def is_empty(value: object) -> bool:
    """Nothing given. Zero is something."""
    return value is None or value is False or (isinstance(value, str) and not value.strip())


def why_not_correct(corrected: object, same_subject: bool, reason: str) -> str:
    """A correction belongs to an update of the same thing and says why."""
    if corrected is None:
        return ""
    if not same_subject:
        return _("The update to correct belongs to another milestone.")
    return "" if reason.strip() else _("Give a reason: it is kept and shown beside the correction.")


def why_not_lock(plan: Plan, period: Period) -> str:
    """Lock a period: once, and not before it is over."""
    if period.end > timezone.localdate():
        return _("%(period)s is not over yet: it ends on %(day)s.") % {
            "period": period.label,
            "day": day_words(period.end),
        }
    if PeriodLock.objects.filter(plan=plan, period=period.slug, lifted_at=None).exists():
        return _("%(period)s is locked already.") % {"period": period.label}
    return ""


def why_not_lift(lock: PeriodLock) -> str:
    return "" if lock.lifted_at is None else _("%(period)s is not locked any more.") % {"period": lock.of.label}


def why_not_late(lock: PeriodLock | None, reason: str) -> str:
    """Say something as at a day that `lock` covers (None: that no lock covers): with a reason only."""
    if lock is None or reason.strip():
        return ""
    return _(
        "%(period)s was approved on %(approved)s and is locked. What you say as at a day up to %(ends)s is a late "
        "correction: give the reason for it."
    ) % {
        "period": lock.of.label,
        "approved": day_words(lock.locked_at),
        "ends": day_words(lock.ends),
    }


def why_not_import_into(lock: PeriodLock | None) -> str:
    """Import what was said as at a day that `lock` covers: not at all, because a file gives no reasons."""
    if lock is None:
        return ""
    return _(
        "Nothing was stored: %(period)s of “%(plan)s” was approved on %(approved)s and is locked. Unlock the period "
        "first, give each late correction by hand with its reason, or choose a day after %(ends)s."
    ) % {
        "period": lock.of.label,
        "plan": lock.plan,
        "approved": day_words(lock.locked_at),
        "ends": day_words(lock.ends),
    }
