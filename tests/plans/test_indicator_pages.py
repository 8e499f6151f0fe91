"""The pages on which coordinators define indicators, through the client."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from fingerpost.people.models import User
from fingerpost.plans import services, versions
from fingerpost.plans.forms.indicators import IndicatorForm
from fingerpost.plans.models import Benchmark, Category, Dimension, Indicator
from tests import factories

pytestmark = pytest.mark.django_db


def address(name: str, indicator: Indicator) -> str:
    return reverse(f"plans:{name}", args=[indicator.plan.slug, indicator.slug])


def errors(response: Any) -> dict[str, list[str]]:
    return {name: list(messages) for name, messages in response.context["form"].errors.items()}


def values(**more: Any) -> dict[str, Any]:
    """What the form sends back when only the title is filled in."""
    form = IndicatorForm(plan=factories.make_plan())
    usual = {name: field.initial for name, field in form.fields.items() if field.initial is not None}
    return {**usual, "title": "Young people who offend once", "polarity": "higher", "comparison": "previous", **more}


def test_an_indicator_is_added_with_what_is_usual(coordinator_client: Client) -> None:
    outcome = factories.make_outcome()
    response = coordinator_client.post(reverse("plans:add-indicator", args=[outcome.plan.slug, outcome.slug]), values())
    indicator = Indicator.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, address("indicator-goals", indicator))
    assert (indicator.title, indicator.outcome, indicator.frequency, indicator.red_tolerance) == (
        "Young people who offend once",
        outcome,
        "quarter",
        5,
    )


def test_a_definition_that_makes_no_sense_is_told_at_its_fields(coordinator_client: Client) -> None:
    outcome = factories.make_outcome()
    factories.make_indicator(outcome, code="CP1")
    wrong = values(is_proportion="on", aggregation="mean", amber_tolerance="10", code="CP1")
    response = coordinator_client.post(reverse("plans:add-indicator", args=[outcome.plan.slug, outcome.slug]), wrong)
    assert errors(response) == {
        "aggregation": ["A proportion or rate is never averaged or added up: use the ratio of sums."],
        "red_tolerance": ["Red must not come before amber."],
        "code": ["Another indicator of this plan has the code “CP1”."],
    }
    assert Indicator.objects.count() == 1


def test_an_indicator_is_edited_with_its_breakdowns(coordinator_client: Client) -> None:
    sex = factories.make_dimension("Sex", "Girls", "Boys")
    indicator = factories.make_indicator()
    seen = versions.write_seen(indicator, IndicatorForm.names)
    given = values(title="New title", dimensions=[sex.pk], by_area="on", seen=seen)
    response = coordinator_client.post(address("edit-indicator", indicator), given)
    indicator.refresh_from_db()
    assert (response.status_code, indicator.title, indicator.by_area) == (302, "New title", True)
    assert list(indicator.dimensions.all()) == [sex]


def test_what_somebody_else_changed_meanwhile_is_told(coordinator_client: Client, coordinator: User) -> None:
    indicator = factories.make_indicator(title="Old")
    seen = versions.write_seen(indicator, IndicatorForm.names)
    services.edit_indicator(indicator=indicator, by=coordinator, unit="%")
    response = coordinator_client.post(address("edit-indicator", indicator), values(title="Old", seen=seen))
    assert errors(response)["unit"] == ["Somebody else changed this to “%”."]


def test_baseline_and_targets_are_set_on_one_page(coordinator_client: Client) -> None:
    indicator = factories.make_indicator()
    page = coordinator_client.get(address("indicator-goals", indicator))
    assert list(page.context["form"].fields) == [
        "baseline",
        "when",
        "target-2009-10",
        "target-2009-10-q1",
        "target-2009-10-q2",
        "target-2009-10-q3",
        "target-2009-10-q4",
    ]
    given = {"baseline": "60.8", "when": "2006/07", "target-2009-10": "75", "target-2009-10-q2": "70.5"}
    response = coordinator_client.post(address("indicator-goals", indicator), given)
    assert response.status_code == 302
    baseline = indicator.baselines.get()
    assert (baseline.value, baseline.when, baseline.words) == (Decimal("60.8"), "2006/07", "")
    assert {row.period.slug: row.value for row in indicator.targets.all()} == {
        "2009-10": 75,
        "2009-10-q2": Decimal("70.5"),
    }
    coordinator_client.post(address("indicator-goals", indicator), {"baseline": "12", "when": "survey of 1999"})
    assert (indicator.baselines.get().when, indicator.targets.count()) == ("survey of 1999", 0)


def test_a_time_without_a_baseline_is_told(coordinator_client: Client) -> None:
    response = coordinator_client.post(address("indicator-goals", factories.make_indicator()), {"when": "2006/07"})
    assert errors(response) == {"baseline": ["Give the figure, or leave out when it was."]}


def test_an_area_and_a_category_have_targets_of_their_own(coordinator_client: Client) -> None:
    sex = factories.make_dimension("Sex", "Girls")
    indicator = factories.make_indicator(by_area=True)
    indicator.dimensions.add(sex)
    keith = factories.make_area(name="Keith", slug="keith", parent=indicator.plan.area)
    here = address("indicator-goals", indicator)
    girls = sex.categories.get()
    page = coordinator_client.get(here)
    assert page.context["links"] == [
        ("The whole", here),
        ("Keith", f"{here}?area=keith"),
        ("Sex: Girls", f"{here}?category={sex.slug}:{girls.slug}"),
    ]
    coordinator_client.post(f"{here}?area=keith", {"target-2009-10": "60"})
    coordinator_client.post(f"{here}?category={sex.slug}:{girls.slug}", {"target-2009-10": "70"})
    assert [(row.area, row.category, row.value) for row in indicator.targets.all()] == [
        (keith, None, 60),
        (None, girls, 70),
    ]
    assert coordinator_client.get(f"{here}?area=forres").status_code == 404


def test_an_indicator_is_moved_cancelled_reinstated_and_deleted(coordinator_client: Client) -> None:
    indicator = factories.make_indicator()
    other = factories.make_outcome(indicator.plan)
    coordinator_client.post(address("move-indicator", indicator), {"to": other.pk})
    coordinator_client.post(address("cancel-indicator", indicator), {"reason": "No data"})
    indicator.refresh_from_db()
    assert (indicator.outcome, indicator.state, indicator.state_reason) == (other, "cancelled", "No data")
    coordinator_client.post(address("reinstate-indicator", indicator), {"reason": "Data again"})
    indicator.refresh_from_db()
    assert indicator.state == "active"
    coordinator_client.post(address("delete-indicator", indicator))
    assert Indicator.objects.count() == 0


def test_an_indicator_is_moved_up_by_a_button(coordinator_client: Client) -> None:
    outcome = factories.make_outcome()
    first, second = factories.make_indicator(outcome), factories.make_indicator(outcome)
    response = coordinator_client.post(
        reverse("plans:reorder", args=[outcome.plan.slug]), {"move": f"up:indicator:{second.slug}"}
    )
    assert response.headers["Location"].endswith(f"?at=indicator-{second.slug}#up-indicator-{second.slug}")
    assert list(outcome.indicators.all()) == [second, first]


def test_breakdowns_are_made_renamed_and_removed(coordinator_client: Client) -> None:
    coordinator_client.post(reverse("plans:add-dimension"), {"name": "Sex", "categories": "Girls\n\n  Boys "})
    coordinator_client.post(reverse("plans:add-categories", args=["sex"]), {"categories": "Not known"})
    assert [(row.name, row.slug) for row in Dimension.objects.get().categories.all()] == [
        ("Girls", "girls"),
        ("Boys", "boys"),
        ("Not known", "not-known"),
    ]
    twice = coordinator_client.post(reverse("plans:add-categories", args=["sex"]), {"categories": "Girls"})
    assert errors(twice) == {"__all__": ["There is a “Girls” already."]}
    coordinator_client.post(reverse("plans:rename-category", args=["sex", "girls"]), {"name": "Girls and women"})
    assert Category.objects.get(slug="girls").name == "Girls and women"
    coordinator_client.post(reverse("plans:remove-category", args=["sex", "not-known"]))
    assert Category.objects.count() == 2
    coordinator_client.post(reverse("plans:add-benchmark"), {"name": "Scotland"})
    coordinator_client.post(reverse("plans:rename-benchmark", args=["scotland"]), {"name": "All Scotland"})
    assert Benchmark.objects.get().name == "All Scotland"
    coordinator_client.post(reverse("plans:remove-benchmark", args=["scotland"]))
    coordinator_client.post(reverse("plans:remove-dimension", args=["sex"]))
    assert (Benchmark.objects.count(), Dimension.objects.count()) == (0, 0)


def test_what_is_used_stays(coordinator_client: Client) -> None:
    sex = factories.make_dimension("Sex", "Girls")
    scotland = factories.make_benchmark("Scotland")
    indicator = factories.make_indicator()
    factories.make_value(indicator, value=1, category=sex.categories.get())
    factories.make_value(indicator, value=1, benchmark=scotland)
    places = [("remove-dimension", [sex.slug]), ("remove-category", [sex.slug, sex.categories.get().slug])]
    for name, args in [*places, ("remove-benchmark", [scotland.slug])]:
        assert coordinator_client.post(reverse(f"plans:{name}", args=args)).status_code == 403
    assert (Category.objects.count(), Benchmark.objects.count()) == (1, 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_breakdowns_take_as_many_queries_for_few_as_for_many(
    rows: int, coordinator_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        factories.make_dimension(f"Dimension {number}", *[f"Category {place}" for place in range(rows)])
        factories.make_benchmark(f"Benchmark {number}")
    with django_assert_num_queries(5):
        coordinator_client.get(reverse("plans:breakdowns"))
