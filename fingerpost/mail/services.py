"""Queueing mails. What queues them records its own event: here only a person's own acts have one."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from fingerpost.core import audit
from fingerpost.core.inserting import insert_values
from fingerpost.core.refusals import refuse_if
from fingerpost.mail import links, rules
from fingerpost.mail.models import Message
from fingerpost.people.models import User

COLUMNS = (
    "slug", "key", "kind", "person_id", "to", "subject", "text", "links", "message_id", "again_of_id", "state", "why",
    "queued_at", "not_before",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewMail:
    """A mail to a person, or where `person` is None to the address `to`. For `key` and `links` see `Message`."""

    key: str
    kind: str
    subject: str
    text: str
    person: User | None = None
    to: str = ""
    links: Mapping[str, str] = field(default_factory=dict)
    again_of: Message | None = None


def queue(mail: NewMail) -> Message:
    """Store one mail to be sent, within the caller's transaction. Where its key is there, that mail is given."""
    queue_many([mail])
    return Message.objects.get(key=mail.key)


def queue_many(mails: Iterable[NewMail]) -> int:
    """Store mails to be sent, within the caller's transaction: a statement for each thousand. Gives how many are new.

    Who has no address, or is inactive, has the mail held with the reason.
    """
    audit.require_transaction()
    now = timezone.now()
    return insert_values(Message, COLUMNS, (values_of(mail, now) for mail in mails), unless_taken="key")


def values_of(mail: NewMail, now: datetime) -> tuple[Any, ...]:
    """In the order of COLUMNS."""
    given, slug = dict(mail.links), secrets.token_hex(12)
    if wrong := links.missing(mail.text, given):
        raise ValueError(f"The mail “{mail.key}” names links that are not there: {', '.join(wrong)}")
    to = (mail.person.email or "" if mail.person else mail.to).strip()
    why = rules.why_not_address(mail.person, to)
    subject = " ".join(mail.subject.split())[:300]  # a line break would start another header
    again = mail.again_of.pk if mail.again_of else None
    state = Message.State.HELD if why else Message.State.QUEUED
    return (slug, mail.key, mail.kind, mail.person.pk if mail.person else None, to, subject, mail.text, given,
            f"<{slug}@{domain()}>", again, state.value, why, now, now)  # fmt: skip


def domain() -> str:
    """The right half of our Message-IDs: that of the sender."""
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"


@transaction.atomic
def send_test(*, by: User) -> Message:
    """A mail to oneself, to see whether mails arrive."""
    refuse_if(rules.why_not_test(by))
    words = {"person": by, "site": settings.SITE, "partnership_name": settings.PARTNERSHIP_NAME}
    subject = _("Test mail of the plans of %(partnership)s") % {"partnership": settings.PARTNERSHIP_NAME}
    text = render_to_string("mail/text/test.txt", words)
    message = queue(NewMail(key=f"test:{secrets.token_hex(12)}", kind="test", subject=subject, text=text, person=by))
    audit.record("message.test", message, by=by, after={"to": message.to})
    return message


@transaction.atomic
def send_again(message: Message, *, by: User) -> Message:
    """Queue a mail once more, to the address that the person has now. One that was sent goes as a copy."""
    kept = Message.objects.select_for_update(of=("self",)).select_related("person").get(pk=message.pk)
    refuse_if(rules.why_not_send_again(by, kept))
    to = kept.person.email or "" if kept.person else kept.to
    before = {"state": kept.state, "to": kept.to}
    if kept.state == Message.State.SENT:
        queued = queue(copy_of(kept))
    else:
        now, (_befores, kept.state) = timezone.now(), rules.MESSAGE_TRANSITIONS["send-again"]
        kept.to, kept.why, kept.queued_at, kept.not_before = to, "", now, now
        kept.save(update_fields=["state", "to", "why", "queued_at", "not_before"])
        queued = kept
    audit.record("message.send-again", queued, by=by, before=before, after={"state": queued.state, "to": queued.to})
    return queued


@transaction.atomic
def confirm(message: Message, *, by: User) -> None:
    """A mail in doubt has arrived: its reader said so."""
    kept = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    refuse_if(rules.why_not_confirm(by, kept))
    before = {"state": kept.state}
    _befores, kept.state = rules.MESSAGE_TRANSITIONS["confirm"]
    kept.why, kept.sent_at = "", kept.claimed_at
    kept.save(update_fields=["state", "why", "sent_at"])
    audit.record("message.confirm", kept, by=by, before=before, after={"state": kept.state})


def copy_of(sent: Message) -> NewMail:
    return NewMail(
        key=f"again:{secrets.token_hex(12)}",
        kind=sent.kind,
        subject=sent.subject,
        text=sent.text,
        person=sent.person,
        to=sent.to,
        links=sent.links,
        again_of=sent,
    )
