"""The milestones report: what was due, by outcome and key action, how it stands, and what was said of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import count

from django.utils.translation import gettext as _

from fingerpost.core.periods import Period
from fingerpost.core.words import day_words, percent_words
from fingerpost.cycles.register import no_response_words
from fingerpost.documents.model import (
    Block,
    Column,
    Contents,
    ContentsEntry,
    Document,
    Heading,
    ListBlock,
    Paragraph,
    Row,
    Table,
    Text,
    heading,
    paragraph,
)
from fingerpost.papers import charts, flat_sheets, selection, wording
from fingerpost.papers.milestone_cells import due_cell, note_cell, percent_figure, progress_cell, title_cell
from fingerpost.papers.selection import Scope, Section, Selection
from fingerpost.papers.silence import Silence
from fingerpost.people.models import User
from fingerpost.plans.models import Outcome, Plan
from fingerpost.reporting.explanation import ended, rule_of_action, rule_of_children
from fingerpost.reporting.milestone_row import MilestoneRow
from fingerpost.reporting.rollup import ActionRollUp
from fingerpost.reporting.sentence import sentence_of


def milestones_report(
    plan: Plan,
    *,
    period: Period,
    outcome: Outcome | None = None,
    lead: User | None = None,
    scope: Scope = "due",
    as_at: date | None = None,
) -> Document:
    """The report of a plan, of one of its outcomes, or of what one person leads. The number of queries is constant."""
    chosen = Selection(plan=plan, period=period, outcome=outcome, lead=lead, scope=scope, as_at=as_at)
    return _Report(selection.read(chosen)).document()


class _Report:
    """Writes the report's parts; knows the number of each key action."""

    def __init__(self, found: selection.Contents) -> None:
        self.found = found
        self.chosen = found.selection
        numbers = count(1)
        self.numbers = {action.head.id: str(next(numbers)) for action in found.actions}

    def document(self) -> Document:
        blocks = (
            *self.opening(),
            *charts.figures([section.node for section in self.found.sections if section.node]),
            self.contents(),
            *(block for place, section in enumerate(self.found.sections, 1) for block in self.section(place, section)),
            *self.explanation(),
        )
        sheets = flat_sheets.sheets(self.found, self.numbers)
        return wording.paper(_("milestones report"), self.chosen, blocks, sheets)

    def opening(self) -> Iterator[Block]:
        """The figures that matter most first."""
        tally = self.found.tally
        yield paragraph(wording.counts_words(tally, self.chosen.moment.until), style="lead")
        for words in (wording.rest_words(tally), wording.about(self.chosen)):
            if words:
                yield paragraph(words)
        worked_out = Text(_("How the figures were worked out"), link="#worked-out")
        yield Paragraph((Text(self.scope_words() + " "), worked_out), style="small")

    def scope_words(self) -> str:
        year = {"year": self.found.whole.year.label, "date": day_words(self.chosen.moment.until)}
        if self.chosen.scope == "all":
            return _("Listed are all milestones of the plan year %(year)s.") % year
        return _("Listed are the milestones due from the start of the plan year %(year)s to %(date)s.") % year

    def contents(self) -> Contents:
        entries: list[ContentsEntry] = []
        for place, section in enumerate(self.found.sections, 1):
            entries.append(ContentsEntry(1, self.section_title(section), f"outcome-{place}"))
            for action in section.actions:
                number = self.numbers[action.head.id]
                entries.append(ContentsEntry(2, action.title, f"action-{number}", number))
        return Contents(_("Contents"), tuple(entries))

    def section_title(self, section: Section) -> str:
        return section.node.title if section.node else _("Under no outcome")

    def section(self, place: int, section: Section) -> Iterator[Block]:
        """An outcome with its theme, its summary and its key actions."""
        node = section.node
        yield heading(2, self.section_title(section), anchor=f"outcome-{place}")
        if node and node.head.theme:
            words = {"level": self.chosen.plan.theme_name, "title": node.head.theme}
            yield paragraph(_("%(level)s: %(title)s") % words, style="small")
        if node:
            yield paragraph(sentence_of(node, self.chosen.moment, self.chosen.plan), style="summary")
        for action in section.elsewhere:
            number = self.numbers[action.head.id]
            link = Text(_("%(number)s %(title)s") % {"number": number, "title": action.title}, link=f"#action-{number}")
            yield Paragraph((Text(_("Counts here too:") + " "), link))
        if not section.actions:
            yield wording.navigation()
        for action in section.actions:
            yield from self.action(action)

    def action(self, action: ActionRollUp) -> Iterator[Block]:
        number = self.numbers[action.head.id]
        rows = self.found.rows.get(action.head.id, [])
        listed = [row for row in rows if not row.left_out]
        yield Heading(3, (Text(action.title),), anchor=f"action-{number}", number=number)
        if action.cancelled:
            yield paragraph(ended(_("Cancelled"), action.head.state_reason))
        else:
            yield paragraph(sentence_of(action, self.chosen.moment, self.chosen.plan), style="summary")
            yield from stated_blocks(action)
        if action.head.lead_name:
            yield paragraph(_("Lead officer: %(name)s") % {"name": action.head.lead_name}, style="small")
        if action.head.id in self.found.silence.actions and not action.cancelled:
            yield paragraph(no_response_words(), style="small")
        if listed:
            yield milestone_table(listed, self.chosen.plan.milestone_name, self.found.silence)
        yield from after_table(action, rows)
        yield wording.navigation()

    def explanation(self) -> Iterator[Block]:
        """Rules beside the figures that they made."""
        whole = self.found.whole
        modes = sorted({action.mode for action in self.found.actions})
        yield heading(2, _("How the figures were worked out"), anchor="worked-out")
        for mode in modes:
            words = {"level": self.chosen.plan.action_name, "rule": rule_of_action(mode)}
            yield paragraph(_("%(level)s: %(rule)s") % words)
        if whole.outcomes:
            words = {"rule": rule_of_children(whole.mode, whole.outcomes), "percent": percent_words(whole.percent)}
            yield paragraph(_("Whole plan, %(percent)s: %(rule)s") % words)
        yield paragraph(_("Milestones that were cancelled or merged are left out. Complete means 100%."))
        yield wording.navigation()


