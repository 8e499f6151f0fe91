"""The rules of roll-up, one by one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from pytest_django import DjangoAssertNumQueries

from fingerpost.core.periods import Period
from fingerpost.plans.models import (
    Action,
    ActionOutcome,
    Milestone,
    MilestoneChange,
    MilestoneState,
    Plan,
    RollUp,
)
from fingerpost.reporting.models import MilestoneUpdate
from fingerpost.reporting.rollup import ActionRollUp, roll_up, roll_up_action, roll_up_outcome
from fingerpost.reporting.stated import Comparison
from fingerpost.reporting.tallies import Tally
from tests import factories

pytestmark = pytest.mark.django_db
Q2 = Period.parse("2009-10-q2")
Q2_END = date(2009, 9, 30)
MARCH = date(2010, 3, 31)


def of_progress(
    *values: str | int | None, due: date = Q2_END, action: Action | None = None, **fields: object
) -> Action:
    """An action with a milestone for each value: None for one that was never reported on."""
    action = action or factories.make_action()
    for value in values:
        milestone = factories.make_milestone(action, due=due, **fields)
        if value is not None:
            factories.make_update(milestone, value)
    return action


def at_q2(action: Action) -> ActionRollUp:
    return roll_up_action(action, as_at=Q2_END, period=Q2)


def test_three_due_and_four_future_milestones_make_41_percent() -> None:
    action = of_progress(100, 100, 90)
    of_progress(None, None, None, None, due=MARCH, action=action)
    found = at_q2(action)
    assert (found.shown, found.percent) == (41, Decimal(290) / 7)


def test_two_done_of_eight_make_25_percent() -> None:
    action = of_progress(100, 100)
    of_progress(0, 0, 0, None, None, None, due=MARCH, action=action)
    assert at_q2(action).percent == 25


@pytest.mark.parametrize(
    ("values", "shown"),
    [((49, 50), 50), ((49, "49.98"), 49), ((0, 1), 1), (("0.99", 0), 0), ((99, 100), 99), ((100, 100), 100)],
)
def test_a_half_is_rounded_up(values: tuple[str | int, ...], shown: int) -> None:
    assert at_q2(of_progress(*values)).shown == shown


def test_sums_are_exact_to_the_last_hundredth() -> None:
    assert at_q2(of_progress(*["33.33", "0.07", "74.99"] * 40)).exact == Fraction(3613, 100)


@pytest.mark.parametrize(
    ("progress", "group"),
    [
        ("0", "no_progress"),
        ("0.01", "some_progress"),
        ("74.99", "some_progress"),
        ("75", "well_progressed"),
        ("99.99", "well_progressed"),
        ("100", "complete"),
        (None, "no_update"),
    ],
)
def test_the_boundaries_of_the_groups(progress: str | None, group: str) -> None:
    tally = at_q2(of_progress(progress)).tally
    assert [name for name in GROUPS if getattr(tally, name)] == [group]


GROUPS = (
    "complete",
    "well_progressed",
    "some_progress",
    "no_progress",
    "no_update",
    "will_not_complete",
    "carried_forward",
)


def test_a_blank_never_drags_a_mean_down_and_is_counted_beside_it() -> None:
    found = at_q2(of_progress(100, 50, None))
    assert (found.percent, found.tally.counted, found.tally.blank, found.tally.no_update) == (75, 2, 1, 1)


def test_a_milestone_due_on_the_day_itself_is_due() -> None:
    action = of_progress(None)
    day_before = roll_up_action(action, as_at=date(2009, 9, 29))
    assert (day_before.tally.due, day_before.tally.future, day_before.percent) == (0, 1, 0)
    assert (at_q2(action).tally.due, at_q2(action).tally.future, at_q2(action).percent) == (1, 0, None)


def test_an_action_without_milestones_has_no_percentage() -> None:
    found = at_q2(factories.make_action())
    assert (found.percent, found.shown, found.tally) == (None, None, Tally())


@pytest.mark.parametrize("state", [MilestoneState.CANCELLED, MilestoneState.MERGED])
def test_cancelled_and_merged_milestones_are_left_out(state: MilestoneState) -> None:
    action = of_progress(100)
    other = action.milestones.get()
    into = {"merged_into": other} if state == MilestoneState.MERGED else {}
    factories.make_milestone(action, state=state, state_reason="Overtaken", **into)
    found = at_q2(action)
    assert (found.percent, found.tally.left_out, found.tally.due, found.tally.total) == (100, 1, 1, 2)


def test_a_carried_forward_milestone_counts_in_the_mean_and_is_its_own_group() -> None:
    action = of_progress(100)
    of_progress(40, action=action, state=MilestoneState.CARRIED_FORWARD, state_reason="Funding came late")
    found = at_q2(action)
    assert (found.percent, found.tally.carried_forward, found.tally.complete, found.tally.due) == (70, 1, 1, 2)


def test_carried_forward_comes_before_complete() -> None:
    action = of_progress(100, state=MilestoneState.CARRIED_FORWARD, state_reason="Runs on")
    assert (at_q2(action).tally.carried_forward, at_q2(action).tally.complete) == (1, 0)


def test_the_latest_update_says_whether_a_milestone_will_not_be_completed() -> None:
    action = of_progress(None)
    milestone = action.milestones.get()
    factories.make_update(milestone, 80, will_not_complete=True, as_at=date(2009, 8, 1))
    assert at_q2(action).tally.will_not_complete == 1
    factories.make_update(milestone, None, note="Funds found after all", as_at=date(2009, 9, 1))
    found = at_q2(action).tally
    assert (found.will_not_complete, found.well_progressed) == (0, 1)


def test_of_two_updates_for_one_day_the_later_row_holds() -> None:
    action = of_progress(30)
    factories.make_update(action.milestones.get(), 60)
    assert at_q2(action).percent == 60


def test_words_without_a_figure_leave_the_last_progress() -> None:
    action = of_progress(30)
    factories.make_update(action.milestones.get(), None, as_at=date(2009, 12, 31))
    assert roll_up_action(action, as_at=date(2009, 12, 31)).percent == 30


def test_an_update_after_the_day_is_not_known_yet() -> None:
    action = of_progress(30)
    factories.make_update(action.milestones.get(), 90, as_at=date(2009, 10, 1))
    assert (at_q2(action).percent, roll_up_action(action, as_at=date(2009, 10, 1)).percent) == (30, 90)


def test_what_was_recorded_later_can_be_left_out() -> None:
    action = of_progress(30)
    factories.make_update(action.milestones.get(), 90)
    first = MilestoneUpdate.objects.order_by("id")[0]
    then = first.recorded_at
    assert roll_up_action(action, as_at=Q2_END, known_at=then).percent == 30
    assert roll_up_action(action, as_at=Q2_END, known_at=datetime(2009, 1, 1, tzinfo=UTC)).percent is None


def test_no_update_in_the_period_is_a_group_of_its_own() -> None:
    action = factories.make_action()
    late = factories.make_milestone(action)
    factories.make_update(late, 50, as_at=date(2009, 6, 30))
    done = factories.make_milestone(action)
    factories.make_update(done, 100, as_at=date(2009, 6, 30))
    tally = at_q2(action).tally
    assert (tally.no_update, tally.complete, tally.some_progress, tally.blank) == (1, 1, 0, 0)
    assert roll_up_action(action, as_at=Q2_END).tally.some_progress == 1


def test_an_update_on_the_first_day_of_the_period_is_in_it() -> None:
    action = of_progress(None)
    factories.make_update(action.milestones.get(), 50, as_at=Q2.start)
    assert at_q2(action).tally.some_progress == 1


def test_due_is_cumulative_from_the_start_of_the_plan_year() -> None:
    action = of_progress(100, due=date(2009, 6, 30))
    of_progress(100, due=Q2_END, action=action)
    of_progress(100, due=date(2009, 10, 1), action=action)
    found = at_q2(action).tally
    assert (found.due, found.complete, found.future, found.complete_early) == (2, 2, 1, 1)


def test_a_moved_due_date_holds_from_the_day_it_took_effect() -> None:
    action = of_progress(None)
    milestone = action.milestones.get()
    move(milestone, on=date(2009, 10, 5), to=MARCH)
    assert at_q2(action).tally.due == 1
    assert roll_up_action(action, as_at=date(2009, 10, 4)).tally.due == 1
    assert roll_up_action(action, as_at=date(2009, 10, 5)).tally.due == 0


def test_of_several_later_moves_the_first_is_undone_last() -> None:
    action = of_progress(None, due=date(2009, 6, 30))
    milestone = action.milestones.get()
    move(milestone, on=date(2009, 7, 10), to=date(2009, 9, 30))
    move(milestone, on=date(2009, 10, 10), to=MARCH)
    due = [
        roll_up_action(action, as_at=day).tally.due for day in (date(2009, 7, 9), date(2009, 7, 10), date(2010, 1, 1))
    ]
    assert due == [1, 0, 0]


def move(milestone: Milestone, *, on: date, to: date | None) -> None:
    MilestoneChange.objects.create(
        milestone=milestone, kind="due", on=on, from_due=milestone.due, to_due=to, reason="Agreed"
    )
    milestone.due = to
    milestone.save()


def test_a_cancelled_milestone_counted_until_it_was_cancelled() -> None:
    action = of_progress(100, 0)
    milestone = action.milestones.order_by("id")[1]
    MilestoneChange.objects.create(
        milestone=milestone, kind="state", on=date(2009, 11, 1), from_state="active", to_state="cancelled", reason="Cut"
    )
    milestone.state, milestone.state_reason = MilestoneState.CANCELLED, "Cut"
    milestone.save()
    assert (at_q2(action).percent, roll_up_action(action, as_at=MARCH).percent) == (50, 100)


def weighted_action(**fields: object) -> Action:
    action = factories.make_action(**fields)
    for weight, progress in ((3, 100), (1, 0)):
        factories.make_update(factories.make_milestone(action, weight=weight), progress)
    return action


@pytest.mark.parametrize(("mode", "percent"), [("", 50), ("mean", 50), ("weighted", 75), ("worst", 0)])
def test_the_modes(mode: str, percent: int) -> None:
    assert at_q2(weighted_action(roll_up=mode)).percent == percent


def test_an_action_without_a_mode_follows_its_plan() -> None:
    outcome = factories.make_outcome(factories.make_plan(roll_up=RollUp.WEIGHTED))
    assert at_q2(weighted_action(outcome=outcome)).percent == 75


def test_weights_that_sum_to_zero_give_no_percentage() -> None:
    action = factories.make_action(roll_up=RollUp.WEIGHTED)
    factories.make_update(factories.make_milestone(action, weight=0), 50)
    assert at_q2(action).percent is None


def three_years() -> Plan:
    return factories.make_plan(starts=date(2008, 4, 1), ends=date(2011, 3, 31))


@pytest.mark.parametrize(
    ("as_at", "counted"),
    [(date(2008, 6, 30), 3), (date(2009, 9, 30), 2), (date(2011, 3, 31), 3), (date(2012, 1, 1), 3)],
)
def test_a_milestone_belongs_to_the_year_of_its_due_date_clamped_to_the_plan(as_at: date, counted: int) -> None:
    """Undated ones count in every year; before the first year counts as the first, after the last as the last."""
    action = factories.make_action(factories.make_outcome(three_years()))
    for due in (date(2007, 1, 1), date(2008, 4, 1), date(2009, 4, 1), date(2011, 3, 31), date(2012, 1, 1), None):
        factories.make_update(factories.make_milestone(action, due=due), 10, as_at=date(2008, 4, 1))
    tally = roll_up_action(action, as_at=as_at).tally
    assert (tally.total, tally.other_years) == (counted, 6 - counted)


def test_in_a_plan_of_a_year_every_milestone_counts_whatever_its_date() -> None:
    action = of_progress(0, due=date(2008, 1, 1))
    of_progress(100, due=date(2012, 1, 1), action=action)
    assert (at_q2(action).percent, at_q2(action).tally.other_years) == (50, 0)


def test_the_parts_add_up_to_the_whole() -> None:
    action = of_progress("0", "0.01", "74.99", "75", "99.99", "100", None)
    of_progress(None, 20, 100, action=action, due=MARCH)
    of_progress(20, action=action, state=MilestoneState.CARRIED_FORWARD, state_reason="Late")
    of_progress(20, action=action, state=MilestoneState.CANCELLED, state_reason="Cut")
    tally = at_q2(action).tally
    assert tally.due == sum(getattr(tally, name) for name in GROUPS) == 8
    assert tally.total == tally.due + tally.future + tally.left_out == tally.counted + tally.blank + tally.left_out


def test_an_outcome_is_the_mean_of_its_children_not_of_the_leaves() -> None:
    outcome = factories.make_outcome()
    of_progress(100, action=factories.make_action(outcome))
    of_progress(0, 0, 0, action=factories.make_action(outcome))
    nested = factories.make_outcome(outcome.plan, parent=outcome)
    of_progress(20, action=factories.make_action(nested))
    found = roll_up(outcome.plan, as_at=Q2_END)
    assert (found.percent, found.outcomes[0].percent, found.outcomes[0].outcomes[0].percent) == (40, 40, 20)
    assert found.tally.due == found.outcomes[0].tally.due == 5


def test_children_give_their_unrounded_percentages() -> None:
    outcome = factories.make_outcome()
    of_progress(100, 0, 0, action=factories.make_action(outcome))
    of_progress(100, 100, 0, action=factories.make_action(outcome))
    assert roll_up_outcome(outcome, as_at=Q2_END).percent == 50


@pytest.mark.parametrize(("mode", "percent"), [("mean", 50), ("weighted", 20), ("worst", 0)])
def test_outcomes_roll_up_in_the_mode_of_the_plan(mode: str, percent: int) -> None:
    plan = factories.make_plan(roll_up=mode)
    outcome = factories.make_outcome(plan)
    of_progress(100, action=factories.make_action(outcome, weight=1))
    of_progress(0, action=factories.make_action(outcome, weight=4))
    assert roll_up(plan, as_at=Q2_END).percent == percent


def test_a_blank_child_is_left_out_and_a_cancelled_one_too() -> None:
    outcome = factories.make_outcome()
    of_progress(80, action=factories.make_action(outcome))
    factories.make_action(outcome)
    of_progress(0, action=factories.make_action(outcome, state=Action.State.CANCELLED, state_reason="Cut"))
    found = roll_up_outcome(outcome, as_at=Q2_END)
    assert (found.percent, len(found.children), len(found.cancelled_actions), found.tally.due) == (80, 2, 1, 1)


def test_an_action_of_another_plan_counts_where_it_is_shared_by_the_rules_of_its_home() -> None:
    away = factories.make_outcome(factories.make_plan(roll_up=RollUp.WORST))
    shared = of_progress(100, 20, action=factories.make_action(away))
    here = factories.make_outcome(three_years())
    of_progress(60, action=factories.make_action(here))
    ActionOutcome.objects.create(action=shared, outcome=here, position=10**6)
    found = roll_up(here.plan, as_at=Q2_END)
    assert (found.percent, [action.percent for action in found.outcomes[0].actions]) == (40, [60, 20])


def test_an_action_in_two_outcomes_counts_its_milestones_once_in_the_plan() -> None:
    plan = factories.make_plan()
    first, second = factories.make_outcome(plan), factories.make_outcome(plan)
    action = of_progress(100, 0, action=factories.make_action(first))
    ActionOutcome.objects.create(action=action, outcome=second)
    found = roll_up(plan, as_at=Q2_END)
    assert (found.tally.due, [outcome.tally.due for outcome in found.outcomes]) == (2, [2, 2])


def test_an_action_that_no_outcome_lists_counts_nowhere_and_is_named() -> None:
    plan = factories.make_plan()
    of_progress(100, action=factories.make_action(factories.make_outcome(plan)))
    loose = of_progress(0, action=Action.objects.create(plan=plan, title="Loose", slug="loose"))
    found = roll_up(plan, as_at=Q2_END)
    assert (found.percent, found.tally.total, [action.title for action in found.unplaced]) == (100, 1, [loose.title])


def test_one_function_gives_the_same_figures_for_plan_outcome_and_action() -> None:
    outcome = factories.make_outcome()
    action = of_progress(100, 90, None, action=factories.make_action(outcome))
    whole = roll_up(outcome.plan, as_at=Q2_END, period=Q2)
    assert roll_up_outcome(outcome, as_at=Q2_END, period=Q2) == whole.outcomes[0]
    assert roll_up_action(action, as_at=Q2_END, period=Q2) == whole.outcomes[0].actions[0]


def test_roll_up_takes_five_queries_however_many_rows(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    plan = factories.make_plan()
    for _number in range(2):
        outcome = factories.make_outcome(plan)
        of_progress(100, 0, None, action=factories.make_action(factories.make_outcome(plan, parent=outcome)))
        with django_assert_num_queries(5):
            roll_up(plan, as_at=Q2_END)
    with django_assert_num_queries(5):
        roll_up_outcome(outcome, as_at=Q2_END)


def stated(action: Action, percent: str, **fields: object) -> ActionRollUp:
    factories.make_action_update(action, stated_percent=Decimal(percent), **fields)
    return at_q2(action)


def test_a_stated_percentage_is_kept_apart_and_compared_as_it_was_stated() -> None:
    action = of_progress(100, 100, 90)
    of_progress(None, None, None, None, due=MARCH, action=action)
    assert (stated(action, "41").agrees, stated(action, "41.4").agrees, stated(action, "41.43").agrees) == (True,) * 3
    found = stated(action, "42")
    assert (found.agrees, found.comparison, found.stated.percent, found.shown) == (
        False, Comparison.DIFFERS, Decimal("42.00"), 41,
    )  # fmt: skip


def test_whether_they_agree_cannot_be_told_when_only_what_was_due_is_known() -> None:
    found = stated(of_progress(100, 100, 90), "41")
    assert (found.agrees, found.comparison) == (None, Comparison.ONLY_DUE)


def test_at_the_end_of_the_plan_nothing_more_can_come() -> None:
    action = of_progress(100, 0)
    factories.make_action_update(action, stated_percent=41)
    assert roll_up_action(action, as_at=MARCH).comparison == Comparison.DIFFERS


def test_a_stated_percentage_from_before_the_last_update_is_not_compared() -> None:
    found = stated(of_progress(100), "100", as_at=date(2009, 6, 30))
    assert (found.agrees, found.comparison) == (None, Comparison.OLDER)


def test_nothing_stated_and_nothing_computed_are_told_apart() -> None:
    assert at_q2(of_progress(100)).comparison == Comparison.NOTHING_STATED
    assert stated(factories.make_action(), "10").comparison == Comparison.NOT_COMPUTED


def test_the_latest_summary_and_the_latest_percentage_may_come_from_different_updates() -> None:
    action = of_progress(100)
    factories.make_action_update(action, stated_percent=40, as_at=date(2009, 6, 30))
    factories.make_action_update(action, stated_summary="All well", as_at=date(2009, 9, 1))
    found = at_q2(action).stated
    assert (found.percent, found.on, found.summary, found.summary_on) == (
        40, date(2009, 6, 30), "All well", date(2009, 9, 1),
    )  # fmt: skip
