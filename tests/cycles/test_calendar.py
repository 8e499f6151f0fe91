"""Calendars, read by a reader of iCalendar that we did not write: icalendar's own parser, strict about the format."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from fingerpost.core.models import AuditEvent
from fingerpost.cycles.models import CycleState
from fingerpost.cycles.services.calendars import new_addresses, person_of, token_of
from fingerpost.follow_ups.services import NewFollowUp, add
from fingerpost.people.models import Role, User
from fingerpost.plans.models import Plan
from tests import factories
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> User:
    return factories.make_user(role=Role.LEAD_OFFICER, name="Ailsa Grant")


def read(user: User, which: str) -> Calendar:
    """What a subscriber without a cookie gets, parsed."""
    answer = Client().get(f"/calendars/{token_of(new_addresses(by=user))}/{which}.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content)


def days(calendar: Calendar) -> list[tuple[date, str]]:
    return [(event.decoded("dtstart"), str(event["summary"])) for event in calendar.walk("VEVENT")]


def test_a_persons_updates_milestones_and_follow_ups(lead: User, coordinator: User) -> None:
    plan = factories.make_plan(title="Better; places, 2009/10")
    request = factories.make_request(factories.make_cycle(plan), lead)
    action = factories.make_action(factories.make_outcome(plan))
    milestone = factories.make_milestone(action, title="Survey, then “report”", lead=lead, due=date(2009, 11, 30))
    factories.make_item(request, milestone)
    done = factories.make_milestone(action, lead=lead)
    factories.make_update(done, 100)
    factories.make_milestone(action, lead=coordinator)
    follow_up = add(NewFollowUp(plan=plan, text="Write to parents", owner=lead, due=date(2009, 12, 1)), by=coordinator)
    calendar = read(lead, "mine")
    assert str(calendar["x-wr-calname"]) == "Community planning partnership: due from Ailsa Grant"
    assert days(calendar) == [
        (date(2009, 10, 15), "Updates due: Better; places, 2009/10, Q2 2009/10"),
        (date(2009, 11, 30), "Milestone due: Survey, then “report”"),
        (date(2009, 12, 1), "Follow-up due: Write to parents"),
    ]
    assert [str(event["uid"]) for event in calendar.walk("VEVENT")] == [
        f"update-{request.key}@localhost",
        f"milestone-{plan.slug}-{action.slug}-{milestone.slug}@localhost",
        f"follow-up-{follow_up.key}@localhost",
    ]
    for event in calendar.walk("VEVENT"):
        assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(days=1)


def test_what_was_answered_is_not_due(lead: User) -> None:
    item = factories.make_item(factories.make_request(person=lead))
    item.state, item.submitted_at = "submitted", timezone.now()
    item.save()
    assert item.milestone
    factories.make_update(item.milestone, 100)
    assert days(read(lead, "mine")) == []


def test_a_moved_date_moves_the_entry(lead: User) -> None:
    milestone = factories.make_milestone(lead=lead, due=date(2009, 11, 30))
    before = [event["uid"] for event in read(lead, "mine").walk("VEVENT")]
    milestone.due = date(2009, 12, 31)
    milestone.save()
    after = read(lead, "mine")
    assert [event["uid"] for event in after.walk("VEVENT")] == before
    assert days(after)[0][0] == date(2009, 12, 31)


def test_reporting_dates_of_plans_in_force(lead: User) -> None:
    plan = factories.make_plan(title="Better places")
    factories.make_cycle(plan, state=CycleState.PLANNED)
    factories.make_cycle(factories.make_plan(state=Plan.State.DRAFT), state=CycleState.PLANNED)
    assert days(read(lead, "reporting")) == [
        (date(2009, 10, 1), "Reporting opens: Better places, Q2 2009/10"),
        (date(2009, 10, 15), "Reporting due: Better places, Q2 2009/10"),
        (date(2009, 10, 22), "Reporting closes: Better places, Q2 2009/10"),
    ]


def test_an_address_ends_when_it_is_renewed_and_when_its_owner_leaves(lead: User) -> None:
    old = token_of(new_addresses(by=lead))
    assert person_of(old) == lead
    new = token_of(new_addresses(by=lead))
    assert (person_of(old), person_of(new)) == (None, lead)
    assert list(AuditEvent.objects.order_by("id").values_list("verb", flat=True)) == ["calendar.add", "calendar.renew"]
    lead.is_active = False
    lead.save()
    assert person_of(new) is None


@pytest.mark.parametrize("size", [1, 3])
def test_ones_own_takes_the_same_queries_at_any_size(lead: User, django_assert_num_queries: Any, size: int) -> None:
    for _number in range(size):
        factories.make_item(factories.make_request(person=lead))
    token = token_of(new_addresses(by=lead))
    with django_assert_num_queries(5):
        answer = Client().get(f"/calendars/{token}/mine.ics")
    assert answer.content.count(b"BEGIN:VEVENT") == 2 * size


def test_the_page_shows_addresses_once_they_are_made(lead: User) -> None:
    client = signed_in(lead)
    assert ".ics" not in client.get("/calendars/").content.decode()
    client.post("/calendars/")
    page = client.get("/calendars/").content.decode()
    assert f"/calendars/{token_of(lead.calendar_feed)}/mine.ics" in page
