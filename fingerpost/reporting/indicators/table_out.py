"""Figures as a long table, to keep or to fill in: a row a figure, and an empty row for each one that is asked for."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from fingerpost.core.periods import Period
from fingerpost.documents import writers
from fingerpost.documents.model import Cell, Column, Document, Row, Sheet, Table, paragraph, text_cell
from fingerpost.people.models import Area
from fingerpost.plans.models import Benchmark, Category, Dimension, Indicator, Plan
from fingerpost.reporting.expected import half_up
from fingerpost.reporting.indicators.columns import AFTER_DIMENSIONS, BEFORE_DIMENSIONS, HEADINGS, NUMBERS
from fingerpost.reporting.indicators.figures import NOTHING, Figure
from fingerpost.reporting.indicators.places import WHOLE, Place
from fingerpost.reporting.indicators.scorecard import indicators_of
from fingerpost.reporting.indicators.values import Scope, Values, fetch
from fingerpost.reporting.indicators.wording import withheld_words
from fingerpost.reporting.models import ValueState

FORMULA = ("=", "+", "-", "@", "\t", "\r")
Value = str | Decimal | None
FORMATS = {"csv": "text/csv; charset=utf-8", "xlsx": writers.FORMATS["xlsx"].media_type}


@dataclass(frozen=True, slots=True)
class LongTable:
    """`rows` hold text, numbers, and None for an empty cell; `numbers` are the columns of numbers."""

    title: str
    columns: list[str]
    rows: list[list[Value]]
    numbers: frozenset[int]


@dataclass(frozen=True, slots=True)
class Names:
    """What places are called, by key; and the dimensions that need a column."""

    areas: dict[int, str]
    categories: dict[int, Category]
    benchmarks: dict[int, str]
    dimensions: list[Dimension]


def long_table(plan: Plan, *, only: Indicator | None = None) -> LongTable:
    """All figures of a plan's indicators, or of one. Seven queries whatever the size."""
    indicators = [row for row in indicators_of(plan) if only is None or row.pk == only.pk]
    values = fetch(Scope.of_indicators([only.pk]) if only else Scope.of_plan(plan.pk))
    found = [(row, period, place) for row in indicators for period, place in places_of(row, plan, values)]
    names = names_of(found)
    keys = [*BEFORE_DIMENSIONS, *(f"dimension:{row.pk}" for row in names.dimensions), *AFTER_DIMENSIONS]
    columns = [
        *(str(HEADINGS[key]) for key in BEFORE_DIMENSIONS),
        *(row.name for row in names.dimensions),
        *(str(HEADINGS[key]) for key in AFTER_DIMENSIONS),
    ]
    rows = [list(row_of(one, values, names)) for one in found]
    numbers = frozenset(place for place, key in enumerate(keys) if key in NUMBERS)
    title = only.title if only else plan.title
    return LongTable(title, columns, rows, numbers)


def places_of(indicator: Indicator, plan: Plan, values: Values) -> Iterator[tuple[Period, Place]]:
    """Where there is a row, in order of time; then where one is asked for: the last period that has ended."""
    periods = sorted(values.periods(indicator), key=lambda period: (period.start, period.end))
    for period in periods:
        for place in sorted(values.at(indicator, period), key=lambda place: [key or 0 for key in place]):
            yield period, place
    if indicator.state == Indicator.State.ACTIVE:
        today = plan.latest_day(timezone.localdate())
        last = Period.containing(today, indicator.kind)
        last = last if last.end <= today else last.previous
        if WHOLE not in values.at(indicator, last):
            yield last, WHOLE


def names_of(found: Sequence[tuple[Indicator, Period, Place]]) -> Names:
    areas = {place.area for _row, _period, place in found if place.area}
    categories = {place.category for _row, _period, place in found if place.category}
    benchmarks = {place.benchmark for _row, _period, place in found if place.benchmark}
    plans = {row.plan_id for row, _period, _place in found}
    used = Dimension.objects.filter(Q(categories__in=categories) | Q(indicators__plan__in=plans)).distinct()
    return Names(
        areas=dict(Area.objects.filter(pk__in=areas).values_list("pk", "name")),
        categories=Category.objects.in_bulk(categories),
        benchmarks=dict(Benchmark.objects.filter(pk__in=benchmarks).values_list("pk", "name")),
        dimensions=list(used),
    )


def row_of(one: tuple[Indicator, Period, Place], values: Values, names: Names) -> Iterator[Value]:
    indicator, period, place = one
    figure = values.at(indicator, period).get(place, NOTHING)
    category = names.categories[place.category] if place.category else None
    yield indicator.slug
    yield indicator.title
    yield period.label
    yield names.areas[place.area] if place.area else None
    for dimension in names.dimensions:
        yield category.name if category and category.dimension_id == dimension.pk else None
    yield names.benchmarks[place.benchmark] if place.benchmark else None
    yield from said(figure)


def said(figure: Figure) -> Iterator[Value]:
    """State, value, numerator, denominator, provisional, expected, note."""
    if figure.is_withheld:
        yield withheld_words()
    else:
        yield str(ValueState(figure.state).label) if figure.state not in {"", ValueState.RECORDED} else None
    for number in (figure.stated_value, figure.numerator, figure.denominator):
        yield as_stored(number)
    yield _("yes") if figure.provisional else None
    yield figure.expected_words or None
    yield figure.note or None


def as_stored(value: Fraction | None) -> Decimal | None:
    """Figures are kept with four decimals, so nothing is lost."""
    return None if value is None else half_up(value, 4).normalize() + 0


def as_file(table: LongTable, format: str) -> bytes:
    """The table as "csv" or "xlsx"."""
    return as_csv(table) if format == "csv" else as_xlsx(table)


def as_csv(table: LongTable) -> bytes:
    """RFC 4180 in UTF-8, with the mark by which Excel knows it. No text can act as a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(table.columns)
    writer.writerows([[plain(value) for value in row] for row in table.rows])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def plain(value: Value) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    text = value or ""
    return f"'{text}" if text.startswith(FORMULA) else text


def as_xlsx(table: LongTable) -> bytes:
    columns = tuple(
        Column(title, "number" if place in table.numbers else "text") for place, title in enumerate(table.columns)
    )
    rows = tuple(Row(tuple(cell(value) for value in row)) for row in table.rows)
    sheet = Sheet(_("Figures")[:31], Table(columns, rows))
    return writers.write(Document(table.title, sheets=(sheet,)), "xlsx")


def cell(value: Value) -> Cell:
    if isinstance(value, Decimal):
        return Cell((paragraph(f"{value:f}"),), value=value)
    return text_cell(value or "")
