"""Numbering, references and wordings."""

from __future__ import annotations

from datetime import date

import pytest

from fingerpost.committee.content import (
    Heads,
    Part,
    filled,
    free_ref,
    lines_of,
    names,
    numbers,
    resolved,
    unknown_placeholders,
)

PARTS = [
    Part("section", "Reason", "reason"),
    Part("paragraph", "One.", "one"),
    Part("paragraph", "Two.", "two"),
    Part("section", "Implications", "implications"),
    Part("implication", "Policy", "policy"),
    Part("paragraph", "None.", "none"),
    Part("implication", "Risk", "risk"),
    Part("section", "Conclusion", "conclusion"),
    Part("paragraph", "Three.", "three"),
]


@pytest.mark.parametrize(
    ("numbering", "expected"),
    [
        ("plain", ["1.", "1.1", "1.2", "2.", "(a)", "", "(b)", "3.", "3.1"]),
        ("zero", ["1.0", "1.1.", "1.2.", "2.0", "(a)", "", "(b)", "3.0", "3.1."]),
    ],
)
def test_sections_paragraphs_and_letters_are_numbered_by_their_order(numbering: str, expected: list[str]) -> None:
    assert numbers(PARTS, numbering) == expected


@pytest.mark.parametrize("numbering", ["plain", "zero"])
def test_a_reference_says_the_number_without_its_full_stop(numbering: str) -> None:
    known = names(PARTS, numbering, ["action-log", "milestones"])
    text = "See [[two]], [[risk]], section [[conclusion]] and [[appendix-milestones]], not [[nothing]]."
    assert resolved(text, known) == "See 1.2, 2(b), section 3 and APPENDIX 2, not [[nothing]]."


def test_numbers_follow_when_a_paragraph_moves() -> None:
    moved = [PARTS[0], PARTS[2], PARTS[1], *PARTS[3:]]
    assert resolved("[[two]] before [[one]]", names(moved, "plain", [])) == "1.1 before 1.2"


def test_a_line_that_names_only_what_is_missing_is_left_out() -> None:
    heads = Heads(
        group="Strategic Group",
        meeting_date=date(2009, 12, 17),
        subject="Review",
        by="",
        plan="Plan",
        area="Moray",
        period="Q2 2009/10",
        as_at=date(2009, 9, 30),
    )
    lines = list(lines_of("REPORT TO: {group} ON {meeting_date}\nBY: {by}\n\nOpen", heads.words()))
    assert lines == ["REPORT TO: Strategic Group ON 17 December 2009", "Open"]


def test_an_unknown_placeholder_is_told_and_left_as_it_is() -> None:
    assert unknown_placeholders("{plan} and {plam}") == ["plam"]
    assert filled("{plan} and {plam}", {"plan": "Plan"}) == "Plan and {plam}"


def test_a_taken_reference_gets_a_number() -> None:
    assert [free_ref("text", taken) for taken in ([], ["text"], ["text", "text-2"])] == ["text", "text-2", "text-3"]
