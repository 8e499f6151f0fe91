"""Who is asked for what."""

from __future__ import annotations

from datetime import date

import pytest

from fingerpost.core.periods import Period
from fingerpost.cycles.scope import Asked, in_scope, preview
from fingerpost.people.models import Role, User
from fingerpost.plans.models import Action, Milestone, MilestoneState
from tests import factories

pytestmark = pytest.mark.django_db
Q2 = Period.parse("2009-10-q2")
AFTER = date(2009, 10, 5)


@pytest.fixture
def lead() -> User:
    return factories.make_user(role=Role.LEAD_OFFICER, name="Ailsa")


@pytest.fixture
def action(lead: User) -> Action:
    return factories.make_action(lead=lead)


def asked(milestone: Milestone) -> bool:
    rows = in_scope(milestone.action.plan, Q2, AFTER)
    return milestone.pk in {row.milestone_id for row in rows}


@pytest.mark.parametrize(
    ("due", "progress", "expected"),
    [
        (date(2009, 9, 30), None, True),  # due on the last day, nothing said yet
        (date(2009, 9, 30), 40, True),
        (date(2009, 6, 30), 99, True),  # overdue
        (date(2009, 9, 30), 100, False),  # complete
        (date(2009, 10, 1), None, False),  # not begun, due the day after
        (date(2009, 10, 1), 0, False),
        (date(2010, 3, 31), 1, True),  # in progress
        (None, None, False),
        (None, 10, True),
    ],
)
def test_milestones_due_in_progress_or_overdue_are_in_scope(
    action: Action, due: date | None, progress: int | None, expected: bool
) -> None:
    milestone = factories.make_milestone(action, due=due)
    if progress is not None:
        factories.make_update(milestone, progress)
    assert asked(milestone) is expected


def test_what_goes_on_without_a_date_is_in_scope_once_it_has_started(action: Action) -> None:
    assert asked(factories.make_milestone(action, due=None, by_when="Ongoing"))
    assert asked(factories.make_milestone(action, due=None, by_when="Ongoing", starts=date(2009, 9, 30)))
    assert not asked(factories.make_milestone(action, due=None, by_when="Ongoing", starts=date(2009, 10, 1)))


@pytest.mark.parametrize("state", [MilestoneState.CANCELLED, MilestoneState.CARRIED_FORWARD])
def test_what_ended_is_left_out(action: Action, state: str) -> None:
    assert not asked(factories.make_milestone(action, state=state, state_reason="No money"))


def test_a_cancelled_action_is_left_out_with_its_milestones(action: Action) -> None:
    factories.make_milestone(action)
    action.state, action.state_reason = Action.State.CANCELLED, "No money"
    action.save()
    assert in_scope(action.plan, Q2, AFTER) == []


def test_progress_from_after_the_period_does_not_count(action: Action) -> None:
    milestone = factories.make_milestone(action)
    factories.make_update(milestone, 100, as_at=date(2009, 10, 2))
    assert asked(milestone)


def test_an_action_comes_before_its_milestones_and_only_with_one(lead: User, action: Action) -> None:
    other = factories.make_user()
    own = factories.make_milestone(action, lead=other)
    sleeping = factories.make_action(action.outcomes.get(), lead=lead)
    factories.make_milestone(sleeping, due=date(2010, 3, 31))
    empty = factories.make_action(action.outcomes.get(), lead=lead)
    assert in_scope(action.plan, Q2, AFTER) == [
        Asked(lead.pk, action.pk),
        Asked(other.pk, action.pk, own.pk),
        Asked(lead.pk, empty.pk),
    ]


def test_an_action_that_starts_later_is_left_out(lead: User) -> None:
    action = factories.make_action(lead=lead, starts=date(2009, 10, 1))
    assert in_scope(action.plan, Q2, AFTER) == []


def test_a_shared_action_is_asked_about_in_its_home_only(action: Action) -> None:
    factories.make_milestone(action)
    other = factories.make_outcome()
    action.links.create(outcome=other)
    assert in_scope(other.plan, Q2, AFTER) == []


def test_preview_names_people_and_what_nobody_would_be_asked_for(lead: User, action: Action) -> None:
    gone = factories.make_user(name="Calum", is_active=False)
    factories.make_milestone(action)
    left = factories.make_milestone(action, lead=gone)
    orphan = factories.make_action(action.outcomes.get())
    found = preview(action.plan, Q2)
    assert [(row.person, row.actions, row.milestones) for row in found.people] == [(lead, 1, 1)]
    assert found.nobody == [(left, "Calum, who leads it, has left."), (orphan, "It has no lead officer.")]
    assert found.items == 2


@pytest.mark.parametrize("size", [1, 3])
def test_preview_takes_the_same_queries_at_any_size(django_assert_num_queries: object, size: int) -> None:
    plan = factories.make_plan()
    for _number in range(size):
        action = factories.make_action(factories.make_outcome(plan), lead=factories.make_user())
        factories.make_milestone(action)
        factories.make_milestone(action, lead=factories.make_user(is_active=False))
    with django_assert_num_queries(6):  # type: ignore[operator]
        assert len(preview(plan, Q2).people) == size
