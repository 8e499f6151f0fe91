"""The database refuses to change what is only ever added."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, models, transaction

from fingerpost.core import audit
from fingerpost.plans.models import Action, MilestoneChange
from tests import factories

pytestmark = pytest.mark.django_db


def row_of(model: str) -> models.Model:
    milestone = factories.make_milestone()
    with transaction.atomic():
        event = audit.record("milestone.add", milestone, by=None)
    move = MilestoneChange.objects.create(milestone=milestone, kind="due", on=date(2009, 9, 30), reason="Agreed")
    rows: dict[str, models.Model] = {
        "auditevent": event,
        "milestonechange": move,
        "milestoneupdate": factories.make_update(milestone, 10),
        "indicatorvalue": factories.make_value(factories.make_indicator(), value=10),
        "actionupdate": factories.make_action_update(milestone.action, stated_percent=10),
    }
    return rows[model]


@pytest.mark.parametrize(
    ("model", "field"),
    [
        ("auditevent", "reason"),
        ("milestonechange", "reason"),
        ("milestoneupdate", "note"),
        ("actionupdate", "work_planned"),
        ("indicatorvalue", "note"),
    ],
)
def test_the_database_refuses_to_change_a_row(model: str, field: str) -> None:
    row = row_of(model)
    table = row._meta.db_table
    says = f"Rows of {table} are only ever added, never changed. Add a new row instead."
    with pytest.raises(IntegrityError, match=says), transaction.atomic():
        type(row)._default_manager.filter(pk=row.pk).update(**{field: "Other words"})
    setattr(row, field, "Other words")
    with pytest.raises(IntegrityError, match=says), transaction.atomic():
        row.save()
    row.refresh_from_db()
    assert getattr(row, field) != "Other words"


def test_a_key_action_can_go_with_all_that_was_said_of_it() -> None:
    row_of("actionupdate")
    action = Action.objects.get()
    action.links.all().delete()
    action.delete()
    assert (MilestoneChange.objects.count(), Action.objects.count()) == (0, 0)
