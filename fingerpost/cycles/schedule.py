"""The schedule of reminders: which step is due on which day, and its words. Days are working days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fingerpost.core.working_days import add_working_days
from fingerpost.cycles.models import Recipient, ReminderStep


@dataclass(frozen=True, slots=True)
class DueStep:
    """A step that is due for all requests of one due date since `day`."""

    due_on: date
    days: int
    recipient: Recipient
    day: date


def step_day(due_on: date, days: int) -> date:
    """The day from which a step may be taken. That of 0 is the due date itself, a working day or not."""
    return add_working_days(due_on, days) if days else due_on


def due_steps(steps: Iterable[ReminderStep], due_dates: Iterable[date], today: date) -> list[DueStep]:
    """The latest step whose day has come, for each due date and recipient: what was missed before it stays undone."""
    given, found = list(steps), {}
    for due_on in due_dates:
        for step in sorted(given, key=lambda step: step.days):
            day = step_day(due_on, step.days)
            if day <= today:
                found[due_on, step.recipient] = DueStep(due_on, step.days, Recipient(step.recipient), day)
    return list(found.values())


def when_words(days: int) -> str:
    """ "5 working days before the due date"."""
    if days == 0:
        return _("On the due date")
    if days < 0:
        words = ngettext("%(n)d working day before the due date", "%(n)d working days before the due date", -days)
    else:
        words = ngettext("%(n)d working day after the due date", "%(n)d working days after the due date", days)
    return words % {"n": abs(days)}


def step_words(step: ReminderStep) -> str:
    """ "2 working days after the due date: the deputy"."""
    who = Recipient(step.recipient).label
    return _("%(when)s: %(who)s") % {"when": when_words(step.days), "who": str(who)[:1].lower() + str(who)[1:]}
