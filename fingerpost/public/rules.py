"""Who may publish, and when. Each rule returns the reason why not, "" for yes. `by` is None for the system itself."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from fingerpost.core.periods import Period
from fingerpost.cycles.models import CycleState
from fingerpost.papers.selection import why_not_period
from fingerpost.people.models import User
from fingerpost.people.roles import why_not
from fingerpost.plans.models import Plan
from fingerpost.public.models import Letter, LetterKind, NewsItem, NewsState, Publication, PublicationState

S = PublicationState
IN_THE_MAKING = (S.PREPARED, S.SCHEDULED)
# verb -> the states before, and the one after; docs/reference/states.md is made from this
PUBLICATION_TRANSITIONS: dict[str, tuple[tuple[PublicationState, ...], PublicationState]] = {
    "schedule": ((S.PREPARED,), S.SCHEDULED),
    "unschedule": ((S.SCHEDULED,), S.PREPARED),
    "publish": (IN_THE_MAKING, S.PUBLIC),
    "supersede": ((S.PUBLIC,), S.SUPERSEDED),
    "withdraw": ((S.PUBLIC, S.SUPERSEDED), S.WITHDRAWN),
}


def why_not_publish_any(by: User | None) -> str:
    return why_not(by, "publications.publish") if by else ""


def why_not_prepare(by: User | None, plan: Plan, period: Period) -> str:
    """A plan in force or closed, for a period that has begun and, where people were asked for it, was approved."""
    if reason := why_not_publish_any(by):
        return reason
    if plan.state == Plan.State.DRAFT:
        return _("“%(plan)s” is still a draft. Start the plan first.") % {"plan": plan}
    if reason := why_not_period(plan, period):
        return reason
    cycle = plan.cycles.filter(period=period.slug).exclude(state=CycleState.LOCKED).first()
    if cycle is not None:
        return _(
            "%(period)s is being reported on and has not been approved. Approve and lock its reporting cycle first."
        ) % {"period": period.label}
    return ""


def why_not_build(publication: Publication | None) -> str:
    """Build anew what is in the making, if anything: not once it is scheduled, because that is built in its time."""
    if publication is None or publication.state == S.PREPARED:
        return ""
    return _("It is scheduled, and is built when its time comes. Cancel the schedule first.")


def why_not_notice(publication: Publication, notice: str) -> str:
    if publication.version == 1 or notice.strip():
        return ""
    return _("Say what changed since the version before: the notice stands at the top of every page.")


def why_not_step(by: User | None, publication: Publication, verb: str) -> str:
    """One of PUBLICATION_TRANSITIONS, by whomever."""
    if reason := why_not_publish_any(by):
        return reason
    if publication.state in PUBLICATION_TRANSITIONS[verb][0]:
        return ""
    return {
        "schedule": _("Only what is prepared can be scheduled."),
        "unschedule": _("It is not scheduled."),
        "publish": _("It has been published already."),
        "withdraw": _("It is not public, so there is nothing to withdraw."),
    }[verb]


def why_not_at(at: datetime, now: datetime) -> str:
    return "" if at > now else _("Choose a time that is still to come.")


def why_not_withdraw(by: User | None, publication: Publication, reason: str) -> str:
    if refusal := why_not_step(by, publication, "withdraw"):
        return refusal
    return "" if reason.strip() else _("Say why it is withdrawn: the reason stands at its address from then on.")


def why_not_answer(by: User | None, letter: Letter) -> str:
    if reason := why_not_publish_any(by):
        return reason
    return _("It has been answered already.") if letter.answered_at else ""


def why_not_show(letter: Letter) -> str:
    """Requests may say who somebody is."""
    return "" if letter.kind == LetterKind.RATING else _("A request for a format is not shown to the public.")


def why_not_news(by: User | None, item: NewsItem, verb: str) -> str:
    """Whether this person may take a step with it now: edit, publish or withdraw."""
    if reason := why_not_publish_any(by):
        return reason
    return {
        "edit": _("It was withdrawn, and stays as it is.") if item.state == NewsState.WITHDRAWN else "",
        "publish": "" if item.state == NewsState.DRAFT else _("It has been published already."),
        "withdraw": "" if item.state == NewsState.PUBLIC else _("It is not public, so there is nothing to withdraw."),
    }[verb]
