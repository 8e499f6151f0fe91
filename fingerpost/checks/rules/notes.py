"""What the note of a milestone says, against its progress."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fingerpost.checks.facts import MilestoneFacts
from fingerpost.checks.registry import Around, Remark, Remarks, percent, rule
from fingerpost.checks.saying import DONE, NOT_DONE, TO_COME, WITHDRAWN, Saying, later_event
from fingerpost.core.words import day_words


@rule("complete-but-to-come", MilestoneFacts, severity="warning", title=gettext_lazy("100% but the note looks ahead"))
def complete_but_to_come(milestone: MilestoneFacts, around: Around) -> Remarks:
    """The note says of the milestone itself that it is still to be done."""
    if words := _says(TO_COME, milestone, 100):
        yield Remark(_("100%%, but the note says that it is still to come: “%(words)s”") % {"words": words}, words)


@rule(
    "complete-but-not-done", MilestoneFacts, severity="warning", title=gettext_lazy("100% but the note says not done")
)
def complete_but_not_done(milestone: MilestoneFacts, around: Around) -> Remarks:
    """The note says of the milestone itself that it, or a part of it, was not done."""
    if words := _says(NOT_DONE, milestone, 100):
        yield Remark(_("100%%, but the note says that not all was done: “%(words)s”") % {"words": words}, words)


@rule(
    "complete-but-withdrawn",
    MilestoneFacts,
    severity="warning",
    title=gettext_lazy("100% but the note says withdrawn"),
)
def complete_but_withdrawn(milestone: MilestoneFacts, around: Around) -> Remarks:
    if words := _says(WITHDRAWN, milestone, 100):
        yield Remark(_("100%%, but the note says that it was withdrawn: “%(words)s”") % {"words": words}, words)


@rule("none-but-withdrawn", MilestoneFacts, severity="warning", title=gettext_lazy("0% where the note says withdrawn"))
def none_but_withdrawn(milestone: MilestoneFacts, around: Around) -> Remarks:
    """It should be cancelled with a reason: at 0% it drags the key action down for ever."""
    if words := _says(WITHDRAWN, milestone, 0):
        yield Remark(_("0%%, but it should be cancelled, for the note says: “%(words)s”") % {"words": words}, words)


@rule("none-but-done", MilestoneFacts, severity="warning", title=gettext_lazy("0% but the note says done"))
def none_but_done(milestone: MilestoneFacts, around: Around) -> Remarks:
    if words := _says(DONE, milestone, 0):
        yield Remark(_("0%%, but the note says that it was done: “%(words)s”") % {"words": words}, words)


@rule(
    "complete-before-event",
    MilestoneFacts,
    severity="warning",
    title=gettext_lazy("100% but the note tells of a later event"),
)
def complete_before_event(milestone: MilestoneFacts, around: Around) -> Remarks:
    """The note tells, as done, of something dated after the report: it was not complete at the report's date."""
    if around.as_at is None or not _stands_at(100, milestone):
        return
    words, later = later_event(milestone.note, milestone.title, milestone.due or around.as_at, around.as_at)
    if words:
        message = _("%(progress)s on %(as_at)s, but the note tells of a later day, %(later)s: “%(words)s”")
        values = {"progress": percent(Decimal(100)), "as_at": day_words(around.as_at), "later": later.rstrip(".")}
        yield Remark(message % {**values, "words": words}, words)


def _stands_at(progress: int, milestone: MilestoneFacts) -> bool:
    return milestone.state == "active" and milestone.progress == progress


def _says(saying: Saying, milestone: MilestoneFacts, progress: int) -> str:
    """The words with which the note of a milestone at this progress says so, or ""."""
    return saying.first(milestone.note, milestone.title) if _stands_at(progress, milestone) else ""
