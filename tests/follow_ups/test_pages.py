"""One's own follow-ups, those of a plan, one of them, and its forms."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from lxml import html
from pytest_django import DjangoAssertNumQueries

from fingerpost.follow_ups import services
from fingerpost.follow_ups.models import FollowUp, Origin, State
from fingerpost.people.models import Role, User
from fingerpost.plans.models import Milestone
from tests import factories
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(db: None) -> User:
    return factories.make_user(role=Role.MEMBER, name="Ann Owner", slug="ann")


def page_of(client: Client, address: str) -> html.HtmlElement:
    return html.fromstring(client.get(address).content)


def listed(page: html.HtmlElement) -> list[str]:
    return [str(one) for one in page.xpath("//tbody//th/a/text()")]


def words_of(page: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(one.text_content().split()) for one in page.xpath(path)]


def address_of(row: FollowUp, page: str = "") -> str:
    return f"/plans/{row.plan.slug}/follow-ups/{row.key}/{page}"


def test_my_page_lists_what_is_mine_and_says_how_much(owner: User) -> None:
    plan = factories.make_plan()
    factories.make_follow_up(plan, text="Late", owner=owner, due=date(2010, 1, 1))
    factories.make_follow_up(plan, text="Some time", owner=owner)
    factories.make_follow_up(plan, text="Somebody else's")
    page = page_of(signed_in(owner), "/follow-ups/")
    assert listed(page) == ["Late", "Some time"]
    assert words_of(page, "//p[@class='govuk-body-l']") == ["2 open, 1 overdue."]
    assert words_of(page, "//td[@data-label='How it stands']") == ["Overdue", "Open"]


def test_what_ended_is_on_a_page_of_its_own(owner: User) -> None:
    row = factories.make_follow_up(text="Ask", owner=owner)
    services.finish(follow_up=row, by=owner, on=date(2009, 12, 1))
    assert listed(page_of(signed_in(owner), "/follow-ups/")) == []
    page = page_of(signed_in(owner), "/follow-ups/finished/")
    assert words_of(page, "//td[@data-label='How it stands']") == ["Done 1 December 2009"]


def test_the_home_page_says_what_waits(owner: User) -> None:
    client = signed_in(owner)
    waits = "//main//a[@href='/follow-ups/']"
    assert words_of(page_of(client, "/"), waits) == []
    factories.make_follow_up(owner=owner, due=date(2010, 1, 1))
    assert words_of(page_of(client, "/"), waits) == ["1 follow-up is yours, 1 overdue"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Late", "Ann's", "Done"]),
        ("?state=open", ["Late", "Ann's"]),
        ("?state=overdue", ["Late"]),
        ("?state=done", ["Done"]),
        ("?owner=ann", ["Ann's"]),
        ("?owner=others", ["Late", "Done"]),
        ("?origin=check", ["Done"]),
        ("?state=nonsense", ["Late", "Ann's", "Done"]),
        ("?action=widen", ["Late", "Ann's"]),
        ("?action=widen&milestone=forum", ["Late"]),
    ],
)
def test_the_plans_page_lists_what_is_open_first_and_can_be_narrowed(owner: User, query: str, found: list[str]) -> None:
    plan = factories.make_plan()
    action = factories.make_action(factories.make_outcome(plan), slug="widen")
    late = {"due": date(2010, 1, 1), "milestone": factories.make_milestone(action, slug="forum")}
    done = factories.make_follow_up(plan, text="Done", origin=Origin.CHECK)
    services.finish(follow_up=done, by=None, on=date(2009, 12, 1))
    factories.make_follow_up(plan, text="Ann's", owner=owner, action=action)
    factories.make_follow_up(plan, text="Late", **late)
    factories.make_follow_up(text="Of another plan")
    assert listed(page_of(signed_in(owner), f"/plans/{plan.slug}/follow-ups/{query}")) == found


def test_a_coordinator_makes_one_about_a_milestone(coordinator_client: Client) -> None:
    milestone: Milestone = factories.make_milestone()
    plan, action = milestone.action.plan, milestone.action
    factories.make_user(name="Bea", slug="bea")
    address = f"/plans/{plan.slug}/actions/{action.slug}/milestones/{milestone.slug}/"
    (link,) = page_of(coordinator_client, address).xpath("//a[contains(@href, 'follow-ups/add/')]/@href")
    given = {
        "text": "Ask the schools", "owner": str(User.objects.get(slug="bea").pk), "due": "1 December 2009",
        "origin": "review", "origin_words": "Half-year review", "agreed_on": "02/11/2009",
    }  # fmt: skip
    answer = coordinator_client.post(link, given)
    row = FollowUp.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, address_of(row))
    assert (row.milestone, row.by_whom, row.due, row.origin_words) == (
        milestone, "Bea", date(2009, 12, 1), "Half-year review"
    )  # fmt: skip


def test_a_finding_becomes_a_follow_up(coordinator_client: Client) -> None:
    milestone = factories.make_milestone()
    factories.make_update(milestone, 0, note="It will not take place: the funding was withdrawn.")
    checks = page_of(coordinator_client, f"/plans/{milestone.action.plan.slug}/checks/?rule=none-but-withdrawn")
    (link,) = checks.xpath("//li[@class='fp-findings__one']//a[contains(@href, 'follow-ups/add/')]/@href")
    (said,) = words_of(checks, "//li[@class='fp-findings__one']/p[@class='govuk-body']")
    form = coordinator_client.get(link).context["form"]
    assert (form["origin"].value(), form["origin_words"].value()) == ("check", said)
    coordinator_client.post(link, {"text": "Ask", "origin": "check", "origin_words": said, "agreed_on": "02/11/2009"})
    assert FollowUp.objects.get().milestone == milestone


def test_members_are_offered_no_new_follow_up(owner: User) -> None:
    milestone = factories.make_milestone()
    plan = milestone.action.plan
    for page in ("follow-ups/", "checks/", f"actions/{milestone.action.slug}/"):
        shown = page_of(signed_in(owner), f"/plans/{plan.slug}/{page}")
        assert shown.xpath("//a[contains(@href, 'follow-ups/add/')]") == []


def test_what_it_is_about_must_be_there(coordinator_client: Client) -> None:
    address = f"/plans/{factories.make_plan().slug}/follow-ups/add/?action=none"
    assert coordinator_client.get(address).status_code == 404


def test_errors_stand_at_their_fields(coordinator_client: Client) -> None:
    plan, person = factories.make_plan(), factories.make_user()
    given = {"owner": str(person.pk), "owner_words": "All", "origin": "review", "agreed_on": "1/1/2100"}
    form = coordinator_client.post(f"/plans/{plan.slug}/follow-ups/add/", given).context["form"]
    assert sorted(form.errors) == ["agreed_on", "owner_words", "text"]


def test_an_owner_notes_progress_and_finishes(owner: User) -> None:
    client, row = signed_in(owner), factories.make_follow_up(owner=owner)
    client.post(address_of(row, "note/"), {"words": "Half answered", "percent": "50%", "on": "01/11/2009"})
    client.post(address_of(row, "finish/"), {"words": "", "on": "02/11/2009"})
    row.refresh_from_db()
    assert (row.state, row.ended_on) == (State.DONE, date(2009, 11, 2))
    said = words_of(page_of(client, address_of(row)), "(//ol[@class='fp-history'])[1]/li")
    assert said == ["Done, 2 November 2009, Ann Owner", "Progress: 50%, 1 November 2009, Ann Owner Half answered"]


def test_a_coordinator_changes_hands_date_and_words(coordinator_client: Client, owner: User) -> None:
    row = factories.make_follow_up(due=date(2009, 12, 1), owner_words="The group")
    reason = {"reason": "Asked for at the meeting"}
    coordinator_client.post(address_of(row, "hand-over/"), {"owner": str(owner.pk), **reason})
    coordinator_client.post(address_of(row, "move-due/"), {"due": "31/12/2009", **reason})
    coordinator_client.post(address_of(row, "edit/"), {"text": "Ask all", "origin": "meeting"})
    row.refresh_from_db()
    assert (row.by_whom, row.due, row.text, row.origin) == ("Ann Owner", date(2009, 12, 31), "Ask all", "meeting")
    coordinator_client.post(address_of(row, "drop/"), {"on": "01/12/2009", **reason})
    coordinator_client.post(address_of(row, "reopen/"), {"on": "02/12/2009", **reason})
    row.refresh_from_db()
    assert row.state == State.OPEN


@pytest.mark.parametrize(
    ("page", "given", "wrong"),
    [
        ("hand-over/", {"owner_words": "The group", "reason": "Why"}, "owner"),
        ("hand-over/", {"owner_words": "Another"}, "reason"),
        ("move-due/", {"due": "01/12/2009", "reason": "Why"}, "due"),
        ("move-due/", {"due": "02/12/2009"}, "reason"),
        ("note/", {"on": "02/12/2009"}, "words"),
        ("note/", {"on": "01/01/2009", "words": "Asked"}, "on"),
        ("drop/", {"on": "02/12/2009"}, "reason"),
    ],
)
def test_forms_ask_for_what_is_missing(
    coordinator_client: Client, page: str, given: dict[str, str], wrong: str
) -> None:
    row = factories.make_follow_up(due=date(2009, 12, 1), owner_words="The group")
    answer = coordinator_client.post(address_of(row, page), given)
    assert list(answer.context["form"].errors) == [wrong]


def test_somebody_elses_change_is_told(coordinator_client: Client) -> None:
    row = factories.make_follow_up(text="Ask")
    seen = coordinator_client.get(address_of(row, "edit/")).context["form"]["seen"].value()
    services.edit(follow_up=row, by=None, text="Ask all")
    answer = coordinator_client.post(address_of(row, "edit/"), {"text": "Ask some", "origin": "other", "seen": seen})
    assert "text" in answer.context["form"].errors
    row.refresh_from_db()
    assert row.text == "Ask all"


@pytest.mark.parametrize(("page", "queries"), [("/follow-ups/", 6), ("/plans/{plan}/follow-ups/", 8)])
def test_lists_take_as_many_queries_for_three_as_for_one(
    owner: User, django_assert_num_queries: DjangoAssertNumQueries, page: str, queries: int
) -> None:
    client, plan = signed_in(owner), factories.make_plan()
    for more in (1, 2):
        for _number in range(more):
            milestone = factories.make_milestone(factories.make_action(factories.make_outcome(plan)))
            row = factories.make_follow_up(plan, owner=owner, milestone=milestone)
            services.note_progress(follow_up=row, by=owner, words="Asked")
        with django_assert_num_queries(queries):
            client.get(page.format(plan=plan.slug))


def test_one_follow_up_takes_as_many_queries_for_three_notes_as_for_one(
    owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client, row = signed_in(owner), factories.make_follow_up(owner=owner)
    for more in (1, 2):
        for _number in range(more):
            services.note_progress(follow_up=row, by=owner, words="Asked")
        with django_assert_num_queries(6):
            client.get(address_of(row))
