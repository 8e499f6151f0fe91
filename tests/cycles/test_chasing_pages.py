"""Reminding people by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from fingerpost.cycles.models import Chase, Request
from fingerpost.mail.models import Message
from tests import factories

pytestmark = pytest.mark.django_db


def late(name: str) -> Request:
    """Somebody whom a tick told of it some days ago."""
    cycle = factories.make_cycle(grace_until=timezone.localdate() + timedelta(days=3))
    request = factories.make_request(cycle, factories.make_user(name=name))
    Request.objects.filter(pk=request.pk).update(told_at=timezone.now() - timedelta(days=4))
    factories.make_item(request)
    return request


def test_everybody_who_has_not_answered_is_reminded_once_a_day(coordinator_client: Client) -> None:
    request = late("Ailsa Grant")
    done = factories.make_request(request.cycle, factories.make_user(name="Calum Reid"))
    address = f"/plans/{request.cycle.plan.slug}/reporting/2009-10-q2/"
    assert "remind/" in coordinator_client.get(address).content.decode()
    page = coordinator_client.get(f"{address}remind/").content.decode()
    assert "1 person has still something to answer" in page
    page = coordinator_client.post(f"{address}remind/", follow=True).content.decode()
    assert "1 person is reminded." in page
    assert list(Message.objects.values_list("person__name", flat=True)) == ["Ailsa Grant"]
    assert not Chase.objects.filter(request=done).exists()
    again = coordinator_client.post(f"{address}remind/").content.decode()
    assert "Ailsa Grant was written to today" in again
    assert Message.objects.count() == 1


def test_one_person_is_reminded(coordinator_client: Client) -> None:
    request = late("Ailsa Grant")
    address = f"/plans/{request.cycle.plan.slug}/reporting/2009-10-q2/people/{request.key}/"
    assert f"{address}remind/" in coordinator_client.get(address).content.decode()
    assert coordinator_client.post(f"{address}remind/")["Location"] == address
    assert Message.objects.get().person == request.person
