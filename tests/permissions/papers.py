"""Papers: whoever may see the plan may choose, read and download them."""

from __future__ import annotations

from typing import Any

from fingerpost.people.models import User
from fingerpost.plans.models import Plan
from tests import factories
from tests.permissions import Setup, gets

EVERYBODY, NO_DRAFTS = "302 200 200 200 200", "302 404 404 200 200"


def at(*, state: str = Plan.State.ACTIVE, **more: str) -> Setup:
    def made(visitor: User | None) -> dict[str, Any]:
        milestone = factories.make_milestone(
            factories.make_action(factories.make_outcome(factories.make_plan(state=state)))
        )
        return {"plan": milestone.action.plan.slug, **more}

    return made


PAPER = {"kind": "milestones", "period": "2009-10-q2"}
FILE = {**PAPER, "name": "milestones", "format": "html"}
EXPECTED = {
    "papers:choose": [gets(EVERYBODY, at()), gets(NO_DRAFTS, at(state=Plan.State.DRAFT))],
    "papers:paper": [gets(EVERYBODY, at(**PAPER)), gets(NO_DRAFTS, at(state=Plan.State.DRAFT, **PAPER))],
    "papers:download": [gets(EVERYBODY, at(**FILE)), gets(NO_DRAFTS, at(state=Plan.State.DRAFT, **FILE))],
}
