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
    if may(person, "mail.view"):  # the delivery log leads to the mailbox
        covers = (reverse("mail:box"),) if mailbox.is_open() else ()
        return [Link(_("Mails"), reverse("mail:log"), position=85, covers=covers)]
    return [Link(_("Mailbox"), reverse("mail:box"), position=95)] if mailbox.is_open() else []
