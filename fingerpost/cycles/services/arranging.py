"""How the partnership reports: days, signing in, and the schedule of reminders."""

from __future__ import annotations

from django.db import transaction

from fingerpost.core import audit
from fingerpost.core.refusals import refuse_if
from fingerpost.cycles import rules
from fingerpost.cycles.models import Arrangements, ReminderStep
from fingerpost.people.models import User
from fingerpost.plans.services.writing import set_fields


@transaction.atomic
def arrange(
    *, days_to_answer: int, days_of_grace: int, days_to_follow_up: int, sign_in_required: bool, by: User | None
) -> Arrangements:
    """Set the days and whether people sign in to answer. Cycles that are planned already keep their days."""
    refuse_if(rules.why_not_run(by))
    row = locked_arrangements()
    new = {
        "days_to_answer": days_to_answer,
        "days_of_grace": days_of_grace,
        "days_to_follow_up": days_to_follow_up,
        "sign_in_required": sign_in_required,
    }
    refuse_if(rules.why_not_days(days_to_answer, days_of_grace, days_to_follow_up))
    set_fields(row, new, verb="arrangements.edit", by=by, scope="")
    return row


@transaction.atomic
def add_step(*, days: int, recipient: str, by: User | None) -> ReminderStep:
    """Remind or escalate so many working days after the due date, before it where `days` is negative."""
    locked_arrangements()
    refuse_if(rules.why_not_step(by, days, recipient))
    step = ReminderStep.objects.create(days=days, recipient=recipient)
    audit.record("reminderstep.add", step, by=by, after={"days": days, "recipient": recipient})
    return step


@transaction.atomic
def remove_step(*, step: ReminderStep, by: User | None) -> None:
    refuse_if(rules.why_not_run(by))
    locked_arrangements()
    audit.record("reminderstep.delete", step, by=by, before={"days": step.days, "recipient": step.recipient})
    ReminderStep.objects.filter(pk=step.pk).delete()


def locked_arrangements() -> Arrangements:
    """The one row, locked until the transaction ends: who changes the schedule and who chases by it wait here."""
    return Arrangements.objects.select_for_update().first() or Arrangements.objects.create()
