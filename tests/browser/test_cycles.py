"""Running a reporting cycle, in a real browser."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from fingerpost.cycles.models import Cycle, ItemState
from fingerpost.people.models import Role, User
from tests import factories
from tests.browser.conftest import Axe, Screenshot, Visit

THEN = datetime(2009, 10, 5, 9, tzinfo=UTC)


@pytest.fixture
def cycle(transactional_db: None) -> Cycle:
    """Three lead officers of two bodies: one has answered, one in part, one not at all."""
    plan = factories.make_plan(title="Better places 2009/10", slug="better")
    cycle = factories.make_cycle(plan)
    outcome = factories.make_outcome(plan, title="Streets are safer", slug="streets")
    council, health = (factories.make_organisation(name=name) for name in ("Council", "Health board"))
    officers = [("Ailsa Grant", council, 2), ("Calum Reid", health, 1), ("Morag Shaw", council, 0)]
    for name, organisation, answered in officers:
        person = factories.make_user(name=name, organisation=organisation, role=Role.LEAD_OFFICER)
        request = factories.make_request(cycle, person)
        action = factories.make_action(outcome, title=f"Key action of {name}", lead=person)
        for number in range(2):
            milestone = factories.make_milestone(
                action, title=f"Survey {number + 1} of the busiest roads near schools", due=date(2009, 8, 31 - number)
            )
            factories.make_update(milestone, 20, as_at=date(2009, 6, 30))
            item = factories.make_item(request, milestone)
            if number < answered:
                item.milestone_update = factories.make_update(milestone, 80, note="Seven roads done")
                item.state, item.submitted_at, item.submitted_by = ItemState.SUBMITTED, THEN, person
                item.save()
    return cycle


PAGES = {
    "cycles": "/plans/better/reporting/",
    "new-cycle": "/plans/better/reporting/new/",
    "cycle": "/plans/better/reporting/2009-10-q2/",
    "cycle-days": "/plans/better/reporting/2009-10-q2/days/",
}


def test_pages_of_a_cycle(cycle: Cycle, coordinator: User, visit: Visit, axe: Axe, screenshot: Screenshot) -> None:
    for name, address in PAGES.items():
        page = visit(address, coordinator)
        axe(page)
        screenshot(page, name)


def test_one_persons_page(cycle: Cycle, coordinator: User, visit: Visit, axe: Axe, screenshot: Screenshot) -> None:
    page = visit(PAGES["cycle"], coordinator)
    page.get_by_role("link", name="Calum Reid").first.click()
    axe(page)
    screenshot(page, "asked")


def test_a_planned_cycle_is_previewed_and_opened(
    cycle: Cycle, coordinator: User, visit: Visit, axe: Axe, screenshot: Screenshot
) -> None:
    page = visit(PAGES["new-cycle"], coordinator)
    page.get_by_label("Period").select_option("Q3 2009/10")
    page.get_by_role("button", name="Plan the cycle").click()
    axe(page)
    screenshot(page, "opening")
    page.get_by_role("button", name="Open it and ask them").click()
    assert "0 of 9 updates are in" in page.inner_text("main")


def test_calendars(transactional_db: None, coordinator: User, visit: Visit, axe: Axe, screenshot: Screenshot) -> None:
    page = visit("/calendars/", coordinator)
    axe(page)
    page.get_by_role("button", name="Make the addresses").click()
    axe(page)
    screenshot(page, "calendars")
