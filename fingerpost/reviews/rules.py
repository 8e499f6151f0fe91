"""Who may review, and what. Each rule returns the reason why not, "" for yes; `by` None is the system itself."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from fingerpost.core.periods import Period
from fingerpost.people import roles
from fingerpost.people.models import User
from fingerpost.plans.models import Action, Indicator, Plan
from fingerpost.reporting.rules import why_not_whose


def why_not_review(by: User | None, item: Indicator | Action) -> str:
    """Review an item: its lead officer may, and whoever may report on any; in a draft only these."""
    return why_not_whose(by, {item.lead_id}) or why_not_now(by, item)


def reviewable(by: User, items: Iterable[Indicator | Action]) -> set[Indicator | Action]:
    """Those of some items that a person may review: as `why_not_review`, with one query at most for all."""
    now = {item for item in items if not why_not_now(by, item)}
    if roles.may(by, "plans.update_any"):
        return now
    own = {by.pk, *by.deputises_for.values_list("pk", flat=True)} if roles.may(by, "plans.update_own") else set()
    return {item for item in now if item.lead_id in own}


def why_not_now(by: User | None, item: Indicator | Action) -> str:
    """Whether its plan and its own state let an item be reviewed, whoever asks."""
    plan = item.plan
    if plan.state == Plan.State.CLOSED:
        return _("“%(plan)s” is closed. Ask a coordinator to reopen it.") % {"plan": plan}
    if plan.state == Plan.State.DRAFT and by is not None and not roles.may(by, "plans.update_any"):
        return _("“%(plan)s” is still a draft. It is reviewed once it is in force.") % {"plan": plan}
    if item.state == "cancelled":
        return _("“%(item)s” is cancelled, so there is nothing to review.") % {"item": item}
    return ""


def why_not_period(plan: Plan, period: Period) -> str:
    """A review looks back on a period that the plan covers and that has begun."""
    if period.end < plan.starts or period.start > plan.ends:
        return _("%(period)s lies outside the plan.") % {"period": period.label}
    if period.start > timezone.localdate():
        return _("%(period)s has not begun, so there is nothing to review.") % {"period": period.label}
    return ""


def why_not_say(words: str, instead: str) -> str:
    """Words, or what stands in their place."""
    if words.strip() and instead:
        return _("Give either the words or the reason why there are none.")
    return ""


def why_not_nothing(*said: str) -> str:
    return "" if any(one.strip() for one in said) else _("Say something of the period.")


def nothing_new() -> str:
    return _("That is what is recorded already, so nothing was stored.")


def why_not_step(text: str, due: object, owner: object) -> str:
    """A next step that names a day or a person says what is to be done."""
    if not text.strip() and (due or owner):
        return _("Say what is to be done next.")
    return ""


def why_not_strategy(by: User | None) -> str:
    """Keep the communication strategy of a plan."""
    return "" if by is None else roles.why_not(by, "plans.edit")
