"""The indicators of a stored plan as the facts that the checks read. Four queries, however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from fingerpost.checks.facts import GoalFacts, IndicatorFacts, PointFacts
from fingerpost.checks.reviewed import Reviews
from fingerpost.core.periods import Period
from fingerpost.plans.models import Baseline, Frequency, Indicator, Plan, Target
from fingerpost.reporting.indicators.figures import comparable
from fingerpost.reporting.indicators.scorecard import indicators_of
from fingerpost.reporting.indicators.status import due_day, judge
from fingerpost.reporting.indicators.targets import Targets
from fingerpost.reporting.indicators.values import Scope, Values, Window, fetch

PERCENT = Fraction(100)


def indicator_facts(plan: Plan, as_at: date, said: Reviews) -> dict[int, tuple[IndicatorFacts, ...]]:
    """The active indicators of each outcome, by its id, in order. One query where the plan has none."""
    rows = list(indicators_of(plan).filter(state=Indicator.State.ACTIVE))
    if not rows:
        return {}
    wholes = {"indicator__plan": plan, "area": None, "category": None}
    baselines = {row.indicator_id: row for row in Baseline.objects.filter(**wholes)}
    goals: dict[int, list[Target]] = defaultdict(list)
    for target in Target.objects.filter(**wholes):
        goals[target.indicator_id].append(target)
    known = Known(plan, as_at, values_until(plan, rows, as_at), goals, baselines)
    found: dict[int, list[IndicatorFacts]] = defaultdict(list)
    for row in rows:
        found[row.outcome_id].append(said.of_indicator(row.pk, known.facts(row)))
    return {outcome: tuple(facts) for outcome, facts in found.items()}


def values_until(plan: Plan, rows: list[Indicator], as_at: date) -> Values:
    """The figures of the plan's whole area, for periods that began by the day."""
    windows = [
        Window(frequency, kind, date.min, as_at, cells=False)
        for frequency in sorted({row.frequency for row in rows})
        for kind in Frequency.values
    ]
    return fetch(Scope.of_plan(plan.pk), windows)


class Known:
    """What is known of all indicators of a plan as at a day."""

    def __init__(
        self,
        plan: Plan,
        as_at: date,
        values: Values,
        goals: dict[int, list[Target]],
        baselines: dict[int, Baseline],
    ) -> None:
        self.plan, self.as_at, self.values = plan, as_at, values
        self.goals, self.baselines = goals, baselines
        self.targets = Targets(target for rows in goals.values() for target in rows)

    def facts(self, row: Indicator) -> IndicatorFacts:
        last = last_period(self.plan, row)
        reach = self.targets.reach(row, last) if last else None
        goals = sorted(self.goals.get(row.pk, ()), key=lambda target: target.period.end)
        return IndicatorFacts(
            row.title,
            slug=row.slug,
            lead=row.lead.name if row.lead else "",
            definition=row.definition,
            unit=row.unit,
            decimals=row.decimals,
            polarity=row.polarity,
            is_percentage=row.is_proportion and row.multiplier == PERCENT,
            baseline=baseline_of(self.baselines.get(row.pk)),
            targets=tuple(GoalFacts(Fraction(one.value), one.period.label, one.period.end) for one in goals),
            last_period=last.label if last else "",
            last_target=reach.value if reach else None,
            plausible_low=None if row.plausible_low is None else Fraction(row.plausible_low),
            plausible_high=None if row.plausible_high is None else Fraction(row.plausible_high),
            multiplier=Fraction(row.multiplier),
            points=tuple(self.point(row, period) for period in self.periods(row)),
        )

    def periods(self, row: Indicator) -> Iterator[Period]:
        """From the first that anything was said of, or the first that ends in the plan, to the last that has begun.
        Those of which nothing was said are left out where a longer period around them has a figure."""
        told = self.values.periods(row)
        longer = [one for one in told if one.kind != row.kind and self.values.figure(row, one).is_known]
        own = {one for one in told if one.kind == row.kind}
        period = min([*own, Period.containing(self.plan.starts, row.kind)], key=lambda one: one.start)
        while period.start <= self.as_at:
            if period in own or not any(one.start <= period.start and period.end <= one.end for one in longer):
                yield period
            period = period.next

    def point(self, row: Indicator, period: Period) -> PointFacts:
        figure = self.values.figure(row, period)
        before = self.values.figure(row, comparable(row, period, 1)[0])
        in_plan = self.plan.starts <= period.end <= self.plan.ends
        reach = self.targets.reach(row, period) if in_plan else None
        judged = judge(row, figure, reach, period=period, as_at=self.as_at) if in_plan else None
        return PointFacts(
            period.label,
            period.start,
            period.end,
            due_day(row, period),
            state=figure.state,
            value=figure.exact,
            numerator=figure.numerator,
            denominator=figure.denominator,
            stated=figure.stated if figure.denominator is not None else None,
            before=before.exact,
            target=reach.value if reach else None,
            status=str(judged.status) if judged else "",
            expected_words=figure.expected_words,
            note=figure.note,
            note_before=before.note,
        )


def last_period(plan: Plan, row: Indicator) -> Period | None:
    """The indicator's last own period that ends in the plan."""
    last = Period.containing(plan.ends + timedelta(days=1), row.kind).previous
    return last if last.end >= plan.starts else None


def baseline_of(row: Baseline | None) -> GoalFacts | None:
    if row is None:
        return None
    return GoalFacts(Fraction(row.value), row.when, row.period.end if row.period else None)
