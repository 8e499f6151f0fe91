"""Moving an item up or down among its siblings."""

from __future__ import annotations

import pytest

from fingerpost.core.models import AuditEvent
from fingerpost.core.refusals import Refused
from fingerpost.people.models import User
from fingerpost.plans import services
from fingerpost.plans.models import Plan
from tests import factories


def test_a_milestone_moves_by_one_place_and_stops_at_the_end(coordinator: User) -> None:
    first = factories.make_milestone()
    second, third = factories.make_milestone(first.action), factories.make_milestone(first.action)
    assert services.reorder_milestone(milestone=third, direction="up", by=coordinator) == 2
    assert list(first.action.milestones.values_list("id", "position")) == [(first.pk, 0), (third.pk, 1), (second.pk, 2)]
    assert services.reorder_milestone(milestone=second, direction="down", by=coordinator) == 3
    event = AuditEvent.objects.filter(subject_id=str(third.pk)).get()
    assert (event.verb, event.after) == ("milestone.reorder", {"direction": "up", "place": 2})


def test_milestones_with_one_position_get_positions_of_their_own(coordinator: User) -> None:
    first = factories.make_milestone(position=0)
    second = factories.make_milestone(first.action, position=0)
    services.reorder_milestone(milestone=second, direction="up", by=coordinator)
    assert list(first.action.milestones.values_list("id", "position")) == [(second.pk, 0), (first.pk, 1)]


def test_an_action_moves_within_one_outcome_and_stays_in_the_other(coordinator: User) -> None:
    here, there = factories.make_outcome(), factories.make_outcome()
    shared, mine = factories.make_action(there), factories.make_action(here)
    services.share_action(action=shared, outcome=here, by=coordinator)
    before = there.links.get().position
    assert services.reorder_action(action=shared, outcome=here, direction="up", by=coordinator) == 1
    assert [link.action for link in here.links.all()] == [shared, mine]
    assert there.links.get().position == before
    with pytest.raises(Refused, match="does not count towards"):
        services.reorder_action(action=mine, outcome=there, direction="up", by=coordinator)


def test_outcomes_keep_the_order_of_the_whole_plan(coordinator: User) -> None:
    plan = factories.make_plan()
    health, safety = (services.add_theme(plan=plan, title=title, by=coordinator) for title in ("Health", "Safety"))
    fit = services.add_outcome(plan=plan, title="Fit", theme=health, by=coordinator)
    services.add_outcome(plan=plan, title="Fit children", parent=fit, by=coordinator)
    well = services.add_outcome(plan=plan, title="Well", theme=health, by=coordinator)
    services.add_outcome(plan=plan, title="Safe", theme=safety, by=coordinator)
    services.reorder_outcome(outcome=well, direction="up", by=coordinator)
    assert list(plan.outcomes.values_list("title", "position")) == [
        ("Well", 0),
        ("Fit", 1),
        ("Fit children", 2),
        ("Safe", 3),
    ]
    services.reorder_theme(theme=safety, direction="up", by=coordinator)
    assert list(plan.outcomes.values_list("title", flat=True)) == ["Safe", "Well", "Fit", "Fit children"]


def test_an_outcome_does_not_leave_its_theme_by_moving_down(coordinator: User) -> None:
    plan = factories.make_plan()
    health, safety = (services.add_theme(plan=plan, title=title, by=coordinator) for title in ("Health", "Safety"))
    fit = services.add_outcome(plan=plan, title="Fit", theme=health, by=coordinator)
    services.add_outcome(plan=plan, title="Safe", theme=safety, by=coordinator)
    assert services.reorder_outcome(outcome=fit, direction="down", by=coordinator) == 1
    assert list(plan.outcomes.values_list("title", flat=True)) == ["Fit", "Safe"]


def test_nothing_moves_in_a_closed_plan(coordinator: User) -> None:
    milestone = factories.make_milestone()
    services.close_plan(plan=milestone.action.plan, by=coordinator)
    with pytest.raises(Refused, match="is closed"):
        services.reorder_milestone(milestone=milestone, direction="up", by=coordinator)
    assert Plan.objects.get().state == "closed"
