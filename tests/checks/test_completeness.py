"""What ought to be there: lead officers, measures, updates, milestones, figures from 0 to 100, a true contents list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from fingerpost.checks.facts import ActionFacts, MilestoneFacts, OutcomeFacts, PlanFacts
from fingerpost.checks.rules import run
from fingerpost.documents.model import Place
from tests.checks.plans import AS_AT, DUE, codes, milestones, only, plan_of


def one(title: str = "Print leaflet", **fields: Any) -> PlanFacts:
    """A plan of one milestone, complete unless told otherwise."""
    milestone = MilestoneFacts(title, **{"due": DUE, "progress": Decimal(100), **fields})
    return plan_of(ActionFacts("A", milestones=(milestone,)))


def test_an_action_without_any_lead_is_found_once() -> None:
    plan = plan_of(ActionFacts("A", lead="", milestones=milestones(100, 100, lead="")))
    finding = only(plan, "no-lead-officer")
    assert finding.message == "The key action has no lead officer, nor have 2 milestones of it."


def test_the_lead_of_the_action_carries_its_milestones() -> None:
    assert codes(plan_of(ActionFacts("A", lead="Jo", milestones=milestones(100, lead="")))) == []


def test_an_action_whose_milestones_all_have_leads_needs_none() -> None:
    assert codes(plan_of(ActionFacts("A", lead="", milestones=milestones(100, lead="Jo")))) == []


def test_milestones_without_a_lead_are_found_where_the_action_cannot_tell() -> None:
    plan = plan_of(ActionFacts("A", milestones=(*milestones(100, 100, lead=""), *milestones(100))))
    assert [finding.subject.title for finding in run(plan) if finding.rule == "no-lead-officer"] == ["Step 1", "Step 2"]


def test_an_action_without_milestones_is_found() -> None:
    assert codes(plan_of(ActionFacts("A"))) == ["no-milestones"]


@pytest.mark.parametrize(
    ("title", "has_measure", "rules"),
    [
        ("Continue to support carers", False, ["no-measure"]),
        ("Raising awareness of sleep - Q2", False, ["no-measure"]),
        ("Continue to support 40 carers", False, []),
        ("Continue to support carers", True, []),
        ("Continue to support carers", None, []),
        ("Print leaflet", False, []),
        ("Working with landlords on repairs", False, ["no-measure"]),
        ("Work/Forward plan", False, []),
        ("Support plan agreed by landlords", False, []),
    ],
)
def test_an_aim_without_a_figure_is_found(title: str, has_measure: bool | None, rules: list[str]) -> None:
    quarter = "Q2" if title.endswith("Q2") else ""
    assert codes(one(title, quarter=quarter, has_measure=has_measure)) == rules


@pytest.mark.parametrize(
    ("previous", "progress", "rules"),
    [
        ("Text at the printer.", 50, ["same-note"]),
        ("Text at  the\nprinter.", 50, ["same-note"]),
        ("Text at the printer.", 100, []),
        ("Text written.", 50, []),
        ("", 50, []),
        (None, 50, []),
    ],
)
def test_a_note_that_was_copied_from_last_period_is_found(
    previous: str | None, progress: int, rules: list[str]
) -> None:
    plan = one(note="Text at the printer.", previous_note=previous, progress=Decimal(progress), due=date(2027, 1, 1))
    assert codes(plan) == rules


@pytest.mark.parametrize(
    ("due", "progress", "updated", "rules"),
    [
        (AS_AT, None, False, ["no-update"]),
        (AS_AT, 0, False, ["overdue", "no-update"]),
        (date(2027, 1, 1), 40, False, ["no-update"]),
        (date(2027, 1, 1), 0, False, []),
        (date(2027, 1, 1), None, False, []),
        (AS_AT, 100, False, []),
        (AS_AT, None, True, []),
        (AS_AT, None, None, []),
    ],
)
def test_a_missing_update_is_found_where_one_was_expected(
    due: date, progress: int | None, updated: bool | None, rules: list[str]
) -> None:
    known = None if progress is None else Decimal(progress)
    assert sorted(codes(one(due=due, progress=known, updated_in_period=updated))) == sorted(rules)


def test_a_milestone_listed_twice_is_found() -> None:
    row = MilestoneFacts("Print leaflet - Q2", due=DUE, progress=Decimal(100))
    again = replace(row, title="print Leaflet, Q2")
    finding = only(plan_of(ActionFacts("A", milestones=(row, again))), "duplicate-milestone")
    assert finding.message == "“print Leaflet, Q2” stands 2 times in this key action."


def test_a_task_that_returns_at_a_later_date_is_not_listed_twice() -> None:
    row = MilestoneFacts("Report to the board", due=DUE, progress=Decimal(100))
    later = replace(row, due=date(2026, 12, 31))
    assert codes(plan_of(ActionFacts("A", milestones=(row, later)))) == []


@pytest.mark.parametrize("value", [-1, 101, 400])
def test_figures_that_cannot_be_are_found(value: int) -> None:
    assert "progress-range" in codes(one(progress=Decimal(value)))
    plan = plan_of(ActionFacts("A", Decimal(value), milestones=milestones(50)))
    assert "stated-percent-range" in codes(plan)


def test_the_bounds_themselves_can_be() -> None:
    assert codes(one(progress=Decimal(0)), "progress-range") == []
    assert codes(one(progress=Decimal(100)), "progress-range") == []


def _listed(*titles: str) -> PlanFacts:
    """A report of two outcomes with three actions whose contents list names these titles."""
    actions = [ActionFacts(title, milestones=milestones(100)) for title in ("Parking", "Paths", "Ponds")]
    outcomes = (
        OutcomeFacts("Clean air", actions=tuple(actions[:2])),
        OutcomeFacts("Clean water", actions=(actions[2],)),
    )
    return PlanFacts("P", outcomes=outcomes, listed=tuple((title, Place(line=n)) for n, title in enumerate(titles, 3)))


@pytest.mark.parametrize(
    ("titles", "rules"),
    [
        ((), []),
        (("Clean air", "Clean water"), []),
        (("Clean air", "1. Parking", "2. Paths", "CLEAN WATER", "3.  Ponds"), []),
        (("Clean air", "Parking", "Clean water"), ["actions-not-listed"]),
        (("Clean air", "Clean water", "Clean soil"), ["listed-but-absent"]),
        (("Clean air",), ["outcome-not-listed"]),
        (("Parking", "Paths", "Ponds"), []),
    ],
)
def test_the_contents_list_is_held_against_the_body(titles: tuple[str, ...], rules: list[str]) -> None:
    assert codes(_listed(*titles)) == rules


def test_one_finding_names_all_the_actions_that_the_contents_list_leaves_out() -> None:
    finding = only(_listed("Clean air", "Parking", "Clean water"), "actions-not-listed")
    assert finding.message == "The contents list names only some key actions: 2 are missing (Paths; Ponds)."
    assert finding.place == Place(line=3)


def test_a_title_listed_but_absent_is_placed_in_the_list() -> None:
    assert only(_listed("Clean air", "Clean soil", "Clean water"), "listed-but-absent").place == Place(line=4)
