"""Figures of indicators in a cycle: which are due, what holds of those asked for, and how an indicator stood before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils import timezone

from fingerpost.core.periods import Kind, Period
from fingerpost.cycles.models import Item
from fingerpost.plans.models import Indicator, Plan, Target
from fingerpost.reporting.indicators.figures import NOTHING, Figure
from fingerpost.reporting.indicators.places import WHOLE
from fingerpost.reporting.indicators.scorecard import indicators_of
from fingerpost.reporting.indicators.status import Judged, Reach, judge
from fingerpost.reporting.indicators.targets import Targets
from fingerpost.reporting.indicators.values import Scope, Values, Window, current, fetch, windows_for
from fingerpost.reporting.models import PeriodLock, ValueState
from fingerpost.reporting.queries import covering, locks_of

SETTLED = frozenset({ValueState.RECORDED, ValueState.NOT_AVAILABLE, ValueState.NOT_COLLECTED})
YEARS_BACK = 3  # of the figure that is shown as the last one


def periods_due(kind: Kind, period: Period) -> list[Period]:
    """Those of a kind that end within a period, in order; where none does, the last that has ended by its end."""
    last = Period.containing(period.end, kind)
    last = last if last.end == period.end else last.previous
    found = [last]
    while found[0].previous.end >= period.start:
        found.insert(0, found[0].previous)
    return found


def due_of(indicator: Indicator, plan: Plan, period: Period) -> list[Period]:
    """The figures of an indicator that a cycle of its plan for a period asks for, unless they are there.

    What ends within the cycle's period counts only where it touches the plan; the last that ended before counts always.
    """
    found = periods_due(indicator.kind, period)
    return [one for one in found if one.end < period.start or (one.end >= plan.starts and one.start <= plan.ends)]


def figures_due(plan: Plan, period: Period) -> Iterator[tuple[Indicator, Period]]:
    """Every figure of an active indicator that is due and neither recorded nor said never to come, in the plan's order.

    Two queries.
    """
    rows = list(indicators_of(plan).filter(state=Indicator.State.ACTIVE))
    wanted = [(row, one) for row in rows for one in due_of(row, plan, period)]
    if not wanted:
        return
    values = current(Scope.of_plan(plan.pk), list(windows(wanted)))
    for row, one in wanted:
        if values.at(row, one).get(WHOLE, NOTHING).state not in SETTLED:
            yield row, one


def windows(wanted: Iterable[tuple[Indicator, Period]], years_back: int = 0) -> Iterator[Window]:
    """Windows over these periods of indicators, their wholes only; from some years before them."""
    periods: dict[Kind, list[Period]] = defaultdict(list)
    for indicator, period in wanted:
        periods[indicator.kind] += [period, Period(period.year - years_back, period.kind, period.number)]
    for kind, found in periods.items():
        yield from windows_for(kind, found, cells=False)


def wanted_by(items: Iterable[Item]) -> list[tuple[Item, Indicator, Period]]:
    return [(item, item.indicator, item.figure_of) for item in items if item.indicator]


@dataclass(frozen=True, slots=True)
class Held:
    """What holds now of a figure that is asked for, nothing withheld; the lock that makes more of it a correction."""

    figure: Figure = NOTHING
    lock: PeriodLock | None = None

    @property
    def needs_reason(self) -> bool:
        """Whether another figure is a correction, so that it needs a reason."""
        return self.lock is not None or (self.figure.is_known and not self.figure.provisional)


NOTHING_HELD = Held()


def held_of(items: Iterable[Item]) -> dict[int, Held]:
    """By the key of an item about an indicator. Two queries; none without such items."""
    wanted = wanted_by(items)
    if not wanted:
        return {}
    pairs = [(indicator, period) for _item, indicator, period in wanted]
    values = current(Scope.of_indicators({row.pk for row, _period in pairs}), list(windows(pairs)))
    locks = locks_of({row.plan_id for row, _period in pairs})
    return {
        item.pk: Held(
            values.at(indicator, period).get(WHOLE, NOTHING),
            covering(locks.get(indicator.plan_id, ()), period.end),
        )
        for item, indicator, period in wanted
    }


@dataclass(frozen=True, slots=True)
class Standing:
    """The target of a figure that is asked for, and the last figure before it (period None: there is none).

    `now` is what is recorded of the figure itself, as anybody may see it.
    """

    indicator: Indicator
    asked: Period
    target: Reach | None
    period: Period | None
    last: Judged
    now: Figure = NOTHING

    @property
    def figure(self) -> Figure:
        return self.last.figure


def standings_of(items: Iterable[Item]) -> dict[int, Standing]:
    """How the indicators of items stood before, by the items' keys. Two queries; none without such items."""
    wanted = wanted_by(items)
    if not wanted:
        return {}
    pairs = [(indicator, period) for _item, indicator, period in wanted]
    keys = {row.pk for row, _period in pairs}
    values = fetch(Scope.of_indicators(keys), list(windows(pairs, YEARS_BACK)))
    targets = Targets(Target.objects.filter(indicator__in=keys))
    return {item.pk: standing(indicator, period, values, targets) for item, indicator, period in wanted}


def standing(indicator: Indicator, asked: Period, values: Values, targets: Targets) -> Standing:
    period, figure = last_before(indicator, asked, values)
    reach = targets.reach(indicator, period) if period else None
    last = judge(indicator, figure, reach, period=period or asked, as_at=timezone.localdate())
    now = values.at(indicator, asked).get(WHOLE, NOTHING)
    return Standing(indicator, asked, targets.reach(indicator, asked), period, last, now)


def last_before(indicator: Indicator, asked: Period, values: Values) -> tuple[Period | None, Figure]:
    """The last figure of the indicator's own kind of period before the one that is asked for."""
    for period in reversed(values.periods(indicator)):
        if period.kind == indicator.kind and period.start < asked.start:
            figure = values.at(indicator, period).get(WHOLE, NOTHING)
            if figure.is_known:
                return period, figure
    return None, NOTHING
