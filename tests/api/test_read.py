"""The read API: what was published, and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, get_args

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from pytest_django import DjangoAssertNumQueries

from fingerpost.api import shapes
from fingerpost.public import queries
from fingerpost.public.content import sha256
from fingerpost.public.models import PublicationState
from fingerpost.reporting.expected import Band
from fingerpost.reporting.indicators.status import Status
from fingerpost.reporting.standing import Standing
from tests.public.published import make_publication
from tests.public.snapshots import snapshot

pytestmark = pytest.mark.django_db
PLAN = "plans/young-people/2009-10-q2"


def got(address: str, answered: int = 200, **asked: Any) -> Any:
    answer = Client().get(f"/api/v1/{address}", asked)
    assert answer.status_code == answered, answer.content
    return json.loads(answer.content)


def slugs(rows: Any) -> list[str]:
    return [row["slug"] for row in rows["items"]]


def test_plans_and_publications_are_listed_with_their_addresses() -> None:
    make_publication(period="2009-10-q1")
    make_publication(state=PublicationState.SUPERSEDED)
    make_publication(version=2, notice="Corrected.")
    make_publication(period="2009-10-q3", state=PublicationState.PREPARED)
    (plan,) = got("plans")["items"]
    assert (plan["slug"], plan["periods"]) == ("young-people", ["2009-10-q2", "2009-10-q1"])
    assert plan["latest"]["page"].endswith("/public/2009-10/q2/young-people/")
    rows = got("publications", state="superseded")["items"]
    assert [(row["period"], row["version"]) for row in rows] == [("2009-10-q2", 1)]
    assert rows[0]["data"].endswith("/2009-10/q2/young-people/version-1/data/")
    assert got("publications", limit=1, offset=1)["count"] == 3


def test_a_publication_is_given_byte_for_byte() -> None:
    row = make_publication()
    answer = Client().get(f"/api/v1/{PLAN}")
    assert sha256(answer.content.decode()) == row.sha256 == got("plans")["items"][0]["latest"]["sha256"]


def test_lists_are_filtered() -> None:
    make_publication()
    facts = snapshot()
    assert slugs(got(f"{PLAN}/outcomes")) == list(facts.outcome)
    band = facts.outcomes[0].standing.band.code
    assert slugs(got(f"{PLAN}/outcomes", band=band)) == [
        one.slug for one in facts.outcomes if one.standing.band.code == band
    ]
    assert slugs(got(f"{PLAN}/actions", outcome=facts.outcomes[0].slug)) == list(facts.outcomes[0].actions)
    standing = facts.action["early-help"].milestones[0].standing.code
    found = got(f"{PLAN}/milestones", standing=standing, action="early-help")["items"]
    assert {(row["action"], row["standing"]["code"]) for row in found} == {("early-help", standing)}
    assert [row["overdue"] for row in got(f"{PLAN}/milestones", overdue=True)["items"]] == [
        one.overdue for action in facts.actions for one in action.milestones if one.overdue
    ]
    areas = got(f"{PLAN}/values", kind="area", indicator="offend-once")["items"]
    assert {row["kind"] for row in areas} == {"area"}
    status = facts.indicators[0].status.code
    assert slugs(got(f"{PLAN}/indicators", status=status))[0] == facts.indicators[0].slug
    assert len(got(f"{PLAN}/changes")["items"]) == len(facts.changes)
    assert len(got(f"{PLAN}/localities")["items"]) == len(facts.localities)
    assert slugs(got(f"{PLAN}/groups")) == [one.slug for one in facts.groups]


@pytest.mark.parametrize("kind", ["outcomes/safe", "actions/early-help", "indicators/offend-once"])
def test_one_of_them_by_its_slug_in_any_period(kind: str) -> None:
    make_publication()
    assert got(f"{PLAN}/{kind}") == got(f"plans/young-people/latest/{kind}")


def test_an_earlier_version_is_asked_for_by_its_number() -> None:
    first = snapshot()
    make_publication(replace(first, plan=replace(first.plan, title="As it was")), state=PublicationState.SUPERSEDED)
    make_publication(version=2, notice="Corrected.")
    assert got(PLAN, version=1)["plan"]["title"] == "As it was"
    assert got(PLAN)["version"] == 2


@pytest.mark.parametrize(
    ("address", "status", "detail"),
    [
        ("plans/nowhere/latest", 404, "No plan “nowhere” was published"),
        ("plans/young-people/2011-12-q2", 404, "Ask for one of: 2009-10-q2."),
        ("plans/young-people/someday", 404, "someday"),
        ("plans/young-people/latest/outcomes/none", 404, "There is no “none” in it."),
        (f"{PLAN}/milestones?standing=done", 422, "standing: Input should be 'cancelled'"),
        ("publications?period=soon", 422, "period: write a period like 2009-10-q2, 2009-10-h1 or 2009-10"),
        (f"{PLAN}/values?limit=5000", 422, "limit: Input should be less than or equal to 1000"),
        ("elsewhere", 404, "There is nothing at this address. /api/v1/openapi.json lists"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(address: str, status: int, detail: str) -> None:
    make_publication()
    answer = Client().get(f"/api/v1/{address}")
    assert answer["Content-Type"] == "application/problem+json"
    found = json.loads(answer.content)
    assert (answer.status_code, found["status"]) == (status, status)
    assert detail in found["detail"]


def test_what_was_withdrawn_says_why() -> None:
    make_publication(state=PublicationState.WITHDRAWN)
    assert "A figure was wrong." in got(PLAN, 410)["detail"]
    assert got("publications")["items"][0]["withdraw_reason"] == "A figure was wrong."
    assert got("plans")["items"] == []


def test_nothing_prepared_is_reached() -> None:
    make_publication(state=PublicationState.PREPARED)
    assert got("publications") == {"items": [], "count": 0}
    got(PLAN, 404)


def test_it_is_read_from_anywhere_and_written_from_nowhere() -> None:
    make_publication()
    answer = Client().get("/api/v1/plans")
    assert (answer["Access-Control-Allow-Origin"], answer["Cache-Control"]) == ("*", "public, max-age=300")
    assert "Set-Cookie" not in answer
    assert "Cookie" not in answer.get("Vary", "")
    again = Client().get("/api/v1/plans", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert Client().head("/api/v1/plans").status_code == 200
    refused = Client().post("/api/v1/plans")
    assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert Client().options("/api/v1/plans")["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("address", ["plans", "publications", f"{PLAN}/values"])
def test_a_list_takes_one_query_at_any_size(
    rows: int, address: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    facts = snapshot()
    for number in range(rows):
        slug = f"plan-{number}" if number else "young-people"
        make_publication(replace(facts, plan=replace(facts.plan, slug=slug)))
    got(address)  # snapshots are read once
    with django_assert_num_queries(1):
        got(address)


def test_the_codes_are_those_of_the_figures() -> None:
    assert set(get_args(shapes.Band)) == set(Band.values)
    assert set(get_args(shapes.Status)) == set(Status.values)
    assert set(get_args(shapes.MilestoneStanding)) == set(Standing.values)


def test_the_page_for_people_describes_every_address() -> None:
    page = Client().get("/api/v1/").content.decode()
    for address in got("openapi.json")["paths"]:
        assert address in page


@pytest.mark.django_db(transaction=True)  # each request through WSGI ends by closing its connection
def test_schemathesis_finds_no_answer_that_the_schema_does_not_describe() -> None:
    queries._read.cache_clear()
    make_publication()
    make_publication(period="2009-10-q1", state=PublicationState.WITHDRAWN)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    tried = [tried_out(result.ok()) for result in schema.get_all_operations()]
    assert len(tried) == len(got("openapi.json")["paths"])


def tried_out(operation: schemathesis.APIOperation) -> str:
    """Ask an address this and that, by the schema and against it, and hold every answer against the schema."""

    @given(case=operation.as_strategy())
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate()

    ask()
    return str(operation.path)
