"""The one way to the figures of indicators, as known now or at a moment.

Every page, paper and export gets its figures through `fetch`, which withholds small numbers (`withholding`), so that
no place can forget it. Which figures give others away depends on all that is known of an indicator: where it counts
people all of its figures are read, whatever the windows.

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

from fingerpost.core.periods import MONTHS, Kind, Period
from fingerpost.plans.models import Indicator
from fingerpost.plans.models.indicator import PLACES
from fingerpost.reporting.as_at import listed
from fingerpost.reporting.indicators.figures import NOTHING, Figure, combined, quotient
from fingerpost.reporting.indicators.places import WHOLE, Place
from fingerpost.reporting.indicators.withholding import Key, People, disclosed
from fingerpost.reporting.moment import END_OF_TIME, as_day

UNIT = 10**PLACES
OWN_COLUMNS = 15  # of a row; what follows is about counting people
Found = dict[tuple[int, str, date], dict[Place, Figure]]
WHOLES = "v.area_id IS NULL AND v.category_id IS NULL AND v.benchmark_id IS NULL"
RANKED = """
ranked AS (
    SELECT v.id, v.indicator_id, v.period_kind, v.period_starts, v.area_id, v.category_id, v.benchmark_id, v.state,
        CAST(ROUND({unit} * v.value) AS BIGINT) AS value,
        CAST(ROUND({unit} * v.numerator) AS BIGINT) AS numerator,
        CAST(ROUND({unit} * v.denominator) AS BIGINT) AS denominator,
        CAST(ROUND({unit} * i.multiplier) AS BIGINT) AS multiplier,
        v.provisional, v.expected_words, v.note,{people}
        ROW_NUMBER() OVER (
            PARTITION BY v.indicator_id, v.period_kind, v.period_starts, v.area_id, v.category_id, v.benchmark_id
            ORDER BY v.id DESC) AS nth
    FROM plans_indicator i{join}
    CROSS JOIN reporting_indicatorvalue v
    WHERE {scope} AND v.indicator_id = i.id AND v.recorded_at <= %(known_at)s{narrowed}
)
SELECT id, indicator_id, period_kind, period_starts, area_id, category_id, benchmark_id, state, value, numerator,
    denominator, multiplier, provisional, expected_words, note, threshold, aggregation, dimension, parent, lifted
FROM ranked WHERE nth = 1"""


PEOPLE = """
        CASE WHEN i.counts_people THEN i.small_number_threshold END AS threshold,
        CASE WHEN i.counts_people THEN i.aggregation END AS aggregation,
        CASE WHEN i.counts_people THEN (SELECT c.dimension_id FROM plans_category c WHERE c.id = v.category_id) END
            AS dimension,
        CASE WHEN i.counts_people THEN (SELECT a.parent_id FROM people_area a WHERE a.id = v.area_id) END AS parent,
        CASE WHEN i.counts_people AND EXISTS (
            SELECT 1 FROM reporting_disclosure d WHERE d.indicator_id = i.id AND d.ended_at IS NULL
                AND (d.period_kind = '' OR d.period_kind = v.period_kind AND d.period_starts = v.period_starts))
            THEN 1 ELSE 0 END AS lifted,"""


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
    `cells`: those of areas, categories and benchmarks too; `people`: of the indicators that count people alone."""

    frequency: str
    kind: str
    first: date
    last: date
    cells: bool
    people: bool = False


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
        if found.is_known or found.is_withheld or period.kind == indicator.kind:
            return found
        parts = period.parts(indicator.kind)
        if not parts:
            return found
        made = combined(indicator, [(part, self.at(indicator, part).get(place, NOTHING)) for part in parts])
        return made if made.is_known or made.is_withheld or not found.state else found

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
    found, counted = read(scope, windows, known_at)
    return Values(shown(found, counted))


def current(scope: Scope, windows: Sequence[Window] | None = None, *, known_at: datetime | None = None) -> Values:
    """The figures that hold, nothing withheld: for the services that compare what comes in with what is there."""
    return Values(read(scope, windows, known_at)[0])


def read(scope: Scope, windows: Sequence[Window] | None, known_at: datetime | None) -> tuple[Found, dict[int, People]]:
    """The figures that hold, and how those of each indicator that counts people hang together."""
    sql, params = statement(scope, windows, known_at)
    found: Found = defaultdict(dict)
    counted: dict[int, People] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for row in iter(cursor.fetchone, None):
            _key, indicator, kind, starts, area, category, benchmark, *_rest = row
            day, place = as_day(starts) or date.min, Place(area, category, benchmark)
            found[indicator, kind, day][place] = made(row)
            threshold, aggregation, dimension, parent, lifted = row[OWN_COLUMNS:]
            if threshold is not None:
                people = counted.setdefault(indicator, People(threshold, aggregation))
                people.dimensions |= {category: dimension} if category else {}
                people.parents |= {area: parent} if area else {}
                people.lifted |= {(Period.containing(day, kind), place)} if lifted else set()
    return found, counted


def shown(found: Found, counted: Mapping[int, People]) -> Found:
    """The figures as anybody may see them: what must be withheld is."""
    figures: dict[int, dict[Key, Figure]] = {key: {} for key in counted}
    for (indicator, kind, starts), places in found.items():
        if indicator in counted:
            period = Period.containing(starts, kind_of(kind))
            figures[indicator] |= {(period, place): one for place, one in places.items()}
    for indicator, people in counted.items():
        for (period, place), one in disclosed(people, figures[indicator]).items():
            found[indicator, period.kind, period.start][place] = one
    return found


def statement(scope: Scope, windows: Sequence[Window] | None, known_at: datetime | None) -> tuple[str, dict[str, Any]]:
    params = {**scope.params, "known_at": connection.ops.adapt_datetimefield_value(known_at or END_OF_TIME)}
    before, join, narrowed = "WITH ", "", ""
    if windows is not None:
        rows, given = window_rows(windows)
        params |= given
        before = f"WITH windows (frequency, kind, first_day, last_day, cells, people) AS (VALUES {', '.join(rows)}), "
        join = " CROSS JOIN windows w"
        narrowed = (
            " AND w.people = CASE WHEN i.counts_people THEN 1 ELSE 0 END"
            " AND (w.frequency = i.frequency OR w.people = 1) AND v.period_kind = w.kind"
            f" AND v.period_starts BETWEEN w.first_day AND w.last_day AND (w.cells = 1 OR ({WHOLES}))"
        )
    body = RANKED.replace("{unit}", str(UNIT)).replace("{join}", join).replace("{people}", PEOPLE)
    return before + body.replace("{scope}", scope.condition).replace("{narrowed}", narrowed), params


def window_rows(windows: Sequence[Window]) -> tuple[list[str], dict[str, Any]]:
    day = connection.ops.adapt_datefield_value
    rows, params = [], dict[str, Any]()
    everything = [Window("", kind, date.min, date.max, cells=True, people=True) for kind in MONTHS]
    for place, one in enumerate([*windows, *everything]):
        given = {
            f"frequency_{place}": one.frequency,
            f"kind_{place}": one.kind,
            f"first_{place}": day(one.first),
            f"last_{place}": day(one.last),
            f"cells_{place}": int(one.cells),
            f"people_{place}": int(one.people),
        }
        rows.append(listed(given))
        params |= given
    return rows, params


def made(row: Sequence[Any]) -> Figure:
    key, *_place, state, value, numerator, denominator, multiplier, provisional, words, note = row[:OWN_COLUMNS]
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
