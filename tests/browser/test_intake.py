"""A report comes in: upload, preview, apply, and the source of a figure."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from fingerpost.intake.models import Import
from fingerpost.people.models import User
from fingerpost.plans.models import Milestone
from tests import factories
from tests.browser.conftest import Axe, Screenshot, Visit
from tests.conftest import example
from tests.intake.reports import AUTUMN, WINTER, imported


def upload(page: Page, path: Path) -> None:
    page.get_by_label("Report or plan").set_input_files(path)
    page.get_by_role("button", name="Read the file").click()


@pytest.mark.example
def test_the_real_report_comes_in_and_its_figures_lead_to_their_source(
    visit: Visit, axe: Axe, screenshot: Screenshot, coordinator: User
) -> None:
    factories.make_area(name="Whole partnership area", slug="whole")
    factories.make_group(name="Community planning board", slug="board")
    page = visit("/imports/", coordinator)
    axe(page)
    page.get_by_role("button", name="Import a file").click()
    axe(page)
    screenshot(page, "import-upload")
    upload(page, example("smarter-milestones-2009-09-30.txt"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("What the file would change")
    expect(page.locator(".fp-figures__one").first).to_contain_text("67")
    axe(page)
    screenshot(page, "import-preview")
    page.get_by_label("Area", exact=True).select_option("whole")
    page.get_by_label("Group that owns the plan").select_option("board")
    page.get_by_role("button", name="Make the plan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Import applied")
    axe(page)
    screenshot(page, "import-result")
    milestone = Milestone.objects.select_related("action__plan").order_by("pk")[2]
    sources = (
        f"/plans/{milestone.action.plan.slug}/actions/{milestone.action.slug}/milestones/{milestone.slug}/sources/"
    )
    visit(sources)
    axe(page)
    page.get_by_role("link", name="(Progress)").click()
    expect(page.locator("#place mark")).to_have_text("90 %")
    expect(page.locator("#place mark")).to_be_in_viewport()
    axe(page)
    screenshot(page, "import-source")
    visit("/imports/")
    axe(page)
    screenshot(page, "imports")


def test_a_later_report_is_compared_chosen_and_applied(
    visit: Visit, axe: Axe, screenshot: Screenshot, coordinator: User, tmp_path: Path
) -> None:
    plan = imported()
    text = WINTER.text().replace(
        "Weigh the waste of every primary and nursery school - Q1", "Weigh all waste of schools - Q1"
    )
    path = tmp_path / "greener winter.txt"
    path.write_text(text)
    page = visit(f"/imports/new/?plan={plan.slug}", coordinator)
    upload(page, path)
    expect(page.get_by_text("compared with the plan “Greener”")).to_be_visible()
    axe(page)
    screenshot(page, "import-difference")
    page.get_by_label("Take in: Count the walkers on two Sundays - Q3").uncheck()
    page.get_by_role("button", name="Keep choices for later").click()
    expect(page.get_by_label("Take in: Count the walkers on two Sundays - Q3")).not_to_be_checked()
    page.get_by_role("button", name="Apply to the plan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Import applied")
    assert Milestone.objects.filter(title__startswith="Count the walkers").count() == 0
    assert Import.objects.filter(plan=plan).count() == 2


def test_a_file_that_cannot_be_read_is_refused_on_the_page(
    visit: Visit, axe: Axe, screenshot: Screenshot, coordinator: User, tmp_path: Path
) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(b"PK\x03\x04" + AUTUMN.content())
    page = visit("/imports/new/", coordinator)
    upload(page, path)
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    axe(page)
    screenshot(page, "import-refused")
    assert Import.objects.count() == 0


def test_abandoning_asks_first(visit: Visit, axe: Axe, coordinator: User, tmp_path: Path) -> None:
    path = tmp_path / "greener.txt"
    path.write_bytes(AUTUMN.content())
    page = visit("/imports/new/", coordinator)
    upload(page, path)
    page.get_by_role("link", name="Abandon this import").click()
    axe(page)
    page.get_by_role("button", name="Abandon").click()
    expect(page.get_by_text("The import of “greener.txt” was abandoned.")).to_be_visible()
