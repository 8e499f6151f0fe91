from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core import mail
from django.test import Client
from lxml import html
from pytest_django import DjangoAssertNumQueries

from fingerpost.core.models import AuditEvent
from fingerpost.people.models import Membership, Organisation, Role, User
from tests import factories
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db


def rows_of(page: bytes) -> list[str]:
    """The first cell of every table row."""
    return [" ".join(cell.text_content().split()) for cell in html.fromstring(page).xpath("//tbody//th")]


@pytest.fixture
def administrator_client(administrator: User) -> Client:
    return signed_in(administrator)


def make_full_group() -> None:
    group = factories.make_group(area=factories.make_area())
    Membership.objects.create(group=group, user=factories.make_user(), position="chair")


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"), [("/people/", 5), ("/organisations/", 4), ("/areas/", 4), ("/groups/", 5), ("/audit/", 4)]
)
def test_lists_ask_the_same_questions_whatever_their_length(
    address: str,
    queries: int,
    number: int,
    administrator_client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(number):
        make_full_group()
        organisation = factories.make_organisation()
        person = factories.make_user(organisation=organisation)
        AuditEvent.objects.create(verb="organisation.add", by=person, subject_type="organisation", subject_id="1")
    with django_assert_num_queries(queries):
        administrator_client.get(address)


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_a_person_asks_the_same_questions(
    number: int, administrator_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = factories.make_user()
    for _ in range(number):
        Membership.objects.create(group=factories.make_group(), user=person)
        AuditEvent.objects.create(verb="user.edit", by=person, subject_type="user", subject_id=str(person.pk))
    with django_assert_num_queries(5):
        administrator_client.get(f"/people/{person.slug}/")


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_a_group_asks_the_same_questions(
    number: int, administrator_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    group = factories.make_group()
    for _ in range(number):
        Membership.objects.create(group=group, user=factories.make_user(organisation=factories.make_organisation()))
    with django_assert_num_queries(5):
        administrator_client.get(f"/groups/{group.slug}/")


def test_people_are_found_by_words_organisation_role_and_state(coordinator_client: Client) -> None:
    trust = factories.make_organisation(slug="trust")
    factories.make_user(name="Ann", organisation=trust, role=Role.LEAD_OFFICER)
    factories.make_user(name="Bob", job_title="Annual reports")
    factories.make_user(name="Annie", is_active=False)

    def found(query: str) -> list[str]:
        return rows_of(coordinator_client.get(f"/people/?{query}").content)

    assert found("q=ann") == ["Ann", "Bob"]
    assert found("organisation=trust") == ["Ann"]
    assert found("role=lead-officer") == ["Ann"]
    assert found("q=ann&state=inactive") == ["Annie (inactive)"]
    assert found("q=ann&state=all") == ["Ann", "Annie (inactive)", "Bob"]
    assert found("q=nobody") == []


def test_a_long_list_is_shown_fifty_at_a_time(coordinator_client: Client) -> None:
    Organisation.objects.bulk_create(Organisation(name=f"Body {n:02}", slug=f"body-{n}") for n in range(60))
    first = coordinator_client.get("/organisations/").content
    second = coordinator_client.get("/organisations/?page=2").content
    assert rows_of(first) == [f"Body {n:02}" for n in range(50)]
    assert rows_of(second) == [f"Body {n:02}" for n in range(50, 60)]


def test_a_person_is_added_changed_and_shown_with_the_history(administrator_client: Client) -> None:
    given = {"name": "Ann Other", "email": "ann@example.org", "job_title": "Officer", "role": "lead-officer"}
    administrator_client.post("/people/add/", given)
    administrator_client.post("/people/ann-other/edit/", {**given, "job_title": "Manager"})
    person = User.objects.get(slug="ann-other")
    assert (person.name, person.email, person.job_title, person.role) == (
        "Ann Other",
        "ann@example.org",
        "Manager",
        "lead-officer",
    )
    page = html.fromstring(administrator_client.get("/people/ann-other/").content)
    history = [" ".join(item.text_content().split()) for item in page.xpath("//ol[@class='fp-history']/li")]
    assert "Job title before: Officer → after: Manager" in history[0]
    assert history[1].startswith("Person added by Person")


def test_a_line_manager_is_chosen_among_the_others_and_shown(coordinator_client: Client) -> None:
    bob, left = factories.make_user(name="Bob", slug="bob"), factories.make_user(is_active=False)
    ann = factories.make_user(name="Ann", slug="ann")
    form = html.fromstring(coordinator_client.get("/people/ann/edit/").content)
    offered = form.xpath("//select[@name='line_manager']/option/@value")
    assert str(bob.pk) in offered
    assert {str(ann.pk), str(left.pk)} & set(offered) == set()
    coordinator_client.post("/people/ann/edit/", {"name": "Ann", "line_manager": bob.pk})
    page = html.fromstring(coordinator_client.get("/people/ann/").content)
    assert page.xpath("//dt[text()='Line manager']/following-sibling::dd/a/@href") == ["/people/bob/"]


def test_a_coordinator_is_not_asked_for_a_role(coordinator_client: Client) -> None:
    coordinator_client.post("/people/add/", {"name": "Ann", "role": "administrator"})
    assert User.objects.get(name="Ann").role == Role.MEMBER


def test_an_address_that_somebody_has_is_refused_whatever_its_case(coordinator_client: Client) -> None:
    factories.make_user(email="ann@example.org")
    page = coordinator_client.post("/people/add/", {"name": "Bob", "email": "ANN@example.org"}).content.decode()
    assert "Somebody else has this email address." in page
    assert not User.objects.filter(name="Bob").exists()


def test_an_invitation_is_mailed_with_a_link_to_this_server(
    administrator_client: Client, django_capture_on_commit_callbacks: object
) -> None:
    person = factories.make_user(email="ann@example.org")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        administrator_client.post(f"/people/{person.slug}/invite/")
    assert "http://testserver/accounts/password/reset/key/" in mail.outbox[0].body


def test_members_come_chair_first(coordinator_client: Client) -> None:
    group = factories.make_group(slug="smarter")
    ann, bob = factories.make_user(name="Ann"), factories.make_user(name="Bob")
    coordinator_client.post("/groups/smarter/members/add/", {"person": ann.pk})
    coordinator_client.post("/groups/smarter/members/add/", {"person": bob.pk, "chair": "on"})
    assert rows_of(coordinator_client.get("/groups/smarter/").content) == ["Bob", "Ann"]
    coordinator_client.post(f"/groups/smarter/members/{ann.slug}/chair/")
    coordinator_client.post(f"/groups/smarter/members/{bob.slug}/remove/")
    assert list(group.memberships.values_list("user__name", "position")) == [("Ann", "chair")]


def test_an_area_under_itself_is_refused_at_the_form(coordinator_client: Client) -> None:
    area = factories.make_area(name="North", slug="north")
    page = coordinator_client.post("/areas/north/edit/", {"name": "North", "parent": area.pk}).content.decode()
    assert "North cannot stand under itself." in page


def make_event(**fields: object) -> AuditEvent:
    return AuditEvent.objects.create(**{"verb": "milestone.edit", "subject_type": "milestone", **fields})


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Skills report", "River Trust"]),
        ("person=ann", ["Skills report"]),
        ("act=add", ["River Trust"]),
        ("kind=milestone", ["Skills report"]),
        ("words=river", ["River Trust"]),
        ("scope=smarter", ["Skills report"]),
        ("since=1+July+2009", ["Skills report"]),
        ("until=30/06/2009", ["River Trust"]),
        ("since=soon", ["Skills report", "River Trust"]),
    ],
)
def test_the_audit_trail_is_filtered(query: str, found: list[str], administrator_client: Client) -> None:
    ann = factories.make_user(name="Ann Other")
    late = datetime(2009, 6, 30, 23, 30, tzinfo=UTC)  # 1 July in London
    early = datetime(2009, 6, 30, 22, 30, tzinfo=UTC)
    make_event(subject_title="Skills report", by=ann, scope="smarter", at=late)
    make_event(verb="organisation.add", subject_type="organisation", subject_title="River Trust", at=early)
    page = html.fromstring(administrator_client.get(f"/audit/?{query}").content)
    assert page.xpath("//ol[@class='fp-history']/li/p[1]/strong/text()") == found


def test_the_trail_says_what_was_before_and_after(administrator_client: Client) -> None:
    make_event(
        before={"due": "2009-06-30", "lead": None}, after={"due": "2009-09-30", "lead": "Ann (7)"}, reason="Snow"
    )
    page = html.fromstring(administrator_client.get("/audit/").content)
    words = " ".join(page.xpath("//ol[@class='fp-history']")[0].text_content().split())
    assert "Milestone changed by the system" in words
    assert "Reason: Snow Due before: 30 June 2009 → after: 30 September 2009 Lead Ann" in words
