"""Publications by the clock: those that are scheduled become public."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from fingerpost.public.services import publish_due

POSITION = 70


def tick(now: datetime) -> list[str]:
    """May be called at any moment, and by two at once: what is public already is left alone."""
    return [_("Published %(title)s.") % {"title": title} for title in publish_due(now)]
