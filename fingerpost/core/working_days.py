"""Working days: neither weekend nor bank holiday where the setting FINGERPOST_HOLIDAYS says that the partnership is."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import holidays
from django.conf import settings

DAY = timedelta(days=1)


def has_holidays(place: str) -> bool:
    """Whether the bank holidays of a country or a part of one are known."""
    country, _dash, part = place.partition("-")
    try:
        return holidays.country_holidays(country, subdiv=part or None) is not None
    except NotImplementedError:
        return False


@cache
def calendar_of(place: str, year: int) -> holidays.HolidayBase:
    """The bank holidays of one year, substitutes included. `place` is "GB-SCT" or, of a whole country, "IE"."""
    country, _dash, part = place.partition("-")
    return holidays.country_holidays(country, subdiv=part or None, years=year, expand=False)


def is_working_day(day: date) -> bool:
    return calendar_of(settings.HOLIDAYS, day.year).is_working_day(day)


def next_working_day(day: date) -> date:
    """`day` itself where it is a working day, else the first one after it."""
    while not is_working_day(day):
        day += DAY
    return day


def add_working_days(day: date, n: int) -> date:
    """The nth working day after `day`, before it where `n` is negative. `day` itself never counts.

    So from a Saturday one working day on is Monday, and one back is Friday, as they are from the weekdays next to
    it. With 0 it is `day` itself or, where that is no working day, the next one.
    """
    if n == 0:
        return next_working_day(day)
    step = DAY if n > 0 else -DAY
    left = abs(n)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days come after `start`, up to and with `end`; negative where `end` is the earlier.

    Where `end` is a working day, `add_working_days(start, working_days_between(start, end))` leads to it.
    """
    if end < start:
        days = (end + DAY * number for number in range((start - end).days))
        return -sum(map(is_working_day, days))
    days = (start + DAY * number for number in range(1, (end - start).days + 1))
    return sum(map(is_working_day, days))
