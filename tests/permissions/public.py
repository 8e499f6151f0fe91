"""The public site: open to all, whoever they are."""

from __future__ import annotations

from typing import Any

from fingerpost.people.models import User
from fingerpost.public.models import PublicationState
from tests.permissions import Row, Setup, gets
from tests.public.published import make_file, make_publication

ALL, GONE, NOWHERE = "200 200 200 200 200", "410 410 410 410 410", "404 404 404 404 404"
PLACE = {"year": "2009-10", "part": "q2", "plan": "young-people"}
ITEMS: dict[str, dict[str, str]] = {
    "plan": {},
    "outcome": {"slug": "safe"},
    "action": {"slug": "early-help"},
    "indicator": {"slug": "offend-once"},
}
FILE = {"name": "chart-1.svg"}


def published(state: PublicationState = PublicationState.PUBLIC, **place: str) -> Setup:
    def made(visitor: User | None) -> dict[str, Any]:
        make_file(make_publication(state=state))
        return place

    return made


def pages() -> dict[str, Row | list[Row]]:
    found: dict[str, Row | list[Row]] = {}
    latest = {"plan": PLACE["plan"]}
    for name, item in [*ITEMS.items(), ("file", FILE)]:
        found[f"public:{name}"] = [
            gets(ALL, published(**PLACE, **item)),
            gets(GONE, published(PublicationState.WITHDRAWN, **PLACE, **item)),
            gets(NOWHERE, published(PublicationState.PREPARED, **PLACE, **item)),
        ]
        found[f"public:latest-{name}"] = gets(ALL, published(**latest, **item))
        old = published(PublicationState.SUPERSEDED, **PLACE, version="1", **item)
        found[f"public:version-{name}"] = gets(ALL, old)
    return found


EXPECTED = {"public:home": gets(ALL), **pages()}
