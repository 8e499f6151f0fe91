"""Entries of the service navigation."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _

from fingerpost.core.navigation import Link, Person
from fingerpost.people.models import User
from fingerpost.people.roles import may


def links(person: Person) -> list[Link]:
    user = person if isinstance(person, User) else AnonymousUser()
    found = []
    if may(user, "people.edit"):
        others = tuple(reverse(name) for name in ["groups", "organisations", "areas"])
        found.append(Link(_("People"), reverse("people"), position=80, covers=others))
    if may(user, "audit.view"):
        found.append(Link(_("Audit trail"), reverse("audit"), position=90))
    return found


def sections(current: str) -> list[Link]:
    """The pages beside each other under "People"."""
    pages = [
        ("people", _("People")),
        ("groups", _("Groups")),
        ("organisations", _("Organisations")),
        ("areas", _("Areas")),
    ]
    return [Link(label, reverse(name), current=name == current) for name, label in pages]
