"""What ought to be there and is not: lead officer, measure, update, milestones of its own."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fingerpost.checks.facts import ActionFacts, MilestoneFacts
from fingerpost.checks.registry import Around, Remark, Remarks, active, rule
from fingerpost.checks.vocabulary import DEED, VAGUE_AIMS
from fingerpost.checks.wording import comparable, lowered, pattern, quoted

_VAGUE_AIMS, _DEED_OR_FIGURE = pattern(VAGUE_AIMS), pattern((*DEED, "\\d+\\S*"))


@rule("no-lead-officer", ActionFacts, severity="warning", title=gettext_lazy("No lead officer"))
def no_lead_officer(action: ActionFacts, around: Around) -> Remarks:
    """Once for the action where it has none either; a milestone is carried by the lead of its action."""
    without = [row for row in active(action.milestones) if row.lead == ""]
    if action.lead:
        return
    if action.lead == "" and (without or not action.milestones):
        message = ngettext(
            "The key action has no lead officer, nor has %(count)d milestone of it.",
            "The key action has no lead officer, nor have %(count)d milestones of it.",
            len(without),
        )
        yield Remark(message % {"count": len(without)}, action.title)
        return
    for milestone in without:
        yield Remark(_("The milestone has no lead officer."), milestone.title, milestone)


@rule("no-milestones", ActionFacts, severity="notice", title=gettext_lazy("Key action without milestones"))
def no_milestones(action: ActionFacts, around: Around) -> Remarks:
    if not active(action.milestones):
        yield Remark(_("The key action has no milestones, so its progress cannot be worked out."), action.title)


@rule("no-measure", MilestoneFacts, severity="notice", title=gettext_lazy("Nothing to measure it by"))
def no_measure(milestone: MilestoneFacts, around: Around) -> Remarks:
    """No quantity is set and the title opens with an aim ("continue to support …"), and names no deed and no figure."""
    if milestone.has_measure is not False or milestone.state != "active":
        return
    title = lowered(milestone.title.removesuffix(milestone.quarter))
    if _VAGUE_AIMS.match(title) and not _DEED_OR_FIGURE.search(title):
        message = _("Nobody can see when “%(title)s” is done: no quantity is set.")
        yield Remark(message % {"title": quoted(milestone.title)}, milestone.title)


@rule("same-note", MilestoneFacts, severity="notice", title=gettext_lazy("Same note as last period"))
def same_note(milestone: MilestoneFacts, around: Around) -> Remarks:
    """A milestone that is complete may keep its note."""
    if not milestone.previous_note or milestone.progress == 100 or milestone.state != "active":
        return
    if milestone.note.split() == milestone.previous_note.split() != []:
        words_found = quoted(milestone.note)
        yield Remark(_("The note is the same as last period: “%(words)s”") % {"words": words_found}, words_found)


@rule("no-update", MilestoneFacts, severity="warning", title=gettext_lazy("No update this period"))
def no_update(milestone: MilestoneFacts, around: Around) -> Remarks:
    """Of what is not complete and is due or begun: nobody reports on what lies ahead untouched."""
    if milestone.updated_in_period is not False or milestone.state != "active" or milestone.progress == 100:
        return
    is_due = milestone.due is not None and around.as_at is not None and milestone.due <= around.as_at
    if is_due or milestone.progress:
        yield Remark(_("No update was received this period."), milestone.progress_text)


@rule("duplicate-milestone", ActionFacts, severity="warning", title=gettext_lazy("Milestone listed twice"))
def duplicate_milestone(action: ActionFacts, around: Around) -> Remarks:
    """Same title and same due date within one action; a task that returns at a later date is none."""
    rows = active(action.milestones)
    seen = Counter((comparable(row.title), row.due) for row in rows)
    for key, times in seen.items():
        if times > 1 and key[0]:
            last = [row for row in rows if (comparable(row.title), row.due) == key][-1]
            message = _("“%(title)s” stands %(times)d times in this key action.")
            yield Remark(message % {"title": quoted(last.title), "times": times}, last.title, last)
