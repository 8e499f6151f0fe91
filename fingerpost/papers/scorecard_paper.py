"""The scorecard as a paper of one page: every indicator with figure, target, status and trend in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import dropwhile

from django.utils.translation import gettext as _

from fingerpost.core.periods import Period
from fingerpost.documents.model import (
    Block,
    Cell,
    Column,
    Document,
    Paragraph,
    Row,
    Sheet,
    Sparkline,
    Table,
    paragraph,
    text_cell,
)
from fingerpost.papers import wording
from fingerpost.papers.selection import Scope, Selection
from fingerpost.people.models import User
from fingerpost.plans.models import Outcome, Plan
from fingerpost.reporting.indicators.charts import LOOKS, Series, sparkline
from fingerpost.reporting.indicators.scorecard import Line, scorecard
from fingerpost.reporting.indicators.status import Status
from fingerpost.reporting.indicators.trend import Trend
from fingerpost.reporting.indicators.wording import figure_words, shown_words

SHAPES = {Status.GREEN: "●", Status.AMBER: "▲", Status.RED: "■"}
BACK = 7  # periods before, in the tiny lines
ARROWS = {Trend.IMPROVING: "↑", Trend.MAINTAINING: "→", Trend.WORSENING: "↓"}


def scorecard_paper(
    plan: Plan,
    *,
    period: Period,
    outcome: Outcome | None = None,
    lead: User | None = None,
    scope: Scope = "due",
    as_at: date | None = None,
) -> Document:
    """`scope` changes nothing. Some thirty indicators fit on one page. Three queries, whatever their number."""
    chosen = Selection(plan=plan, period=period, outcome=outcome, lead=lead, scope=scope, as_at=as_at)
    lines = [
        line
        for line in scorecard(plan, period, as_at=chosen.day, back=BACK).lines
        if (outcome is None or line.indicator.outcome_id == outcome.pk)
        and (lead is None or line.indicator.lead_id == lead.pk)
    ]
    rows = tuple(indicator_rows(lines, with_outcome=True))
    table = Table(scorecard_columns(with_outcome=True, with_lines=any(map(has_line, rows))), rows)
    return wording.paper(
        _("scorecard"), chosen, (*opening(lines), *([table] if lines else [])), (Sheet(_("Scorecard"), table),)
    )


def opening(lines: list[Line]) -> Iterator[Block]:
    """How many indicators have each status."""
    if not lines:
        yield paragraph(_("There is no indicator to show."), style="lead")
        return
    counts = [(status, sum(line.status == status for line in lines)) for status in Status]
    said = [f"{status_words(status)}: {count}" for status, count in counts if count]
    yield paragraph("; ".join(said) + ".", style="lead")


def status_words(status: Status) -> str:
    """ "● On target": a shape where there is one, and words always."""
    return f"{SHAPES.get(status, '')} {status.label}".strip()


def trend_words(line: Line) -> str:
    trend = line.short.trend
    return f"{ARROWS.get(trend, '')} {trend.label}".strip()


def scorecard_columns(*, with_outcome: bool = False, with_lines: bool = False) -> tuple[Column, ...]:
    """`with_lines`: with room for tiny lines before the trend, taken from columns of few words."""
    first = (Column(_("Outcome"), width=22),) if with_outcome else ()
    return (
        *first,
        Column(_("Indicator"), width=34),
        Column(_("Period"), width=10 if with_lines else 12),
        Column(_("Figure"), width=11 if with_lines else 12),
        Column(_("Target"), width=9 if with_lines else 10),
        Column(_("Status"), width=14 if with_lines else 16),
        Column(_("Short trend"), width=20 if with_lines else 14),
    )


def indicator_rows(lines: Iterable[Line], *, with_outcome: bool = False) -> Iterator[Row]:
    """A row for each; an outcome is named in its first row only."""
    before = 0
    for line in lines:
        indicator = line.indicator
        named = indicator.outcome.title if indicator.outcome_id != before else ""
        before = indicator.outcome_id
        words = [
            *([named] if with_outcome else []),
            indicator.title,
            line.period.label,
            shown_words(indicator, line.figure),
            figure_words(indicator, line.goal) or "–",
            status_words(line.status),
        ]
        yield Row((*(text_cell(one) for one in words), trend_cell(line)))


def has_line(row: Row) -> bool:
    match row.cells[-1].blocks:
        case (Paragraph(inlines=(Sparkline(),)),):
            return True
    return False


def trend_cell(line: Line) -> Cell:
    """The trend in words, behind a tiny line of the figures up to now, from the first that there is."""
    told = dict(dropwhile(lambda one: not one[1].state, [*line.before, (line.period, line.figure)]))
    points = {period: figure.exact for period, figure in told.items()}
    withheld = frozenset(period for period, figure in told.items() if figure.is_withheld)
    spark = sparkline(line.indicator, list(told), Series("", points, LOOKS[0], withheld), trend_words(line))
    return Cell((Paragraph((spark,)),)) if spark else text_cell(trend_words(line))
