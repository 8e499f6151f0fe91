"""Financial years, halves, quarters and months: their bounds, labels ("Q2 2009/10") and slugs ("2009-10-q2").

Calendar and school years are there as well, for figures that are published for them.
"""

from __future__ import annotations

import re
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.conf import settings
from django.utils import formats
from django.utils.dates import MONTHS as NAMES
from django.utils.dates import MONTHS_3 as SHORT_NAMES
from django.utils.translation import gettext as _
from django.utils.translation import override

Kind = Literal["month", "quarter", "half", "year", "calendar", "school"]
MONTHS: dict[Kind, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12, "calendar": 12, "school": 12}
LETTERS: dict[str, Kind] = {"q": "quarter", "h": "half", "m": "month"}
FIRST_MONTHS: dict[Kind, int] = {"calendar": 1, "school": 8}  # of the others it is the planning year's
NUMBERED = r"(?:([qhm])(\d{1,2})\s+)?(\d{4})(?:-(\d{2}))?(?:-([qhm])(\d{1,2}))?"
OTHER_YEARS = r"(calendar|school)(?: year)?[\s-]+(\d{4})(?:-(\d{2}))?"


def month_start(year: int, month: int) -> date:
    """The first of a month; `month` may run past 12 into later years."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def first_month(kind: Kind) -> int:
    """The month in which a year of that kind, or one that holds such periods, begins."""
    return FIRST_MONTHS.get(kind, settings.YEAR_START_MONTH)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A part of a planning year. `year` is the calendar year it starts in; `number` counts from 1 within it."""

    year: int
    kind: Kind
    number: int = 1

    @property
    def start(self) -> date:
        return month_start(self.year, first_month(self.kind) + MONTHS[self.kind] * (self.number - 1))

    @property
    def end(self) -> date:
        """The last day, inclusive."""
        first_after = month_start(self.year, first_month(self.kind) + MONTHS[self.kind] * self.number)
        return first_after - timedelta(days=1)

    @property
    def year_label(self) -> str:
        """ "2009/10", or "2009" where the year is the calendar year."""
        return str(self.year) if first_month(self.kind) == 1 else f"{self.year}/{(self.year + 1) % 100:02d}"

    @property
    def label(self) -> str:
        match self.kind:
            case "year":
                return self.year_label
            case "calendar":
                return _("Calendar year %(year)s") % {"year": self.year_label}
            case "school":
                return _("School year %(year)s") % {"year": self.year_label}
            case "month":
                return formats.date_format(self.start, "F Y")
        return f"{self.kind[0].upper()}{self.number} {self.year_label}"

    @property
    def slug(self) -> str:
        if self.kind in FIRST_MONTHS:
            return f"{self.kind}-{self.slug_of_year}"
        return self.slug_of_year + ("" if self.kind == "year" else f"-{self.kind[0]}{self.number}")

    @property
    def slug_of_year(self) -> str:
        return self.year_label.replace("/", "-")

    @property
    def whole_year(self) -> Period:
        return Period(self.year, "year")

    @property
    def previous(self) -> Period:
        return Period.containing(self.start - timedelta(days=1), self.kind)

    @property
    def next(self) -> Period:
        return Period.containing(self.end + timedelta(days=1), self.kind)

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def __str__(self) -> str:
        return self.label

    @classmethod
    def containing(cls, day: date, kind: Kind = "quarter") -> Period:
        """The period of that kind that a day falls in."""
        first = first_month(kind)
        year = day.year if day.month >= first else day.year - 1
        months = (day.year - year) * 12 + day.month - first
        return cls(year, kind, months // MONTHS[kind] + 1)

    def parts(self, kind: Kind) -> list[Period]:
        """The periods of a shorter kind that make up this one, in order; none where they do not fit into it."""
        found = [Period.containing(self.start, kind)]
        while found[-1].end < self.end:
            found.append(found[-1].next)
        return found if (found[0].start, found[-1].end) == (self.start, self.end) else []

    @classmethod
    def parse(cls, text: str) -> Period:
        """From a slug or a label: "2009-10-q2", "Q2 2009/10", "2009/10", "April 2009", "calendar-2005". Raises
        ValueError with a sentence."""
        clean = " ".join(text.strip().lower().replace("/", "-").split())
        named = re.fullmatch(r"([^\W\d_]+)\.?[\s-]+(\d{4})", clean)
        if named and (month := month_number(named[1])) and named[2] >= "1900":
            return cls.containing(date(int(named[2]), month, 1), "month")
        if other := re.fullmatch(OTHER_YEARS, clean):
            return cls.of_year(text, "school" if other[1] == "school" else "calendar", other[2], other[3])
        match = re.fullmatch(NUMBERED, clean)
        if not match or (match[1] and match[5]):
            raise ValueError(f"“{text}” is not a period. Write it like 2009-10-q2, 2009-10-h1 or 2009-10.")
        letter, number = match[1] or match[5], int(match[2] or match[6] or 1)
        kind: Kind = LETTERS[letter] if letter else "year"
        if not 1 <= number <= 12 // MONTHS[kind]:
            raise ValueError(f"“{text}” is not a period: there is no {kind} {number}.")
        return cls.of_year(text, kind, match[3], match[4], number)

    @classmethod
    def of_year(cls, text: str, kind: Kind, year: str, next_year: str | None, number: int = 1) -> Period:
        """From the parts of `text`. Raises ValueError where the second year does not follow the first."""
        first = int(year)
        if not 1900 <= first <= 2999:
            raise ValueError(f"“{text}” is not a period: the year {first} is out of range.")
        if next_year and int(next_year) != (first + 1) % 100:
            raise ValueError(f"“{text}” is not a planning year: {first} is followed by {(first + 1) % 100:02d}.")
        return cls(first, kind, number)


def month_number(name: str) -> int:
    """1 for January, by its name or the first three letters of it, in this language or English; 0 for no month."""
    for language in (None, "en"):
        with override(language) if language else nullcontext():
            for names in (NAMES, SHORT_NAMES):
                for number, known in names.items():
                    if name == str(known).lower():
                        return number
    return 9 if name == "sept" else 0


def quarters(start: date, end: date) -> list[Period]:
    """The quarters that a span of days touches, in order."""
    found = [Period.containing(start)]
    while found[-1].end < end:
        found.append(found[-1].next)
    return found
