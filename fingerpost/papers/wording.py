"""Titles, anchors and the few sentences that papers share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from fingerpost.core.words import day_words, percent_words
from fingerpost.documents.model import Block, Document, Paragraph, Sheet, Text, heading
from fingerpost.documents.writers import Look
from fingerpost.papers.selection import Selection
from fingerpost.reporting.expected import as_decimal
from fingerpost.reporting.sentence import rest_clause
from fingerpost.reporting.tallies import Tally


def paper_title(kind: str, selection: Selection) -> str:
    """ "Learning plan: milestones report, Q2 2009/10 (as at 30 September 2009)"."""
    return _("%(plan)s: %(kind)s, %(period)s (as at %(date)s)") % {
        "plan": selection.plan.title,
        "kind": kind,
        "period": selection.period.label,
        "date": day_words(selection.day),
    }


def paper(kind: str, selection: Selection, blocks: Iterable[Block], sheets: tuple[Sheet, ...]) -> Document:
    """A paper under its title, with what every paper of ours says of itself."""
    title = paper_title(kind, selection)
    return Document(
        title=title,
        blocks=(heading(1, title), *blocks),
        sheets=sheets,
        language=get_language() or "en-GB",
        author=author(),
        subject=selection.plan.title,
        footer=footer(selection),
    )


def footer(selection: Selection) -> str:
    return _("%(partnership)s · as at %(date)s") % {
        "partnership": settings.PARTNERSHIP_NAME,
        "date": day_words(selection.day),
    }


def about(selection: Selection) -> str:
    """What the paper keeps to, "" where it is the whole plan."""
    if selection.outcome is not None:
        return _("%(level)s reported on: %(title)s.") % {
            "level": selection.plan.outcome_name,
            "title": selection.outcome.title.rstrip("."),
        }
    return _("Led by %(lead)s.") % {"lead": selection.lead.name} if selection.lead else ""


def counts_words(tally: Tally, until: date) -> str:
    """The counts, then the share that they make."""
    if not tally.due:
        return _("No milestone was due by %(date)s.") % {"date": day_words(until)}
    words = ngettext(
        "%(complete)s of %(due)s milestone due by %(date)s is complete (%(share)s).",
        "%(complete)s of %(due)s milestones due by %(date)s are complete (%(share)s).",
        tally.due,
    )
    share = percent_words(as_decimal(Fraction(100 * tally.complete, tally.due)))
    return words % {"complete": tally.complete, "due": tally.due, "date": day_words(until), "share": share}


def rest_words(tally: Tally) -> str:
    """How those that are due and not complete stand, "" where there are none."""
    return capfirst(_("%(rest)s.") % {"rest": rest_clause(tally)}) if tally.remaining else ""


def navigation() -> Paragraph:
    """The way back, after each key action."""
    links = (Text(_("Back to contents"), link="#contents"), Text(" · "), Text(_("Top of page"), link="#top"))
    return Paragraph(links, style="navigation")


def paper_look() -> Look:
    """The partnership's colour, and a writer's own words in the reader's language."""
    return Look(
        accent=settings.PARTNERSHIP_COLOUR,
        skip_link=_("Skip to main content"),
        chart_figures=_("Figures behind this chart"),
        write_here=_("Write here"),
        choose=_("Choose"),
        page_of=_("Page {page} of {pages}"),
    )


def author() -> str:
    return str(settings.PARTNERSHIP_NAME)
