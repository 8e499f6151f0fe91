"""All indicators of a plan for one period: figure, target, status and trend; three queries whatever the number."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from django.db.models import QuerySet
from django.utils import timezone

from fingerpost.core.periods import Period
from fingerpost.plans.models import Indicator, Outcome, Plan, Target
from fingerpost.reporting.indicators.figures import Figure, comparable, shown_period
from fingerpost.reporting.indicators.places import WHOLE, Place
from fingerpost.reporting.indicators.status import Judged, Reach, Status, judge
from fingerpost.reporting.indicators.targets import Targets
from fingerpost.reporting.indicators.trend import Change, long_trend, short_trend
from fingerpost.reporting.indicators.values import Scope, Values, Window, fetch, windows_for

YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Cell:
    """An area or category of an indicator beside its whole."""

    place: Place
    judged: Judged


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator for the period that it has a figure for when the scorecard's is asked. `compared` are the figures
    that the trends rest on, the nearest first; `before` those of more periods of the same kind just before, the first
    one first."""

    indicator: Indicator
    period: Period
    judged: Judged
    compared: tuple[tuple[Period, Figure], ...]
    cells: tuple[Cell, ...]
    before: tuple[tuple[Period, Figure], ...] = ()

    @property
    def figure(self) -> Figure:
        return self.judged.figure

    @property
    def target(self) -> Reach | None:
        return self.judged.target

    @property
    def status(self) -> Status:
        return self.judged.status

    @property
    def goal(self) -> Fraction | None:
        return self.target.value if self.target else None

    @property
    def short(self) -> Change:
        return short_trend(self.indicator, self.figure, self.compared[0], self.goal)

    @property
    def long(self) -> Change:
        count = self.indicator.long_trend_periods
        return long_trend(self.indicator, self.figure, self.compared[:count], self.goal)

    @property
    def off_target(self) -> int:
        """How many areas and categories are off target: what one good total may hide."""
        return sum(cell.judged.status == Status.RED for cell in self.cells)

    @property
    def judged_cells(self) -> int:
        return sum(cell.judged.status in {Status.GREEN, Status.AMBER, Status.RED} for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Scorecard:
    """`lines` in the plan's order, cancelled indicators left out and listed in `cancelled`."""

    period: Period
    as_at: date
    lines: tuple[Line, ...]
    cancelled: tuple[Indicator, ...]

    @property
    def counts(self) -> dict[Status, int]:
        """Every status with how many indicators have it; they add up to all lines."""
        found = Counter(line.status for line in self.lines)
        return {status: found[status] for status in Status}


def indicators_of(plan: Plan) -> QuerySet[Indicator]:
    """In the plan's order, with their outcomes and lead officers."""
    found = plan.indicators.select_related("outcome", "lead")
    return found.order_by("outcome__position", "outcome_id", "position", "id")


def scorecard(
    plan: Plan, period: Period, *, as_at: date | None = None, known_at: datetime | None = None, back: int = 0
) -> Scorecard:
    """A plan's indicators for a period. `as_at` (today unless given) decides what is late; `known_at` leaves out what
    was recorded later. `back`: how many periods `before` each line's are told."""
    rows = list(indicators_of(plan))
    active = [row for row in rows if row.state == Indicator.State.ACTIVE]
    scope, day = Scope.of_plan(plan.pk), as_at or timezone.localdate()
    lines = lines_of(active, period, scope, as_at=day, known_at=known_at, back=back)
    cancelled = tuple(row for row in rows if row.state == Indicator.State.CANCELLED)
    return Scorecard(period, day, tuple(lines), cancelled)


def lines_of_outcome(outcome: Outcome, period: Period, *, as_at: date) -> list[Line]:
    """The active indicators of one outcome for a period. Three queries; one where there are none."""
    rows = list(indicators_of(outcome.plan).filter(outcome=outcome, state=Indicator.State.ACTIVE))
    return lines_of(rows, period, Scope.of_indicators([row.pk for row in rows]), as_at=as_at)


def lines_of(
    indicators: Sequence[Indicator],
    period: Period,
    scope: Scope,
    *,
    as_at: date,
    known_at: datetime | None = None,
    back: int = 0,
) -> list[Line]:
    """Those indicators, which `scope` covers. Two queries; none without indicators."""
    if not indicators:
        return []
    periods = {row.pk: shown_period(row, period) for row in indicators}
    values = fetch(scope, windows(indicators, periods, back), known_at=known_at)
    known = Known(values, Targets(targets_around(indicators, periods.values())), as_at, back)
    return [known.line(row, periods[row.pk]) for row in indicators]


def windows(indicators: Iterable[Indicator], periods: Mapping[int, Period], back: int = 0) -> list[Window]:
    """For the whole as far back as any indicator of the same frequency looks; for its parts the period itself."""
    reached: dict[str, dict[Period, None]] = defaultdict(dict)
    own: dict[str, dict[Period, None]] = defaultdict(dict)
    for row in indicators:
        period = periods[row.pk]
        own[row.frequency][period] = None
        compared = comparable(row, period, row.long_trend_periods)
        reached[row.frequency] |= dict.fromkeys([period, compared[-1], *just_before(period, back)[:1]])
    found = [one for frequency, these in reached.items() for one in windows_for(frequency, these, cells=False)]
    return found + [one for frequency, these in own.items() for one in windows_for(frequency, these, cells=True)]


def just_before(period: Period, count: int) -> list[Period]:
    """The periods of the same kind before one, the first one first."""
    found = [period]
    for _place in range(count):
        found.insert(0, found[0].previous)
    return found[:-1]


def targets_around(indicators: Sequence[Indicator], periods: Iterable[Period]) -> QuerySet[Target]:
    """The targets that may apply to those periods: none starts more than a year before."""
    spans = list(periods)
    first, last = min(one.start for one in spans), max(one.end for one in spans)
    plans = {row.plan_id for row in indicators}
    found = Target.objects.filter(indicator__plan__in=plans, period_starts__range=(first - YEAR, last))
    return found.filter(indicator=indicators[0]) if len(indicators) == 1 else found


@dataclass(frozen=True, slots=True)
class Known:
    """The figures and targets of some indicators, and the day as at which they are judged."""

    values: Values
    targets: Targets
    as_at: date
    back: int = 0

    def judged(self, indicator: Indicator, period: Period, place: Place = WHOLE) -> Judged:
        figure, target = self.values.figure(indicator, period, place), self.targets.reach(indicator, period, place)
        return judge(indicator, figure, target, period=period, as_at=self.as_at)

    def line(self, indicator: Indicator, period: Period) -> Line:
        before = comparable(indicator, period, indicator.long_trend_periods)
        places = self.values.places(indicator, period)
        return Line(
            indicator,
            period,
            self.judged(indicator, period),
            tuple((one, self.values.figure(indicator, one)) for one in before),
            tuple(
                Cell(place, self.judged(indicator, period, place))
                for place in places
                if place != WHOLE and place.benchmark is None
            ),
            tuple((one, self.values.figure(indicator, one)) for one in just_before(period, self.back)),
        )
