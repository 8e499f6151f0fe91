"""What waits for a chair stands on the home page; templates are among the pages of who writes papers."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fingerpost.committee.queries import waiting_for
from fingerpost.core.navigation import Link
from fingerpost.people.models import User
from fingerpost.plans.models import Plan


def plan_links(user: User, plan: Plan) -> list[Link]:
    """For whoever sees the plan: what was issued of it is for everybody."""
    return [Link(_("Committee papers"), reverse("committee:papers", args=[plan.slug]), position=41)]


def home_links(user: User) -> list[Link]:
    """How many papers wait for this person, as chair, to clear them. One query."""
    count = waiting_for(user)
    if not count:
        return []
    words = ngettext("%(count)s paper waits for you to clear it", "%(count)s papers wait for you to clear them", count)
    return [Link(words % {"count": count}, reverse("committee:to-clear"), position=18)]
