"""Every indicator of a plan with its charts: the series with target, baseline and benchmarks, and each locality's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fingerpost.core.periods import Period
from fingerpost.documents.model import Block, Document, Table, heading, paragraph
from fingerpost.documents.model import Sheet as FileSheet
from fingerpost.papers import wording
from fingerpost.papers.scorecard_paper import indicator_rows, scorecard_columns, status_words, trend_words
from fingerpost.papers.selection import Scope, Selection
from fingerpost.people.models import User
from fingerpost.plans.models import Indicator, Outcome, Plan
from fingerpost.reporting.indicators.scorecard import indicators_of
from fingerpost.reporting.indicators.sheet import Sheet, sheets_of
from fingerpost.reporting.indicators.wording import figure_words, shown_words


def indicators_paper(
    plan: Plan,
    *,
    period: Period,
    outcome: Outcome | None = None,
    lead: User | None = None,
    scope: Scope = "due",
    as_at: date | None = None,
) -> Document:
    """`scope` changes nothing. Eight queries at most for up to a hundred indicators, seven more for each further
    hundred."""
    chosen = Selection(plan=plan, period=period, outcome=outcome, lead=lead, scope=scope, as_at=as_at)
    rows = indicators_of(plan).filter(state=Indicator.State.ACTIVE)
    if outcome is not None:
        rows = rows.filter(outcome=outcome)
    if lead is not None:
        rows = rows.filter(lead=lead)
    sheets = list(sheets_of(rows, period, as_at=chosen.day))
    table = Table(
        scorecard_columns(with_outcome=True), tuple(indicator_rows((one.line for one in sheets), with_outcome=True))
    )
    return wording.paper(
        _("indicators"), chosen, (*opening(chosen, sheets), *told(sheets)), (FileSheet(_("Indicators"), table),)
    )


def opening(chosen: Selection, sheets: list[Sheet]) -> Iterator[Block]:
    count = len(sheets)
    words = ngettext("%(count)d indicator.", "%(count)d indicators.", count) % {"count": count}
    yield paragraph(words if count else _("There is no indicator to show."), style="lead")
    if about := wording.about(chosen):
        yield paragraph(about)


def told(sheets: Iterable[Sheet]) -> Iterator[Block]:
    """Outcome by outcome: how each indicator stands, what exactly it is, its charts with their tables."""
    for title, found in groupby(sheets, key=lambda one: one.indicator.outcome.title):
        yield heading(2, title)
        for sheet in found:
            yield heading(3, sheet.indicator.title)
            yield paragraph(standing(sheet), style="summary")
            if sheet.indicator.definition.strip():
                yield paragraph(sheet.indicator.definition.strip())
            drawings = [*sheet.drawings(), *(table.drawing for table in sheet.tables() if table.drawing)]
            yield from (drawing.in_paper() for drawing in drawings)


def standing(sheet: Sheet) -> str:
    """ "H1 2009/10: 72.9%, target 75.0%. ▲ Close to target. Short trend: ↑ Improving." """
    indicator, line = sheet.indicator, sheet.line
    words = _("%(period)s: %(figure)s") % {"period": line.period.label, "figure": shown_words(indicator, line.figure)}
    if line.goal is not None:
        words = _("%(figure)s, target %(target)s") % {"figure": words, "target": figure_words(indicator, line.goal)}
    trend = _("Short trend: %(trend)s") % {"trend": trend_words(line)}
    return f"{words}. {status_words(line.status)}. {trend}."
