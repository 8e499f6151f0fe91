from __future__ import annotations

from typing import Any

from fingerpost.mail.models import Message
from fingerpost.people.models import User
from tests.mail.mails import make_mail
from tests.permissions import gets, posts


def a_mail(visitor: User | None) -> dict[str, Any]:
    return {"slug": make_mail().slug}


def a_bounced_mail(visitor: User | None) -> dict[str, Any]:
    message = make_mail()
    Message.objects.filter(pk=message.pk).update(state="bounced", why="550 no such user")
    return {"slug": message.slug}


def a_mail_in_doubt(visitor: User | None) -> dict[str, Any]:
    message = make_mail()
    Message.objects.filter(pk=message.pk).update(
        state="in-doubt", why="The worker ended.", claimed_at=message.queued_at
    )
    return {"slug": message.slug}


EXPECTED = {
    "mail:log": gets("302 403 403 200 200"),
    "mail:test": posts("302 403 403 302 302"),
    "mail:message": gets("302 403 403 200 200", a_mail),
    "mail:again": posts("302 403 403 302 302", a_bounced_mail),
    "mail:arrived": posts("302 403 403 302 302", a_mail_in_doubt),
    "mail:box": gets("302 404 404 404 404"),  # in tests mails are not files; tests/mail/test_pages.py has the rest
    "mail:letter": gets("302 404 404 404 404", lambda visitor: {"name": "a-mail"}),
}
