"""All that the page of one indicator shows: its figures over time, its places, its charts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import islice

from django.db.models import Q, prefetch_related_objects
from django.utils.translation import gettext as _

from fingerpost.core.periods import Period
from fingerpost.people.models import Area
from fingerpost.plans.models import Baseline, Benchmark, Category, Indicator
from fingerpost.reporting.disclosure import is_small
from fingerpost.reporting.indicators.charts import LOOKS, Drawing, Series, series_chart, series_of, small_multiples
from fingerpost.reporting.indicators.figures import Figure, shown_period
from fingerpost.reporting.indicators.places import WHOLE, Place
from fingerpost.reporting.indicators.scorecard import Known, Line
from fingerpost.reporting.indicators.status import Judged
from fingerpost.reporting.indicators.targets import Targets
from fingerpost.reporting.indicators.values import Scope, fetch

BATCH = 100
CHARTED = 40  # periods that a chart can show and still be read


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """One period: our figure beside those of the benchmarks, in the sheet's order."""

    period: Period
    judged: Judged
    benchmarks: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """An area, a category or both, for the period that is shown, whether anything was said of it or not."""

    name: str
    place: Place
    judged: Judged


@dataclass(frozen=True, slots=True)
class PlaceTable:
    """The places of one dimension, or those that cross two."""

    title: str
    rows: tuple[PlaceRow, ...]
    drawing: Drawing | None = None


@dataclass(frozen=True)
class Sheet:
    """`line` is the indicator in the period asked for; `own` are its own periods without a gap, in order."""

    indicator: Indicator
    known: Known
    line: Line
    own: list[Period]
    others: list[Period]
    areas: Mapping[int, Area]
    categories: Mapping[int, Category]
    benchmarks: list[Benchmark]
    baselines: Mapping[Place, Baseline]

    @property
    def baseline(self) -> Baseline | None:
        """Of the whole; none where it is a small count of people, or that of a period that is withheld."""
        found = self.baselines.get(WHOLE)
        return None if found and self.hides(found) else found

    def hides(self, baseline: Baseline) -> bool:
        """Where the whole is withheld for any period, its baseline could be what it was worked back from."""
        if not self.indicator.counts_people:
            return False
        periods = self.known.values.periods(self.indicator)
        small = is_small(Fraction(baseline.value), self.indicator.small_number_threshold)
        return (small and not self.indicator.is_proportion) or bool(self.withheld(periods))

    def rows(self) -> list[PeriodRow]:
        """Its own periods, the latest first."""
        return [self.row(period) for period in reversed(self.own)]

    def other_rows(self) -> list[PeriodRow]:
        """Figures for periods of another kind, such as a year among quarters."""
        return [self.row(period) for period in reversed(self.others)]

    def row(self, period: Period) -> PeriodRow:
        places = (Place(None, None, benchmark.pk) for benchmark in self.benchmarks)
        figures = tuple(self.known.values.figure(self.indicator, period, place) for place in places)
        return PeriodRow(period, self.known.judged(self.indicator, period), figures)

    def points(self, periods: Iterable[Period], place: Place = WHOLE) -> dict[Period, Fraction | None]:
        return {period: self.known.values.figure(self.indicator, period, place).exact for period in periods}

    def withheld(self, periods: Iterable[Period], place: Place = WHOLE) -> frozenset[Period]:
        """The periods whose figure must not be shown."""
        found = self.known.values
        return frozenset(one for one in periods if found.figure(self.indicator, one, place).is_withheld)

    def line_of(self, name: str, periods: list[Period], place: Place = WHOLE) -> Series:
        return Series(name, self.points(periods, place), LOOKS[0], self.withheld(periods, place))

    def targets(self, periods: Iterable[Period]) -> dict[Period, Fraction | None]:
        reached = {period: self.known.targets.reach(self.indicator, period) for period in periods}
        return {period: reach.value if reach else None for period, reach in reached.items()}

    def drawings(self) -> list[Drawing]:
        """Its own periods in one chart; where these are too few for a line, periods of other kinds in theirs."""
        found = [self.drawing(self.own[-CHARTED:])]
        by_kind: dict[str, list[Period]] = {}
        for period in self.others:
            by_kind.setdefault(period.kind, []).append(period)
        found += [self.drawing(periods[-CHARTED:]) for periods in by_kind.values() if len(periods) > 1]
        return [one for one in found if one]

    def drawing(self, periods: list[Period]) -> Drawing | None:
        benchmarks = {row.name: self.points(periods, Place(None, None, row.pk)) for row in self.benchmarks}
        baseline = Fraction(self.baseline.value) if self.baseline else None
        found = series_of(
            self.points(periods), benchmarks, self.targets(periods), baseline, withheld=self.withheld(periods)
        )
        return series_chart(self.indicator, periods, found)

    def tables(self) -> list[PlaceTable]:
        """The places of the period shown, a table for each dimension; small charts of the areas."""
        said = [place for place in self.known.values.places(self.indicator, self.line.period) if not place.benchmark]
        areas = [Place(key) for key in self.areas if self.indicator.by_area or Place(key) in said]
        found = [PlaceTable(_("By area"), self.place_rows(areas), self.small(areas))]
        by_dimension: dict[str, list[Place]] = {}
        for key, category in self.categories.items():
            by_dimension.setdefault(category.dimension.name, []).append(Place(None, key))
        found += [PlaceTable(title, self.place_rows(places)) for title, places in by_dimension.items()]
        crossed = [place for place in said if place.area and place.category]
        found.append(PlaceTable(_("By area and category"), self.place_rows(crossed)))
        return [table for table in found if table.rows]

    def place_rows(self, places: Iterable[Place]) -> tuple[PlaceRow, ...]:
        period = self.line.period
        return tuple(
            PlaceRow(self.name(place), place, self.known.judged(self.indicator, period, place)) for place in places
        )

    def small(self, places: Iterable[Place]) -> Drawing | None:
        periods = self.own[-CHARTED:]
        lines = [self.line_of(self.name(place), periods, place) for place in places]
        return small_multiples(self.indicator, periods, lines, self.line_of("", periods)) if len(periods) > 1 else None

    def name(self, place: Place) -> str:
        """ "Keith", "Girls", "Keith, Girls"."""
        parts = [self.areas[place.area].name] if place.area else []
        return ", ".join([*parts, *([self.categories[place.category].name] if place.category else [])])


