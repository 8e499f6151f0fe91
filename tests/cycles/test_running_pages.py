"""The pages that plan, preview, open and close a cycle."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from fingerpost.cycles.models import Cycle, CycleState, Request
from fingerpost.people.models import User
from tests import factories
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(coordinator: User) -> Client:
    return signed_in(coordinator)


def url(cycle: Cycle, page: str = "") -> str:
    return f"/plans/{cycle.plan.slug}/reporting/{cycle.period}/{page}"


def test_a_cycle_is_planned_with_the_usual_days(client: Client) -> None:
    plan = factories.make_plan()
    answer = client.post(f"/plans/{plan.slug}/reporting/new/", {"period": "2009-10-q2"})
    cycle = Cycle.objects.get()
    assert answer.url == url(cycle, "open/")  # type: ignore[attr-defined]
    assert (cycle.opens_on, cycle.due_on, cycle.grace_until) == (
        date(2009, 10, 1),
        date(2009, 10, 15),
        date(2009, 10, 22),
    )


def test_days_of_ones_own_and_what_is_wrong_with_them(client: Client) -> None:
    plan = factories.make_plan()
    page = client.post(
        f"/plans/{plan.slug}/reporting/new/",
        {"period": "2009-10-q2", "opens_on": "5 Oct 2009", "due_on": "4 Oct 2009"},
    )
    assert "The due date must not lie before the day on which the cycle opens." in page.content.decode()
    assert not Cycle.objects.exists()


def test_the_preview_says_who_will_be_asked_and_what_is_missing(client: Client) -> None:
    cycle = factories.make_cycle(state=CycleState.PLANNED)
    action = factories.make_action(
        factories.make_outcome(cycle.plan), lead=factories.make_user(name="Ailsa Grant", email=None)
    )
    factories.make_milestone(action)
    factories.make_milestone(action, title="Train staff", lead=factories.make_user(name="Calum", is_active=False))
    page = " ".join(client.get(url(cycle, "open/")).content.decode().split())
    assert "1 person will be asked for 2 updates by 15 October 2009." in page
    assert "because they have no email address: Ailsa Grant" in page
    assert "Train staff: Calum, who leads it, has left." in page
    client.post(url(cycle, "open/"))
    assert Request.objects.get().items.count() == 2


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_takes_the_same_queries_at_any_size(client: Client, django_assert_num_queries: Any, size: int) -> None:
    plan = factories.make_plan()
    for period in ["2009-10-q1", "2009-10-q2", "2009-10-q3"][:size]:
        factories.make_item(factories.make_request(factories.make_cycle(plan, period)))
    with django_assert_num_queries(5):
        page = client.get(f"/plans/{plan.slug}/reporting/").content.decode()
    assert page.count("0 of 1 item") == size


def test_what_was_cancelled_meanwhile_is_not_expected(client: Client) -> None:
    request = factories.make_request()
    factories.make_item(request)
    gone = factories.make_item(request).milestone
    assert gone
    gone.state, gone.state_reason = "cancelled", "No money"
    gone.save()
    assert "0 of 1 item" in client.get(f"/plans/{request.cycle.plan.slug}/reporting/").content.decode()
