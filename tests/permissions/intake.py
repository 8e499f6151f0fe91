from __future__ import annotations

from typing import Any

from fingerpost.intake import services
from fingerpost.people.models import User
from tests import factories
from tests.intake.reports import new_plan, received
from tests.intake.reviews import paper
from tests.permissions import gets, posts


def a_file(visitor: User | None) -> dict[str, Any]:
    """A file that came in and waits."""
    return {"slug": received().slug}


def a_paper(visitor: User | None) -> dict[str, Any]:
    """A paper with a review that came in and waits."""
    source = services.receive(name="review.txt", content=paper(), by=None)
    return {"slug": source.slug}


def an_applied_file(visitor: User | None) -> dict[str, Any]:
    source = received()
    services.apply(source=source, new_plan=new_plan(), by=None)
    return {"slug": source.slug}


def a_milestone(visitor: User | None) -> dict[str, Any]:
    milestone = factories.make_milestone()
    action = milestone.action
    return {"plan": action.plan.slug, "action": action.slug, "milestone": milestone.slug}


def an_action(visitor: User | None) -> dict[str, Any]:
    action = factories.make_action()
    return {"plan": action.plan.slug, "action": action.slug}


EXPECTED = {
    "intake:imports": gets("302 403 403 200 200"),
    "intake:upload": [gets("302 403 403 200 200"), posts("302 403 403 200 200")],
    "intake:preview": [
        gets("302 403 403 200 200", a_file),
        posts("302 403 403 302 302", a_file, do="save"),
    ],
    "intake:review": [
        gets("302 403 403 200 200", a_paper),
        posts("302 403 403 200 200", a_paper),  # what the new plan is to be is missing
    ],
    "intake:result": gets("302 403 403 200 200", an_applied_file),
    "intake:abandon": [gets("302 403 403 200 200", a_file), posts("302 403 403 302 302", a_file)],
    "intake:source": [gets("302 404 404 200 200", a_file), gets("302 200 200 200 200", an_applied_file)],
    "intake:provenance": gets("302 200 200 200 200", a_milestone),
    "intake:action-provenance": gets("302 200 200 200 200", an_action),
}
