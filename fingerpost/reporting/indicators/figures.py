"""What is known for one period: a figure, or why there is none; and the figure of a longer period from its parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from fingerpost.core.periods import MONTHS, Period
from fingerpost.plans.models import Aggregation, Comparison, Indicator
from fingerpost.reporting.models import ValueState


@dataclass(frozen=True, slots=True)
class Figure:
    """`exact` is never rounded; None where there is no figure. `state` is "" where nothing was ever said.

    `state` is WITHHELD where there is a figure that must not be shown.

    `stated` is what a source gave beside a numerator and denominator, which then make `exact`. `parts` are the
    shorter periods that it was worked out from, `missing` those without which it could not be; both are empty for what
    was recorded.
    """

    state: str = ""
    exact: Fraction | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    stated: Fraction | None = None
    provisional: bool = False
    expected_words: str = ""
    note: str = ""
    key: int | None = None
    parts: tuple[Period, ...] = ()
    missing: tuple[Period, ...] = ()

    @property
    def worked_out(self) -> bool:
        return bool(self.parts)

    @property
    def is_known(self) -> bool:
        return self.exact is not None

    @property
    def is_withheld(self) -> bool:
        return self.state == WITHHELD

    @property
    def stated_value(self) -> Fraction | None:
        """What was stated, None where only numerator and denominator were."""
        return self.exact if self.denominator is None else self.stated


WITHHELD = "withheld"  # never stored: a small number, or one that would give another away
NOTHING, NOT_SHOWN = Figure(), Figure(WITHHELD)


def quotient(numerator: Fraction, denominator: Fraction, multiplier: Fraction) -> Fraction:
    """A percentage (multiplier 100) or rate."""
    return multiplier * numerator / denominator


def combined(indicator: Indicator, parts: Sequence[tuple[Period, Figure]]) -> Figure:
    """The figure of a period from those of all its parts in order, by the indicator's rule.

    Where one that the rule needs is missing there is none, never a smaller one. Only the last part counts where the
    rule is "the last one"; a proportion needs numerator and denominator of every part. One that is withheld withholds
    it.
    """
    needed = parts[-1:] if indicator.aggregation == Aggregation.LAST else parts
    ratio = indicator.aggregation == Aggregation.RATIO
    missing = tuple(period for period, one in needed if one.exact is None or (ratio and one.denominator is None))
    if any(one.is_withheld for _period, one in needed):
        return NOT_SHOWN
    if missing or not needed:
        states = {one.state for period, one in needed if period in missing}
        return Figure(state=states.pop() if len(states) == 1 and missing else "", missing=missing)
    periods, figures = tuple(period for period, _figure in needed), [figure for _period, figure in needed]
    numerator, denominator = total(one.numerator for one in figures), total(one.denominator for one in figures)
    return Figure(
        state=ValueState.RECORDED,
        exact=worked_out(indicator, figures, numerator, denominator),
        numerator=numerator,
        denominator=denominator,
        provisional=any(one.provisional for one in figures),
        parts=periods,
    )


def worked_out(
    indicator: Indicator, figures: Sequence[Figure], numerator: Fraction | None, denominator: Fraction | None
) -> Fraction:
    known = [figure.exact for figure in figures if figure.exact is not None]
    match indicator.aggregation:
        case Aggregation.SUM:
            return sum(known, Fraction(0))
        case Aggregation.MEAN:
            return sum(known, Fraction(0)) / len(known)
        case Aggregation.RATIO if numerator is not None and denominator:
            return quotient(numerator, denominator, Fraction(indicator.multiplier))
    return known[-1]


def total(values: Iterable[Fraction | None]) -> Fraction | None:
    """The sum; None where one is missing."""
    found = Fraction(0)
    for value in values:
        if value is None:
            return None
        found += value
    return found


def shown_period(indicator: Indicator, asked: Period) -> Period:
    """The period that an indicator has a figure for when `asked` is reported on.

    The very period, where the indicator's own are as long or shorter and fit into it; else the last one of its own
    that has ended by then.
    """
    kind = indicator.kind
    if kind == asked.kind or (MONTHS[kind] < MONTHS[asked.kind] and asked.parts(kind)):
        return asked
    own = Period.containing(asked.end, kind)
    return own if own.end == asked.end else own.previous


def year_before(period: Period) -> Period:
    return Period(period.year - 1, period.kind, period.number)


def comparable(indicator: Indicator, period: Period, count: int) -> list[Period]:
    """The `count` periods that a figure is compared with, the nearest first."""
    found = [period]
    for _step in range(count):
        last = found[-1]
        found.append(year_before(last) if indicator.comparison == Comparison.YEAR_BEFORE else last.previous)
    return found[1:]
