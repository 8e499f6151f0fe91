"""Tables drawn with ruling lines on a page: the lines' grid, its cells, and the words in them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias

from fingerpost.documents.readers.pdf_pages import Edge, Page
from fingerpost.documents.readers.pdf_words import Word

NEAR = 3.0  # points within which lines are taken for one, or for meeting
GUTTER = 0.6  # of the type size
FEWEST_GUTTERS = 2
MOST_LINES = 600


Gutter: TypeAlias = tuple[float, float]


@dataclass(slots=True)
class GridCell:
    row: int
    column: int
    rowspan: int
    colspan: int
    right: float
    words: list[Word] = field(default_factory=list)


@dataclass(slots=True)
class Grid:
    """`xs` and `ys` are the lines' places; `cells` maps each elementary square to its cell."""

    xs: list[float]
    ys: list[float]
    cells: dict[tuple[int, int], GridCell]

    @property
    def top(self) -> float:
        return self.ys[0]

    @property
    def bottom(self) -> float:
        return self.ys[-1]

    def take(self, word: Word) -> bool:
        """Put a word into its cell; False where it stands outside the table."""
        row = bisect_right(self.ys, word.middle) - 1
        column = bisect_right(self.xs, (word.left + min(word.right, word.left + word.size)) / 2) - 1
        cell = self.cells.get((row, column))
        if cell is None:
            return False
        cell.words.append(word)
        return True

    def rows(self) -> list[list[GridCell]]:
        rows: list[list[GridCell]] = [[] for _y in self.ys[1:]]
        for (row, column), cell in sorted(self.cells.items()):
            if (cell.row, cell.column) == (row, column):
                rows[row].append(cell)
        return [row for row in rows if any(cell.words or cell.rowspan > 1 for cell in row)]


def grids(page: Page, words: list[Word]) -> list[Grid]:
    """The ruled tables of a page, from the top down; a frame around one cell is no table."""
    level, upright = _joined(page.level), _joined(page.upright)
    if len(level) > MOST_LINES or len(upright) > MOST_LINES:
        return []
    found: list[Grid] = []
    for lines in _meeting(level, upright):
        across = [level[at] for at in lines if at < len(level)]
        down = [upright[at - len(level)] for at in lines if at >= len(level)]
        grid = _grid(across, down)
        if grid is not None and len({id(cell) for cell in grid.cells.values()}) > 1:
            found.append(grid)
    loose = [edge for edge in level if not any(grid.top - NEAR <= edge.at <= grid.bottom + NEAR for grid in found)]
    found.extend(_between_rules(loose, words))
    return sorted(found, key=lambda grid: grid.top)


def _between_rules(level: list[Edge], words: list[Word]) -> list[Grid]:
    """Tables whose rows are parted by level lines alone: columns are where no word of any row stands."""
    groups: dict[tuple[int, int], list[Edge]] = {}
    for edge in level:
        groups.setdefault((round(edge.start / (2 * NEAR)), round(edge.end / (2 * NEAR))), []).append(edge)
    found: list[Grid] = []
    for rules in groups.values():
        ys = _places(rules)
        left, right = rules[0].start - NEAR, rules[0].end + NEAR
        within = sorted((w for w in words if left < w.left and w.right < right), key=lambda word: word.middle)
        middles = [word.middle for word in within]
        strips = [within[bisect_left(middles, y) : bisect_left(middles, below)] for y, below in pairwise(ys)]
        for first, last, gutters in _runs(strips, left, right):
            xs = [left, *((one + other) / 2 for one, other in gutters), right]
            found.append(_plain_grid(*_with_heading(xs, ys[first : last + 1], within)))
    return found


def _plain_grid(xs: list[float], ys: list[float]) -> Grid:
    squares = ((row, column) for row in range(len(ys) - 1) for column in range(len(xs) - 1))
    return Grid(xs, ys, {(row, column): GridCell(row, column, 1, 1, xs[column + 1]) for row, column in squares})


def _runs(strips: list[list[Word]], left: float, right: float) -> Iterator[tuple[int, int, list[Gutter]]]:
    """Neighbouring strips that keep at least two gutters free, as (first, one past the last, gutters)."""
    first = 0
    kept: list[Gutter] = []
    for at, strip in enumerate(strips):
        free = _gutters(strip, left, right)
        both = [(max(one[0], other[0]), min(one[1], other[1])) for one in kept for other in free]
        both = [gutter for gutter in both if gutter[1] - gutter[0] > NEAR]
        if kept and len(both) >= FEWEST_GUTTERS:
            kept = both
            continue
        if kept and at - first > 1:
            yield first, at, kept
        inner = [gutter for gutter in free if gutter[0] > left and gutter[1] < right]
        first, kept = at, inner if len(inner) >= FEWEST_GUTTERS else []
    if kept and len(strips) - first > 1:
        yield first, len(strips), kept


