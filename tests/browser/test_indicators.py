"""Indicators in a real browser: scorecard, page of an indicator, a figure, a table of figures, the definition."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from fingerpost.demo.services import fill
from fingerpost.people.models import User
from fingerpost.plans.models import Indicator
from fingerpost.reporting.models import IndicatorValue
from tests.browser.conftest import Axe, Screenshot, Visit

pytestmark = pytest.mark.django_db(transaction=True)
PLAN = "/plans/smarter-plan-2009-10"
EXCLUSIONS = f"{PLAN}/indicators/exclusions-from-school"
SCORE = f"{PLAN}/indicators/average-total-tariff-score-by-the-end-of-s4"


@pytest.fixture
def coordinator(settings: object, tmp_path: Path) -> User:
    """The demo's coordinator, with all that the demo holds."""
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    fill(publish=False)
    return User.objects.get(email="coordinator@example.org")


def test_every_page_can_be_used_by_everybody(coordinator: User, visit: Visit, axe: Axe, screenshot: Screenshot) -> None:
    pages = {
        "scorecard": f"{PLAN}/indicators/",
        "indicator": f"{EXCLUSIONS}/",
        "indicator-with-benchmarks": f"{SCORE}/",
        "record-value": f"{EXCLUSIONS}/record/",
        "upload-values": f"{PLAN}/indicators/values/",
        "indicator-edit": f"{EXCLUSIONS}/edit/",
        "indicator-goals": f"{EXCLUSIONS}/goals/?area=keith",
        "breakdowns": "/breakdowns/",
    }
    for name, address in pages.items():
        page = visit(address, coordinator)
        axe(page)
        screenshot(page, name, documented=name in {"scorecard", "indicator"})


def test_a_figure_is_recorded_by_keyboard_and_shown(coordinator: User, visit: Visit) -> None:
    page = visit(f"{EXCLUSIONS}/record/?period=2009-10-h1", coordinator)
    page.get_by_label("Recorded", exact=True).check()
    page.get_by_label("exclusions").fill("290")
    page.get_by_label("pupils").fill("12,800")
    page.get_by_label("pupils").press("Enter")
    expect(page.get_by_text("What you recorded is kept.")).to_be_visible()
    row = page.get_by_role("row", name="H1 2009/10").last
    expect(row).to_contain_text("22.7 per 1,000 pupils")


def test_a_pasted_table_is_looked_at_and_stored(
    coordinator: User, visit: Visit, axe: Axe, screenshot: Screenshot
) -> None:
    before = IndicatorValue.objects.count()
    page = visit(f"{PLAN}/indicators/values/", coordinator)
    page.get_by_label("Or paste the table here").fill(
        "Indicator\tPeriod\tArea\tValue\tNumerator\tDenominator\n"
        "Exclusions from school\tH1 2009/10\t\t\t290\t12800\n"
        "Exclusions from school\tH2 2009/10\tKeith\t30\t\t\n"
        "Exclusions from school\tH9 2009/10\t\t30\t\t\n"
    )
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_text("Row 4, column B")).to_be_visible()
    axe(page)
    screenshot(page, "preview-values")
    page.get_by_role("button", name="Store these figures").click()
    expect(page.get_by_text("Give the reason for these corrections").first).to_be_visible()
    page.get_by_label("Reason for the corrections").fill("Two schools were left out.")
    page.get_by_role("button", name="Store these figures").click()
    expect(page.get_by_text("2 figures were stored.")).to_be_visible()
    assert IndicatorValue.objects.count() == before + 2


def test_the_definition_is_edited(coordinator: User, visit: Visit) -> None:
    page = visit(f"{EXCLUSIONS}/edit/", coordinator)
    page.get_by_label("Code").fill("SE4")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert Indicator.objects.get(slug="exclusions-from-school").code == "SE4"
