"""The page of a cycle, and of one person in it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from fingerpost.core.models import AuditEvent
from fingerpost.cycles import dashboard
from fingerpost.cycles.dashboard import Answers, Compared
from fingerpost.cycles.models import Cycle, Item, ItemState, Request
from fingerpost.people.models import User
from tests import factories
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db
TODAY = date(2009, 10, 16)
THEN = datetime(2009, 10, 5, 9, tzinfo=UTC)


@pytest.fixture
def cycle() -> Cycle:
    return factories.make_cycle()


@pytest.fixture
def client(coordinator: User) -> Client:
    return signed_in(coordinator)


def give(item: Item, state: str = ItemState.SUBMITTED, progress: int = 50) -> Item:
    """The answer to an item, straight into the database."""
    assert item.milestone
    item.milestone_update = factories.make_update(item.milestone, progress)
    item.state, item.submitted_at, item.reason = state, THEN, "No date" if state == ItemState.RETURNED else ""
    item.save()
    return item


def ask(cycle: Cycle, items: int, **fields: Any) -> Request:
    request = factories.make_request(cycle, **fields)
    for _number in range(items):
        factories.make_item(request)
    return request


def test_people_and_items_add_up(cycle: Cycle) -> None:
    whole, partly, silent = ask(cycle, 1), ask(cycle, 2), ask(cycle, 1)
    ask(cycle, 2, due_on=date(2009, 10, 30))
    give(whole.items.get(), ItemState.APPROVED)
    give(partly.items.all()[0])
    give(silent.items.get(), ItemState.RETURNED)
    found = dashboard.answers_of(cycle, TODAY)
    assert found == Answers(
        people=4, answered=1, partly=1, late=2, items=6, given=2, returned=1, handed_back=0, to_approve=1
    )
    assert found.silent == 2
    assert [row.pk for row in dashboard.requests_of(cycle, "partly")] == [partly.pk]
    assert {row.pk for row in dashboard.requests_of(cycle, "answered")} == {whole.pk}


def test_whoever_has_nothing_left_is_not_counted(cycle: Cycle) -> None:
    item = ask(cycle, 1).items.get()
    item.state, item.reason = ItemState.HANDED_BACK, "Moved to Housing"
    item.save()
    found = dashboard.answers_of(cycle, TODAY)
    assert (found.people, found.items, found.handed_back, found.share) == (0, 0, 1, None)
    assert not dashboard.requests_of(cycle, "late")


@pytest.mark.parametrize(("due", "late"), [(TODAY, 0), (TODAY - timedelta(days=1), 1)])
def test_late_is_from_the_day_after(cycle: Cycle, due: date, late: int) -> None:
    ask(cycle, 1, due_on=due)
    assert dashboard.answers_of(cycle, TODAY).late == late


def test_what_changed_since_the_period_before(cycle: Cycle) -> None:
    outcome = factories.make_outcome(cycle.plan)
    done = factories.make_milestone(factories.make_action(outcome))
    factories.make_update(done, 20, as_at=date(2009, 6, 30))
    factories.make_update(done, 100, as_at=date(2009, 9, 30))
    lines = dashboard.news_of(cycle, TODAY).lines
    assert lines == [
        Compared(cycle.plan.title, "20%", "100%", "+80", True),
        Compared("Milestones complete", "0", "1", "+1", True),
        Compared("Overdue", "0", "0", "no change", None),
        Compared("With a moved due date", "0", "0", "no change", None),
        Compared(outcome.title, "20%", "100%", "+80", True),
    ]


def test_more_overdue_is_worse_and_nothing_is_compared_with_nothing(cycle: Cycle) -> None:
    assert dashboard.count_line("Overdue", 1, 3, more_is_better=False) == Compared("Overdue", "1", "3", "+2", False)
    assert dashboard.percent_line("A", None, None).better is None
    first = factories.make_cycle(cycle.plan, "2009-10-q1", opens_on=date(2009, 7, 1))
    assert dashboard.news_of(first, TODAY).lines == []


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_takes_the_same_queries_at_any_size(
    client: Client, cycle: Cycle, django_assert_num_queries: Any, size: int
) -> None:
    for _number in range(size):
        item = give(ask(cycle, 2).items.all()[0])
        assert item.milestone
        factories.make_milestone(item.milestone.action, due=date(2009, 8, 1))
    with django_assert_num_queries(27):
        page = client.get(f"/plans/{cycle.plan.slug}/reporting/2009-10-q2/").content.decode()
    assert page.count("1 of 2</td>") == size


@pytest.mark.parametrize("size", [1, 3])
def test_one_persons_page_takes_the_same_queries_at_any_size(
    client: Client, cycle: Cycle, django_assert_num_queries: Any, size: int
) -> None:
    request = ask(cycle, size)
    with django_assert_num_queries(6):
        page = client.get(f"/plans/{cycle.plan.slug}/reporting/2009-10-q2/people/{request.key}/").content.decode()
    assert page.count("Waiting for an answer") == size


def test_the_page_of_a_planned_cycle_leads_to_its_preview(client: Client) -> None:
    cycle = factories.make_cycle(state="planned")
    page = client.get(f"/plans/{cycle.plan.slug}/reporting/2009-10-q2/").content.decode()
    assert f"/plans/{cycle.plan.slug}/reporting/2009-10-q2/open/" in page


def test_a_person_gets_longer(client: Client, cycle: Cycle) -> None:
    request, later = ask(cycle, 1), timezone.localdate() + timedelta(days=5)
    url = f"/plans/{cycle.plan.slug}/reporting/2009-10-q2/people/{request.key}/extend/"
    refused = client.post(url, {"due_on": "1/10/2009", "reason": "Ill"}).content.decode()
    assert "Give a day after 15 October 2009, the present due date." in refused
    client.post(url, {"due_on": later.isoformat(), "reason": "Ill"})
    request.refresh_from_db()
    assert request.due_on == later
    assert AuditEvent.objects.get().verb == "request.extend"


def test_the_cycles_page_gives_somebody_longer(client: Client, cycle: Cycle) -> None:
    waits, answered = ask(cycle, 1), ask(cycle, 1)
    give(answered.items.get())
    later = timezone.localdate() + timedelta(days=5)
    url = f"/plans/{cycle.plan.slug}/reporting/2009-10-q2/extend/"
    assert url in client.get(f"/plans/{cycle.plan.slug}/reporting/2009-10-q2/").content.decode()
    form = client.get(url).content.decode()
    assert (f'value="{waits.key}"' in form, f'value="{answered.key}"' in form) == (True, False)
    client.post(url, {"request": waits.key, "due_on": later.isoformat(), "reason": "Ill"})
    waits.refresh_from_db()
    assert (waits.due_on, waits.extension_reason) == (later, "Ill")


def test_what_is_missing(client: Client, cycle: Cycle) -> None:
    request = ask(cycle, 1)
    give(request.items.get(), ItemState.RETURNED)
    factories.make_item(request, state=ItemState.HANDED_BACK, reason="Not ours", suggested="Housing")
    action = factories.make_action(factories.make_outcome(cycle.plan), lead=request.person)
    factories.make_milestone(action, title="Survey the roads", lead=factories.make_user(name="Moira", is_active=False))
    page = " ".join(client.get(f"/plans/{cycle.plan.slug}/reporting/2009-10-q2/").content.decode().split())
    assert "1 update that was asked for, 1 of them sent back" in page
    assert "1 item handed back, or with a date to move" in page
    assert "Survey the roads: Moira, who leads it, has left." in page
    address = f"/plans/{cycle.plan.slug}/reporting/2009-10-q2/ask-more/"
    assert address in page
    client.post(address)
    assert Item.objects.filter(cycle=cycle, action=action).count() == 1
