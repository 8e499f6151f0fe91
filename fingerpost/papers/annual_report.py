"""The annual report: has each outcome improved, by its indicators and its key actions; who took part; what is next."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fingerpost.core.periods import Period
from fingerpost.core.words import day_words, percent_words
from fingerpost.documents.model import Block, Column, Document, Row, Sheet, Table, heading, paragraph, text_cell
from fingerpost.follow_ups.models import State
from fingerpost.papers import charts, selection, wording
from fingerpost.papers.scorecard_paper import indicator_rows, scorecard_columns
from fingerpost.papers.selection import Contents, Scope, Section, Selection
from fingerpost.people.models import User
from fingerpost.plans.models import Outcome, Plan
from fingerpost.reporting.indicators.scorecard import Line, scorecard
from fingerpost.reporting.indicators.trend import Trend
from fingerpost.reporting.sentence import sentence_of
from fingerpost.reviews.models import AnnualStatement
from fingerpost.reviews.queries import statement_of

NEXT = 12


class Verdict(models.TextChoices):
    """Whether an outcome improved in the year, by its indicators alone: key actions are what was done for it."""

    IMPROVED = "improved", gettext_lazy("Improved")
    MIXED = "mixed", gettext_lazy("Some better, some worse")
    MAINTAINED = "maintained", gettext_lazy("No clear change")
    WORSENED = "worsened", gettext_lazy("Did not improve")
    NOT_KNOWN = "not-known", gettext_lazy("Cannot be told yet")


def verdict(lines: Sequence[Line]) -> Verdict:
    """Improved: some indicator improves and none worsens; the reverse likewise. Without a trend it cannot be told."""
    found = Counter(line.short.trend for line in lines)
    better, worse = found[Trend.IMPROVING], found[Trend.WORSENING]
    if better and worse:
        return Verdict.MIXED
    if better or worse:
        return Verdict.IMPROVED if better else Verdict.WORSENED
    return Verdict.MAINTAINED if found[Trend.MAINTAINING] else Verdict.NOT_KNOWN


def annual_report(
    plan: Plan,
    *,
    period: Period,
    outcome: Outcome | None = None,
    lead: User | None = None,
    scope: Scope = "due",
    as_at: date | None = None,
) -> Document:
    """For the planning year that `period` lies in. `scope` changes nothing: a year is told whole. The number of queries
    is constant."""
    year = period.whole_year if period.kind in {"quarter", "half", "year"} else Period.containing(period.end, "year")
    chosen = Selection(plan=plan, period=year, outcome=outcome, lead=lead, scope="all", as_at=as_at)
    found = selection.read(chosen)
    lines: dict[int, list[Line]] = defaultdict(list)
    for line in scorecard(plan, year, as_at=chosen.day).lines:
        if lead is None or line.indicator.lead_id == lead.pk:
            lines[line.indicator.outcome_id].append(line)
    statement = statement_of(plan, year)
    blocks = (
        *opening(found, lines),
        *charts.figures([section.node for section in found.sections if section.node]),
        *(block for section in found.sections for block in told(found, section, lines)),
        *participation(statement),
        *what_is_next(found, statement),
        *rules(),
    )
    return wording.paper(_("annual report"), chosen, blocks, (Sheet(_("Outcomes"), flat(found, lines)),))


def lines_under(section: Section, lines: dict[int, list[Line]]) -> list[Line]:
    return lines.get(section.node.head.id, []) if section.node else []


def opening(found: Contents, lines: dict[int, list[Line]]) -> Iterator[Block]:
    """How many outcomes improved comes first, then a line for each."""
    nodes = [section for section in found.sections if section.node]
    verdicts = Counter(verdict(lines_under(section, lines)) for section in nodes)
    words = ngettext(
        "%(improved)s of %(total)s outcome improved in %(year)s, by its indicators.",
        "%(improved)s of %(total)s outcomes improved in %(year)s, by their indicators.",
        len(nodes),
    )
    values = {
        "improved": verdicts[Verdict.IMPROVED],
        "total": len(nodes),
        "year": found.selection.period.year_label,
    }
    yield paragraph(words % values, style="lead")
    yield paragraph(wording.counts_words(found.tally, found.selection.moment.until))
    if about := wording.about(found.selection):
        yield paragraph(about)
    columns = (
        Column(found.selection.plan.outcome_name, width=46),
        Column(_("Improvement"), width=24),
        Column(_("Indicators"), width=16),
        Column(_("Progress"), "percent", width=14),
    )
    rows = outcome_rows(found, lines)
    if rows:
        yield Table(columns, tuple(rows))


def trend_words(lines: Sequence[Line]) -> str:
    """ "2 improving, 1 worsening"."""
    found = Counter(line.short.trend for line in lines)
    return ", ".join(f"{found[trend]} {str(trend.label).lower()}" for trend in Trend if found[trend]) or "–"


def told(found: Contents, section: Section, lines: dict[int, list[Line]]) -> Iterator[Block]:
    """One outcome: the verdict with what it rests on, its indicators, its key actions."""
    node, chosen = section.node, found.selection
    if node is None:
        return
    own = lines_under(section, lines)
    yield heading(2, node.title)
    yield paragraph(f"{verdict(own).label}. {why(own)}", style="summary")
    yield paragraph(sentence_of(node, chosen.moment, chosen.plan))
    if own:
        yield Table(scorecard_columns(), tuple(indicator_rows(own)))
    actions = [action for action in section.actions if not action.cancelled]
    if actions:
        columns = (
            Column(chosen.plan.action_name, width=60),
            Column(_("Complete"), width=24),
            Column(_("Progress"), "percent", width=16),
        )
        rows = [
            Row(
                (
                    text_cell(action.title),
                    text_cell(
                        _("%(complete)s of %(due)s due") % {"complete": action.tally.complete, "due": action.tally.due}
                    ),
                    text_cell(percent_words(action.percent)),
                )
            )
            for action in actions
        ]
        yield Table(columns, tuple(rows))


def why(lines: Sequence[Line]) -> str:
    """The sentence that a verdict rests on."""
    if not lines:
        return _("It has no indicator.")
    judged = [line for line in lines if line.short.trend in {Trend.IMPROVING, Trend.MAINTAINING, Trend.WORSENING}]
    if not judged:
        words = ngettext(
            "Its indicator has no figure to compare with the year before.",
            "None of its %(count)s indicators has a figure to compare with the year before.",
            len(lines),
        )
        return words % {"count": len(lines)}
    return _("Against the comparable period before: %(trends)s.") % {"trends": trend_words(lines)}


def participation(statement: AnnualStatement | None) -> Iterator[Block]:
    """Who took part and whether that was effective, as the coordinator states it for the year."""
    yield heading(2, _("Participation of community bodies"))
    if statement is None:
        yield paragraph(_("Nothing has been stated for this year yet."))
        return
    yield paragraph(statement.participation)
    yield paragraph(f"{statement.get_effective_display()}. {statement.effectiveness}".strip())


def what_is_next(found: Contents, statement: AnnualStatement | None) -> Iterator[Block]:
    """What was not finished, what was agreed, and what the coordinator says of the year to come."""
    chosen = found.selection
    yield heading(2, _("What is next"))
    if statement and statement.next_year:
        yield paragraph(statement.next_year)
    left = found.tally.total - found.tally.left_out - found.tally.all_complete
    words = ngettext(
        "%(count)s milestone of the year is not complete.", "%(count)s milestones of the year are not complete.", left
    )
    yield paragraph(words % {"count": left})
    steps = chosen.plan.follow_ups.filter(state=State.OPEN).select_related("owner")
    rows = [
        Row((text_cell(row.text), text_cell(row.by_whom or "–"), text_cell(day_words(row.due) or row.by_when or "–")))
        for row in steps.order_by("due", "id")[:NEXT]
    ]
    if rows:
        columns = (Column(_("Agreed"), width=56), Column(_("By whom"), width=24), Column(_("By when"), width=20))
        yield Table(columns, tuple(rows))


def rules() -> Iterator[Block]:
    yield heading(2, _("How this was judged"))
    yield paragraph(
        _(
            "An outcome improved where at least one of its indicators improves and none worsens, each by its own "
            "polarity and criteria for change. Key actions are what was done for it, and do not count as improvement."
        )
    )


def flat(found: Contents, lines: dict[int, list[Line]]) -> Table:
    """A row for each outcome."""
    columns = (
        Column(found.selection.plan.outcome_name, width=5),
        Column(_("Improvement"), width=2),
        Column(_("Indicators"), width=3),
        Column(_("Progress"), "percent", width=1),
    )
    return Table(columns, tuple(outcome_rows(found, lines)))


def outcome_rows(found: Contents, lines: dict[int, list[Line]]) -> list[Row]:
    """The verdict on each outcome."""
    return [
        Row(
            (
                text_cell(section.node.title),
                text_cell(str(verdict(lines_under(section, lines)).label)),
                text_cell(trend_words(lines_under(section, lines))),
                text_cell(percent_words(section.node.percent)),
            )
        )
        for section in found.sections
        if section.node
    ]
