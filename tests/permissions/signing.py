"""Signing a period off."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from fingerpost.cycles.models import Cycle, CycleState, FindingAnswer
from fingerpost.people.models import Membership, User
from fingerpost.plans.models import Plan, SignOff
from tests import factories
from tests.permissions import Setup, gets, posts
from tests.permissions.cycles import CHANGES, CLOSED, EDITORS, OPEN, cycle


def chair_of(state: str) -> Setup:
    """A cycle of a plan that the visitor signs off as the chair of its group."""

    def made(visitor: User | None) -> dict[str, Any]:
        plan = factories.make_plan(signed_off_by=SignOff.CHAIR)
        if visitor:
            Membership.objects.create(group=plan.owner, user=visitor, position=Membership.Position.CHAIR)
        row = factories.make_cycle(plan, state=state)
        return {"plan": plan.slug, "period": row.period}

    return made


def chair_elsewhere(state: str) -> Setup:
    """A cycle of a plan that somebody else signs off as the chair."""

    def made(visitor: User | None) -> dict[str, Any]:
        row = factories.make_cycle(factories.make_plan(signed_off_by=SignOff.CHAIR), state=state)
        return {"plan": row.plan.slug, "period": row.period}

    return made


def with_finding(setup: Setup, **more: str) -> Setup:
    """The same with a milestone that is due after the plan's last day."""

    def made(visitor: User | None) -> dict[str, Any]:
        found = setup(visitor)
        outcome = factories.make_outcome(Plan.objects.get(slug=found["plan"]))
        factories.make_milestone(factories.make_action(outcome), due=date(2010, 6, 30))
        return {**found, **more}

    return made


def met_finding(setup: Setup) -> Setup:
    """The same with something said to a finding."""

    def made(visitor: User | None) -> dict[str, Any]:
        found = setup(visitor)
        row = Cycle.objects.get(plan__slug=found["plan"])
        said = {"rule": "no-update", "subject": "Forum", "message": "Nothing came in", "what": "accepted"}
        FindingAnswer.objects.create(cycle=row, fingerprint="ab12", reason="Agreed", at=timezone.now(), **said)
        return {**found, "fingerprint": "ab12"}

    return made


def locked_by(setup: Setup) -> Setup:
    """The same, its period locked."""

    def made(visitor: User | None) -> dict[str, Any]:
        found = setup(visitor)
        factories.make_lock(Plan.objects.get(slug=found["plan"]))
        return found

    return made


LOCKED = locked_by(cycle(CycleState.LOCKED))
ABOUT = "due-outside-plan"
MEETS = {f"{ABOUT}-what": "accepted", f"{ABOUT}-reason": "Agreed"}
CHAIRS, NOBODY_ELSE = "302 302 302 302 302", "302 403 403 403 403"

EXPECTED = {
    "cycles:to-approve": gets("302 200 200 200 200"),
    "cycles:sign-off": [
        gets(EDITORS, CLOSED),
        gets("302 200 200 200 200", chair_of(CycleState.CLOSED)),
        gets(EDITORS, chair_elsewhere(CycleState.CLOSED)),
    ],
    "cycles:meet-findings": [
        posts(CHANGES, with_finding(CLOSED, rule=ABOUT), **MEETS),
        posts(CHAIRS, with_finding(chair_of(CycleState.CLOSED), rule=ABOUT), **MEETS),
        posts(NOBODY_ELSE, with_finding(cycle(CycleState.LOCKED), rule=ABOUT), **MEETS),
    ],
    "cycles:withdraw-answer": [
        posts(CHANGES, met_finding(CLOSED)),
        posts(CHAIRS, met_finding(chair_of(CycleState.CLOSED))),
        posts(NOBODY_ELSE, met_finding(chair_elsewhere(CycleState.CLOSED))),
    ],
    "cycles:decide": [
        posts("302 403 403 200 200", CLOSED),
        posts("302 200 200 200 200", chair_of(CycleState.CLOSED)),
        posts(NOBODY_ELSE, chair_elsewhere(CycleState.CLOSED), what="approve-all"),
        posts(NOBODY_ELSE, LOCKED, what="approve-all"),
    ],
    "cycles:lock": [
        posts(CHANGES, CLOSED),
        posts(CHAIRS, chair_of(CycleState.CLOSED)),
        posts(NOBODY_ELSE, chair_elsewhere(CycleState.CLOSED)),
        gets(NOBODY_ELSE, OPEN),
    ],
    "cycles:unlock": [
        posts(CHANGES, LOCKED, reason="Late"),
        posts(CHAIRS, locked_by(chair_of(CycleState.LOCKED)), reason="Late"),
        posts(NOBODY_ELSE, locked_by(chair_elsewhere(CycleState.LOCKED)), reason="Late"),
        gets(NOBODY_ELSE, CLOSED),
    ],
}
