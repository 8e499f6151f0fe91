"""Nobody can work a withheld count back from what is shown: tried by brute force on small tables."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from fingerpost.reporting.disclosure import Relation, withheld

Counts = dict[Hashable, Fraction]
counts = st.integers(0, 12)


def crossed(cells: list[list[int]]) -> tuple[Counts, list[Relation]]:
    """Areas by sexes with all totals; 9 stands for "all"."""
    rows, columns = len(cells), len(cells[0])
    found: Counts = {(r, c): Fraction(cells[r][c]) for r in range(rows) for c in range(columns)}
    found |= {(r, 9): Fraction(sum(cells[r])) for r in range(rows)}
    found |= {(9, c): Fraction(sum(row[c] for row in cells)) for c in range(columns)}
    found[9, 9] = Fraction(sum(map(sum, cells)))
    sums: list[Relation] = [{**{(r, c): 1 for c in range(columns)}, (r, 9): -1} for r in [*range(rows), 9]]
    sums += [{**{(r, c): 1 for r in range(rows)}, (9, c): -1} for c in [*range(columns), 9]]
    return found, sums


def year(months: list[int]) -> tuple[Counts, list[Relation]]:
    """Six months, their quarters and their half, all recorded."""
    found: Counts = {("m", n): Fraction(count) for n, count in enumerate(months)}
    sums: list[Relation] = []
    for name, parts in ((("q", 1), (0, 1, 2)), (("q", 2), (3, 4, 5)), (("h", 1), (0, 1, 2, 3, 4, 5))):
        found[name] = Fraction(sum(months[n] for n in parts))
        sums.append({**{("m", n): 1 for n in parts}, name: -1})
    sums.append({("q", 1): 1, ("q", 2): 1, ("h", 1): -1})
    return found, sums


def solutions(truth: Counts, sums: list[Relation], hidden: frozenset[Hashable], highest: int) -> Iterator[Counts]:
    """Every table of whole numbers up to `highest` that what is shown allows, in no hurry: one sum after another."""
    known = {key: count for key, count in truth.items() if key not in hidden}
    left = [key for key in truth if key in hidden]

    def go(found: Counts, waiting: list[Hashable]) -> Iterator[Counts]:
        for relation in sums:
            open_ones = [key for key in relation if key not in found]
            if len(open_ones) == 1:  # it follows from the others
                key = open_ones[0]
                rest = sum(factor * found[one] for one, factor in relation.items() if one != key)
                value = Fraction(-rest, relation[key])
                if value >= 0 and value.denominator == 1:
                    yield from go({**found, key: value}, [one for one in waiting if one != key])
                return
            if not open_ones and sum(factor * found[one] for one, factor in relation.items()):
                return
        if not waiting:
            yield found
            return
        for value in range(highest + 1):
            yield from go({**found, waiting[0]: Fraction(value)}, waiting[1:])

    yield from go(known, left)


def attack(truth: Counts, sums: list[Relation], threshold: int) -> None:
    """The attacker rules out neither a zero nor the highest small number, and works no withheld count out."""
    found = withheld([truth], sums, threshold)
    assert found.small == {key for key, count in truth.items() if 0 < count < threshold}
    wanted = {key: {Fraction(0), Fraction(threshold - 1)} for key in found.small}
    seen: dict[Hashable, set[Fraction]] = {key: set() for key in found.all}
    for table in solutions(truth, sums, found.all, 16 + threshold):
        for key, values in seen.items():
            values.add(table[key])
        if all(len(values) > 1 for values in seen.values()) and all(wanted[key] <= seen[key] for key in wanted):
            return
    assert {key for key, values in seen.items() if len(values) < 2} == set()
    assert {key: wanted[key] - seen[key] for key in wanted if wanted[key] - seen[key]} == {}


@given(st.lists(counts, min_size=2, max_size=4), st.integers(2, 6))
def test_no_count_of_a_row_can_be_worked_back(cells: list[int], threshold: int) -> None:
    attack(*crossed([[count] for count in cells]), threshold)


@given(st.lists(st.lists(counts, min_size=2, max_size=2), min_size=2, max_size=3), st.integers(2, 5))
def test_no_count_of_a_table_with_all_its_totals_can_be_worked_back(cells: list[list[int]], threshold: int) -> None:
    attack(*crossed(cells), threshold)


@given(st.lists(counts, min_size=6, max_size=6), st.integers(2, 5))
def test_no_month_can_be_worked_back_from_quarters_and_half(months: list[int], threshold: int) -> None:
    attack(*year(months), threshold)


@given(
    st.lists(st.lists(counts, min_size=2, max_size=3), min_size=2, max_size=3).filter(
        lambda t: len({*map(len, t)}) == 1
    )
)
def test_nothing_is_withheld_where_nothing_is_small(cells: list[list[int]]) -> None:
    truth, sums = crossed([[count + 5 if count else 0 for count in row] for row in cells])
    assert withheld([truth], sums, 5).all == frozenset()


@given(st.lists(counts, min_size=2, max_size=6), st.integers(1, 8))
def test_a_higher_threshold_never_makes_a_small_number_shown(cells: list[int], threshold: int) -> None:
    truth, sums = crossed([[count] for count in cells])
    lower, higher = withheld([truth], sums, threshold), withheld([truth], sums, threshold + 1)
    assert lower.small <= higher.small
    assert len(lower.all) <= len(higher.all) or lower.small < higher.small


def test_a_lone_small_count_takes_the_smallest_that_serves_with_it() -> None:
    truth, sums = crossed([[3], [40], [9], [12]])
    total = sums[-1]
    found = withheld([{key: truth[key] for key in total}], [total], 5)
    assert (found.small, found.linked) == ({(0, 9)}, {(2, 9)})


def test_where_everything_would_give_it_away_everything_is_withheld() -> None:
    truth: Counts = {"all": Fraction(3), "Keith": Fraction(3)}
    assert withheld([truth], [{"Keith": 1, "all": -1}], 5).all == {"all", "Keith"}


def test_zero_is_shown() -> None:
    assert withheld([{"Keith": Fraction(0)}], [], 5).all == frozenset()


def test_what_was_lifted_is_shown_and_serves_for_nothing() -> None:
    truth: Counts = {"all": Fraction(50), "Keith": Fraction(3), "Elgin": Fraction(47)}
    sums: list[Relation] = [{"Keith": 1, "Elgin": 1, "all": -1}]
    assert withheld([truth], sums, 5, lifted={"Keith", "Elgin", "all"}).all == frozenset()
    assert withheld([truth], sums, 5, lifted={"all"}).all == {"Keith", "Elgin"}


def test_a_small_total_of_small_parts_does_not_take_the_whole_table_with_it() -> None:
    truth, sums = crossed([[1, 3], [0, 30], [7, 7], [40, 25], [55, 60]])
    attack(truth, sums, 5)
    assert len(withheld([truth], sums, 5).all) < len(truth) / 2
