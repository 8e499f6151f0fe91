"""Papers: whoever may see the plan may choose, read and download them."""

from __future__ import annotations

from typing import Any

from fingerpost.core.periods import Period
from fingerpost.papers import services
from fingerpost.people.models import User
from fingerpost.plans.models import Plan
from tests import factories
from tests.permissions import Setup, gets, posts

EVERYBODY, NO_DRAFTS = "302 200 200 200 200", "302 404 404 200 200"


def at(*, state: str = Plan.State.ACTIVE, **more: str) -> Setup:
    def made(visitor: User | None) -> dict[str, Any]:
        milestone = factories.make_milestone(
            factories.make_action(factories.make_outcome(factories.make_plan(state=state)))
        )
        return {"plan": milestone.action.plan.slug, **more}

    return made


def made_set(*, state: str = Plan.State.ACTIVE, **more: str) -> Setup:
    """A set with one paper, made."""

    def made(visitor: User | None) -> dict[str, Any]:
        place = at(state=state)(visitor)
        plan = Plan.objects.get(slug=place["plan"])
        period = Period.parse("2009-10-q2")
        row = services.ask_for_papers(
            plan=plan, period=period, kinds=["milestones"], formats=["html"], by=factories.make_user()
        )
        services.make_all(row)
        return {**place, "key": row.key, **more}

    return made


PAPER = {"kind": "milestones", "period": "2009-10-q2"}
FILE = {**PAPER, "name": "milestones", "format": "html"}
SET_FILE = {"kind": "milestones", "format": "html"}
SEVERAL = {"period": "2009-10-q2", "kinds": ["milestones"], "formats": ["html"]}
EXPECTED = {
    "papers:ask": [gets(EVERYBODY, at()), posts("302 302 302 302 302", at(), **SEVERAL)],
    "papers:set": [gets(EVERYBODY, made_set()), gets(NO_DRAFTS, made_set(state=Plan.State.DRAFT))],
    "papers:set-file": [
        gets(EVERYBODY, made_set(**SET_FILE)),
        gets(NO_DRAFTS, made_set(state=Plan.State.DRAFT, **SET_FILE)),
    ],
    "papers:choose": [gets(EVERYBODY, at()), gets(NO_DRAFTS, at(state=Plan.State.DRAFT))],
    "papers:paper": [gets(EVERYBODY, at(**PAPER)), gets(NO_DRAFTS, at(state=Plan.State.DRAFT, **PAPER))],
    "papers:download": [gets(EVERYBODY, at(**FILE)), gets(NO_DRAFTS, at(state=Plan.State.DRAFT, **FILE))],
}
