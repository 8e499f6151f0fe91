"""The measures, in the order in which they run."""

from __future__ import annotations

from collections.abc import Callable

from bench import answers, cycle, importing, indicators, pages, papers, rollup
from bench.filling import fill
from bench.measured import Measured, Step
from bench.sizes import Sizes

MEASURES: dict[str, Callable[[Sizes, Step], Measured]] = {
    "roll-up": rollup.measure,
    "pages": pages.measure,
    "papers": papers.measure,
    "import": importing.measure,
    "indicators": indicators.measure,
    "cycle": cycle.measure,
    "answers": answers.measure,
}
FILLED = {"roll-up", "pages", "papers"}  # those that need plans in the database


def run(sizes: Sizes, names: list[str], step: Step) -> list[Measured]:
    """Fill the database at hand, and measure."""
    if FILLED & set(names):
        fill(sizes, step)
    return [MEASURES[name](sizes, step) for name in names]
