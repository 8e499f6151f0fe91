"""How large everything is, in earnest and for the test of the harness."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """`plans`: milestones of each plan, smallest first. `sheet`: rows of the spreadsheet. `report`: milestones.
    `indicators`: how many, each with twelve places.
    `leads`: officers asked in a cycle. `officers`: those who answer at once.
    `site`: milestones of the plan that is published, and indicators of another. `connections` that ask for pages at
    once, each time for `seconds`, in so many `turns`. `asked`: how often a page is asked for by itself.
    `exported`: publications of the sites that are written as plain files."""

    plans: tuple[int, ...]
    quarters: int
    sheet: int
    report: int
    rounds: int
    leads: tuple[int, ...]
    officers: int
    indicators: tuple[int, ...]
    site: tuple[int, int]
    connections: tuple[int, ...]
    turns: int
    seconds: float
    asked: int
    exported: tuple[int, ...]


FULL = Sizes(
    plans=(100, 1_000, 10_000, 100_000),
    quarters=40,
    sheet=10_000,
    report=1_000,
    rounds=5,
    leads=(10, 100, 1_000),
    officers=200,
    indicators=(5, 50, 500),
    site=(1_000, 10),
    connections=(1, 8, 32, 128),
    turns=7,
    seconds=2,
    asked=20,
    exported=(2, 20, 184),
)
QUICK = Sizes(
    plans=(100, 200),
    quarters=4,
    sheet=60,
    report=100,
    rounds=1,
    leads=(1, 3),
    officers=5,
    indicators=(1, 2),
    site=(100, 3),
    connections=(1, 4),
    turns=1,
    seconds=1,
    asked=1,
    exported=(1, 2),
)
