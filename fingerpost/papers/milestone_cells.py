"""The cells of a milestone, the same in every paper."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from fingerpost.core.words import day_words
from fingerpost.documents.model import Cell, Paragraph, Progress, paragraph, text_cell
from fingerpost.papers.notes import note_blocks
from fingerpost.reporting.milestone_row import MilestoneRow
from fingerpost.reporting.standing import Standing


def figure(value: Decimal) -> str:
    """A milestone's progress or a stated percentage as it was given: 90, 33.3."""
    words = f"{value:f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


def percent_figure(value: Decimal) -> str:
    """ "90%" or "33.3%", not rounded: what somebody reported is told as they reported it."""
    return _("%(percent)s%%") % {"percent": figure(value)}


def title_cell(row: MilestoneRow) -> Cell:
    return text_cell(row.title)


def due_cell(row: MilestoneRow) -> Cell:
    """The day, or the words that stand for one ("Ongoing")."""
    if row.due is None:
        return text_cell(row.by_when or _("No date"))
    return Cell((paragraph(short_day(row.due)),), value=row.due)


def short_day(day: date) -> str:
    """ "30 Sep 2009": fits on one line of a narrow column."""
    return formats.date_format(day, pgettext("format of a date in a table", "j M Y"))


def note_cell(row: MilestoneRow) -> Cell:
    return Cell(note_blocks(row.note))


def known_progress(row: MilestoneRow) -> Decimal | None:
    """Progress that holds for the time reported on. None where no update was received, whatever was said before."""
    return None if row.standing == Standing.NO_UPDATE else row.progress


def standing_words(row: MilestoneRow) -> str:
    """How it stands; without an update, what was last said and when."""
    words = str(row.standing.label)
    if row.standing != Standing.NO_UPDATE or row.progress is None:
        return words
    return _("%(standing)s; last %(percent)s as at %(date)s") % {
        "standing": words,
        "percent": percent_figure(row.progress),
        "date": day_words(row.progress_on),
    }


def progress_cell(row: MilestoneRow) -> Cell:
    """A bar with its figure, and how it stands in words. Without a figure the words alone: never drawn as 0."""
    progress, standing = known_progress(row), paragraph(standing_words(row), style="small")
    if progress is None:
        return Cell((standing,))
    return Cell((Paragraph((Progress(progress, percent_figure(progress)),)), standing), value=progress)