def sheet_of(indicator: Indicator, asked: Period, *, as_at: date) -> Sheet:
    """The indicator in a period, as at a day, with all that was ever said of it."""
    return next(sheets_of([indicator], asked, as_at=as_at))


def sheets_of(indicators: Iterable[Indicator], asked: Period, *, as_at: date) -> Iterator[Sheet]:
    """One for each. Seven queries at most for each hundred, whose figures are held at a time."""
    waiting = iter(indicators)
    while rows := list(islice(waiting, BATCH)):
        prefetch_related_objects(rows, "targets", "baselines", "dimensions")
        values = fetch(Scope.of_indicators([row.pk for row in rows]))
        said = {row.pk: {place for one in values.periods(row) for place in values.at(row, one)} for row in rows}
        surroundings = Surroundings.of(rows, {place for places in said.values() for place in places})
        for row in rows:
            yield made(row, asked, Known(values, Targets(row.targets.all()), as_at), said[row.pk], surroundings)


def made(indicator: Indicator, asked: Period, known: Known, said: Set[Place], around: Surroundings) -> Sheet:
    """`said` are the places that something was said of in any period."""
    period, periods = shown_period(indicator, asked), known.values.periods(indicator)
    return Sheet(
        indicator=indicator,
        known=known,
        line=known.line(indicator, period),
        own=without_gaps([one for one in periods if one.kind == indicator.kind], period),
        others=[one for one in periods if one.kind != indicator.kind],
        areas=around.areas_of(indicator, {place.area for place in said}),
        categories=around.categories_of(indicator, {place.category for place in said}),
        benchmarks=around.benchmarks_in({place.benchmark for place in said}),
        baselines={Place(row.area_id, row.category_id): row for row in indicator.baselines.all()},
    )


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The areas, categories and benchmarks that some indicators are broken down by or have figures of, in order."""

    areas: list[Area]
    categories: list[Category]
    benchmarks: list[Benchmark]

    @classmethod
    def of(cls, indicators: Sequence[Indicator], said: Set[Place]) -> Surroundings:
        """Three queries at most. The indicators come with their plans and dimensions."""
        parents = {row.plan.area_id for row in indicators if row.by_area}
        dimensions = {one.pk for row in indicators for one in row.dimensions.all()}
        areas = {place.area for place in said if place.area}
        categories = {place.category for place in said if place.category}
        benchmarks = {place.benchmark for place in said if place.benchmark}
        found = Category.objects.filter(Q(pk__in=categories) | Q(dimension__in=dimensions))
        return cls(
            list(Area.objects.filter(Q(pk__in=areas) | Q(parent__in=parents))),
            list(found.select_related("dimension")),
            list(Benchmark.objects.filter(pk__in=benchmarks)),
        )

    def areas_of(self, indicator: Indicator, named: Set[int | None]) -> dict[int, Area]:
        """The localities of an indicator that is broken down by area, and every other area that has a figure."""
        own = indicator.plan.area_id if indicator.by_area else None
        return {row.pk: row for row in self.areas if row.pk in named or (own is not None and row.parent_id == own)}

    def categories_of(self, indicator: Indicator, named: Set[int | None]) -> dict[int, Category]:
        """Those of its dimensions, and every other that has a figure."""
        own = {one.pk for one in indicator.dimensions.all()}
        return {row.pk: row for row in self.categories if row.pk in named or row.dimension_id in own}

    def benchmarks_in(self, named: Set[int | None]) -> list[Benchmark]:
        return [row for row in self.benchmarks if row.pk in named]


def without_gaps(periods: list[Period], asked: Period) -> list[Period]:
    """Every period from the first to the last, and to the one asked for where it is of that kind."""
    last = [asked] if periods and asked.kind == periods[0].kind else []
    ends = sorted([*periods, *last])
    found = ends[:1]
    while found and found[-1] < ends[-1]:
        found.append(found[-1].next)
    return found
