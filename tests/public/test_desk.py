"""Publishing on the web."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from fingerpost.public import building
from fingerpost.public.models import Publication, PublicationState
from tests import factories
from tests.public.published import make_file, make_publication
from tests.reporting.plans import plan_with_progress

pytestmark = pytest.mark.django_db


def test_a_coordinator_prepares_looks_and_publishes(
    coordinator_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "PAPERS", {})
    plan = plan_with_progress()
    answer = coordinator_client.post(f"/plans/{plan.slug}/publications/", {"period": "2009-10-q2"}, follow=True)
    here = f"/plans/{plan.slug}/publications/2009-10-q2/1/"
    assert answer.redirect_chain == [(here, 302)]
    seen = coordinator_client.get(f"{here}preview/").content.decode()
    assert "Nobody but coordinators sees this yet." in seen
    assert f'href="{here}preview/outcomes/{plan.outcomes.all()[0].slug}/"' in seen
    assert Client().get(f"/public/2009-10/q2/{plan.slug}/").status_code == 404
    coordinator_client.post(f"{here}publish/")
    public = Client().get(f"/public/2009-10/q2/{plan.slug}/").content.decode()
    assert Publication.objects.get().state == PublicationState.PUBLIC
    assert main(public) == main(seen.replace(f"{here}preview/", f"/public/2009-10/q2/{plan.slug}/"))


def main(page: str) -> str:
    """What the page says below its notices, without the line on when it was published, and its foot."""
    lines = page.partition("<h1")[2].partition("</main>")[0].splitlines()
    return "\n".join(line for line in lines if line.strip() and "Published" not in line)


def test_a_period_that_is_not_approved_is_refused_in_words(coordinator_client: Client) -> None:
    plan = plan_with_progress()
    factories.make_cycle(plan)
    answer = coordinator_client.post(f"/plans/{plan.slug}/publications/", {"period": "2009-10-q2"})
    assert b"Approve and lock its reporting cycle first." in answer.content


def test_a_correction_asks_what_changed(coordinator_client: Client) -> None:
    make_publication()
    row = make_publication(version=2, state=PublicationState.PREPARED)
    here = f"/plans/{row.plan.slug}/publications/2009-10-q2/2/publish/"
    assert b"What changed since the version before" in coordinator_client.get(here).content
    assert coordinator_client.post(here, {"notice": ""}).status_code == 200
    coordinator_client.post(here, {"notice": "A figure was wrong."})
    assert list(Publication.objects.order_by("version").values_list("state", "notice")) == [
        (PublicationState.SUPERSEDED, ""),
        (PublicationState.PUBLIC, "A figure was wrong."),
    ]


def test_a_file_of_a_preview_is_shown(coordinator_client: Client) -> None:
    row = make_publication(state=PublicationState.PREPARED)
    make_file(row)
    address = f"/plans/{row.plan.slug}/publications/2009-10-q2/1/preview/files/chart-1.svg"
    assert b"".join(coordinator_client.get(address)) == b"<svg/>"  # type: ignore[call-overload]


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_ask_the_same_for_any_number(
    count: int, coordinator_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        row = make_publication(period=f"2009-10-q{number + 1}")
    with django_assert_num_queries(ALL):
        coordinator_client.get("/publications/")
    with django_assert_num_queries(ONE_PLAN):
        coordinator_client.get(f"/plans/{row.plan.slug}/publications/")


ALL, ONE_PLAN = 4, 5
