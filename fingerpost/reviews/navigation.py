"""The review's place among the pages of a plan."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from fingerpost.core.navigation import Link
from fingerpost.people.models import User
from fingerpost.plans.models import Plan


def plan_links(user: User, plan: Plan) -> list[Link]:
    """For whoever sees the plan. The communication strategy is reached from the review."""
    communication = reverse("reviews:strategy", args=[plan.slug])
    review = reverse("reviews:review", args=[plan.slug])
    return [Link(_("Review"), review, position=27, covers=(review, communication))]
