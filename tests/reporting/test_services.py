"""Reporting progress: who may, what is stored, and the trail that it leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from fingerpost.core.models import AuditEvent
from fingerpost.core.refusals import Refused
from fingerpost.people.models import Role, User
from fingerpost.plans.models import Action, Milestone, MilestoneState, Plan
from fingerpost.reporting import rules
from fingerpost.reporting.models import ActionUpdate, MilestoneUpdate, Source
from fingerpost.reporting.services import (
    NewActionUpdate,
    NewUpdate,
    add_action_updates,
    add_updates,
    report_action,
    report_progress,
)
from tests import factories

pytestmark = pytest.mark.django_db
DAY = date(2009, 9, 30)


def led_by(lead: User, level: str) -> Milestone:
    action = factories.make_action(lead=lead if level == "action" else None)
    return factories.make_milestone(action, lead=lead if level == "milestone" else None)


def test_an_update_is_stored_as_it_was_said(coordinator: User) -> None:
    milestone = factories.make_milestone()
    update = report_progress(
        milestone=milestone,
        by=coordinator,
        as_at=DAY,
        progress=Decimal("62.5"),
        note=" Half way ",
        will_not_complete=True,
    )
    stored = MilestoneUpdate.objects.get()
    assert stored == update
    assert (stored.progress, stored.note, stored.will_not_complete, stored.source, stored.by) == (
        Decimal("62.50"), "Half way", True, Source.TYPED, coordinator,
    )  # fmt: skip


def test_an_update_leaves_its_trail(coordinator: User) -> None:
    milestone = factories.make_milestone()
    report_progress(milestone=milestone, by=coordinator, as_at=DAY, progress=Decimal(0))
    event = AuditEvent.objects.get()
    assert (event.verb, event.subject_type, event.subject_id, event.by_id, event.scope) == (
        "milestone.update", "milestone", str(milestone.pk), coordinator.pk, milestone.action.plan.slug,
    )  # fmt: skip
    assert event.after == {"as_at": "2009-09-30", "progress": "0.00"}


@pytest.mark.parametrize("level", ["milestone", "action"])
def test_a_lead_officer_reports_on_their_own(level: str) -> None:
    lead = factories.make_user(role=Role.LEAD_OFFICER)
    assert rules.why_not_update_milestone(lead, led_by(lead, level)) == ""


def test_a_lead_officer_does_not_report_on_what_others_lead() -> None:
    lead, other = (factories.make_user(role=Role.LEAD_OFFICER) for _number in range(2))
    milestone = led_by(other, "milestone")
    with pytest.raises(Refused, match="You do not lead this"):
        report_progress(milestone=milestone, by=lead, as_at=DAY, progress=Decimal(5))
    assert MilestoneUpdate.objects.count() == 0


def test_a_member_does_not_report_even_on_what_they_lead() -> None:
    member = factories.make_user(role=Role.MEMBER)
    assert rules.why_not_update_milestone(member, led_by(member, "milestone")).startswith("You may not report progress")
    assert rules.why_not_update_action(member, led_by(member, "action").action).startswith(
        "You may not report progress"
    )


@pytest.mark.parametrize(
    ("state", "says"), [(Plan.State.DRAFT, "is still a draft"), (Plan.State.CLOSED, "is closed. Ask a coordinator")]
)
def test_progress_is_reported_while_the_plan_is_in_force(coordinator: User, state: str, says: str) -> None:
    milestone = factories.make_milestone(
        factories.make_action(factories.make_outcome(factories.make_plan(state=state)))
    )
    with pytest.raises(Refused, match=says):
        report_progress(milestone=milestone, by=coordinator, as_at=DAY, progress=Decimal(5))
    with pytest.raises(Refused, match=says):
        report_action(action=milestone.action, by=coordinator, as_at=DAY, work_planned="More")


@pytest.mark.parametrize(
    ("state", "says"),
    [(MilestoneState.CANCELLED, "not active any more"), (MilestoneState.CARRIED_FORWARD, "Report on it in the plan")],
)
def test_progress_is_reported_on_active_milestones(coordinator: User, state: str, says: str) -> None:
    milestone = factories.make_milestone(state=state, state_reason="Agreed")
    assert says in rules.why_not_update_milestone(coordinator, milestone)


def test_a_cancelled_action_is_not_reported_on(coordinator: User) -> None:
    action = factories.make_action(state=Action.State.CANCELLED, state_reason="Cut")
    assert "is cancelled" in rules.why_not_update_action(coordinator, action)
    assert "is cancelled" in rules.why_not_update_milestone(coordinator, factories.make_milestone(action))


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({}, "Say something"),
        ({"note": "  "}, "Say something"),
        ({"progress": Decimal(101)}, "from 0 to 100"),
        ({"progress": Decimal("-0.01")}, "from 0 to 100"),
        ({"count": Decimal(3)}, "has no quantity target"),
        ({"progress": Decimal(1), "as_at": date(2010, 4, 1)}, "ended on 31 March 2010"),
        ({"progress": Decimal(1), "as_at": timezone.localdate() + timedelta(days=1)}, "ended on"),
    ],
)
def test_what_makes_no_sense_is_refused(coordinator: User, said: dict[str, Any], says: str) -> None:
    with pytest.raises(Refused, match=says):
        report_progress(milestone=factories.make_milestone(), by=coordinator, **{"as_at": DAY, **said})
    assert (MilestoneUpdate.objects.count(), AuditEvent.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("count", "percent"), [("0", "0"), ("1", "1.33"), ("50", "66.67"), ("75", "100"), ("90", "100")]
)
def test_progress_follows_from_the_count(coordinator: User, count: str, percent: str) -> None:
    milestone = factories.make_milestone(quantity_target=75)
    update = report_progress(milestone=milestone, by=coordinator, as_at=DAY, count=Decimal(count))
    assert (update.progress, update.count) == (Decimal(percent), Decimal(count))


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"count": Decimal(1), "progress": Decimal(1)}, "either a percentage or a count"),
        ({"count": Decimal(-1)}, "below zero"),
    ],
)
def test_a_count_is_given_by_itself(coordinator: User, said: dict[str, Decimal], says: str) -> None:
    with pytest.raises(Refused, match=says):
        report_progress(milestone=factories.make_milestone(quantity_target=75), by=coordinator, as_at=DAY, **said)


def test_a_correction_is_a_later_row_with_a_reason(coordinator: User) -> None:
    milestone = factories.make_milestone()
    wrong = factories.make_update(milestone, 90)
    with pytest.raises(Refused, match="Give a reason"):
        report_progress(milestone=milestone, by=coordinator, as_at=DAY, progress=Decimal(9), correction_of=wrong)
    right = report_progress(
        milestone=milestone, by=coordinator, as_at=DAY, progress=Decimal(9), correction_of=wrong, reason="Typing slip"
    )
    assert (right.correction_of, MilestoneUpdate.objects.count()) == (wrong, 2)
    assert AuditEvent.objects.values_list("verb", "reason").get() == ("milestone.correct", "Typing slip")


def test_a_correction_belongs_to_the_same_milestone(coordinator: User) -> None:
    other = factories.make_update(factories.make_milestone(), 90)
    with pytest.raises(Refused, match="another milestone"):
        report_progress(
            milestone=factories.make_milestone(),
            by=coordinator,
            as_at=DAY,
            progress=Decimal(9),
            correction_of=other,
            reason="Slip",
        )


def test_an_action_is_reported_on_in_its_own_words(coordinator: User) -> None:
    action = factories.make_action()
    update = report_action(
        action=action, by=coordinator, as_at=DAY, stated_percent=Decimal(41), work_undertaken="Met twice"
    )
    assert ActionUpdate.objects.get() == update
    assert AuditEvent.objects.values_list("verb", "after").get() == (
        "action.update",
        {
            "as_at": "2009-09-30",
            "stated_percent": "41.00",
            "work_undertaken": "Met twice",
        },
    )


def test_an_empty_report_on_an_action_is_refused(coordinator: User) -> None:
    with pytest.raises(Refused, match="Say something"):
        report_action(action=factories.make_action(), by=coordinator, as_at=DAY)


def test_many_updates_go_in_with_few_statements(
    coordinator: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    milestones = [factories.make_milestone(factories.make_action()) for _number in range(3)]
    rows = [NewUpdate(milestone=milestone, as_at=DAY, progress=Decimal(10)) for milestone in milestones]
    for some in (rows[:1], rows):
        with django_assert_num_queries(8):  # begin, key actions, plans, locks, keys, updates, events, end
            updates = add_updates(some, by=coordinator)
    assert [update.milestone for update in updates] == milestones
    assert set(AuditEvent.objects.values_list("verb", flat=True)) == {"milestone.import"}
    assert AuditEvent.objects.count() == MilestoneUpdate.objects.filter(source=Source.IMPORTED).count() == 4


def test_many_updates_of_actions_go_in_together(coordinator: User) -> None:
    actions = [factories.make_action() for _number in range(2)]
    rows = [NewActionUpdate(action=action, as_at=DAY, stated_percent=Decimal(41)) for action in actions]
    assert [update.action for update in add_action_updates(rows, by=coordinator)] == actions
    assert list(AuditEvent.objects.order_by("id").values_list("scope", flat=True)) == [row.plan.slug for row in actions]


def test_of_many_updates_all_or_none_go_in(coordinator: User) -> None:
    rows = [NewUpdate(milestone=factories.make_milestone(), as_at=DAY, progress=Decimal(value)) for value in (10, 101)]
    with pytest.raises(Refused, match="from 0 to 100"):
        add_updates(rows, by=coordinator)
    assert MilestoneUpdate.objects.count() == 0


@pytest.mark.parametrize("state", Plan.State.values)
def test_an_import_reaches_plans_in_any_state(coordinator: User, state: str) -> None:
    milestone = factories.make_milestone(
        factories.make_action(factories.make_outcome(factories.make_plan(state=state)))
    )
    assert len(add_updates([NewUpdate(milestone=milestone, as_at=DAY, progress=Decimal(1))], by=coordinator)) == 1


@pytest.mark.parametrize("add", [add_updates, add_action_updates])
def test_only_coordinators_add_many_at_once(add: Callable[..., object]) -> None:
    with pytest.raises(Refused, match="report progress on any milestone"):
        add([], by=factories.make_user(role=Role.LEAD_OFFICER))
    assert add([], by=None) == []


def test_progress_as_at_a_day_to_come_is_refused(coordinator: User) -> None:
    plan = factories.make_plan(ends=timezone.localdate() + timedelta(days=365))
    milestone = factories.make_milestone(factories.make_action(factories.make_outcome(plan)))
    with pytest.raises(Refused, match="not lie in the future"):
        report_progress(
            milestone=milestone, by=coordinator, as_at=timezone.localdate() + timedelta(days=1), progress=Decimal(1)
        )
