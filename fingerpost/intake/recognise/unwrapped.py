"""Headings and sentences of a text file that were broken at the page's width, put together again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .lines import Grid, Item, Line

# A heading does not end in one of these: it goes on.
GOES_ON = re.compile(
    r"\b(?:and|at|by|for|from|in|into|of|on|or|our|the|their|through|to|towards|with|within)$", re.IGNORECASE
)
NARROWEST = 45  # characters: no page is so narrow that shorter lines are broken


def unwrapped(items: Sequence[Item]) -> list[Item]:
    """The same items, each line that only goes on with the one above joined to it; only where tables were found."""
    if not any(isinstance(item, Grid) for item in items):
        return list(items)
    found: list[Item] = []
    for item in items:
        above = found[-1] if found else None
        if isinstance(item, Line) and isinstance(above, Line) and _is_one(above, item):
            found[-1] = replace(above, text=f"{above.text} {item.text}", raw=f"{above.raw} {item.raw}")
        else:
            found.append(item)
    return found


def _is_one(above: Line, line: Line) -> bool:
    if line.gap or any(each.navigation or each.bullet or each.level for each in (above, line)):
        return False
    if len(above.text) < NARROWEST:
        return False
    return line.text[0].islower() or GOES_ON.search(above.text) is not None
