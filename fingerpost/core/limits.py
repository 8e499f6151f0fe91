"""How often something may happen in a minute. The counts are in Django's cache: losing them loses nothing."""

from __future__ import annotations

import time

from django.core.cache import cache

MINUTE = 60


def too_many(what: str, who: object, most: int) -> bool:
    """Count one more of `what` by `who` in this minute; True from the one after `most`."""
    key = name_of(what, who)
    if cache.add(key, 1, 2 * MINUTE):
        return most < 1
    try:
        return cache.incr(key) > most
    except ValueError:  # it was dropped between the two
        return False


def is_spent(what: str, who: object, most: int) -> bool:
    """Whether `most` or more were counted in this minute. Counts nothing."""
    return int(cache.get(name_of(what, who), 0)) >= most


def name_of(what: str, who: object) -> str:
    return f"{what}:{who}:{int(time.time()) // MINUTE}"
