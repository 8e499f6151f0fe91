"""The quarter label that many reports put at the end of a milestone's title."""

from __future__ import annotations

import re
from functools import lru_cache

LABEL = re.compile(
    r"(?P<before>^|[\s\-–—(\[,;:.])(?:q|qtr|quarter)\.?\s?(?P<number>[1-4])"
    r"(?:,?\s*\(?(?:19|20)\d\d(?:[/-]\d\d(?:\d\d)?)?\)?)?\s*[)\].]*\s*$",
    re.IGNORECASE,
)
# "Hold the conference in Q3" speaks of a quarter, it does not carry a label.
SPOKEN_OF = re.compile(
    r"\b(?:in|for|of|by|during|from|to|and|or|before|until|till|after|since|at|end|the|this|next|last|through)\s*$",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def quarter_label(title: str) -> str:
    """ "Q2" for a title that ends in "- Q2", "-Q2", "Q2.", "(Q2)" or "Quarter 2"; "" for none."""
    match = LABEL.search(title[-40:])
    if not match:
        return ""
    before = title[-40:][: match.start()]
    if match["before"].isspace() and SPOKEN_OF.search(before):
        return ""
    return f"Q{match['number']}"
