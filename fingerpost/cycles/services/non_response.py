"""What is set down when a cycle closes without an answer, and taken back when it reopens."""

from __future__ import annotations

from fingerpost.cycles.models import Cycle, Item
from fingerpost.cycles.register import STILL_WAITED_FOR


def mark(cycle: Cycle) -> int:
    """Set down, within the caller's transaction, which first answers were still waited for. How many."""
    return Item.objects.filter(STILL_WAITED_FOR, cycle=cycle, first_submitted_at=None).update(missed=True)


def unmark(cycle: Cycle) -> None:
    """The cycle takes answers again."""
    Item.objects.filter(cycle=cycle, missed=True).update(missed=False)
