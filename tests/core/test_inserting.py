from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from fingerpost.core import audit
from fingerpost.core.inserting import create_many, insert_values, new_row, reserve_keys, update_many
from fingerpost.core.models import AuditEvent
from fingerpost.plans.models import Milestone
from fingerpost.reporting.models import MilestoneUpdate
from tests import factories

pytestmark = pytest.mark.django_db


def values_of(row: Any) -> dict[str, Any]:
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in {"id", "slug", "title", "recorded_at"}
    }


def test_many_rows_get_the_keys_and_values_that_one_by_one_they_would() -> None:
    action = factories.make_action()
    fields = {"action": action, "due": date(2009, 9, 30), "weight": Decimal("1.50"), "position": 3}
    first = Milestone.objects.create(title="First", slug="first", **fields)
    many = create_many(Milestone, [Milestone(title=f"M {n}", slug=f"m-{n}", **fields) for n in range(1001)])
    assert [row.pk for row in many] == list(range(first.pk + 1, first.pk + 1002))
    stored = Milestone.objects.get(pk=many[-1].pk)
    assert (stored.title, values_of(stored)) == ("M 1000", values_of(Milestone.objects.get(pk=first.pk)))
    many[0].title = "Changed"
    many[0].save()
    assert Milestone.objects.get(pk=many[0].pk).title == "Changed"


def test_a_row_added_afterwards_gets_a_key_of_its_own() -> None:
    action = factories.make_action()
    [row] = create_many(Milestone, [Milestone(title="One", slug="one", action=action)])
    assert Milestone.objects.create(title="Two", slug="two", action=action).pk == row.pk + 1


def test_the_moment_of_recording_is_set() -> None:
    milestone = factories.make_milestone()
    [row] = create_many(MilestoneUpdate, [MilestoneUpdate(milestone=milestone, as_at=date(2009, 9, 30), progress=40)])
    before = MilestoneUpdate.objects.create(milestone=milestone, as_at=date(2009, 9, 30), progress=40)
    assert abs((before.recorded_at - row.recorded_at).total_seconds()) < 5
    assert values_of(MilestoneUpdate.objects.get(pk=row.pk)) == values_of(before)


def test_events_are_stored_as_one_by_one() -> None:
    milestone = factories.make_milestone(title="Survey “the” path's length")
    event = {"by": factories.make_user(), "after": {"due": date(2009, 9, 30), "note": "Ünïcode"}, "scope": "plan"}
    audit.record_all([audit.event("milestone.edit", milestone, **event) for _number in range(2)])
    one = audit.record("milestone.edit", milestone, **event)
    for stored in AuditEvent.objects.all():
        stored.at = one.at
        assert values_of(stored) == values_of(one)


def test_no_rows_take_no_statement(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert (create_many(Milestone, []), insert_values(AuditEvent, ["verb"], [])) == ([], 0)


def test_reserved_keys_follow_those_that_are_there() -> None:
    milestone = factories.make_milestone()
    assert reserve_keys(Milestone, 2) == [milestone.pk + 1, milestone.pk + 2]


def test_many_rows_are_updated_each_with_its_own_values() -> None:
    rows = [factories.make_milestone() for _number in range(3)]
    for number, row in enumerate(rows):
        row.title, row.due, row.weight, row.lead = f"New {number}", None, Decimal(number), factories.make_user()
    update_many(Milestone, rows[:2], ["title", "due", "weight", "lead"])
    stored = {row.pk: row for row in Milestone.objects.all()}
    assert [(stored[row.pk].title, values_of(stored[row.pk])) for row in rows[:2]] == [
        (row.title, values_of(row)) for row in rows[:2]
    ]
    assert stored[rows[2].pk].title != "New 2"


def test_a_quick_row_is_the_row_that_its_model_makes() -> None:
    action = factories.make_action()
    given = {"action": action, "title": "Plant trees", "slug": "plant-trees", "due": date(2009, 9, 30), "lead": None}
    quick, plain = new_row(Milestone, **given), Milestone(**given)
    fields = [field.attname for field in Milestone._meta.concrete_fields]
    assert [getattr(quick, name) for name in fields] == [getattr(plain, name) for name in fields]
    assert (quick._state.adding, quick._state.db) == (plain._state.adding, plain._state.db)
    quick.save()
    assert (Milestone.objects.get().title, quick.action) == ("Plant trees", action)


def test_quick_rows_share_no_state() -> None:
    one, other = new_row(Milestone, title="One"), new_row(Milestone, title="Other")
    one.action = factories.make_action()
    assert (other.action_id, other.title, Milestone().title) == (None, "Other", "")
