"""Any plan, for round trips.

What a report cannot bear by nature is not generated: characters that no file format holds or our fonts lack, two
outcomes of one title, and titles that are themselves words of reports ("Back", "Outcome: ..."), which a reader of
the paper could not tell from them either.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from fingerpost.checks.facts import PlanFacts
from fingerpost.plans.models import Plan
from tests import factories

LETTERS = "abcdefghijklmnopqrstuvwxyzàèìòù"
MARKS = ["&", "16+", "80%", "(draft)", "2009", "A/B", "<b>", "£5", "‘so’", "No. 2", "50 people,", "P1–P3", "=1+1", "*"]
word = st.one_of(st.text(LETTERS, min_size=4, max_size=9), st.sampled_from(MARKS))
line = st.lists(word, max_size=9).map(lambda words: " ".join(["Xylo", *words, "end"]))
bullet = line.map(lambda text: f"- {text}")
note = st.lists(st.one_of(line, bullet, st.just("")), max_size=5).map("\n".join)
days = st.dates(date(2009, 4, 1), date(2010, 3, 31))
progress = st.one_of(st.none(), st.integers(0, 100).map(Decimal), st.sampled_from([Decimal("33.33"), Decimal("0.4")]))


@dataclass(frozen=True)
class Step:
    title: str
    due: date | None
    note: str
    progress: Decimal | None


steps = st.builds(Step, title=line, due=st.one_of(days, days, days, st.none()), note=note, progress=progress)
actions = st.tuples(line, st.lists(steps, min_size=1, max_size=4))
outcomes = st.tuples(line, st.lists(actions, min_size=1, max_size=2))
plans: st.SearchStrategy[list[Any]] = st.lists(outcomes, min_size=1, max_size=3)


def stored(drawn: list[Any]) -> Plan:
    """The plan in the database; titles of outcomes and key actions are told apart by a number at the end."""
    plan = factories.make_plan()
    for number, (title, inner) in enumerate(drawn):
        outcome = factories.make_outcome(plan, title=f"{title} {number}")
        for place, (action_title, its_steps) in enumerate(inner):
            action = factories.make_action(outcome, title=f"{action_title} {number}.{place}")
            for step in its_steps:
                by_when = "" if step.due else "Ongoing"
                milestone = factories.make_milestone(action, title=step.title, due=step.due, by_when=by_when)
                if step.progress is not None or step.note.strip():
                    factories.make_update(milestone, step.progress, note=step.note, as_at=date(2010, 3, 31))
    return plan


Row = tuple[str, str, str, date | None, list[str], Decimal | None]


def rows_drawn(drawn: list[Any]) -> list[Row]:
    return [
        (f"{title} {number}", f"{action} {number}.{place}", step.title, step.due, lines(step.note), step.progress)
        for number, (title, inner) in enumerate(drawn)
        for place, (action, its_steps) in enumerate(inner)
        for step in its_steps
    ]


def rows_found(plan: PlanFacts) -> list[Row]:
    return [
        (outcome.title, action.title, step.title, step.due, lines(step.note), step.progress)
        for outcome in plan.outcomes
        for action in outcome.actions
        for step in action.milestones
    ]


def lines(text: str) -> list[str]:
    """A note by its lines, blank ones left out: how far paragraphs stand apart is no part of a plan."""
    return [line for line in text.split("\n") if line.strip()]
