"""Entries of the service navigation, and the pages of one plan.

Each app may bring to its `navigation.py` a function `plan_links(user, plan) -> list[Link]`, with `position`, and
`home_links(user) -> list[Link]` for what waits for that person and stands at the top of the home page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext as _

from fingerpost.core.navigation import Link, Person
from fingerpost.people.models import User
from fingerpost.plans.models import Plan
from fingerpost.plans.rules import why_not_edit, why_not_make


def links(person: Person) -> list[Link]:
    if not isinstance(person, User):
        return []
    return [
        Link(_("Home"), reverse("reporting:home"), position=10),
        Link(_("Plans"), reverse("reporting:plans"), position=20),
    ]


def plan_links(user: User, plan: Plan) -> list[Link]:
    """The reading pages of a plan, and the structure for whom it is to edit."""
    found = [
        Link(_("Overview"), reverse("reporting:plan", args=[plan.slug]), position=10),
        Link(_("Milestones"), reverse("reporting:milestones", args=[plan.slug]), position=20),
        Link(_("Scorecard"), reverse("reporting:scorecard", args=[plan.slug]), position=25),
    ]
    offered = [
        (_("Structure"), "plans:structure", why_not_make(user)),  # a closed plan is reopened there
        (_("Edit the plan"), "plans:edit", why_not_edit(user, plan)),
    ]
    for label, name, refusal in offered:
        if not refusal:
            found.append(Link(label, reverse(name, args=[plan.slug]), position=80))
    return found


@cache
def sources(name: str) -> list[Callable[..., list[Link]]]:
    """The functions of that name of every app that has one."""
    names = [f"{config.name}.navigation" for config in apps.get_app_configs() if config.name.startswith("fingerpost.")]
    modules = [import_module(module) for module in names if find_spec(module) is not None]
    return [getattr(module, name) for module in modules if hasattr(module, name)]


def plan_navigation(user: User, plan: Plan, path: str) -> list[Link]:
    """The pages of one plan in order; the one whose address is shown, or that covers it, is current."""
    found = in_order(link for source in sources("plan_links") for link in source(user, plan))
    return [replace(link, current=link.url == path or path.startswith(link.covers)) for link in found]


def waiting_for(user: User) -> list[Link]:
    """What waits for a person, in order, for the home page."""
    return in_order(link for source in sources("home_links") for link in source(user))


def in_order(links: Iterable[Link]) -> list[Link]:
    return sorted(links, key=lambda link: link.position)
