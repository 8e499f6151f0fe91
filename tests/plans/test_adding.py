"""Adding a whole structure at once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from fingerpost.core.models import AuditEvent
from fingerpost.core.refusals import Refused
from fingerpost.people.models import User
from fingerpost.plans.models import ActionOutcome, Milestone, Outcome, Plan, Theme
from fingerpost.plans.services import add_structure
from fingerpost.plans.structure import NewAction, NewMilestone, NewOutcome
from tests import factories


def two_levels() -> list[NewOutcome]:
    return [
        NewOutcome(
            "Streets are safer",
            theme="Safety",
            actions=[
                NewAction(
                    "Slow the traffic",
                    [
                        NewMilestone("Survey the roads", due=date(2009, 6, 30), quarter_label="Q1"),
                        NewMilestone("Put up signs", by_when="Ongoing", weight=Decimal(2)),
                    ],
                )
            ],
            children=[NewOutcome("Children walk to school", actions=[NewAction("Walking buses")])],
        ),
        NewOutcome("Homes are warmer"),
    ]


def test_a_structure_is_added_in_the_order_of_the_input(coordinator: User) -> None:
    plan = factories.make_plan()
    added = add_structure(plan=plan, outcomes=two_levels(), by=coordinator)
    assert [row.title for row in added.outcomes] == ["Streets are safer", "Children walk to school", "Homes are warmer"]
    assert [row.title for row in added.actions] == ["Slow the traffic", "Walking buses"]
    assert [(row.slug, row.position, row.original_due, row.by_when) for row in added.milestones] == [
        ("survey-the-roads", 0, date(2009, 6, 30), ""),
        ("put-up-signs", 1, None, "Ongoing"),
    ]


def test_children_stand_under_the_theme_of_their_parent(coordinator: User) -> None:
    plan = factories.make_plan()
    add_structure(plan=plan, outcomes=two_levels(), by=coordinator)
    rows = plan.outcomes.values_list("title", "parent__title", "theme__title", "position")
    assert list(rows) == [
        ("Streets are safer", None, "Safety", 0),
        ("Children walk to school", "Streets are safer", "Safety", 1),
        ("Homes are warmer", None, None, 2),
    ]


def test_every_row_added_leaves_an_event_with_the_plan_as_its_scope(coordinator: User) -> None:
    plan = factories.make_plan()
    add_structure(plan=plan, outcomes=two_levels(), by=coordinator)
    events = AuditEvent.objects.filter(scope=plan.slug, by=coordinator).order_by("id")
    assert [(event.verb, event.subject_title) for event in events] == [
        ("outcome.add", "Streets are safer"),
        ("outcome.add", "Children walk to school"),
        ("outcome.add", "Homes are warmer"),
        ("action.add", "Slow the traffic"),
        ("action.add", "Walking buses"),
        ("milestone.add", "Survey the roads"),
        ("milestone.add", "Put up signs"),
    ]
    assert events[5].after == {"title": "Survey the roads", "due": "2009-06-30"}


def test_what_hangs_under_existing_rows_comes_after_what_is_there(coordinator: User) -> None:
    there = factories.make_milestone(title="Survey the roads", slug="survey-the-roads", position=0)
    action = there.action
    outcome = action.links.get().outcome
    more = NewAction("", [NewMilestone("", into=there), NewMilestone("Survey the roads")], into=action)
    added = add_structure(
        plan=action.plan, outcomes=[NewOutcome("", [more, NewAction("New action")], into=outcome)], by=coordinator
    )
    assert added.outcomes == [outcome]
    assert [row.title for row in added.actions] == [action.title, "New action"]
    assert [(row.slug, row.position) for row in added.milestones] == [
        ("survey-the-roads", 0),
        ("survey-the-roads-2", 1),
    ]
    links = list(outcome.links.all())
    assert [(link.action, link.home) for link in links] == [(action, True), (added.actions[1], True)]
    assert links[0].position < links[1].position


def test_a_theme_that_is_there_is_used_again(coordinator: User) -> None:
    plan = factories.make_plan()
    theme = Theme.objects.create(plan=plan, title="Safety")
    added = add_structure(plan=plan, outcomes=two_levels(), by=coordinator)
    assert added.outcomes[0].theme == theme
    assert plan.themes.count() == 1


def test_nothing_is_added_to_a_closed_plan(coordinator: User) -> None:
    plan = factories.make_plan(state=Plan.State.CLOSED, title="Old plan")
    with pytest.raises(Refused, match=r"“Old plan” is closed. Reopen it before you change it."):
        add_structure(plan=plan, outcomes=two_levels(), by=coordinator)
    assert Outcome.objects.count() == 0


def test_nothing_is_added_where_one_title_is_missing(coordinator: User) -> None:
    plan = factories.make_plan()
    with pytest.raises(Refused, match="A title is needed"):
        add_structure(plan=plan, outcomes=[*two_levels(), NewOutcome(" ")], by=coordinator)
    assert (Outcome.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_a_row_of_another_plan_is_not_built_upon(coordinator: User) -> None:
    plan, stranger = factories.make_plan(title="This plan"), factories.make_outcome(title="Elsewhere")
    with pytest.raises(Refused, match="“Elsewhere” does not stand at that place of “This plan”"):
        add_structure(plan=plan, outcomes=[NewOutcome("", into=stranger)], by=coordinator)


def test_outcomes_nest_four_levels_deep_and_no_deeper(coordinator: User) -> None:
    plan = factories.make_plan()
    chain = NewOutcome("Level 4")
    for level in (3, 2, 1):
        chain = NewOutcome(f"Level {level}", children=[chain])
    added = add_structure(plan=plan, outcomes=[chain], by=coordinator)
    with pytest.raises(Refused, match="4 levels deep"):
        add_structure(
            plan=plan,
            outcomes=[NewOutcome("", into=added.outcomes[3], children=[NewOutcome("Level 5")])],
            by=coordinator,
        )


def test_the_number_of_statements_does_not_grow_with_the_rows(
    coordinator: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for rows in (1, 3):
        plan = factories.make_plan()
        actions = [NewAction(f"Action {n}", [NewMilestone(f"Step {n}")]) for n in range(rows)]
        with django_assert_num_queries(18):
            add_structure(
                plan=plan,
                outcomes=[NewOutcome(f"Outcome {n}") for n in range(rows)] + [NewOutcome("Last", actions)],
                by=coordinator,
            )
    assert Milestone.objects.count() == 4
    assert ActionOutcome.objects.filter(home=True).count() == 4
