from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from fingerpost.core.models import AuditEvent
from fingerpost.core.refusals import Refused
from fingerpost.people.models import User
from fingerpost.plans import services
from fingerpost.plans.models import MilestoneChange, Plan
from tests import factories

pytestmark = pytest.mark.django_db
WINTER = date(2009, 12, 31)


def test_many_rows_are_revised_with_an_event_for_each(coordinator: User) -> None:
    milestone = factories.make_milestone(title="Survey the path")
    action = milestone.action
    plan = action.plan
    revised = services.revise(
        plan=plan,
        actions={action: {"title": "Open all paths"}},
        milestones={milestone: {"title": "Survey the paths", "due": WINTER}},
        reason="as in winter.txt",
        on=WINTER,
        by=coordinator,
    )
    assert revised == 2
    action.refresh_from_db()
    milestone.refresh_from_db()
    assert (action.title, milestone.title, milestone.due) == ("Open all paths", "Survey the paths", WINTER)
    assert milestone.original_due == date(2009, 9, 30)
    events = AuditEvent.objects.order_by("id").values_list("verb", "reason", "by", "scope")
    assert list(events) == [
        ("action.edit", "as in winter.txt", coordinator.pk, plan.slug),
        ("milestone.move-due", "as in winter.txt", coordinator.pk, plan.slug),
    ]
    moved = MilestoneChange.objects.get()
    assert (moved.from_due, moved.to_due, moved.on, moved.by) == (date(2009, 9, 30), WINTER, WINTER, coordinator)


def test_a_first_due_date_becomes_the_original_one() -> None:
    milestone = factories.make_milestone(due=None)
    services.revise(plan=milestone.action.plan, milestones={milestone: {"due": WINTER}}, reason="x", on=WINTER, by=None)
    milestone.refresh_from_db()
    assert (milestone.due, milestone.original_due) == (WINTER, WINTER)


def test_rows_that_do_not_differ_are_not_written() -> None:
    outcome = factories.make_outcome(title="People walk more")
    new = {outcome: {"title": " People walk more "}}
    assert services.revise(plan=outcome.plan, outcomes=new, reason="x", on=WINTER, by=None) == 0  # type: ignore[arg-type]
    assert AuditEvent.objects.count() == 0


def test_a_row_of_another_plan_is_refused_and_nothing_is_stored() -> None:
    ours, other = factories.make_action(title="Ours"), factories.make_action(title="Theirs")
    new: dict[Any, Any] = {ours: {"title": "Changed"}, other: {"title": "Changed"}}
    with pytest.raises(Refused) as refusal:
        services.revise(plan=ours.plan, actions=new, reason="x", on=WINTER, by=None)
    assert refusal.value.reason == f"“Theirs” does not belong to “{ours.plan}”."
    assert Plan.objects.filter(actions__title="Changed").count() == 0


def test_a_closed_plan_is_not_revised() -> None:
    action = factories.make_action(factories.make_outcome(factories.make_plan(state=Plan.State.CLOSED)))
    with pytest.raises(Refused):
        services.revise(plan=action.plan, actions={action: {"title": "New"}}, reason="x", on=WINTER, by=None)


@pytest.mark.parametrize("rows", [1, 3])
def test_revising_takes_as_many_queries_for_many_rows(rows: int, django_assert_num_queries: Any) -> None:
    action = factories.make_action()
    milestones = [factories.make_milestone(action) for _number in range(rows)]
    with django_assert_num_queries(7):  # savepoint and its release, lock, update, key and row of changes, events
        services.revise(
            plan=action.plan,
            milestones={milestone: {"due": WINTER} for milestone in milestones},
            reason="x",
            on=WINTER,
            by=None,
        )
