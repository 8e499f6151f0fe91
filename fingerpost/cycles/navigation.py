"""Reporting cycles among the pages of a plan."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fingerpost.core.navigation import Link, Person
from fingerpost.cycles.approving import waiting_for
from fingerpost.cycles.queries import asked_of
from fingerpost.cycles.rules import why_not_follow
from fingerpost.people.models import User
from fingerpost.plans.models import Plan


def plan_links(user: User, plan: Plan) -> list[Link]:
    if plan.state == Plan.State.DRAFT or why_not_follow(user, plan):
        return []
    url = reverse("cycles:cycles", args=[plan.slug])
    return [Link(_("Reporting"), url, position=35, covers=(url,))]


def links(person: Person) -> list[Link]:
    """Everybody has it: who stands in for a lead officer may have any role. The count is on the home page."""
    return [Link(_("My updates"), reverse("cycles:mine"), position=25)] if isinstance(person, User) else []


def home_links(user: User) -> list[Link]:
    """How much is asked of this person now, and how much waits for their approval. Two queries."""
    asked = sum(expected - answered for expected, answered in asked_of(user).values_list("expected", "answered"))
    to_approve, found = waiting_for(user), []
    if asked:
        words = ngettext("%(count)s update is asked of you", "%(count)s updates are asked of you", asked)
        found.append(Link(words % {"count": asked}, reverse("cycles:mine"), position=10))
    if to_approve:
        words = ngettext(
            "%(count)s answer waits for your approval", "%(count)s answers wait for your approval", to_approve
        )
        found.append(Link(words % {"count": to_approve}, reverse("cycles:to-approve"), position=15))
    return found
