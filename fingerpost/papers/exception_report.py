"""The exception report: what is overdue, what slipped, and of what nothing was heard. Nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fingerpost.core.periods import Period
from fingerpost.core.words import day_words
from fingerpost.cycles.register import no_response_words
from fingerpost.documents.model import (
    Block,
    Cell,
    Column,
    Contents,
    ContentsEntry,
    Document,
    Row,
    Sheet,
    Table,
    heading,
    paragraph,
    text_cell,
)
from fingerpost.papers import selection, wording
from fingerpost.papers.charts import number_cell
from fingerpost.papers.flat_sheets import share_cell
from fingerpost.papers.milestone_cells import due_cell, known_progress, note_cell, progress_cell
from fingerpost.papers.selection import Scope, Selection
from fingerpost.papers.silence import NOBODY, Silence
from fingerpost.people.models import User
from fingerpost.plans.models import MilestoneState, Outcome, Plan
from fingerpost.reporting.expected import Band
from fingerpost.reporting.milestone_row import MilestoneRow
from fingerpost.reporting.standing import Standing

SLIPPING = frozenset({Band.SOME_SLIPPAGE, Band.OFF_TRACK})


@dataclass(frozen=True, slots=True)
class Group:
    """Milestones with the same trouble, first due first: the most overdue leads."""

    anchor: str
    title: str
    rule: str
    rows: tuple[MilestoneRow, ...]


def exception_report(
    plan: Plan,
    *,
    period: Period,
    outcome: Outcome | None = None,
    lead: User | None = None,
    scope: Scope = "due",
    as_at: date | None = None,
) -> Document:
    """`scope` "due": milestones that were due by the end of the period, by their first or present date, and those that
    were asked about without an answer; "all" adds those due later that fall behind time. The number of queries is
    constant."""
    chosen = Selection(plan=plan, period=period, outcome=outcome, lead=lead, scope="all", as_at=as_at)
    found = selection.read(chosen)
    silence, until = found.silence, chosen.moment.until
    rows = [row for row in found.milestones if scope == "all" or was_due(row, until) or silence.about(row)]
    parts = groups(rows, silence)
    troubled = {row.id for group in parts for row in group.rows}
    return wording.paper(
        _("exception report"),
        chosen,
        blocks=(*opening(chosen, parts, len(troubled)), *told(parts, silence)),
        sheets=(Sheet(_("Exceptions"), flat(parts, silence)),),
    )


def was_due(row: MilestoneRow, until: date) -> bool:
    return any(day is not None and day <= until for day in (row.due, row.original_due))


def groups(rows: list[MilestoneRow], silence: Silence = NOBODY) -> list[Group]:
    """A milestone that is overdue and of which nothing was heard stands in both groups; the rest in one. Without a
    cycle that somebody did not answer there is no group for it."""
    found: list[tuple[str, str, str, Callable[[MilestoneRow], bool]]] = [
        (
            "overdue",
            _("Overdue"),
            _("Due by the day of this report, and not complete."),
            lambda row: row.is_overdue,
        ),
        (
            "slipped",
            _("Slipped"),
            _("Not overdue, but the due date was put off, or progress is behind the time elapsed."),
            lambda row: slipped(row, silence),
        ),
        (
            "no-response",
            no_response_words(),
            _("Asked about in a reporting cycle that is over, and nothing was heard in the period."),
            silence.about,
        ),
        (
            "no-update",
            _("No update received"),
            _("Due, not complete, not asked about, and nothing was heard in the period."),
            lambda row: row.standing == Standing.NO_UPDATE and not silence.about(row),
        ),
    ]
    made = [
        Group(anchor, title, rule, tuple(sorted((row for row in rows if holds(row)), key=by_due)))
        for anchor, title, rule, holds in found
    ]
    return [group for group in made if group.rows or group.anchor != "no-response"]


def by_due(row: MilestoneRow) -> date:
    return row.due or date.max


def was_put_off(row: MilestoneRow) -> bool:
    """Moved to a later day, or to none. A date brought forward is no slip."""
    return row.original_due is not None and (row.due is None or row.due > row.original_due)


def is_behind(row: MilestoneRow, silence: Silence) -> bool:
    """By what was heard in the period: old progress is no news."""
    return row.band in SLIPPING and not silence.about(row)


def slipped(row: MilestoneRow, silence: Silence) -> bool:
    is_open = row.state == MilestoneState.ACTIVE and row.standing != Standing.COMPLETE
    return is_open and not row.is_overdue and (was_put_off(row) or is_behind(row, silence))


def opening(chosen: Selection, parts: list[Group], total: int) -> Iterator[Block]:
    """Counts first."""
    if not total:
        yield paragraph(_("No milestone is overdue, has slipped or is without an update."), style="lead")
    else:
        words = ngettext("%(count)d milestone needs attention.", "%(count)d milestones need attention.", total) % {
            "count": total
        }
        counts = "; ".join(f"{group.title}: {len(group.rows)}" for group in parts)
        yield paragraph(f"{words} {counts}.", style="lead")
    if total != sum(len(group.rows) for group in parts):
        yield paragraph(_("A milestone that is overdue and without an update is counted in both groups."))
    if words := wording.about(chosen):
        yield paragraph(words)
    if total:
        entries = [ContentsEntry(1, f"{group.title} ({len(group.rows)})", group.anchor) for group in parts]
        yield Contents(_("Contents"), tuple(entries))


def told(parts: list[Group], silence: Silence) -> Iterator[Block]:
    """Each group with its rule and its rows; nothing of groups where all are empty."""
    if not any(group.rows for group in parts):
        return
    for group in parts:
        yield heading(2, group.title, anchor=group.anchor)
        yield paragraph(group.rule, style="small")
        if group.rows:
            yield table(group, silence)
        else:
            yield paragraph(_("None."))
        yield wording.navigation()


def table(group: Group, silence: Silence) -> Table:
    columns = (
        Column(_("Milestone"), width=32),
        Column(_("Lead officer"), width=14),
        Column(_("Due date"), "date", width=13),
        Column(_("What is wrong"), width=24),
        Column(_("Progress"), "percent", width=16),
    )
    rows = tuple(
        Row(
            (
                placed(row),
                lead_cell(row),
                due_cell(row),
                text_cell("\n".join(reasons(row, silence))),
                progress_cell(row, silence),
            )
        )
        for row in group.rows
    )
    return Table(columns, rows)


def placed(row: MilestoneRow) -> Cell:
    """The title, with the key action that it belongs to."""
    return Cell((paragraph(row.title), paragraph(row.action_title, style="small")))


def lead_cell(row: MilestoneRow) -> Cell:
    return text_cell(row.lead_name or _("Nobody"))


def reasons(row: MilestoneRow, silence: Silence) -> Iterator[str]:
    """Everything that is wrong with a milestone, one sentence each."""
    if row.is_overdue and row.due:
        days = (row.as_at - row.due).days
        words = ngettext("%(count)d day overdue", "%(count)d days overdue", days) % {"count": days}
        yield words if days else _("Due on the day of this report")
    if was_put_off(row):
        yield _("First due %(date)s") % {"date": day_words(row.original_due)}
    if not row.is_overdue and is_behind(row, silence):
        expected = {"band": row.band.label, "expected": row.expected and int(row.expected)}
        yield _("%(band)s: by time, %(expected)s%% could be expected") % expected
    if silence.about(row):
        yield no_response_words()
    elif row.standing == Standing.NO_UPDATE:
        yield _("No update received")
    if row.will_not_complete:
        yield _("Will not be completed in this plan year")
    if row.correction:
        yield row.correction.words


def flat(parts: list[Group], silence: Silence) -> Table:
    columns = (
        Column(_("Group")),
        Column(_("Outcome"), width=2),
        Column(_("Key action"), width=2),
        Column(_("Milestone"), width=3),
        Column(_("Lead officer")),
        Column(_("Due date"), "date"),
        Column(_("First due"), "date"),
        Column(_("Days overdue"), "number"),
        Column(_("Progress"), "percent"),
        Column(_("What is wrong"), width=2),
        Column(_("Note"), width=4),
    )
    return Table(columns, tuple(flat_row(group, row, silence) for group in parts for row in group.rows))


def flat_row(group: Group, row: MilestoneRow, silence: Silence) -> Row:
    days = number_cell((row.as_at - row.due).days) if row.is_overdue and row.due else Cell()
    first = Cell((paragraph(day_words(row.original_due)),), value=row.original_due) if row.original_due else Cell()
    progress: Decimal | None = known_progress(row, silence)
    return Row(
        (
            text_cell(group.title),
            text_cell(row.outcome_title or ""),
            text_cell(row.action_title),
            text_cell(row.title),
            lead_cell(row),
            due_cell(row),
            first,
            days,
            share_cell(progress),
            text_cell("\n".join(reasons(row, silence))),
            note_cell(row),
        )
    )
