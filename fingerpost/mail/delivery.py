"""Handing mails over, each once: claimed in a committed step, handed over, and then marked with what became of it.

Whatever kills a worker leaves its mail claimed. `settle` finds it after a while: a backend that can tell is asked, of
any other the mail is in doubt, and is sent again only when a person says so.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.db import connection as database
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fingerpost.core import stopping
from fingerpost.core.refusals import Refused
from fingerpost.mail import links, rules, verdicts
from fingerpost.mail.models import Attempt, Message
from fingerpost.mail.verdicts import Verdict

LEASE = timedelta(minutes=10)  # far longer than any handing over takes
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]  # after the first, second … failed attempt
GIVE_UP = timedelta(days=2)
PATIENCE = 50.0  # seconds; what is left goes with the next tick, a minute later
AT_ONCE = 100
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Delivered:
    """How many mails each verb of the transitions befell, and why it stopped early, "" where it did not."""

    verbs: Counter[str] = field(default_factory=Counter)
    stopped: str = ""


def deliver(*, only: Message | None = None, patience: float = PATIENCE) -> Delivered:
    """Hand over the mails that are due, or `only` one of them; until none is left, or for `patience` seconds."""
    done, until, backend = Delivered(), time.monotonic() + patience, get_connection()
    try:
        with kept_through_power_cuts():
            for pk in [only.pk] if only else due():
                if stopping.ASKED.is_set() or time.monotonic() > until:
                    break
                if verdict := deliver_one(pk, backend):
                    done.verbs[verdict.verb] += 1
                    if verdict.stop:
                        done.stopped = verdict.why
                        break
    finally:
        with suppress(OSError):
            backend.close()
    return done


def due() -> Iterator[int]:
    """Mails that wait, the longest first. Each that was taken no longer waits when the next are asked for."""
    while True:
        waiting = Message.objects.filter(state=Message.State.QUEUED, not_before__lte=timezone.now())
        found = list(waiting.order_by("not_before", "id").values_list("pk", flat=True)[:AT_ONCE])
        yield from found
        if len(found) < AT_ONCE:
            return


@contextmanager
def kept_through_power_cuts() -> Iterator[None]:
    """SQLite in our settings may lose the latest commits with the power; a lost claim would be sent twice."""
    careful = database.vendor == "sqlite" and not database.in_atomic_block
    if careful:
        database.cursor().execute("PRAGMA synchronous=FULL")
    try:
        yield
    finally:
        if careful:
            database.cursor().execute("PRAGMA synchronous=NORMAL")


def deliver_one(pk: int, backend: Any) -> Verdict | None:
    """None where somebody else has taken it."""
    attempt = claimed(pk)
    if attempt is None:
        return None
    message = Message.objects.select_related("person").get(pk=pk)
    verdict = given_up(message, handed_over(message, backend))
    finish(attempt, verdict)
    return verdict


@transaction.atomic
def claimed(pk: int) -> Attempt | None:
    """Take a mail that waits. Of two who try, one gets it: the database does one of the two updates first."""
    now = timezone.now()
    befores, after = rules.MESSAGE_TRANSITIONS["claim"]
    if not Message.objects.filter(pk=pk, state__in=befores).update(state=after, claimed_at=now):
        return None
    return Attempt.objects.create(message_id=pk, started_at=now)


def handed_over(message: Message, backend: Any) -> Verdict:
    """Give a claimed mail to the backend."""
    follow_address(message)
    if reason := rules.why_not_address(message.person, message.to):
        return Verdict("hold", reason)
    try:
        text = links.filled(message)
    except Refused as refusal:
        return Verdict("hold", refusal.reason)
    except Exception as fault:  # a fault of one part's must not stop the mails of the others
        logger.exception("The links of the mail %s could not be made", message.slug)
        return Verdict("put-off", _("Its links could not be made: %(fault)s") % {"fault": fault})
    try:
        email = composed(message, text, backend)
        email.message()
    except ValueError as fault:
        return Verdict("bounce", _("The mail cannot be written: %(fault)s") % {"fault": fault})
    try:
        backend.open()
    except OSError as fault:
        return verdicts.no_connection(fault)
    return sent(email, message, backend)


def follow_address(message: Message) -> None:
    """A mail goes to the address that the person has now."""
    if message.person and message.to != message.person.email:
        message.to = message.person.email or ""
        if message.to:
            Message.objects.filter(pk=message.pk).update(to=message.to)


def composed(message: Message, text: str, backend: Any) -> EmailMessage:
    """As it goes out. The headers say that no person wrote it (RFC 3834), and what kind it is."""
    headers = {
        "Message-ID": message.message_id,
        "Auto-Submitted": "auto-generated",
        "X-Fingerpost-Kind": message.kind,
    }
    return EmailMessage(message.subject, text, None, [message.to], connection=backend, headers=headers)


def sent(email: EmailMessage, message: Message, backend: Any) -> Verdict:
    """Through an open backend. After a failure its connection is closed, for the next mail to open a fresh one."""
    try:
        backend.send_messages([email])
    except OSError as fault:  # smtplib's own are among them
        may_have_gone = getattr(backend, "may_have_gone", True)
        with suppress(OSError):
            backend.close()
        told = was_delivered(backend, message)
        if told:
            return Verdict("send")
        return verdicts.of_refusal(fault, may_have_gone=may_have_gone and told is None)
    except ValueError as fault:
        return Verdict("bounce", _("The mail cannot be sent: %(fault)s") % {"fault": fault})
    return Verdict("send")


def was_delivered(backend: Any, message: Message) -> bool | None:
    """None of a backend that cannot tell."""
    return bool(backend.was_delivered(message.message_id)) if hasattr(backend, "was_delivered") else None


def given_up(message: Message, verdict: Verdict) -> Verdict:
    """A mail that was put off for too long bounces."""
    if verdict.verb != "put-off" or timezone.now() - message.queued_at < GIVE_UP:
        return verdict
    return Verdict("bounce", _("Given up after two days. %(why)s") % {"why": verdict.why}, verdict.stop)


@transaction.atomic
def finish(attempt: Attempt, verdict: Verdict) -> bool:
    """Mark what became of an attempt. False where another attempt has begun since: its word counts."""
    now = timezone.now()
    befores, after = rules.MESSAGE_TRANSITIONS[verdict.verb]
    new: dict[str, Any] = {"state": after, "why": verdict.why, "sent_at": now if verdict.verb == "send" else None}
    if verdict.verb == "put-off":
        new["not_before"] = now + wait_after(attempt)
    Attempt.objects.filter(pk=attempt.pk).update(outcome=verdict.verb, why=verdict.why, ended_at=now)
    ours = Message.objects.filter(pk=attempt.message_id, state__in=befores, claimed_at=attempt.started_at)
    return bool(ours.update(**new))


def wait_after(attempt: Attempt) -> timedelta:
    """Longer after each attempt since the mail was queued."""
    since = Message.objects.filter(pk=attempt.message_id).values("queued_at")
    tries = Attempt.objects.filter(message_id=attempt.message_id, started_at__gte=since).count()
    return WAITS[min(tries, len(WAITS)) - 1]


def settle(*, lease: timedelta = LEASE) -> Counter[str]:
    """Find the mails whose worker has gone, and say what became of each; how many of each verb."""
    backend, done = get_connection(), Counter[str]()
    left = Attempt.objects.filter(
        ended_at=None, message__state=Message.State.SENDING, started_at__lt=timezone.now() - lease
    )
    for attempt in left.select_related("message"):
        told = was_delivered(backend, attempt.message)
        if told is None:
            verdict = Verdict("doubt", _("The worker ended while it sent this mail. It may have arrived or not."))
        elif told:
            verdict = Verdict("send", _("The worker ended while it sent this mail, which is there."))
        else:
            verdict = Verdict("put-off", _("The worker ended before it sent this mail."))
        if finish(attempt, verdict):
            done[verdict.verb] += 1
    return done
