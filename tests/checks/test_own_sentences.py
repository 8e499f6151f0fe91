"""The sentences that Fingerpost itself writes, read again by the checks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from fingerpost.checks.facts import ActionFacts, MilestoneFacts
from fingerpost.reporting.sentence import summary_sentence
from fingerpost.reporting.tallies import Tally
from tests.checks.plans import codes, milestones, plan_of
from tests.checks.test_sentences import SENTENCE_RULES

UNTIL = date(2009, 9, 30)


@st.composite
def reported(draw: st.DrawFn) -> tuple[Tally, tuple[MilestoneFacts, ...]]:
    """Milestones that were due, standing in any way, and their tally."""
    well = draw(st.lists(st.integers(75, 99), max_size=4))
    some = draw(st.lists(st.integers(1, 74), max_size=4))
    complete, none, blank, late, carried = (draw(st.integers(0, most)) for most in (14, 4, 3, 3, 3))
    rows = milestones(*[100] * complete, *well, *some, *[0] * none, *[None] * blank, *[0] * late)
    rows += milestones(*[40] * carried, state="carried-forward")
    tally = Tally(
        total=len(rows),
        counted=len(rows) - blank,
        blank=blank,
        due=len(rows),
        complete=complete,
        well_progressed=len(well),
        some_progress=len(some),
        no_progress=none,
        no_update=blank,
        will_not_complete=late,
        carried_forward=carried,
    )
    return tally, tuple(replace(row, due=UNTIL) for row in draw(st.permutations(rows)))


@given(reported(), st.integers(0, 100))
def test_the_checks_find_no_fault_with_them(made: tuple[Tally, tuple[MilestoneFacts, ...]], shown: int) -> None:
    tally, rows = made
    summary = summary_sentence(tally, Decimal(shown), level="Key action", until=UNTIL)
    action = ActionFacts("Action", Decimal(shown), summary, rows)
    assert codes(plan_of(action, as_at=UNTIL), *SENTENCE_RULES) == []


@given(reported(), st.integers(0, 100))
def test_one_milestone_more_is_always_noticed(made: tuple[Tally, tuple[MilestoneFacts, ...]], shown: int) -> None:
    tally, rows = made
    if tally.carried_forward or not tally.due or not tally.complete:
        return
    summary = summary_sentence(tally, Decimal(shown), level="Key action", until=UNTIL)
    more = (*rows, MilestoneFacts("One more", due=UNTIL, progress=Decimal(0)))
    assert codes(plan_of(ActionFacts("Action", None, summary, more), as_at=UNTIL), "summary-counts") == [
        "summary-counts"
    ]
