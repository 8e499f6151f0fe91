"""The milestones report as a spreadsheet: one flat sheet to filter and sort, and one of the key actions."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from fingerpost.documents.model import Cell, Column, Row, Sheet, Table, paragraph, text_cell
from fingerpost.papers.charts import number_cell
from fingerpost.papers.milestone_cells import due_cell, known_progress, note_cell, percent_figure, standing_words
from fingerpost.papers.selection import Contents, Section
from fingerpost.papers.silence import Silence
from fingerpost.reporting.milestone_row import MilestoneRow
from fingerpost.reporting.rollup import ActionRollUp
from fingerpost.reporting.tallies import Tally


def sheets(found: Contents, numbers: dict[int, str]) -> tuple[Sheet, ...]:
    return (
        Sheet(_("Milestones"), Table(milestone_columns(), tuple(milestone_rows(found)))),
        Sheet(_("Key actions"), Table(action_columns(), tuple(action_rows(found, numbers)))),
    )


def milestone_columns() -> tuple[Column, ...]:
    return (
        Column(_("Theme")),
        Column(_("Outcome"), width=2),
        Column(_("Key action"), width=2),
        Column(_("Stated %"), "percent"),
        Column(_("Computed %"), "percent"),
        Column(_("Milestone"), width=3),
        Column(_("Quarter")),
        Column(_("Due date"), "date"),
        Column(_("Note"), width=4),
        Column(_("Progress"), "percent"),
        Column(_("Status")),
        Column(_("Lead officer")),
    )


def milestone_rows(found: Contents) -> Iterator[Row]:
    """Those left out of the figures are not among them: the report lists them with their reasons."""
    for section in found.sections:
        for action in section.actions:
            first = (*placed(section, action), share_cell(action.stated.percent), share_cell(action.percent))
            for row in found.rows.get(action.head.id, ()):
                if not row.left_out:
                    yield Row((*first, *milestone(row, found.silence)))


def placed(section: Section, action: ActionRollUp) -> tuple[Cell, ...]:
    node = section.node
    outcome = node.title if node else _("Under no outcome")
    return text_cell((node and node.head.theme) or ""), text_cell(outcome), text_cell(action.title)


def milestone(row: MilestoneRow, silence: Silence) -> tuple[Cell, ...]:
    return (
        text_cell(row.title),
        text_cell(row.quarter_label),
        due_cell(row),
        note_cell(row),
        share_cell(known_progress(row, silence)),
        text_cell(". ".join([standing_words(row, silence), *([row.correction.words] if row.correction else [])])),
        text_cell(row.lead_name or ""),
    )


def share_cell(value: Decimal | None) -> Cell:
    """A percentage, or nothing at all where there is none: blank is not zero."""
    return Cell() if value is None else Cell((paragraph(percent_figure(value)),), value=value)


COUNTS = ("due", "complete", "well_progressed", "some_progress", "no_progress", "no_update", "overdue")


def action_columns() -> tuple[Column, ...]:
    counts = (
        _("Milestones due"),
        _("Of these complete"),
        _("Well progressed"),
        _("Some progress"),
        _("No progress"),
        _("No update received"),
        _("Overdue"),
    )
    return (
        Column(_("Number")),
        Column(_("Outcome"), width=2),
        Column(_("Key action"), width=2),
        Column(_("Lead officer")),
        Column(_("Stated %"), "percent"),
        Column(_("Computed %"), "percent"),
        Column(_("How the two compare"), width=2),
        *(Column(title, "number") for title in counts),
    )


def action_rows(found: Contents, numbers: dict[int, str]) -> Iterator[Row]:
    for section in found.sections:
        for action in section.actions:
            yield Row(
                (
                    text_cell(numbers[action.head.id]),
                    *placed(section, action)[1:],
                    text_cell(action.head.lead_name or ""),
                    share_cell(action.stated.percent),
                    share_cell(action.percent),
                    text_cell(str(action.comparison.label)),
                    *counts(action.tally),
                )
            )


def counts(tally: Tally) -> tuple[Cell, ...]:
    return tuple(number_cell(getattr(tally, name)) for name in COUNTS)
