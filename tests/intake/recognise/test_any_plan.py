"""Any plan drawn in a layout is recognised back the same."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fingerpost.checks.facts import ActionFacts, MilestoneFacts, OutcomeFacts, PlanFacts
from fingerpost.documents.readers import read
from fingerpost.intake.recognise import recognise
from tests.intake.recognise import drawings, layouts
from tests.intake.recognise.reports import rows, words

# Words that try to be something else, and words that do not.
TRICKY = ("100%", "80%", "Q3", "30 Jun 2009", "12/02/09", "in Q4", "complete", "milestone", "progress", "due", "note",
          "2009/10", "16+", "back", "(EAG)", "5.5", "Overall", "Outcome", "action")  # fmt: skip
CALM = ("boats", "harbour", "lights", "painted", "for", "and", "people", "Moray", "school's", "co-ordinating", "the",
        "plan", "é", "support", "workers", "agreed", "group")  # fmt: skip
REPEATABLE = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def phrases(inside: tuple[str, ...], fewest: int = 2) -> st.SearchStrategy[str]:
    """Begins with a capital and ends in a word, so that it looks like something that people write."""
    middle = st.lists(st.sampled_from(inside), min_size=fewest, max_size=7).map(" ".join)
    return st.tuples(st.sampled_from(("New", "The", "More", "Draft")), middle, st.sampled_from(CALM)).map(" ".join)


def milestones(inside: tuple[str, ...]) -> st.SearchStrategy[MilestoneFacts]:
    def made(title: str, number: int, day: date, note: list[str], progress: int) -> MilestoneFacts:
        return MilestoneFacts(
            title=f"{title} - Q{number}",
            quarter=f"Q{number}",
            due=day,
            note="\n".join(f"{line}." for line in note),
            progress=Decimal(progress),
        )

    days = st.dates(min_value=date(2000, 1, 1), max_value=date(2060, 12, 31))
    notes = st.lists(phrases(inside), max_size=3)
    return st.builds(made, phrases(inside), st.integers(1, 4), days, notes, st.integers(0, 100))


@st.composite
def plans(draw: st.DrawFn, inside: tuple[str, ...] = CALM + TRICKY) -> PlanFacts:
    """One to three outcomes with one to three actions each; titles of outcomes and of an outcome's actions differ."""
    outcomes: list[OutcomeFacts] = []
    for o in range(draw(st.integers(1, 3))):
        actions: list[ActionFacts] = []
        for a in range(draw(st.integers(1, 3))):
            percent = draw(st.integers(0, 100))
            actions.append(
                ActionFacts(
                    title=f"{draw(phrases(CALM))} of {'abc'[a]}",
                    stated_percent=Decimal(percent),
                    summary=f"Overall, Key Action {percent}% completed. Both milestones due are complete.",
                    milestones=tuple(draw(st.lists(milestones(inside), min_size=1, max_size=4))),
                )
            )
        outcomes.append(OutcomeFacts(f"{draw(phrases(CALM))} of {'xyz'[o]}", "Safer", tuple(actions)))
    return PlanFacts("Safer plan milestones 30/9/09", as_at=date(2009, 9, 30), outcomes=tuple(outcomes))


@pytest.mark.parametrize("layout", layouts.WHOLE, ids=lambda layout: layout.__name__)
@REPEATABLE
@given(data=st.data())
def test_any_plan_comes_back_from_a_layout(layout: layouts.Layout, data: st.DataObject) -> None:
    plan = data.draw(plans(CALM) if "run_together" in layout.__name__ else plans())
    found = recognise(layout(plan)).plan
    assert rows(found) == rows(plan)
    assert words(found) == words(plan)


@pytest.mark.parametrize("layout", layouts.PLAIN, ids=lambda layout: layout.__name__)
@REPEATABLE
@given(plan=plans())
def test_any_plan_comes_back_from_one_table(layout: layouts.Layout, plan: PlanFacts) -> None:
    found = recognise(layout(plan)).plan
    assert rows(found) == rows(plan)


@pytest.mark.parametrize("drawing", drawings.TEXTS, ids=lambda drawing: drawing.__name__)
@REPEATABLE
@given(plan=plans(CALM))
def test_any_plan_comes_back_from_a_drawing(drawing: drawings.Drawing, plan: PlanFacts) -> None:
    found = recognise(read(drawing(plan).encode(), "report.txt")).plan
    assert rows(found, lines=False) == rows(plan, lines=False)
    assert words(found) == words(plan)


@REPEATABLE
@given(plan=plans())
def test_any_plan_comes_back_from_a_csv(plan: PlanFacts) -> None:
    assert rows(recognise(read(drawings.csv_with_notes(plan).encode(), "plan.csv")).plan) == rows(plan)
