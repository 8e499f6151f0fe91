"""A committee paper in a real browser: from the template to the corrected edition."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from fingerpost.committee.models import CommitteePaper
from fingerpost.committee.template_services import bring_own
from fingerpost.people.models import User
from tests.browser.conftest import Axe, Screenshot, Visit
from tests.documents.writers.council import council_file
from tests.reporting.plans import plan_with_progress

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_coordinator_shapes_a_template(visit: Visit, axe: Axe, screenshot: Screenshot, coordinator: User) -> None:
    bring_own()
    page = visit("/paper-templates/", coordinator)
    axe(page)
    page.get_by_role("link", name="Report with four implications").click()
    axe(page)
    screenshot(page, "paper-template", documented=True)
    page.get_by_role("link", name="Copy the template").click()
    page.get_by_label("Name of the new template").fill("Northshire")
    page.get_by_role("button", name="Make the copy").click()
    page.get_by_role("button", name="Add a section").click()
    page.get_by_label("Heading").fill("Equalities")
    page.get_by_label("Lettered implication").check()
    page.get_by_label("Standard wording").fill("No assessment is needed for {plan}.")
    axe(page)
    page.get_by_role("button", name="Add it").click()
    for _step in range(1):
        page.get_by_role("button", name="Move up: Equalities").focus()
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="(e) Equalities")).to_be_visible()
    expect(page.get_by_role("button", name="Move up: Equalities")).to_be_focused()
    page.get_by_role("link", name="Remove Conclusion").click()
    axe(page)
    page.get_by_role("button", name="Remove it").click()
    page.get_by_role("link", name="Use the council's Word file").click()
    axe(page)
    page.get_by_label("The Word file").set_input_files(
        {"name": "Northshire.docx", "mimeType": "application/octet-stream", "buffer": council_file()}
    )
    page.get_by_role("button", name="Use this file").click()
    expect(page.get_by_role("link", name="Northshire.docx")).to_be_visible()
    axe(page)


def go_through(page: Page, axe: Axe) -> None:
    """From draft to issued."""
    for step, button in (("Submit it to be cleared", "Submit it"), ("Clear it", "Clear it"), ("Issue it", "Issue it")):
        page.get_by_role("button", name=step).click()
        axe(page)
        page.get_by_role("button", name=button, exact=True).click()


def compare_and_comment(page: Page, axe: Axe) -> None:
    """Look at what the data would give, then say something and settle it."""
    page.get_by_role("link", name="Draft again 1.1").click()
    axe(page)
    page.get_by_role("link", name="Cancel").click()
    page.get_by_role("link", name="Comment on 1.1").click()
    axe(page)
    page.get_by_label("Your comment").fill("Is this short enough?")
    page.get_by_role("button", name="Add the comment").click()
    axe(page)
    page.get_by_role("button", name="Resolve").click()


def test_a_paper_goes_from_the_template_to_a_corrected_edition(
    visit: Visit, axe: Axe, screenshot: Screenshot, coordinator: User
) -> None:
    plan = plan_with_progress()
    page = visit(f"/plans/{plan.slug}/papers/", coordinator)
    page.get_by_role("link", name="Committee papers").first.click()
    axe(page)
    page.get_by_role("button", name="Write a paper").click()
    axe(page)
    page.get_by_label("Period", exact=True).select_option("2009-10-q2")
    page.get_by_label("The day on which the group meets").fill("17 December 2009")
    page.get_by_label("By (optional)", exact=True).fill("Head of Learning")
    page.get_by_role("button", name="Draft it").click()
    expect(page.locator("#part-purpose p").first).to_contain_text("1.1 To tell the group how")
    axe(page)
    screenshot(page, "committee-paper", documented=True)
    page.get_by_role("link", name="Edit 1.1").click()
    axe(page)
    page.get_by_label("Text").fill("To report progress, which paragraph [[standing]] sums up.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#part-purpose p").first).to_contain_text("which paragraph 3.3 sums up.")
    page.get_by_role("button", name="Move up: Overall, the plan").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#part-purpose p").first).to_contain_text("which paragraph 3.2 sums up.")
    compare_and_comment(page, axe)
    page.get_by_role("link", name="Change header, closing and appendices").click()
    axe(page)
    page.get_by_label("Author of the report").fill("Ann Lead")
    page.get_by_role("button", name="Save").click()
    go_through(page, axe)
    page.get_by_role("link", name="Edition 1").click()
    axe(page)
    screenshot(page, "edition", documented=True)
    page.goto(page.url.split("editions/")[0])
    page.get_by_role("button", name="Correct it in another edition").click()
    page.get_by_label("Reason").fill("A word was missing")
    page.get_by_role("button", name="Begin the correction").click()
    page.get_by_role("link", name="Edit 1.1").click()
    page.get_by_label("Text").fill("To report all progress, which paragraph [[standing]] sums up.")
    page.get_by_role("button", name="Save").click()
    go_through(page, axe)
    page.get_by_role("link", name="What edition 2 changed").click()
    expect(page.locator("ins")).to_contain_text("all")
    axe(page)
    screenshot(page, "what-changed", documented=True)
    assert CommitteePaper.objects.get().editions.count() == 2
