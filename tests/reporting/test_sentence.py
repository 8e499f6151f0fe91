"""The summary sentence: correct English, and its numbers are the counts, whatever these are."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.plans.models import MilestoneState
from fingerpost.reporting.moment import Moment
from fingerpost.reporting.rollup import roll_up
from fingerpost.reporting.sentence import REST, sentence_of, summary_sentence
from fingerpost.reporting.tallies import Tally
from tests import factories

UNTIL = date(2009, 9, 30)
DIGITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
WORDS = {word: place for place, word in enumerate(DIGITS, 1)}
NUMBER = "(one|two|three|four|five|six|seven|eight|nine|[1-9][0-9]+)"
MEANS = {
    "well_progressed": ("is well progressed", "are well progressed"),
    "some_progress": ("shows some progress", "show some progress"),
    "no_progress": ("shows no progress", "show no progress"),
    "will_not_complete": ("will not be completed in this plan year",) * 2,
    "carried_forward": ("has been carried forward", "have been carried forward"),
}


def tally(complete: int = 0, future: int = 0, **rest: int) -> Tally:
    due = complete + sum(rest.values())
    return Tally(total=due + future, counted=due + future, due=due, complete=complete, **rest)


def sentence(counts: Tally, percent: int | None = 41) -> str:
    exact = None if percent is None else Decimal(percent)
    return summary_sentence(counts, exact, level="Key action", until=UNTIL)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (tally(1), "The one milestone due by 30 September 2009 is complete."),
        (tally(2), "Both milestones due by 30 September 2009 are complete."),
        (tally(9), "All nine milestones due by 30 September 2009 are complete."),
        (tally(10), "All 10 milestones due by 30 September 2009 are complete."),
        (tally(0, 3), "None of its milestones was due by 30 September 2009."),
        (
            tally(2, well_progressed=1),
            "Two of the three milestones due by 30 September 2009 are complete; the other one is well progressed.",
        ),
        (
            tally(1, no_progress=2),
            "One of the three milestones due by 30 September 2009 is complete; the other two show no progress.",
        ),
        (
            tally(no_update=1),
            "The one milestone due by 30 September 2009 is not complete; no update has been received on it.",
        ),
        (
            tally(some_progress=2),
            "Neither of the two milestones due by 30 September 2009 is complete; both show some progress.",
        ),
        (
            tally(will_not_complete=4),
            "None of the four milestones due by 30 September 2009 is complete; "
            "none of the four will be completed in this plan year.",
        ),
        (
            tally(1, well_progressed=1, no_progress=1, no_update=2),
            "One of the five milestones due by 30 September 2009 is complete; of the other four, one is well "
            "progressed, one shows no progress and no update has been received on two.",
        ),
        (
            tally(carried_forward=1, some_progress=11),
            "None of the 12 milestones due by 30 September 2009 is complete; 11 show some progress and one has been "
            "carried forward.",
        ),
    ],
)
def test_the_sentence_reads_well(counts: Tally, expected: str) -> None:
    assert sentence(counts) == f"Overall, this key action is 41% complete. {expected}"


def test_without_a_percentage_the_sentence_says_so() -> None:
    assert sentence(tally(no_update=2), None) == (
        "How much of this key action is complete cannot be worked out. Neither of the two milestones due by "
        "30 September 2009 is complete; no update has been received on either."
    )


def test_without_milestones_there_is_nothing_more_to_say() -> None:
    assert sentence(Tally(), None) == "This key action has no milestones in this plan year."


def test_when_every_milestone_was_cancelled_or_merged_the_sentence_says_that() -> None:
    assert sentence(Tally(total=2, cancelled=1, merged=1), None) == (
        "All milestones of this key action in this plan year have been cancelled or merged."
    )


def number(word: str) -> int:
    return WORDS.get(word.lower()) or int(word)


def due_of(said: str) -> tuple[int, int]:
    """How many are complete of how many due, as the sentence says it."""
    if "None of its milestones was due" in said:
        return 0, 0
    if "The one milestone due by" in said:
        return (0, 1) if "is not complete" in said else (1, 1)
    if "Both milestones due" in said:
        return 2, 2
    if "Neither of the two milestones" in said:
        return 0, 2
    if found := re.search(rf"\. (?:All|None of the) {NUMBER} milestones due", said):
        return (0 if "None of" in said else number(found[1])), number(found[1])
    found = re.search(rf"\. {NUMBER} of the {NUMBER} milestones due by .* (is|are) complete;", said, re.IGNORECASE)
    assert found
    assert (found[3] == "is") == (number(found[1]) == 1)
    return number(found[1]), number(found[2])


def rest_of(said: str, due: int) -> dict[str, int]:
    """How many stand how, as the sentence says it; a verb that disagrees with its number is not found."""
    clause = said.partition(";")[2]
    if found := re.match(rf" of the other {NUMBER}, ", clause):
        clause = " " + clause[found.end() :]
    counts: dict[str, int] = {}
    for group, (one, many) in MEANS.items():
        if re.search(rf" (it|the other one|one) {one}\b", clause):
            counts[group] = 1
        elif f"both {many}" in clause:
            counts[group] = 2
        elif found := re.search(rf" (?:all |the other )?(?!one ){NUMBER} {many}\b", clause):
            counts[group] = number(found[1])
    if found := re.search(rf"(?:none of the {NUMBER}|neither) will be completed in this plan year", clause):
        counts["will_not_complete"] = number(found[1] or "two")
    if found := re.search(rf"no update has been received on (?:the other |any of the )?({NUMBER}|it|either)\b", clause):
        counts["no_update"] = {"it": 1, "either": 2}.get(found[1]) or number(found[1])
    return counts


@given(
    complete=st.integers(0, 12),
    future=st.integers(0, 2),
    rest=st.fixed_dictionaries({}, optional={name: st.integers(1, 12) for name in REST}),
    percent=st.none() | st.integers(0, 100),
)
def test_the_numbers_in_the_sentence_are_the_counts(
    complete: int, future: int, rest: dict[str, int], percent: int | None
) -> None:
    counts = tally(complete, future, **rest)
    said = sentence(counts, percent)
    assert said.endswith(".")
    assert "  " not in said
    if not counts.total:
        assert said == "This key action has no milestones in this plan year."
        return
    overall = re.match(r"Overall, this key action is (\d+)% complete\. ", said)
    assert (int(overall[1]) if overall else None) == percent
    assert due_of(said) == (counts.complete, counts.due)
    assert rest_of(said, counts.due) == rest


@pytest.mark.django_db
def test_each_level_is_called_by_the_plans_own_name_for_it() -> None:
    plan = factories.make_plan(action_name="Strand", outcome_name="Priority")
    outcome = factories.make_outcome(plan)
    action = factories.make_action(outcome)
    factories.make_update(factories.make_milestone(action), 100)
    factories.make_milestone(action, state=MilestoneState.CANCELLED, state_reason="Cut")
    found = roll_up(plan, as_at=UNTIL)
    said = [sentence_of(node, Moment(UNTIL), plan) for node in (found, found.outcomes[0], found.outcomes[0].actions[0])]
    due = "is 100% complete. The one milestone due by 30 September 2009 is complete."
    assert said == [f"Overall, this {level} {due}" for level in ("plan", "priority", "strand")]