def stated_blocks(action: ActionRollUp) -> Iterator[Paragraph]:
    """What a source states, then what was worked out and whether the two agree."""
    stated = action.stated
    if stated.percent is None:
        return
    said = _("Stated percentage: %(percent)s (as at %(date)s)") % {
        "percent": percent_figure(stated.percent),
        "date": day_words(stated.on),
    }
    worked_out = _("Computed percentage: %(percent)s. %(verdict)s") % {
        "percent": percent_words(action.percent),
        "verdict": action.comparison.label,
    }
    yield paragraph(said)
    if stated.correction:
        yield paragraph(stated.correction.words, style="small")
    yield paragraph(worked_out)


def milestone_table(rows: list[MilestoneRow], name: str, silence: Silence) -> Table:
    columns = (
        Column(name, width=30),
        Column(_("Due date"), "date", width=13),
        Column(_("Note"), width=40),
        Column(_("Progress"), "percent", width=16),
    )
    lines = tuple(Row((title_cell(row), due_cell(row), note_cell(row), progress_cell(row, silence))) for row in rows)
    return Table(columns, lines)


def after_table(action: ActionRollUp, rows: list[MilestoneRow]) -> Iterator[Block]:
    """What the table cannot tell: what was left out and why, dates that moved, other lead officers."""
    left_out = [f"{row.title}: {ended(str(row.standing.label), row.state_reason)}" for row in rows if row.left_out]
    moved = [
        _("%(title)s: first due %(before)s, now %(now)s")
        % {"title": row.title, "before": day_words(row.original_due), "now": day_words(row.due) or _("no date")}
        for row in rows
        if row.was_moved and row.original_due and not row.left_out
    ]
    corrected = [f"{row.title}: {row.correction.words}" for row in rows if row.correction]
    led = [
        f"{row.title}: {row.lead_name}"
        for row in rows
        if row.lead_name and row.lead_id != action.head.lead_id and not row.left_out
    ]
    for title, items in (
        (_("Left out of the figures:"), left_out),
        (_("Corrected after the period was approved:"), corrected),
        (_("Due dates that moved:"), moved),
        (_("Led by others:"), led),
    ):
        if items:
            yield paragraph(title, style="small")
            yield ListBlock(tuple((paragraph(item, style="small"),) for item in items))
