"""Tables drawn with ruling lines on a page: the lines' grid, its cells, and the words in them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from fingerpost.documents.readers.pdf_pages import Edge, Page
from fingerpost.documents.readers.pdf_words import Word

NEAR = 3.0  # points within which lines are taken for one, or for meeting
MOST_LINES = 1500


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
        return [row for row in rows if row]


def grids(page: Page) -> list[Grid]:
    """The ruled tables of a page, from the top down; a frame around one cell is no table."""
    level, upright = _joined(page.level), _joined(page.upright)
    if len(level) > MOST_LINES or len(upright) > MOST_LINES:
        return []
    found = []
    for lines in _meeting(level, upright):
        across = [level[at] for at in lines if at < len(level)]
        down = [upright[at - len(level)] for at in lines if at >= len(level)]
        grid = _grid(across, down)
        if grid is not None and len({id(cell) for cell in grid.cells.values()}) > 1:
            found.append(grid)
    return sorted(found, key=lambda grid: grid.top)


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
