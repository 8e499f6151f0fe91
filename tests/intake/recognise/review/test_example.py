"""The real review paper: everything that it says is recognised, and nothing that it does not say."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from fingerpost.checks.facts import ReviewFacts, ReviewRowFacts
from fingerpost.documents.readers import read
from fingerpost.intake.recognise import Recognised, recognise
from tests.conftest import example

pytestmark = pytest.mark.example

# Where each row stands in the file; the second number is the line on which a row that a page cut in two goes on.
INDICATORS = ((62,), (63,), (64,), (69,), (70,), (71, 73), (79,), (80,), (81,))
ACTIONS = ((88, 90), (96,), (97,), (102,), (103,), (104,))
ACTIVITIES = ((141,), (146,), (147,), (148,), (153,))


@cache
def lines() -> list[str]:
    return example("icsp-review-2009-12-17.txt").read_text(encoding="utf-8").split("\n")


@cache
def recognised() -> Recognised:
    path = example("icsp-review-2009-12-17.txt")
    return recognise(read(path.read_bytes(), path.name))


def review() -> ReviewFacts:
    found = recognised().review
    assert found is not None
    return found


def indicators() -> list[ReviewRowFacts]:
    return [row for group in review().outcomes for row in group.rows]


def actions() -> list[ReviewRowFacts]:
    return [row for group in review().objectives for row in group.rows]


def bare(text: str | None) -> str:
    """A text's words alone: no markup, bullets, spaces or emphasis."""
    return " ".join(re.sub(r"<[^>]*>|\*\*|^- |(?<=\n)- ", " ", text or "").split())


def written(*numbers: int) -> list[str]:
    """The cells of a row as they stand on its lines, read here without any of our code."""
    rows = [lines()[number - 1].strip("\r\n").split("\t") for number in numbers]
    return [bare(" ".join(part for part in column if part)) for column in zip(*rows, strict=True)]


def test_it_is_a_review_report_with_its_subject_as_title() -> None:
    assert recognised().kind == "review-report"
    assert recognised().title == lines()[4].partition(": ")[2]
    assert recognised().plan.outcomes == ()


def test_the_header_names_whom_when_what_and_by_whom() -> None:
    header = review().header
    assert header.to == lines()[2].partition(": ")[2].partition(" ON ")[0]
    assert header.day == date(2009, 12, 17)
    assert header.subject == lines()[4].partition(": ")[2]
    assert header.by == lines()[6].partition(": ")[2]
    assert (review().author, review().background_papers, review().reference) == tuple(
        lines()[number - 1].partition(": ")[2] for number in (49, 51, 53)
    )


def test_every_numbered_paragraph_has_its_words_and_its_heading() -> None:
    numbers = (11, 15, 19, 21, 23, 25, 47)
    assert [(one.place.line, f"{one.number} {one.text}") for one in review().paragraphs] == [
        (number, bare(lines()[number - 1])) for number in numbers
    ]
    headings = [lines()[number - 1].partition(" ")[2] for number in (9, 13, 17, 17, 17, 17, 45)]
    assert [one.heading for one in review().paragraphs] == headings


def test_every_lettered_implication_has_its_heading_and_text() -> None:
    assert [(f"({one.letter}) {one.heading}", one.text) for one in review().implications] == [
        (lines()[number - 1], lines()[number + 1]) for number in (29, 33, 37, 41)
    ]


def test_every_cell_of_every_indicator_is_there() -> None:
    found = [[row.title, row.work_undertaken, row.work_planned, row.data, row.notes] for row in indicators()]
    assert [[bare(cell) for cell in row] for row in found] == [written(*numbers) for numbers in INDICATORS]
    assert [row.place.line for row in indicators()] == [numbers[0] for numbers in INDICATORS]


def test_every_cell_of_every_action_is_there() -> None:
    found = [[row.title, row.work_undertaken, row.work_planned, row.notes] for row in actions()]
    assert [[bare(cell) for cell in row] for row in found] == [written(*numbers) for numbers in ACTIONS]
    assert [row.data for row in actions()] == [None] * 6


def test_every_cell_of_every_activity_is_there() -> None:
    found = [[row.activity, row.by_whom, row.by_when, row.outcome] for row in review().activities]
    assert found == [written(*numbers) for numbers in ACTIVITIES]


