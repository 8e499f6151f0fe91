"""What a measure gives: a table in words, and the same figures as numbers."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connection

Step = Callable[[str], None]


class Missing(Exception):
    """What a measure needs is not on this machine, so it is left out. Says what, and how to come by it."""


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
    clock = clock_of(connection.vendor)
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for _round in range(rounds):
        for name, run in runs.items():
            start = clock()
            run()
            taken[name].append(clock() - start)
    return {name: statistics.median(times) for name, times in taken.items()}


def clock_of(vendor: str) -> Callable[[], float]:
    """With SQLite the processor time of this process, which does all the work: neighbours do not count. PostgreSQL
    works in processes of its own, so there it is the time on the wall."""
    return time.process_time if vendor == "sqlite" else time.perf_counter


def seconds(value: float) -> str:
    if value >= 1:
        return f"{value:.2f} s"
    return f"{1000 * value:.0f} ms" if value >= 0.01 else f"{1000 * value:.1f} ms"


def times(value: float) -> str:
    return f"{value:.2f} times"
