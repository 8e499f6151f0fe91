"""States, rules of "by when", and the cleaning of cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.intake.recognise.review.cells import clean
from fingerpost.intake.recognise.review.due_rules import rule_in
from fingerpost.intake.recognise.review.states import states_in


@pytest.mark.parametrize(
    ("words", "state", "when"),
    [
        ("Data awaited", "awaited", ""),
        ("Awaiting figures from the NHS, due end of April", "awaited", "end of April"),
        ("2023/24 data still awaited", "awaited", ""),
        ("Being sought", "being-sought", ""),
        ("Figures are being collated", "being-sought", ""),
        ("None available", "not-available", ""),
        ("Not yet available", "not-available", ""),
        ("No data at present", "not-available", ""),
        ("Data not collected", "not-available", ""),
        ("Will be available in February", "expected", "in February"),
        ("Figures available by the end of the school session", "expected", "by the end of the school session"),
        ("Data expected shortly", "expected", "shortly"),
        ("To be published on 3 May 2026", "expected", "on 3 May 2026"),
        ("None stated", "none-stated", ""),
        ("-", "none-stated", ""),
        ("–", "none-stated", ""),
        ("N/A", "none-stated", ""),
        ("Nil", "none-stated", ""),
        ("None planned", "none-stated", ""),
        ("TBC", "none-stated", ""),
        ("No response received from the lead officer", "no-response", ""),
        ("No update provided", "no-response", ""),
        ("Response awaited", "no-response", ""),
    ],
)
def test_words_in_place_of_data_are_a_state(words: str, state: str, when: str) -> None:
    assert [(one.state, one.words, one.when) for one in states_in("data", words)] == [(state, words, when)]


@pytest.mark.parametrize(
    "words",
    [
        "Data awaited since 4.5% was reported",
        "None of the boats sank",
        "Notice given to all lead officers",
        "2024/25 = 14",
        "Available boats were counted",
        "The report to be published will say more about what has been done for the people of the harbour " * 2,
        "",
    ],
)
def test_words_that_are_an_answer_are_no_state(words: str) -> None:
    assert states_in("data", words) == []


def test_outside_the_data_what_is_due_is_work_and_no_state() -> None:
    assert states_in("work_planned", "Expected in May") == []
    assert states_in("work_planned", "To be published in May") == []
    assert [one.state for one in states_in("notes", "Data awaited")] == ["awaited"]


def test_each_sentence_of_a_cell_is_a_state_of_its_own() -> None:
    found = states_in("data", "Q1 figures awaited. Rest of the boats: 14.\nFurther data available in May")
    assert [(one.state, one.words) for one in found] == [
        ("awaited", "Q1 figures awaited."),
        ("expected", "Further data available in May"),
    ]


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("Within one month of each group meeting", (1, "months", "meeting")),
        ("within 10 working days of the meeting.", (10, "working days", "meeting")),
        ("No later than two weeks after the end of each quarter", (2, "weeks", "quarter")),
        ("A fortnight after every event", (2, "weeks", "event")),
        ("Within a year of the publication", (1, "years", "publication")),
        ("Quarterly", (0, "", "quarter")),
        ("At each meeting", (0, "", "meeting")),
        ("Every six months and each financial year", (0, "", "financial year")),
        ("Reporting cycles", (0, "", "reporting cycle")),
        ("Half-yearly", (0, "", "half-year")),
    ],
)
def test_by_when_is_a_rule(words: str, rule: tuple[int, str, str]) -> None:
    found = rule_in(words)
    assert found is not None
    assert (found.amount, found.unit, found.of) == rule


@pytest.mark.parametrize("words", ["Ongoing", "As and when required", "Within reason", "Within one month", "May", ""])
def test_by_when_is_no_rule(words: str) -> None:
    assert rule_in(words) is None


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("<ul><li>One</li><li>Two words</li></ul>", ["- One", "- Two words"]),
        ("Before <ul class='x'><li>One<li>Two</ul> after", ["Before", "- One", "- Two", "after"]),
        ("One<br/>Two<p>Three</p>", ["One", "Two", "Three"]),
        ("A <b>bold</b> and <i>plain</i> word", ["A bold and plain word"]),
        ("• One • Two", ["- One", "- Two"]),
        ("· One\n· Two", ["- One", "- Two"]),
        ("- One thing - Another thing", ["- One thing", "- Another thing"]),
        ("Two things: - one - two", ["Two things:", "- one - two"]),
        ("**Bold** and __under__", ["Bold and under"]),
        ("Assessment &amp; Planning", ["Assessment & Planning"]),
        ("5 < 6 and 7 > 3 & more", ["5 < 6 and 7 > 3 & more"]),
        ("a - b", ["a - b"]),
        ("-", ["-"]),
        ("", []),
    ],
)
def test_a_cell_is_cleaned_to_its_lines(text: str, lines: list[str]) -> None:
    cleaned = clean(text)
    assert (cleaned.text.split("\n") if cleaned.text else [], cleaned.lost) == (lines, 0)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("<ul> Lamps lit by the pier Buoys painted red </ul>", ["- Lamps lit by the pier", "- Buoys painted red"]),
        ("<ul> Talks with the Police and local NHS </ul>", ["- Talks with the Police and local NHS"]),
        ("<ul> one thing and another </ul>", ["- one thing and another"]),
        ("<ul> Work begun (see below) More planned. And then some </ul>",
         ["- Work begun (see below)", "- More planned.", "- And then some"]),
    ],
)  # fmt: skip
def test_points_that_ran_together_are_parted_and_counted(text: str, lines: list[str]) -> None:
    cleaned = clean(text)
    assert (cleaned.text.split("\n"), cleaned.lost) == (lines, len(lines))


@given(st.text(alphabet="ab <>/ulip&;-*_•\n.", max_size=60))
def test_cleaning_never_fails_and_cleaning_again_changes_nothing_more(text: str) -> None:
    once = clean(text)
    assert "\n\n" not in once.text
    assert once.text == once.text.strip("\n")
