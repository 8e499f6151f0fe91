"""Recognises a paper with a plan review: header, numbered paragraphs, review tables, communication strategy.

`columns` says which column is which, `tables` finds the rows, `rows` understands them (with `cells`, `states`,
`figures`, `periods` and `due_rules`); `paper` and `strategy` read the words between the tables; `assembly` puts all
together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..lines import Grid, Item, Line
from .assembly import review_in
from .cards import with_cards_as_tables
from .cells import rejoined
from .tables import columns_of

__all__ = ["heads_a_paper", "is_review", "rejoined", "review_in"]

FIRST_LINES = 12  # of a file, among which a paper says whom it goes to
REPORT_TO = re.compile(r"^report to\b", re.IGNORECASE)


def is_review(items: Sequence[Item]) -> bool:
    """Whether a table is surely a review's: it says what was done, or what the figures are, and what is planned."""
    found = [columns_of(item) for item in with_cards_as_tables(items) if isinstance(item, Grid)]
    return any(one is not None and {"work_planned"} < set(one[0].at) and one[0].subject != "activity" for one in found)


def heads_a_paper(items: Sequence[Item]) -> bool:
    """Whether a file begins as a paper to a group does: with whom it reports to."""
    first = [item for item in items[:FIRST_LINES] if isinstance(item, Line)]
    return any(REPORT_TO.match(line.text) for line in first)
