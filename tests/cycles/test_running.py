"""Planning, opening, extending, closing and reopening a cycle."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from fingerpost.core.models import AuditEvent
from fingerpost.core.periods import Period
from fingerpost.core.refusals import Refused
from fingerpost.cycles import services
from fingerpost.cycles.models import Cycle, CycleState, Item, Request
from fingerpost.people.models import Role, User
from fingerpost.plans.models import Plan
from tests import factories

pytestmark = pytest.mark.django_db
DAYS: dict[str, Any] = {
    "opens_on": date(2009, 10, 1),
    "due_on": date(2009, 10, 15),
    "grace_until": date(2009, 10, 22),
}
Q2 = Period.parse("2009-10-q2")


@pytest.fixture
def plan() -> Plan:
    return factories.make_plan()


@pytest.fixture
def planned(plan: Plan, coordinator: User) -> Cycle:
    return services.plan_cycle(plan=plan, period=Q2, by=coordinator, **DAYS)


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("id").values_list("verb", flat=True))


def test_a_planned_cycle_has_its_period_and_days(planned: Cycle) -> None:
    assert (planned.of, planned.starts, planned.ends) == (Q2, date(2009, 7, 1), date(2009, 9, 30))
    assert planned.state == CycleState.PLANNED
    assert verbs() == ["cycle.plan"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            {"period": Period.parse("2010-11-q1")},
            "Q1 2010/11 lies outside the plan, which runs from 1 April 2009 to 31 March 2010.",
        ),
        ({"due_on": date(2009, 9, 30)}, "The due date must not lie before the day on which the cycle opens."),
        ({"grace_until": date(2009, 10, 14)}, "The last day of grace must not lie before the due date."),
        ({"opens_on": date(2009, 6, 30)}, "The cycle must not open before the period begins on 1 July 2009."),
    ],
)
def test_plan_cycle_is_refused(plan: Plan, coordinator: User, change: dict[str, Any], reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        services.plan_cycle(**{"plan": plan, "period": Q2, "by": coordinator, **DAYS, **change})
    assert refusal.value.reason == reason


def test_a_period_has_one_cycle(planned: Cycle, coordinator: User) -> None:
    with pytest.raises(Refused, match="There is a cycle for Q2 2009/10 already"):
        services.plan_cycle(plan=planned.plan, period=Q2, by=coordinator, **DAYS)


def test_a_lead_officer_may_not_plan(plan: Plan) -> None:
    with pytest.raises(Refused, match="These roles may: Administrator, Coordinator"):
        services.plan_cycle(plan=plan, period=Q2, by=factories.make_user(role=Role.LEAD_OFFICER), **DAYS)


def test_opening_asks_each_lead_once_for_all_their_items(planned: Cycle, coordinator: User) -> None:
    ailsa, calum = factories.make_user(name="Ailsa"), factories.make_user(name="Calum", is_active=False)
    action = factories.make_action(factories.make_outcome(planned.plan), lead=ailsa)
    milestone = factories.make_milestone(action)
    factories.make_milestone(action, lead=calum)
    services.open_cycle(cycle=planned, by=coordinator)
    request = Request.objects.get()
    assert (request.person, request.due_on) == (ailsa, DAYS["due_on"])
    assert [(item.action, item.milestone) for item in request.items.all()] == [(action, None), (None, milestone)]
    assert len({item.key for item in Item.objects.all()}) == 2
    event = AuditEvent.objects.get(verb="cycle.open")
    assert (event.after["people"], event.after["items"]) == (1, 2)


def test_a_cycle_opens_once(planned: Cycle, coordinator: User) -> None:
    services.open_cycle(cycle=planned, by=coordinator)
    with pytest.raises(Refused, match="opened already"):
        services.open_cycle(cycle=planned, by=coordinator)


@pytest.mark.parametrize("size", [1, 30])
def test_opening_takes_the_same_queries_at_any_size(planned: Cycle, django_assert_num_queries: Any, size: int) -> None:
    for _number in range(size):
        action = factories.make_action(factories.make_outcome(planned.plan), lead=factories.make_user())
        factories.make_milestone(action)
    factories.make_request()
    factories.make_item()
    with django_assert_num_queries(15):
        services.open_cycle(cycle=planned, by=None)
    assert Item.objects.filter(cycle=planned).count() == 2 * size


def test_a_moved_due_date_is_everybodys_who_had_no_extension(coordinator: User) -> None:
    cycle = factories.make_cycle()
    usual, extended = factories.make_request(cycle), factories.make_request(cycle, due_on=date(2009, 10, 20))
    services.edit_cycle(cycle=cycle, by=coordinator, **{**DAYS, "due_on": date(2009, 10, 16)})
    assert Request.objects.get(pk=usual.pk).due_on == date(2009, 10, 16)
    assert Request.objects.get(pk=extended.pk).due_on == date(2009, 10, 20)


def test_one_person_gets_longer(coordinator: User) -> None:
    request, later = factories.make_request(), timezone.localdate() + timedelta(days=3)
    services.extend_request(request=request, due_on=later, reason="Ill", by=coordinator)
    request.refresh_from_db()
    assert (request.due_on, request.extension_reason) == (later, "Ill")
    assert AuditEvent.objects.get().reason == "Ill"


@pytest.mark.parametrize(
    ("due_on", "reason", "words"),
    [
        (date(2009, 10, 15), "Ill", "Give a day after 15 October 2009, the present due date."),
        (date(2009, 10, 16), "Ill", "Give a day that is not past."),
        (date(2999, 10, 15), " ", "Give a reason: it is kept and shown beside the change."),
    ],
)
def test_an_extension_is_refused(coordinator: User, due_on: date, reason: str, words: str) -> None:
    request = factories.make_request()
    with pytest.raises(Refused) as refusal:
        services.extend_request(request=request, due_on=due_on, reason=reason, by=coordinator)
    assert refusal.value.reason == words


def test_close_and_reopen(coordinator: User) -> None:
    cycle = factories.make_cycle()
    services.close_cycle(cycle=cycle, by=coordinator)
    cycle.refresh_from_db()
    assert (cycle.state, cycle.closed_at is None) == (CycleState.CLOSED, False)
    with pytest.raises(Refused, match="Only an open cycle"):
        services.close_cycle(cycle=cycle, by=coordinator)
    services.reopen_cycle(cycle=cycle, reason="Two came late", grace_until=date(2009, 11, 2), by=coordinator)
    cycle.refresh_from_db()
    assert (cycle.state, cycle.closed_at, cycle.grace_until) == (CycleState.OPEN, None, date(2009, 11, 2))
    assert verbs() == ["cycle.close", "cycle.reopen"]


def test_reopening_needs_a_reason(coordinator: User) -> None:
    cycle = factories.make_cycle(state=CycleState.CLOSED)
    with pytest.raises(Refused, match="Give a reason"):
        services.reopen_cycle(cycle=cycle, reason=" ", by=coordinator)


def test_only_a_planned_cycle_is_cancelled(planned: Cycle, coordinator: User) -> None:
    services.cancel_cycle(cycle=planned, by=coordinator)
    assert not Cycle.objects.exists()
    with pytest.raises(Refused, match="can only be closed"):
        services.cancel_cycle(cycle=factories.make_cycle(), by=coordinator)


def test_what_came_in_since_is_asked_for_of_those_asked_and_of_others(planned: Cycle, coordinator: User) -> None:
    ailsa, calum = factories.make_user(name="Ailsa"), factories.make_user(name="Calum")
    action = factories.make_action(factories.make_outcome(planned.plan), lead=ailsa)
    factories.make_milestone(action)
    cycle = services.open_cycle(cycle=planned, by=coordinator)
    Request.objects.update(answered_at=timezone.now())
    with pytest.raises(Refused, match="nothing more to ask"):
        services.ask_more(cycle=cycle, by=coordinator)
    added = factories.make_milestone(action)
    other = factories.make_milestone(action, lead=calum)
    factories.make_milestone(action, lead=factories.make_user(is_active=False))
    services.ask_more(cycle=cycle, by=coordinator)
    assert {(item.request.person, item.milestone) for item in Item.objects.filter(milestone__in=[added, other])} == {
        (ailsa, added),
        (calum, other),
    }
    assert list(Request.objects.order_by("person__name").values_list("person__name", "answered_at")) == [
        ("Ailsa", None),
        ("Calum", None),
    ]
    event = AuditEvent.objects.get(verb="cycle.ask-more")
    assert event.after == {"people": 2, "items": 2}
    with pytest.raises(Refused, match="Only in an open cycle"):
        services.ask_more(cycle=services.close_cycle(cycle=cycle, by=coordinator), by=coordinator)
