"""From a plan to the one that follows it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from fingerpost.core.models import AuditEvent
from fingerpost.core.refusals import Refused
from fingerpost.people.models import User
from fingerpost.plans import services
from fingerpost.plans.models import Action, Milestone, Plan
from fingerpost.plans.services import Selection
from fingerpost.plans.services.carrying import later
from tests import factories

NEXT_YEAR = {"starts": date(2010, 4, 1), "ends": date(2011, 3, 31)}


def successor_action(plan: Plan, **fields: str) -> Action:
    following = factories.make_plan(predecessor=plan, **NEXT_YEAR)
    return factories.make_action(factories.make_outcome(following), **fields)


def test_a_milestone_carried_forward_goes_on_in_the_next_plan(coordinator: User) -> None:
    old = factories.make_milestone(title="Train 75 staff", quantity_target=Decimal(75), quantity_unit="staff")
    into = successor_action(old.action.plan)
    new = services.carry_forward(
        milestone=old, into=into, due=date(2010, 6, 30), reason="Trainer left", by=coordinator, on=date(2010, 3, 31)
    )
    old.refresh_from_db()
    assert (old.state, old.state_reason, old.due) == ("carried-forward", "Trainer left", date(2009, 9, 30))
    assert (new.carried_from, new.title, new.quantity_target, new.due, new.original_due, new.state) == (
        old,
        "Train 75 staff",
        Decimal(75),
        date(2010, 6, 30),
        date(2010, 6, 30),
        "active",
    )
    assert (old.changes.get().on, old.changes.get().to_state) == (date(2010, 3, 31), "carried-forward")
    verbs = AuditEvent.objects.order_by("id").values_list("verb", "scope")
    assert list(verbs) == [
        ("milestone.carry-forward", old.action.plan.slug),
        ("milestone.add", into.plan.slug),
    ]


def test_a_milestone_is_not_carried_without_an_open_successor_into_another_plan_or_twice(coordinator: User) -> None:
    milestone, stranger = factories.make_milestone(), factories.make_action()
    carry = {"milestone": milestone, "due": None, "reason": "Late", "by": coordinator}
    with pytest.raises(Refused, match=r"has no open successor. Make one first"):
        services.carry_forward(into=stranger, **carry)  # type: ignore[arg-type]
    into = successor_action(milestone.action.plan)
    with pytest.raises(Refused, match="does not follow"):
        services.carry_forward(into=stranger, **carry)  # type: ignore[arg-type]
    services.carry_forward(into=into, **carry)  # type: ignore[arg-type]
    with pytest.raises(Refused, match=r"is not active any more \(carried forward\)"):
        services.carry_forward(into=into, **carry)  # type: ignore[arg-type]


def test_what_is_complete_is_not_carried_forward(coordinator: User) -> None:
    milestone = factories.make_milestone(title="Done long ago")
    into, outcome = successor_action(milestone.action.plan), milestone.action.links.get().outcome
    factories.make_update(milestone, 100)
    with pytest.raises(Refused, match="“Done long ago” is complete, so there is nothing to carry forward"):
        services.carry_forward(milestone=milestone, into=into, due=None, reason="Late", by=coordinator)
    chosen = Selection([outcome], [milestone.action], [milestone])
    with pytest.raises(Refused, match="“Done long ago” is complete"):
        services.roll_over(plan=outcome.plan, title="Next", chosen=chosen, reason="Late", by=coordinator, **NEXT_YEAR)


def test_a_carried_milestone_comes_back_once_its_follower_is_deleted(coordinator: User) -> None:
    old = factories.make_milestone()
    into = successor_action(old.action.plan)
    new = services.carry_forward(milestone=old, into=into, due=None, reason="Late", by=coordinator)
    with pytest.raises(Refused, match="Delete it there first"):
        services.reinstate_milestone(milestone=old, reason="Done after all", by=coordinator)
    services.delete_milestone(milestone=new, by=coordinator)
    assert services.reinstate_milestone(milestone=old, reason="Done after all", by=coordinator).state == "active"


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2009, 9, 30), 12, date(2010, 9, 30)),
        (date(2009, 2, 28), 36, date(2012, 2, 29)),
        (date(2012, 2, 29), 12, date(2013, 2, 28)),
        (date(2009, 12, 15), 1, date(2010, 1, 15)),
        (date(2010, 1, 30), 1, date(2010, 2, 28)),
        (None, 12, None),
    ],
)
def test_dates_move_by_months_and_the_last_of_a_month_stays_the_last(
    day: date | None, months: int, then: date | None
) -> None:
    assert later(day, months) == then


def test_rolling_over_copies_what_was_chosen_and_carries_the_chosen_milestones(coordinator: User) -> None:
    plan = factories.make_plan(action_name="Workstream")
    theme = services.add_theme(plan=plan, title="Safety", by=coordinator)
    top = services.add_outcome(plan=plan, title="Streets", theme=theme, by=coordinator)
    child = services.add_outcome(plan=plan, title="Schools", parent=top, by=coordinator)
    dropped = services.add_outcome(plan=plan, title="Dropped", by=coordinator)
    action = services.add_action(outcome=child, title="Walk", due=date(2010, 3, 31), by=coordinator)
    services.add_action(outcome=dropped, title="Left behind", by=coordinator)
    services.share_action(action=action, outcome=top, by=coordinator)
    going = services.add_milestone(action=action, title="Maps", due=date(2009, 9, 30), by=coordinator)
    staying = services.add_milestone(action=action, title="Posters", by=coordinator)
    successor = services.roll_over(
        plan=plan,
        title="Next plan",
        chosen=Selection([top, child], [action], [going]),
        reason="Not done yet",
        by=coordinator,
        **NEXT_YEAR,
    )
    assert (successor.state, successor.predecessor, successor.action_name) == ("draft", plan, "Workstream")
    assert list(successor.outcomes.values_list("title", "parent__title", "theme__title")) == [
        ("Streets", None, "Safety"),
        ("Schools", "Streets", "Safety"),
    ]
    copy = successor.actions.get()
    assert (copy.title, copy.slug, copy.due) == ("Walk", "walk", date(2011, 3, 31))
    links = copy.links.order_by("-home").values_list("outcome__title", "home")
    assert list(links) == [("Schools", True), ("Streets", False)]
    carried = copy.milestones.get()
    assert (carried.carried_from, carried.due, carried.slug) == (going, date(2010, 9, 30), "maps")
    states = {row.pk: row.state for row in plan.actions.get(slug="walk").milestones.all()}
    assert states == {going.pk: "carried-forward", staying.pk: "active"}


def test_a_choice_that_does_not_hang_together_is_refused(coordinator: User) -> None:
    top = factories.make_outcome()
    child = factories.make_outcome(top.plan, parent=top)
    milestone = factories.make_milestone(factories.make_action(child))
    for chosen, reason in [
        (Selection([child]), "without the outcome that it stands under"),
        (Selection([top], [milestone.action]), "its outcome is not chosen"),
        (Selection([top, child], [], [milestone]), "its action is not chosen"),
    ]:
        with pytest.raises(Refused, match=reason):
            services.roll_over(plan=top.plan, title="Next", chosen=chosen, reason="Late", by=coordinator, **NEXT_YEAR)
    assert Plan.objects.count() == 1


def test_a_closed_plan_is_followed_but_nothing_is_carried_out_of_it(coordinator: User) -> None:
    milestone = factories.make_milestone()
    plan, outcome = milestone.action.plan, milestone.action.links.get().outcome
    services.close_plan(plan=plan, by=coordinator)
    with pytest.raises(Refused, match="is closed"):
        services.roll_over(
            plan=plan,
            title="Next",
            chosen=Selection([outcome], [milestone.action], [milestone]),
            reason="Late",
            by=coordinator,
            **NEXT_YEAR,
        )
    successor = services.roll_over(
        plan=plan, title="Next", chosen=Selection([outcome]), reason="", by=coordinator, **NEXT_YEAR
    )
    assert successor.outcomes.get().title == outcome.title


def test_a_draft_is_not_rolled_over(coordinator: User) -> None:
    draft = factories.make_plan(state=Plan.State.DRAFT)
    with pytest.raises(Refused, match="is still a draft"):
        services.roll_over(plan=draft, title="Next", chosen=Selection(), reason="", by=coordinator, **NEXT_YEAR)


def test_rolling_over_takes_as_many_statements_for_one_row_as_for_three(
    coordinator: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for rows in (1, 3):
        outcome = factories.make_outcome()
        actions = [factories.make_action(outcome) for _ in range(rows)]
        milestones = [factories.make_milestone(action) for action in actions for _ in range(rows)]
        with django_assert_num_queries(35):
            services.roll_over(
                plan=outcome.plan,
                title="Next",
                chosen=Selection([outcome], actions, milestones),
                reason="Late",
                by=coordinator,
                **NEXT_YEAR,
            )
    assert Milestone.objects.filter(carried_from__isnull=False).count() == 10
