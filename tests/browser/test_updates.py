"""Answering what one is asked in a real browser: quick, by keyboard or pointer, with or without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from fingerpost.cycles.models import Draft, Item, ItemState, Request
from fingerpost.cycles.services import revoke_links
from fingerpost.people.models import Role, User
from fingerpost.reporting.models import MilestoneUpdate
from tests import factories
from tests.browser.conftest import NARROWEST, Axe, Screenshot, Visit
from tests.cycles.asking import LAST_MONTH, link_to, open_cycle, steps

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def fresh_counts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def three_items(**fields: object) -> Request:
    """Three milestones of two key actions, and one of the key actions itself."""
    lead = factories.make_user(role=Role.LEAD_OFFICER, name="Ailsa Grant")
    plan = factories.make_plan(title="Community learning plan 2009/10")
    request = factories.make_request(open_cycle(plan=plan), lead)
    outcome = factories.make_outcome(plan)
    one = factories.make_action(outcome, lead=lead, title="Train people who work with volunteers")
    two = factories.make_action(outcome, lead=lead, title="Bring the learning centres up to standard")
    rooms = factories.make_milestone(one, title="Agree the training programme with partners", lead=lead)
    factories.make_update(rooms, 40, as_at=LAST_MONTH, note="Draft programme is with the partners")
    staff = factories.make_milestone(one, title="Train 75 staff", lead=lead, quantity_target=75, quantity_unit="staff")
    factories.make_update(staff, Decimal("26.67"), count=20, as_at=LAST_MONTH)
    survey = factories.make_milestone(two, title="Survey the three oldest centres", due=date(2009, 12, 31), lead=lead)
    for about in (rooms, staff, survey):
        factories.make_item(request, about)
    return request


def with_action(request: Request) -> Request:
    milestone = steps(request)[0].milestone
    assert milestone
    factories.make_action_update(
        milestone.action, as_at=LAST_MONTH, work_undertaken="Met the partners twice", work_planned="Agree the dates"
    )
    item = factories.make_item(request, milestone.action)
    Item.objects.filter(pk=item.pk).update(position=0)
    return request


def test_every_state_of_the_page_is_accessible(visit: Visit, axe: Axe, screenshot: Screenshot) -> None:
    request = with_action(three_items())
    path = link_to(request)
    page = visit(path)
    axe(page)
    screenshot(page, "update-page", documented=True)
    screenshot(page, "update-page-whole")
    page.get_by_role("button", name="Send").click()
    axe(page)
    screenshot(page, "update-missing")
    item = steps(request)[0]
    page.locator(f"#id_{item.key}-choice_0").check()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", name="Nothing is sent yet")).to_be_visible()
    axe(page)
    screenshot(page, "update-wrong")
    page.get_by_label("Why has nothing changed?").first.fill("The partners have not answered")
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("button", name="Send what I have").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    axe(page)
    screenshot(page, "update-sent", documented=True)
    page.get_by_role("button", name="Go on").click()
    axe(page)
    screenshot(page, "update-partly")


def test_other_pages_are_accessible(visit: Visit, axe: Axe, screenshot: Screenshot, coordinator: User) -> None:
    request = three_items()
    path, item = link_to(request), steps(request)[0]
    for name, address in [
        ("update-stand-in", f"{path}somebody-else/"),
        ("update-not-mine", f"{path}items/{item.key}/not-mine/"),
        ("update-unknown", "/update/cut-short/"),
    ]:
        axe(page := visit(address))
        screenshot(page, name)
    revoke_links(request=request, by=coordinator)
    axe(page := visit(path))
    screenshot(page, "update-taken-back")
    page.get_by_role("button", name="Mail me a fresh link").click()
    expect(page.get_by_role("heading", name="Look at your mail")).to_be_visible()
    axe(page)
    axe(page := visit("/my-updates/", request.person))
    screenshot(page, "my-updates", documented=True)
    Item.objects.filter(pk=item.pk).update(state=ItemState.HANDED_BACK, reason="I moved", suggested="Calum Ross")
    cycle = request.cycle
    axe(page := visit(f"/plans/{cycle.plan.slug}/reporting/{cycle.period}/handed-back/", coordinator))
    screenshot(page, "handed-back", documented=True)
    page.get_by_role("link", name="Give it to somebody").click()
    axe(page)


NOTES = ["The programme is agreed with all partners", "Two more courses were held", "The survey starts in May"]
MINUTE = 60.0
# What a person takes, on the slow side: the keystroke-level model of Card, Moran and Newell (1980), in seconds.
KEY, POINT, THINK, LOAD = 0.28, 1.3, 1.35, 2.0


class Steps:
    """Counts what a person does, and how long that takes."""

    def __init__(self, page: Page) -> None:
        self.page, self.loads, self.clicks, self.keys = page, 0, 0, 0
        page.on("framenavigated", lambda _frame: self.loaded())

    def loaded(self) -> None:
        self.loads += 1

    def click(self, label: str, nth: int = 0, *, button: bool = False) -> None:
        found = self.page.get_by_role("button", name=label, exact=True) if button else self.page.get_by_label(label)
        found.nth(nth).click()
        self.clicks += 1

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys += 1

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.keys += len(words)

    @property
    def seconds(self) -> float:
        """Loading, pointing and typing, and a thought before each item and before sending."""
        return self.loads * LOAD + self.clicks * (POINT + KEY) + self.keys * KEY + 4 * THINK


def all_are_sent(page: Page) -> None:
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert [update.note for update in MilestoneUpdate.objects.order_by("id")[2:]] == NOTES
    assert not Draft.objects.exists()


def test_three_items_by_pointer_in_under_a_minute(visit: Visit, page: Page) -> None:
    """The link in the mail, then for each item a choice and a short note, then Send."""
    request, counted = three_items(), Steps(page)
    visit(link_to(request))
    counted.click("Mostly (75%)")
    counted.click("Note: what was done", 0)
    counted.type(NOTES[0])
    counted.click("A new count")
    counted.click("Count so far")
    counted.type("45")
    counted.click("Note: what was done", 1)
    counted.type(NOTES[1])
    counted.click("A little (25%)", 1)
    counted.click("Note: what was done", 2)
    counted.type(NOTES[2])
    counted.click("Send", button=True)
    all_are_sent(page)
    assert (counted.loads, counted.clicks, counted.keys) == (2, 8, 2 + sum(map(len, NOTES)))
    assert counted.seconds < MINUTE


def test_three_items_by_keyboard_in_under_a_minute(visit: Visit, page: Page) -> None:
    """Tab, arrows, space and letters only. The skip link leads past the header."""
    request, counted = three_items(), Steps(page)
    visit(link_to(request))
    counted.press("Tab")
    counted.press("Enter")
    counted.press("Tab")
    for key in ["ArrowDown"] * 4:  # from "no change" to 75%
        counted.press(key)
    counted.press("Tab")
    counted.type(NOTES[0])
    for _stop in range(4):  # what is folded away, evidence, whose it is, the next item
        counted.press("Tab")
    counted.press("ArrowDown")
    counted.press("Tab")
    counted.type("45")
    counted.press("Tab")
    counted.type(NOTES[1])
    for _stop in range(4):
        counted.press("Tab")
    counted.press("ArrowDown")
    counted.press("Tab")
    counted.type(NOTES[2])
    for _stop in range(4):
        counted.press("Tab")
    counted.press("Enter")
    all_are_sent(page)
    assert counted.clicks == 0
    assert counted.loads == 3  # following the skip link counts as one
    assert counted.seconds < MINUTE


def test_what_is_typed_is_kept_and_comes_back(
    visit: Visit, page: Page, browser: Browser, live_server: LiveServer
) -> None:
    request = three_items()
    path = link_to(request)
    visit(path)
    expect(page.get_by_text("0 of 3 answered")).to_be_visible()
    page.get_by_label("Mostly (75%)").first.check()
    page.get_by_label("Note: what was done").first.fill("Kept by itself")
    expect(page.get_by_role("status")).to_contain_text("Draft saved")
    expect(page.get_by_text("1 of 3 answered")).to_be_visible()
    other = browser.new_context(viewport=NARROWEST).new_page()
    other.goto(live_server.url + path)
    expect(other.get_by_label("Note: what was done").first).to_have_value("Kept by itself")
    expect(other.get_by_label("Mostly (75%)").first).to_be_checked()
    other.context.close()
    assert not MilestoneUpdate.objects.filter(note="Kept by itself").exists()
    request.refresh_from_db()
    assert request.opened_at is not None


def test_without_javascript(browser: Browser, live_server: LiveServer) -> None:
    request = three_items()
    context = browser.new_context(viewport=NARROWEST, java_script_enabled=False)
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto(live_server.url + link_to(request))
    page.get_by_label("Note: what was done").first.fill("Not sent yet")
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("Your draft is saved. Nothing is sent yet.")).to_be_visible()
    expect(page.get_by_label("Note: what was done").first).to_have_value("Not sent yet")
    page.get_by_label("Complete (100%)").first.check()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", name="2 items are not answered yet")).to_be_visible()
    page.get_by_role("button", name="Send what I have").click()
    expect(page.get_by_text("1 of 3 updates are sent.")).to_be_visible()
    page.get_by_role("link", name="Change what I sent").click()
    page.get_by_role("link", name="Change this answer").click()
    expect(page.get_by_label("Note: what was done").first).to_have_value("Not sent yet")
    context.close()
    assert MilestoneUpdate.objects.get(note="Not sent yet").progress == 100


def test_a_figure_is_given_in_a_moment(visit: Visit, axe: Axe, screenshot: Screenshot) -> None:
    """An indicator beside the milestones: its figure, or why there is none, at 320 px too."""
    request = three_items()
    outcome = request.cycle.plan.outcomes.get()
    indicator = factories.make_indicator(
        outcome, title="Volunteers who stay for a year", unit="%", is_proportion=True, aggregation="ratio"
    )
    factories.make_target(indicator, "2009-10", 75)
    factories.make_value(indicator, "2009-10-q1", 70)
    item = factories.make_item(request, indicator)
    page = visit(link_to(request))
    box = page.locator(f"#item-{item.key}")
    box.get_by_label("Numerator").fill("35")
    box.get_by_label("Denominator").fill("48")
    box.get_by_text("There is no figure yet").click()
    box.get_by_text("Say what was done, and what comes next").click()
    box.get_by_label("Work undertaken").fill("Asked every volunteer why they stay")
    box.get_by_label("Next step").fill("Report to the theme group")
    axe(page)
    screenshot(page, "update-figure")
    page.set_viewport_size(NARROWEST)
    axe(page)
    page.get_by_role("button", name="Send").click()
    page.get_by_role("button", name="Send what I have").click()
    expect(page.get_by_text("72.9%")).to_be_visible()
    expect(page.get_by_text("Work undertaken: Asked every volunteer why they stay")).to_be_visible()
    expect(page.get_by_text("Next step: Report to the theme group")).to_be_visible()
    item.refresh_from_db()
    assert item.state == ItemState.SUBMITTED
