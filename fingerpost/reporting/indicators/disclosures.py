"""Decisions to show small numbers; and what was recorded and what happened, without what is withheld."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from fingerpost.core.models import AuditEvent
from fingerpost.core.periods import Period
from fingerpost.plans.models import Indicator
from fingerpost.reporting.indicators.figures import NOTHING
from fingerpost.reporting.indicators.places import Place
from fingerpost.reporting.indicators.values import Values
from fingerpost.reporting.models import Disclosure, IndicatorValue, ValueState

ALWAYS = "all"  # in an address, where a period would stand
KEPT = {"disclose", "withhold", "cancel", "reinstate", "add", "move"}  # acts that tell no figure


@dataclass(frozen=True, slots=True)
class RecordedRow:
    """What was recorded; `hidden` where a reader must not see the figure, its note and what it corrected."""

    row: IndicatorValue
    hidden: bool


def disclosures_in_force(indicator: Indicator) -> QuerySet[Disclosure]:
    return indicator.disclosures.filter(ended_at=None).select_related("lifted_by")


def disclosure_of(indicator: Indicator, period: str) -> Disclosure:
    """The decision in force for a period (its slug), or for all. Raises DoesNotExist, also for what is no period."""
    try:
        wanted = None if period == ALWAYS else Period.parse(period)
    except ValueError as fault:
        raise Disclosure.DoesNotExist from fault
    kind, starts = (wanted.kind, wanted.start) if wanted else ("", None)
    return disclosures_in_force(indicator).get(period_kind=kind, period_starts=starts)


def for_readers(indicator: Indicator, rows: Iterable[IndicatorValue], values: Values) -> Iterator[RecordedRow]:
    """Of an indicator that counts people only the figures that hold and are shown; earlier ones would help to work
    back what is withheld."""
    for row in rows:
        shown = values.at(indicator, row.period).get(Place(row.area_id, row.category_id, row.benchmark_id), NOTHING)
        holds = shown.key == row.pk
        hidden = indicator.counts_people and row.state == ValueState.RECORDED and not holds
        yield RecordedRow(row, hidden)


def without_figures(indicator: Indicator, events: Iterable[AuditEvent]) -> list[AuditEvent]:
    """What happened to an indicator; where it counts people without the figures that the trail holds."""
    found = list(events)
    for event in found:
        if indicator.counts_people and event.verb.split(".")[-1] not in KEPT:
            event.before, event.after, event.reason = {}, {}, ""
    return found
