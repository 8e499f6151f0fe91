"""Choosing what goes on in the next plan, through the client."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from fingerpost.plans.models import Milestone, Plan
from tests import factories


def url_of(plan: Plan) -> str:
    return reverse("plans:roll-over", args=[plan.slug])


def sent(step: str, *milestones: Milestone, **more: Any) -> dict[str, Any]:
    """Everything that the milestones stand under, and they themselves, ticked."""
    actions = {milestone.action for milestone in milestones}
    return {
        "step": step,
        "title": "Next plan",
        "starts": "1 April 2010",
        "ends": "31 March 2011",
        "reason": "Not done yet",
        "outcome": [action.links.get().outcome_id for action in actions],
        "action": [action.pk for action in actions],
        "milestone": [milestone.pk for milestone in milestones],
        **more,
    }


def test_all_but_what_is_done_or_ended_is_ticked_at_first(coordinator_client: Client) -> None:
    open_one = factories.make_milestone()
    done = factories.make_milestone(open_one.action)
    factories.make_update(done, 100)
    factories.make_milestone(open_one.action, state="cancelled", state_reason="No money")
    response = coordinator_client.get(url_of(open_one.action.plan))
    assert response.context["ticked"] == {
        "outcome": {open_one.action.links.get().outcome_id},
        "action": {open_one.action_id},
        "milestone": {open_one.pk},
    }
    assert response.context["form"].initial == {"starts": date(2010, 4, 1), "ends": date(2011, 3, 31)}


def test_the_preview_tells_and_stores_nothing(coordinator_client: Client) -> None:
    milestone = factories.make_milestone(due=date(2009, 9, 30))
    staying = factories.make_milestone(milestone.action)
    response = coordinator_client.post(url_of(milestone.action.plan), sent("preview", milestone))
    assert response.context["carried"] == [(milestone, date(2010, 9, 30))]
    assert response.context["left"] == {"outcome": 0, "action": 0, "milestone": 1}
    assert (Plan.objects.count(), Milestone.objects.get(pk=staying.pk).state) == (1, "active")


def test_the_next_plan_is_made_of_what_the_preview_showed(coordinator_client: Client) -> None:
    milestone = factories.make_milestone()
    response = coordinator_client.post(url_of(milestone.action.plan), sent("make", milestone))
    assert response.headers["Location"] == "/plans/next-plan/structure/"
    carried = Plan.objects.get(slug="next-plan").actions.get().milestones.get()
    assert carried.carried_from == milestone


def test_what_stands_under_something_left_behind_is_left_behind(coordinator_client: Client) -> None:
    milestone, plan = (made := factories.make_milestone()), made.action.plan
    response = coordinator_client.post(url_of(plan), sent("preview", milestone, outcome=[]))
    chosen = response.context["chosen"]
    assert (chosen.outcomes, chosen.actions, chosen.milestones) == ([], [], [])


def test_carrying_needs_a_reason_and_the_choice_is_kept(coordinator_client: Client) -> None:
    milestone = factories.make_milestone()
    response = coordinator_client.post(url_of(milestone.action.plan), sent("preview", milestone, reason=""))
    assert list(response.context["form"].errors) == ["reason"]
    assert response.context["ticked"]["milestone"] == {milestone.pk}
    assert response.context["ticked"]["action"] == {milestone.action_id}


def test_a_row_of_another_plan_cannot_be_chosen(coordinator_client: Client) -> None:
    milestone, stranger = factories.make_milestone(), factories.make_milestone()
    data = sent("make", milestone, milestone=[stranger.pk])
    response = coordinator_client.post(url_of(milestone.action.plan), data)
    assert list(response.context["form"].errors) == ["milestone"]
    assert Plan.objects.count() == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_the_choice_takes_as_many_queries_for_three_rows_as_for_one(
    rows: int, coordinator_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plan = factories.make_plan()
    for _ in range(rows):
        factories.make_milestone(factories.make_action(factories.make_outcome(plan)))
    with django_assert_num_queries(10):
        response = coordinator_client.get(url_of(plan))
    assert response.content.decode().count('name="milestone"') == rows
