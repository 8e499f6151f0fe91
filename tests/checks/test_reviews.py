"""Rules about rows of a plan review."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.checks.facts import (
    ActivityFacts,
    FigureFacts,
    HeaderFacts,
    ParagraphFacts,
    PeriodFacts,
    ReviewFacts,
    ReviewGroupFacts,
    ReviewRowFacts,
    StateFacts,
    StrategyFacts,
)
from fingerpost.checks.findings import Finding, Subject
from fingerpost.checks.registry import RULES
from fingerpost.checks.rules import run_review
from fingerpost.documents.model import Place

HALF = PeriodFacts("Q1 and Q2 2025/26", "2025-26-h1", date(2025, 4, 1), date(2025, 9, 30))
YEAR = PeriodFacts("2024/25", "2024-25", date(2024, 4, 1), date(2025, 3, 31))
ROW = ReviewRowFacts("Fewer boats sink", work_undertaken="Buoys painted", work_planned="Lamps", data="", notes="Report")


def row(**fields: Any) -> ReviewRowFacts:
    return replace(ROW, **{"data": "3 boats", "figures": (figure(3),), **fields})


def figure(value: int | str, unit: str = "number", period: PeriodFacts | None = YEAR, **more: Any) -> FigureFacts:
    return FigureFacts(Decimal(value), unit, period=period, words=f"{value} {unit}", **more)


def review(*rows: ReviewRowFacts, **more: Any) -> ReviewFacts:
    return ReviewFacts("Harbour review", outcomes=(ReviewGroupFacts("Boats are safe", "a", rows),), **more)


def told(facts: ReviewFacts) -> list[str]:
    return [finding.rule for finding in run_review(facts)]


def only(facts: ReviewFacts) -> Finding:
    (finding,) = run_review(facts)
    return finding


def test_an_answered_row_with_a_next_step_and_figures_is_left_alone() -> None:
    assert told(review(row())) == []


def test_a_row_that_nobody_answered_is_told_once() -> None:
    silent = row(
        work_undertaken="No response",
        work_planned="-",
        data="-",
        figures=(),
        states=(
            StateFacts("work_undertaken", "no-response", "No response"),
            StateFacts("work_planned", "none-stated", "-"),
            StateFacts("data", "none-stated", "-"),
        ),
        place=Place(table=1, row=2),
    )
    finding = only(review(silent))
    assert (finding.rule, finding.message) == ("no-response", "Nobody answered for this: “No response”")
    assert finding.subject == Subject("indicator", "Fewer boats sink", within=("Boats are safe",))
    assert str(finding.place) == "table 1, row 2"


def test_an_action_is_named_as_one() -> None:
    action = row(kind="action", work_planned="", data=None, figures=())
    facts = ReviewFacts("Review", objectives=(ReviewGroupFacts("Work together", rows=(action,)),))
    assert only(facts).subject == Subject("action", "Fewer boats sink", within=("Work together",))


@pytest.mark.parametrize(
    ("planned", "states", "message"),
    [
        ("", (), "It is not stated what work is planned (blank)."),
        (
            "None stated",
            (StateFacts("work_planned", "none-stated", "None stated"),),
            "It is not stated what work is planned (None stated).",
        ),
    ],
)
def test_work_that_nobody_plans_is_told(planned: str, states: tuple[StateFacts, ...], message: str) -> None:
    finding = only(review(row(work_planned=planned, states=states)))
    assert (finding.rule, finding.message) == ("no-work-planned", message)


def test_a_table_without_the_column_is_not_told_that_it_is_blank() -> None:
    assert told(review(row(work_planned=None, notes=None, data=None, figures=()))) == []


def test_a_review_without_any_next_step_is_told() -> None:
    assert told(review(row(work_planned="", notes=" "))) == ["no-work-planned", "no-next-step"]
    assert told(review(row(work_planned=None, notes=""))) == ["no-next-step"]


@pytest.mark.parametrize("state", ["awaited", "being-sought", "expected"])
def test_data_to_come_want_a_time(state: Any) -> None:
    waiting = row(data="Coming", figures=(), states=(StateFacts("data", state, "Coming"),))
    assert told(review(waiting)) == ["data-without-date"]
    dated = replace(waiting, states=(StateFacts("data", state, "Coming in May", "in May"),))
    assert told(review(dated)) == []


def test_an_indicator_without_data_is_told() -> None:
    assert told(review(row(data="", figures=()))) == ["no-data"]
    none = StateFacts("data", "not-available", "None available")
    assert told(review(row(data="None available", figures=(), states=(none,)))) == ["no-data"]
    assert told(review(row(data="Boats were counted by hand", figures=()))) == []


def test_percentages_under_number_of_are_told() -> None:
    words = row(data="Number of boats lost 3 %", figures=(figure(3, "%"),))
    assert only(review(words)).message == "The words say “Number of boats lost”, but the figures are percentages."
    assert told(review(row(data="Boats lost 3 %", figures=(figure(3, "%"),)))) == []


@pytest.mark.parametrize(
    ("title", "asked"),
    [("Increase the percentage of boats", "percentage"), ("A lower rate of loss", "rate"), ("Keep the number low", "")],
)
def test_counts_for_a_percentage_or_rate_are_told(title: str, asked: str) -> None:
    messages = [finding.message for finding in run_review(review(row(title=title)))]
    assert messages == ([f"The indicator asks for a {asked}, but the figures are counts."] if asked else [])


def test_half_a_year_beside_a_whole_one_is_told_of_counts_alone() -> None:
    counts = row(figures=(figure(14), figure(5, period=HALF)))
    assert only(review(counts)).message == (
        "“5 number” counts 6 months and “14 number” counts 12: they cannot be compared."
    )
    assert told(review(row(figures=(figure(14, "%"), figure(5, "%", period=HALF))))) == []
    assert told(review(row(figures=(figure(14), figure(5, period=None))))) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Reports came in for all nine indicators.", ["review-count"]),
        ("Reports came in for the one outcome (2 indicators).", []),
        ("Reports came in (3 indicators).", ["review-count"]),
        ("One of the two indicators is late.", []),
        ("Nine indicators were considered last year.", []),
        ("The three strategic objectives stand.", []),
    ],
)
def test_a_number_in_words_is_held_against_the_rows(text: str, expected: list[str]) -> None:
    paragraph = ParagraphFacts("1.1", text, place=Place(line=4))
    facts = review(row(), row(title="More boats float"), paragraphs=(paragraph,))
    assert told(facts) == expected
    assert [finding.place.line for finding in run_review(facts)] == [4] * len(expected)


def test_a_paragraph_that_is_missing_or_doubled_is_told() -> None:
    def facts(*numbers: str) -> ReviewFacts:
        return review(row(), paragraphs=tuple(ParagraphFacts(number, "Words") for number in numbers))

    assert told(facts("1.1", "2.1", "2.2", "3.1", "", "3.2")) == []
    assert only(facts("1.1", "1.3")).message == "Paragraph 1.3 stands where 1.2 was to be expected."
    assert told(facts("1.1", "1.1")) == ["paragraph-numbers"]


def activity(**fields: Any) -> ActivityFacts:
    return replace(ActivityFacts("Tell people", "Write", "Ann", "May 2026", "They know"), **fields)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"by_whom": ""}, ["activity-without-who"]),
        ({"by_whom": "tbc"}, ["activity-without-who"]),
        ({"by_when": " "}, ["activity-without-when"]),
        ({"by_when": "On-going."}, ["activity-vague-when"]),
        ({"by_when": "As and when required"}, []),
        ({"by_when": "Within one month of each meeting"}, []),
    ],
)
def test_an_activity_wants_somebody_and_a_time(fields: dict[str, str], expected: list[str]) -> None:
    assert told(ReviewFacts("Plan", activities=(activity(**fields),))) == expected


def test_an_objective_reworded_as_an_action_is_told() -> None:
    strategy = StrategyFacts("Strategy", objectives=("Tell all people of the harbour about its boats.",))
    said = activity(action="Tell all people of the harbour about its ships.", place=Place(line=9))
    finding = only(ReviewFacts("Plan", strategy=strategy, activities=(said,)))
    assert (finding.rule, finding.place.line) == ("objective-reworded", 9)
    same = activity(action="Tell all people of the harbour about its boats")
    assert told(ReviewFacts("Plan", strategy=strategy, activities=(same,))) == []


def test_an_objective_that_no_activity_serves_is_told_where_others_are_served() -> None:
    strategy = StrategyFacts("Strategy", objectives=("Tell people", "Hear people"))
    assert told(ReviewFacts("Plan", strategy=strategy, activities=(activity(),))) == ["objective-without-activity"]
    assert told(ReviewFacts("Plan", strategy=strategy, activities=(activity(action="Other"),))) == []


WORDS = st.one_of(st.text(max_size=40), st.sampled_from(["the 9 indicators", "No of boats", "-", "tbc", "rate"]))
MAYBE = st.none() | WORDS
PERIODS = st.builds(PeriodFacts, WORDS, st.just(""), st.none() | st.dates(), st.none() | st.dates())
FIGURES = st.builds(
    FigureFacts,
    st.decimals(allow_nan=False, allow_infinity=False),
    st.sampled_from(["%", "number", "per 1,000"]),
    st.sampled_from(["value", "baseline", "target", "comparison"]),
    st.none() | PERIODS,
    WORDS,
)
STATES = st.builds(
    StateFacts, st.sampled_from(["data", "notes"]), st.sampled_from(["awaited", "no-response"]), WORDS, WORDS
)
ROWS = st.builds(
    ReviewRowFacts,
    WORDS,
    work_undertaken=MAYBE,
    work_planned=MAYBE,
    data=MAYBE,
    notes=MAYBE,
    figures=st.lists(FIGURES, max_size=3).map(tuple),
    states=st.lists(STATES, max_size=2).map(tuple),
)
GROUPS = st.lists(st.builds(ReviewGroupFacts, WORDS, rows=st.lists(ROWS, max_size=3).map(tuple)), max_size=2).map(tuple)
NUMBERS = st.sampled_from(["", "1.1", "1.2", "2.10", "4.2.1"])
REVIEWS = st.builds(
    ReviewFacts,
    WORDS,
    header=st.builds(HeaderFacts, day=st.none() | st.dates()),
    paragraphs=st.lists(st.builds(ParagraphFacts, NUMBERS, WORDS), max_size=3).map(tuple),
    outcomes=GROUPS,
    objectives=GROUPS,
    strategy=st.none() | st.builds(StrategyFacts, WORDS, objectives=st.lists(WORDS, max_size=2).map(tuple)),
    activities=st.lists(st.builds(ActivityFacts, WORDS, WORDS, WORDS, WORDS), max_size=3).map(tuple),
)


@given(REVIEWS)
def test_no_review_makes_a_rule_fail(facts: ReviewFacts) -> None:
    for finding in run_review(facts):
        assert finding.rule in RULES
        assert finding.message
