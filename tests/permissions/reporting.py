"""The reading pages, and reporting progress."""

from __future__ import annotations

from typing import Any

from fingerpost.people.models import User
from fingerpost.plans.models import Plan
from fingerpost.reporting.services import disclose
from tests import factories
from tests.permissions import Setup, gets, posts

EVERYBODY, NO_DRAFTS = "302 200 200 200 200", "302 404 404 200 200"


def at(level: str, *, state: str = Plan.State.ACTIVE, lead: bool = False) -> Setup:
    """The address of a plan, outcome, action or milestone in a plan of that state; led by the visitor with `lead`."""

    def made(visitor: User | None) -> dict[str, Any]:
        outcome = factories.make_outcome(factories.make_plan(state=state))
        action = factories.make_action(outcome, lead=visitor if lead else None)
        milestone = factories.make_milestone(action)
        found = {"plan": outcome.plan.slug}
        if level == "outcome":
            found["outcome"] = outcome.slug
        if level in {"action", "milestone"}:
            found["action"] = action.slug
        if level == "milestone":
            found["milestone"] = milestone.slug
        return found

    return made


def reading(level: str) -> list[Any]:
    return [gets(EVERYBODY, at(level)), gets(NO_DRAFTS, at(level, state=Plan.State.DRAFT))]


SAID = {"as_at": "30/09/2009", "progress": "50", "work_planned": "More"}


def reporting_on(level: str) -> list[Any]:
    return [
        gets("302 403 403 200 200", at(level)),
        gets("302 403 200 200 200", at(level, lead=True)),
        posts("302 403 403 302 302", at(level), **SAID),
        posts("302 403 302 302 302", at(level, lead=True), **SAID),
        gets("302 404 404 403 403", at(level, state=Plan.State.DRAFT, lead=True)),
        posts("302 403 403 403 403", at(level, state=Plan.State.CLOSED, lead=True), **SAID),
    ]


def an_indicator(state: str = Plan.State.ACTIVE, *, lead: bool = False) -> Setup:
    """An indicator of a plan of that state; led by the visitor with `lead`."""

    def made(visitor: User | None) -> dict[str, Any]:
        outcome = factories.make_outcome(factories.make_plan(state=state))
        indicator = factories.make_indicator(outcome, lead=visitor if lead else None)
        return {"plan": outcome.plan.slug, "indicator": indicator.slug}

    return made


def a_file(level: str, format: str = "csv") -> Setup:
    setup = an_indicator() if level == "indicator" else at("plan")
    return lambda visitor: {**setup(visitor), "format": format}


recording = [
    gets("302 403 403 200 200", an_indicator()),
    gets("302 403 200 200 200", an_indicator(lead=True)),
    gets("302 404 404 200 200", an_indicator(Plan.State.DRAFT, lead=True)),
    gets("302 403 403 403 403", an_indicator(Plan.State.CLOSED, lead=True)),
]


def small_numbers(*, shown: bool) -> Setup:
    """An indicator that counts people; its small numbers are shown or not."""

    def made(visitor: User | None) -> dict[str, Any]:
        indicator = factories.make_indicator(factories.make_outcome(), counts_people=True)
        found = {"plan": indicator.plan.slug, "indicator": indicator.slug}
        if shown:
            disclose(indicator=indicator, period=None, reason="A round number", by=None)
            found["period"] = "all"
        return found

    return made


EXPECTED = {
    "reporting:home": gets(EVERYBODY),
    "reporting:plans": gets(EVERYBODY),
    "reporting:plan": reading("plan"),
    "reporting:localities": reading("plan"),
    "reporting:milestones": reading("plan"),
    "reporting:outcome": reading("outcome"),
    "reporting:action": reading("action"),
    "reporting:milestone": reading("milestone"),
    "reporting:scorecard": reading("plan"),
    "reporting:values-file": [
        gets(EVERYBODY, a_file("plan")),
        gets("302 404 404 404 404", a_file("plan", format="pdf")),
    ],
    "reporting:indicator": [gets(EVERYBODY, an_indicator()), gets(NO_DRAFTS, an_indicator(Plan.State.DRAFT))],
    "reporting:show-small-numbers": [
        gets("302 403 403 200 200", small_numbers(shown=False)),
        posts("302 403 403 302 302", small_numbers(shown=False), of="all", reason="A round number"),
        gets("302 403 403 403 403", an_indicator()),
    ],
    "reporting:withhold-small-numbers": [
        gets("302 403 403 200 200", small_numbers(shown=True)),
        posts("302 403 403 302 302", small_numbers(shown=True), reason="A child was recognised"),
    ],
    "reporting:indicator-values-file": gets(EVERYBODY, a_file("indicator")),
    "reporting:record-value": recording,
    "reporting:upload-indicator-values": recording,
    "reporting:upload-values": [
        gets("302 403 403 200 200", at("plan")),
        gets("302 404 404 200 200", at("plan", state=Plan.State.DRAFT)),
        gets("302 403 403 403 403", at("plan", state=Plan.State.CLOSED)),
    ],
    "reporting:update-action": reporting_on("action"),
    "reporting:update-milestone": reporting_on("milestone"),
    "search": gets(EVERYBODY),
}