def _gutters(words: list[Word], left: float, right: float) -> list[Gutter]:
    """The upright strips, wider than a word space, that no word touches; with those between words and the ends."""
    gutters: list[Gutter] = []
    reach = left
    for word in sorted(words, key=lambda word: word.left):
        if word.left - reach > GUTTER * word.size:
            gutters.append((reach, word.left))
        reach = max(reach, word.right)
    if right - reach > NEAR:
        gutters.append((reach, right))
    return gutters


def _with_heading(xs: list[float], ys: list[float], words: list[Word]) -> tuple[list[float], list[float]]:
    """A heading row often has a rule below it only: the line just above the first rule, if each column has a word.

    A gutter that runs through a heading's word is none: values may stand left and right within one column.
    """
    above = [word for word in words if ys[0] - 1.8 * word.size < word.middle < ys[0]]
    whole = [x for x in xs if not any(word.left < x < word.right for word in above)]
    columns = {bisect_right(whole, word.left) for word in above}
    if len(whole) < FEWEST_GUTTERS + 2 or len(columns) < len(whole) - 1:
        return xs, ys
    return whole, [min(word.top for word in above) - 1, *ys]


def _joined(edges: list[Edge]) -> list[Edge]:
    """Pieces of one line put together; double lines and the two sides of a thin bar count as one."""
    joined: list[Edge] = []
    band: list[Edge] = []
    for edge in sorted(edges):
        if band and edge.at - band[0].at > NEAR:
            joined.extend(_along(band))
            band = []
        band.append(edge)
    joined.extend(_along(band))
    return joined


def _along(band: list[Edge]) -> list[Edge]:
    pieces: list[Edge] = []
    for edge in sorted(band, key=lambda edge: edge.start):
        if pieces and edge.start <= pieces[-1].end + NEAR:
            pieces[-1] = Edge(pieces[-1].at, pieces[-1].start, max(pieces[-1].end, edge.end))
        else:
            pieces.append(Edge(band[0].at, edge.start, edge.end))
    return pieces


def _meeting(level: list[Edge], upright: list[Edge]) -> list[list[int]]:
    """Groups of lines that meet one another, as numbers: level lines first, then upright ones."""
    leader = list(range(len(level) + len(upright)))

    def find(at: int) -> int:
        while leader[at] != at:
            leader[at] = leader[leader[at]]
            at = leader[at]
        return at

    for one, across in enumerate(level):
        for other, down in enumerate(upright, len(level)):
            meets = across.start - NEAR <= down.at <= across.end + NEAR
            if meets and down.start - NEAR <= across.at <= down.end + NEAR:
                leader[find(one)] = find(other)
    groups: dict[int, list[int]] = {}
    for at in range(len(leader)):
        groups.setdefault(find(at), []).append(at)
    return [group for group in groups.values() if len(group) >= 4]


def _places(edges: list[Edge]) -> list[float]:
    places: list[float] = []
    for edge in sorted(edges):
        if not places or edge.at - places[-1] > NEAR:
            places.append(edge.at)
    return places


def _grid(across: list[Edge], down: list[Edge]) -> Grid | None:
    """Squares between the lines; two with no line between them are one cell."""
    xs, ys = _places(down), _places(across)
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > 20_000:
        return None
    walls = _covered(down, xs, ys)
    floors = _covered(across, ys, xs)
    cells: dict[tuple[int, int], GridCell] = {}
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) in cells:
                continue
            wide = 1
            while column + wide < len(xs) - 1 and (column + wide, row) not in walls:
                wide += 1
            high = 1
            while row + high < len(ys) - 1 and all((row + high, column + n) not in floors for n in range(wide)):
                high += 1
            cell = GridCell(row, column, high, wide, xs[column + wide])
            for down_by in range(high):
                for along in range(wide):
                    cells.setdefault((row + down_by, column + along), cell)
    return Grid(xs, ys, cells)


def _covered(edges: list[Edge], places: list[float], others: list[float]) -> set[tuple[int, int]]:
    """(line, stretch) for each stretch between two lines of the other direction that a line covers."""
    found: set[tuple[int, int]] = set()
    for edge in edges:
        line = min(range(len(places)), key=lambda at: abs(places[at] - edge.at))
        first = bisect_left(others, edge.start - NEAR)
        last = bisect_right(others, edge.end + NEAR) - 1
        found.update((line, stretch) for stretch in range(first, last))
    return found
