"""The plan review in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from fingerpost.core.periods import Period
from fingerpost.follow_ups.models import FollowUp
from fingerpost.intake.services import receive
from fingerpost.people.models import User
from fingerpost.plans.models import Indicator
from fingerpost.reviews import services
from fingerpost.reviews.models import Instead
from fingerpost.reviews.services import Said
from tests import factories
from tests.browser.conftest import Axe, Screenshot, Visit
from tests.intake.reviews import paper

pytestmark = pytest.mark.django_db(transaction=True)
Q2 = Period(2009, "quarter", 2)


def some() -> Indicator:
    """A plan with an indicator that was reviewed, one nobody answered for, a key action, and a strategy."""
    outcome = factories.make_outcome(title="Young people do well at school")
    first = factories.make_indicator(outcome, title="Young people who offend only once")
    second = factories.make_indicator(outcome, title="Exclusions from school for each 1,000 pupils")
    action = factories.make_action(outcome, title="Set up locality teams")
    services.record_review(
        Said(item=first, period=Q2, work_undertaken="A group was set up.", work_planned="It looks at other ways.",
             data_words="72.9% in the first half of the year, from 60.8% in 2006/07"), by=None,
    )  # fmt: skip
    services.record_review(
        Said(item=second, period=Q2, undertaken_instead=Instead.NO_RESPONSE, planned_instead=Instead.NONE_STATED),
        by=None, step=services.Step(text="Ask for the figures of the half-year", owner_words="Theme group"),
    )  # fmt: skip
    services.record_review(
        Said(item=action, period=Q2, work_undertaken="A team in each area.", notes="Visit."), by=None
    )
    strategy = services.save_strategy(
        plan=outcome.plan, by=None, title="Communication strategy", aim="Tell everybody what is done.",
        means="Several channels\n- conferences\n- a web page", principles="In time\nIn plain English",
    )  # fmt: skip
    services.add_activities(
        strategy=strategy, rows=[{"activity": "Minutes", "by_whom": "Chairs", "by_when": "Within a month"}], by=None
    )
    return first


PAGES = {
    "review": "/plans/{plan}/review/?period=2009-10-q2",
    "review-entry": "/plans/{plan}/review/2009-10-q2/indicators/{indicator}/",
    "annual-statement": "/plans/{plan}/review/2009-10/annual-statement/",
    "localities": "/plans/{plan}/localities/",
    "communication-strategy": "/plans/{plan}/communication/",
    "communication-strategy-edit": "/plans/{plan}/communication/edit/",
    "communication-activity": "/plans/{plan}/communication/activities/1/",
    "communication-activity-remove": "/plans/{plan}/communication/activities/1/remove/",
}


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_the_review_are_accessible(
    name: str, visit: Visit, axe: Axe, screenshot: Screenshot, coordinator: User
) -> None:
    row = some()
    keith = factories.make_area(name="Keith", parent=row.plan.area)
    factories.make_plan(title="Keith plan", area=keith, serves=row.plan)
    factories.make_value(row, "2009-10-q4", 62, area=keith)
    page = visit(PAGES[name].format(plan=row.plan.slug, indicator=row.slug), coordinator)
    expect(page.locator("h1")).not_to_have_text("Page not found")
    axe(page)
    screenshot(page, name, documented=name == "review")


def test_a_coordinator_reviews_an_item_and_agrees_the_next_step(visit: Visit, coordinator: User) -> None:
    row = some()
    page = visit(f"/plans/{row.plan.slug}/review/?period=2009-10-q2", coordinator)
    page.get_by_role("link", name=re.compile("Review it.*Set up locality teams")).click()
    page.get_by_label("Work planned").fill("Go on.")
    page.get_by_label("Next step").fill("Visit each team")
    page.get_by_label("By whom, in words").fill("Head of service")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The review is stored.")).to_be_visible()
    expect(page.get_by_text("Go on.")).to_be_visible()
    expect(page.get_by_role("link", name="Visit each team")).to_be_visible()
    assert FollowUp.objects.filter(text="Visit each team", owner_words="Head of service").exists()


def test_a_review_paper_is_brought_in(visit: Visit, axe: Axe, screenshot: Screenshot, coordinator: User) -> None:
    source = receive(name="review.txt", content=paper(), by=None)
    factories.make_area(name="Moray"), factories.make_group(name="Theme group")
    page = visit(f"/imports/{source.slug}/review/", coordinator)
    axe(page)
    screenshot(page, "review-import")
    page.get_by_label("25%, H1 2009/10").check()
    page.get_by_label("Area").select_option("Moray")
    page.get_by_label("Group that owns the plan").select_option("Theme group")
    page.get_by_role("button", name="Make the plan").click()
    expect(page.get_by_text("The review is in the plan.")).to_be_visible()
    expect(page.get_by_text("Three groups walk")).to_be_visible()
