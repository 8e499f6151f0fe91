"""A plan on a page: themes, outcomes and key actions with how each stands, nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from fingerpost.core.periods import Period
from fingerpost.core.words import percent_words
from fingerpost.documents.model import Block, Cell, Column, Document, Progress, Row, Sheet, Table, paragraph, text_cell
from fingerpost.documents.model import Paragraph as Words
from fingerpost.papers import selection, wording
from fingerpost.papers.selection import Contents, Scope, Selection
from fingerpost.people.models import User
from fingerpost.plans.models import Outcome, Plan
from fingerpost.reporting.rollup import ActionRollUp, OutcomeRollUp

BAND_SHAPES = {"on-track": "●", "some-slippage": "▲", "off-track": "■"}


def plan_on_a_page(
    plan: Plan,
    *,
    period: Period,
    outcome: Outcome | None = None,
    lead: User | None = None,
    scope: Scope = "due",
    as_at: date | None = None,
) -> Document:
    """`scope` changes nothing. A plan of some thirty outcomes and key actions fits on one page."""
    chosen = Selection(plan=plan, period=period, outcome=outcome, lead=lead, scope=scope, as_at=as_at)
    found = selection.read(chosen)
    table = Table(columns(plan), tuple(rows(found)))
    return wording.paper(_("plan on a page"), chosen, (*opening(found), table), (Sheet(_("Plan on a page"), table),))


def opening(found: Contents) -> Iterator[Block]:
    yield paragraph(wording.counts_words(found.tally, found.selection.moment.until), style="lead")
    if words := wording.about(found.selection):
        yield paragraph(words)


def columns(plan: Plan) -> tuple[Column, ...]:
    return (
        Column(plan.outcome_name, width=28),
        Column(plan.action_name, width=34),
        Column(_("Progress"), "percent", width=20),
        Column(_("Against time"), width=18),
    )


def rows(found: Contents) -> Iterator[Row]:
    """Each outcome, then its key actions beneath it."""
    for section in found.sections:
        if section.node:
            theme = f"{section.node.head.theme}: " if section.node.head.theme else ""
            yield row(theme + section.node.title, "", section.node)
        for action in section.actions:
            if not action.cancelled:
                yield row("", action.title, action)


def row(outcome: str, action: str, node: OutcomeRollUp | ActionRollUp) -> Row:
    words = percent_words(node.percent)
    bar = Cell(blocks=(Words((Progress(node.percent, words),)),), value=node.percent)
    band = f"{BAND_SHAPES.get(node.band.value, '')} {node.band.label}".strip()
    return Row((text_cell(outcome), text_cell(action), bar, text_cell(band)))
