from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from fingerpost.core.refusals import Refused
from fingerpost.people.models import Role
from fingerpost.plans import services
from fingerpost.plans.models import Plan
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(factories.make_user(role=Role.MEMBER))
    return client


def serving(plan: Plan, name: str, progress: int) -> Plan:
    area = factories.make_area(name=name, parent=plan.area)
    local = factories.make_plan(title=f"{name} plan", area=area, serves=plan)
    outcome = factories.make_outcome(local)
    milestone = factories.make_milestone(factories.make_action(outcome), due=date(2009, 9, 30))
    factories.make_update(milestone, progress, as_at=date(2009, 9, 30))
    indicator = factories.make_indicator(outcome)
    factories.make_value(indicator, "2009-10-q4", 10)
    factories.make_target(indicator, "2009-10-q4", 8)
    return local


@pytest.mark.parametrize("size", [1, 3])
def test_localities_stand_side_by_side_with_the_same_queries(
    size: int, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plan = factories.make_plan()
    for number in range(size):
        serving(plan, f"Place {number}", 40)
    # session, user, plan; plans that serve it, structure (3), stated, sums; indicators, figures, targets
    with django_assert_num_queries(13):
        page = client.get(f"/plans/{plan.slug}/localities/").content.decode()
    assert page.count("0 of 1 complete") == size
    assert page.count("On target: 1") == size
    assert "40%" in page


def test_without_a_locality_plan_the_page_says_so(client: Client) -> None:
    plan = factories.make_plan()
    assert "No locality plan serves this plan yet" in client.get(f"/plans/{plan.slug}/localities/").content.decode()


def test_each_plan_leads_to_the_other(client: Client) -> None:
    plan = factories.make_plan(title="The whole")
    local = serving(plan, "Keith", 40)
    assert f'href="/plans/{plan.slug}/localities/"' in client.get(f"/plans/{plan.slug}/").content.decode()
    page = client.get(f"/plans/{local.slug}/").content.decode()
    assert f'Serves <a class="govuk-link" href="/plans/{plan.slug}/">The whole</a>' in page
    assert "Localities side by side" not in page


def test_a_draft_that_serves_is_not_shown_to_members(client: Client) -> None:
    plan = factories.make_plan()
    local = serving(plan, "Keith", 40)
    Plan.objects.filter(pk=local.pk).update(state=Plan.State.DRAFT)
    assert "Keith" not in client.get(f"/plans/{plan.slug}/localities/").content.decode()


def test_what_a_plan_may_serve() -> None:
    plan, by = factories.make_plan(), factories.make_user(role=Role.COORDINATOR)
    local = services.edit_plan(plan=factories.make_plan(), serves=plan, by=by)
    assert local.serves == plan
    for one, other in ((plan, factories.make_plan()), (factories.make_plan(), local), (plan, plan)):
        with pytest.raises(Refused, match="cannot serve"):
            services.edit_plan(plan=one, serves=other, by=by)
