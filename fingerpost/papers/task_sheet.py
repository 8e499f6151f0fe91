"""Task sheets: what each lead officer is asked to report on, with what was said last and room for the answer.

The columns of the spreadsheet bear the names that import knows, so that a sheet that was filled in can be imported.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fingerpost.core.periods import Period
from fingerpost.core.words import day_words
from fingerpost.documents.model import (
    Block,
    Cell,
    Column,
    Contents,
    ContentsEntry,
    Document,
    PageBreak,
    Paragraph,
    Progress,
    Row,
    Sheet,
    Table,
    heading,
    paragraph,
    text_cell,
)
from fingerpost.papers import selection, wording
from fingerpost.papers.flat_sheets import share_cell
from fingerpost.papers.milestone_cells import due_cell, note_cell, percent_figure
from fingerpost.papers.selection import Scope, Selection
from fingerpost.people.models import User
from fingerpost.plans.models import MilestoneState, Outcome, Plan
from fingerpost.reporting.milestone_row import MilestoneRow
from fingerpost.reporting.standing import Standing

Sheets = list[tuple[str, list[MilestoneRow]]]


def task_sheet(
    plan: Plan,
    *,
    period: Period,
    outcome: Outcome | None = None,
    lead: User | None = None,
    scope: Scope = "due",
    as_at: date | None = None,
) -> Document:
    """One person's sheet, or everybody's, each on a page and a sheet of its own.

    Asked for are active milestones that are not complete: those due by the end of the period, or all of the plan
    year. The number of queries is constant.
    """
    chosen = Selection(plan=plan, period=period, outcome=outcome, lead=lead, scope=scope, as_at=as_at)
    people = by_lead(selection.read(chosen).milestones)
    return wording.paper(
        _("task sheet") if lead else _("task sheets"),
        chosen,
        blocks=(*opening(chosen, people), *sheets_of(people)),
        sheets=tuple(Sheet(name[:31], flat(rows)) for name, rows in people) or (Sheet(_("Nothing to do"), flat([])),),
    )


def by_lead(rows: Iterator[MilestoneRow]) -> Sheets:
    """Open milestones by the name of who leads them, those of nobody last. Two of one name have a sheet each."""
    found: dict[tuple[bool, str, int], list[MilestoneRow]] = {}
    for row in rows:
        if row.state == MilestoneState.ACTIVE and row.standing != Standing.COMPLETE:
            name = row.lead_name or _("No lead officer")
            found.setdefault((row.lead_id is None, name, row.lead_id or 0), []).append(row)
    return [(name, found[key]) for key in sorted(found) for name in [key[1]]]


def opening(chosen: Selection, people: Sheets) -> Iterator[Block]:
    total = sum(len(rows) for _name, rows in people)
    if not total:
        yield paragraph(_("No milestone waits for an update."), style="lead")
        return
    words = ngettext("%(count)d milestone to report on.", "%(count)d milestones to report on.", total)
    yield paragraph(words % {"count": total}, style="lead")
    asked = {"period": chosen.period.label, "date": day_words(chosen.moment.until)}
    yield paragraph(_("Please say how each stood on %(date)s, the end of %(period)s.") % asked)
    yield paragraph(
        _("Fill in the last two columns: progress from 0 to 100%, and a note of what was done and what comes next."),
    )
    if words := wording.about(chosen):
        yield paragraph(words)
    if len(people) > 1:
        entries = [ContentsEntry(1, f"{name} ({len(rows)})", anchor(place)) for place, (name, rows) in each(people)]
        yield Contents(_("Contents"), tuple(entries))


def each(people: Sheets) -> Iterator[tuple[int, tuple[str, list[MilestoneRow]]]]:
    yield from enumerate(people, 1)


def anchor(place: int) -> str:
    return f"lead-{place}"


def sheets_of(people: Sheets) -> Iterator[Block]:
    """A page for each person."""
    for place, (name, rows) in each(people):
        if len(people) > 1:
            yield PageBreak()
        yield heading(2, name, anchor=anchor(place))
        yield table(rows)
        if len(people) > 1:
            yield wording.navigation()


def table(rows: list[MilestoneRow]) -> Table:
    columns = (
        Column(_("Milestone"), width=26),
        Column(_("Due date"), "date", width=13),
        Column(_("What was said last"), width=26),
        Column(_("Progress"), "percent", width=14),
        Column(_("Note"), width=26),
    )
    cells = (Row((placed(row), due_cell(row), said_last(row), Cell(), Cell())) for row in rows)
    return Table(columns, tuple(cells))


def placed(row: MilestoneRow) -> Cell:
    """The title, with the key action that it belongs to."""
    return Cell((paragraph(row.title), paragraph(row.action_title, style="small")))


def said_last(row: MilestoneRow) -> Cell:
    """The latest progress and note, with the day of the latest update."""
    blocks: list[Block] = []
    if row.progress is not None:
        blocks.append(Paragraph((Progress(row.progress, percent_figure(row.progress)),)))
    blocks += note_cell(row).blocks
    on = _("As at %(date)s") % {"date": day_words(row.latest_on)} if row.latest_on else _("Nothing so far")
    return Cell((*blocks, paragraph(on, style="small")))


def flat(rows: list[MilestoneRow]) -> Table:
    columns = (
        Column(_("Outcome"), width=2, locked=True),
        Column(_("Key action"), width=2, locked=True),
        Column(_("Milestone"), width=3, locked=True),
        Column(_("Due date"), "date", locked=True),
        Column(_("Last reported"), "percent", locked=True),
        Column(_("Last reported on"), "date", locked=True),
        Column(_("Last words"), width=3, locked=True),
        Column(_("Progress"), "percent"),
        Column(_("Note"), width=4),
        Column(_("Will be completed in this plan year"), choices=(_("Yes"), _("No"))),
    )
    return Table(columns, tuple(Row((*known(row), Cell(), Cell(), Cell())) for row in rows))


def known(row: MilestoneRow) -> tuple[Cell, ...]:
    on = Cell((paragraph(day_words(row.latest_on)),), value=row.latest_on) if row.latest_on else Cell()
    return (
        text_cell(row.outcome_title or ""),
        text_cell(row.action_title),
        text_cell(row.title),
        due_cell(row),
        share_cell(row.progress),
        on,
        note_cell(row),
    )
