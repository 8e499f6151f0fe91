"""The pages: choose a paper, read it, download it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from fingerpost.documents.readers import read
from fingerpost.documents.writers import FORMATS
from fingerpost.intake.recognise import recognise
from fingerpost.plans.models import Milestone, Plan
from tests import factories
from tests.reporting.plans import plan_with_progress

pytestmark = pytest.mark.django_db
QUERIES = 11


def address(plan: Plan, kind: str = "milestones", period: str = "2009-10-q2") -> str:
    return reverse("papers:paper", args=[plan.slug, kind, period])


def test_the_plan_leads_to_its_papers(coordinator_client: Client) -> None:
    plan = plan_with_progress()
    page = coordinator_client.get(reverse("reporting:plan", args=[plan.slug])).content.decode()
    assert page.count(f'href="/plans/{plan.slug}/papers/"') == 1


def test_the_form_opens_with_the_milestones_report_of_the_last_quarter(coordinator_client: Client) -> None:
    plan = plan_with_progress()
    form = coordinator_client.get(reverse("papers:choose", args=[plan.slug])).context["form"]
    assert {name: form[name].value() for name in ("kind", "period", "scope", "format")} == {
        "kind": "milestones",
        "period": "2009-10-q4",
        "scope": "due",
        "format": "",
    }
    assert [name for name, _title in form.fields["period"].choices] == [
        "2009-10-q4",
        "2009-10-h2",
        "2009-10",
        "2009-10-q3",
        "2009-10-q2",
        "2009-10-h1",
        "2009-10-q1",
    ]


@pytest.mark.parametrize(
    ("chosen", "ending"),
    [
        ({}, "milestones/2009-10-q2/"),
        ({"scope": "all"}, "milestones/2009-10-q2/?scope=all"),
        ({"kind": "exceptions", "lead": "ann"}, "exceptions/2009-10-q2/?lead=ann"),
        ({"format": "pdf", "lead": "ann"}, "milestones/2009-10-q2/milestones.pdf?lead=ann"),
    ],
)
def test_the_choice_leads_to_the_page_or_the_file(
    coordinator_client: Client, chosen: dict[str, str], ending: str
) -> None:
    plan = factories.make_plan()
    factories.make_action(factories.make_outcome(plan), lead=factories.make_user(slug="ann"))
    asked = {"kind": "milestones", "period": "2009-10-q2", "scope": "due", **chosen}
    answer = coordinator_client.get(reverse("papers:choose", args=[plan.slug]), asked)
    assert (answer.status_code, answer["Location"]) == (302, f"/plans/{plan.slug}/papers/{ending}")


def test_a_choice_that_is_none_is_told(coordinator_client: Client) -> None:
    plan = factories.make_plan()
    answer = coordinator_client.get(reverse("papers:choose", args=[plan.slug]), {"kind": "novel", "period": "2031-32"})
    assert sorted(answer.context["form"].errors) == ["kind", "period"]


def test_the_page_shows_the_report_under_one_heading_of_the_first_level(coordinator_client: Client) -> None:
    page = coordinator_client.get(address(plan_with_progress())).content.decode()
    title = "Learning and skills plan 2009/10: milestones report, Q2 2009/10 (as at 30 September 2009)"
    assert page.count(f'<h1 class="govuk-heading-l">{title}</h1>') == page.count("<h1") == 1
    assert (page.count(' style="'), page.count("<style"), page.count('id="contents"')) == (0, 0, 1)


@pytest.mark.parametrize("format", FORMATS)
def test_a_download_is_the_same_report_as_a_file(coordinator_client: Client, format: str) -> None:
    plan = plan_with_progress()
    answer = coordinator_client.get(reverse("papers:download", args=[plan.slug, "milestones", "2009-10-q2",
                                                                     "milestones", format]))  # fmt: skip
    file = f"{plan.slug}-milestones-2009-10-q2.{format}"
    assert answer["Content-Type"] == FORMATS[format].media_type
    assert answer["Content-Disposition"] == f'attachment; filename="{file}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    found = recognise(read(answer.content, file)).plan
    assert [len(action.milestones) for outcome in found.outcomes for action in outcome.actions] == [4, 4]


def test_downloads_keep_to_what_the_page_keeps_to(coordinator_client: Client) -> None:
    plan = plan_with_progress()
    page = coordinator_client.get(address(plan), {"lead": plan.actions.all()[0].lead.slug})  # type: ignore[union-attr]
    assert {one.address.partition("?")[2] for one in page.context["downloads"]} == {
        f"lead={plan.actions.all()[0].lead.slug}"  # type: ignore[union-attr]
    }


@pytest.mark.parametrize(
    "wrong",
    ["novel/2009-10-q2/", "milestones/2009-10-q7/", "milestones/1999-00-q1/", "milestones/2009-10-q2/?lead=nobody",
     "milestones/2009-10-q2/exceptions.pdf", "milestones/2009-10-q2/milestones.doc"],
)  # fmt: skip
def test_what_there_is_not_is_not_found(coordinator_client: Client, wrong: str) -> None:
    plan = factories.make_plan()
    assert coordinator_client.get(f"/plans/{plan.slug}/papers/{wrong}").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("kind", ["milestones", "exceptions", "task-sheet"])
def test_the_page_asks_the_same_number_of_queries_whatever_the_size(
    coordinator_client: Client, django_assert_num_queries: DjangoAssertNumQueries, kind: str, rows: int
) -> None:
    plan = factories.make_plan()
    for _outcome in range(rows):
        action = factories.make_action(factories.make_outcome(plan), lead=factories.make_user())
        for _milestone in range(rows):
            factories.make_update(factories.make_milestone(action), 50)
    assert Milestone.objects.count() == rows * rows
    with django_assert_num_queries(QUERIES):
        coordinator_client.get(address(plan, kind))
