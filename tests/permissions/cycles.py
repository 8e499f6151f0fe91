"""Reporting cycles."""

from __future__ import annotations

from datetime import date
from typing import Any

from fingerpost.cycles.models import CycleState
from fingerpost.cycles.services.calendars import new_addresses, token_of
from fingerpost.people.models import Membership, User
from fingerpost.plans.models import Plan
from tests import factories
from tests.permissions import Setup, gets, posts

EDITORS = "302 403 403 200 200"
CHANGES = "302 403 403 302 302"
DAYS = {"opens_on": "1/10/2009", "due_on": "15/10/2009", "grace_until": "22/10/2009"}


def plan_of(visitor: User | None) -> dict[str, Any]:
    return {"plan": factories.make_plan().slug}


def draft(visitor: User | None) -> dict[str, Any]:
    return {"plan": factories.make_plan(state=Plan.State.DRAFT).slug}


def chaired(visitor: User | None) -> dict[str, Any]:
    plan = factories.make_plan()
    if visitor:
        Membership.objects.create(group=plan.owner, user=visitor, position=Membership.Position.CHAIR)
    return {"plan": plan.slug}


def cycle(state: str, **fields: Any) -> Setup:
    def made(visitor: User | None) -> dict[str, Any]:
        row = factories.make_cycle(state=state, **fields)
        return {"plan": row.plan.slug, "period": row.period}

    return made


def asked(visitor: User | None) -> dict[str, Any]:
    row = factories.make_item().request
    return {"plan": row.cycle.plan.slug, "period": row.cycle.period, "key": row.key}


def chairs_a_group(visitor: User | None) -> dict[str, Any]:
    chaired(visitor)
    return {}


def csv(visitor: User | None) -> dict[str, Any]:
    return {"format": "csv"}


def pdf(visitor: User | None) -> dict[str, Any]:
    return {"format": "pdf"}


ARRANGED = {"days_to_answer": "10", "days_of_grace": "5", "days_to_follow_up": "10"}
PLANNED = cycle(CycleState.PLANNED, due_on=date(2009, 10, 15))
OPEN, CLOSED = cycle(CycleState.OPEN), cycle(CycleState.CLOSED)


def a_feed(visitor: User | None) -> dict[str, Any]:
    """Somebody's: the address is the key, whoever comes with it."""
    return {"token": token_of(new_addresses(by=factories.make_user()))}


ANYBODY = "200 200 200 200 200"
EXPECTED = {
    "cycles:calendars": [gets("302 200 200 200 200"), posts("302 302 302 302 302")],
    "cycles:calendar-mine": [gets(ANYBODY, a_feed), gets("404 404 404 404 404", lambda _visitor: {"token": "x.y"})],
    "cycles:calendar-reporting": [
        gets(ANYBODY, a_feed),
        gets("404 404 404 404 404", lambda _visitor: {"token": "x.y"}),
    ],
    "cycles:cycles": [
        gets(EDITORS, plan_of),
        gets("302 200 200 200 200", chaired),
        gets("302 404 404 200 200", draft),
    ],
    "cycles:new": [
        gets(EDITORS, plan_of),
        posts(CHANGES, plan_of, period="2009-10-q2"),
        gets("302 404 404 403 403", draft),
    ],
    "cycles:cycle": [gets(EDITORS, OPEN), gets(EDITORS, PLANNED)],
    "cycles:asked": gets(EDITORS, asked),
    "cycles:extend": [gets(EDITORS, asked), posts(CHANGES, asked, due_on="1/10/2099", reason="Ill")],
    "cycles:extend-somebody": [
        gets(EDITORS, OPEN),
        posts("302 403 403 200 200", OPEN, due_on="1/10/2099", reason="Ill"),  # nobody is named
        gets("302 403 403 403 403", CLOSED),
    ],
    "cycles:edit": [posts(CHANGES, OPEN, **DAYS), gets("302 403 403 403 403", CLOSED)],
    "cycles:cancel": [posts(CHANGES, PLANNED), gets("302 403 403 403 403", OPEN)],
    "cycles:open": [gets(EDITORS, PLANNED), posts(CHANGES, PLANNED), posts("302 403 403 403 403", OPEN)],
    "cycles:ask-more": [
        gets(EDITORS, OPEN),
        posts("302 403 403 200 200", OPEN),  # there is nothing new in it
        gets("302 403 403 403 403", CLOSED),
    ],
    "cycles:chase": [
        gets(EDITORS, OPEN),
        posts("302 403 403 200 200", OPEN),  # nobody has anything to answer
        gets("302 403 403 403 403", CLOSED),
    ],
    "cycles:chase-one": [gets(EDITORS, asked), posts(CHANGES, asked)],
    "cycles:close": [posts(CHANGES, OPEN), gets("302 403 403 403 403", PLANNED)],
    "cycles:reopen": [posts(CHANGES, CLOSED, reason="Late"), gets("302 403 403 403 403", OPEN)],
    "cycles:arrangements": [gets(EDITORS), posts(CHANGES, **ARRANGED)],
    "cycles:add-step": [gets(EDITORS), posts(CHANGES, days="9", side="after", recipient="lead")],
    "cycles:remove-step": [posts(CHANGES, days="-5", recipient="lead"), posts("302 403 403 404 404")],
    "cycles:register": [gets(EDITORS), gets("302 200 200 200 200", chairs_a_group)],
    "cycles:register-file": [gets(EDITORS, csv), gets("302 404 404 404 404", pdf)],
}
