"""Lists of milestones as at a day: what each row says, filters, search, order and pages."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from fingerpost.core.periods import Period
from fingerpost.plans.models import Action, ActionOutcome, Milestone, MilestoneChange, MilestoneState, Plan
from fingerpost.reporting.expected import Band
from fingerpost.reporting.filters import Filters
from fingerpost.reporting.moment import Moment
from fingerpost.reporting.queries import (
    milestone_as_at,
    milestones_across,
    milestones_as_at,
    milestones_led_by,
    milestones_of_action,
    milestones_of_outcome,
)
from fingerpost.reporting.standing import Standing
from tests import factories

pytestmark = pytest.mark.django_db
DAY = date(2009, 9, 30)
MARCH = date(2010, 3, 31)


def titles(plan: Plan, as_at: date = DAY, **filters: Any) -> list[str]:
    found = milestones_as_at(plan, as_at=as_at, filters=Filters(**filters))
    assert len(found) == len(list(found))
    return [row.title for row in found]


def test_a_row_says_how_a_milestone_stands() -> None:
    lead = factories.make_user(name="A. Lead")
    action = factories.make_action(lead=lead)
    milestone = factories.make_milestone(action, quantity_target=75, quantity_unit="staff", weight=2)
    factories.make_update(milestone, "33.33", as_at=date(2009, 6, 30), note="Begun", count=25)
    factories.make_update(milestone, None, as_at=date(2009, 8, 1), will_not_complete=True)
    row = milestone_as_at(milestone, Moment(DAY))
    assert (row.progress, row.progress_on, row.note, row.note_on, row.latest_on, row.will_not_complete) == (
        Decimal("33.33"), date(2009, 6, 30), "Begun", date(2009, 6, 30), date(2009, 8, 1), True,
    )  # fmt: skip
    assert (row.standing, row.is_due, row.is_overdue, row.in_year, row.is_blank) == (
        Standing.WILL_NOT_COMPLETE, True, True, True, False,
    )  # fmt: skip
    assert (row.lead_name, row.action_slug, row.plan_slug, row.quantity_target, row.weight) == (
        "A. Lead", action.slug, action.plan.slug, 75, 2,
    )  # fmt: skip
    assert (row.outcome_title, row.theme) == (action.outcomes.get().title, None)


def test_what_is_due_today_is_overdue_tomorrow() -> None:
    today = timezone.localdate()
    plan = factories.make_plan(starts=today - timedelta(days=90), ends=today + timedelta(days=90))
    action = factories.make_action(factories.make_outcome(plan))
    milestones = [factories.make_milestone(action, due=today - timedelta(days=days)) for days in (0, 1)]
    found = [milestone_as_at(milestone, Moment(today)).is_overdue for milestone in milestones]
    assert found == [False, True]


def test_a_milestone_never_reported_on_has_no_progress() -> None:
    row = milestone_as_at(factories.make_milestone(), Moment(DAY))
    assert (row.progress, row.progress_on, row.note, row.latest_on) == (None, None, "", None)
    assert (row.standing, row.is_blank, row.band) == (Standing.NO_UPDATE, True, Band.NOT_KNOWN)


def test_a_row_tells_what_is_expected_by_the_day() -> None:
    milestone = factories.make_milestone(starts=date(2009, 4, 1), due=date(2010, 4, 1))
    factories.make_update(milestone, 45)
    row = milestone_as_at(milestone, Moment(date(2009, 9, 30)))
    assert (row.expected, row.band) == (Decimal("49.86"), Band.ON_TRACK)  # 182 of 365 days


def test_old_progress_says_nothing_of_how_a_milestone_does_now() -> None:
    milestone = factories.make_milestone()
    factories.make_update(milestone, 95, as_at=date(2009, 6, 30))
    found = [milestone_as_at(milestone, moment).band for moment in (Moment(DAY), Moment.on(DAY))]
    assert found == [Band.ON_TRACK, Band.NOT_KNOWN]


def test_what_was_carried_forward_is_not_held_against_time() -> None:
    milestone = factories.make_milestone(state=MilestoneState.CARRIED_FORWARD, state_reason="Late")
    row = milestone_as_at(milestone, Moment(DAY))
    assert (row.expected, row.band) == (None, Band.NOT_APPLICABLE)


def test_what_is_to_start_later_is_on_track() -> None:
    milestone = factories.make_milestone(starts=date(2009, 12, 1), due=MARCH)
    assert milestone_as_at(milestone, Moment(DAY)).band == Band.ON_TRACK


def test_a_row_shows_due_date_and_state_as_they_were() -> None:
    milestone = factories.make_milestone(due=MARCH, original_due=DAY, state="cancelled", state_reason="Cut")
    changes = [
        {"kind": "due", "on": date(2009, 10, 1), "from_due": DAY, "to_due": MARCH},
        {"kind": "state", "on": date(2009, 11, 1), "from_state": "active", "to_state": "cancelled"},
    ]
    for change in changes:
        MilestoneChange.objects.create(milestone=milestone, **change)
    then, later, now = (milestone_as_at(milestone, Moment(day)) for day in (DAY, date(2009, 10, 1), MARCH))
    assert (then.due, then.state, then.was_moved) == (DAY, "active", False)
    assert (later.due, later.state, later.was_moved) == (MARCH, "active", True)
    assert (now.due, now.state, now.left_out) == (MARCH, "cancelled", True)


def plan_in_order() -> Plan:
    """Two outcomes, one nested under the first, and a shared key action under the second, made out of order."""
    plan = factories.make_plan()
    second = factories.make_outcome(plan, position=2)
    first = factories.make_outcome(plan, position=1)
    nested = factories.make_outcome(plan, position=5, parent=first)
    away = factories.make_action(factories.make_outcome())
    for outcome, title in ((second, "d"), (nested, "c"), (first, "b"), (first, "a")):
        factories.make_milestone(action_at(outcome, 1 if title == "a" else 2), title=title)
    ActionOutcome.objects.create(action=away, outcome=second, position=9)
    factories.make_milestone(away, title="e")
    factories.make_milestone(Action.objects.create(plan=plan, title="Loose", slug="loose"), title="f")
    return plan


def action_at(outcome: Any, position: int) -> Action:
    action = factories.make_action(outcome)
    action.links.update(position=position)
    return action


def test_milestones_come_in_the_order_of_the_plan() -> None:
    assert titles(plan_in_order()) == ["a", "b", "c", "d", "e", "f"]


def test_a_list_is_cut_into_pages_by_the_database(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    found = milestones_as_at(plan_in_order(), as_at=DAY)
    with django_assert_num_queries(1):
        assert [row.title for row in found[2:4]] == ["c", "d"]
    with django_assert_num_queries(1):
        assert len(found) == 6
    late = found.narrowed(status="no-update")
    assert ([row.title for row in late[4:9]], late[0].title, list(found[6:9])) == (["e", "f"], "a", [])


def test_an_outcome_takes_in_those_below_it() -> None:
    plan = plan_in_order()
    first = plan.outcomes.get(position=1)
    assert [row.title for row in milestones_of_outcome(first, Moment(DAY))] == ["a", "b", "c"]
    assert [row.outcome_title for row in milestones_of_outcome(first, Moment(DAY))][2] == first.children.get().title


def test_an_action_under_two_outcomes_is_listed_once_at_home() -> None:
    action = factories.make_action()
    factories.make_milestone(action, title="once")
    ActionOutcome.objects.create(action=action, outcome=factories.make_outcome(action.plan, position=0))
    [row] = milestones_as_at(action.plan, as_at=DAY)
    assert row.outcome_id == action.links.get(home=True).outcome_id
    assert [row.title for row in milestones_of_action(action, Moment(DAY))] == ["once"]


def plan_to_filter() -> Action:
    action = factories.make_action(lead=factories.make_user(slug="of-action"))
    of_milestone = factories.make_user(slug="of-milestone")
    make = factories.make_milestone
    for title, progress in (("none", 0), ("some", 30), ("well", 80), ("done", 100)):
        factories.make_update(make(action, title=title), progress, as_at=date(2009, 7, 1))
    make(action, title="silent", lead=of_milestone)
    make(action, title="later", due=MARCH)
    make(action, title="december", due=date(2009, 12, 31), original_due=DAY)
    make(action, title="undated", due=None)
    make(action, title="cut", state="cancelled", state_reason="Cut")
    make(action, title="carried", state="carried-forward", state_reason="Late")
    return action


@pytest.mark.parametrize(
    ("as_at", "filters", "expected"),
    [
        (DAY, {"status": "complete"}, ["done"]),
        (DAY, {"status": "well-progressed"}, ["well"]),
        (DAY, {"status": "no-progress"}, ["none"]),
        (DAY, {"status": "no-update"}, ["silent"]),
        (DAY, {"status": "not-due"}, ["later", "december", "undated"]),
        (DAY, {"status": "cancelled"}, ["cut"]),
        (DAY, {"status": "carried-forward"}, ["carried"]),
        (date(2009, 9, 29), {"status": "overdue"}, []),
        (DAY, {"status": "overdue"}, ["none", "some", "well", "silent"]),
        (DAY, {"status": "due-this-quarter"}, ["none", "some", "well", "done", "silent"]),
        (DAY, {"status": "moved"}, ["december"]),
        (DAY, {"due_from": date(2009, 10, 1)}, ["later", "december"]),
        (DAY, {"due_to": date(2009, 12, 31), "status": "not-due"}, ["december"]),
        (DAY, {"due_from": DAY, "due_to": DAY, "status": "some-progress"}, ["some"]),
        (DAY, {"without_lead": True}, []),
    ],
)
def test_the_filters(as_at: date, filters: dict[str, Any], expected: list[str]) -> None:
    assert titles(plan_to_filter().plan, as_at, **filters) == expected


def test_due_dates_are_filtered_as_they_were() -> None:
    milestone = factories.make_milestone(due=MARCH, original_due=DAY, title="moved")
    MilestoneChange.objects.create(milestone=milestone, kind="due", on=date(2009, 10, 1), from_due=DAY, to_due=MARCH)
    plan = milestone.action.plan
    found = [titles(plan, day, due_to=DAY) + titles(plan, day, due_from=MARCH, words="MOVED") for day in (DAY, MARCH)]
    assert found == [["moved"], ["moved"]]
    assert (titles(plan, DAY, due_from=MARCH), titles(plan, MARCH, due_to=DAY)) == ([], [])


def test_a_milestone_without_a_lead_has_that_of_its_action() -> None:
    action = plan_to_filter()
    lead = action.milestones.get(title="silent").lead
    assert titles(action.plan, lead=lead.pk) == ["silent"]
    assert "silent" not in titles(action.plan, lead=action.lead.pk)
    assert len(titles(action.plan, lead=action.lead.pk)) == 9


def test_no_update_in_the_period_can_be_listed() -> None:
    plan = plan_to_filter().plan
    found = milestones_as_at(plan, as_at=date(2009, 12, 30), period=Period.parse("2009-10-q3"))
    assert [row.title for row in found.narrowed(status="no-update")] == ["none", "some", "well", "silent", "december"]


def test_area_and_group_narrow_a_search_across_plans() -> None:
    whole, other = factories.make_area(), factories.make_area()
    locality = factories.make_area(parent=whole)
    plans = [factories.make_plan(area=area) for area in (whole, locality, other)]
    for plan, title in zip(plans, ("whole", "locality", "other"), strict=True):
        factories.make_milestone(factories.make_action(factories.make_outcome(plan)), title=title)
    across = [
        [row.title for row in milestones_across(plans, Moment(DAY), filters)]
        for filters in (Filters(), Filters(area=whole.pk), Filters(area=locality.pk), Filters(group=plans[2].owner.pk))
    ]
    assert across == [["other", "locality", "whole"], ["locality", "whole"], ["locality"], ["other"]]


def searchable() -> Plan:
    action = factories.make_action(title="Lifelong learning")
    factories.make_milestone(action, title="Publish the Skills report")
    noted = factories.make_milestone(action, title="Agree 100% of a_targets", description="With partners")
    factories.make_update(noted, 10, note="The forum met in ÈIDEADH", as_at=date(2009, 6, 30))
    factories.make_milestone(factories.make_action(action.outcomes.get()), title="Train staff", by_when="Ongoing")
    return action.plan


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("SKILLS", ["Publish the Skills report"]),
        ("report skills", ["Publish the Skills report"]),
        ("report staff", []),
        ("forum", ["Agree 100% of a_targets"]),
        ("Èideadh", ["Agree 100% of a_targets"]),
        ("0%", ["Agree 100% of a_targets"]),
        ("a_t", ["Agree 100% of a_targets"]),
        ("_", ["Agree 100% of a_targets"]),
        ("!", []),
        ("lifelong", ["Publish the Skills report", "Agree 100% of a_targets"]),
        ("partners", ["Agree 100% of a_targets"]),
        ("ongoing", ["Train staff"]),
        ("'; DROP", []),
    ],
)
def test_search_finds_every_word_in_titles_and_notes(words: str, found: list[str]) -> None:
    assert titles(searchable(), words=words) == found


def test_search_does_not_find_what_was_written_after_the_day() -> None:
    plan = searchable()
    assert (titles(plan, date(2009, 6, 29), words="forum"), titles(plan, words="forum")) == (
        [],
        ["Agree 100% of a_targets"],
    )


def test_what_a_person_leads_comes_first_due_first() -> None:
    lead = factories.make_user()
    action = factories.make_action(lead=lead)
    for title, due, progress in (("march", MARCH, 0), ("undated", None, 0), ("now", DAY, 0), ("done", DAY, 100)):
        factories.make_update(factories.make_milestone(action, title=title, due=due), progress)
    factories.make_milestone(action, title="another's", lead=factories.make_user())
    factories.make_milestone(
        factories.make_action(action.outcomes.get()), title="one only", lead=lead, due=date(2010, 1, 1)
    )
    found = milestones_led_by(lead, [action.plan], Moment(DAY))
    assert [row.title for row in found] == ["now", "one only", "march", "undated"]
    assert list(milestones_led_by(lead, [], Moment(DAY))) == []


def test_a_list_of_a_long_plan_marks_the_year_of_each_milestone() -> None:
    plan = factories.make_plan(starts=date(2008, 4, 1), ends=date(2011, 3, 31))
    action = factories.make_action(factories.make_outcome(plan))
    for due in (date(2008, 9, 30), DAY, None):
        Milestone.objects.create(action=action, title=str(due), slug=str(due).lower(), due=due, original_due=due)
    found = milestones_as_at(plan, as_at=DAY)
    assert [(row.title, row.in_year) for row in found] == [("2008-09-30", False), ("2009-09-30", True), ("None", True)]
