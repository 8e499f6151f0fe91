from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from fingerpost.core.periods import Period
from fingerpost.follow_ups.models import FollowUp
from fingerpost.people.models import Role
from fingerpost.plans.models import Plan
from fingerpost.reviews import services
from fingerpost.reviews.models import Instead, ReviewEntry
from fingerpost.reviews.services import Said
from fingerpost.reviews.strategies import as_text, points
from tests import factories

pytestmark = pytest.mark.django_db
Q2 = Period(2009, "quarter", 2)


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(factories.make_user(role=Role.COORDINATOR, name="Rory"))
    return client


def filled(plan: Plan, rows: int) -> None:
    for _number in range(rows):
        outcome = factories.make_outcome(plan)
        indicator, action = factories.make_indicator(outcome), factories.make_action(outcome)
        services.record_review(Said(item=indicator, period=Q2, undertaken_instead=Instead.NO_RESPONSE), by=None)
        services.record_review(
            Said(item=action, period=Q2, work_undertaken="Begun."), by=None, step=services.Step(text="Visit them")
        )


@pytest.mark.parametrize("rows", [1, 3])
def test_the_review_takes_the_same_queries_at_any_size(
    rows: int, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plan = factories.make_plan()
    filled(plan, rows)
    # session, user, plan; outcomes, indicators, actions, entries of each, updates, follow-ups; strategy, sources,
    # periods, figures, targets
    with django_assert_num_queries(15):
        page = client.get(f"/plans/{plan.slug}/review/?period=2009-10-q2").content.decode()
    assert page.count("No response received from the Lead Officer") == rows
    assert page.count("Visit them") == rows
    assert f"{rows} of {2 * rows} items are reviewed." in page


def rows_of(page: str) -> list[list[str]]:
    """The words of the cells of each row."""
    found = re.findall(r'<tr class="govuk-table__row" role="row" id.*?</tr>', page, re.DOTALL)
    return [[strip_tags(cell).strip() for cell in re.findall(r"<td.*?>(.*?)</td>", row, re.DOTALL)] for row in found]


def test_the_figure_of_the_period_stands_beside_the_words(client: Client) -> None:
    indicator = factories.make_indicator(unit="%", decimals=1)
    factories.make_value(indicator, "2009-10-q2", "72.9")
    address = f"/plans/{indicator.plan.slug}/review/?period=2009-10-q2"
    (row,) = rows_of(client.get(address).text)
    assert [" ".join(cell.split()) for cell in row] == ["–", "–", "72.9% Q2 2009/10 No target set", "–"]
    services.record_review(Said(item=indicator, period=Q2, data_words="One school left"), by=None)
    assert "One school left" in rows_of(client.get(address).text)[0][2]


def test_the_page_of_an_indicator_tells_of_its_latest_review(client: Client) -> None:
    indicator = factories.make_indicator()
    address = f"/plans/{indicator.plan.slug}/indicators/{indicator.slug}/"
    assert "Review for" not in client.get(address).text
    services.record_review(Said(item=indicator, period=Q2.previous, notes="Begun."), by=None)
    step = services.Step(text="Visit them", owner_words="Theme group")
    services.record_review(Said(item=indicator, period=Q2, work_undertaken="Asked."), by=None, step=step)
    page = client.get(address).text
    assert [words in page for words in ("Review for Q2 2009/10", "Asked.", "Visit them")] == [True] * 3
    assert f'href="/plans/{indicator.plan.slug}/review/?period=2009-10-q2#indicator-{indicator.slug}"' in page


def test_a_small_number_is_withheld_on_the_review(client: Client) -> None:
    indicator = factories.make_indicator(counts_people=True, decimals=0, unit="pupils")
    factories.make_value(indicator, "2009-10-q2", 3)
    page = client.get(f"/plans/{indicator.plan.slug}/review/?period=2009-10-q2").text
    assert "Withheld (small number)" in page
    assert "3 pupils" not in page


def test_an_item_without_anything_takes_one_line(client: Client) -> None:
    indicator = factories.make_indicator()
    page = client.get(f"/plans/{indicator.plan.slug}/review/?period=2009-10-q2").text
    assert rows_of(page) == [["Nothing was entered for this period."]]


def test_the_page_opens_with_the_kind_of_period_that_was_reviewed_and_leads_to_the_others(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    indicator = factories.make_indicator()
    address = f"/plans/{indicator.plan.slug}/review/"
    assert client.get(address).context["review"].period.slug == "2009-10-q4"
    for slug in ("2009-10-h1", "2009-10-q1"):
        services.record_review(Said(item=indicator, period=Period.parse(slug), notes="Said."), by=None)
    shown = client.get(address)  # the plan is over
    assert shown.context["review"].period.slug == "2009-10-h1"
    assert [one.slug for one, _address in shown.context["others"]] == ["2009-10-q1"]
    monkeypatch.setattr(timezone, "localdate", lambda: date(2010, 1, 5))
    assert client.get(address).context["review"].period.slug == "2009-10-h1"
    monkeypatch.setattr(timezone, "localdate", lambda: date(2009, 8, 5))
    assert client.get(address).context["review"].period.slug == "2009-10-q1"


@pytest.mark.parametrize("rows", [1, 3])
def test_a_lead_officer_may_review_own_items_with_the_same_queries_at_any_size(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lead, away = factories.make_user(role=Role.LEAD_OFFICER), factories.make_user(role=Role.LEAD_OFFICER)
    away.deputy = lead
    away.save()
    plan, client = factories.make_plan(), Client()
    for who in (lead, away, None):
        for _number in range(rows):
            factories.make_indicator(factories.make_outcome(plan), lead=who)
    client.force_login(lead)
    # as above without follow-ups, and whom the reader deputises for
    with django_assert_num_queries(14):
        page = client.get(f"/plans/{plan.slug}/review/?period=2009-10-q2").content.decode()
    assert page.count("Review it") == 2 * rows


def test_an_entry_is_made_with_its_next_step(client: Client) -> None:
    row = factories.make_indicator()
    url = f"/plans/{row.plan.slug}/review/2009-10-q2/indicators/{row.slug}/"
    sent = {"work_undertaken": "Begun.", "step": "Ask again", "owner_words": "Theme group", "due": "15/1/2010"}
    answer = client.post(url, sent)
    assert answer["Location"] == f"/plans/{row.plan.slug}/review/?period=2009-10-q2#indicator-{row.slug}"
    assert ReviewEntry.objects.get().work_undertaken == "Begun."
    assert FollowUp.objects.get().owner_words == "Theme group"
    page = client.get(url).content.decode()
    assert ("Begun." in page, "Agreed already" in page) == (True, True)


def test_errors_stand_at_their_fields(client: Client) -> None:
    row = factories.make_indicator()
    url = f"/plans/{row.plan.slug}/review/2009-10-q2/indicators/{row.slug}/"
    wrong = {"work_planned": "More.", "planned_instead": "none-stated", "due": "15/1/2010"}
    page = client.post(url, wrong).content.decode()
    assert "Give either the words or the reason why there are none." in page
    assert "Say what is to be done next." in page
    assert "Say something of the period." in client.post(url, {}).content.decode()
    assert not ReviewEntry.objects.exists()


def test_no_such_period_is_not_found(client: Client) -> None:
    row = factories.make_indicator()
    assert client.get(f"/plans/{row.plan.slug}/review/sometime/indicators/{row.slug}/").status_code == 404


def test_a_lead_officer_reviews_without_making_follow_ups() -> None:
    lead = factories.make_user(role=Role.LEAD_OFFICER)
    row, client = factories.make_indicator(lead=lead), Client()
    client.force_login(lead)
    url = f"/plans/{row.plan.slug}/review/2009-10-q2/indicators/{row.slug}/"
    assert "Next step" not in client.get(url).content.decode()
    client.post(url, {"notes": "Half of it.", "step": "Smuggled"})
    assert (ReviewEntry.objects.count(), FollowUp.objects.count()) == (1, 0)


def test_the_strategy_is_written_and_read(client: Client) -> None:
    plan = factories.make_plan()
    assert "no communication strategy yet" in client.get(f"/plans/{plan.slug}/communication/").content.decode()
    client.post(
        f"/plans/{plan.slug}/communication/edit/",
        {"title": "Telling", "aim": "To tell.", "means": "Several channels\n- a site\n- news", "principles": "Plain"},
    )
    client.post(
        f"/plans/{plan.slug}/communication/activities/add/", {"activity": "Minutes", "by_when": "Within a month"}
    )
    page = client.get(f"/plans/{plan.slug}/communication/").content.decode()
    assert [words in page for words in ("To tell.", "<li>a site</li>", "Minutes", "Within a month")] == [True] * 4
    assert client.get(f"/plans/{plan.slug}/communication/activities/2/").status_code == 404
    client.post(f"/plans/{plan.slug}/communication/activities/1/remove/")
    assert "No activity has been added yet." in client.get(f"/plans/{plan.slug}/communication/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_strategy_takes_the_same_queries_at_any_size(
    rows: int, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plan = factories.make_plan()
    strategy = services.save_strategy(plan=plan, by=None, title="Telling")
    services.add_activities(strategy=strategy, rows=[{"activity": f"News {n}"} for n in range(rows)], by=None)
    with django_assert_num_queries(5):  # session, user, plan, strategy, activities
        assert client.get(f"/plans/{plan.slug}/communication/").content.decode().count("News") == 3 * rows


def test_points_come_back_from_their_text() -> None:
    assert points("One\n- below\n\nTwo") == [("One", ("below",)), ("Two", ())]
    assert as_text(["One:\n- below\n- also", "Two"]) == "One:\n- below\n- also\nTwo"
