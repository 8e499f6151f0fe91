"""Whatever coordinators do in whatever order, a plan's structure keeps its promises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fingerpost.core.models import AuditEvent
from fingerpost.core.refusals import Refused
from fingerpost.people.models import User
from fingerpost.plans import rules, services
from fingerpost.plans.models import Action, ActionOutcome, Milestone, Outcome, Plan
from fingerpost.plans.queries import outcome_levels
from tests import factories

FIRST_DUE = date(2009, 9, 30)


@dataclass
class Rows:
    """Rows picked by two numbers, which wrap round; there is always one of each, since the first ones stay."""

    plan: Plan
    by: User
    one: int
    other: int

    def pick(self, rows: Any, number: int) -> Any:
        found = list(rows.order_by("pk"))
        return found[number % len(found)]

    @property
    def outcome(self) -> Outcome:
        return self.pick(Outcome.objects, self.one)  # type: ignore[no-any-return]

    @property
    def outcome2(self) -> Outcome:
        return self.pick(Outcome.objects, self.other)  # type: ignore[no-any-return]

    @property
    def action(self) -> Action:
        return self.pick(Action.objects, self.one)  # type: ignore[no-any-return]

    @property
    def action2(self) -> Action:
        return self.pick(Action.objects, self.other)  # type: ignore[no-any-return]

    @property
    def link(self) -> ActionOutcome:
        return self.pick(ActionOutcome.objects, self.one)  # type: ignore[no-any-return]

    @property
    def milestone(self) -> Milestone:
        return self.pick(Milestone.objects, self.one)  # type: ignore[no-any-return]

    @property
    def milestone2(self) -> Milestone:
        return self.pick(Milestone.objects, self.other)  # type: ignore[no-any-return]

    @property
    def way(self) -> Any:
        return "up" if self.other % 2 else "down"

    @property
    def day(self) -> date:
        return date(2009, 4 + self.other % 9, 1 + self.one % 28)


OPERATIONS: dict[str, Callable[[Rows], Any]] = {
    "add outcome": lambda r: services.add_outcome(plan=r.plan, title="Outcome", by=r.by),
    "nest": lambda r: services.add_outcome(plan=r.outcome.plan, parent=r.outcome, title="Nested", by=r.by),
    "move outcome": lambda r: services.move_outcome(outcome=r.outcome, parent=r.outcome2, by=r.by),
    "outcome to the top": lambda r: services.move_outcome(outcome=r.outcome, by=r.by),
    "reorder outcome": lambda r: services.reorder_outcome(outcome=r.outcome, direction=r.way, by=r.by),
    "delete outcome": lambda r: services.delete_outcome(outcome=r.outcome, by=r.by),
    "add action": lambda r: services.add_action(outcome=r.outcome, title="Action", by=r.by),
    "move action": lambda r: services.move_action(action=r.action, to=r.outcome2, by=r.by),
    "share": lambda r: services.share_action(action=r.action, outcome=r.outcome2, by=r.by),
    "unshare": lambda r: services.unshare_action(action=r.link.action, outcome=r.link.outcome, by=r.by),
    "reorder action": lambda r: services.reorder_action(
        action=r.link.action, outcome=r.link.outcome, direction=r.way, by=r.by
    ),
    "delete action": lambda r: services.delete_action(action=r.action, by=r.by),
    "add milestone": lambda r: services.add_milestone(action=r.action, title="Step", due=FIRST_DUE, by=r.by),
    "move milestone": lambda r: services.move_milestone(milestone=r.milestone, to=r.action2, by=r.by),
    "reorder milestone": lambda r: services.reorder_milestone(milestone=r.milestone, direction=r.way, by=r.by),
    "move due": lambda r: services.move_due_date(milestone=r.milestone, due=r.day, reason="Late", by=r.by, on=r.day),
    "cancel": lambda r: services.cancel_milestone(milestone=r.milestone, reason="No money", by=r.by, on=r.day),
    "reinstate": lambda r: services.reinstate_milestone(milestone=r.milestone, reason="Money", by=r.by, on=r.day),
    "merge": lambda r: services.merge_milestone(milestone=r.milestone, into=r.milestone2, reason="Same", by=r.by),
    "carry forward": lambda r: services.carry_forward(
        milestone=r.milestone, into=r.action2, due=FIRST_DUE, reason="Late", by=r.by
    ),
    "delete milestone": lambda r: services.delete_milestone(milestone=r.milestone, by=r.by),
}
steps = st.tuples(st.sampled_from(sorted(OPERATIONS)), st.integers(0, 99), st.integers(0, 99))


def broken_promises() -> list[str]:
    """What does not hold that must hold always; empty where all is well."""
    found = []
    for plan in Plan.objects.all():
        places = list(plan.outcomes.values_list("position", flat=True))
        found += [f"{plan}: places of outcomes {places}"] if places != list(range(len(places))) else []
        levels = outcome_levels(plan)  # an outcome in a circle hangs under no top, so it has no level
        found += [f"{plan}: a circle"] if len(levels) != len(places) else []
        found += [f"{plan}: too deep"] if max(levels.values(), default=1) > rules.MAX_DEPTH else []
    for action in Action.objects.all():
        homes = [link.outcome.plan_id for link in action.links.filter(home=True)]
        found += [f"{action}: homes {homes}"] if homes != [action.plan_id] else []
        places = list(action.milestones.values_list("position", flat=True))
        found += [f"{action}: places {places}"] if len(set(places)) != len(places) else []
    for outcome in Outcome.objects.all():
        places = list(outcome.links.values_list("position", flat=True))
        found += [f"{outcome}: places {places}"] if len(set(places)) != len(places) else []
    for milestone in Milestone.objects.all():
        found += [f"{milestone}: first due date lost"] if milestone.original_due != FIRST_DUE else []
        dues = list(milestone.changes.filter(kind="due").order_by("id").values_list("from_due", "to_due"))
        chain = [FIRST_DUE, *(after for _before, after in dues)]
        told = [before for before, _after in dues] == chain[:-1] and chain[-1] == milestone.due
        found += [] if told else [f"{milestone}: the moves {dues} do not lead to {milestone.due}"]
        states = list(milestone.changes.filter(kind="state").order_by("id").values_list("from_state", "to_state"))
        passed = ["active", *(after for _before, after in states)]
        told = [before for before, _after in states] == passed[:-1] and passed[-1] == milestone.state
        found += [] if told else [f"{milestone}: the states {states} do not lead to {milestone.state}"]
    return found


@pytest.fixture
def plan(db: None) -> Plan:
    """A plan with one of everything, which stays because its milestone was reported on, and the plan after it."""
    outcome = factories.make_outcome(title="First", position=0)
    milestone = factories.make_milestone(factories.make_action(outcome, title="First"), title="First", due=FIRST_DUE)
    factories.make_update(milestone, 10)
    following = factories.make_plan(predecessor=outcome.plan)
    factories.make_action(factories.make_outcome(following, title="Next", position=0), title="Next")
    return outcome.plan


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(todo=st.lists(steps, min_size=5, max_size=25))
def test_a_plan_keeps_its_promises_whatever_is_done(todo: list[Any], plan: Plan, coordinator: User) -> None:
    with transaction.atomic():  # each example starts from the same plan
        for operation, one, other in todo:
            written = AuditEvent.objects.count()
            refused = ""
            try:
                OPERATIONS[operation](Rows(plan, coordinator, one, other))
            except Refused as refusal:
                refused = refusal.reason
            assert broken_promises() == []
            assert not refused or AuditEvent.objects.count() == written
        transaction.set_rollback(True)
