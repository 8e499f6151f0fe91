"""What the pages of mails read."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from fingerpost.mail.models import Message

SLOW = timedelta(minutes=10)  # a worker that runs takes a mail that is due within a minute


def mails_matching(*, words: str = "", state: str = "", kind: str = "") -> QuerySet[Message]:
    """The delivery log, the latest first; by the person's name, the address or the subject."""
    found = Message.objects.select_related("person").defer("text", "links")
    if words:
        found = found.filter(Q(person__name__icontains=words) | Q(to__icontains=words) | Q(subject__icontains=words))
    if state:
        found = found.filter(state=state)
    if kind:
        found = found.filter(kind=kind)
    return found.order_by("-queued_at", "-id")


def mail_with_attempts(slug: str) -> QuerySet[Message]:
    copies = Message.objects.order_by("id")
    found = Message.objects.select_related("person", "again_of")
    return found.filter(slug=slug).prefetch_related("attempts", Prefetch("copies", copies))


def counts_of_unsent() -> Counter[str]:
    """How many mails there are in each state but "sent"."""
    unsent = [state for state in Message.State if state != Message.State.SENT]  # named, so that an index finds them
    rows = Message.objects.filter(state__in=unsent).order_by().values_list("state").annotate(Count("id"))
    return Counter(dict(rows))


def waiting_in_vain() -> datetime | None:
    """Since when a mail waits that should have gone long ago: no worker is running. None while all is well."""
    due = Message.objects.filter(state=Message.State.QUEUED, not_before__lt=timezone.now() - SLOW)
    return due.order_by("not_before").values_list("not_before", flat=True).first()