def test_rows_stand_under_their_outcome_or_objective_with_its_letter() -> None:
    outcomes, objectives = review().outcomes, review().objectives
    assert [(len(group.rows), group.place.line) for group in outcomes] == [(3, 59), (3, 66), (3, 76)]
    assert [(len(group.rows), group.place.line) for group in objectives] == [(1, 85), (2, 93), (3, 99)]
    assert [f"{group.label}. {group.title}" for group in (*outcomes, *objectives)] == [
        lines()[number - 1] for number in (59, 66, 76, 85, 93, 99)
    ]
    assert [one.action for one in review().activities] == [
        lines()[number - 1].removeprefix("Action: ") for number in (138, 143, 143, 143, 150)
    ]


def test_lists_in_cells_are_lines_and_nothing_of_their_markup_is_left() -> None:
    cells = [text or "" for row in (*indicators(), *actions()) for text in (row.work_undertaken, row.work_planned)]
    assert [cell for cell in cells if "<" in cell] == []
    listed = [cell.split("\n") for cell in cells if "\n- " in cell or cell.startswith("- ")]
    assert [[line[:2] for line in cell] for cell in listed] == [
        ["- ", "- "], ["- ", "- "], ["- ", "- "], ["16", "- "], ["- ", "- "],
    ]  # fmt: skip
    assert [line.split()[1] for cell in listed for line in cell] == [
        "Development", "Development", "Confirming", "Modifications", "Tracking", "Education", "strategy", "pulling",
        "Draft", "SMARTER",
    ]  # fmt: skip


def test_lists_whose_points_ran_together_are_told_and_nothing_else() -> None:
    assert [(finding.rule, finding.place.line) for finding in recognised().findings] == [
        ("list-run-together", 62),
        ("list-run-together", 62),
        ("list-run-together", 71),
        ("list-run-together", 79),
        ("list-run-together", 104),
    ]


def test_figures_in_words_are_proposed_with_their_period() -> None:
    figures = [
        (number, figure.value, figure.unit, figure.role, figure.period.slug, figure.period.starts, figure.period.ends)
        for number, row in enumerate(indicators(), 1)
        for figure in row.figures
        if figure.period
    ]
    half = ("2009-10-h1", date(2009, 4, 1), date(2009, 9, 30))
    assert figures == [
        (4, Decimal("60.8"), "%", "baseline", "2006-07", date(2006, 4, 1), date(2007, 3, 31)),
        (4, Decimal("72.9"), "%", "value", *half),
        (8, Decimal(14), "number", "value", "", date(2005, 1, 1), date(2005, 12, 31)),
        (8, Decimal(24), "number", "value", "", date(2006, 1, 1), date(2006, 12, 31)),
        (8, Decimal(14), "number", "value", "", date(2007, 1, 1), date(2007, 12, 31)),
        (8, Decimal(5), "number", "value", *half),
    ]
    assert sum(len(row.figures) for row in (*indicators(), *actions())) == len(figures)


def test_words_in_place_of_an_answer_are_states_and_keep_their_words() -> None:
    states = [(n, state.of, state.state, state.when) for n, row in enumerate(indicators(), 1) for state in row.states]
    assert states == [
        (1, "data", "awaited", ""),
        (2, "work_undertaken", "no-response", ""),
        (2, "work_planned", "none-stated", ""),
        (2, "data", "none-stated", ""),
        (3, "work_planned", "none-stated", ""),
        (3, "data", "not-available", ""),
        (5, "data", "expected", ""),
        (6, "data", "expected", "at the end of session"),
        (7, "data", "expected", "in February"),
        (9, "data", "being-sought", ""),
    ]
    assert [state.words == getattr(row, state.of) for row in indicators() for state in row.states] == [True] * 10
    assert [row.states for row in actions()] == [()] * 6


def test_the_communication_strategy_has_its_parts() -> None:
    strategy = review().strategy
    assert strategy is not None
    assert (strategy.title, strategy.aim) == (lines()[105], lines()[109])
    assert [strategy.objectives, strategy.means, strategy.principles] == [
        tuple(line.partition(". ")[2] for line in lines()[115:118]),
        (
            "\n".join([lines()[121].partition(". ")[2], *(line.strip() for line in lines()[122:125])]),
            *(line.partition(". ")[2] for line in lines()[125:127]),
        ),
        tuple(line.partition(". ")[2] for line in lines()[132:136]),
    ]


def test_by_when_is_a_rule_where_dates_can_be_held_against_it() -> None:
    rules = [(rule.amount, rule.unit, rule.of) if (rule := one.rule) else None for one in review().activities]
    assert rules == [(1, "months", "meeting"), None, (0, "", "reporting cycle"), None, None]
    assert [one.due for one in review().activities] == [None] * 5
