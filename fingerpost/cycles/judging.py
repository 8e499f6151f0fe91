"""What is wrong with an answer: the same rules for the page, a task sheet and the service."""

from __future__ import annotations

from django.utils.translation import gettext as _

from fingerpost.cycles import rules
from fingerpost.cycles.answers import Answer, Before, Reasons
from fingerpost.follow_ups.rules import why_not_text
from fingerpost.plans.models import Milestone
from fingerpost.plans.rules import why_not_dates
from fingerpost.reporting.indicators import services as figures
from fingerpost.reporting.indicators.rules import why_not_record
from fingerpost.reporting.rules import (
    why_not_percent,
    why_not_progress,
    why_not_update_action,
    why_not_update_milestone,
)
from fingerpost.reviews.rules import why_not_step


def wrong_with(answer: Answer, before: Before) -> Reasons:
    """The reason for each field that is wrong, or for the item as a whole (""); nothing where it can be taken."""
    if refusal := rules.why_not_submit(answer.item) or why_not_reported(answer):
        return {"": refusal}
    if answer.seen is not None and answer.seen != before.latest_id:
        return {"seen": meanwhile(before)}
    if answer.item.indicator:
        return wrong_with_figure(answer, before)
    found = wrong_with_progress(answer, before) if answer.item.milestone else wrong_with_work(answer)
    return {name: reason for name, reason in found.items() if reason}


def why_not_reported(answer: Answer) -> str:
    """What was cancelled, merged or carried forward meanwhile takes no answer."""
    if answer.item.milestone:
        return why_not_update_milestone(None, answer.item.milestone)
    if answer.item.indicator:
        return why_not_record(None, answer.item.indicator, asked=True)
    return why_not_update_action(None, answer.item.action) if answer.item.action else ""


def meanwhile(before: Before) -> str:
    """Who said something after the form was opened."""
    who = before.latest.by.name if before.latest and before.latest.by else _("Somebody")
    return _("%(who)s reported on this after you opened the page. Look at it below; send again to report anew.") % {
        "who": who
    }


def wrong_with_work(answer: Answer) -> Reasons:
    if answer.work_undertaken.strip() or answer.work_planned.strip():
        return {}
    return {"work_undertaken": _("Say what was done, or what is planned.")}


def wrong_with_figure(answer: Answer, before: Before) -> Reasons:
    """As recording the figure on the indicator's own page, and the next step on that of its review."""
    row, held = answer.figure, before.held
    assert row is not None  # noqa: S101
    found = figures.wrong_with(row, row.indicator)
    asks = figures.examined(row, row.indicator, held.figure, held.lock, "").asks
    step = why_not_step(answer.step, answer.step_due, None) or (answer.step.strip() and why_not_text(answer.step))
    return {**(found or ({"reason": asks} if asks else {})), **({"step": step} if step else {})}


def wrong_with_progress(answer: Answer, before: Before) -> Reasons:
    milestone = answer.item.milestone
    assert milestone is not None  # noqa: S101
    counted = milestone.quantity_target is not None
    missing = (answer.count if counted else answer.progress) is None
    figure = _("Give the count so far.") if counted else _("Choose how far it has come.")
    found = {"count" if counted else "progress": figure if missing else ""}
    if not missing:
        reason = why_not_progress(milestone, answer.progress, answer.count) or why_not_percent(answer.progress)
        found["count" if counted else "progress"] = reason
    if before.says_the_same(answer) and not answer.no_change_reason.strip():
        found["no_change_reason"] = _("That is what was said last. Say why nothing has changed.")
    if answer.will_not_complete and not answer.note.strip():
        found["note"] = _("Say in the note why it will not be completed.")
    return {**found, **wrong_with_due(answer, milestone)}


def wrong_with_due(answer: Answer, milestone: Milestone) -> Reasons:
    """A new due date comes with its reason, and is another one than now."""
    if answer.due is None:
        return {"due": _("Give the new date.")} if answer.due_reason.strip() else {}
    if answer.due == milestone.due:
        return {"due": _("That is its due date already.")}
    reason = "" if answer.due_reason.strip() else _("Say why the date has to move.")
    return {"due": why_not_dates(milestone.starts, answer.due), "due_reason": reason}
