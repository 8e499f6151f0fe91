"""The cells of a milestone, the same in every paper."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from fingerpost.core.words import day_words
from fingerpost.cycles.register import no_response_words
from fingerpost.documents.model import Cell, Paragraph, Progress, paragraph, text_cell
from fingerpost.papers.notes import note_blocks
from fingerpost.papers.silence import NOBODY, Silence
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


def is_unheard(row: MilestoneRow, silence: Silence = NOBODY) -> bool:
    """Whether nothing was heard of it for the time reported on."""
    return row.standing == Standing.NO_UPDATE or silence.about(row)


def known_progress(row: MilestoneRow, silence: Silence = NOBODY) -> Decimal | None:
    """Progress that holds for the time reported on. None where no update was received, whatever was said before."""
    return None if is_unheard(row, silence) else row.progress


def standing_words(row: MilestoneRow, silence: Silence = NOBODY) -> str:
    """How it stands; where nothing was heard, whether that was asked for, and what was last said and when."""
    words = no_response_words() if silence.about(row) else str(row.standing.label)
    if not is_unheard(row, silence) or row.progress is None:
        return words
    return _("%(standing)s; last %(percent)s as at %(date)s") % {
        "standing": words,
        "percent": percent_figure(row.progress),
        "date": day_words(row.progress_on),
    }


def progress_cell(row: MilestoneRow, silence: Silence = NOBODY) -> Cell:
    """A bar with its figure, and how it stands in words. Without a figure the words alone: never drawn as 0."""
    progress, standing = known_progress(row, silence), paragraph(standing_words(row, silence), style="small")
    if progress is None:
        return Cell((standing,))
    return Cell((Paragraph((Progress(progress, percent_figure(progress)),)), standing), value=progress)
