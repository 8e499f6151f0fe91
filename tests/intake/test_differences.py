from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from fingerpost.checks.facts import ActionFacts, MilestoneFacts, OutcomeFacts, PlanFacts
from fingerpost.intake.differences import Change, Difference, difference
from fingerpost.intake.stored import stored_plan
from fingerpost.plans.models import Action, Milestone, MilestoneState, Outcome
from tests import factories

AUTUMN = date(2009, 9, 30)


def facts(*milestones: MilestoneFacts, **action: Any) -> PlanFacts:
    under = ActionFacts(**{"title": "Open the paths", "milestones": milestones, **action})
    return PlanFacts("Plan", as_at=AUTUMN, outcomes=(OutcomeFacts("People walk more", actions=(under,)),))


def step(title: str = "Survey the paths", **fields: Any) -> MilestoneFacts:
    return MilestoneFacts(**{"title": title, "due": AUTUMN, **fields})


@pytest.fixture
def action(db: None) -> Action:
    outcome: Outcome = factories.make_outcome(title="People walk more")
    return factories.make_action(outcome, title="Open the paths")


def compare(given: PlanFacts, action: Action, day: date = AUTUMN) -> Difference:
    return difference(given, stored_plan(action.plan, day), as_at=day)


def last(found: Difference) -> tuple[str, Sequence[Change], str]:
    item = found.items[-1]
    return item.status, item.changes, item.doubt


def test_everything_is_new_to_a_plan_yet_to_be_made() -> None:
    found = difference(facts(step()))
    assert [(item.key, item.level, item.status) for item in found.items] == [
        ("1", "outcome", "new"),
        ("1.1", "action", "new"),
        ("1.1.1", "milestone", "new"),
    ]


def test_what_is_stored_just_so_is_unchanged(action: Action) -> None:
    milestone = factories.make_milestone(action, title="Survey the paths")
    factories.make_update(milestone, 40, note="Begun.")
    found = compare(facts(step(progress=Decimal(40), note="Begun. ")), action)
    assert (last(found), found.items[-1].says_again, found.is_empty) == (("unchanged", (), ""), False, True)


def test_changes_name_the_field_before_and_after(action: Action) -> None:
    milestone = factories.make_milestone(action, title="Survey the path", due=date(2009, 6, 30))
    factories.make_update(milestone, 40, note="Begun.")
    found = compare(facts(step(progress=Decimal(100), note="Done.")), action)
    assert last(found) == (
        "changed",
        (
            Change("title", "Survey the path", "Survey the paths"),
            Change("due", date(2009, 6, 30), AUTUMN),
            Change("progress", Decimal(40), Decimal("100.00")),
            Change("note", "Begun.", "Done."),
        ),
        "",
    )


def test_what_the_file_leaves_blank_changes_nothing(action: Action) -> None:
    milestone = factories.make_milestone(action, title="Survey the paths", quarter_label="Q2")
    factories.make_update(milestone, 40, note="Begun.")
    assert last(compare(facts(step(due=None)), action)) == ("unchanged", (), "")


def test_a_zero_is_not_blank(action: Action) -> None:
    factories.make_update(factories.make_milestone(action, title="Survey the paths"), 40)
    found = compare(facts(step(progress=Decimal(0))), action)
    assert last(found) == ("changed", (Change("progress", Decimal(40), Decimal("0.00")),), "")


def test_the_same_figures_three_months_later_are_said_again(action: Action) -> None:
    factories.make_update(factories.make_milestone(action, title="Survey the paths"), 40)
    later = date(2009, 12, 31)
    given = PlanFacts("Plan", as_at=later, outcomes=facts(step(progress=Decimal(40))).outcomes)
    found = compare(given, action, later)
    assert (found.items[-1].status, found.items[-1].says_again, found.is_empty) == ("unchanged", True, False)


def test_figures_are_compared_with_what_was_known_on_the_day_of_the_report(action: Action) -> None:
    milestone = factories.make_milestone(action, title="Survey the paths")
    factories.make_update(milestone, 40)
    factories.make_update(milestone, 90, as_at=date(2009, 12, 31))
    assert last(compare(facts(step(progress=Decimal(40))), action)) == ("unchanged", (), "")


