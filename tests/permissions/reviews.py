"""Reviews: read by whoever sees the plan, entered by leads and coordinators; the strategy is kept by coordinators."""

from __future__ import annotations

from typing import Any

from fingerpost.people.models import User
from fingerpost.plans.models import Plan
from fingerpost.reviews.services import add_activities, save_strategy
from tests import factories
from tests.permissions import Setup, gets, posts
from tests.permissions.reporting import reading


def indicator(*, own: bool = False, state: str = Plan.State.ACTIVE) -> Setup:
    def made(visitor: User | None) -> dict[str, Any]:
        row = factories.make_indicator(
            factories.make_outcome(factories.make_plan(state=state)), lead=visitor if own else None
        )
        return {"plan": row.plan.slug, "indicator": row.slug, "period": "2009-10-q2"}

    return made


def action(*, own: bool = False, state: str = Plan.State.ACTIVE) -> Setup:
    def made(visitor: User | None) -> dict[str, Any]:
        row = factories.make_action(
            factories.make_outcome(factories.make_plan(state=state)), lead=visitor if own else None
        )
        return {"plan": row.plan.slug, "action": row.slug, "period": "2009-10-q2"}

    return made


def strategy(*, number: bool = False, state: str = Plan.State.ACTIVE) -> Setup:
    def made(visitor: User | None) -> dict[str, Any]:
        plan = factories.make_plan(state=state)
        add_activities(
            strategy=save_strategy(plan=plan, by=None, title="Telling"), rows=[{"activity": "Post news"}], by=None
        )
        return {"plan": plan.slug, **({"number": 1} if number else {})}

    return made


def entered(of: Any) -> list[Any]:
    return [
        gets("302 403 403 200 200", of()),
        gets("302 403 200 200 200", of(own=True)),
        posts("302 403 302 302 302", of(own=True), work_undertaken="Begun."),
        gets("302 404 404 200 200", of(own=True, state=Plan.State.DRAFT)),
        gets("302 403 403 403 403", of(own=True, state=Plan.State.CLOSED)),
    ]


def year(visitor: User | None) -> dict[str, Any]:
    return {"plan": factories.make_plan().slug, "period": "2009-10"}


KEEPERS, KEEPERS_POST = "302 403 403 200 200", "302 403 403 302 302"
EXPECTED = {
    "reviews:review": reading("plan"),
    "reviews:indicator": entered(indicator),
    "reviews:action": entered(action),
    "reviews:statement": [gets(KEEPERS, year), posts(KEEPERS_POST, year, participation="All", effective="yes")],
    "reviews:strategy": reading("plan"),
    "reviews:edit-strategy": [gets(KEEPERS, strategy()), posts(KEEPERS_POST, strategy(), title="Told")],
    "reviews:add-activity": [gets(KEEPERS, strategy()), posts(KEEPERS_POST, strategy(), activity="Hold a meeting")],
    "reviews:edit-activity": [
        gets(KEEPERS, strategy(number=True)),
        posts(KEEPERS_POST, strategy(number=True), activity="Hold a meeting"),
    ],
    "reviews:remove-activity": [gets(KEEPERS, strategy(number=True)), posts(KEEPERS_POST, strategy(number=True))],
}
