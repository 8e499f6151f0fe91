"""Approved periods: what a lock refuses, and late corrections, which say why they come and what they change."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from fingerpost.core.models import AuditEvent
from fingerpost.core.periods import Period
from fingerpost.core.refusals import Refused
from fingerpost.core.words import day_words
from fingerpost.papers.milestones_report import milestones_report
from fingerpost.people.models import Role, User
from fingerpost.plans.models import Action, Milestone, Plan
from fingerpost.plans.rules import why_not_delete_plan
from fingerpost.reporting import services
from fingerpost.reporting.models import ActionUpdate, MilestoneUpdate, PeriodLock
from fingerpost.reporting.moment import Moment
from fingerpost.reporting.queries import milestone_as_at
from fingerpost.reporting.rollup import roll_up
from fingerpost.reporting.services import NewActionUpdate, NewUpdate
from tests import factories

pytestmark = pytest.mark.django_db
LAST = date(2009, 9, 30)
Q2 = Period.parse("2009-10-q2")
LATE = (
    "Q2 2009/10 was approved on 2 November 2009 and is locked. What you say as at a day up to 30 September 2009 is a "
    "late correction: give the reason for it."
)


@pytest.fixture
def milestone() -> Milestone:
    """Of a plan whose second quarter is locked."""
    row = factories.make_milestone()
    factories.make_lock(row.action.plan)
    return row


def report(milestone: Milestone, by: User, as_at: date = LAST, **said: Any) -> MilestoneUpdate:
    return services.report_progress(milestone=milestone, by=by, **{"as_at": as_at, "progress": Decimal(60), **said})


@pytest.mark.parametrize("day", [date(2009, 4, 1), date(2009, 9, 29), LAST])
def test_a_day_up_to_the_last_of_a_locked_period_needs_a_reason(
    milestone: Milestone, coordinator: User, day: date
) -> None:
    with pytest.raises(Refused) as refusal:
        report(milestone, coordinator, day, reason=" ")
    assert refusal.value.reason == LATE
    assert not MilestoneUpdate.objects.exists()


def test_the_day_after_a_locked_period_is_free(milestone: Milestone, coordinator: User) -> None:
    update = report(milestone, coordinator, date(2009, 10, 1))
    assert (update.late_for, update.correction_of, update.reason) == (None, None, "")


def test_a_late_correction_points_to_what_held_as_at_its_day(milestone: Milestone, coordinator: User) -> None:
    factories.make_update(milestone, 20, as_at=date(2009, 6, 30))
    held = factories.make_update(milestone, 40, as_at=date(2009, 9, 12))
    factories.make_update(milestone, 90, as_at=date(2009, 10, 1))
    late = report(milestone, coordinator, reason="Two courses were not counted")
    assert (late.correction_of, late.late_for) == (held, PeriodLock.objects.get())
    event = AuditEvent.objects.get()
    assert (event.verb, event.reason) == ("milestone.correct", "Two courses were not counted")


def test_a_late_first_entry_corrects_nothing_and_has_its_reason(milestone: Milestone, coordinator: User) -> None:
    late = report(milestone, coordinator, reason="The lead officer was ill")
    assert (late.correction_of, late.late_for) == (None, PeriodLock.objects.get())
    assert AuditEvent.objects.get().verb == "milestone.correct"


def test_a_key_action_is_locked_like_its_milestones(milestone: Milestone, coordinator: User) -> None:
    action = milestone.action
    before = factories.make_action_update(action, stated_percent=40)
    said: dict[str, Any] = {"action": action, "by": coordinator, "as_at": LAST, "stated_percent": Decimal(50)}
    with pytest.raises(Refused) as refusal:
        services.report_action(**said)
    assert refusal.value.reason == LATE
    late = services.report_action(**said, reason="Added up wrongly")
    assert (late.correction_of, late.late_for, late.reason) == (before, PeriodLock.objects.get(), "Added up wrongly")


@pytest.mark.parametrize("lifted", [{}, {"lifted_at": timezone.now(), "lift_reason": "A whole theme was missing"}])
def test_only_a_lock_in_force_refuses(coordinator: User, lifted: dict[str, Any]) -> None:
    milestone = factories.make_milestone()
    factories.make_lock(milestone.action.plan if lifted else None, **lifted)
    assert report(milestone, coordinator).late_for is None


def test_of_two_locks_the_one_that_ends_first_is_named(milestone: Milestone, coordinator: User) -> None:
    factories.make_lock(milestone.action.plan, "2009-10-q1")
    late = report(milestone, coordinator, date(2009, 6, 30), reason="Late")
    assert late.late_for is not None
    assert late.late_for.period == "2009-10-q1"


def test_many_updates_into_a_locked_period_are_refused_as_a_whole(milestone: Milestone, coordinator: User) -> None:
    free = factories.make_milestone()
    rows = [NewUpdate(milestone=row, as_at=LAST, progress=Decimal(10)) for row in (free, milestone)]
    with pytest.raises(Refused) as refusal:
        services.add_updates(rows, by=coordinator)
    assert refusal.value.reason == (
        f"Nothing was stored: Q2 2009/10 of “{milestone.action.plan}” was approved on 2 November 2009 and is locked. "
        "Unlock the period first, give each late correction by hand with its reason, or choose a day after "
        "30 September 2009."
    )
    with pytest.raises(Refused, match="Nothing was stored"):
        services.add_action_updates(
            [NewActionUpdate(action=milestone.action, as_at=LAST, stated_percent=Decimal(10))], by=coordinator
        )
    assert (MilestoneUpdate.objects.count(), ActionUpdate.objects.count()) == (0, 0)


def test_one_of_many_goes_in_late_with_a_reason_of_its_own(milestone: Milestone, coordinator: User) -> None:
    before = factories.make_update(milestone, 40)
    row = NewUpdate(milestone=milestone, as_at=LAST, progress=Decimal(10), reason="From the sheet that came late")
    (update,) = services.add_updates([row], by=coordinator)
    assert (update.correction_of, update.late_for) == (before, PeriodLock.objects.get())


def test_the_approved_figures_can_be_made_again(coordinator: User) -> None:
    milestone = factories.make_milestone()
    plan = milestone.action.plan
    factories.make_update(milestone, 40)
    lock = services.lock_period(plan=plan, period=Q2, by=coordinator)
    report(milestone, coordinator, reason="Two courses were not counted")
    now, approved = roll_up(plan, as_at=LAST), roll_up(plan, as_at=LAST, known_at=lock.locked_at)
    assert (now.shown, approved.shown) == (60, 40)


def test_a_period_is_locked_once_and_when_it_is_over(coordinator: User) -> None:
    plan = factories.make_plan(ends=date(2999, 3, 31))
    lock = services.lock_period(plan=plan, period=Q2, by=coordinator)
    assert (lock.ends, lock.locked_by) == (LAST, coordinator)
    with pytest.raises(Refused, match="Q2 2009/10 is locked already"):
        services.lock_period(plan=plan, period=Q2, by=coordinator)
    current = Period.containing(timezone.localdate(), "year")
    with pytest.raises(Refused) as refusal:
        services.lock_period(plan=plan, period=current, by=coordinator)
    assert refusal.value.reason == f"{current.label} is not over yet: it ends on {day_words(current.end)}."


def test_a_lock_is_lifted_with_a_reason_and_stays_on_record(coordinator: User) -> None:
    plan = factories.make_plan()
    lock = services.lock_period(plan=plan, period=Q2, by=coordinator)
    with pytest.raises(Refused, match="Give a reason"):
        services.lift_lock(lock=lock, reason=" ", by=coordinator)
    lifted = services.lift_lock(lock=lock, reason="A theme was missing", by=coordinator)
    with pytest.raises(Refused, match="Q2 2009/10 is not locked any more"):
        services.lift_lock(lock=lifted, reason="Again", by=coordinator)
    services.lock_period(plan=plan, period=Q2, by=coordinator)
    assert [event.verb for event in AuditEvent.objects.order_by("id")] == [
        "periodlock.lock",
        "periodlock.lift",
        "periodlock.lock",
    ]
    assert PeriodLock.objects.filter(plan=plan).count() == 2


def test_the_database_holds_one_lock_in_force_for_a_period() -> None:
    lock = factories.make_lock()
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.make_lock(lock.plan)
    with pytest.raises(IntegrityError), transaction.atomic():
        PeriodLock.objects.filter(pk=lock.pk).update(lifted_at=timezone.now())


def address(row: Milestone | Action, page: str = "update/") -> str:
    action = row.action if isinstance(row, Milestone) else row
    root = f"/plans/{action.plan.slug}/actions/{action.slug}/"
    return f"{root}milestones/{row.slug}/{page}" if isinstance(row, Milestone) else root + page


def shown(client: Client, url: str) -> str:
    return " ".join(client.get(url).content.decode().split())


def test_the_form_asks_for_the_reason_once_the_day_lies_in_a_locked_period(
    milestone: Milestone, coordinator_client: Client
) -> None:
    assert "reason" not in coordinator_client.get(address(milestone)).context["form"].fields
    said = {"as_at": "30/9/2009", "progress": "60"}
    form = coordinator_client.post(address(milestone), said).context["form"]
    assert dict(form.errors) == {"reason": [LATE]}
    assert form.fields["reason"].label == "Reason for a late correction"
    assert coordinator_client.post(address(milestone), {**said, "reason": "Miscounted"}).status_code == 302
    assert MilestoneUpdate.objects.get().reason == "Miscounted"


def test_the_form_of_a_key_action_asks_likewise(milestone: Milestone, coordinator_client: Client) -> None:
    said = {"as_at": "30/9/2009", "work_planned": "Two more meetings"}
    form = coordinator_client.post(address(milestone.action), said).context["form"]
    assert dict(form.errors) == {"reason": [LATE]}
    assert coordinator_client.post(address(milestone.action), {**said, "reason": "Forgotten"}).status_code == 302
    assert ActionUpdate.objects.get().late_for == PeriodLock.objects.get()


def marked(update: MilestoneUpdate | ActionUpdate) -> str:
    return (
        f"Corrected on {day_words(update.recorded_at)}, after Q2 2009/10 was approved. Before: 40%, as at "
        "30 September 2009. Reason: Miscounted"
    )


def test_corrected_figures_are_marked_on_pages_and_papers(
    milestone: Milestone, coordinator: User, coordinator_client: Client
) -> None:
    factories.make_update(milestone, 40)
    factories.make_action_update(milestone.action, stated_percent=40)
    late = report(milestone, coordinator, reason="Miscounted")
    stated = services.report_action(
        action=milestone.action, by=coordinator, as_at=LAST, stated_percent=Decimal(60), reason="Miscounted"
    )
    mark, plan = marked(late), milestone.action.plan
    assert shown(coordinator_client, address(milestone, "")).count(mark) == 2  # beside the figure, and in the history
    page = shown(coordinator_client, address(milestone.action, "?as-at=2009-09-30"))
    assert (page.count(mark), page.count(marked(stated))) == (3, 3)
    paper = str(milestones_report(plan, period=Q2))
    assert f"{milestone.title}: {mark}" in paper
    assert f"Text(text='{marked(stated)}'" in paper


def test_a_late_first_entry_is_marked_too(milestone: Milestone, coordinator: User) -> None:
    late = report(milestone, coordinator, reason="The lead officer was ill")
    correction = milestone_as_at(milestone, Moment(LAST)).correction
    assert correction == late.correction
    assert correction is not None
    assert correction.words == (
        f"Corrected on {day_words(late.recorded_at)}, after Q2 2009/10 was approved. Before: no figure. "
        "Reason: The lead officer was ill"
    )


def test_what_was_reported_in_time_is_not_marked(milestone: Milestone) -> None:
    wrong = factories.make_update(milestone, 9)
    factories.make_update(milestone, 90, correction_of=wrong, reason="A slip before approval")
    assert milestone_as_at(milestone, Moment(LAST)).correction is None


def test_a_lead_officer_may_correct_late_too() -> None:
    lead = factories.make_user(role=Role.LEAD_OFFICER)
    milestone = factories.make_milestone(lead=lead)
    factories.make_lock(milestone.action.plan)
    assert report(milestone, lead, reason="Miscounted").by == lead


def test_a_plan_with_an_approved_period_stays(coordinator: User) -> None:
    plan = factories.make_plan(state=Plan.State.DRAFT)
    factories.make_lock(plan)
    assert why_not_delete_plan(coordinator, plan) == f"Other records point to “{plan}”, so it must stay."
