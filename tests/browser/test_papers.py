"""Choosing and reading papers in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from fingerpost.people.models import User
from tests.browser.conftest import Axe, Screenshot, Visit
from tests.reporting.plans import plan_with_progress

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_reader_chooses_a_report_and_follows_its_contents(
    visit: Visit, axe: Axe, screenshot: Screenshot, coordinator: User
) -> None:
    plan = plan_with_progress()
    page = visit(f"/plans/{plan.slug}/papers/", coordinator)
    axe(page)
    screenshot(page, "papers")
    page.get_by_label("Period", exact=True).select_option("2009-10-q2")
    page.get_by_role("button", name="Make the paper").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("milestones report, Q2 2009/10")
    axe(page)
    screenshot(page, "milestones-report")
    page.get_by_role("navigation", name="Contents").get_by_role("link", name="1 Carry out the lifelong").click()
    assert page.url.endswith("#action-1")
    expect(page.get_by_role("heading", name="1 Carry out the lifelong learning strategy")).to_be_in_viewport()


@pytest.mark.parametrize("kind", ["exceptions", "task-sheet"])
def test_the_other_papers_are_sound_pages(
    visit: Visit, axe: Axe, screenshot: Screenshot, coordinator: User, kind: str
) -> None:
    plan = plan_with_progress()
    page = visit(f"/plans/{plan.slug}/papers/{kind}/2009-10-q2/", coordinator)
    axe(page)
    screenshot(page, kind, documented=False)


def test_several_papers_at_once(visit: Visit, axe: Axe, screenshot: Screenshot, coordinator: User) -> None:
    plan = plan_with_progress()
    page = visit(f"/plans/{plan.slug}/papers/several/?period=2009-10-q2", coordinator)
    axe(page)
    screenshot(page, "several-papers")
    page.get_by_role("button", name="Make the papers").click()
    page.get_by_text("All are ready.").wait_for()
    axe(page)
    screenshot(page, "paper-set", documented=True)
