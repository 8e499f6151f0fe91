from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection, transaction

from fingerpost.core import audit, history
from fingerpost.core.history import Change
from fingerpost.core.models import AuditEvent
from fingerpost.core.queries import history_of
from fingerpost.people.models import GroupKind
from tests import factories


@pytest.mark.django_db(transaction=True)
def test_an_event_is_stored_only_in_a_transaction() -> None:
    area = factories.make_area()
    assert not connection.in_atomic_block
    with pytest.raises(RuntimeError):
        audit.record("area.edit", area, by=None)
    with transaction.atomic():
        audit.record("area.edit", area, by=None)
    assert AuditEvent.objects.count() == 1


@pytest.mark.django_db
def test_only_fields_that_differ_are_changes() -> None:
    group = factories.make_group(name="Smarter", kind=GroupKind.THEME)
    before, after = audit.changes(group, {"name": "Learning", "kind": GroupKind.THEME})
    assert (before, after) == ({"name": "Smarter"}, {"name": "Learning"})
    assert group.name == "Smarter"


@pytest.mark.django_db
def test_values_are_kept_as_json_can_hold_them() -> None:
    person = factories.make_user(name="Ann")
    assert audit.plain_value({"due": date(2009, 9, 30), "weight": Decimal("1.50"), "lead": person, "tags": {1}}) == {
        "due": "2009-09-30",
        "weight": "1.50",
        "lead": f"Ann ({person.pk})",
        "tags": [1],
    }


@pytest.mark.django_db
def test_the_history_of_a_thing_is_its_own_the_latest_first() -> None:
    group, other = factories.make_group(), factories.make_group()
    events = [audit.record("group.edit", thing, by=None) for thing in [group, other, group]]
    assert list(history_of(group)) == [events[2], events[0]]
    assert list(history_of(group, limit=1)) == [events[2]]


def words_of(**values: object) -> list[Change]:
    after = {name: audit.plain_value(value) for name, value in values.items()}
    return history.changes_of(AuditEvent(verb="group.edit", subject_type="group", before={}, after=after))


def test_stored_values_are_shown_in_words() -> None:
    assert words_of(kind=GroupKind.STRATEGIC, name="Smarter (2)", slug="smarter") == [
        Change("Kind", "", "Strategic group"),
        Change("Name", "", "Smarter"),
    ]
    assert words_of(due=date(2009, 9, 30), done=True, left=[], members=["Ann (7)", "Bob (8)"], count=0) == [
        Change("Due", "", "30 September 2009"),
        Change("Done", "", "yes"),
        Change("Left", "", ""),
        Change("Members", "", "Ann, Bob"),
        Change("Count", "", "0"),
    ]
    assert words_of(period="2009-10-h1", targets={"2009-10": 75, "school-2009-10": 80}, of="2009-10-q9") == [
        Change("Period", "", "H1 2009/10"),
        Change("Targets", "", "2009/10: 75, School year 2009/10: 80"),
        Change("Of", "", "2009-10-q9"),
    ]
    assert words_of(at=datetime(2009, 10, 20, 8, 30, 5, 7, tzinfo=UTC)) == [Change("At", "", "20 October 2009, 09:30")]


def test_verbs_and_kinds_are_shown_in_words_and_unknown_ones_as_they_are() -> None:
    assert history.act_words("milestone.carry-forward") == "carried forward"
    assert history.act_words("milestone.turn_round") == "turn round"
    assert history.kind_words("user") == "Person"
    assert history.kind_words("membership") == "Membership"
    assert history.kind_words("gone") == "gone"
