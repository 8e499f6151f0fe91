"""The locality report: how a locality's plan goes beside the plan that it serves, and the figures of its area."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from fingerpost.core.periods import Period
from fingerpost.core.words import day_words, percent_words
from fingerpost.documents.model import Block, Column, Document, Row, Sheet, Table, heading, paragraph, text_cell
from fingerpost.papers import selection, wording
from fingerpost.papers.plan_on_a_page import columns as plan_columns
from fingerpost.papers.plan_on_a_page import rows as plan_rows
from fingerpost.papers.scorecard_paper import indicator_rows, scorecard_columns, status_words
from fingerpost.papers.selection import Contents, Scope, Selection
from fingerpost.people.models import User
from fingerpost.plans.models import Outcome, Plan
from fingerpost.reporting.indicators.places import Place
from fingerpost.reporting.indicators.scorecard import Line, scorecard
from fingerpost.reporting.indicators.status import Judged
from fingerpost.reporting.indicators.wording import shown_words
from fingerpost.reporting.rollup import roll_up

MOST = 20


def locality_report(
    plan: Plan,
    *,
    period: Period,
    outcome: Outcome | None = None,
    lead: User | None = None,
    scope: Scope = "due",
    as_at: date | None = None,
) -> Document:
    """Of a plan that serves another, that one is set beside it, with what its indicators say of this area; of a plan
    that serves none it tells of the plan alone. The number of queries is constant."""
    chosen = Selection(plan=plan, period=period, outcome=outcome, lead=lead, scope=scope, as_at=as_at)
    found = selection.read(chosen)
    area = figures_of_area(chosen)
    own = scorecard(plan, period, as_at=chosen.day).lines if outcome is None and lead is None else ()
    table = area_table(area)
    blocks = (
        *opening(found),
        heading(2, _("The plan")),
        Table(plan_columns(plan), tuple(plan_rows(found))),
        *overdue(found),
        *((heading(2, _("Indicators")), Table(scorecard_columns(), tuple(indicator_rows(own)))) if own else ()),
        *((heading(2, _("Figures of %(area)s") % {"area": plan.area}), table) if area else ()),
    )
    sheets = (Sheet(_("Plan"), Table(plan_columns(plan), tuple(plan_rows(found)))),)
    return wording.paper(
        _("locality report"), chosen, blocks, (*sheets, *((Sheet(_("Figures"), table),) if area else ()))
    )


def opening(found: Contents) -> Iterator[Block]:
    chosen = found.selection
    yield paragraph(wording.counts_words(found.tally, chosen.moment.until), style="lead")
    if words := wording.about(chosen):
        yield paragraph(words)
    if chosen.plan.serves and chosen.outcome is None and chosen.lead is None:
        whole = roll_up(chosen.plan.serves, as_at=chosen.day, period=chosen.period)
        yield paragraph(
            _("This plan stands at %(own)s; “%(other)s”, which it serves, at %(whole)s.")
            % {
                "own": percent_words(found.whole.percent),
                "other": chosen.plan.serves.title,
                "whole": percent_words(whole.percent),
            }
        )


def overdue(found: Contents) -> Iterator[Block]:
    """What is overdue, the longest first."""
    late = sorted((row for row in found.milestones if row.is_overdue), key=lambda row: (row.due or date.max, row.id))
    if not late:
        return
    yield heading(2, _("Overdue"))
    columns = (
        Column(found.selection.plan.milestone_name, width=50),
        Column(_("Due date"), width=20),
        Column(_("Note"), width=30),
    )
    yield Table(
        columns,
        tuple(
            Row((text_cell(row.title), text_cell(day_words(row.due)), text_cell(row.note or "–")))
            for row in late[:MOST]
        ),
    )


def figures_of_area(chosen: Selection) -> list[tuple[Line, Judged]]:
    """The indicators of the plan that is served with what they say of this plan's area."""
    if chosen.plan.serves is None or chosen.outcome is not None or chosen.lead is not None:
        return []
    here = Place(area=chosen.plan.area_id)
    lines = scorecard(chosen.plan.serves, chosen.period, as_at=chosen.day).lines
    return [(line, cell.judged) for line in lines for cell in line.cells if cell.place == here]


def area_table(area: list[tuple[Line, Judged]]) -> Table:
    """The area's figure beside that of the whole."""
    columns = (
        Column(_("Indicator"), width=40),
        Column(_("Period"), width=14),
        Column(_("Here"), width=14),
        Column(_("Status"), width=18),
        Column(_("The whole"), width=14),
    )
    rows = []
    for line, here in area:
        words = (
            line.indicator.title,
            line.period.label,
            shown_words(line.indicator, here.figure),
            status_words(here.status),
            shown_words(line.indicator, line.figure),
        )
        rows.append(Row(tuple(text_cell(one) for one in words)))
    return Table(columns, tuple(rows))
