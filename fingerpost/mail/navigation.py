"""Entries of the service navigation."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from fingerpost.core.navigation import Link, Person
from fingerpost.mail import mailbox
from fingerpost.people.models import User
from fingerpost.people.roles import may


def links(person: Person) -> list[Link]:
    if not isinstance(person, User):
        return []
    found = []
    if may(person, "mail.view"):
        found.append(Link(_("Mails"), reverse("mail:log"), position=85))
    if mailbox.is_open():
        found.append(Link(_("Mailbox"), reverse("mail:box"), position=95))
    return found
