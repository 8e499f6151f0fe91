"""What an inspector would ask: each criterion with its verdict, its counts and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from fingerpost.checks.facts import OutcomeFacts, PlanFacts
from fingerpost.checks.inspection import Criterion, criteria, with_all_below
from fingerpost.checks.linked import linked_plans
from fingerpost.checks.queries import facts_for
from fingerpost.checks.words import VERDICT_LOOKS
from fingerpost.core.periods import Period
from fingerpost.documents.model import Block, Column, Document, Row, Sheet, Table, heading, paragraph, text_cell
from fingerpost.papers import wording
from fingerpost.papers.selection import Scope, Selection
from fingerpost.people.models import User
from fingerpost.plans.models import Outcome, Plan


def inspection_report(
    plan: Plan,
    *,
    period: Period,
    outcome: Outcome | None = None,
    lead: User | None = None,
    scope: Scope = "due",
    as_at: date | None = None,
) -> Document:
    """`scope` "due": milestones due after the period are not asked about. Of an outcome or one person's items there is
    no verdict on the number of priorities. The number of queries is constant."""
    chosen = Selection(plan=plan, period=period, outcome=outcome, lead=lead, scope=scope, as_at=as_at)
    facts = narrowed(facts_for(plan, as_at=chosen.day, period=period), outcome, lead)
    until = period.end if scope == "due" else None
    asked = criteria(facts, linked_plans(plan), whole=outcome is None and lead is None, until=until)
    return wording.paper(
        _("what an inspector would ask"),
        chosen,
        blocks=(*opening(chosen, asked), *told(asked)),
        sheets=(Sheet(_("Criteria"), flat(asked)),),
    )


def narrowed(facts: PlanFacts, outcome: Outcome | None, lead: User | None) -> PlanFacts:
    """Only an outcome with those below it, or what one person leads."""
    outcomes = facts.outcomes
    if outcome is not None:
        top = next((one for one in outcomes if one.slug == outcome.slug), OutcomeFacts(outcome.title))
        outcomes = tuple(with_all_below(top, outcomes))
    if lead is not None:
        outcomes = tuple(led_by(one, lead.name) for one in outcomes)
    return replace(facts, outcomes=outcomes)


def led_by(outcome: OutcomeFacts, name: str) -> OutcomeFacts:
    actions = tuple(one for one in outcome.actions if name in {one.lead, *(row.lead for row in one.milestones)})
    indicators = tuple(one for one in outcome.indicators if one.lead == name)
    return replace(outcome, actions=actions, indicators=indicators)


def opening(chosen: Selection, asked: Sequence[Criterion]) -> Iterator[Block]:
    """How many criteria are met comes first."""
    values = {"met": sum(one.verdict == "met" for one in asked), "count": len(asked)}
    yield paragraph(_("%(met)d of the %(count)d criteria are met in full.") % values, style="lead")
    if words := wording.about(chosen):
        yield paragraph(words)
    yield paragraph(_("These are review criteria for children's services plans, as far as data can answer them."))
    columns = (
        Column(_("Criterion"), width=40),
        Column(_("Verdict"), width=24),
        Column(_("What the data say"), width=36),
    )
    rows = tuple(Row((text_cell(one.title), text_cell(verdict(one)), text_cell(one.counts))) for one in asked)
    yield Table(columns, rows)


def told(asked: Sequence[Criterion]) -> Iterator[Block]:
    for one in asked:
        yield heading(2, one.title, anchor=one.code)
        yield paragraph(one.asks)
        yield paragraph(f"{verdict(one)}. {one.counts}")
        if one.items:
            columns = (Column(_("What it concerns"), width=60), Column(_("Why"), width=40))
            rows = tuple(Row((text_cell(item.subject.title), text_cell(item.words))) for item in one.items)
            yield Table(columns, rows)
        if one.national:
            yield paragraph(one.national, style="small")


def verdict(one: Criterion) -> str:
    return str(VERDICT_LOOKS[one.verdict][0])


def flat(asked: Sequence[Criterion]) -> Table:
    """A row for each item; one for a criterion that has none."""
    columns = (
        Column(_("Criterion"), width=3),
        Column(_("Verdict"), width=2),
        Column(_("What the data say"), width=4),
        Column(_("What it concerns"), width=4),
        Column(_("Why"), width=3),
    )
    rows = []
    for one in asked:
        shared = (text_cell(one.title), text_cell(verdict(one)), text_cell(one.counts))
        concerned = [(item.subject.title, item.words) for item in one.items] or [("", "")]
        rows += [Row((*shared, text_cell(title), text_cell(words))) for title, words in concerned]
    return Table(columns, tuple(rows))
