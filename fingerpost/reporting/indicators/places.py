"""Of what a figure is: the whole, an area, a category, a benchmark."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """Keys of `Area`, `Category` and `Benchmark`; None for the plan's whole area, for all, and for our own."""

    area: int | None = None
    category: int | None = None
    benchmark: int | None = None


WHOLE = Place()
