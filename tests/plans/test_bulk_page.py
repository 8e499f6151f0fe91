"""The table in which many milestones are edited at once, through the client."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from fingerpost.plans import services
from fingerpost.plans.models import Milestone, Plan
from tests import factories


def url_of(plan: Plan) -> str:
    return reverse("plans:bulk-edit", args=[plan.slug])


def as_sent(response: Any, **changes: str) -> dict[str, str]:
    """The table as the browser would send it back, with `changes` by the names of cells."""
    forms = [*response.context["table"].forms, response.context["table"].reason]
    fields = [field for form in forms for field in form]
    values = {field.html_name: field.value() for field in fields}
    shown = {name: value.strftime("%d/%m/%Y") if isinstance(value, date) else value for name, value in values.items()}
    return {name: str("" if value is None else value) for name, value in shown.items()} | changes


def test_the_rows_come_in_the_order_of_the_plan_and_are_stored_together(coordinator_client: Client) -> None:
    first = factories.make_milestone()
    second = factories.make_milestone(first.action)
    factories.make_milestone()
    lead = factories.make_user(name="Jean Example", organisation=factories.make_organisation(name="The council"))
    url = url_of(first.action.plan)
    page = coordinator_client.get(url)
    assert [form.milestone for form in page.context["table"].forms] == [first, second]
    changes = {f"row-{first.pk}-title": "New", f"row-{second.pk}-lead": "Jean Example (The council)"}
    response = coordinator_client.post(url, as_sent(page, **changes), follow=True)
    assert [str(message) for message in response.context["messages"]] == ["2 milestones were changed."]
    assert Milestone.objects.get(title="New") == first
    assert Milestone.objects.get(lead=lead) == second


def test_each_error_stands_at_its_cell_and_in_the_summary_and_nothing_is_stored(coordinator_client: Client) -> None:
    first = factories.make_milestone(starts=date(2009, 5, 1))
    second = factories.make_milestone(first.action)
    url = url_of(first.action.plan)
    changes = {
        f"row-{first.pk}-title": "New",
        f"row-{second.pk}-due": "soon",
        f"row-{second.pk}-lead": "Nobody",
    }
    response = coordinator_client.post(url, as_sent(coordinator_client.get(url), **changes))
    assert response.context["errors"] == [
        (f"id_row-{second.pk}-due", "Row 2, Due date: Enter a date, such as 30 June 2009"),
        (f"id_row-{second.pk}-lead", "Row 2, Lead officer: Nobody is called “Nobody”. Choose a name from the list."),
    ]
    assert f'id="id_row-{second.pk}-due_error"' in response.content.decode()
    rules = coordinator_client.post(
        url, as_sent(coordinator_client.get(url), **{f"row-{first.pk}-due": "1 April 2009"})
    )
    assert rules.context["errors"] == [
        (f"id_row-{first.pk}-due", "Row 1, Due date: The start must not be after the end.")
    ]
    assert Milestone.objects.filter(title="New").count() == 0


def test_a_moved_date_asks_for_the_reason(coordinator_client: Client) -> None:
    milestone = factories.make_milestone()
    url = url_of(milestone.action.plan)
    page = coordinator_client.get(url)
    moved = {f"row-{milestone.pk}-due": "31/12/2009"}
    response = coordinator_client.post(url, as_sent(page, **moved))
    assert response.context["errors"] == [("id_reason", "Give a reason: it is kept and shown beside the change.")]
    coordinator_client.post(url, as_sent(page, **moved, reason="Snow"))
    assert milestone.changes.get().reason == "Snow"


def test_a_row_that_somebody_else_changed_shows_their_change_and_keeps_mine(coordinator_client: Client) -> None:
    other = factories.make_user(name="Jean Example", role="coordinator")
    milestone = factories.make_milestone(title="Old")
    url = url_of(milestone.action.plan)
    page = coordinator_client.get(url)
    services.edit_milestone(milestone=milestone, title="Theirs", by=other)
    response = coordinator_client.post(url, as_sent(page, **{f"row-{milestone.pk}-quantity_unit": "staff"}))
    form = response.context["table"].forms[0]
    assert (form["title"].value(), form["quantity_unit"].value()) == ("Theirs", "staff")
    assert response.context["errors"][0][1] == "Row 1, Title: Somebody else changed this to “Theirs”."
    assert coordinator_client.post(url, as_sent(response)).status_code == 302
    milestone.refresh_from_db()
    assert (milestone.title, milestone.quantity_unit) == ("Theirs", "staff")


def test_one_action_can_be_edited_alone_and_a_long_plan_by_pages(coordinator_client: Client) -> None:
    first = factories.make_milestone()
    plan, outcome = first.action.plan, first.action.links.get().outcome
    other = factories.make_action(outcome)
    many = [factories.make_milestone(other) for _ in range(50)]
    url = url_of(plan)
    pages = [
        [form.milestone for form in coordinator_client.get(url, query).context["table"].forms]
        for query in ({}, {"page": "2"}, {"action": first.action.slug})
    ]
    assert pages == [[first, *many[:49]], [many[49]], [first]]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_table_takes_as_many_queries_for_three_rows_as_for_one(
    rows: int, coordinator_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    action = factories.make_action()
    for _ in range(rows):
        factories.make_milestone(action, lead=factories.make_user())
    with django_assert_num_queries(6):
        response = coordinator_client.get(url_of(action.plan))
    assert len(response.context["table"].forms) == rows
