"""Signing a period off, in a real browser: from the answer to the late correction."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from fingerpost.cycles.models import Cycle, Evidence, Item, ItemState
from fingerpost.mail.links import filled
from fingerpost.mail.models import Message
from fingerpost.people.models import Membership, Role, User
from fingerpost.plans.models import Milestone, SignOff
from fingerpost.reporting.models import MilestoneUpdate
from tests import factories
from tests.browser.conftest import Axe, Screenshot, Visit
from tests.cycles.asking import link_to, open_cycle

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def officer() -> User:
    return factories.make_user(name="Ailsa Grant", role=Role.LEAD_OFFICER)


@pytest.fixture
def cycle(officer: User) -> Cycle:
    """An open cycle in which one lead officer is asked for two milestones of each of two key actions."""
    plan = factories.make_plan(title="Better places 2009/10", slug="better")
    cycle = open_cycle(plan=plan)
    outcome, request = factories.make_outcome(plan, title="Streets are safer"), factories.make_request(cycle, officer)
    for title in ("Slow traffic near schools", "Light the paths to the station"):
        action = factories.make_action(outcome, title=title, lead=officer, due=date(2010, 3, 31))
        for step in ("Survey the busiest roads", "Agree the plan with residents"):
            milestone = factories.make_milestone(action, title=step, lead=officer)
            factories.make_update(milestone, 40, as_at=date(2009, 6, 30), note="Begun", by=officer)
            factories.make_item(request, milestone)
    return cycle


def say(page: Page, item: Item, percent: int, note: str) -> None:
    page.locator(f"input[name='{item.key}-choice'][value='other']").check()
    page.locator(f"[name='{item.key}-percent']").fill(str(percent))
    page.locator(f"[name='{item.key}-note']").fill(note)


def answer_all(page: Page, cycle: Cycle) -> None:
    for number, item in enumerate(cycle.items.all()):
        say(page, item, 50 + number, "Seven of nine are done; the last two wait for the weather")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def meet_the_findings(page: Page, axe: Axe, screenshot: Screenshot) -> None:
    page.get_by_role("link", name="4 answers wait for your approval").click()
    axe(page)
    screenshot(page, "to-approve")
    page.get_by_role("link", name="Better places 2009/10, Q2 2009/10").click()
    expect(page.get_by_text("and 4 answers to decide on.")).to_be_visible()
    page.locator("summary").filter(has_text="Due date lies outside the plan").click()
    axe(page)
    screenshot(page, "sign-off-findings")
    page.get_by_label("They are true, and the period is approved all the same").first.check()
    page.get_by_label("Why", exact=True).first.fill("The council meets in June only")
    page.get_by_role("button", name="Save what you say").first.click()
    expect(page.get_by_text("1 finding is dealt with.")).to_be_visible()


def send_one_back(page: Page, cycle: Cycle, visit: Visit) -> Milestone:
    """By the coordinator; answered again by the link in the mail. Which one it was."""
    page.get_by_label("Agree the plan with residents").first.check()
    page.get_by_label("Send back those that are ticked").check()
    page.get_by_label("Why it is sent back").fill("Which residents? Please name the groups.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("1 answer was sent back.")).to_be_visible()

    link = next(word for word in filled(Message.objects.get(kind="returned")).split() if "/update/" in word)
    page = visit("/" + link.split("/", 3)[3])
    expect(page.get_by_text("Which residents? Please name the groups.")).to_be_visible()
    returned = cycle.items.get(state=ItemState.RETURNED)
    say(page, returned, 60, "The residents of Mill Street and of the harbour")
    page.get_by_role("button", name="Send", exact=True).click()
    assert returned.milestone
    return returned.milestone


def approve_and_lock(page: Page, axe: Axe, screenshot: Screenshot) -> None:
    page.get_by_role("button", name="Close it").click()
    page.get_by_role("button", name="Approve and lock").click()
    screenshot(page, "sign-off", documented=True)
    axe(page)
    page.get_by_label("Approve all 4, except those that are ticked").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Everything is decided on. Q2 2009/10 can be locked.")).to_be_visible()
    page.get_by_role("button", name="Lock Q2 2009/10").click()
    axe(page)
    page.get_by_role("button", name="Approve and lock the period").click()
    expect(page.get_by_text("Q2 2009/10 is approved and locked.")).to_be_visible()
    screenshot(page, "sign-off-locked")


def correct_late(page: Page, axe: Axe, screenshot: Screenshot) -> None:
    page.get_by_label("As at").fill("30/9/2009")
    page.get_by_label("Progress").fill("70")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("is a late correction: give the reason for it.").first).to_be_visible()
    axe(page)
    screenshot(page, "late-correction-asked")
    page.get_by_label("Reason for a late correction").fill("The harbour group was counted twice")
    page.get_by_role("button", name="Save", exact=True).click()
    words = "Before: 60%, as at 30 September 2009. Reason: The harbour group was counted twice"
    expect(page.get_by_text(words).first).to_be_visible()
    axe(page)
    screenshot(page, "late-correction")
    late = MilestoneUpdate.objects.latest("id")
    assert (late.progress, late.late_for is None) == (70, False)


def test_from_the_answer_to_the_late_correction(
    cycle: Cycle, coordinator: User, visit: Visit, axe: Axe, screenshot: Screenshot
) -> None:
    request = cycle.requests.get()
    page = visit(link_to(request))
    answer_all(page, cycle)

    factories.make_milestone(Milestone.objects.all()[0].action, title="Report to the council", due=date(2010, 6, 30))
    page = visit("/", coordinator)
    meet_the_findings(page, axe, screenshot)
    milestone = send_one_back(page, cycle, visit)
    approve_and_lock(visit("/plans/better/reporting/2009-10-q2/close/", coordinator), axe, screenshot)
    root = f"/plans/better/actions/{milestone.action.slug}/milestones/{milestone.slug}/"
    correct_late(visit(f"{root}update/"), axe, screenshot)


def test_the_chair_decides_by_keyboard(cycle: Cycle, visit: Visit) -> None:
    plan = cycle.plan
    plan.signed_off_by = SignOff.CHAIR
    plan.save()
    chair = factories.make_user(name="Moira Bain", role=Role.MEMBER)
    Membership.objects.create(group=plan.owner, user=chair, position=Membership.Position.CHAIR)
    item = cycle.items.all()[0]
    page = visit(link_to(cycle.requests.get()))
    answer_all(page, cycle)
    Evidence.objects.create(item=item, name="Minutes of the residents' meeting", url="https://example.org/minutes")
    page = visit("/plans/better/reporting/2009-10-q2/sign-off/", chair)
    page.get_by_label("Survey the busiest roads").first.focus()
    page.keyboard.press("Space")
    page.get_by_label("Approve only those that are ticked").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Save", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 answer is approved.")).to_be_visible()
    item.refresh_from_db()
    assert (item.state, item.decided_by) == (ItemState.APPROVED, chair)
