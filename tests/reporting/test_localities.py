from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.utils.html import strip_tags
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
    indicator = factories.make_indicator(outcome, title="Walkers")
    factories.make_value(indicator, "2009-10-q4", 10)
    factories.make_target(indicator, "2009-10-q4", 8)
    return local


@pytest.mark.parametrize("size", [1, 3])
def test_localities_stand_side_by_side_with_the_same_queries(
    size: int, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plan = factories.make_plan()
    for number in range(size):
        factories.make_indicator(factories.make_outcome(plan), title="Walkers")
        serving(plan, f"Place {number}", 40)
    # session, user, plan; plans that serve it, structure (3), stated, sums; indicators, figures, targets; areas
    with django_assert_num_queries(14):
        page = client.get(f"/plans/{plan.slug}/localities/").content.decode()
    assert page.count("0 of 1 complete") == size
    assert page.count("On target: 1") == size
    assert "40%" in page


def cells(page: str) -> list[list[str]]:
    """The rows of the table of indicators."""
    table = page[page.index("Indicators by locality") :]
    rows = re.findall(r"<tr.*?</tr>", table, re.DOTALL)
    found = [re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[" ".join(strip_tags(cell.replace("<br>", " ")).split()) for cell in row] for row in found]


def test_indicators_stand_side_by_side_by_locality(client: Client) -> None:
    plan = factories.make_plan(area=factories.make_area(name="Moray"))
    keith, elgin = serving(plan, "Keith", 40), factories.make_area(name="Elgin", parent=plan.area)
    outcome = factories.make_outcome(plan)
    indicator = factories.make_indicator(outcome, title="Pupils who walk", unit="%", decimals=0)
    factories.make_indicator(outcome, title="Of the whole only")
    factories.make_value(indicator, "2009-10-q4", 70)
    factories.make_value(indicator, "2009-10-q4", 30, area=elgin)
    factories.make_target(indicator, "2009-10-q4", 60)
    local = factories.make_indicator(keith.outcomes.get(), title="pupils who walk", unit="%", decimals=0)
    factories.make_value(local, "2009-10-q4", 65)
    page = client.get(f"/plans/{plan.slug}/localities/").text
    assert cells(page) == [
        ["Indicator", "Moray", "Elgin", "Keith"],
        ["Pupils who walk Q4 2009/10", "70% On target", "30% No target set", "65% No target set"],
    ]


def test_small_numbers_of_a_locality_are_withheld(client: Client) -> None:
    plan = factories.make_plan()
    indicator = factories.make_indicator(
        factories.make_outcome(plan), counts_people=True, decimals=0, unit="pupils", polarity="data-only"
    )
    factories.make_value(indicator, "2009-10-q4", 40)
    factories.make_value(indicator, "2009-10-q4", 3, area=factories.make_area(name="Keith", parent=plan.area))
    page = client.get(f"/plans/{plan.slug}/localities/").text
    assert cells(page)[1][2].startswith("Withheld (small number)")


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
