"""The pages that show indicators and take figures, through the client."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from fingerpost.people.models import Role
from fingerpost.plans.models import Indicator, Plan
from fingerpost.reporting.models import IndicatorValue
from tests import factories
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db


def address(name: str, indicator: Indicator) -> str:
    return reverse(f"reporting:{name}", args=[indicator.plan.slug, indicator.slug])


def card(plan: Plan, query: str = "") -> str:
    return reverse("reporting:scorecard", args=[plan.slug]) + query


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def measured(count: int = 1, **fields: Any) -> Indicator:
    """An indicator with everything: breakdowns, benchmark, targets, baseline, two quarters of figures."""
    outcome = factories.make_outcome()
    areas = [factories.make_area(parent=outcome.plan.area) for _number in range(count)]
    sex = factories.make_dimension("Sex", *[f"Sex {number}" for number in range(count)])
    scotland = [factories.make_benchmark(f"Benchmark {number}") for number in range(count)]
    for _number in range(count):
        indicator = factories.make_indicator(outcome, by_area=True, unit="%", lead=factories.make_user(), **fields)
        indicator.dimensions.add(sex)
        indicator.baselines.create(value=60, words="survey of 1999")
        factories.make_target(indicator, "2009-10", 75)
        for slug in ("2009-10-q3", "2009-10-q4", "calendar-2008", "calendar-2009"):
            factories.make_value(indicator, slug, Decimal("72.9"), by=factories.make_user())
            for area in areas:
                factories.make_value(indicator, slug, 60, area=area)
                factories.make_value(indicator, slug, 60, area=area, category=sex.categories.all()[0])
            for category in sex.categories.all():
                factories.make_value(indicator, slug, 60, category=category)
            for benchmark in scotland:
                factories.make_value(indicator, slug, 60, benchmark=benchmark)
    return indicator


def test_the_scorecard_tells_each_indicator_and_counts_each_status(coordinator_client: Client) -> None:
    indicator = measured()
    late = factories.make_indicator(indicator.outcome)
    page = coordinator_client.get(card(indicator.plan))
    assert [line.indicator for line in page.context["page"]] == [indicator, late]
    here = card(indicator.plan)
    assert page.context["figures"] == [
        (0, "On target", ""),
        (1, "Close to target", f"{here}?period=2009-10-q4&status=amber"),
        (1, "Unknown: no figure", f"{here}?period=2009-10-q4&status=unknown"),
    ]
    assert "72.9%" in text(page)
    assert "2 of 2 places off target" not in text(page)
    narrowed = coordinator_client.get(card(indicator.plan, "?period=2009-10-q4&status=unknown"))
    assert [line.indicator for line in narrowed.context["page"]] == [late]


def test_another_period_can_be_asked_for_and_nonsense_is_not(coordinator_client: Client) -> None:
    plan = measured().plan
    asked = coordinator_client.get(card(plan, "?period=2009-10-h1"))
    assert asked.context["card"].period.slug == "2009-10-h1"
    nonsense = coordinator_client.get(card(plan, "?period=1850"))
    assert nonsense.context["card"].period.slug == "2009-10-q4"


def test_a_plan_without_indicators_says_so(coordinator_client: Client) -> None:
    assert "This plan has no indicators yet." in text(coordinator_client.get(card(factories.make_plan())))


def test_the_page_of_an_indicator_tells_what_is_known(coordinator_client: Client) -> None:
    indicator = measured()
    page = coordinator_client.get(address("indicator", indicator))
    assert [row.period.slug for row in page.context["page"]] == ["2009-10-q4", "2009-10-q3"]
    assert [row.period.slug for row in page.context["sheet"].other_rows()] == ["calendar-2009", "calendar-2008"]
    tables = [(table.title, [row.name for row in table.rows]) for table, _chart in page.context["tables"]]
    area = indicator.plan.area.localities.get()
    assert tables == [("By area", [area.name]), ("Sex", ["Sex 0"]), ("By area and category", [f"{area.name}, Sex 0"])]
    assert [chart.columns for chart in page.context["charts"]] == [
        ["Period", "Our figure", "Benchmark 0", "Target", "Baseline"],
        ["Period", "Our figure", "Benchmark 0", "Baseline"],
    ]
    assert page.context["charts"][0].rows[-1] == ["Q4 2009/10", "72.9%", "60.0%", "75.0%", "60.0%"]
    assert "72.9 − 75 = −2.1" in text(page)


def test_a_locality_without_a_figure_is_listed(coordinator_client: Client) -> None:
    indicator = measured()
    empty = factories.make_area(name="Aberlour", parent=indicator.plan.area)
    page = coordinator_client.get(address("indicator", indicator))
    rows = {row.name: row.judged.status for row in page.context["tables"][0][0].rows}
    assert rows[empty.name] == "unknown"


def test_an_indicator_without_figures_has_a_page(coordinator_client: Client) -> None:
    page = coordinator_client.get(address("indicator", factories.make_indicator()))
    assert "No figure has been recorded yet." in text(page)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_take_as_many_queries_for_many_as_for_few(
    rows: int, coordinator_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    indicator = measured(rows)
    with django_assert_num_queries(6):
        coordinator_client.get(card(indicator.plan))
    with django_assert_num_queries(15):
        coordinator_client.get(address("indicator", indicator))
    with django_assert_num_queries(8):
        coordinator_client.get(address("record-value", indicator))


def values(**more: str) -> dict[str, str]:
    return {"period": "2009-10-q4", "state": "recorded", "value": "72.9", **more}


def test_a_lead_officer_records_a_figure() -> None:
    lead = factories.make_user(role=Role.LEAD_OFFICER)
    indicator = factories.make_indicator(lead=lead)
    client = signed_in(lead)
    assert client.get(address("record-value", indicator)).context["form"].initial["period"] == "2009-10-q4"
    response = client.post(address("record-value", indicator), values(note="From the police", provisional="on"))
    assert (response.status_code, response.headers["Location"]) == (302, address("indicator", indicator))
    stored = IndicatorValue.objects.get()
    assert (stored.value, stored.provisional, stored.by) == (Decimal("72.9"), True, lead)
    assert stored.note == "From the police"


def test_what_is_refused_is_told_and_kept(coordinator_client: Client) -> None:
    indicator = factories.make_indicator()
    page = coordinator_client.post(address("record-value", indicator), values(value="", note="Nothing yet"))
    assert page.context["form"].non_field_errors() == ["Give a figure, or say why there is none."]
    assert "Nothing yet" in text(page)
    page = coordinator_client.post(address("record-value", indicator), values(state="expected", value=""))
    assert page.context["form"].non_field_errors() == ["Say when it is expected, such as “in February”."]


def test_a_figure_of_an_area_category_or_benchmark(coordinator_client: Client) -> None:
    indicator = factories.make_indicator(by_area=True)
    keith = factories.make_area(name="Keith", slug="keith", parent=indicator.plan.area)
    sex, scotland = factories.make_dimension("Sex", "Girls"), factories.make_benchmark("Scotland")
    girls = sex.categories.get()
    indicator.dimensions.add(sex)
    for place in ("area:keith", f"category:{sex.slug}:{girls.slug}", f"benchmark:{scotland.slug}"):
        coordinator_client.post(address("record-value", indicator), values(place=place))
    stored = IndicatorValue.objects.order_by("id").values_list("area", "category", "benchmark")
    assert list(stored) == [(keith.pk, None, None), (None, girls.pk, None), (None, None, scotland.pk)]


def test_a_proportion_asks_for_its_parts_by_name(coordinator_client: Client) -> None:
    indicator = factories.make_indicator(is_proportion=True, aggregation="ratio", numerator_name="Offended once")
    form = coordinator_client.get(address("record-value", indicator)).context["form"]
    assert (form["numerator"].label, form["denominator"].label) == ("Offended once", "Denominator")
    coordinator_client.post(address("record-value", indicator), values(value="", numerator="35", denominator="48"))
    stored = IndicatorValue.objects.get()
    assert (stored.value, stored.numerator, stored.denominator) == (None, 35, 48)
    assert "72.9" in text(coordinator_client.get(address("indicator", indicator)))


def test_the_overviews_of_plan_and_outcome_list_their_indicators(coordinator_client: Client) -> None:
    indicator = measured()
    plan = reverse("reporting:plan", args=[indicator.plan.slug])
    outcome = reverse("reporting:outcome", args=[indicator.plan.slug, indicator.outcome.slug])
    for url in (plan, outcome):
        page = text(coordinator_client.get(url))
        assert indicator.title in page
        assert "72.9%" in page
    before = coordinator_client.get(f"{outcome}?as-at=2009-12-31").context["lines"][0]
    assert (before.period.slug, before.figure.exact) == ("2009-10-q3", Decimal("72.9"))


def test_a_large_plan_tells_counts_on_its_overview(coordinator_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fingerpost.reporting.views.plan.INDICATORS_SHOWN", 0)
    plan = measured().plan
    assert "Close to target: 1" in text(coordinator_client.get(reverse("reporting:plan", args=[plan.slug])))


def test_as_at_a_day_before_the_days_of_grace_are_over_nothing_is_late(coordinator_client: Client) -> None:
    indicator = factories.make_indicator()
    outcome = reverse("reporting:outcome", args=[indicator.plan.slug, indicator.outcome.slug])
    line = coordinator_client.get(f"{outcome}?as-at=2009-10-15").context["lines"][0]
    assert (line.period.end, line.status) == (date(2009, 9, 30), "not-yet-due")
