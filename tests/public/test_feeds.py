"""Feeds, calendars, catalogue, list of pages and what search engines read, each read by a tool that is not ours."""

from __future__ import annotations

import json
import re
from datetime import date
from io import BytesIO
from typing import Any

import feedparser
import pytest
from django.test import Client
from icalendar import Calendar
from lxml import etree
from pytest_django import DjangoAssertNumQueries, Settings
from rdflib import DCAT, DCTERMS, RDF, Graph, Literal, URIRef

from fingerpost.public.models import PublicationState
from fingerpost.public.opendata.packages import ARCHIVE, FILES
from tests.public.published import make_publication
from tests.public.snapshots import snapshot

pytestmark = pytest.mark.django_db
SITE = "https://plans.example.org"
PLAN = f"{SITE}/public/2009-10/q2/young-people/"


@pytest.fixture(autouse=True)
def known_address(settings: Settings) -> None:
    settings.SITE = SITE


def got(address: str) -> bytes:
    answer = Client().get(f"/public/{address}")
    assert answer.status_code == 200
    return bytes(answer.content)


def test_the_feed_tells_what_was_published_corrected_and_withdrawn() -> None:
    make_publication(period="2009-10-q1", state=PublicationState.WITHDRAWN)
    make_publication(state=PublicationState.SUPERSEDED)
    make_publication(version=2, notice="A figure was wrong.")
    make_publication(period="2009-10-q3", state=PublicationState.PREPARED)
    found = feedparser.parse(got("feed.atom"))
    assert not found.bozo
    assert found.version == "atom10"
    assert sorted((entry.title, entry.summary) for entry in found.entries) == [
        ("Young people’s plan 2009/10, Q1 2009/10: published", "Young people’s plan 2009/10, Q1 2009/10: published"),
        ("Young people’s plan 2009/10, Q1 2009/10: withdrawn", "A figure was wrong."),
        ("Young people’s plan 2009/10, Q2 2009/10: corrected, version 2", "A figure was wrong."),
        ("Young people’s plan 2009/10, Q2 2009/10: published", "Young people’s plan 2009/10, Q2 2009/10: published"),
    ]
    assert len({entry.id for entry in found.entries}) == 4
    assert PLAN in {entry.link for entry in found.entries}


def test_the_feed_of_nothing_is_a_feed() -> None:
    found = feedparser.parse(got("feed.atom"))
    assert (found.bozo, found.entries) == (False, [])


@pytest.mark.parametrize("address", ["calendar.ics", "2009-10/q2/young-people/data/calendar.ics"])
def test_the_calendar_has_each_milestone_on_its_day(address: str) -> None:
    row = make_publication()
    found = Calendar.from_ical(got(address))
    events = {str(event["summary"]): event for event in found.walk("VEVENT")}
    facts = [one for action in snapshot().actions for one in action.milestones if one.due]
    assert facts
    for one in facts:
        assert events[one.title].decoded("dtstart") == one.due
        assert events[one.title].decoded("dtstamp") == row.built_at
    told = [one for one in snapshot().coming if not one.to]
    assert {one.words for one in told} <= set(events)
    assert len({str(event["uid"]) for event in events.values()}) == len(events)
    assert all(isinstance(event.decoded("dtend"), date) for event in events.values())


