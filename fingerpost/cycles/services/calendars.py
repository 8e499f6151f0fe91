"""The secret addresses of calendars."""

from __future__ import annotations

from django.core import signing
from django.db import transaction
from django.utils import timezone

from fingerpost.core import audit
from fingerpost.cycles.models import CalendarFeed, opaque_key
from fingerpost.people.models import User

SIGNER = signing.Signer(salt="fingerpost.calendar", sep=".")


@transaction.atomic
def new_addresses(*, by: User) -> CalendarFeed:
    """Give a person's calendars an address, or a new one: whoever has the old one sees nothing more."""
    feed, made = CalendarFeed.objects.select_for_update().get_or_create(person=by)
    if not made:
        feed.key, feed.made_at = opaque_key(), timezone.now()
        feed.save(update_fields=["key", "made_at"])
    audit.record("calendar.add" if made else "calendar.renew", feed, by=by)
    return feed


def token_of(feed: CalendarFeed) -> str:
    """What stands in the address."""
    return SIGNER.sign(feed.key)


def person_of(token: str) -> User | None:
    """Whose calendars an address opens; None for one that was made up or renewed, and for who has left."""
    try:
        key = SIGNER.unsign(token)
    except signing.BadSignature:
        return None
    feed = CalendarFeed.objects.select_related("person").filter(key=key, person__is_active=True).first()
    return feed.person if feed else None
