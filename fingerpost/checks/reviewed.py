"""What was said of a stored plan's items when they were reviewed, as the checks read it. Three queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from fingerpost.checks.facts import ActionFacts, IndicatorFacts
from fingerpost.core.periods import Period
from fingerpost.plans.models import Plan
from fingerpost.reporting.models import ActionUpdate
from fingerpost.reviews.models import Instead, ReviewEntry
from fingerpost.reviews.queries import Agreed, agreed_in


@dataclass(frozen=True, slots=True)
class Work:
    """What was said last in the period, and the work planned that was said last before it."""

    undertaken: str | None = None
    planned: str | None = None
    previous: str | None = None
    notes: str = ""
    has_next_step: bool = False


NOTHING = Work()


@dataclass(frozen=True, slots=True)
class Reviews:
    """By the numbers of key actions and indicators."""

    actions: Mapping[int, Work]
    indicators: Mapping[int, Work]

    def of_action(self, key: int, facts: ActionFacts) -> ActionFacts:
        work = self.actions.get(key, NOTHING)
        return replace(
            facts,
            work_undertaken=work.undertaken,
            work_planned=work.planned,
            previous_work_planned=work.previous,
            has_next_step=work.has_next_step,
        )

    def of_indicator(self, key: int, facts: IndicatorFacts) -> IndicatorFacts:
        work = self.indicators.get(key, NOTHING)
        return replace(
            facts,
            work_undertaken=work.undertaken,
            work_planned=work.planned,
            previous_work_planned=work.previous,
            review_notes=work.notes,
            has_next_step=work.has_next_step,
        )


def reviews_of(plan: Plan, as_at: date, period: Period | None) -> Reviews:
    agreed = agreed_in(plan)
    return Reviews(actions_of(plan, as_at, period, agreed), indicators_of(plan, as_at, period, agreed))


def actions_of(plan: Plan, as_at: date, period: Period | None, agreed: Agreed) -> dict[int, Work]:
    """Work on key actions is told by their updates."""
    said = ActionUpdate.objects.filter(action__plan=plan, as_at__lte=as_at).exclude(work_undertaken="", work_planned="")
    found: dict[int, Work] = defaultdict(Work)
    for row in said.order_by("as_at", "id").only("action_id", "as_at", "work_undertaken", "work_planned"):
        before = found[row.action_id]
        if period is None or row.as_at >= period.start:
            steps = agreed["action", row.action_id]
            has_step = any(one.start <= row.as_at <= one.end for one in steps)
            found[row.action_id] = Work(row.work_undertaken, row.work_planned, before.previous, has_next_step=has_step)
        else:
            found[row.action_id] = Work(previous=row.work_planned)
    return found


def indicators_of(plan: Plan, as_at: date, period: Period | None, agreed: Agreed) -> dict[int, Work]:
    """Of each indicator the latest review in the period, or at all where none is asked for."""
    told: dict[int, dict[Period, ReviewEntry]] = defaultdict(dict)
    for row in ReviewEntry.objects.filter(indicator__plan=plan).order_by("id"):
        if row.of.start <= as_at:
            told[row.indicator_id or 0][row.of] = row
    found = {}
    for key, entries in told.items():
        within = [one for one in entries if period is None or (period.start <= one.start and one.end <= period.end)]
        if within:
            here = last(within)
            earlier = [one for one in entries if one.end < here.start]
            previous = entries[last(earlier)].work_planned if earlier else None
            found[key] = work_in(entries[here], previous, here in agreed["indicator", key])
    return found


def work_in(entry: ReviewEntry, previous: str | None, has_next_step: bool) -> Work:
    """Where nobody answered, nothing was said."""
    if entry.undertaken_instead == Instead.NO_RESPONSE:
        return Work(previous=previous)
    return Work(entry.work_undertaken, entry.work_planned, previous, entry.notes, has_next_step)


def last(periods: Iterable[Period]) -> Period:
    return max(periods, key=lambda one: (one.end, one.start))
