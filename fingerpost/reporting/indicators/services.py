"""Recording figures: one from a form, a quarter of a million from a file. Nothing is ever changed, only added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django.db import models, transaction

from fingerpost.core import audit
from fingerpost.core.inserting import create_many, new_row
from fingerpost.core.periods import Period
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.people.models import Area, User
from fingerpost.plans.models import Benchmark, Category, Indicator, Plan
from fingerpost.plans.models.indicator import PLACES
from fingerpost.reporting.expected import half_up
from fingerpost.reporting.indicators import rules
from fingerpost.reporting.indicators.figures import NOTHING, Figure
from fingerpost.reporting.indicators.places import Place
from fingerpost.reporting.indicators.values import Scope, current
from fingerpost.reporting.models import IndicatorValue, PeriodLock, Source, ValueState
from fingerpost.reporting.queries import covering, locks_of
from fingerpost.reporting.rules import why_not_late

SMALLEST = Decimal(1).scaleb(-PLACES)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewValue:
    """What is said of one indicator for one period and place. `source_words`: where it was found, "values.csv, row 6".

    `reason` is needed only where a final figure is corrected.
    """

    indicator: Indicator
    period: Period
    area: Area | None = None
    category: Category | None = None
    benchmark: Benchmark | None = None
    state: str = ValueState.RECORDED
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    provisional: bool = False
    expected_words: str = ""
    note: str = ""
    source_words: str = ""
    reason: str = ""

    @property
    def place(self) -> Place:
        return Place(*(row.pk if row else None for row in (self.area, self.category, self.benchmark)))


class Effect(models.TextChoices):
    """What storing a row would do."""

    NEW = "new"
    CHANGED = "changed"
    CORRECTION = "correction"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Examined:
    """A row beside what is there already; `indicator` was read afresh, with its plan.

    `needs_reason`: it replaces a final figure, or its period was approved; `asks` for the reason where there is none.
    `refusal`: why it cannot be stored at all; `doubt`: what to look at before.
    """

    row: NewValue
    indicator: Indicator
    before: Figure
    effect: str
    needs_reason: bool = False
    asks: str = ""
    refusal: str = ""
    doubt: str = ""


@transaction.atomic
def add_values(
    rows: Iterable[NewValue], *, by: User | None, source: str = Source.TYPED, file: str = "", asked: bool = False
) -> list[IndicatorValue]:
    """Store what differs from what is there, in the order given; returns the rows stored. All or none.

    A handful of statements for each thousand rows, and one audit event for each indicator. `file` says where they
    come from; `asked` that a reporting cycle asks this person. Raises `Refused` with the first reason why not.
    """
    wanted = list(rows)
    list(Plan.objects.select_for_update().filter(pk__in={row.indicator.plan_id for row in wanted}).order_by("pk"))
    examined = examine(wanted, by=by, asked=asked)
    for one in examined:
        refuse_if(one.refusal or one.asks)
    differing = [one for one in examined if one.effect != Effect.SAME]
    stored = list(create_many(IndicatorValue, [made(one, by, source) for one in differing]))
    audit.record_all(events(differing, by=by, source=source, file=file))
    return stored


def record_value(row: NewValue, *, by: User | None) -> IndicatorValue:
    """Store one figure, or the reason why there is none. Raises `Refused`, also where it says nothing new."""
    stored = add_values([row], by=by)
    if not stored:
        raise Refused(rules.nothing_new())
    return stored[0]


@transaction.atomic
def answer_value(row: NewValue, *, by: User | None) -> IndicatorValue:
    """Store a figure that a reporting cycle asks for; where it says nothing new, the row that says so already."""
    stored = add_values([row], by=by, asked=True)
    if stored:
        return stored[0]
    place = {"area_id": row.place.area, "category_id": row.place.category, "benchmark_id": row.place.benchmark}
    held = row.indicator.values.filter(period_kind=row.period.kind, period_starts=row.period.start, **place)
    return held.latest("id")


def examine(rows: Sequence[NewValue], *, by: User | None, asked: bool = False) -> list[Examined]:
    """What storing the rows would do, row by row; changes nothing. Three queries, whatever the number."""
    indicators = {row.indicator.pk: Indicator(pk=row.indicator.pk) for row in rows}
    fresh = Indicator.objects.select_related("plan").in_bulk(list(indicators))
    refusals = {key: rules.why_not_record(by, indicator, asked=asked) for key, indicator in fresh.items()}
    values = current(Scope.of_indicators(fresh))
    locks = locks_of({indicator.plan_id for indicator in fresh.values()})
    seen: dict[tuple[int, Period, Place], NewValue] = {}
    found = []
    for row in rows:
        key = (row.indicator.pk, row.period, row.place)
        twice = rules.why_not_twice(row.period) if key in seen else ""
        indicator = fresh[row.indicator.pk]
        lock = covering(locks.get(indicator.plan_id, ()), row.period.end)
        before = values.at(indicator, row.period).get(row.place, NOTHING)
        found.append(examined(row, indicator, before, lock, refusals[indicator.pk] or twice))
        seen[key] = row
    return found


def examined(row: NewValue, indicator: Indicator, before: Figure, lock: PeriodLock | None, refusal: str) -> Examined:
    effect = effect_of(row, before)
    late = lock is not None and effect != Effect.SAME
    asks = why_not_late(lock, row.reason) if late else ""
    asks = asks or (rules.why_not_correct(before, row.reason) if effect == Effect.CORRECTION else "")
    refusal = refusal or next(iter(wrong_with(row, indicator).values()), "")
    doubt = "" if refusal else rules.doubt(indicator, row.value, row.numerator, row.denominator)
    return Examined(row, indicator, before, effect, late or effect == Effect.CORRECTION, asks, refusal, doubt)


def wrong_with(row: NewValue, indicator: Indicator) -> dict[str, str]:
    """What is wrong with a row in itself, by its field; nothing where it can be stored."""
    found = {
        "period": rules.why_not_period(row.period, row.state),
        "value": rules.why_not_figure(indicator, row.state, row.value, row.numerator, row.denominator),
        "expected_words": rules.why_not_words(row.state, row.expected_words),
    }
    return {name: reason for name, reason in found.items() if reason}


def effect_of(row: NewValue, before: Figure) -> str:
    """A note that is not given is not taken away."""
    said = (row.state, exact(row.value), exact(row.numerator), exact(row.denominator), row.provisional)
    was = (before.state, before.stated_value, before.numerator, before.denominator, before.provisional)
    words_differ = row.note.strip() not in {"", before.note} or row.expected_words.strip() != before.expected_words
    if said == was:
        return Effect.CHANGED if words_differ else Effect.SAME
    if not before.state:
        return Effect.NEW
    return Effect.CORRECTION if before.is_known and not before.provisional else Effect.CHANGED


def exact(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(rounded(value))


def rounded(value: Decimal) -> Decimal:
    """To the four decimals that are kept."""
    return value.quantize(SMALLEST, ROUND_HALF_UP)


def made(one: Examined, by: User | None, source: str) -> IndicatorValue:
    row = one.row
    numbers = {name: getattr(row, name) for name in ("value", "numerator", "denominator")}
    correction = one.effect == Effect.CORRECTION
    return new_row(
        IndicatorValue,
        indicator_id=row.indicator.pk,
        period_kind=row.period.kind,
        period_starts=row.period.start,
        area_id=row.place.area,
        category_id=row.place.category,
        benchmark_id=row.place.benchmark,
        state=str(row.state),
        provisional=row.provisional,
        expected_words=row.expected_words.strip(),
        note=row.note.strip() or one.before.note,
        source=source,
        source_words=row.source_words,
        correction_of_id=one.before.key if correction else None,
        reason=row.reason.strip() if one.needs_reason else "",
        by_id=by.pk if by else None,
        **{name: None if number is None else rounded(number) for name, number in numbers.items()},
    )


def events(stored: Sequence[Examined], *, by: User | None, source: str, file: str) -> list[audit.Event]:
    """One for each indicator: what was said where it is one row, how many rows where it is more."""
    grouped: dict[int, list[Examined]] = defaultdict(list)
    for one in stored:
        grouped[one.row.indicator.pk].append(one)
    return [event(group, by=by, source=source, file=file) for group in grouped.values()]


def event(group: Sequence[Examined], *, by: User | None, source: str, file: str) -> audit.Event:
    indicator = group[0].indicator
    corrections = [one for one in group if one.effect == Effect.CORRECTION]
    verb = "indicator.correct" if corrections and len(group) == 1 else "indicator.record"
    verb = "indicator.import" if source == Source.IMPORTED else verb
    after = said(group[0]) if len(group) == 1 else {"values": len(group), "corrections": len(corrections)}
    return audit.event(
        verb,
        indicator,
        by=by,
        before=said_before(group[0]) if len(group) == 1 else {},
        after={name: value for name, value in {**after, "file": file}.items() if value},
        reason="; ".join(dict.fromkeys(one.row.reason.strip() for one in group if one.needs_reason)),
        scope=indicator.plan.slug,
    )


def said(one: Examined) -> dict[str, Any]:
    """One row in words for the audit trail; numbers as text, so that a zero is not left out as empty."""
    row = one.row
    numbers = {name: getattr(row, name) for name in ("value", "numerator", "denominator")}
    return {
        "period": row.period.label,
        "place": ", ".join(str(part) for part in (row.area, row.category, row.benchmark) if part),
        "state": "" if row.state == ValueState.RECORDED else str(ValueState(row.state).label),
        **{name: "" if number is None else f"{number:f}" for name, number in numbers.items()},
        "provisional": row.provisional,
        "expected": row.expected_words,
        "note": row.note,
    }


def said_before(one: Examined) -> dict[str, Any]:
    before = one.before
    if not before.state:
        return {}
    if before.exact is None:
        return {"state": str(ValueState(before.state).label)}
    return {"value": f"{half_up(before.exact, PLACES).normalize():f}"}
