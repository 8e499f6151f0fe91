"""Dates in the forms people write, and the words they write instead of one.

Day before month, as in Britain. A month alone means its last day. Nothing is completed: a day without a year, a
range, or a day that the calendar lacks is no date.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Literal

MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
YEAR = r"(?:(?:19|20)\d\d|\d\d(?!\d))"
FORMS = re.compile(
    rf"""
      (?P<iso_y>(?:19|20)\d\d)-(?P<iso_m>\d\d)-(?P<iso_d>\d\d)(?:[T ]00:00(?::00(?:\.0+)?)?)?
    | (?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s./-]*(?P<mon>{MONTH})[.,]?[\s'’./-]*(?P<y>{YEAR})
    | \b(?P<us_mon>{MONTH})\.?\s+(?P<us_d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<us_y>(?:19|20)\d\d)
    | (?P<n_d>\d{{1,2}})(?P<sep>[/.-])(?P<n_m>\d{{1,2}})(?P=sep)(?P<n_y>{YEAR})
    | (?<![a-z])(?P<only_mon>{MONTH})(?:[.,]?\s+(?P<only_y>(?:19|20)\d\d)|[\s]*['’/-]\s*(?P<only_yy>{YEAR}))
    """,
    re.IGNORECASE | re.VERBOSE,
)
# What may stand round a date without changing it.
AROUND = re.compile(
    r"\b(?:by|due|on|the|at|end|of|no|not|later|than|latest|date|quarter|q)\b|\bq[1-4]\b"
    r"|\b(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\b|[\s.,;:()–—-]+",
    re.IGNORECASE,
)
# Words that stand for a date by themselves: kept as they are, no doubt about them.
RULES = re.compile(
    r"^(?:on-?going|continuous(?:ly)?|continuing|rolling|as (?:and when )?(?:required|needed|necessary|appropriate)"
    r"|tb[acd]|to be (?:agreed|confirmed|decided|determined|set)|n/?a|not applicable|none|various|[-–—]+"
    r"|(?:bi-?|fort|half-?|twice )?(?:week|month|quarter|year|annual|night)ly|annually|annual"
    r"|(?:at |after )?(?:each|every) .{1,60}|within .{1,60}|reporting cycles?|per (?:quarter|month|year|term|session)"
    r"|(?:by )?(?:early |mid[ -]|late |the end of )?(?:spring|summer|autumn|winter|easter|christmas)(?: (?:19|20)\d\d)?"
    r"|(?:by )?(?:the )?(?:end of )?(?:q[1-4]|quarter [1-4])(?:,? (?:19|20)?\d\d(?:[/-]\d\d(?:\d\d)?)?)?"
    r"|(?:by )?(?:the )?(?:end of )?(?:19|20)\d\d(?:[/-](?:19|20)?\d\d)?)\.?$",
    re.IGNORECASE,
)
DATE_LIKE = re.compile(
    rf"\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{1,4}}|\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -]?{MONTH}\b|\b{MONTH}\b[ '’.-]*\d",
    re.IGNORECASE,
)

Doubt = Literal["", "unreadable", "impossible", "several", "words", "serial"]


@dataclass(frozen=True, slots=True)
class Due:
    """A due date as read. `doubt` says why there is no `day`: "" also for words that are a rule ("Ongoing")."""

    day: date | None
    text: str
    doubt: Doubt = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A date within a longer text."""

    start: int
    end: int
    day: date


def read_due(text: str, value: date | Decimal | None = None) -> Due:
    """What a due cell says. `value` is a spreadsheet's own date, which needs no reading."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return Due(value, text or spoken(value))
    return _read(text.strip())


@lru_cache(maxsize=4096)
def _read(text: str) -> Due:
    if not text or RULES.match(text):
        return Due(None, text)
    matches = list(FORMS.finditer(text))
    if not matches:
        return Due(None, text, _doubt(text))
    left_over = text[: matches[0].start()] + " " + text[matches[-1].end() :]
    if len(matches) > 1:
        return Due(None, text, "several")
    if AROUND.sub("", left_over):
        return Due(None, text, "unreadable")
    day = day_of(matches[0])
    return Due(day, text, "" if day else "impossible")


def _doubt(text: str) -> Doubt:
    if re.fullmatch(r"[34]\d{4}(?:\.0+)?", text):
        return "serial"
    return "unreadable" if DATE_LIKE.search(text) else "words"


def spoken(day: date) -> str:
    """A date as the reports write it: 30 Jun 2009."""
    return f"{day.day} {MONTH_NAMES[day.month - 1].title()} {day.year}"


def dates_in(text: str) -> Iterator[Found]:
    """Every whole date in a text, in order; a bare month is its last day."""
    for match in FORMS.finditer(text):
        day = day_of(match)
        if day:
            yield Found(match.start(), match.end(), day)


def is_date(text: str) -> bool:
    """Whether a line by itself is a due date, or was meant as one."""
    if len(text) > 60:
        return False
    due = _read(text)
    return due.day is not None or (due.doubt in ("unreadable", "impossible") and _bare(text))


def is_rule(text: str) -> bool:
    """Whether a line by itself is words that stand for a due date, such as "Ongoing"."""
    return len(text) <= 80 and bool(RULES.match(text))


def _bare(text: str) -> bool:
    """Nothing but a day, a month and perhaps a year: a date gone wrong, not a sentence with one in it."""
    return len(text) <= 24 and not AROUND.sub("", re.sub(rf"{MONTH}|\d+(?:st|nd|rd|th)?|/", "", text, flags=re.I))


def day_of(match: re.Match[str]) -> date | None:
    """The day that a match of `FORMS` names; None where the calendar lacks it."""
    part = match.groupdict()
    if part["iso_y"]:
        return _make(part["iso_y"], int(part["iso_m"]), int(part["iso_d"]))
    if part["mon"]:
        return _make(part["y"], _month(part["mon"]), int(part["d"]))
    if part["us_mon"]:
        return _make(part["us_y"], _month(part["us_mon"]), int(part["us_d"]))
    if part["n_d"]:
        return _make(part["n_y"], int(part["n_m"]), int(part["n_d"]))
    return _make(part["only_y"] or part["only_yy"], _month(part["only_mon"]), None)


def _month(name: str) -> int:
    return MONTH_NAMES.index(name[:3].lower()) + 1


def _make(year_text: str, month: int, day: int | None) -> date | None:
    """`day` None is the month's last. Two-figure years: 00 to 69 are 2000 to 2069, as POSIX has it."""
    year = int(year_text)
    if len(year_text) == 2:
        year += 2000 if year < 70 else 1900
    try:
        return date(year, month, day or monthrange(year, month)[1])
    except ValueError:
        return None
