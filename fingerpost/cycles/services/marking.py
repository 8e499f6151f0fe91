"""What every act on a request does: lock it, and keep its marks true."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from fingerpost.cycles import rules
from fingerpost.cycles.models import Request
from fingerpost.cycles.queries import STILL_IN_FORCE, WAITING
from fingerpost.cycles.services.running import locked
from fingerpost.people.models import User


def locked_request(request: Request) -> Request:
    """The request read afresh, its cycle locked before it: always in that order."""
    cycle = locked(request.cycle)
    rows = Request.objects.select_for_update(of=("self",)).select_related("person", "delegate")
    row = rows.get(pk=request.pk)
    row.cycle = cycle
    return row


def note_opened(request: Request, by: User | None, moment: datetime | None = None) -> None:
    """Somebody whom it asks has done something on its page. Looking at it is not enough: mail scanners look too."""
    if by and rules.is_asked(by, request) and request.opened_at is None:
        request.opened_at = moment or timezone.now()
        Request.objects.filter(pk=request.pk, opened_at=None).update(opened_at=request.opened_at)


def tell_again(request: Request) -> None:
    """Something came back or was added: the next tick mails what is asked anew."""
    request.told_at = None
    Request.objects.filter(pk=request.pk).update(told_at=None)


def settle(request: Request, moment: datetime | None = None) -> None:
    """`answered_at` is set while nothing waits, and taken away when something comes back."""
    waits = request.items.filter(WAITING & STILL_IN_FORCE).exists()
    if waits == (request.answered_at is None):
        return
    request.answered_at = None if waits else moment or timezone.now()
    request.save(update_fields=["answered_at"])
