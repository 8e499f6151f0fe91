"""The real report as a plan, and ways to compare plans."""

from __future__ import annotations

import csv
from functools import cache
from io import StringIO
from typing import Any

from fingerpost.checks.facts import PlanFacts
from fingerpost.documents.readers import read
from fingerpost.intake.recognise import recognise
from tests.conftest import example
from tests.intake.recognise.layouts import actions


def real_bytes() -> bytes:
    return example("smarter-milestones-2009-09-30.txt").read_bytes()


@cache
def real_plan() -> PlanFacts:
    return recognise(read(real_bytes(), "report.txt")).plan


def expected() -> list[tuple[str, ...]]:
    text = example("smarter-milestones-2009-09-30.expected.csv").read_text(encoding="utf-8")
    return [tuple(row) for row in csv.reader(StringIO(text))][1:]


def as_expected(plan: PlanFacts) -> list[tuple[str, ...]]:
    return [
        (outcome.title, action.title, str(action.stated_percent), m.title, f"{m.due:%d %b %Y}", str(m.progress))
        for outcome, action in actions(plan)
        for m in action.milestones
    ]


def rows(plan: PlanFacts, *, bullet: str = "· ", lines: bool = True) -> list[Any]:
    """Outcomes, actions and milestones. `lines` False: notes as running text, for layouts that keep no lines."""
    return [
        (
            outcome.title,
            action.title,
            action.stated_percent,
            [(m.title, m.quarter, m.due, _note(m.note, bullet, lines), m.progress) for m in action.milestones],
        )
        for outcome, action in actions(plan)
    ]


def _note(note: str, bullet: str, lines: bool) -> str:
    note = note.replace("· ", bullet)
    return note if lines else " ".join(note.split())


def words(plan: PlanFacts) -> list[Any]:
    """What stands above each table, and the title with its day."""
    above = [(outcome.theme, outcome.title, action.title, action.summary) for outcome, action in actions(plan)]
    return [plan.title, plan.as_at, *above]
