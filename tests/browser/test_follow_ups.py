"""Follow-ups in a real browser."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from fingerpost.follow_ups import services
from fingerpost.follow_ups.models import FollowUp, State
from fingerpost.people.models import Role, User
from tests import factories
from tests.browser.conftest import Axe, Screenshot, Visit

pytestmark = pytest.mark.django_db(transaction=True)


def some(owner: User) -> FollowUp:
    """One that is late, one that was dropped, one in words only; returns the late one."""
    milestone = factories.make_milestone(title="Forum of learning providers set up")
    plan = milestone.action.plan
    late = factories.make_follow_up(
        plan, text="Ask the three colleges for their enrolment figures", owner=owner, due=date(2009, 12, 1),
        origin="check", origin_words="No update since June", milestone=milestone,
    )  # fmt: skip
    services.note_progress(follow_up=late, by=owner, words="Two of three answered", percent=60, on=date(2009, 11, 20))  # type: ignore[arg-type]
    words = {"owner_words": "Theme group", "by_when": "Within one month of each meeting"}
    factories.make_follow_up(plan, text="Look at the risk list again", origin="review", **words)
    dropped = factories.make_follow_up(plan, text="Book a hall for the conference", owner=owner)
    services.drop(follow_up=dropped, by=None, reason="The conference was cancelled", on=date(2009, 11, 5))
    return late


PAGES = {
    "follow-ups-mine": "/follow-ups/",
    "follow-ups-log": "{plan}",
    "follow-up": "{plan}{key}/",
    "follow-up-add": "{plan}add/",
    "follow-up-hand-over": "{plan}{key}/hand-over/",
    "follow-up-note": "{plan}{key}/note/",
    "home-with-follow-ups": "/",
}


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_follow_ups_are_accessible(
    name: str, visit: Visit, axe: Axe, screenshot: Screenshot, coordinator: User
) -> None:
    row = some(coordinator)
    page = visit(PAGES[name].format(plan=f"/plans/{row.plan.slug}/follow-ups/", key=row.key), coordinator)
    expect(page.locator("h1")).not_to_have_text("Page not found")
    axe(page)
    screenshot(page, name)


def test_a_member_finishes_what_is_theirs_from_the_home_page(visit: Visit) -> None:
    owner = factories.make_user(role=Role.MEMBER)
    row = some(owner)
    page = visit("/", owner)
    page.get_by_role("link", name="1 follow-up is yours, 1 overdue").click()
    page.get_by_role("link", name="It is done").click()
    page.get_by_label("What came of it").fill("All three answered.")
    page.get_by_role("button", name="Say that it is done").click()
    expect(page.get_by_text("The follow-up is done.")).to_be_visible()
    assert FollowUp.objects.get(pk=row.pk).state == State.DONE


def test_a_coordinator_makes_a_follow_up_from_a_finding(visit: Visit, coordinator: User) -> None:
    milestone = factories.make_milestone()
    factories.make_update(milestone, 0, note="It will not take place: the funding was withdrawn.")
    page = visit(f"/plans/{milestone.action.plan.slug}/checks/?rule=none-but-withdrawn", coordinator)
    page.get_by_role("link", name="Make a follow-up").click()
    page.get_by_label("What is to be done").fill("Decide whether it is cancelled")
    page.get_by_role("combobox", name="By whom").select_option(label=coordinator.name)
    page.get_by_label("Due").fill("1 December 2030")
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_text("The follow-up is made.")).to_be_visible()
    assert FollowUp.objects.get().milestone == milestone
