"""Times that figures are given for: "2006/7", "2009/10 Q1&Q2", "Q3 2009/10", "2005", "April to September 2009"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from fingerpost.checks.facts import PeriodFacts
from fingerpost.core.periods import Kind, Period

from ..dates import FORMS as DAYS
from ..dates import MONTH, MONTH_NAMES, YEAR, day_of

CENTURY = r"(?:19|20)\d\d"
PLAN_YEAR = rf"{CENTURY}\s?[/–-]\s?(?:{CENTURY}|\d\d|\d)(?![\d/–-])"
QUARTERS = (
    r"(?:q(?:uarters?|trs?)?\.?\s?[1-4](?:\s*(?:&|\+|and|to|-|–|/|,)\s*(?:q(?:uarter|tr)?\.?\s?)?[1-4](?![\d%.]))*)"
)
HALF = r"(?:h[12]\b|(?:first|second|1st|2nd)\s+(?:half(?:[- ]year)?|six months)|half[- ]year(?:\s[12]\b)?|mid[- ]year)"
WHOLE = r"(?:full[- ]year|year[- ]end|outturn)"
PART = rf"(?:{QUARTERS}|{HALF}|{WHOLE})"
SCHOOL = re.compile(r"\b(?:school|academic)\s+(?:year|session)s?|\bsessions?\b", re.IGNORECASE)
FORMS = re.compile(
    rf"""
      (?<![\w/.,£-])(?P<part_first>{PART})(?:\s*(?:,|of|for|in|-|–|:)?\s*)\(?(?P<year_after>{PLAN_YEAR}|{CENTURY})\)?
    | (?<![\w/.,£-])(?P<year>{PLAN_YEAR})(?:\s*(?:,|-|–|:)?\s*\(?(?P<part>{PART})\)?)?
    | (?<![\w/.,£-])(?P<months>(?P<from_month>{MONTH})\.?(?:\s(?P<from_year>{CENTURY}))?\s*(?:-|–|to|until)\s*
        (?P<to_month>{MONTH})\.?[\s'’]*(?P<to_year>{YEAR}))
    | (?P<day>(?<![\w/.,£-])(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH}\.?\s+{CENTURY}|\d{{1,2}}[/.]\d{{1,2}}[/.]{YEAR}
        |{CENTURY}-\d\d-\d\d|{MONTH}\.?\s+{CENTURY}|{MONTH}['’\s-]+\d\d(?!\d|\s*%)))
    | (?<![\w/.,£-])(?P<calendar>{CENTURY})(?![\w/.,%–-]*\d|\s*(?:%|per\b)|\+)
        (?:\s*,?\s*\(?(?P<calendar_part>{PART})\)?)?
    | (?<![\w/.,£-])(?P<bare>{QUARTERS}|h[12])(?![\w])
    """,
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A time named in a text. Without dates in `period` it is unclear which time is meant."""

    start: int
    end: int
    period: PeriodFacts


def mentions(text: str) -> Iterator[Mention]:
    """Every time named, in order. A quarter without a year is one of the planning year named before it."""
    year: int | None = None
    for match in FORMS.finditer(text):
        end = match.start() + len(match[0].rstrip(" ,:–-"))
        words = text[match.start() : end].strip()
        if match["year"] or match["year_after"]:
            year = planning_year(match["year"] or match["year_after"])
        elif match["calendar"]:
            year = None
        span = None if _is_session(text, match) else _span(match, year)
        yield Mention(match.start(), end, _facts(words, span))


def period_of(words: str) -> PeriodFacts | None:
    """The one time that words name, or None."""
    found = list(mentions(words))
    return found[0].period if len(found) == 1 else None


def planning_year(words: str) -> int | None:
    """The calendar year in which "2006/7" starts; None for "2005/07" and for a bare year."""
    parts = re.split(r"\s?[/–-]\s?", words)
    if len(parts) != 2 or settings.YEAR_START_MONTH == 1:
        return int(parts[0]) if len(parts) == 1 and settings.YEAR_START_MONTH == 1 else None
    first, second = int(parts[0]), parts[1]
    follows = (first + 1) % 10 ** len(second) == int(second)
    return first if follows else None


def _facts(words: str, span: tuple[date, date] | None) -> PeriodFacts:
    if span is None:
        return PeriodFacts(words)
    return PeriodFacts(words, slug_of(*span), *span)


def slug_of(starts: date, ends: date) -> str:
    """The planning period between two days, "" where there is none."""
    kinds: tuple[Kind, ...] = ("year", "half", "quarter")
    for kind in kinds:
        period = Period.containing(starts, kind)
        if (period.start, period.end) == (starts, ends):
            return period.slug
    return ""


def _is_session(text: str, match: re.Match[str]) -> bool:
    """A school year starts in August, and not everywhere on the same day: it is no planning year."""
    return bool(match["year"]) and SCHOOL.search(text[max(match.start() - 18, 0) : match.end() + 18]) is not None


def _span(match: re.Match[str], year: int | None) -> tuple[date, date] | None:
    if match["months"]:
        return _months(match)
    if match["day"]:
        return _day(match["day"])
    if match["calendar"] and settings.YEAR_START_MONTH != 1:
        whole = int(match["calendar"])
        return None if match["calendar_part"] else (date(whole, 1, 1), date(whole, 12, 31))
    if match["year"] and year is None:
        return _years(match["year"])
    if match["calendar"]:
        year = int(match["calendar"])
    if year is None:
        return None
    return _part(year, match["part_first"] or match["part"] or match["calendar_part"] or match["bare"] or "")


def _years(words: str) -> tuple[date, date] | None:
    """ "2004-08" and "2005–2007" are some calendar years; with a stroke ("2005/07") it is not sure what they are."""
    first, second = re.split(r"\s?[/–-]\s?", words)
    last = int(second) if len(second) == 4 else int(first[: 4 - len(second)] + second)
    return None if "/" in words or last <= int(first) else (date(int(first), 1, 1), date(last, 12, 31))


def _part(year: int, words: str) -> tuple[date, date] | None:
    """A part of a planning year; the whole of it where there are no words."""
    words = words.casefold()
    if not words or re.match(WHOLE, words):
        whole = Period(year, "year")
        return whole.start, whole.end
    if words.startswith("q"):
        return _quarters(year, words)
    if re.match(r"half|mid", words) and not re.search(r"\b[12]\b", words):
        number = 1  # "half-year 2009/10" is its first half: at the end of the second the year is whole
    else:
        number = 2 if re.search(r"2|second", words) else 1
    half = Period(year, "half", number)
    return half.start, half.end


def _quarters(year: int, words: str) -> tuple[date, date] | None:
    numbers = [int(digit) for digit in re.findall(r"[1-4]", words)]
    whole = list(range(numbers[0], numbers[-1] + 1))
    is_range = len(numbers) == 2 and re.search(r"to|-|–", words) is not None
    if not whole or (numbers != whole and not is_range):
        return None
    return Period(year, "quarter", whole[0]).start, Period(year, "quarter", whole[-1]).end


def _months(match: re.Match[str]) -> tuple[date, date] | None:
    ends = _day(f"{match['to_month'][:3]} {_full(match['to_year'])}")
    first = MONTH_NAMES.index(match["from_month"][:3].lower()) + 1
    if ends is None:
        return None
    year = int(match["from_year"]) if match["from_year"] else ends[1].year - (first > ends[1].month)
    starts = date(year, first, 1)
    return (starts, ends[1]) if starts < ends[1] else None


def _full(year: str) -> str:
    return year if len(year) == 4 else f"20{year}"


def _day(words: str) -> tuple[date, date] | None:
    """A day, or a whole month."""
    match = DAYS.search(words)
    day = day_of(match) if match else None
    if match is None or day is None:
        return None
    return (day.replace(day=1), day) if match["only_mon"] else (day, day)
