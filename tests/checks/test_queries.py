"""A stored plan as facts: what the checks are shown, and in how many queries."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from pytest_django import DjangoAssertNumQueries

from fingerpost.checks.facts import (
    ActionFacts,
    GoalFacts,
    IndicatorFacts,
    MilestoneFacts,
    OutcomeFacts,
    PlanFacts,
    PointFacts,
)
from fingerpost.checks.queries import facts_for
from fingerpost.core.periods import Period
from fingerpost.plans.models import Action, ActionOutcome, Baseline, Indicator, MilestoneChange, Outcome, Plan
from fingerpost.reviews.models import Instead
from fingerpost.reviews.services import Said, Step, record_review
from tests import factories
from tests.checks.plans import codes

pytestmark = pytest.mark.django_db
Q2 = Period.parse("2009-10-q2")
JUNE, JULY, SEPTEMBER, MARCH = date(2009, 6, 30), date(2009, 7, 15), date(2009, 9, 30), date(2010, 3, 31)


def facts(plan: Plan, period: Period | None = Q2, as_at: date = SEPTEMBER) -> PlanFacts:
    return facts_for(plan, as_at=as_at, period=period)


def only_milestone(action: Action, period: Period | None = Q2) -> MilestoneFacts:
    (milestone,) = facts(action.plan, period).outcomes[0].actions[0].milestones
    return milestone


def test_a_stored_plan_becomes_facts() -> None:
    lead = factories.make_user(name="Jo Burns")
    outcome = factories.make_outcome(title="Clean air", slug="clean-air")
    action = factories.make_action(outcome, title="Parking", slug="parking", lead=lead)
    milestone = factories.make_milestone(
        action, title="Signs - Q2", slug="signs", quarter_label="Q2", quantity_target=Decimal(40)
    )
    factories.make_update(milestone, 20, as_at=JUNE, note="Ordered")
    factories.make_update(milestone, "62.5", as_at=SEPTEMBER, note="Put up", progress_text="62.5 %")
    factories.make_action_update(action, stated_percent=Decimal(63), stated_summary="Going well.")
    assert facts(outcome.plan) == PlanFacts(
        outcome.plan.title,
        as_at=SEPTEMBER,
        starts=date(2009, 4, 1),
        ends=MARCH,
        lists_all_milestones=True,
        outcomes=(
            OutcomeFacts(
                "Clean air",
                slug="clean-air",
                actions=(
                    ActionFacts(
                        "Parking",
                        stated_percent=Decimal("63.00"),
                        summary="Going well.",
                        slug="parking",
                        lead="Jo Burns",
                        computed_percent=Decimal("62.5"),
                        lists_all_milestones=True,
                        stated_on=SEPTEMBER,
                        milestones=(
                            MilestoneFacts(
                                "Signs - Q2",
                                quarter="Q2",
                                due=SEPTEMBER,
                                note="Put up",
                                progress=Decimal("62.50"),
                                progress_text="62.5 %",
                                slug="signs",
                                lead="",
                                original_due=SEPTEMBER,
                                has_measure=True,
                                previous_note="Ordered",
                                updated_in_period=True,
                            ),
                        ),
                    ),
                ),
            ),
        ),
    )


def test_without_a_period_nothing_is_said_of_the_one_before() -> None:
    action = factories.make_action()
    factories.make_update(factories.make_milestone(action), 20, note="Ordered")
    found = only_milestone(action, None)
    assert (found.note, found.previous_note, found.updated_in_period) == ("Ordered", None, None)


def test_an_update_from_before_the_period_is_none_in_it() -> None:
    action = factories.make_action()
    factories.make_update(factories.make_milestone(action), 20, as_at=JUNE, note="Ordered")
    found = only_milestone(action)
    assert (found.note, found.progress, found.previous_note, found.updated_in_period) == (
        "Ordered",
        Decimal(20),
        None,
        False,
    )


@pytest.mark.parametrize(
    ("reasons", "with_reason"), [([], None), (["Printer closed"], True), ([""], False), (["Printer closed", ""], False)]
)
def test_a_due_date_that_moved_did_so_with_or_without_a_reason(reasons: list[str], with_reason: bool | None) -> None:
    milestone = factories.make_milestone(original_due=JUNE)
    for reason in reasons:
        MilestoneChange.objects.create(
            milestone=milestone, kind="due", on=JULY, from_due=JUNE, to_due=SEPTEMBER, reason=reason
        )
    assert only_milestone(milestone.action).moved_with_reason == with_reason


def test_a_date_given_where_there_was_none_has_not_moved() -> None:
    milestone = factories.make_milestone()
    MilestoneChange.objects.create(milestone=milestone, kind="due", on=JULY, from_due=None, to_due=SEPTEMBER)
    assert only_milestone(milestone.action).moved_with_reason is None


def test_the_plan_is_shown_as_it_was_on_the_day() -> None:
    milestone = factories.make_milestone(due=MARCH, original_due=SEPTEMBER)
    MilestoneChange.objects.create(
        milestone=milestone, kind="due", on=date(2009, 12, 1), from_due=SEPTEMBER, to_due=MARCH
    )
    factories.make_update(milestone, 80, as_at=date(2009, 12, 1), note="Later")
    found = only_milestone(milestone.action)
    assert (found.due, found.note, found.progress, found.moved_with_reason) == (SEPTEMBER, "", None, None)


def test_an_action_under_two_outcomes_stands_once_and_a_shared_one_in_its_own_plan() -> None:
    action = factories.make_action()
    second = factories.make_outcome(action.plan)
    ActionOutcome.objects.create(action=action, outcome=second)
    visitor = factories.make_action()
    ActionOutcome.objects.create(action=visitor, outcome=second)
    factories.make_action(second, state=Action.State.CANCELLED, state_reason="No money")
    assert [[found.title for found in outcome.actions] for outcome in facts(action.plan).outcomes] == [
        [action.title],
        [],
    ]


def test_actions_under_no_outcome_come_last() -> None:
    action = factories.make_action()
    loose = Action.objects.create(plan=action.plan, title="Loose", slug="loose")
    factories.make_milestone(loose, title="Step")
    last = facts(action.plan).outcomes[-1]
    assert (last.title, [found.title for found in last.actions]) == ("Key actions under no outcome", ["Loose"])
    assert [row.title for row in last.actions[0].milestones] == ["Step"]


def test_what_was_stated_before_later_updates_is_left_out() -> None:
    action = factories.make_action()
    factories.make_action_update(action, as_at=JUNE, stated_percent=Decimal(10), stated_summary="None is complete.")
    factories.make_update(factories.make_milestone(action), 100, as_at=SEPTEMBER)
    (found,) = facts(action.plan).outcomes[0].actions
    assert (found.stated_percent, found.summary) == (None, "")


def test_an_imported_half_year_report_is_not_told_that_its_percentages_differ() -> None:
    action = factories.make_action(lead=factories.make_user())
    factories.make_update(factories.make_milestone(action), 100)
    factories.make_action_update(action, stated_percent=Decimal(41), stated_summary="Overall, 41% complete.")
    assert codes(facts(action.plan)) == []


def test_a_percentage_that_differs_is_found_once_all_milestones_are_known() -> None:
    action = factories.make_action(lead=factories.make_user())
    factories.make_update(factories.make_milestone(action), 100)
    factories.make_milestone(action, due=MARCH)
    factories.make_action_update(action, stated_percent=Decimal(41))
    assert codes(facts(action.plan)) == ["stated-percent-differs"]


def test_a_summary_is_held_against_what_was_due_when_it_was_stated() -> None:
    action = factories.make_action(lead=factories.make_user())
    for _number in range(2):
        factories.make_update(factories.make_milestone(action), 100)
    factories.make_milestone(action, due=date(2009, 12, 31))
    factories.make_milestone(action, due=MARCH)
    factories.make_action_update(action, stated_summary="Both milestones due are complete.")
    assert codes(facts(action.plan, None, as_at=date(2010, 1, 31))) == []


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_does_not_grow(size: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    plan = factories.make_plan()
    for _outcome in range(size):
        outcome = factories.make_outcome(plan)
        for _action in range(size):
            action = factories.make_action(outcome, lead=factories.make_user())
            for _milestone in range(size):
                factories.make_update(factories.make_milestone(action, lead=factories.make_user()), 50)
    with django_assert_num_queries(10):
        found = facts(plan)
    assert sum(len(action.milestones) for outcome in found.outcomes for action in outcome.actions) == size**3


def warm_homes(outcome: Outcome | None = None) -> Indicator:
    """A half-yearly percentage with a baseline, a target for the year and a figure for the first half."""
    lead = factories.make_user(name="Jo Burns")
    row = factories.make_indicator(
        outcome, title="Warm homes", lead=lead, frequency="half", unit="%", is_proportion=True, aggregation="ratio"
    )
    Baseline.objects.create(indicator=row, value=40, period_kind="year", period_starts=date(2008, 4, 1))
    factories.make_target(row, "2009-10", 60)
    factories.make_value(row, "2009-10-h1", 33, numerator=1, denominator=3, note="Counted")
    return row


def test_a_stored_indicator_becomes_facts() -> None:
    row = warm_homes()
    factories.make_value(row, "2009-10-h2", 50)  # began after the day of the check
    (found,) = facts(row.plan).outcomes[0].indicators
    assert found == IndicatorFacts(
        "Warm homes",
        slug=row.slug,
        lead="Jo Burns",
        unit="%",
        is_percentage=True,
        baseline=GoalFacts(Fraction(40), "2008/09", date(2009, 3, 31)),
        targets=(GoalFacts(Fraction(60), "2009/10", MARCH),),
        last_period="H2 2009/10",
        last_target=Fraction(60),
        points=(
            PointFacts(
                "H1 2009/10",
                date(2009, 4, 1),
                SEPTEMBER,
                date(2009, 10, 30),
                state="recorded",
                value=Fraction(100, 3),
                numerator=Fraction(1),
                denominator=Fraction(3),
                stated=Fraction(33),
                target=Fraction(60),
                status="red",
                note="Counted",
            ),
        ),
    )


def test_a_cancelled_indicator_is_left_alone() -> None:
    row = factories.make_indicator(state="cancelled", state_reason="No source")
    assert facts(row.plan).outcomes[0].indicators == ()


def test_a_figure_of_a_longer_period_answers_for_its_parts() -> None:
    row = factories.make_indicator(frequency="quarter")
    factories.make_value(row, "2009-10-h1", 7)
    found = facts(row.plan, None, as_at=MARCH).outcomes[0].indicators[0]
    assert [point.words for point in found.points] == ["Q3 2009/10", "Q4 2009/10"]


def test_figures_of_areas_and_benchmarks_are_not_the_indicators_own() -> None:
    row = factories.make_indicator()
    factories.make_value(row, "2009-10-q1", 7, area=factories.make_area())
    factories.make_value(row, "2009-10-q1", 8, benchmark=factories.make_benchmark("Scotland"))
    found = facts(row.plan).outcomes[0].indicators[0]
    assert [(point.words, point.state) for point in found.points] == [("Q1 2009/10", ""), ("Q2 2009/10", "")]


def test_the_work_on_an_action_is_told_by_period() -> None:
    action = factories.make_action()
    factories.make_action_update(action, as_at=JUNE, work_undertaken="Asked", work_planned="Build")
    factories.make_action_update(action, as_at=SEPTEMBER, work_undertaken="Built", work_planned="Paint")

    def told(period: Period | None, as_at: date) -> tuple[str | None, str | None, str | None]:
        found = facts(action.plan, period, as_at).outcomes[0].actions[0]
        return found.work_undertaken, found.work_planned, found.previous_work_planned

    assert told(Q2, SEPTEMBER) == ("Built", "Paint", "Build")
    assert told(None, SEPTEMBER) == ("Built", "Paint", None)
    assert told(Q2, JULY) == (None, None, "Build")


def review(item: Action | Indicator, period: Period, step: str = "", **said: str) -> None:
    record_review(Said(item=item, period=period, **said), by=None, step=Step(text=step) if step else None)


def test_the_review_of_an_indicator_is_told_by_period() -> None:
    row = factories.make_indicator()
    review(row, Q2.previous, work_undertaken="Asked", work_planned="Build", notes="Soon")
    review(row, Q2, work_undertaken="Built", step="Paint it")

    def told(period: Period | None, as_at: date) -> tuple[str | None, str | None, str | None, str, bool]:
        found = facts(row.plan, period, as_at).outcomes[0].indicators[0]
        work = found.work_undertaken, found.work_planned, found.previous_work_planned
        return *work, found.review_notes, found.has_next_step

    assert told(Q2, SEPTEMBER) == ("Built", "", "Build", "", True)
    assert told(None, SEPTEMBER) == ("Built", "", "Build", "", True)
    assert told(Q2.previous, JUNE) == ("Asked", "Build", None, "Soon", False)
    assert told(Q2.next, MARCH) == (None, None, None, "", False)
    assert told(Period.parse("2009-10"), MARCH) == ("Built", "", "Build", "", True)


def test_the_latest_review_of_an_indicator_holds_and_silence_says_nothing() -> None:
    row = factories.make_indicator()
    review(row, Q2, work_undertaken="Asked")
    assert codes(facts(row.plan), "indicator-without-next-step") == ["indicator-without-next-step"]
    review(row, Q2, work_undertaken="Asked", work_planned="Build")
    assert codes(facts(row.plan), "indicator-without-next-step") == []
    review(row, Q2, undertaken_instead=Instead.NO_RESPONSE)
    assert codes(facts(row.plan), "indicator-without-next-step") == []


def test_a_follow_up_of_the_review_is_the_next_step_of_a_key_action() -> None:
    action = factories.make_action()
    review(action, Q2, work_undertaken="Built")
    assert codes(facts(action.plan), "work-without-next-step") == ["work-without-next-step"]
    review(action, Q2, work_undertaken="Built", step="Paint it")
    assert codes(facts(action.plan), "work-without-next-step") == []


@pytest.mark.parametrize("size", [1, 3])
def test_indicators_take_the_same_queries(size: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    plan = factories.make_plan()
    for _outcome in range(size):
        outcome = factories.make_outcome(plan)
        for _indicator in range(size):
            warm_homes(outcome)
    with django_assert_num_queries(13):
        found = facts(plan)
    assert sum(len(outcome.indicators) for outcome in found.outcomes) == size**2
