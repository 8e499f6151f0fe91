from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from lxml import html
from pytest_django import DjangoAssertNumQueries

from fingerpost.checks.rules import RULES
from fingerpost.people.models import Role
from fingerpost.plans.models import Milestone, Plan
from tests import factories
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db


def withdrawn(count: int = 1) -> Milestone:
    """Milestones at 0 % whose note tells that the money went, in one action without a lead."""
    action = factories.make_action()
    milestones = [factories.make_milestone(action) for _number in range(count)]
    for milestone in milestones:
        factories.make_update(milestone, 0, note="It will not take place: the funding was withdrawn.")
    return milestones[0]


def shown(client: Client, plan: Plan, query: str = "") -> html.HtmlElement:
    return html.fromstring(client.get(f"/plans/{plan.slug}/checks/{query}").content)


def rules(page: html.HtmlElement) -> list[str]:
    return [str(one.text) for one in page.xpath("//li[@class='fp-findings__one']/strong")]


@pytest.fixture
def member_client() -> Client:
    return signed_in(factories.make_user(role=Role.MEMBER))


def test_a_finding_leads_to_its_milestone(member_client: Client) -> None:
    milestone = withdrawn()
    plan = milestone.action.plan
    links = shown(member_client, plan).xpath("//p[@class='fp-findings__about']/a/@href")
    assert f"/plans/{plan.slug}/actions/{milestone.action.slug}/milestones/{milestone.slug}/" in links


def test_findings_are_narrowed_to_one_check(member_client: Client) -> None:
    plan = withdrawn().action.plan
    page = shown(member_client, plan, "?rule=none-but-withdrawn")
    assert rules(page) == [str(RULES["none-but-withdrawn"].title)]
    assert len(rules(shown(member_client, plan))) > 1


def test_findings_are_narrowed_by_gravity(member_client: Client) -> None:
    plan = withdrawn().action.plan
    everything = shown(member_client, plan)
    warnings = rules(shown(member_client, plan, "?severity=warning"))
    notices = rules(shown(member_client, plan, "?severity=notice"))
    errors = rules(shown(member_client, plan, "?severity=error"))
    assert sorted([*errors, *warnings, *notices]) == sorted(rules(everything))


def test_an_earlier_period_is_judged_as_at_its_end(member_client: Client) -> None:
    milestone = withdrawn()
    page = shown(member_client, milestone.action.plan, "?period=2009-10-q1&rule=none-but-withdrawn")
    assert rules(page) == []  # the update is of 30 September


def test_what_is_not_offered_narrows_nothing(member_client: Client) -> None:
    plan = withdrawn().action.plan
    assert rules(shown(member_client, plan, "?rule=nonsense")) == rules(shown(member_client, plan))


def test_a_plan_without_fault_says_so(member_client: Client) -> None:
    lead = factories.make_user(role=Role.LEAD_OFFICER)
    outcome = factories.make_outcome(lead=lead)
    milestone = factories.make_milestone(
        factories.make_action(outcome, lead=lead), lead=lead, quantity_target=10, quantity_unit="staff"
    )
    for day in (date(2009, 9, 30), date(2010, 3, 31)):
        factories.make_update(milestone, 100, count=10, as_at=day, note=f"All ten were trained by {day:%d/%m/%Y}.")
    page = shown(member_client, outcome.plan, "?severity=error")
    assert page.xpath("//div[@class='fp-empty']/p/text()") == ["Nothing to point out."]


@pytest.mark.parametrize("count", [1, 3])
def test_queries_are_constant(
    member_client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    plan = withdrawn(count).action.plan
    with django_assert_num_queries(14):
        member_client.get(f"/plans/{plan.slug}/checks/")
