"""The one way to the figures of indicators, as known now or at a moment.

Every page, paper and export gets its figures through `fetch`. What must not be shown (small numbers) is to be withheld
in `shown`, which each fetched set passes through, so that no place can forget it.

Plain SQL for SQLite and PostgreSQL: the rows of a place are ranked, and the latest that was known holds. Figures come
as whole ten-thousandths, so that they are exact on SQLite too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db import connection

from fingerpost.core.periods import Kind, Period
from fingerpost.plans.models import Indicator
from fingerpost.plans.models.indicator import PLACES
from fingerpost.reporting.as_at import listed
from fingerpost.reporting.indicators.figures import NOTHING, Figure, combined, quotient
from fingerpost.reporting.indicators.places import WHOLE, Place
from fingerpost.reporting.moment import END_OF_TIME, as_day

UNIT = 10**PLACES
WHOLES = "v.area_id IS NULL AND v.category_id IS NULL AND v.benchmark_id IS NULL"
RANKED = """
ranked AS (
    SELECT v.id, v.indicator_id, v.period_kind, v.period_starts, v.area_id, v.category_id, v.benchmark_id, v.state,
        CAST(ROUND({unit} * v.value) AS BIGINT) AS value,
        CAST(ROUND({unit} * v.numerator) AS BIGINT) AS numerator,
        CAST(ROUND({unit} * v.denominator) AS BIGINT) AS denominator,
        CAST(ROUND({unit} * i.multiplier) AS BIGINT) AS multiplier,
        v.provisional, v.expected_words, v.note,
        ROW_NUMBER() OVER (
            PARTITION BY v.indicator_id, v.period_kind, v.period_starts, v.area_id, v.category_id, v.benchmark_id
            ORDER BY v.id DESC) AS nth
    FROM plans_indicator i{join}
    CROSS JOIN reporting_indicatorvalue v
    WHERE {scope} AND v.indicator_id = i.id AND v.recorded_at <= %(known_at)s{narrowed}
)
SELECT id, indicator_id, period_kind, period_starts, area_id, category_id, benchmark_id, state, value, numerator,
    denominator, multiplier, provisional, expected_words, note
FROM ranked WHERE nth = 1"""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose figures: a condition on `plans_indicator i`."""

    condition: str
    params: dict[str, Any]

    @classmethod
    def of_plan(cls, plan_id: int) -> Scope:
        return cls("i.plan_id = %(plan)s", {"plan": plan_id})

    @classmethod
    def of_indicators(cls, ids: Iterable[int]) -> Scope:
        names = {f"indicator_{place}": row for place, row in enumerate(ids)}
        return cls(f"i.id IN {listed(names)}", dict(names))


@dataclass(frozen=True, slots=True)
class Window:
    """Of indicators with one frequency, the figures of one kind of period that start between two days, both included.
    `cells`: those of areas, categories and benchmarks too."""

    frequency: str
    kind: str
    first: date
    last: date
    cells: bool


class Values:
    """Figures by indicator, period and place."""

    def __init__(self, found: Mapping[tuple[int, str, date], Mapping[Place, Figure]]) -> None:
        self._found = found

    def at(self, indicator: Indicator, period: Period) -> Mapping[Place, Figure]:
        """What was recorded for a period, by place."""
        return self._found.get((indicator.pk, period.kind, period.start), {})

    def figure(self, indicator: Indicator, period: Period, place: Place = WHOLE) -> Figure:
        """What was recorded for the very period; where there is no figure, what its parts make of it."""
        found = self.at(indicator, period).get(place, NOTHING)
        if found.is_known or period.kind == indicator.kind:
            return found
        parts = period.parts(indicator.kind)
        if not parts:
            return found
        made = combined(indicator, [(part, self.at(indicator, part).get(place, NOTHING)) for part in parts])
        return made if made.is_known or not found.state else found

    def places(self, indicator: Indicator, period: Period) -> list[Place]:
        """Every place of which something was said for a period or, where it has shorter parts, for one of these."""
        found = dict.fromkeys(self.at(indicator, period))
        if period.kind != indicator.kind:
            for part in period.parts(indicator.kind):
                found |= dict.fromkeys(self.at(indicator, part))
        return list(found)

    def periods(self, indicator: Indicator) -> list[Period]:
        """Every period of which something was said, by kind and then in order."""
        return sorted(
            Period.containing(starts, kind_of(kind)) for key, kind, starts in self._found if key == indicator.pk
        )


