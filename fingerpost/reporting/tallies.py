"""Counts and sums of milestones, per action, in one query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction
from operator import attrgetter
from typing import Any

from django.db import connection

from fingerpost.plans.models import RollUp
from fingerpost.reporting.as_at import Scope, statement
from fingerpost.reporting.moment import Moment, Span, as_day

PER_ACTION = """
SELECT action_id,
    COUNT(*) FILTER (WHERE NOT in_year),
    COUNT(*) FILTER (WHERE in_year),
    COUNT(*) FILTER (WHERE in_year AND standing = 'cancelled'),
    COUNT(*) FILTER (WHERE in_year AND standing = 'merged'),
    COUNT(*) FILTER (WHERE in_year AND is_blank),
    COUNT(*) FILTER (WHERE in_year AND standing NOT IN ('cancelled', 'merged') AND NOT is_blank),
    COUNT(*) FILTER (WHERE in_year AND is_due AND standing NOT IN ('cancelled', 'merged')),
    COUNT(*) FILTER (WHERE in_year AND is_due AND standing = 'complete'),
    COUNT(*) FILTER (WHERE in_year AND is_due AND standing = 'well-progressed'),
    COUNT(*) FILTER (WHERE in_year AND is_due AND standing = 'some-progress'),
    COUNT(*) FILTER (WHERE in_year AND is_due AND standing = 'no-progress'),
    COUNT(*) FILTER (WHERE in_year AND is_due AND standing = 'no-update'),
    COUNT(*) FILTER (WHERE in_year AND is_due AND standing = 'will-not-complete'),
    COUNT(*) FILTER (WHERE in_year AND is_due AND standing = 'carried-forward'),
    COUNT(*) FILTER (WHERE in_year AND NOT is_due AND standing = 'complete'),
    COUNT(*) FILTER (WHERE in_year AND is_overdue),
    COUNT(*) FILTER (WHERE in_year AND state = 'active' AND due BETWEEN %(quarter)s AND %(quarter_end)s),
    COUNT(*) FILTER (WHERE in_year AND is_moved),
    MAX(latest_on),
    SUM(COALESCE(progress, 0)) FILTER (WHERE in_year AND standing NOT IN ('cancelled', 'merged') AND NOT is_blank),
    SUM(COALESCE(progress, 0) * weight)
        FILTER (WHERE in_year AND standing NOT IN ('cancelled', 'merged') AND NOT is_blank),
    SUM(weight) FILTER (WHERE in_year AND standing NOT IN ('cancelled', 'merged') AND NOT is_blank),
    MIN(COALESCE(progress, 0)) FILTER (WHERE in_year AND standing NOT IN ('cancelled', 'merged') AND NOT is_blank)
FROM judged GROUP BY action_id"""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many milestones of the plan year stand how.

    The parts add up: `total` = `counted` + `blank` + `cancelled` + `merged` = `due` + `future` + `cancelled` +
    `merged`, and `due` = the sum of its seven groups. `counted` are those that the percentage rests on; `blank` are
    due and have never had a progress. `complete_early` are complete among those not due yet. `due_this_quarter`
    is by the quarter of the day. `other_years` belong to other years of the plan and are in none of the rest.
    """

    other_years: int = 0
    total: int = 0
    cancelled: int = 0
    merged: int = 0
    blank: int = 0
    counted: int = 0
    due: int = 0
    complete: int = 0
    well_progressed: int = 0
    some_progress: int = 0
    no_progress: int = 0
    no_update: int = 0
    will_not_complete: int = 0
    carried_forward: int = 0
    complete_early: int = 0
    overdue: int = 0
    due_this_quarter: int = 0
    moved: int = 0

    @property
    def left_out(self) -> int:
        return self.cancelled + self.merged

    @property
    def future(self) -> int:
        """Not due yet, or without a date."""
        return self.total - self.left_out - self.due

    @property
    def remaining(self) -> int:
        """Due and not complete."""
        return self.due - self.complete

    @property
    def all_complete(self) -> int:
        return self.complete + self.complete_early

    def __add__(self, other: Tally) -> Tally:
        return added([self, other])


NAMES = tuple(field.name for field in fields(Tally))
COUNTS = attrgetter(*NAMES)


def added(tallies: list[Tally]) -> Tally:
    """The sum of many tallies."""
    return Tally(*(sum(counts) for counts in zip(*map(COUNTS, tallies), strict=True)))


@dataclass(frozen=True, slots=True)
class Sums:
    """A tally with what the percentage of one action is made from, in whole hundredths."""

    tally: Tally
    latest_on: date | None = None
    progress: int = 0
    weighted: int = 0
    weight: int = 0
    lowest: int = 0

    def percent(self, mode: str) -> Fraction | None:
        """The exact percentage, None where no milestone counts or all weights are zero."""
        if not self.tally.counted:
            return None
        if mode == RollUp.WORST:
            return Fraction(self.lowest, 100)
        if mode == RollUp.WEIGHTED:
            return Fraction(self.weighted, 100 * self.weight) if self.weight else None
        return Fraction(self.progress, 100 * self.tally.counted)


NO_MILESTONES = Sums(Tally())


def sums_per_action(scope: Scope, moment: Moment, plans: Iterable[tuple[int, Span]]) -> dict[int, Sums]:
    """Sums by action id. An action without milestones is missing. One query."""
    with connection.cursor() as cursor:
        cursor.execute(*statement(scope, moment, plans, select=PER_ACTION))
        return {row[0]: sums_of(row) for row in cursor.fetchall()}


def sums_of(row: tuple[Any, ...]) -> Sums:
    counts, rest = row[1 : 1 + len(NAMES)], row[1 + len(NAMES) :]
    return Sums(Tally(*counts), as_day(rest[0]), *(int(number or 0) for number in rest[1:]))
