"""Mails for tests."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.db import transaction

from fingerpost.mail.models import Message
from fingerpost.mail.services import NewMail, queue

numbers = count(1)


def make_mail(**fields: Any) -> Message:
    """A queued mail to somebody@example.org, unless `person` or `to` says otherwise."""
    number = next(numbers)
    given = {
        "key": f"key-{number}",
        "kind": "request",
        "subject": f"Subject {number}",
        "text": "Dear officer",
        **fields,
    }
    if not given.get("person"):
        given.setdefault("to", "somebody@example.org")
    with transaction.atomic():
        return queue(NewMail(**given))
