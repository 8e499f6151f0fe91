"""Reporting cycles among the pages of a plan."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from fingerpost.core.navigation import Link
from fingerpost.cycles.rules import why_not_follow
from fingerpost.people.models import User
from fingerpost.plans.models import Plan


def plan_links(user: User, plan: Plan) -> list[Link]:
    if plan.state == Plan.State.DRAFT or why_not_follow(user, plan):
        return []
    url = reverse("cycles:cycles", args=[plan.slug])
    return [Link(_("Reporting"), url, position=35, covers=(url,))]