def kind_of(text: str) -> Kind:
    """A stored kind of period."""
    return text  # type: ignore[return-value]


def fetch(scope: Scope, windows: Sequence[Window] | None = None, *, known_at: datetime | None = None) -> Values:
    """The figures that hold, as they may be shown. One query. Without windows all of them; `known_at`: only what was
    stored by then."""
    return shown(current(scope, windows, known_at=known_at))


def shown(values: Values) -> Values:
    """The figures as anybody may see them. The place for withholding small numbers."""
    return values


def current(scope: Scope, windows: Sequence[Window] | None = None, *, known_at: datetime | None = None) -> Values:
    """The figures that hold, nothing withheld: for the services that compare what comes in with what is there."""
    sql, params = statement(scope, windows, known_at)
    found: dict[tuple[int, str, date], dict[Place, Figure]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for row in iter(cursor.fetchone, None):
            _key, indicator, kind, starts, area, category, benchmark, *_rest = row
            found[indicator, kind, as_day(starts) or date.min][Place(area, category, benchmark)] = made(row)
    return Values(found)


def statement(scope: Scope, windows: Sequence[Window] | None, known_at: datetime | None) -> tuple[str, dict[str, Any]]:
    params = {**scope.params, "known_at": connection.ops.adapt_datetimefield_value(known_at or END_OF_TIME)}
    before, join, narrowed = "WITH ", "", ""
    if windows is not None:
        rows, given = window_rows(windows)
        params |= given
        before = f"WITH windows (frequency, kind, first_day, last_day, cells) AS (VALUES {', '.join(rows)}), "
        join = " CROSS JOIN windows w"
        narrowed = (
            " AND w.frequency = i.frequency AND v.period_kind = w.kind"
            f" AND v.period_starts BETWEEN w.first_day AND w.last_day AND (w.cells = 1 OR ({WHOLES}))"
        )
    body = RANKED.replace("{unit}", str(UNIT)).replace("{join}", join)
    return before + body.replace("{scope}", scope.condition).replace("{narrowed}", narrowed), params


def window_rows(windows: Sequence[Window]) -> tuple[list[str], dict[str, Any]]:
    day = connection.ops.adapt_datefield_value
    rows, params = [], dict[str, Any]()
    for place, one in enumerate(windows or [Window("", "", date.min, date.min, cells=False)]):
        given = {
            f"frequency_{place}": one.frequency,
            f"kind_{place}": one.kind,
            f"first_{place}": day(one.first),
            f"last_{place}": day(one.last),
            f"cells_{place}": int(one.cells),
        }
        rows.append(listed(given))
        params |= given
    return rows, params


def made(row: Sequence[Any]) -> Figure:
    key, *_place, state, value, numerator, denominator, multiplier, provisional, words, note = row
    stated = None if value is None else Fraction(value, UNIT)
    if denominator is None:
        return Figure(state, stated, provisional=bool(provisional), expected_words=words, note=note, key=key)
    top, bottom = Fraction(numerator, UNIT), Fraction(denominator, UNIT)
    exact = quotient(top, bottom, Fraction(multiplier, UNIT))
    return Figure(state, exact, top, bottom, stated, bool(provisional), words, note, key)


def windows_for(frequency: str, periods: Iterable[Period], *, cells: bool) -> Iterator[Window]:
    """Windows over those periods, and over the shorter ones that they may be worked out from."""
    by_kind: dict[str, list[Period]] = defaultdict(list)
    for period in periods:
        by_kind[period.kind].append(period)
    for kind, found in by_kind.items():
        first, last = min(one.start for one in found), max(one.end for one in found)
        for one in dict.fromkeys((kind, frequency)):
            yield Window(frequency, one, first, last, cells)
