"""The real report, drawn in every layout, is recognised the same in each."""

from __future__ import annotations

import csv
from functools import cache
from io import StringIO
from typing import Any

import pytest

from fingerpost.checks.facts import PlanFacts
from fingerpost.documents.model import Document, Paragraph, Place, Text
from fingerpost.intake.recognise import recognise
from tests.conftest import example
from tests.intake.recognise import layouts

pytestmark = pytest.mark.example


def lines_of(text: str) -> Document:
    """The simplest of readers: a paragraph for each line."""
    blocks: list[Paragraph] = []
    gap = False
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            blocks.append(Paragraph((Text(line),), space_before=gap, place=Place(line=number)))
        gap = not line.strip()
    return Document(title=text.partition("\n")[0], blocks=tuple(blocks), format="text")


@cache
def real_plan() -> PlanFacts:
    text = example("smarter-milestones-2009-09-30.txt").read_text(encoding="utf-8")
    return recognise(lines_of(text)).plan


def expected() -> list[tuple[str, ...]]:
    text = example("smarter-milestones-2009-09-30.expected.csv").read_text(encoding="utf-8")
    return [tuple(row) for row in csv.reader(StringIO(text))][1:]


def as_expected(plan: PlanFacts) -> list[tuple[str, ...]]:
    return [
        (outcome.title, action.title, str(action.stated_percent), m.title, f"{m.due:%d %b %Y}", str(m.progress))
        for outcome, action in layouts.actions(plan)
        for m in action.milestones
    ]


def whole(plan: PlanFacts) -> list[Any]:
    return [
        (
            outcome.theme,
            outcome.title,
            action.title,
            action.stated_percent,
            action.summary,
            [(m.title, m.quarter, m.due, m.note, m.progress) for m in action.milestones],
        )
        for outcome, action in layouts.actions(plan)
    ]


def rows(plan: PlanFacts) -> list[Any]:
    return [
        (outcome.title, action.title, [(m.title, m.quarter, m.due, m.note, m.progress) for m in action.milestones])
        for outcome, action in layouts.actions(plan)
    ]


def test_the_real_report_gives_every_row_as_expected() -> None:
    assert as_expected(real_plan()) == expected()


def test_the_real_report_gives_its_title_its_day_and_its_counts() -> None:
    plan = real_plan()
    milestones = [m for outcome, action in layouts.actions(plan) for m in action.milestones]
    assert plan.title == "Smarter - Local Delivery Plan Milestones 30/9/09"
    assert str(plan.as_at) == "2009-09-30"
    assert [outcome.theme for outcome in plan.outcomes] == ["Smarter"] * 7
    assert [len(outcome.actions) for outcome in plan.outcomes] == [1, 1, 2, 1, 2, 3, 2]
    assert len(milestones) == 67
    assert sum(m.progress == 100 for m in milestones) == 52


def test_the_real_report_has_nothing_to_complain_of() -> None:
    text = example("smarter-milestones-2009-09-30.txt").read_text(encoding="utf-8")
    assert recognise(lines_of(text)).findings == ()


def test_the_contents_list_is_kept_apart_from_the_body() -> None:
    listed = real_plan().listed
    assert [place.line for _title, place in listed] == [5, 6, 7, 8, 9, 10, 11, 12, 13]
    assert listed[3][0] == "Implement 16+ Learning Choices Action Plan"


def test_a_note_keeps_its_paragraphs_and_bullets_as_lines() -> None:
    notes = [m.note.split("\n") for _outcome, action in layouts.actions(real_plan()) for m in action.milestones]
    assert [len(note) for note in notes if len(note) > 1] == [3, 2, 12, 2, 6]
    bulleted = next(note for note in notes if len(note) == 12)
    assert [line[:2] for line in bulleted[3:7]] == ["· "] * 4
    assert [line[:2] for line in bulleted[8:]] == ["· "] * 4


@pytest.mark.parametrize("layout", layouts.WHOLE, ids=lambda layout: layout.__name__)
def test_a_layout_with_everything_gives_the_same_plan(layout: layouts.Layout) -> None:
    found = recognise(layout(real_plan()))
    assert whole(found.plan) == whole(real_plan())
    assert (found.plan.title, found.plan.as_at) == (real_plan().title, real_plan().as_at)
    assert as_expected(found.plan) == expected()


@pytest.mark.parametrize("layout", layouts.PLAIN, ids=lambda layout: layout.__name__)
def test_one_big_table_gives_the_same_rows(layout: layouts.Layout) -> None:
    found = recognise(layout(real_plan()))
    assert rows(found.plan) == rows(real_plan())
    assert (found.plan.title, found.plan.as_at) == (real_plan().title, real_plan().as_at)


def test_bulleted_lists_in_notes_are_read_as_lines_with_a_dash() -> None:
    found = rows(recognise(layouts.list_notes(real_plan())).plan)
    assert found == [
        (
            outcome,
            action,
            [
                (title, quarter, due, note.replace("· ", "- "), progress)
                for title, quarter, due, note, progress in milestones
            ],
        )
        for outcome, action, milestones in rows(real_plan())
    ]
