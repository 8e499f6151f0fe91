"""The real report comes in, and goes out again in every format as it came in."""

from __future__ import annotations

from datetime import date

import pytest

from fingerpost.checks.facts import OutcomeFacts, PlanFacts
from fingerpost.core.periods import Period
from fingerpost.documents.readers import read
from fingerpost.documents.writers import FORMATS, write
from fingerpost.intake.recognise import recognise
from fingerpost.papers.milestones_report import milestones_report
from fingerpost.papers.wording import paper_look
from tests.conftest import example
from tests.papers.real_example import Row, expected_rows, imported_plan

pytestmark = [pytest.mark.django_db, pytest.mark.example]
Q2 = Period(2009, "quarter", 2)


def rows_of(plan: PlanFacts) -> list[Row]:
    return [
        (
            outcome.title,
            action.title,
            action.stated_percent,
            milestone.title,
            milestone.due,
            milestone.progress,
        )
        for outcome in plan.outcomes
        for action in outcome.actions
        for milestone in action.milestones
    ]


def notes_of(plan: PlanFacts) -> list[list[str]]:
    """The notes by their lines, without the mark in front of an item of a list and without blank lines."""
    return [
        [" ".join(line.lstrip("-–•*· ").split()) for line in milestone.note.splitlines() if line.strip()]
        for outcome in plan.outcomes
        for action in outcome.actions
        for milestone in action.milestones
    ]


@pytest.mark.parametrize("format", FORMATS)
def test_the_report_reported_again_has_every_row_as_it_came_in(format: str) -> None:
    source = example("smarter-milestones-2009-09-30.txt")
    came_in = recognise(read(source.read_bytes(), source.name)).plan
    document = milestones_report(imported_plan(), period=Q2)
    found = recognise(read(write(document, format, look=paper_look()), f"report.{format}"))
    assert found.plan.title == document.title
    assert found.plan.as_at == date(2009, 9, 30)
    assert rows_of(found.plan) == expected_rows()
    assert notes_of(found.plan) == notes_of(came_in)
    titles = [title for outcome in found.plan.outcomes for title in (outcome.title, *actions_of(outcome))]
    assert [text for text, _place in found.plan.listed] in ([], titles)  # a spreadsheet has no contents


def actions_of(outcome: OutcomeFacts) -> list[str]:
    return [action.title for action in outcome.actions]
