"""Which target applies to a period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction

from fingerpost.core.periods import Kind, Period
from fingerpost.plans.models import Aggregation, Indicator, Target
from fingerpost.reporting.indicators.places import WHOLE, Place
from fingerpost.reporting.indicators.status import Reach


class Targets:
    """The targets of any number of indicators."""

    def __init__(self, rows: Iterable[Target]) -> None:
        self._found: dict[tuple[int, Place], dict[Period, Fraction]] = defaultdict(dict)
        for row in rows:
            place = Place(row.area_id, row.category_id)
            self._found[row.indicator_id, place][row.period] = Fraction(row.value)

    def of(self, indicator: Indicator, place: Place = WHOLE) -> Mapping[Period, Fraction]:
        """The targets set for one place, by period."""
        return self._found.get((indicator.pk, place), {})

    def reach(self, indicator: Indicator, period: Period, place: Place = WHOLE) -> Reach | None:
        """The target of a period. A part without one of its own is held to the whole's, where that can be the same
        for a part: in proportions, rates and means, not in counts."""
        found = reach_of(indicator, period, self.of(indicator, place))
        if found is None and place != WHOLE and holds_for_parts(indicator):
            return reach_of(indicator, period, self.of(indicator))
        return found


def holds_for_parts(indicator: Indicator) -> bool:
    return indicator.is_proportion or indicator.aggregation == Aggregation.MEAN


def reach_of(indicator: Indicator, period: Period, targets: Mapping[Period, Fraction]) -> Reach | None:
    """The target set for the very period; else one for a longer period that it lies in, or those of its parts.

    Where figures add up, so do the targets of the parts, and a longer period's says nothing. Where they do not, the
    shortest longer period's holds, else that of the last part.
    """
    if period in targets:
        return Reach(targets[period], (period,))
    if indicator.is_level:
        around = [one for one in targets if one.start <= period.start and period.end <= one.end]
        if around:
            shortest = min(around, key=lambda one: one.end - one.start)
            return Reach(targets[shortest], (shortest,))
    for kind in sorted({one.kind for one in targets}, key=str):
        if found := of_parts(indicator, period, kind, targets):
            return found
    return None


def of_parts(indicator: Indicator, period: Period, kind: Kind, targets: Mapping[Period, Fraction]) -> Reach | None:
    parts = period.parts(kind)
    if not parts:
        return None
    if indicator.is_level:
        return Reach(targets[parts[-1]], (parts[-1],)) if parts[-1] in targets else None
    if all(part in targets for part in parts):
        return Reach(sum((targets[part] for part in parts), Fraction(0)), tuple(parts))
    return None
