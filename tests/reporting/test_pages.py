"""The pages that show plans."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from fingerpost.people.models import Role, User
from fingerpost.plans.models import Action, ActionOutcome, Milestone, Plan
from tests import factories
from tests.conftest import signed_in
from tests.reporting.plans import move, plan_with_progress

pytestmark = pytest.mark.django_db
DAY = "?as-at=2009-09-30"


def text(client: Client, address: str) -> str:
    """The words of a page, without markup and line breaks."""
    response = client.get(address)
    assert response.status_code == 200
    body = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def figures(client: Client, address: str) -> list[tuple[str, str]]:
    """The counts that head a page, with the addresses that they lead to."""
    page = client.get(address).content.decode()
    found = re.findall(r'fp-figures__number">(\d+)</span> (?:<a class="govuk-link" href="([^"]*)")?', page)
    return [(number, url.replace("&amp;", "&")) for number, url in found]


def address_of(row: Plan | Action | Milestone) -> str:
    match row:
        case Plan():
            return f"/plans/{row.slug}/"
        case Action():
            return f"{address_of(row.plan)}actions/{row.slug}/"
        case Milestone():
            return f"{address_of(row.action)}milestones/{row.slug}/"


def test_the_overview_heads_with_the_sentence(coordinator_client: Client) -> None:
    page = text(coordinator_client, f"{address_of(plan_with_progress())}{DAY}")
    assert (
        "Overall, this plan is 53% complete. Four of the eight milestones due by 30 September 2009 are complete" in page
    )
    assert "50% of the time has elapsed." in page
    assert "(58 + 48.33) ÷ 2 = 53.17, rounded half up to 53%" in page


def test_each_count_leads_to_the_list_that_it_counts(coordinator_client: Client) -> None:
    plan = plan_with_progress()
    move(Milestone.objects.filter(action__plan=plan, slug="step-2")[0], on=date(2009, 9, 1), to=date(2010, 3, 31))
    found = figures(coordinator_client, f"{address_of(plan)}?as-at=2009-12-31")
    assert [number for number, _url in found] == ["5", "3", "2", "1", "4"]
    for number, url in found:
        assert re.search(r"(\d+) milestones? as at 31 December 2009", text(coordinator_client, url))[1] == number  # type: ignore[index]


def test_in_a_long_plan_the_counts_keep_to_the_year(coordinator_client: Client) -> None:
    plan = factories.make_plan(starts=date(2008, 4, 1), ends=date(2011, 3, 31))
    action = factories.make_action(factories.make_outcome(plan))
    for due in (date(2008, 9, 30), date(2009, 6, 30)):
        factories.make_milestone(action, due=due)
    [(number, url), *_rest] = figures(coordinator_client, f"{address_of(plan)}{DAY}")
    assert number == "1"
    assert "1 milestone as at 30 September 2009" in text(coordinator_client, url)
    assert "2 milestones as at" in text(coordinator_client, url.replace("&this_year=on", ""))


@pytest.mark.parametrize(
    ("page", "queries"),
    [("", 15), ("milestones/", 7), ("outcomes/{outcome}/", 18), ("actions/{action}/", 15)],
)
def test_pages_take_as_many_queries_for_three_as_for_one(
    page: str, queries: int, coordinator_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plan = factories.make_plan()
    outcome = factories.make_outcome(plan)
    action = factories.make_action(outcome)
    address = address_of(plan) + page.format(outcome=outcome.slug, action=action.slug) + "?as-at=2009-12-31"
    for more in range(3):
        if more != 1:
            add_to(outcome, action)
            with django_assert_num_queries(queries):
                coordinator_client.get(address)
        else:
            add_to(outcome, action)


def add_to(outcome: object, action: Action) -> None:
    """One more of everything that these pages list."""
    milestone = factories.make_milestone(action, lead=factories.make_user(role=Role.LEAD_OFFICER))
    factories.make_update(milestone, 50, by=milestone.lead)
    indicator = factories.make_indicator(action.outcomes.get(), lead=milestone.lead)
    factories.make_value(indicator, "2009-10-q3", 70)
    factories.make_target(indicator, "2009-10", 75)
    factories.make_milestone(action, due=date(2010, 3, 31))
    factories.make_action_update(action, stated_percent=41, by=milestone.lead)
    home = action.outcomes.filter(links__home=True).get()
    other = factories.make_action(factories.make_outcome(action.plan, parent=home))
    factories.make_update(factories.make_milestone(other), 10)
    ActionOutcome.objects.create(action=other, outcome=home, position=99)
    away = factories.make_action()
    factories.make_milestone(away)
    ActionOutcome.objects.create(action=away, outcome=home, position=100)


@pytest.mark.parametrize(("address", "queries"), [("/", 13), ("/plans/", 9), ("/search/", 8)])
def test_lists_of_plans_take_as_many_queries_for_three_as_for_one(
    address: str, queries: int, coordinator: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(coordinator)
    for count in (1, 2):
        for _number in range(count):
            action = factories.make_action(lead=coordinator)
            factories.make_update(factories.make_milestone(action), 50)
        with django_assert_num_queries(queries):
            client.get(address)


def test_a_milestone_page_takes_as_many_queries_for_three_updates_as_for_one(
    coordinator_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    milestone = factories.make_milestone()
    for count in (1, 2):
        for _number in range(count):
            factories.make_update(milestone, 50, by=factories.make_user())
            move(milestone, on=date(2009, 9, 1), to=date(2010, 3, 31))
        with django_assert_num_queries(8):
            coordinator_client.get(address_of(milestone))


def test_a_page_shows_the_day_that_was_asked_for(coordinator_client: Client) -> None:
    milestone = factories.make_milestone()
    factories.make_update(milestone, 40, as_at=date(2009, 6, 30))
    factories.make_update(milestone, 90, as_at=date(2009, 9, 30))
    page = text(coordinator_client, f"{address_of(milestone)}?as-at=2009-06-30")
    assert "Last reported as at 30 June 2009." in page
    assert "90%" not in page


@pytest.mark.parametrize(("asked", "says"), [("2999-01-01", "That day is still to come"), ("soon", "Enter a date")])
def test_a_day_that_cannot_be_shown_is_said(asked: str, says: str, coordinator_client: Client) -> None:
    page = text(coordinator_client, f"{address_of(factories.make_plan())}?as-at={asked}")
    assert says in page
    assert "As at 31 March 2010: choose another day" in page


def test_the_list_narrows_down_by_lead_and_words(coordinator_client: Client) -> None:
    plan = plan_with_progress()
    root = f"{address_of(plan)}milestones/"
    lead = User.objects.get(name="Ann Lead")
    counts = [
        re.search(r"(\d+) milestones?", text(coordinator_client, f"{root}?{query}"))[1]  # type: ignore[index]
        for query in ("", f"lead={lead.slug}", "lead=nobody", "words=warrant", "status=complete", "due_from=1/1/2010")
    ]
    assert counts == ["12", "10", "2", "2", "4", "2"]


def test_search_reaches_every_plan_that_a_person_may_see(coordinator: User) -> None:
    plan_with_progress("One")
    draft = factories.make_plan(state=Plan.State.DRAFT)
    factories.make_milestone(factories.make_action(factories.make_outcome(draft)), title="A forum in a draft")
    found = [
        re.search(r"(\d+) milestones?", text(signed_in(user), "/search/?q=forum"))[1]  # type: ignore[index]
        for user in (coordinator, factories.make_user())
    ]
    assert found == ["5", "4"]


def test_search_narrows_down_by_area(coordinator_client: Client) -> None:
    plan = plan_with_progress("One")
    plan_with_progress("Another")
    assert "12 milestones as at" in text(coordinator_client, f"/search/?area={plan.area.slug}")
    assert "24 milestones as at" in text(coordinator_client, "/search/")


def test_home_shows_what_a_person_leads_and_the_plans_in_force() -> None:
    plan = plan_with_progress()
    factories.make_plan(title="A closed plan", state=Plan.State.CLOSED)
    page = text(signed_in(User.objects.get(name="Ann Lead")), "/")
    assert page.count("Report progress") == 6
    assert plan.title in page
    assert "A closed plan" not in page


def test_home_of_somebody_who_leads_nothing_shows_the_plans() -> None:
    plan = plan_with_progress()
    page = text(signed_in(factories.make_user()), "/")
    assert ("Report progress" in page, plan.title in page) == (False, True)


def test_a_large_plan_shows_outcomes_only(coordinator_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_with_progress()
    assert "Work with schools on attendance" in text(coordinator_client, f"{address_of(plan)}?as-at=2010-04-01")
    monkeypatch.setattr("fingerpost.reporting.views.plan.ACTIONS_SHOWN", 2)
    assert "Progress by outcome and key action" not in text(coordinator_client, address_of(plan))


def test_the_trend_of_a_very_large_plan_comes_when_it_is_asked_for(
    coordinator_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"{address_of(plan_with_progress())}{DAY}"
    monkeypatch.setattr("fingerpost.reporting.views.plan.TREND_SHOWN", 2)
    pages = [text(coordinator_client, f"{address}{more}") for more in ("", "&trend=on")]
    assert ["Show progress by quarter" in page for page in pages] == [True, False]
    assert ["Progress by quarter" in page for page in pages] == [False, True]


def test_an_action_shows_stated_and_computed_apart(coordinator_client: Client) -> None:
    page = text(coordinator_client, f"{address_of(plan_with_progress().actions.all()[0])}{DAY}")
    assert "Overall, this key action is 58% complete." in page
    assert "41% was stated as at 30 September 2009. The stated and the computed percentage differ." in page


def test_a_milestone_shows_where_it_went_only_to_those_who_may_see_it(coordinator_client: Client) -> None:
    milestone = factories.make_milestone(state="carried-forward", state_reason="Late")
    draft = factories.make_plan(state=Plan.State.DRAFT)
    factories.make_milestone(
        factories.make_action(factories.make_outcome(draft)), title="Going on", carried_from=milestone
    )
    shown = [
        "Going on" in text(client, address_of(milestone))
        for client in (coordinator_client, signed_in(factories.make_user()))
    ]
    assert shown == [True, False]


def test_a_milestone_shows_what_was_said_and_what_changed(coordinator_client: Client) -> None:
    milestone = factories.make_milestone(title="Open the centre")
    wrong = factories.make_update(milestone, 90, note="Typed too much")
    factories.make_update(milestone, 9, correction_of=wrong, reason="A slip")
    move(milestone, on=date(2009, 10, 5), to=date(2010, 3, 31))
    page = text(coordinator_client, address_of(milestone))
    assert "Before: 90%, as at 30 September 2009. Reason: A slip" in page
    assert "due date moved from 30 September 2009 to 31 March 2010" in page
    assert (
        "31 March 2010 ( first due 30 September 2009 )" in page or "31 March 2010 (first due 30 September 2009)" in page
    )
