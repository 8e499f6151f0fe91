"""What a measure gives: a table in words, and the same figures as numbers."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field

Step = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Measured:
    """`figures` are seconds, ratios and counts by name, as `rows` shows them rounded."""

    name: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: dict[str, float] = field(default_factory=dict)


def side_by_side(rounds: int, **runs: Callable[[], object]) -> dict[str, float]:
    """Median seconds of each run, taken in turns (A B A B), so that a busy spell of the machine hits all alike."""
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for _round in range(rounds):
        for name, run in runs.items():
            start = time.perf_counter()
            run()
            taken[name].append(time.perf_counter() - start)
    return {name: statistics.median(times) for name, times in taken.items()}


def seconds(value: float) -> str:
    return f"{value:.2f} s" if value >= 1 else f"{1000 * value:.0f} ms"


def times(value: float) -> str:
    return f"{value:.2f} times"
