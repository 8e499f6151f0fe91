"""The measures, in the order in which they run."""

from __future__ import annotations

import sys
from collections.abc import Callable

from bench import answers, cycle, exporting, importing, indicators, pages, papers, public, redmine, rollup, weights
from bench.filling import fill
from bench.measured import Measured, Missing, Step
from bench.sizes import Sizes

MEASURES: dict[str, Callable[[Sizes, Step], Measured]] = {
    "roll-up": rollup.measure,
    "pages": pages.measure,
    "papers": papers.measure,
    "import": importing.measure,
    "indicators": indicators.measure,
    "indicator-papers": indicators.measure_papers,
    "cycle": cycle.measure,
    "answers": answers.measure,
    "public": public.measure,
    "public-pages": weights.measure,
    "redmine": redmine.measure,
    "export": exporting.measure,
}
FILLED = {"roll-up", "pages", "papers"}  # those that need plans in the database


def run(sizes: Sizes, names: list[str], step: Step) -> list[Measured]:
    """Fill the database at hand, and measure. What cannot be measured on this machine is told and left out."""
    if FILLED & set(names):
        fill(sizes, step)
    found = []
    for name in names:
        try:
            found.append(MEASURES[name](sizes, step))
        except Missing as why:
            print(f"{name} was not measured: {why}", file=sys.stderr)
    return found
