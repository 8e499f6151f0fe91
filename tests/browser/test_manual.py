"""The demo as a newcomer meets it, page by page; the pictures of docs/ are taken here."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from fingerpost.demo import services
from fingerpost.people.models import Role, User
from fingerpost.reporting.models import MilestoneUpdate
from tests.browser.conftest import Axe, Screenshot, Visit
from tests.intake.reports import AUTUMN

pytestmark = pytest.mark.django_db(transaction=True)
PLAN = "/plans/smarter-plan-2009-10/"
TRAINING = f"{PLAN}actions/domestic-abuse/milestones/at-least-75-staff-trained/"

COORDINATOR_PAGES = {
    "home": "/",
    "plan": f"{PLAN}?as-at=2009-09-30",
    "milestones": f"{PLAN}milestones/?status=overdue",
    "action": f"{PLAN}actions/domestic-abuse/?as-at=2009-09-30",
    "milestone": TRAINING,
    "structure": f"{PLAN}structure/",
    "bulk-edit": f"{PLAN}bulk-edit/",
    "checks": f"{PLAN}checks/?period=2009-10-q2",
    "follow-ups": f"{PLAN}follow-ups/",
    "action-log": f"{PLAN}papers/action-log/2009-10-q4/",
    "papers": f"{PLAN}papers/",
    "milestones-report": f"{PLAN}papers/milestones/2009-10-q2/",
}
ADMINISTRATOR_PAGES = {"people": "/people/", "audit": "/audit/"}


@pytest.fixture
def people(settings: Settings, tmp_path: Path) -> dict[str, User]:
    """The demo, and its person of each role."""
    settings.DATA_DIR = tmp_path
    services.fill(publish=False)
    return {role: User.objects.get(email=email) for role, email in services.SIGN_INS.items()}


def test_a_coordinator_sees_the_demo(visit: Visit, axe: Axe, screenshot: Screenshot, people: dict[str, User]) -> None:
    for name, address in COORDINATOR_PAGES.items():
        page = visit(address, people[Role.COORDINATOR])
        expect(page.locator("h1")).not_to_have_text("Page not found")
        axe(page)
        screenshot(page, name, documented=True)


def test_an_administrator_sees_who_did_what(
    visit: Visit, axe: Axe, screenshot: Screenshot, people: dict[str, User]
) -> None:
    for name, address in ADMINISTRATOR_PAGES.items():
        page = visit(address, people[Role.ADMINISTRATOR])
        axe(page)
        screenshot(page, name, documented=True)


def test_a_coordinator_imports_a_report(
    visit: Visit, screenshot: Screenshot, people: dict[str, User], tmp_path: Path
) -> None:
    report = tmp_path / "greener.txt"
    report.write_bytes(AUTUMN.content())
    page = visit("/imports/new/", people[Role.COORDINATOR])
    page.set_input_files("input[type=file]", report)
    screenshot(page, "import", documented=True)
    page.get_by_role("button", name="Read the file").click()
    expect(page.locator("h1")).to_contain_text("What the file would change")
    screenshot(page, "import-preview", documented=True)


def test_a_lead_officer_sees_what_to_follow_up(
    visit: Visit, axe: Axe, screenshot: Screenshot, people: dict[str, User]
) -> None:
    page = visit("/", people[Role.LEAD_OFFICER])
    page.get_by_role("link", name="2 follow-ups are yours, 1 overdue").click()
    axe(page)
    screenshot(page, "my-follow-ups", documented=True)


def test_a_lead_officer_reports_progress(
    visit: Visit, axe: Axe, screenshot: Screenshot, people: dict[str, User]
) -> None:
    lead = people[Role.LEAD_OFFICER]
    page = visit("/", lead)
    screenshot(page, "my-items", documented=True)
    page.get_by_role("link", name="Refuge places reviewed", exact=True).click()
    page.get_by_role("button", name="Report progress").or_(page.get_by_role("link", name="Report progress")).click()
    axe(page)
    screenshot(page, "report-progress", documented=True)
    page.get_by_label("Progress", exact=False).first.fill("80")
    page.get_by_label("Note", exact=False).first.fill("Figures are in; the review is nearly written.")
    page.get_by_label("Reason for a correction").fill("The review went on until the last day of March.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("80%")
    said = MilestoneUpdate.objects.filter(milestone__title="Refuge places reviewed").latest("id")
    assert (said.progress, said.by) == (80, lead)