def test_a_calendar_replaces_what_it_knew() -> None:
    make_publication(period="2009-10-q1")
    make_publication()
    addresses = [f"2009-10/{part}/young-people/data/calendar.ics" for part in ("q1", "q2")]
    q1, q2 = ({str(event["uid"]) for event in Calendar.from_ical(got(one)).walk("VEVENT")} for one in addresses)
    assert q1 == q2


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # within rdflib
def test_the_catalogue_lists_every_publication_with_its_files(settings: Settings) -> None:
    settings.LICENCE = "https://example.org/licence"
    row = make_publication()
    make_publication(period="2009-10-q1", state=PublicationState.WITHDRAWN)
    graph = Graph().parse(data=got("data/catalogue.jsonld"), format="json-ld")
    (found,) = graph.subjects(RDF.type, DCAT.Dataset)
    assert graph.value(found, DCTERMS.title) == Literal("Young people’s plan 2009/10, Q2 2009/10")
    assert graph.value(found, DCTERMS.license) == URIRef("https://example.org/licence")
    assert graph.value(found, DCAT.landingPage) == URIRef(PLAN)
    period: Any = graph.value(found, DCTERMS.temporal)
    assert graph.value(period, DCAT.startDate).toPython() == date(2009, 7, 1)
    files = {str(graph.value(one, DCAT.downloadURL)) for one in graph.objects(found, DCAT.distribution)}
    assert files == {f"{PLAN}data/{name}" for name in [ARCHIVE, *FILES]}
    sums = [str(words) for words in graph.objects(predicate=URIRef("http://spdx.org/rdf/terms#checksumValue"))]
    assert sums == [row.sha256]
    assert Client().get(f"{PLAN.removeprefix(SITE)}data/plan.json").content.decode() == row.snapshot


def test_the_list_of_pages_leads_to_pages() -> None:
    make_publication(period="2009-10-q1")
    make_publication()
    namespace = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    found = etree.parse(BytesIO(got("sitemap.xml"))).xpath("//s:url/s:loc/text()", namespaces=namespace)
    assert f"{PLAN}outcomes/safe/" in found
    assert f"{SITE}/public/2009-10/q1/young-people/" in found
    assert len(found) == len(set(found))
    for address in found:
        assert Client().get(address.removeprefix(SITE)).status_code == 200
    assert f"Sitemap: {SITE}/public/sitemap.xml" in Client().get("/robots.txt").content.decode()


def linked(page: bytes) -> list[dict[str, Any]]:
    text = re.search(rb'<script type="application/ld\+json">(.*?)</script>', page)
    found = json.loads(text[1]) if text else []
    return found if isinstance(found, list) else [found]


def test_pages_say_to_search_engines_where_they_stand_and_what_data_they_have() -> None:
    make_publication()
    crumbs, data = linked(got("2009-10/q2/young-people/outcomes/safe/"))
    assert [item["name"] for item in crumbs["itemListElement"]] == [
        "How we are doing", "Young people’s plan 2009/10", "Young people are safe",
    ]  # fmt: skip
    assert crumbs["itemListElement"][1]["item"] == PLAN
    assert (data["@type"], data["temporalCoverage"]) == ("Dataset", "2009-07-01/2009-09-30")
    assert f"{PLAN}data/values.csv" in {one["contentUrl"] for one in data["distribution"]}
    assert linked(got(""))[0]["@type"] == "Organization"


def test_no_title_can_end_the_script(settings: Settings) -> None:
    settings.PARTNERSHIP_NAME = "</script><script>alert(1)</script>"
    make_publication()
    page = got("2009-10/q2/young-people/")
    assert b"<script>alert" not in page
    assert linked(page)[-1]["publisher"]["name"] == settings.PARTNERSHIP_NAME


def test_every_file_on_the_page_of_data_is_there() -> None:
    make_publication(period="2009-10-q1")
    make_publication()
    page = got("data/").decode()
    links = set(re.findall(r'<li><a class="govuk-link" href="(/public/[^"]*)"', page))
    assert len(links) > 12
    for link in links:
        assert Client().get(link).status_code == 200, link


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", ["feed.atom", "calendar.ics", "sitemap.xml", "data/catalogue.jsonld", "data/"])
def test_they_take_the_same_queries_at_any_size(
    rows: int, name: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        make_publication(period=f"2009-10-q{number + 1}")
    got(name)  # snapshots are read once
    with django_assert_num_queries(2 if name in {"feed.atom", "sitemap.xml"} else 1):  # publications; news
        got(name)
