"""One's own follow-ups in the service navigation and on the home page; a plan's among its pages."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fingerpost.core.navigation import Link, Person
from fingerpost.follow_ups.queries import counts_of
from fingerpost.people.models import User
from fingerpost.people.roles import may
from fingerpost.plans.models import Plan


def links(person: Person) -> list[Link]:
    if isinstance(person, User) and may(person, "follow_ups.update_own"):
        return [Link(_("My follow-ups"), reverse("follow_ups:mine"), position=30)]
    return []


def plan_links(user: User, plan: Plan) -> list[Link]:
    return [Link(_("Follow-ups"), reverse("follow_ups:log", args=[plan.slug]), position=30)]


def home_links(user: User) -> list[Link]:
    """How much there is to do; nothing where nothing is. One query."""
    count, late = counts_of(user, timezone.localdate())
    if not count:
        return []
    words = ngettext("%(count)s follow-up is yours", "%(count)s follow-ups are yours", count) % {"count": count}
    if late:
        words = _("%(words)s, %(late)s overdue") % {"words": words, "late": late}
    return [Link(words, reverse("follow_ups:mine"), position=20)]


def halves(current: str) -> list[Link]:
    """The two pages of one's own."""
    pages = [("mine", _("Open")), ("finished", _("Ended"))]
    return [Link(label, reverse(f"follow_ups:{name}"), current=name == current) for name, label in pages]
