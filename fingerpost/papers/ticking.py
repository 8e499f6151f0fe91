"""What `fingerpost tick` does for papers."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import ngettext

from fingerpost.papers.services import give_up_lost

POSITION = 60


def tick(now: datetime) -> list[str]:
    lost = give_up_lost(now)
    words = ngettext("%(count)d paper was cut off.", "%(count)d papers were cut off.", lost)
    return [words % {"count": lost}] if lost else []
