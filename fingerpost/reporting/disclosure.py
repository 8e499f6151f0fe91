"""Withholding small counts of people, and as many others as it takes that none can be worked back.

Pure functions over tables of counts; docs/explanation/small-numbers.md says what is promised and what is not. The
method is cell suppression with a witness: for each small count a *swap* is looked for, a set of withheld counts of
which some grow and others shrink by the same amount while every sum stays as it is. A swap that lowers the count to
zero, and one that raises it to the highest small number, prove that whoever knows all that is shown, and by how much
parts fail to add up, can rule out neither. Counts that are withheld later only add to what he does not know.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heappop, heappush

TRIES = 4000  # partly built swaps looked at for one count before all that is linked with it is withheld
MARGIN = 4  # a total is dearer than a part by up to this much

Relation = Mapping[Hashable, int]
"""Counts with a whole factor each: the sum is known to everybody. Parts have 1 and their total -1."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """`small` are withheld for themselves, `linked` because small ones could be worked back from them."""

    small: frozenset[Hashable] = frozenset()
    linked: frozenset[Hashable] = frozenset()

    @property
    def all(self) -> frozenset[Hashable]:
        return self.small | self.linked


def is_small(count: Fraction, threshold: int) -> bool:
    """Nobody can be found in a zero, so that is shown."""
    return 0 < count < threshold


def withheld(
    tables: Sequence[Mapping[Hashable, Fraction]],
    relations: Iterable[Relation],
    threshold: int,
    *,
    lifted: Collection[Hashable] = (),
) -> Withheld:
    """What not to show of counts that go under the same keys in one or more tables: people, or those who are and those
    who are not. Each key is shown or withheld as a whole; those in `lifted` are shown whatever they are.

    The same counts in the same order always give the same answer.
    """
    links = _Links(list(relations), frozenset(lifted))
    small = {key for table in tables for key, count in table.items() if is_small(count, threshold)} - links.lifted
    hidden = set(small)
    for table in tables:
        for key in [key for key in table if key in small and is_small(table[key], threshold)]:
            down, up = table[key], threshold - 1 - table[key]
            for amount, way in ((down, -1), (up, 1)):
                found = links.swaps(table, key, amount, way, hidden) if amount > 0 else set[Hashable]()
                hidden |= links.linked_with(key) if found is None else found
    return Withheld(frozenset(small), frozenset(hidden - small))


class _Links:
    """Which sums each count is part of."""

    def __init__(self, relations: list[Relation], lifted: frozenset[Hashable]) -> None:
        self.relations = relations
        self.lifted = lifted
        self.of: dict[Hashable, list[int]] = defaultdict(list)
        for place, relation in enumerate(relations):
            for key in relation:
                self.of[key].append(place)

    def swaps(
        self, table: Mapping[Hashable, Fraction], key: Hashable, amount: Fraction, way: int, hidden: set[Hashable]
    ) -> set[Hashable] | None:
        """The counts of a swap that moves one by `amount` or, where none does at once (a total of 1 and 3 that is to
        fall by 4), of swaps one after another, each from the table that the last one left."""
        if moves := self.swap(table, key, amount, way, hidden):
            return set(moves)
        now, used, left = dict(table), set[Hashable](), amount
        while left > 0:
            step = min(Fraction(1), left)
            moves = self.swap(now, key, step, way, hidden | used)
            if moves is None:
                return None
            now |= {other: now[other] + sign * step for other, sign in moves.items()}
            used |= set(moves)
            left -= step
        return used

    def swap(
        self, table: Mapping[Hashable, Fraction], key: Hashable, amount: Fraction, way: int, hidden: set[Hashable]
    ) -> dict[Hashable, int] | None:
        """The counts of a swap that moves one by `amount`, those withheld already before others, smaller ones before
        larger, with the way that each moves; None where none was found."""
        largest = max(table.values()) or Fraction(1)
        queue: list[tuple[float, int, float, dict[Hashable, int]]] = [(0.0, 0, 0.0, {key: way})]
        seen: set[frozenset[tuple[Hashable, int]]] = set()
        pushed = 0
        for _try in range(TRIES):
            if not queue:
                return None
            _rank, _order, cost, moves = heappop(queue)
            uneven = self.uneven(moves)
            if not uneven:
                return moves
            place, gap = next(iter(uneven.items()))
            for other, step in self.answers(table, place, gap, amount, moves):
                grown = {**moves, other: step}
                if (state := frozenset(grown.items())) not in seen:
                    seen.add(state)
                    pushed += 1
                    dearer = cost + (0 if other in hidden else 1 + float(MARGIN * table[other] / largest))
                    heappush(queue, (dearer + len(self.uneven(grown)), pushed, dearer, grown))
        return None

    def uneven(self, moves: Mapping[Hashable, int]) -> dict[int, int]:
        """The sums that those moves would change, and by how much."""
        found: dict[int, int] = defaultdict(int)
        for key, step in moves.items():
            for place in self.of[key]:
                found[place] += step * self.relations[place][key]
        return {place: gap for place, gap in found.items() if gap}

    def answers(
        self, table: Mapping[Hashable, Fraction], place: int, gap: int, amount: Fraction, moves: Mapping[Hashable, int]
    ) -> Iterable[tuple[Hashable, int]]:
        """Moves of other counts of that sum that make it more even; none falls below zero."""
        for key, factor in self.relations[place].items():
            step = -1 if factor * gap > 0 else 1
            if key not in moves and key not in self.lifted and (step > 0 or table[key] >= amount):
                yield key, step

    def linked_with(self, key: Hashable) -> set[Hashable]:
        """All that any sum, directly or through others, links with a count."""
        found, left = {key}, [key]
        while left:
            reached = {other for place in self.of[left.pop()] for other in self.relations[place]}
            left += reached - found - self.lifted
            found |= reached - self.lifted
        return found
