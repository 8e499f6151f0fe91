"""Publishing in the navigation, for who may."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from fingerpost.core.navigation import Link, Person
from fingerpost.people.models import User
from fingerpost.plans.models import Plan
from fingerpost.public.rules import why_not_publish_any


def links(person: Person) -> list[Link]:
    if not isinstance(person, User) or why_not_publish_any(person):
        return []
    return [Link(_("Publications"), reverse("publications:all"), position=45)]


def plan_links(user: User, plan: Plan) -> list[Link]:
    if plan.state == Plan.State.DRAFT or why_not_publish_any(user):
        return []
    url = reverse("publications:plan", args=[plan.slug])
    return [Link(_("Publish"), url, position=45, covers=(url,))]
