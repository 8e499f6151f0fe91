"""Follow-ups: read by whoever sees the plan, kept by coordinators, told and finished by their owners too."""

from __future__ import annotations

from datetime import date
from typing import Any

from fingerpost.follow_ups.models import State
from fingerpost.people.models import User
from fingerpost.plans.models import Plan
from tests import factories
from tests.permissions import Setup, gets, posts
from tests.permissions.reporting import EVERYBODY, NO_DRAFTS, reading

ENDED = {"state": State.DONE, "ended_on": date(2009, 11, 1)}
KEEPERS, KEEPERS_POST = "302 403 403 200 200", "302 403 403 302 302"


def at(*, own: bool = False, ended: bool = False, state: str = Plan.State.ACTIVE) -> Setup:
    """A follow-up of a plan in that state; the visitor's with `own`."""

    def made(visitor: User | None) -> dict[str, Any]:
        plan = factories.make_plan(state=state)
        row = factories.make_follow_up(plan, owner=visitor if own else None, **(ENDED if ended else {}))
        return {"plan": plan.slug, "key": row.key}

    return made


def kept(**data: str) -> list[Any]:
    """What only coordinators and administrators may do, to what is open."""
    return [
        gets(KEEPERS, at(own=True)),
        posts(KEEPERS_POST, at(), **data),
        gets("302 403 403 403 403", at(ended=True)),
        gets("302 404 404 200 200", at(state=Plan.State.DRAFT)),
    ]


def told(**data: str) -> list[Any]:
    """What the owner may do too, whatever the role."""
    return [
        gets("302 403 403 200 200", at()),
        gets("302 200 200 200 200", at(own=True)),
        posts("302 302 302 302 302", at(own=True), **data),
        gets("302 403 403 403 403", at(own=True, ended=True)),
        gets("302 404 404 200 200", at(own=True, state=Plan.State.DRAFT)),
    ]


def plan_of(visitor: User | None) -> dict[str, Any]:
    return {"plan": factories.make_plan().slug}


def draft_of(visitor: User | None) -> dict[str, Any]:
    return {"plan": factories.make_plan(state=Plan.State.DRAFT).slug}


DAY = "02/11/2009"
EXPECTED = {
    "follow_ups:mine": gets(EVERYBODY),
    "follow_ups:finished": gets(EVERYBODY),
    "follow_ups:log": reading("plan"),
    "follow_ups:add": [
        gets(KEEPERS, plan_of),
        posts(KEEPERS_POST, plan_of, text="Ask again", origin="review", agreed_on=DAY),
        gets("302 404 404 200 200", draft_of),
    ],
    "follow_ups:follow-up": [gets(EVERYBODY, at()), gets(NO_DRAFTS, at(own=True, state=Plan.State.DRAFT))],
    "follow_ups:edit": kept(text="Ask again", origin="review"),
    "follow_ups:hand-over": kept(owner_words="The theme group"),
    "follow_ups:move-due": kept(due=DAY),
    "follow_ups:drop": kept(reason="No longer needed", on=DAY),
    "follow_ups:note": told(words="Asked", on=DAY),
    "follow_ups:finish": told(on=DAY),
    "follow_ups:reopen": [
        gets(KEEPERS, at(own=True, ended=True)),
        posts(KEEPERS_POST, at(ended=True), reason="It came back", on=DAY),
        gets("302 403 403 403 403", at()),
    ],
}
