"""Editing the structure of a plan, in a real browser."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from fingerpost.people.models import User
from fingerpost.plans import services
from fingerpost.plans.models import Milestone, Outcome, Plan
from fingerpost.plans.structure import NewAction, NewMilestone, NewOutcome
from tests import factories
from tests.browser.conftest import Axe, Screenshot, Visit


@pytest.fixture
def plan(transactional_db: None, coordinator: User) -> Plan:
    """A plan of three outcomes under two themes, one of them nested, with two actions and three milestones."""
    made = factories.make_plan(title="Single outcome plan 2009/10", slug="single")
    steps = [
        NewMilestone(
            "Survey the ten busiest roads near schools", due=date(2009, 6, 30), quarter_label="Q1", lead=coordinator
        ),
        NewMilestone("Agree the order of the works with the roads service", due=date(2009, 9, 30)),
        NewMilestone("Keep parents told", by_when="Ongoing"),
    ]
    schools = NewOutcome("Children walk to school", actions=[NewAction("Walking buses")])
    services.add_structure(
        plan=made,
        outcomes=[
            NewOutcome("Streets are safer", [NewAction("Slow the traffic", steps)], [schools], theme="Safer places"),
            NewOutcome("Homes are warmer", theme="Healthier lives"),
            NewOutcome("People are fitter", theme="Healthier lives"),
        ],
        by=coordinator,
    )
    factories.make_plan(title="Single outcome plan 2010/11", slug="next", predecessor=made)
    other = Outcome.objects.create(plan=Plan.objects.get(slug="next"), title="Elsewhere", slug="elsewhere")
    factories.make_action(other)
    return made


MILESTONE = "/plans/single/actions/slow-the-traffic/milestones/survey-the-ten-busiest-roads-near-schools/"
PAGES = {
    "structure": "/plans/single/structure/",
    "create": "/plans/new/",
    "edit": "/plans/single/edit/",
    "bulk-edit": "/plans/single/bulk-edit/",
    "roll-over": "/plans/single/roll-over/",
    "close": "/plans/single/close/",
    "move-outcome": "/plans/single/outcomes/homes-are-warmer/move/",
    "edit-action": "/plans/single/actions/slow-the-traffic/edit/",
    "share-action": "/plans/single/actions/slow-the-traffic/share/",
    "edit-milestone": f"{MILESTONE}edit/",
    "move-due-date": f"{MILESTONE}move-due-date/",
    "merge-milestone": f"{MILESTONE}merge/",
    "carry-forward": f"{MILESTONE}carry-forward/",
}


@pytest.mark.parametrize("name", PAGES)
def test_each_editing_page_is_accessible(
    name: str, *, plan: Plan, coordinator: User, visit: Visit, axe: Axe, screenshot: Screenshot
) -> None:
    page = visit(PAGES[name], coordinator)
    axe(page)
    screenshot(page, f"plans-{name}")


def test_an_item_moves_by_keyboard_without_javascript(
    browser: Browser, live_server: LiveServer, plan: Plan, coordinator: User
) -> None:
    context = browser.new_context(java_script_enabled=False)
    client = Client()
    client.force_login(coordinator)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/plans/single/structure/")
    button = "#up-milestone-slow-the-traffic-keep-parents-told"
    page.focus(button)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/structure/?at=*{button}")
    assert titles(plan) == ["Survey", "Keep", "Agree"]
    expect(page.locator(button)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(f"{button}[aria-disabled=true]")).to_be_focused()
    assert titles(plan) == ["Keep", "Survey", "Agree"]
    context.close()


def titles(plan: Plan) -> list[str]:
    """The first words of the milestones in their order."""
    return [row.title.split()[0] for row in Milestone.objects.filter(action__plan=plan).order_by("position")]


def test_milestones_are_edited_in_a_table(
    plan: Plan, coordinator: User, visit: Visit, axe: Axe, screenshot: Screenshot
) -> None:
    page = visit("/plans/single/bulk-edit/", coordinator)
    page.get_by_label("Due date, Survey").fill("soon")
    page.get_by_label("Title, Keep").fill("Keep parents and pupils told")
    page.get_by_role("button", name="Save all rows").click()
    page.get_by_role("link", name="Row 1, Due date: Enter a date, such as 30 June 2009").click()
    expect(page.get_by_label("Due date, Survey")).to_be_focused()
    axe(page)
    screenshot(page, "plans-bulk-edit-errors")
    page.get_by_label("Due date, Survey").fill("31 July 2009")
    page.get_by_label("Reason for the dates that move").fill("The counters were late")
    page.get_by_role("button", name="Save all rows").click()
    expect(page.get_by_text("2 milestones were changed.")).to_be_visible()
    moved = Milestone.objects.get(title__startswith="Survey")
    assert (moved.due, moved.original_due) == (date(2009, 7, 31), date(2009, 6, 30))


def test_two_editors_do_not_overwrite_each_other(
    plan: Plan, coordinator: User, visit: Visit, axe: Axe, screenshot: Screenshot
) -> None:
    page = visit("/plans/single/outcomes/homes-are-warmer/edit/", coordinator)
    page.get_by_label("Description").fill("My words")
    outcome = plan.outcomes.get(slug="homes-are-warmer")
    other = factories.make_user(name="Jean Example", role="coordinator")
    services.edit_outcome(outcome=outcome, title="Homes are warm and dry", by=other)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("Homes are warm and dry")
    axe(page)
    screenshot(page, "plans-conflict")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    outcome.refresh_from_db()
    assert (outcome.title, outcome.description) == ("Homes are warm and dry", "My words")


def test_a_plan_is_rolled_over_after_a_preview(
    plan: Plan, coordinator: User, visit: Visit, axe: Axe, screenshot: Screenshot
) -> None:
    page = visit("/plans/single/roll-over/", coordinator)
    page.get_by_label("Title of the next plan").fill("The plan after")
    page.get_by_label("Why are milestones carried forward?").fill("Not done in the year")
    page.get_by_label("Keep parents told").uncheck()
    page.get_by_role("button", name="Look at what will happen").click()
    expect(page.get_by_text("2 unfinished milestones are carried forward; 1 stays in this plan.")).to_be_visible()
    axe(page)
    screenshot(page, "plans-roll-over-preview")
    page.get_by_role("button", name="Make the next plan").click()
    expect(page.get_by_role("heading", name="Structure of The plan after")).to_be_visible()
    made = Plan.objects.get(slug="the-plan-after")
    assert list(Milestone.objects.filter(action__plan=made).values_list("due", flat=True)) == [
        date(2010, 6, 30),
        date(2010, 9, 30),
    ]
