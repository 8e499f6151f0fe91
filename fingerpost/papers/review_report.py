"""The review report: outcome by outcome what was done, what is planned, what the figures are, and the next step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fingerpost.core.periods import Period
from fingerpost.core.words import day_words
from fingerpost.documents.model import (
    Block,
    Column,
    Document,
    ListBlock,
    PageBreak,
    Row,
    Sheet,
    Table,
    heading,
    paragraph,
    text_cell,
)
from fingerpost.follow_ups.models import FollowUp
from fingerpost.papers import wording
from fingerpost.papers.selection import Scope, Selection
from fingerpost.people.models import User
from fingerpost.plans.models import Indicator, Outcome, Plan
from fingerpost.reporting.indicators.scorecard import Line, scorecard
from fingerpost.reporting.indicators.wording import shown_words
from fingerpost.reviews.models import Strategy
from fingerpost.reviews.queries import Review, Reviewed, ReviewedOutcome, review_of, strategy_of
from fingerpost.reviews.strategies import Point, points


def review_report(
    plan: Plan,
    *,
    period: Period,
    outcome: Outcome | None = None,
    lead: User | None = None,
    scope: Scope = "due",
    as_at: date | None = None,
) -> Document:
    """Kept to an outcome it has those nested in it too; to a person what that person leads. `scope` changes nothing: a
    review is of everything. The communication strategy is an appendix of the whole plan's paper. The number of queries
    is constant."""
    chosen = Selection(plan=plan, period=period, outcome=outcome, lead=lead, scope=scope, as_at=as_at)
    review = narrowed(review_of(plan, period), outcome, lead)
    lines = {line.indicator.pk: line for line in scorecard(plan, period, as_at=timezone.localdate()).lines}
    strategy = strategy_of(plan) if outcome is None and lead is None else None
    return wording.paper(
        _("review report"),
        chosen,
        blocks=(*opening(chosen, review), *told(review, lines), *(appendix(strategy) if strategy else ())),
        sheets=(Sheet(_("Review"), flat(review, lines)),),
    )


def narrowed(review: Review, outcome: Outcome | None, lead: User | None) -> Review:
    """What the paper keeps to; outcomes without anything under them are left out then."""
    parts = review.outcomes
    if outcome is not None:
        kept = {outcome.pk}
        for part in parts:  # parents come before what is nested in them
            if part.outcome.parent_id in kept:
                kept.add(part.outcome.pk)
        parts = tuple(part for part in parts if part.outcome.pk in kept)
    if lead is not None:
        parts = tuple(
            ReviewedOutcome(part.outcome, led_by(part.indicators, lead), led_by(part.actions, lead)) for part in parts
        )
    return Review(review.plan, review.period, tuple(part for part in parts if part.indicators or part.actions))


def led_by(rows: Sequence[Reviewed], lead: User) -> tuple[Reviewed, ...]:
    return tuple(row for row in rows if row.item.lead_id == lead.pk)


def opening(chosen: Selection, review: Review) -> Iterator[Block]:
    """How much of it was reviewed comes first."""
    total = len(review.items)
    words = ngettext(
        "%(reviewed)s of %(total)s item is reviewed.", "%(reviewed)s of %(total)s items are reviewed.", total
    )
    yield paragraph(words % {"reviewed": review.reviewed, "total": total}, style="lead")
    if review.silent:
        silent = ngettext(
            "No response was received for %(count)s item.",
            "No response was received for %(count)s items.",
            review.silent,
        )
        yield paragraph(silent % {"count": review.silent})
    if words := wording.about(chosen):
        yield paragraph(words)


def told(review: Review, lines: dict[int, Line]) -> Iterator[Block]:
    for place, part in enumerate(review.outcomes):
        yield heading(2, part.outcome.title, anchor=f"outcome-{place + 1}", number=f"{letter(place)}.")
        if part.indicators:
            yield indicator_table(part.indicators, lines)
        if part.actions:
            yield action_table(part.actions, review.plan.action_name)


def letter(place: int) -> str:
    """ "a" for 0, "z" for 25, "aa" for 26."""
    before, rest = divmod(place, 26)
    return (letter(before - 1) if before else "") + "abcdefghijklmnopqrstuvwxyz"[rest]


def indicator_table(rows: Sequence[Reviewed], lines: dict[int, Line]) -> Table:
    columns = (
        Column(_("Indicator"), width=24),
        Column(_("Work undertaken to date"), width=24),
        Column(_("Work planned"), width=20),
        Column(_("Data"), width=16),
        Column(_("Notes"), width=16),
    )
    return Table(
        columns,
        tuple(
            Row(
                tuple(
                    text_cell(words or "–")
                    for words in (
                        row.item.title,
                        row.undertaken_words,
                        row.planned_words,
                        data_words(row, lines.get(row.item.pk)),
                        notes_words(row),
                    )
                )
            )
            for row in rows
        ),
    )


def action_table(rows: Sequence[Reviewed], name: str) -> Table:
    columns = (
        Column(name, width=28),
        Column(_("Work undertaken to date"), width=28),
        Column(_("Work planned"), width=24),
        Column(_("Notes"), width=20),
    )
    return Table(
        columns,
        tuple(
            Row(
                tuple(
                    text_cell(words or "–")
                    for words in (row.item.title, row.undertaken_words, row.planned_words, notes_words(row))
                )
            )
            for row in rows
        ),
    )


def data_words(row: Reviewed, line: Line | None) -> str:
    """What was said of the data, and the figure with its period; small numbers withheld as everywhere."""
    figure = ""
    if isinstance(row.item, Indicator) and line is not None and (line.figure.is_known or line.figure.is_withheld):
        figure = _("%(period)s: %(figure)s") % {
            "period": line.period.label,
            "figure": shown_words(row.item, line.figure),
        }
    return "\n".join(words for words in (row.data_words, figure) if words)


def notes_words(row: Reviewed) -> str:
    return "\n".join([words for words in (row.notes, *map(step_words, row.follow_ups)) if words])


def step_words(step: FollowUp) -> str:
    """ "Next step: ask for the figures (Theme group, by 15 January 2010)"."""
    by_when = _("by %(day)s") % {"day": day_words(step.due)} if step.due else step.by_when
    more = ", ".join(words for words in (step.by_whom, by_when) if words)
    said = _("Next step: %(step)s") % {"step": step.text}
    return f"{said} ({more})" if more else said


def appendix(strategy: Strategy) -> Iterator[Block]:
    """The communication strategy, on a page of its own."""
    yield PageBreak()
    yield heading(2, strategy.title, anchor="communication")
    if strategy.aim:
        yield heading(3, _("Aim"))
        yield paragraph(strategy.aim)
    for title, text in (
        (_("Objectives"), strategy.objectives),
        (_("Means"), strategy.means),
        (_("Principles"), strategy.principles),
    ):
        if found := points(text):
            yield heading(3, title)
            yield ListBlock(tuple(item(point) for point in found), ordered=True)
    actions: dict[str, list[Row]] = {}
    for row in strategy.activities.all():
        by_when = day_words(row.due) if row.due else row.by_when
        cells = tuple(text_cell(words or "–") for words in (row.activity, row.by_whom, by_when, row.outcome))
        actions.setdefault(row.action, []).append(Row(cells))
    columns = (
        Column(_("Activity"), width=30),
        Column(_("By whom"), width=22),
        Column(_("By when"), width=22),
        Column(_("Outcome"), width=26),
    )
    for action, rows in actions.items():
        if action:
            yield heading(3, _("Action: %(action)s") % {"action": action})
        yield Table(columns, tuple(rows))


def item(point: Point) -> tuple[Block, ...]:
    words, below = point
    if not below:
        return (paragraph(words),)
    return paragraph(words), ListBlock(tuple((paragraph(one),) for one in below))


def flat(review: Review, lines: dict[int, Line]) -> Table:
    """A row for each item."""
    columns = (
        Column(review.plan.outcome_name, width=3),
        Column(_("Indicator or action"), width=4),
        Column(_("Work undertaken to date"), width=4),
        Column(_("Work planned"), width=4),
        Column(_("Data"), width=2),
        Column(_("Notes"), width=3),
    )
    rows = [
        Row(
            tuple(
                text_cell(words)
                for words in (
                    part.outcome.title,
                    row.item.title,
                    row.undertaken_words,
                    row.planned_words,
                    data_words(row, lines.get(row.item.pk) if isinstance(row.item, Indicator) else None),
                    notes_words(row),
                )
            )
        )
        for part in review.outcomes
        for row in (*part.indicators, *part.actions)
    ]
    return Table(columns, tuple(rows))
