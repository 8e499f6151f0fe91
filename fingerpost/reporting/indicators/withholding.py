"""From the figures of one indicator to the counts and sums that `reporting.disclosure` weighs, and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from fingerpost.core.periods import MONTHS, Period
from fingerpost.plans.models import Aggregation
from fingerpost.reporting.disclosure import Relation, withheld
from fingerpost.reporting.indicators.figures import NOT_SHOWN, Figure
from fingerpost.reporting.indicators.places import WHOLE, Place

Key = tuple[Period, Place]


@dataclass(slots=True)
class People:
    """An indicator that counts people: its rule, and how its places hang together. `dimensions`: category -> dimension;
    `parents`: area -> the area it is part of, None for the whole."""

    threshold: int
    aggregation: str
    dimensions: dict[int, int] = field(default_factory=dict)
    parents: dict[int, int | None] = field(default_factory=dict)
    lifted: set[Key] = field(default_factory=set)


def disclosed(people: People, figures: Mapping[Key, Figure]) -> dict[Key, Figure]:
    """The figures with those that must not be shown replaced by `NOT_SHOWN`."""
    own = sorted(((key, one) for key, one in figures.items() if one.is_known and not key[1].benchmark), key=in_order)
    tables = counts(own)
    found = withheld(tables, relations(people, [key for key, _one in own]), people.threshold, lifted=people.lifted)
    return {key: NOT_SHOWN if key in found.all else one for key, one in figures.items()}


def in_order(one: tuple[Key, Figure]) -> tuple[object, ...]:
    (period, place), _figure = one
    return period.start, period.end, [key or 0 for key in place]


def counts(own: list[tuple[Key, Figure]]) -> list[dict[Hashable, Fraction]]:
    """Plain counts; of proportions the numerators and the others, or the denominators where some count events.

    A percentage without its numerator and denominator is not a count of people that is known here.
    """
    plain: dict[Hashable, Fraction] = {
        key: one.exact for key, one in own if one.denominator is None and one.exact is not None
    }
    pairs = {
        key: (one.numerator, one.denominator)
        for key, one in own
        if one.numerator is not None and one.denominator is not None
    }
    if not pairs:
        return [plain]
    parts = all(top <= bottom for top, bottom in pairs.values())
    tops: dict[Hashable, Fraction] = {key: top for key, (top, _bottom) in pairs.items()}
    return [tops, {key: bottom - top if parts else bottom for key, (top, bottom) in pairs.items()}]


def relations(people: People, keys: list[Key]) -> Iterator[Relation]:
    """Every sum that somebody may know of: areas, categories, both, and periods."""
    there = set(keys)
    yield from (found for found in {**of_places(people, keys), **of_both(people, keys)}.values() if usable(found))
    by_place: dict[Place, list[Period]] = defaultdict(list)
    for period, place in keys:
        by_place[place].append(period)
    for place, periods in by_place.items():
        kinds = {period.kind for period in periods}
        for period in periods:
            for kind in sorted(kinds, key=lambda kind: MONTHS[kind]):
                if MONTHS[kind] < MONTHS[period.kind]:
                    parts = [(part, place) for part in period.parts(kind)]
                    yield from of_period(people.aggregation, (period, place), parts, there)


def usable(relation: Relation) -> bool:
    """It has a total that is there, and a part."""
    return len(relation) > 1 and -1 in relation.values()


def of_places(people: People, keys: list[Key]) -> dict[Hashable, dict[Hashable, int]]:
    """By what they add up to: areas to the area above them, and categories of a dimension to all."""
    found: dict[Hashable, dict[Hashable, int]] = defaultdict(dict)
    there = set(keys)
    for period, place in keys:
        sums: list[tuple[Hashable, Place]] = []
        if place.area:
            above = Place(people.parents.get(place.area), place.category)
            above = above if (period, above) in there else Place(None, place.category)
            sums.append(("areas", above))
        if place.category:
            sums.append((people.dimensions.get(place.category), Place(place.area)))
        for by, total in sums:
            if (period, total) in there:
                found[period, by, total] |= {(period, place): 1, (period, total): -1}
    return found


def of_both(people: People, keys: list[Key]) -> dict[Hashable, dict[Hashable, int]]:
    """Areas crossed with a dimension add up to the whole, also where neither has its own totals."""
    found: dict[Hashable, dict[Hashable, int]] = defaultdict(dict)
    there = set(keys)
    for period, place in keys:
        margins = {(period, Place(place.area)), (period, Place(None, place.category))} & there
        if place.area and place.category and not margins and (period, WHOLE) in there:
            by = people.dimensions.get(place.category)
            found[period, "both", by] |= {(period, place): 1, (period, WHOLE): -1}
    return found


def of_period(aggregation: str, whole: Key, parts: list[Key], there: set[Key]) -> Iterator[Relation]:
    """A recorded figure of a longer period beside those of its parts, by the indicator's rule."""
    if aggregation == Aggregation.LAST:
        parts = parts[-1:]
    factor = len(parts) if aggregation == Aggregation.MEAN else 1
    held: dict[Hashable, int] = {part: 1 for part in parts if part in there}
    if held:
        yield {**held, whole: -factor}
