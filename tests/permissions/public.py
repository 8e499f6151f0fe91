"""The public site: open to all, whoever they are."""

from __future__ import annotations

from typing import Any

from fingerpost.people.models import User
from fingerpost.public import news
from fingerpost.public.models import PublicationState
from fingerpost.public.site import GENERATED
from tests.permissions import Row, Setup, gets, posts
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
DATA = {"name": "values.csv"}


def published(state: PublicationState = PublicationState.PUBLIC, **place: str) -> Setup:
    def made(visitor: User | None) -> dict[str, Any]:
        make_file(make_publication(state=state))
        return place

    return made


def pages() -> dict[str, Row | list[Row]]:
    found: dict[str, Row | list[Row]] = {}
    latest = {"plan": PLACE["plan"]}
    for name, item in [*ITEMS.items(), ("file", FILE), ("data", DATA)]:
        found[f"public:{name}"] = [
            gets(ALL, published(**PLACE, **item)),
            gets(GONE, published(PublicationState.WITHDRAWN, **PLACE, **item)),
            gets(NOWHERE, published(PublicationState.PREPARED, **PLACE, **item)),
        ]
        found[f"public:latest-{name}"] = gets(ALL, published(**latest, **item))
        old = published(PublicationState.SUPERSEDED, **PLACE, version="1", **item)
        found[f"public:version-{name}"] = gets(ALL, old)
    return found


def some_news(visitor: User | None, state: str = "public") -> dict[str, Any]:
    row = news.write_news(title="News", summary="Something.", text="All of it.", by=None)
    if state != "draft":
        news.publish_news(item=row, by=None)
    if state == "withdrawn":
        news.withdraw_news(item=row, reason="Wrong.", by=None)
    return {"slug": row.slug}


def two_periods(visitor: User | None) -> dict[str, Any]:
    make_publication(period="2009-10-q1")
    make_publication()
    return {"plan": "young-people", "earlier": "2009-10-q1", "later": "2009-10-q2"}


GENERAL = [
    "home", "archive", "compare", "localities", "groups", "what-we-publish", "about-the-data", "downloads",
    "accessibility",
]  # fmt: skip
EXPECTED = {
    **{f"public:{name}": gets(ALL, published()) for name in GENERAL},
    **{f"public:{name}": gets(ALL, published()) for name in GENERATED},
    "public:robots.txt": gets(ALL),
    "public:news": gets(ALL, published()),
    "public:news-item": [
        gets(ALL, some_news),
        gets(GONE, lambda visitor: some_news(visitor, "withdrawn")),
        gets(NOWHERE, lambda visitor: some_news(visitor, "draft")),
    ],
    "public:contact": gets(ALL),
    "public:rate": [gets(ALL), posts(ALL, useful="yes")],  # without the mark of a form of ours nothing is kept
    "public:thanks": gets(ALL),
    "public:search": gets(ALL, published(), q="early"),
    "public:compare-two": gets(ALL, two_periods),
    "public:year": [gets(ALL, published(year="2009-10")), gets(NOWHERE, published(year="2010-11"))],
    "public:period": [
        gets(ALL, published(year="2009-10", part="q2")),
        gets(NOWHERE, published(year="2009-10", part="q3")),
    ],
    "public:embed-outcome": gets(ALL, published(plan="young-people", slug="safe")),
    "public:embed-indicator": gets(ALL, published(plan="young-people", slug="offend-once")),
    **pages(),
}
