"""Reading a plan and reporting progress in a real browser."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from fingerpost.people.models import Role, User
from fingerpost.plans.models import Milestone
from fingerpost.reporting.models import MilestoneUpdate
from tests.browser.conftest import Axe, Screenshot, Visit
from tests.reporting.plans import move, plan_with_progress

pytestmark = pytest.mark.django_db(transaction=True)


def pages() -> dict[str, str]:
    plan = plan_with_progress()
    milestone = Milestone.objects.filter(action__plan=plan, slug="step-2")[0]
    move(milestone, on=date(2009, 10, 5), to=date(2010, 3, 31))
    outcome, action = plan.outcomes.all()[0], plan.actions.all()[0]
    root = f"/plans/{plan.slug}/"
    return {
        "home": "/",
        "plans": "/plans/",
        "plan": f"{root}?as-at=2009-12-31",
        "milestones": f"{root}milestones/",
        "outcome": f"{root}outcomes/{outcome.slug}/?as-at=2009-12-31",
        "action": f"{root}actions/{action.slug}/?as-at=2009-12-31",
        "milestone": f"{root}actions/{action.slug}/milestones/step-2/",
        "report-progress": f"{root}actions/{action.slug}/milestones/step-2/update/",
        "report-on-action": f"{root}actions/{action.slug}/update/",
        "search": "/search/?q=forum",
    }


PAGES = ["home", "plans", "plan", "milestones", "outcome", "action", "milestone", "search"]


@pytest.mark.parametrize("name", [*PAGES, "report-progress", "report-on-action"])
def test_pages_of_plans_are_accessible(
    name: str, visit: Visit, axe: Axe, screenshot: Screenshot, coordinator: User
) -> None:
    page = visit(pages()[name], coordinator)
    axe(page)
    screenshot(page, name)


def test_a_lead_officer_reports_from_the_home_page(visit: Visit) -> None:
    plan_with_progress()
    page = visit("/", User.objects.get(role=Role.LEAD_OFFICER))
    page.get_by_role("row", name="Agree remit").get_by_role("link", name="Report progress").first.click()
    page.get_by_label("Progress").fill("95%")
    page.get_by_label("Note").fill("Targets agreed in draft")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Thank you. Your update is kept.")).to_be_visible()
    expect(page.get_by_text("Last reported as at 31 March 2010.")).to_be_visible()
    assert MilestoneUpdate.objects.filter(progress=95, note="Targets agreed in draft", by__name="Ann Lead").count() == 1


def test_a_plan_is_seen_as_at_a_past_day(visit: Visit) -> None:
    page = visit(pages()["plan"].partition("?")[0], User.objects.get(role=Role.LEAD_OFFICER))
    page.get_by_text("choose another day").click()
    page.get_by_label("Show as at").fill("30 June 2009")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_text("As at 30 June 2009: choose another day")).to_be_visible()
    page.get_by_role("link", name="Carry out the lifelong learning strategy").click()
    expect(page.get_by_text("As at 30 June 2009: choose another day")).to_be_visible()
