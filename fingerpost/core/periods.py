"""Financial years, halves and quarters: their bounds, labels ("Q2 2009/10") and slugs ("2009-10-q2")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.conf import settings

Kind = Literal["quarter", "half", "year"]
MONTHS: dict[Kind, int] = {"quarter": 3, "half": 6, "year": 12}
LETTERS: dict[str, Kind] = {"q": "quarter", "h": "half"}


def month_start(year: int, month: int) -> date:
    """The first of a month; `month` may run past 12 into later years."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A part of a planning year. `year` is the calendar year it starts in; `number` counts from 1 within it."""

    year: int
    kind: Kind
    number: int = 1

    @property
    def start(self) -> date:
        return month_start(self.year, settings.YEAR_START_MONTH + MONTHS[self.kind] * (self.number - 1))

    @property
    def end(self) -> date:
        """The last day, inclusive."""
        first_after = month_start(self.year, settings.YEAR_START_MONTH + MONTHS[self.kind] * self.number)
        return first_after - timedelta(days=1)

    @property
    def year_label(self) -> str:
        """ "2009/10", or "2009" where the planning year is the calendar year."""
        return str(self.year) if settings.YEAR_START_MONTH == 1 else f"{self.year}/{(self.year + 1) % 100:02d}"

    @property
    def label(self) -> str:
        return self.year_label if self.kind == "year" else f"{self.kind[0].upper()}{self.number} {self.year_label}"

    @property
    def slug(self) -> str:
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
        year = day.year if day.month >= settings.YEAR_START_MONTH else day.year - 1
        months = (day.year - year) * 12 + day.month - settings.YEAR_START_MONTH
        return cls(year, kind, months // MONTHS[kind] + 1)

    @classmethod
    def parse(cls, text: str) -> Period:
        """From a slug or a label: "2009-10-q2", "Q2 2009/10", "2009/10". Raises ValueError with a sentence."""
        clean = text.strip().lower().replace("/", "-")
        match = re.fullmatch(r"(?:([qh])(\d)\s+)?(\d{4})(?:-(\d{2}))?(?:-([qh])(\d))?", clean)
        if not match or (match[1] and match[5]):
            raise ValueError(f"“{text}” is not a period. Write it like 2009-10-q2, 2009-10-h1 or 2009-10.")
        year, letter, number = int(match[3]), match[1] or match[5], int(match[2] or match[6] or 1)
        kind: Kind = LETTERS[letter] if letter else "year"
        if match[4] and int(match[4]) != (year + 1) % 100:
            raise ValueError(f"“{text}” is not a planning year: {year} is followed by {(year + 1) % 100:02d}.")
        if not 1 <= number <= 12 // MONTHS[kind]:
            raise ValueError(f"“{text}” is not a period: there is no {kind} {number}.")
        return cls(year, kind, number)


def quarters(start: date, end: date) -> list[Period]:
    """The quarters that a span of days touches, in order."""
    found = [Period.containing(start)]
    while found[-1].end < end:
        found.append(found[-1].next)
    return found
