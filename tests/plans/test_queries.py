"""What pages read of a plan's structure."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from fingerpost.people.models import Role, User
from fingerpost.plans import queries
from fingerpost.plans.models import Milestone, Plan
from tests import factories


def test_drafts_are_seen_by_those_who_may_edit_them(db: None) -> None:
    draft, in_force = factories.make_plan(state=Plan.State.DRAFT), factories.make_plan()
    seen = {role: set(queries.plans_visible_to(factories.make_user(role=role))) for role in Role}
    assert seen == {
        Role.ADMINISTRATOR: {draft, in_force},
        Role.COORDINATOR: {draft, in_force},
        Role.LEAD_OFFICER: {in_force},
        Role.MEMBER: {in_force},
    }
    assert set(queries.plans_visible_to(None)) == {draft, in_force}
    assert set(queries.plans_visible_to(factories.make_user(is_active=False))) == set()


def test_what_is_in_a_draft_is_not_found_by_others(db: None) -> None:
    outcome = factories.make_outcome(factories.make_plan(state=Plan.State.DRAFT, slug="plan"), slug="outcome")
    factories.make_milestone(factories.make_action(outcome, slug="action"), slug="milestone")
    editor, member = factories.make_user(role=Role.COORDINATOR), factories.make_user()
    assert queries.milestone_for(editor, "plan", "action", "milestone").action.plan == outcome.plan
    assert queries.outcome_for(editor, "plan", "outcome") == outcome
    with pytest.raises(Plan.DoesNotExist):
        queries.plan_for(member, "plan")
    with pytest.raises(Milestone.DoesNotExist):
        queries.milestone_for(member, "plan", "action", "milestone")


def test_the_structure_holds_everything_in_its_order(coordinator: User) -> None:
    plan = factories.make_plan()
    later = plan.themes.create(title="Later", position=2)
    sooner = plan.themes.create(title="Sooner", position=1)
    alone = factories.make_outcome(plan, title="Alone", position=0)
    top = factories.make_outcome(plan, title="Top", theme=sooner, position=9)
    child = factories.make_outcome(plan, title="Child", theme=sooner, parent=top, position=5)
    action = factories.make_action(child)
    second, first = factories.make_milestone(action, position=2), factories.make_milestone(action, position=1)
    shared = factories.make_action()
    child.links.create(action=shared, position=0)
    tree = queries.structure(plan)
    assert [(node.theme, [one.outcome for one in node.outcomes]) for node in tree.themes] == [
        (sooner, [top]),
        (later, []),
        (None, [alone]),
    ]
    assert [(node.outcome, node.depth) for node in tree.outcomes()] == [(top, 1), (child, 2), (alone, 1)]
    actions = tree.themes[0].outcomes[0].children[0].actions
    assert [(one.action, one.is_home, one.shared_from, one.milestones) for one in actions] == [
        (shared, False, shared.plan, []),
        (action, True, None, [first, second]),
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_structure_takes_five_queries(
    rows: int, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plan = factories.make_plan()
    for _ in range(rows):
        outcome = factories.make_outcome(plan, lead=factories.make_user())
        factories.make_milestone(factories.make_action(outcome, lead=factories.make_user()), lead=factories.make_user())
        factories.make_indicator(outcome, lead=factories.make_user())
    with django_assert_num_queries(5):
        tree = queries.structure(plan)
        leads = [
            str(step.lead) + str(one.action.lead) + str(node.outcome.lead)
            for node in tree.outcomes()
            for one in node.actions
            for step in one.milestones
        ]
        measured = [str(row.lead) for node in tree.outcomes() for row in node.indicators]
    assert (len(leads), len(measured)) == (rows, rows)


def test_themes_alike_in_addresses_get_names_of_their_own(db: None) -> None:
    plan = factories.make_plan()
    one, other = plan.themes.create(title="Safer places"), plan.themes.create(title="Safer, places!")
    assert queries.theme_slugs(plan) == {"safer-places": one, "safer-places-2": other}


def test_only_open_actions_of_open_plans_that_follow_take_a_milestone(coordinator: User) -> None:
    milestone = factories.make_milestone()
    following = factories.make_plan(predecessor=milestone.action.plan)
    closed = factories.make_plan(predecessor=milestone.action.plan, state=Plan.State.CLOSED)
    outcome = factories.make_outcome(following)
    open_one = factories.make_action(outcome)
    factories.make_action(outcome, state="cancelled", state_reason="No money")
    factories.make_action(factories.make_outcome(closed))
    factories.make_action()
    assert list(queries.successor_actions(milestone, coordinator)) == [open_one]