def test_a_milestone_that_was_due_and_is_not_in_the_file_is_missing(action: Action) -> None:
    factories.make_milestone(action, title="Count the walkers", due=AUTUMN)
    factories.make_milestone(action, title="Mend the bridge", due=date(2009, 10, 1))
    factories.make_milestone(action, title="Paint the bridge", state=MilestoneState.CANCELLED, state_reason="No money.")
    found = compare(facts(step()), action)
    assert [item.title for item in found.items if item.status == "missing"] == ["Count the walkers"]


def test_a_new_milestone_without_any_due_date_is_doubtful() -> None:
    assert last(difference(facts(step(due=None)))) == ("doubtful", (), "It has no due date.")
    assert last(difference(facts(step(due=None, due_text="Ongoing")))) == ("new", (), "")


@pytest.mark.parametrize(
    ("given", "doubt"),
    [
        (step(progress=Decimal(110)), "110 % is not from 0 to 100."),
        (step("x" * 1001), "Its title has 1001 characters; at most 1000 can be stored."),
        (step("  "), "It has no title."),
    ],
)
def test_what_cannot_be_stored_is_doubtful(given: MilestoneFacts, doubt: str) -> None:
    assert last(difference(facts(given))) == ("doubtful", (), doubt)


def test_a_cancelled_milestone_with_news_is_doubtful(action: Action) -> None:
    fields = {"state": MilestoneState.CARRIED_FORWARD, "state_reason": "Next year."}
    factories.make_milestone(action, title="Survey the paths", **fields)
    found = compare(facts(step(progress=Decimal(40))), action)
    assert last(found)[2] == "The plan says of it: carried forward."


def test_what_reading_doubted_is_doubtful(action: Action) -> None:
    found = difference(facts(step()), doubts={"1.1.1": "The row is cut off."})
    assert last(found) == ("doubtful", (), "The row is cut off.")


def test_a_milestone_under_another_action_was_moved(action: Action) -> None:
    other = factories.make_action(action.links.get().outcome, title="Mend the bridges")
    factories.make_milestone(other, title="Survey the paths")
    found = compare(facts(step()), action)
    assert last(found) == ("changed", (Change("action", "Mend the bridges", "Open the paths"),), "")


def test_an_action_under_another_outcome_was_moved(action: Action) -> None:
    factories.make_action(factories.make_outcome(action.plan, title="Less is thrown away"), title="Halve the waste")
    given = PlanFacts(
        "Plan", as_at=AUTUMN, outcomes=(OutcomeFacts("People walk more", actions=(ActionFacts("Halve the waste"),)),)
    )
    assert last(compare(given, action)) == (
        "changed",
        (Change("outcome", "Less is thrown away", "People walk more"),),
        "",
    )


def test_stated_percent_and_summary_are_compared(action: Action) -> None:
    factories.make_action_update(action, stated_percent=Decimal(41), stated_summary="Two of three are done.")
    found = compare(facts(stated_percent=Decimal(48), summary="All are done."), action)
    assert last(found)[1] == (
        Change("stated_percent", Decimal(41), Decimal("48.00")),
        Change("summary", "Two of three are done.", "All are done."),
    )


def test_the_fingerprint_changes_with_what_is_stored(action: Action) -> None:
    milestone = factories.make_milestone(action, title="Survey the paths")
    before = compare(facts(step(progress=Decimal(40))), action).fingerprint
    assert compare(facts(step(progress=Decimal(40))), action).fingerprint == before
    Milestone.objects.filter(pk=milestone.pk).update(due=date(2009, 6, 30))
    assert compare(facts(step(progress=Decimal(40))), action).fingerprint != before


@pytest.mark.parametrize("size", [1, 3])
def test_a_stored_plan_takes_five_queries_whatever_its_size(
    size: int, action: Action, django_assert_num_queries: Any
) -> None:
    for _number in range(size):
        factories.make_update(factories.make_milestone(factories.make_action(action.links.get().outcome)), 40)
    with django_assert_num_queries(5):
        stored_plan(action.plan, AUTUMN)
