"""How a percentage was worked out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.template.loader import render_to_string

from fingerpost.plans.models import Action, MilestoneState, Outcome
from fingerpost.reporting.explanation import Explanation, explain, explain_action
from fingerpost.reporting.moment import Moment
from fingerpost.reporting.queries import milestones_of_action
from fingerpost.reporting.rollup import roll_up, roll_up_action, roll_up_outcome
from tests import factories

pytestmark = pytest.mark.django_db
DAY, MARCH = date(2009, 9, 30), date(2010, 3, 31)


def with_milestones(*values: Any, action: Action | None = None, due: date = DAY, **fields: Any) -> Action:
    action = action or factories.make_action()
    for value in values:
        milestone = factories.make_milestone(action, due=due, title=f"At {value}", **fields)
        if value is not None:
            factories.make_update(milestone, value)
    return action


def explained(action: Action) -> Explanation:
    moment = Moment(DAY)
    return explain_action(roll_up_action(action, as_at=DAY), milestones_of_action(action, moment), moment)


def test_the_arithmetic_of_the_example() -> None:
    action = with_milestones(100, 100, 90)
    with_milestones(None, None, None, None, action=action, due=MARCH)
    assert explained(action).arithmetic == "(100 + 100 + 90 + 0 + 0 + 0 + 0) ÷ 7 = 41.43, rounded half up to 41%"


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ((100, 50), "(100 + 50) ÷ 2 = 75"),
        ((82, 83), "(82 + 83) ÷ 2 = 82.5, rounded half up to 83%"),
        ((99, 100), "(99 + 100) ÷ 2 = 99.5, shown as 99% because it is not complete"),
        (("0.4", 0), "(0.4 + 0) ÷ 2 = 0.2, shown as less than 1%"),
        ((0,), "(0) ÷ 1 = 0"),
        ((100,) * 10 + (50, 60), "(10 × 100 + 50 + 60) ÷ 12 = 92.5, rounded half up to 93%"),
        ((None,), "Nothing counts yet, so there is no percentage."),
    ],
)
def test_the_arithmetic(values: tuple[Any, ...], line: str) -> None:
    assert explained(with_milestones(*values)).arithmetic == line


@pytest.mark.parametrize(
    ("mode", "line"),
    [
        ("weighted", "(3 × 100 + 1.5 × 0) ÷ (3 + 1.5) = 66.67, rounded half up to 67%"),
        ("worst", "the lowest of 100, 0 = 0"),
    ],
)
def test_the_arithmetic_of_the_other_modes(mode: str, line: str) -> None:
    action = factories.make_action(roll_up=mode)
    with_milestones(100, action=action, weight=3)
    with_milestones(0, action=action, weight=Decimal("1.5"))
    assert explained(action).arithmetic == line


def test_weights_of_zero_are_said() -> None:
    action = with_milestones(100, action=factories.make_action(roll_up="weighted"), weight=0)
    assert explained(action).arithmetic == "All weights are zero, so there is no percentage."


def test_what_counted_what_did_not_and_why() -> None:
    action = with_milestones(100, None)
    with_milestones(None, action=action, due=MARCH)
    with_milestones(20, action=action, state=MilestoneState.CANCELLED, state_reason="No funds")
    found = explained(action)
    assert [(row.words, row.note) for row in found.counted] == [
        ("100", "as at 30 September 2009"),
        ("0", "not due yet and nothing reported, so it counts as 0"),
    ]
    assert [(row.title, row.why) for row in found.blank] == [("At None", "no update received; due 30 September 2009")]
    assert [(row.title, row.why) for row in found.left_out] == [("At 20", "Cancelled: No funds")]


def test_milestones_of_other_years_are_left_out_with_their_date() -> None:
    plan = factories.make_plan(starts=date(2008, 4, 1), ends=date(2011, 3, 31))
    action = with_milestones(100, action=factories.make_action(factories.make_outcome(plan)), due=date(2008, 6, 30))
    assert [row.why for row in explained(action).left_out] == ["belongs to another year of the plan; due 30 June 2008"]


@pytest.mark.parametrize(
    ("stated", "values", "words"),
    [
        (None, (100,), ""),
        (41, (100, 100, 90), "41% was stated as at 30 September 2009. Only milestones due so far are known here. The "
         "stated percentage may rest on later ones as well, so whether it is right cannot be worked out. It would "
         "follow if 4 more milestones, all at 0%, were counted."),
        (50, (100,), "50% was stated as at 30 September 2009. Only milestones due so far are known here. The stated "
         "percentage may rest on later ones as well, so whether it is right cannot be worked out. It would follow if "
         "1 more milestone, at 0%, were counted."),
        (99, (100, 90), "99% was stated as at 30 September 2009. Only milestones due so far are known here. The stated "
         "percentage may rest on later ones as well, so whether it is right cannot be worked out."),
        (95, (100, 90), "95% was stated as at 30 September 2009. The stated and the computed percentage agree."),
    ],
)  # fmt: skip
def test_what_was_stated_is_compared(stated: int | None, values: tuple[int, ...], words: str) -> None:
    action = with_milestones(*values)
    factories.make_action_update(action, stated_percent=stated)
    assert explained(action).comparison == words


def test_an_outcome_names_the_rule_over_its_children() -> None:
    outcome = factories.make_outcome()
    with_milestones(100, action=factories.make_action(outcome, title="Done"))
    with_milestones(0, 0, 100, action=factories.make_action(outcome, title="A third"))
    factories.make_action(outcome, title="Empty")
    factories.make_action(outcome, title="Cut", state=Action.State.CANCELLED, state_reason="No funds")
    found = explain(roll_up_outcome(outcome, as_at=DAY), Moment(DAY))
    assert found.rule == "The mean of its 2 key actions, each at its own unrounded percentage, rounded half up."
    assert found.arithmetic == "(100 + 33.33) ÷ 2 = 66.67, rounded half up to 67%"
    assert [(row.title, row.why) for row in found.blank] == [("Empty", "has no percentage yet")]
    assert [(row.title, row.why) for row in found.left_out] == [("Cut", "Cancelled: No funds")]


def nested() -> Outcome:
    outcome = factories.make_outcome()
    with_milestones(100, action=factories.make_action(outcome))
    with_milestones(40, action=factories.make_action(factories.make_outcome(outcome.plan, parent=outcome)))
    return outcome


def test_a_plan_and_an_outcome_name_what_is_under_them() -> None:
    outcome = nested()
    plan = roll_up(outcome.plan, as_at=DAY)
    assert explain(plan, Moment(DAY)).rule.startswith("The mean of its 1 outcome, each")
    found = explain(plan.outcomes[0], Moment(DAY))
    assert (found.rule, found.arithmetic) == (
        "The mean of its 1 outcome and 1 key action, each at its own unrounded percentage, rounded half up.",
        "(40 + 100) ÷ 2 = 70",
    )


@pytest.mark.parametrize(
    ("mode", "rule"),
    [
        ("worst", "The lowest percentage of its 2 key actions."),
        ("weighted", "The weighted mean of its 2 key actions, each at its own unrounded percentage, rounded half up."),
    ],
)
def test_the_other_modes_name_their_rules(mode: str, rule: str) -> None:
    outcome = factories.make_outcome(factories.make_plan(roll_up=mode))
    for value in (10, 20):
        with_milestones(value, action=factories.make_action(outcome))
    assert explain(roll_up_outcome(outcome, as_at=DAY), Moment(DAY)).rule == rule


def test_the_template_shows_rule_arithmetic_and_day() -> None:
    action = factories.make_action(roll_up="weighted")
    with_milestones(100, action=action, weight=100)
    shown = " ".join(render_to_string("reporting/explanation.html", {"explanation": explained(action)}).split())
    assert "<strong>(100 × 100) ÷ (100) = 100</strong>" in shown
    assert '<td class="govuk-table__cell">At 100 (as at 30 September 2009)</td>' in shown
    assert "As at 30 September 2009." in shown
