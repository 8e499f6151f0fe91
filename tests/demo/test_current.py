"""The plan of the year at hand, whatever day the demo is made on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from fingerpost.cycles import dashboard
from fingerpost.cycles.models import Cycle, CycleState, Item, ItemState
from fingerpost.demo.current import NEVER, make_current_plan
from fingerpost.demo.people import make_people
from fingerpost.mail.models import Message
from fingerpost.people.models import User
from fingerpost.plans.models import Plan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def made_on(day: date, monkeypatch: pytest.MonkeyPatch) -> Plan:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_given: day)
    return make_current_plan(make_people(), day)


def names(cycle: Cycle, shown: str) -> list[str]:
    return [row.person.name for row in dashboard.requests_of(cycle, shown)]


def test_some_have_answered_some_are_late_and_one_never_does(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = made_on(date(2026, 11, 24), monkeypatch)
    before, now = plan.cycles.order_by("ends")
    assert (plan.title, before.period, before.state) == (
        "Children and young people's plan 2026-27",
        "2026-27-q1",
        CycleState.LOCKED,
    )
    assert (now.period, now.state) == ("2026-27-q2", CycleState.OPEN)
    assert now.opens_on < now.due_on < date(2026, 11, 24) < now.grace_until
    assert names(now, "answered") == ["Elspeth Mair", "Fraser Innes", "Isla Duthie"]
    assert names(now, "silent") == ["Catriona Bain", "Hamish Lorimer", "Una Farquhar"]
    assert names(now, "partly") == ["Callum Rennie"]
    never = User.objects.get(slug=NEVER)
    for cycle in (before, now):
        assert {item.state for item in Item.objects.filter(cycle=cycle, request__person=never)} == {ItemState.ASKED}
    states = set(Item.objects.filter(cycle=now).values_list("state", flat=True))
    assert states == {ItemState.ASKED, ItemState.SUBMITTED, ItemState.RETURNED, ItemState.HANDED_BACK}
    assert set(Item.objects.filter(cycle=before).values_list("state", flat=True)) == {
        ItemState.ASKED,
        ItemState.APPROVED,
    }
    kinds = Message.objects.values_list("kind", flat=True)
    assert (list(kinds).count("returned"), list(kinds).count("request")) == (1, 7)


@pytest.mark.parametrize(
    "day",
    [date(2027, 1, 4), date(2026, 4, 1), date(2026, 6, 30), date(2026, 7, 1), date(2028, 2, 29), date(2026, 12, 26)],
)
def test_it_can_be_made_on_any_day(day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = made_on(day, monkeypatch)
    latest = plan.cycles.order_by("ends").last()
    assert latest is not None
    assert latest.state == CycleState.OPEN
    assert latest.of.end <= day
    assert dashboard.answers_of(latest, day).given > 0
