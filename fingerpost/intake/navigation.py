"""Entries of the service navigation."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from fingerpost.core.navigation import Link, Person
from fingerpost.people.models import User
from fingerpost.people.roles import may


def links(person: Person) -> list[Link]:
    if isinstance(person, User) and may(person, "intake.import"):
        return [Link(_("Imports"), reverse("intake:imports"), position=60)]
    return []
