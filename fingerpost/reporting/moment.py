"""The moment from which a plan is looked at, and the planning year that its milestones then belong to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

from django.db import connection
from django.utils import timezone

from fingerpost.core.periods import Period

END_OF_TIME = datetime(9999, 12, 31, tzinfo=UTC)


class Span(Protocol):
    """Whatever has the first and last day of a plan."""

    @property
    def starts(self) -> date: ...
    @property
    def ends(self) -> date: ...


@dataclass(frozen=True, slots=True)
class Moment:
    """As at which day, for which period, and as known when (None: as known now).

    An update from before `fresh_from` no longer counts as one for the time that is looked at: the first day of the
    period unless another is given; None without either, so that every update counts.
    """

    as_at: date
    period: Period | None = None
    known_at: datetime | None = None
    fresh_from: date | None = None

    @classmethod
    def on(cls, as_at: date) -> Moment:
        """A day as pages show it: updates count from the start of the last quarter that has ended by then."""
        return cls(as_at, fresh_from=last_ended(as_at).start)

    @property
    def until(self) -> date:
        """The last day on which something counts as due: the end of the period, else the day itself."""
        return self.period.end if self.period else self.as_at

    @property
    def missed_until(self) -> date:
        """The last day whose milestones are overdue where not complete: a past day is over, today is not."""
        return min(self.as_at, timezone.localdate() - timedelta(days=1))

    @property
    def params(self) -> dict[str, Any]:
        """The moment as parameters of the SQL in `as_at`, in the form that the database at hand compares."""
        day, ops = connection.ops.adapt_datefield_value, connection.ops
        quarter = Period.containing(self.as_at)
        return {
            "as_at": day(self.as_at),
            "missed_until": day(self.missed_until),
            "until": day(self.until),
            "fresh_from": day(self.fresh_from or (self.period.start if self.period else date.min)),
            "quarter": day(quarter.start),
            "quarter_end": day(quarter.end),
            "known_at": ops.adapt_datetimefield_value(self.known_at or END_OF_TIME),
        }


def last_ended(day: date) -> Period:
    """The last quarter that has ended by a day, that day included."""
    quarter = Period.containing(day)
    return quarter if quarter.end == day else quarter.previous


def lasts_longer_than_a_year(plan: Span) -> bool:
    """Whether a plan ends on or after the day a year after its first."""
    return (plan.ends.year - 1, plan.ends.month, plan.ends.day) >= (
        plan.starts.year,
        plan.starts.month,
        plan.starts.day,
    )


def plan_year(plan: Span, day: date) -> Period:
    """The planning year of a day, clamped to the plan's first and last."""
    first, last = Period.containing(plan.starts, "year"), Period.containing(plan.ends, "year")
    return min(max(Period.containing(day, "year"), first), last)


def due_dates_of_year(plan: Span, day: date) -> tuple[date, date]:
    """The first and last due date that make a milestone belong to the plan year of `day`.

    In a plan of a year or less every date does. The first year takes what was due before it, the last what is due
    after it.
    """
    if not lasts_longer_than_a_year(plan):
        return date.min, date.max
    year = plan_year(plan, day)
    return (
        date.min if plan.starts >= year.start else year.start,
        date.max if plan.ends <= year.end else year.end,
    )


def days_of_year(plan: Span, day: date) -> tuple[date, date]:
    """The first and last day of the plan within the plan year of `day`, for expected progress."""
    if not lasts_longer_than_a_year(plan):
        return plan.starts, plan.ends
    year = plan_year(plan, day)
    return max(plan.starts, year.start), min(plan.ends, year.end)


def as_day(value: date | str | None) -> date | None:
    """A day as plain SQL returns it: SQLite gives the text of what an expression makes."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def as_moment(value: datetime | str) -> datetime:
    """A moment as plain SQL returns it: SQLite gives text, in UTC."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found if timezone.is_aware(found) else found.replace(tzinfo=UTC)
