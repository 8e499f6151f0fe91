"""The checks among the pages of a plan."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from fingerpost.core.navigation import Link
from fingerpost.people.models import User
from fingerpost.plans.models import Plan


def plan_links(user: User, plan: Plan) -> list[Link]:
    url = reverse("checks:findings", args=[plan.slug])
    return [Link(_("Checks"), url, position=40, covers=(url,))]
