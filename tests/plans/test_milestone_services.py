"""What may happen to a milestone, and what is kept of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from fingerpost.core.models import AuditEvent
from fingerpost.core.refusals import Refused
from fingerpost.people.models import Role, User
from fingerpost.plans import services, versions
from fingerpost.plans.models import Milestone, MilestoneChange, MilestoneState, Plan
from tests import factories


def draft_milestone() -> Milestone:
    plan = factories.make_plan(state=Plan.State.DRAFT)
    return factories.make_milestone(factories.make_action(factories.make_outcome(plan)))


def test_a_moved_due_date_keeps_the_original_and_the_reason(coordinator: User) -> None:
    milestone = factories.make_milestone(due=date(2009, 9, 30))
    services.move_due_date(
        milestone=milestone, due=date(2009, 12, 31), reason=" Funding came late. ", by=coordinator, on=date(2009, 10, 2)
    )
    milestone.refresh_from_db()
    assert (milestone.due, milestone.original_due) == (date(2009, 12, 31), date(2009, 9, 30))
    change = milestone.changes.get()
    assert (change.kind, change.on, change.from_due, change.to_due, change.reason, change.by) == (
        "due",
        date(2009, 10, 2),
        date(2009, 9, 30),
        date(2009, 12, 31),
        "Funding came late.",
        coordinator,
    )
    event = AuditEvent.objects.get()
    assert (event.verb, event.before, event.after, event.reason, event.scope) == (
        "milestone.move-due",
        {"due": "2009-09-30"},
        {"due": "2009-12-31"},
        "Funding came late.",
        milestone.action.plan.slug,
    )


def test_a_due_date_moves_without_a_reason_only_in_a_draft(coordinator: User) -> None:
    in_force, draft = factories.make_milestone(), draft_milestone()
    services.move_due_date(milestone=draft, due=date(2009, 12, 31), reason="", by=coordinator)
    assert MilestoneChange.objects.get().milestone == draft
    with pytest.raises(Refused, match="Give a reason"):
        services.move_due_date(milestone=in_force, due=date(2009, 12, 31), reason=" ", by=coordinator)


def test_moving_a_due_date_to_where_it_is_changes_nothing(coordinator: User) -> None:
    milestone = factories.make_milestone()
    services.move_due_date(milestone=milestone, due=milestone.due, reason="", by=coordinator)
    assert (MilestoneChange.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_correcting_a_date_in_a_draft_corrects_the_original_date_too(coordinator: User) -> None:
    milestone = services.edit_milestone(milestone=draft_milestone(), due=date(2009, 12, 31), by=coordinator)
    assert (milestone.due, milestone.original_due) == (date(2009, 12, 31), date(2009, 12, 31))
    assert MilestoneChange.objects.count() == 0


def test_a_plan_in_force_takes_a_first_date_but_no_other_without_a_move(coordinator: User) -> None:
    milestone = factories.make_milestone(due=None)
    milestone = services.edit_milestone(milestone=milestone, due=date(2009, 12, 31), by=coordinator)
    assert (milestone.due, milestone.original_due) == (date(2009, 12, 31), date(2009, 12, 31))
    assert milestone.changes.get().from_due is None
    with pytest.raises(Refused, match="move the date and give a reason"):
        services.edit_milestone(milestone=milestone, due=date(2010, 1, 31), by=coordinator)


def test_an_edit_stores_only_what_differs(coordinator: User) -> None:
    milestone = factories.make_milestone(title="Open the hall", weight=Decimal(1))
    services.edit_milestone(milestone=milestone, title="Open the hall ", weight=Decimal("2.5"), by=coordinator)
    event = AuditEvent.objects.get()
    assert (event.verb, event.before, event.after) == ("milestone.edit", {"weight": "1.00"}, {"weight": "2.5"})


def test_an_edit_of_something_that_changed_meanwhile_is_a_conflict(coordinator: User) -> None:
    milestone = factories.make_milestone(title="Open the hall")
    seen = versions.values_of(milestone, ["title", "due"])
    services.edit_milestone(milestone=milestone, title="Open the town hall", by=coordinator)
    with pytest.raises(versions.Conflict) as conflict:
        services.edit_milestone(milestone=milestone, title="Open both halls", by=coordinator, seen=seen)
    assert conflict.value.meanwhile == [versions.Meanwhile("title", "Open the hall", "Open the town hall")]
    milestone.refresh_from_db()
    assert milestone.title == "Open the town hall"


@pytest.mark.parametrize("weight", [Decimal(-1), Decimal("1.234")])
def test_a_weight_that_the_column_cannot_hold_is_refused(coordinator: User, weight: Decimal) -> None:
    with pytest.raises(Refused, match="Weight: Ensure"):
        services.edit_milestone(milestone=factories.make_milestone(), weight=weight, by=coordinator)


def test_a_start_after_the_due_date_is_refused(coordinator: User) -> None:
    with pytest.raises(Refused, match="The start must not be after the end"):
        services.edit_milestone(milestone=factories.make_milestone(), starts=date(2009, 10, 1), by=coordinator)


def test_a_lead_officer_may_not_change_the_plan(db: None) -> None:
    milestone = factories.make_milestone()
    with pytest.raises(Refused, match="These roles may: Administrator, Coordinator"):
        services.edit_milestone(milestone=milestone, title="Mine", by=factories.make_user(role=Role.LEAD_OFFICER))


def test_cancelling_keeps_the_reason_and_the_day(coordinator: User) -> None:
    milestone = factories.make_milestone()
    milestone = services.cancel_milestone(
        milestone=milestone, reason="Funding withdrawn", by=coordinator, on=date(2009, 8, 1)
    )
    assert (milestone.state, milestone.state_reason) == (MilestoneState.CANCELLED, "Funding withdrawn")
    change = milestone.changes.get()
    assert (change.kind, change.on, change.from_state, change.to_state) == (
        "state",
        date(2009, 8, 1),
        "active",
        "cancelled",
    )


def test_a_cancelled_milestone_is_not_cancelled_again_but_comes_back(coordinator: User) -> None:
    milestone = services.cancel_milestone(milestone=factories.make_milestone(), reason="No money", by=coordinator)
    with pytest.raises(Refused, match=r"is not active any more \(cancelled\). Reinstate it first."):
        services.cancel_milestone(milestone=milestone, reason="Again", by=coordinator)
    milestone = services.reinstate_milestone(milestone=milestone, reason="Money found", by=coordinator)
    assert (milestone.state, milestone.state_reason) == ("active", "")
    assert [change.to_state for change in milestone.changes.all()] == ["cancelled", "active"]


def test_an_active_milestone_cannot_be_reinstated(coordinator: User) -> None:
    with pytest.raises(Refused, match="is active, so there is nothing to reinstate"):
        services.reinstate_milestone(milestone=factories.make_milestone(), reason="Why not", by=coordinator)


def test_a_milestone_is_merged_into_another_of_the_same_plan(coordinator: User) -> None:
    into = factories.make_milestone()
    milestone = services.merge_milestone(
        milestone=factories.make_milestone(into.action), into=into, reason="Same thing", by=coordinator
    )
    assert (milestone.state, milestone.merged_into) == ("merged", into)
    back = services.reinstate_milestone(milestone=milestone, reason="Not the same", by=coordinator)
    assert (back.state, back.merged_into) == ("active", None)


def test_merging_into_itself_an_ended_one_or_another_plan_is_refused(coordinator: User) -> None:
    milestone = factories.make_milestone()
    ended = factories.make_milestone(milestone.action, state="cancelled", state_reason="No money")
    for into, reason in [
        (milestone, "cannot be merged into itself"),
        (ended, "is not active, so nothing can be merged into it"),
        (factories.make_milestone(), "belongs to another plan"),
    ]:
        with pytest.raises(Refused, match=reason):
            services.merge_milestone(milestone=milestone, into=into, reason="Same thing", by=coordinator)


def test_a_moved_milestone_goes_last_with_a_slug_free_in_its_new_action(coordinator: User) -> None:
    milestone = factories.make_milestone(title="Report", slug="report")
    to = factories.make_action(milestone.action.links.get().outcome)
    there = factories.make_milestone(to, title="Report", slug="report")
    moved = services.move_milestone(milestone=milestone, to=to, by=coordinator)
    assert (moved.action, moved.slug, moved.position) == (to, "report-2", there.position + 1)


def test_a_milestone_does_not_move_to_another_plan(coordinator: User) -> None:
    with pytest.raises(Refused, match="Carry the milestone forward instead"):
        services.move_milestone(milestone=factories.make_milestone(), to=factories.make_action(), by=coordinator)


def test_only_a_milestone_without_reports_or_history_is_deleted(coordinator: User) -> None:
    reported, changed, blank = factories.make_milestone(), factories.make_milestone(), factories.make_milestone()
    factories.make_update(reported, 50)
    services.move_due_date(milestone=changed, due=date(2010, 1, 1), reason="Late", by=coordinator)
    with pytest.raises(Refused, match=r"has been reported on, so it must stay. Cancel it instead."):
        services.delete_milestone(milestone=reported, by=coordinator)
    with pytest.raises(Refused, match="has a history"):
        services.delete_milestone(milestone=changed, by=coordinator)
    services.delete_milestone(milestone=blank, by=coordinator)
    assert set(Milestone.objects.all()) == {reported, changed}
    event = AuditEvent.objects.filter(verb="milestone.delete").get()
    assert (event.subject_title, event.before["due"]) == (blank.title, "2009-09-30")


def test_a_new_milestone_comes_last_in_its_action(coordinator: User) -> None:
    first = factories.make_milestone()
    added = services.add_milestone(action=first.action, title="Then this", due=date(2010, 1, 31), by=coordinator)
    assert list(first.action.milestones.all()) == [first, added]
    assert added.original_due == date(2010, 1, 31)
