"""Many milestones edited at once: all of them, or none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from fingerpost.core.models import AuditEvent
from fingerpost.core.refusals import Refused
from fingerpost.people.models import User
from fingerpost.plans import services, versions
from fingerpost.plans.models import Milestone, MilestoneChange, Plan
from fingerpost.plans.services import MilestoneRow, RowErrors
from fingerpost.plans.services.bulk import BULK_FIELDS
from tests import factories


def as_row(milestone: Milestone) -> MilestoneRow:
    seen = versions.values_of(milestone, BULK_FIELDS)
    return MilestoneRow(
        milestone.pk,
        milestone.title,
        milestone.due,
        milestone.lead,
        milestone.weight,
        milestone.quantity_target,
        milestone.quantity_unit,
        seen,
    )


def test_each_row_that_differs_is_stored_with_an_event(coordinator: User) -> None:
    first = factories.make_milestone()
    second = factories.make_milestone(first.action)
    lead = factories.make_user()
    rows = [replace(as_row(first), title="New title", lead=lead), as_row(second)]
    changed = services.bulk_edit_milestones(plan=first.action.plan, rows=rows, reason="", by=coordinator)
    first.refresh_from_db()
    assert (changed, first.title, first.lead) == (1, "New title", lead)
    event = AuditEvent.objects.get()
    assert (event.verb, event.subject_id, set(event.after)) == ("milestone.edit", str(first.pk), {"title", "lead_id"})


def test_one_faulty_cell_keeps_every_row_from_being_stored(coordinator: User) -> None:
    first = factories.make_milestone(starts=date(2009, 5, 1))
    second = factories.make_milestone(first.action)
    rows = [
        replace(as_row(first), title="New title", due=date(2009, 4, 1)),
        replace(as_row(second), title=" ", weight=Decimal(-1), quantity_target=Decimal(0)),
    ]
    with pytest.raises(RowErrors) as refusal:
        services.bulk_edit_milestones(plan=first.action.plan, rows=rows, reason="", by=coordinator)
    assert [str(error) for error in refusal.value.errors] == [
        "Row 1, Due date: The start must not be after the end.",
        "Row 2, Title: A title is needed.",
        "Row 2, Weight: Ensure this value is greater than or equal to 0.",
        "Row 2, Quantity: A quantity must be above zero.",
    ]
    assert Milestone.objects.filter(title="New title").count() == 0


def test_dates_that_move_in_a_plan_in_force_need_one_reason_and_are_kept(coordinator: User) -> None:
    milestone = factories.make_milestone()
    rows = [replace(as_row(milestone), due=date(2009, 12, 31))]
    edit = {"plan": milestone.action.plan, "rows": rows, "by": coordinator}
    with pytest.raises(Refused, match="Give a reason"):
        services.bulk_edit_milestones(reason=" ", **edit)  # type: ignore[arg-type]
    services.bulk_edit_milestones(reason="Snow", on=date(2009, 10, 1), **edit)  # type: ignore[arg-type]
    milestone.refresh_from_db()
    assert (milestone.due, milestone.original_due) == (date(2009, 12, 31), date(2009, 9, 30))
    change = MilestoneChange.objects.get()
    assert (change.from_due, change.to_due, change.reason, change.on) == (
        date(2009, 9, 30),
        date(2009, 12, 31),
        "Snow",
        date(2009, 10, 1),
    )


def test_a_first_date_in_a_plan_in_force_needs_no_reason(coordinator: User) -> None:
    milestone = factories.make_milestone(due=None)
    rows = [replace(as_row(milestone), due=date(2009, 12, 31))]
    services.bulk_edit_milestones(plan=milestone.action.plan, rows=rows, reason="", by=coordinator)
    milestone.refresh_from_db()
    assert (milestone.due, milestone.original_due) == (date(2009, 12, 31), date(2009, 12, 31))
    assert MilestoneChange.objects.get().from_due is None


def test_dates_in_a_draft_are_corrected(coordinator: User) -> None:
    outcome = factories.make_outcome(factories.make_plan(state=Plan.State.DRAFT))
    milestone = factories.make_milestone(factories.make_action(outcome))
    rows = [replace(as_row(milestone), due=date(2009, 12, 31))]
    services.bulk_edit_milestones(plan=outcome.plan, rows=rows, reason="", by=coordinator)
    milestone.refresh_from_db()
    assert (milestone.original_due, MilestoneChange.objects.count()) == (date(2009, 12, 31), 0)


def test_a_cell_that_somebody_else_changed_is_named(coordinator: User) -> None:
    milestone = factories.make_milestone()
    row = replace(as_row(milestone), weight=Decimal(3))
    services.edit_milestone(milestone=milestone, title="Theirs", by=coordinator)
    with pytest.raises(RowErrors) as refusal:
        services.bulk_edit_milestones(plan=milestone.action.plan, rows=[row], reason="", by=coordinator)
    assert [(error.row, error.field) for error in refusal.value.errors] == [(1, "title")]


def test_a_row_of_another_plan_is_not_touched(coordinator: User) -> None:
    milestone, stranger = factories.make_milestone(), factories.make_milestone()
    with pytest.raises(RowErrors, match="Row 1: This milestone is no longer in the plan"):
        services.bulk_edit_milestones(
            plan=milestone.action.plan, rows=[replace(as_row(stranger), title="Mine")], reason="", by=coordinator
        )


def test_an_ended_milestone_keeps_its_date(coordinator: User) -> None:
    milestone = factories.make_milestone(state="cancelled", state_reason="No money")
    rows = [replace(as_row(milestone), due=date(2010, 1, 1))]
    with pytest.raises(RowErrors, match="Row 1, Due date: This milestone is not active any more"):
        services.bulk_edit_milestones(plan=milestone.action.plan, rows=rows, reason="Late", by=coordinator)


def test_three_rows_take_as_many_statements_as_one(
    coordinator: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 3):
        action = factories.make_action()
        rows = [replace(as_row(factories.make_milestone(action)), due=date(2010, 1, 1)) for _ in range(count)]
        with django_assert_num_queries(7):
            services.bulk_edit_milestones(plan=action.plan, rows=rows, reason="Snow", by=coordinator)
