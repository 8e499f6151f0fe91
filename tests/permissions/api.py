"""The read API: open to all, whoever they are."""

from __future__ import annotations

from fingerpost.public.models import PublicationState
from tests.permissions import Row, gets, posts
from tests.permissions.public import ALL, GONE, NOWHERE, published

PLAN = {"plan": "young-people", "period": "2009-10-q2"}
LISTS = ["whole", "outcomes", "actions", "milestones", "indicators", "values", "changes", "localities", "groups"]
ITEMS = {"outcome": "safe", "action": "early-help", "indicator": "offend-once"}
REFUSED = "405 405 405 405 405"


def of_a_plan(**more: str) -> list[Row]:
    return [
        gets(ALL, published(**PLAN, **more)),
        gets(GONE, published(PublicationState.WITHDRAWN, **PLAN, **more)),
        gets(NOWHERE, published(PublicationState.PREPARED, **PLAN, **more)),
        posts(REFUSED, published(**PLAN, **more)),
    ]


EXPECTED: dict[str, Row | list[Row]] = {
    "api:description": gets(ALL),
    "api:openapi": gets(ALL),
    "api:nowhere": gets(NOWHERE, published(rest="elsewhere")),
    "api:plans": [gets(ALL, published()), posts(REFUSED)],
    "api:publications": [gets(ALL, published()), posts(REFUSED)],
    **{f"api:{name}": of_a_plan() for name in LISTS},
    **{f"api:{name}": of_a_plan(slug=slug) for name, slug in ITEMS.items()},
}
