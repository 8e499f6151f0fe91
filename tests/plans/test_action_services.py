"""Key actions: their home, whom they are shared with, their end."""

from __future__ import annotations

from datetime import date

import pytest

from fingerpost.core.models import AuditEvent
from fingerpost.core.refusals import Refused
from fingerpost.people.models import User
from fingerpost.plans import services
from fingerpost.plans.models import Action, ActionOutcome, Outcome, Plan
from tests import factories


def homes(action: Action) -> list[Outcome]:
    return [link.outcome for link in action.links.filter(home=True)]


def test_a_new_action_is_at_home_last_under_its_outcome(coordinator: User) -> None:
    there = factories.make_action()
    outcome = there.links.get().outcome
    action = services.add_action(outcome=outcome, title="Slow the traffic", due=date(2010, 3, 31), by=coordinator)
    assert (homes(action), action.slug, action.due) == ([outcome], "slow-the-traffic", date(2010, 3, 31))
    assert [link.action for link in outcome.links.all()] == [there, action]


def test_an_action_counts_towards_outcomes_of_two_plans(coordinator: User) -> None:
    action, elsewhere = factories.make_action(), factories.make_outcome()
    services.share_action(action=action, outcome=elsewhere, by=coordinator)
    assert [(link.outcome, link.home) for link in elsewhere.links.all()] == [(elsewhere, False)]
    scopes = AuditEvent.objects.filter(verb="action.share").values_list("scope", flat=True)
    assert sorted(scopes) == sorted([action.plan.slug, elsewhere.plan.slug])
    with pytest.raises(Refused, match="already"):
        services.share_action(action=action, outcome=elsewhere, by=coordinator)


def test_an_action_is_not_shared_with_a_closed_plan(coordinator: User) -> None:
    closed = factories.make_outcome(factories.make_plan(state=Plan.State.CLOSED))
    with pytest.raises(Refused, match="is closed"):
        services.share_action(action=factories.make_action(), outcome=closed, by=coordinator)


def test_sharing_ends_but_not_with_the_home(coordinator: User) -> None:
    action, elsewhere = factories.make_action(), factories.make_outcome()
    services.share_action(action=action, outcome=elsewhere, by=coordinator)
    services.unshare_action(action=action, outcome=elsewhere, by=coordinator)
    assert elsewhere.links.count() == 0
    with pytest.raises(Refused, match="is the home of"):
        services.unshare_action(action=action, outcome=homes(action)[0], by=coordinator)
    with pytest.raises(Refused, match="does not count towards"):
        services.unshare_action(action=action, outcome=elsewhere, by=coordinator)


def test_an_action_moved_to_where_it_was_shared_is_there_once(coordinator: User) -> None:
    action = factories.make_action()
    other = factories.make_outcome(action.plan)
    services.share_action(action=action, outcome=other, by=coordinator)
    services.move_action(action=action, to=other, by=coordinator)
    assert [(link.outcome, link.home) for link in ActionOutcome.objects.all()] == [(other, True)]


def test_an_action_does_not_move_to_another_plan(coordinator: User) -> None:
    with pytest.raises(Refused, match="Share the action with it instead"):
        services.move_action(action=factories.make_action(), to=factories.make_outcome(), by=coordinator)


def test_an_action_is_cancelled_with_a_reason_and_reinstated(coordinator: User) -> None:
    action = services.cancel_action(action=factories.make_action(), reason="No money", by=coordinator)
    assert (action.state, action.state_reason) == ("cancelled", "No money")
    with pytest.raises(Refused, match="is cancelled already"):
        services.cancel_action(action=action, reason="Again", by=coordinator)
    with pytest.raises(Refused, match="Reinstate it before you share it"):
        services.share_action(action=action, outcome=factories.make_outcome(), by=coordinator)
    action = services.reinstate_action(action=action, reason="Money found", by=coordinator)
    assert (action.state, action.state_reason) == ("active", "")
    with pytest.raises(Refused, match="is not cancelled"):
        services.reinstate_action(action=action, reason="Again", by=coordinator)


def test_only_an_empty_unshared_unreported_action_is_deleted(coordinator: User) -> None:
    full = factories.make_milestone().action
    shared, reported, blank = (factories.make_action() for _ in range(3))
    services.share_action(action=shared, outcome=factories.make_outcome(), by=coordinator)
    factories.make_action_update(reported)
    for action, reason in [
        (full, "still has milestones"),
        (shared, "counts towards other outcomes as well"),
        (reported, "has been reported on"),
    ]:
        with pytest.raises(Refused, match=reason):
            services.delete_action(action=action, by=coordinator)
    services.delete_action(action=blank, by=coordinator)
    assert set(Action.objects.all()) == {full, shared, reported}
