"""The reporting arrangements, and who did not answer."""

from __future__ import annotations

from datetime import UTC, datetime

from playwright.sync_api import expect

from fingerpost.cycles import services
from fingerpost.cycles.models import Cycle, Item, Request
from fingerpost.people.models import User
from tests import factories
from tests.browser.conftest import Axe, Screenshot, Visit

IN_TIME = datetime(2009, 10, 13, 9, tzinfo=UTC)
LATE = datetime(2009, 10, 20, 9, tzinfo=UTC)
PEOPLE = [
    ("Ailsa Grant", "Keith council", 3, 3, IN_TIME),
    ("Calum Reid", "Keith council", 4, 2, LATE),
    ("Dugald Mair", "Health board", 2, 0, IN_TIME),
    ("Morag Ross", "College", 5, 5, LATE),
]


def closed_cycle() -> Cycle:
    """One cycle that is over, answered in time, late, in part and not at all."""
    cycle = factories.make_cycle(factories.make_plan(title="Learning plan", slug="learning"))
    action = factories.make_action(factories.make_outcome(cycle.plan, title="Widen learning"), title="Open the doors")
    council = {name: factories.make_organisation(name=name) for _p, name, *_rest in PEOPLE[1:]}
    for name, organisation, items, given, at in PEOPLE:
        person = factories.make_user(name=name, organisation=council[organisation])
        request = factories.make_request(cycle, person, opened_at=at if given else None)
        made = [factories.make_item(request, factories.make_milestone(action, lead=person)) for _n in range(items)]
        Item.objects.filter(pk__in=[item.pk for item in made[:given]]).update(
            state="submitted", first_submitted_at=at, submitted_at=at
        )
    return services.close_cycle(cycle=cycle, by=None)


def test_the_register_names_who_did_not_answer(
    visit: Visit, axe: Axe, screenshot: Screenshot, coordinator: User
) -> None:
    closed_cycle()
    page = visit("/reporting/register/", coordinator)
    expect(page.get_by_role("heading", level=1)).to_have_text("Register of non-response")
    expect(page.locator("main")).to_contain_text("14 items were expected: 3 answered on time, 7 late, 4 without")
    axe(page)
    screenshot(page, "register-of-non-response", documented=True)
    page.get_by_role("link", name="Dugald Mair").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Register of non-response: Dugald Mair")
    expect(page.get_by_role("rowheader", name="Learning plan, Q2 2009/10").first).to_be_visible()
    axe(page)


def test_the_schedule_is_changed(visit: Visit, axe: Axe, screenshot: Screenshot, coordinator: User) -> None:
    page = visit("/reporting/arrangements/", coordinator)
    axe(page)
    screenshot(page, "reporting-arrangements", documented=True)
    page.get_by_role("button", name="Add a step").click()
    axe(page)
    page.get_by_label("Working days").fill("7")
    page.get_by_label("Before or after").select_option("after the due date")
    page.get_by_label("Who is written to").select_option("The line manager")
    page.get_by_role("button", name="Add the step").click()
    row = page.get_by_role("row", name="7 working days after the due date: the line manager")
    expect(row).to_be_visible()
    row.get_by_role("button").click()
    expect(row).to_have_count(0)


def test_the_paper_of_the_register(visit: Visit, axe: Axe, screenshot: Screenshot, coordinator: User) -> None:
    closed_cycle()
    page = visit("/plans/learning/papers/non-response/2009-10-q2/", coordinator)
    expect(page.locator("main")).to_contain_text("4 requests to lead officers")
    assert Request.objects.count() == 4
    axe(page)
    screenshot(page, "non-response-paper")
