"""Recognises a paper with a plan review: header, numbered paragraphs, review tables, communication strategy.

`columns` says which column is which, `tables` finds the rows, `rows` understands them (with `cells`, `states`,
`figures`, `periods` and `due_rules`); `paper` and `strategy` read the words between the tables; `assembly` puts all
together.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..lines import Grid, Item
from .assembly import review_in
from .cards import with_cards_as_tables
from .cells import rejoined
from .tables import columns_of

__all__ = ["is_review", "rejoined", "review_in"]


def is_review(items: Sequence[Item]) -> bool:
    """Whether a table is surely a review's: it says what was done, or what the figures are, and what is planned."""
    found = [columns_of(item) for item in with_cards_as_tables(items) if isinstance(item, Grid)]
    return any(one is not None and {"work_planned"} < set(one[0].at) and one[0].subject != "activity" for one in found)
