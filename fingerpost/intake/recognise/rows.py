"""A raw row understood: its dates, figures and labels as facts, with a finding for each doubt."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from fingerpost.checks.facts import MilestoneFacts

from .dates import Due, read_due
from .events import Findings, RawRow, clipped
from .progress import Progress, read_progress
from .quarters import quarter_label

WHOLE_YEAR = re.compile(r"(?:19|20)\d\d")


def milestone(row: RawRow, findings: Findings) -> MilestoneFacts:
    """The facts of one row. What cannot be read is None, and a finding says so."""
    due = read_due(row.due, row.due_value)
    progress = read_progress(row.progress, row.progress_value)
    if not row.progress and progress.percent is None and row.status:
        progress = read_progress(row.status)
    if row.unclear:
        progress = Progress(None, progress.text, "qualified")
    if row.cut:
        _tell_cut(row, findings)
        if "%" not in row.progress:
            progress = Progress(None, row.progress)
        if not row.note and not row.progress and not WHOLE_YEAR.search(due.text):
            due = Due(None, due.text)  # "30 Jun 20" may be the beginning of 2009
    else:
        _tell_due(row, due, findings)
        _tell_progress(row, progress, findings)
    return MilestoneFacts(
        title=row.title,
        quarter=quarter_label(row.title) or quarter_label(row.quarter),
        due=due.day,
        due_text=due.text,
        note=row.note,
        progress=progress.percent,
        progress_text=progress.text,
        place=row.place,
    )


def _tell_cut(row: RawRow, findings: Findings) -> None:
    findings.add(
        "row-cut-off",
        "error",
        _("The document ends within this row: “%(title)s”. Only what stands there was read; nothing was completed.")
        % {"title": clipped(row.title)},
        row.place,
    )


def _tell_due(row: RawRow, due: Due, findings: Findings) -> None:
    names = {"title": clipped(row.title), "words": clipped(due.text)}
    if not due.text and due.day is None:
        findings.add("row-without-date", "error", _("“%(title)s” has no due date.") % names, row.place)
    elif due.doubt == "impossible":
        findings.add(
            "date-impossible",
            "error",
            _("“%(words)s” is not in the calendar (day before month), so no due date was read for “%(title)s”.")
            % names,
            row.place,
        )
    elif due.doubt == "several":
        findings.add(
            "date-doubtful",
            "error",
            _("“%(words)s” names more than one date, so no due date was chosen for “%(title)s”.") % names,
            row.place,
        )
    elif due.doubt == "serial":
        findings.add(
            "date-doubtful",
            "error",
            _("“%(words)s” may be a spreadsheet's number for a day; it was not read for “%(title)s”.") % names,
            row.place,
        )
    elif due.doubt == "unreadable":
        findings.add(
            "date-unreadable",
            "error",
            _("The due date “%(words)s” of “%(title)s” could not be read as a day.") % names,
            row.place,
        )
    elif due.doubt == "words":
        findings.add(
            "date-in-words",
            "warning",
            _("“%(words)s” is no date; the words are kept as the due date of “%(title)s”.") % names,
            row.place,
        )


def _tell_progress(row: RawRow, progress: Progress, findings: Findings) -> None:
    names = {"title": clipped(row.title), "words": clipped(progress.text)}
    if progress.doubt == "missing":
        findings.add("row-without-progress", "warning", _("“%(title)s” has no progress.") % names, row.place)
    elif progress.doubt == "words":
        findings.add(
            "progress-in-words",
            "warning",
            _("The progress of “%(title)s” is given in words, “%(words)s”; no percentage was made of them.") % names,
            row.place,
        )
    elif progress.doubt == "range":
        findings.add(
            "progress-out-of-range",
            "error",
            _("“%(words)s” is not between 0 %% and 100 %%, so no progress was read for “%(title)s”.") % names,
            row.place,
        )
    elif progress.doubt in ("several", "qualified"):
        findings.add(
            "progress-doubtful",
            "error",
            _("“%(words)s” does not say one percentage plainly, so no progress was read for “%(title)s”.") % names,
            row.place,
        )


def overall(row: RawRow) -> Decimal | None:
    """The percentage that a column states for the whole key action."""
    return read_progress(row.overall, row.overall_value).percent
