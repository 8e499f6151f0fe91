"""Who may approve what was reported, send it back, and lock the period. Each rule returns the reason why not."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fingerpost.cycles.models import Cycle, CycleState, FindingAnswer, Item
from fingerpost.cycles.rules import ITEM_TRANSITIONS, chairs, why_not_follow, why_not_run, why_not_state
from fingerpost.people.models import User
from fingerpost.plans.models import SignOff
from fingerpost.plans.rules import first

UNDER_WAY = frozenset({CycleState.OPEN, CycleState.CLOSED})


def why_not_sign_off(by: User | None, cycle: Cycle) -> str:
    """Approve, send back, lock: whoever the plan names, and nobody else."""
    plan = cycle.plan
    if plan.signed_off_by == SignOff.COORDINATOR:
        return why_not_run(by)
    if by is None or (by.is_active and chairs(by, plan)):
        return ""
    return _("“%(plan)s” is signed off by the chair of %(group)s.") % {"plan": plan, "group": plan.owner}


def why_not_decide(by: User | None, cycle: Cycle) -> str:
    """Decide on answers at all: while the cycle is under way."""
    if refusal := why_not_sign_off(by, cycle):
        return refusal
    if cycle.state == CycleState.LOCKED:
        return _("%(period)s is approved and locked. Unlock it first.") % {"period": cycle.of.label}
    return "" if cycle.state in UNDER_WAY else _("The cycle has not opened yet, so there is nothing to decide on.")


def why_not_return(item: Item) -> str:
    if item.state in ITEM_TRANSITIONS["return"][0]:
        return ""
    return _("“%(item)s” has no answer that could be sent back.") % {"item": item}


def why_not_approve_item(item: Item) -> str:
    if item.state in ITEM_TRANSITIONS["approve"][0]:
        return ""
    return _("“%(item)s” has no answer that waits for a decision.") % {"item": item}


def why_not_approve(by: User | None, cycle: Cycle, unanswered: int) -> str:
    """Approve answers: once every finding of the checks is answered or accepted."""
    return first(why_not_decide(by, cycle), why_not_with_findings(unanswered))


def why_not_with_findings(unanswered: int) -> str:
    if not unanswered:
        return ""
    return ngettext(
        "%(count)d finding of the checks is neither answered nor accepted yet.",
        "%(count)d findings of the checks are neither answered nor accepted yet.",
        unanswered,
    ) % {"count": unanswered}


def why_not_lock(by: User | None, cycle: Cycle, *, unanswered: int, undecided: int) -> str:
    """Lock the period: the cycle is closed, nothing waits for a decision, no finding is open."""
    if refusal := first(why_not_sign_off(by, cycle), why_not_state(cycle, "lock"), why_not_with_findings(unanswered)):
        return refusal
    if undecided:
        return ngettext(
            "%(count)d answer still waits for a decision.", "%(count)d answers still wait for a decision.", undecided
        ) % {"count": undecided}
    return ""


def why_not_unlock(by: User | None, cycle: Cycle) -> str:
    return first(why_not_sign_off(by, cycle), why_not_state(cycle, "unlock"))


def why_not_answer_finding(by: User | None, cycle: Cycle, what: str) -> str:
    """Explain a finding: whoever may follow the cycle. Accept it as it is: only who signs the plan off."""
    if what == FindingAnswer.What.ACCEPTED:
        return why_not_decide(by, cycle)
    if refusal := why_not_follow(by, cycle.plan):
        return refusal
    if cycle.state == CycleState.LOCKED:
        return _("%(period)s is approved and locked. Unlock it first.") % {"period": cycle.of.label}
    return "" if cycle.state in UNDER_WAY else _("The cycle has not opened yet, so there is nothing to decide on.")
