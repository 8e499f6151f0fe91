"""Dates that people write in notes: "18th of November", "6/10/09", "in October 2009"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from fingerpost.checks.vocabulary import MONTHS
from fingerpost.core.periods import Period, month_start

_MONTH_NUMBER = {name: number for number, name in enumerate(MONTHS, 1)} | {
    name[:3]: number for number, name in enumerate(MONTHS, 1)
}
_MONTH = rf"(?P<month>{'|'.join(MONTHS)}|{'|'.join(name[:3] for name in MONTHS)}|sept)\b\.?"
_WRITTEN = re.compile(
    rf"""
      \b(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})\b
    | \b(?P<d>\d{{1,2}})(?P<sep>[/.])(?P<m>\d{{1,2}})(?P=sep)(?P<y>\d{{4}}|\d{{2}})\b
    | \b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\ of)?\ {_MONTH}(?:,?\ (?P<year>\d{{4}})\b)?
    | \b(?:in|during)\ (?:early\ |late\ |mid[ -])?{_MONTH.replace("<month>", "<month2>")}(?:\ (?P<year2>\d{{4}})\b)?
    """,
    re.VERBOSE | re.IGNORECASE,
)

_MONTH_ALONE = re.compile(
    rf"(?:^|\b(?:in|by|during|of|until|till|before|early|mid|late)\s){_MONTH}(?:\ (?P<year>\d{{4}})\b)?", re.IGNORECASE
)
_CALENDAR_YEAR = re.compile(r"\bcalendar year\b", re.IGNORECASE)
_QUARTER = re.compile(r"\bq[1-4] \d{4}(?:[/-]\d{2})?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Written:
    """A date found in words. A month stands for its first day; `start` is where the words begin in the text."""

    day: date
    words: str
    start: int


def dates_in(text: str, near: date) -> Iterator[Written]:
    """The dates in a text. One without a year is taken in the year that brings it nearest to `near`."""
    for match in _WRITTEN.finditer(text):
        if found := _read(match, near):
            yield Written(found, match[0], match.start())


def _read(match: re.Match[str], near: date) -> date | None:
    if match["iso"]:
        return _made(*(int(part) for part in match["iso"].split("-")))
    if match["d"]:
        year = int(match["y"])
        return _made(year if year > 99 else 2000 + year, int(match["m"]), int(match["d"]))
    month = _MONTH_NUMBER[(match["month"] or match["month2"]).lower().rstrip(".")[:3]]
    day = int(match["day"] or 1)
    if year_words := match["year"] or match["year2"]:
        return _made(int(year_words), month, day)
    nearest = [made for year in (near.year - 1, near.year, near.year + 1) if (made := _made(year, month, day))]
    return min(nearest, key=lambda made: abs(made - near), default=None)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def last_day_named(text: str, after: date) -> date | None:
    """By when words such as "in February" say that something comes: the last day that they name, or None.

    What has no year is the first such time that ends on `after` or later.
    """
    half_a_year_on = after + timedelta(days=182)
    for match in _WRITTEN.finditer(text):
        if match["iso"] or match["d"] or match["day"]:
            return _read(match, half_a_year_on)
    if month := _MONTH_ALONE.search(text):
        number = _MONTH_NUMBER[month["month"].lower().rstrip(".")[:3]]
        years = [int(month["year"])] if month["year"] else [after.year, after.year + 1]
        ends = [month_start(year, number + 1) - timedelta(days=1) for year in years]
        return next((end for end in ends if end >= after), ends[-1])
    if quarter := _QUARTER.search(text):
        try:
            return Period.parse(quarter[0]).end
        except ValueError:
            return None
    return date(after.year, 12, 31) if _CALENDAR_YEAR.search(text) else None
