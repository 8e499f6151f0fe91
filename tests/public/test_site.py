"""The public pages: what they say, at which addresses, and that they touch nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from fingerpost.people.models import User
from fingerpost.public import queries
from fingerpost.public.models import Publication, PublicationState
from fingerpost.public.site import Site, pages_of
from tests.conftest import signed_in
from tests.public.published import make_file, make_publication
from tests.public.snapshots import snapshot

pytestmark = pytest.mark.django_db
PLAN = "/public/2009-10/q2/young-people/"
PAGES = ["", "outcomes/safe/", "actions/early-help/", "indicators/offend-once/"]
GENERAL = ["", "archive/", "localities/", "groups/", "what-we-publish/", "compare/", "2009-10/", "2009-10/q2/"]
FIXED = ["about-the-data/", "accessibility/"]
EMBEDS = ["/public/embed/young-people/outcomes/safe/", "/public/embed/young-people/indicators/offend-once/"]
ADDRESSES = [
    *(f"/public/{one}" for one in [*GENERAL, *FIXED, "search/?q=early"]),
    *EMBEDS,
    *(PLAN + one for one in PAGES),
    *(f"/public/latest/young-people/{one}" for one in PAGES),
]


@pytest.fixture(autouse=True)
def nothing_read() -> None:
    queries._read.cache_clear()


def text(address: str, status: int = 200) -> str:
    answer = Client().get(address)
    assert answer.status_code == status
    words = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(words.split())


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_read_nothing_but_publications(address: str) -> None:
    make_file(make_publication())
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert Client().get(address).status_code == 200
    tables = {name for one in caught for name in re.findall(r'(?:FROM|JOIN) "(\w+)"', one["sql"])}
    assert tables - {"public_newsitem"} == {"public_publication"}
    assert len(caught) <= 3


def test_files_read_nothing_but_publications() -> None:
    make_file(make_publication())
    with CaptureQueriesContext(connection) as caught:
        answer = Client().get(f"{PLAN}files/chart-1.svg")
    assert b"".join(answer) == b"<svg/>"  # type: ignore[call-overload]
    tables = {name for one in caught for name in re.findall(r'(?:FROM|JOIN) "(\w+)"', one["sql"])}
    assert tables == {"public_publication", "public_publicationfile"}


@pytest.mark.parametrize("count", [1, 3])
def test_the_first_page_asks_once_for_each_plan(count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    whole = snapshot()
    for number in range(count):
        make_publication(replace(whole, plan=replace(whole.plan, slug=f"plan-{number}")), period="2009-10-q1")
        make_publication(replace(whole, plan=replace(whole.plan, slug=f"plan-{number}")))
    with django_assert_num_queries(2 + count):  # publications, news, a snapshot for each
        Client().get("/public/")
    with django_assert_num_queries(2):  # a snapshot never changes, so it is read once
        Client().get("/public/")


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_cookie_is_set_or_read(address: str, coordinator: User) -> None:
    make_publication()
    client = signed_in(coordinator)
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(address, headers={"accept-language": "gd"})
    assert (answer.cookies, answer.get("Vary")) == ({}, None)
    assert set(answer["Cache-Control"].split(", ")) == {"public", "max-age=300"}
    assert not [one for one in caught if "django_session" in one["sql"]]
    assert answer.content == Client().get(address).content


def test_an_unchanged_page_is_not_sent_again() -> None:
    make_publication()
    tag = Client().get(PLAN)["ETag"]
    again = Client().get(PLAN, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_plan_says_how_it_stands_what_changed_and_what_comes() -> None:
    make_publication()
    said = text(PLAN)
    assert "50% overall. One of the two milestones due is complete; one has made some progress." in said
    assert "What changed since Q1 2009/10 Better Young people are safe: 40% to 50%" in said
    assert "What comes next 31 March 2010 Review it" in said
    assert "Milestones report" in said


def test_small_numbers_are_withheld_in_words() -> None:
    make_publication()
    assert "Keith Withheld (small number) –" in text(f"{PLAN}indicators/offend-once/")


def test_what_the_plan_says_is_escaped() -> None:
    make_publication()
    page = Client().get(f"{PLAN}actions/early-help/").content.decode()
    assert "&lt;the rest&gt;" in page
    assert "<the rest>" not in page


def test_a_superseded_version_says_so_and_the_new_one_what_changed() -> None:
    make_publication(state=PublicationState.SUPERSEDED)
    make_publication(version=2, notice="Progress of the pilot was 90%, not 100%.")
    assert "This is version 1, which was superseded. Read the version in force" in text(f"{PLAN}version-1/")
    assert "Corrected, version 2, 20 October 2009. Progress of the pilot was 90%, not 100%." in text(PLAN)
    assert 'href="/public/2009-10/q2/young-people/version-1/actions/' in (
        Client().get(f"{PLAN}version-1/outcomes/safe/").content.decode()
    )


def test_a_withdrawn_publication_says_why_at_each_address() -> None:
    make_publication(state=PublicationState.WITHDRAWN)
    for page in PAGES:
        assert "This publication was withdrawn on 20 October 2009. A figure was wrong." in text(PLAN + page, 410)


def test_the_latest_is_that_of_the_last_period() -> None:
    make_publication(period="2009-10-q3")
    make_publication(period="2009-10-q2")
    page = Client().get("/public/latest/young-people/").content.decode()
    assert '<link rel="canonical" href="/public/2009-10/q3/young-people/">' in page
    assert 'href="/public/latest/young-people/outcomes/safe/"' in page


def test_the_latest_is_one_that_was_not_withdrawn() -> None:
    make_publication(period="2009-10-q3", state=PublicationState.WITHDRAWN)
    make_publication()
    assert "50% overall." in text("/public/latest/young-people/")
    Publication.objects.filter(state=PublicationState.PUBLIC).delete()
    assert "This publication was withdrawn" in text("/public/latest/young-people/", 410)


@pytest.mark.parametrize("state", [PublicationState.PREPARED, PublicationState.SCHEDULED])
def test_what_is_not_public_is_not_there(state: PublicationState) -> None:
    make_publication(state=state, **({"at": "2999-01-01T00:00Z"} if state == PublicationState.SCHEDULED else {}))
    assert "There is no such page" in text(PLAN, 404)
    assert "Nothing has been published yet." in text("/public/")


@pytest.mark.parametrize(
    "address",
    [
        "/public/2009-11/q2/young-people/",
        "/public/2009-10/q9/young-people/",
        "/public/2009-10/m13/young-people/",
        "/public/2009-10/q2/nothing/",
        f"{PLAN}outcomes/nothing/",
        f"{PLAN}version-9/",
        f"{PLAN}files/nothing.svg",
        "/public/latest/nothing/",
    ],
)
def test_what_was_never_published_is_not_there(address: str) -> None:
    make_publication()
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("address", EMBEDS)
def test_embeds_alone_may_stand_in_frames(address: str) -> None:
    make_publication()
    answer = Client().get(address)
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    assert b"<form" not in answer.content
    page = Client().get(PLAN)
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


def test_the_archive_lists_periods_and_says_what_was_withdrawn() -> None:
    make_publication(period="2009-10-q1", state=PublicationState.WITHDRAWN)
    make_publication(state=PublicationState.SUPERSEDED)
    make_publication(version=2, notice="Corrected.")
    said = text("/public/archive/")
    assert (
        "Q2 2009/10 (July to September 2009) Young people’s plan 2009/10 , published 20 October 2009, version 2" in said
    )
    assert "Q1 2009/10 (April to June 2009) Young people’s plan 2009/10 , withdrawn" in said


def test_two_periods_are_compared() -> None:
    whole = snapshot()
    better = replace(whole.standing, percent=70, exact=Decimal(70))
    outcome = replace(whole.outcomes[0], standing=better)
    make_publication(period="2009-10-q1")
    make_publication(replace(whole, outcomes=(outcome,)), period="2009-10-q2")
    assert "Q2 2009/10 compared with Q1 2009/10" in text("/public/compare/")
    said = text("/public/compare/young-people/2009-10-q1/2009-10-q2/")
    assert "Young people are safe 50% 70%" in said
    assert "Better Young people are safe: from 50% to 70% complete" in said
    assert Client().get("/public/compare/young-people/2009-10-q2/2009-10-q1/").status_code == 404


def test_localities_stand_beside_each_other() -> None:
    make_publication()
    said = text("/public/localities/")
    assert "Keith Keith plan no percentage yet No update was received." in said
    assert "Young people who offend only once , Q2 2009/10" in said
    assert "The whole 72.9% Keith Withheld (small number)" in said


def test_who_we_are_has_roles_and_organisations() -> None:
    make_publication()
    assert "Strategic group Strategic group Chair: Head, Council" in text("/public/groups/")


@pytest.mark.parametrize(
    ("asked", "count"), [("EARLY help", 1), ("screen referral", 1), ("offend", 1), ("nothing of it", 0), ("<b>", 0)]
)
def test_search_finds_all_words(asked: str, count: int) -> None:
    make_publication()
    assert f"{count} result{'' if count == 1 else 's'} for" in text(f"/public/search/?q={quote(asked)}")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("page", GENERAL)
def test_lists_ask_once_for_all_publications(
    page: str, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    whole = snapshot()
    for number in range(count):
        plan = replace(whole.plan, slug=f"plan-{number}")
        make_publication(replace(whole, plan=plan), period="2009-10-q1")
        make_publication(replace(whole, plan=plan))
    Client().get(f"/public/{page}")  # snapshots are read once, whatever the page
    with django_assert_max_num_queries(2 if page == "" else 1):
        assert Client().get(f"/public/{page}").status_code == 200


def test_every_page_of_the_site_is_listed_as_it_is_served() -> None:
    make_publication(period="2009-10-q1")
    make_publication(state=PublicationState.SUPERSEDED)
    make_publication(version=2, notice="Corrected.")
    whole = snapshot()
    gone = replace(whole, plan=replace(whole.plan, slug="gone"))
    make_publication(gone, state=PublicationState.WITHDRAWN)
    listed = list(pages_of(Site.now()))
    addresses = [one.address for one in listed]
    assert len(addresses) == len(set(addresses)) == 40
    for one in listed:
        answer = Client().get(f"/public/{one.address}")
        assert (answer.status_code, answer.content.decode()) == (one.status, one.render()), one.address


def test_every_link_within_the_site_leads_somewhere() -> None:
    make_publication(period="2009-10-q1")
    make_publication()
    with_file = Publication.objects.get(period="2009-10-q2")
    make_file(with_file, "milestones.pdf", b"%PDF")
    make_file(Publication.objects.get(period="2009-10-q1"), "milestones.pdf", b"%PDF")
    found = {link for one in pages_of(Site.now()) for link in re.findall(r'href="(/public/[^"#]*)', one.render())}
    for link in sorted(found):
        answer = Client().get(link)
        assert answer.status_code == 200, link
        list(answer)  # read to its end, a file is closed
