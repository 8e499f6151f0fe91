"""Due dates: present, within the plan, in order, and in step with the quarter in the title."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fingerpost.checks.facts import MilestoneFacts, PlanFacts
from fingerpost.checks.registry import Around, Remark, Remarks, active, percent, rule
from fingerpost.checks.vocabulary import VAGUE_DUE
from fingerpost.checks.wording import lowered, pattern, quoted
from fingerpost.core.periods import Period
from fingerpost.core.words import day_words

_VAGUE = pattern(VAGUE_DUE, whole=True)
_LABEL = re.compile(r"q(?:uarter)?\W{0,2}([1-4])\b", re.IGNORECASE)


@rule(
    "quarter-label",
    MilestoneFacts,
    severity="warning",
    title=gettext_lazy("Quarter in the title and due date disagree"),
)
def quarter_label(milestone: MilestoneFacts, around: Around) -> Remarks:
    """ "Q1" is the first quarter of the planning year, whose first month is a setting."""
    label = _LABEL.search(milestone.quarter)
    if not label or milestone.due is None or milestone.state != "active":
        return
    falls_in = Period.containing(milestone.due)
    if falls_in.number != int(label[1]):
        message = _("The title says %(label)s, but %(due)s falls in %(quarter)s.")
        values = {"label": milestone.quarter, "due": day_words(milestone.due), "quarter": falls_in.label}
        yield Remark(message % values, milestone.quarter)


@rule("due-outside-plan", MilestoneFacts, severity="warning", title=gettext_lazy("Due date lies outside the plan"))
def due_outside_plan(milestone: MilestoneFacts, around: Around) -> Remarks:
    starts, ends = around.plan.starts, around.plan.ends
    if milestone.due is None or milestone.state != "active":
        return
    if starts and milestone.due < starts:
        message = _("Due %(due)s, but the plan starts on %(bound)s.")
        yield Remark(message % {"due": day_words(milestone.due), "bound": day_words(starts)}, day_words(milestone.due))
    elif ends and milestone.due > ends:
        message = _("Due %(due)s, but the plan ends on %(bound)s.")
        yield Remark(message % {"due": day_words(milestone.due), "bound": day_words(ends)}, day_words(milestone.due))


@rule("no-due-date", MilestoneFacts, severity="warning", title=gettext_lazy("No due date"))
def no_due_date(milestone: MilestoneFacts, around: Around) -> Remarks:
    if milestone.due is None and not milestone.due_text.strip() and milestone.state == "active":
        yield Remark(_("The milestone has no due date."), milestone.title)


@rule("vague-due-date", MilestoneFacts, severity="notice", title=gettext_lazy("Due date in words that bind nobody"))
def vague_due_date(milestone: MilestoneFacts, around: Around) -> Remarks:
    """ "Ongoing" and the like. Words that are a rule, such as "within one month of each meeting", are left alone."""
    if milestone.due is None and milestone.state == "active" and _VAGUE.match(lowered(milestone.due_text)):
        words = quoted(milestone.due_text)
        message = _("Due “%(words)s”: nobody can say when this is late.")
        yield Remark(message % {"words": words}, words)


@rule(
    "due-date-moved",
    MilestoneFacts,
    severity="warning",
    title=gettext_lazy("Due date moved without a reason"),
)
def due_moved(milestone: MilestoneFacts, around: Around) -> Remarks:
    if milestone.moved_with_reason is not False or milestone.due == milestone.original_due:
        return
    before, now = (day_words(due) if due else _("no date") for due in (milestone.original_due, milestone.due))
    message = _("The due date moved from %(before)s to %(now)s, and no reason is given.")
    yield Remark(message % {"before": before, "now": now}, f"{before} → {now}")


@rule("plan-date-order", PlanFacts, severity="error", title=gettext_lazy("Dates of the plan are out of order"))
def plan_date_order(plan: PlanFacts, around: Around) -> Remarks:
    if plan.starts and plan.ends and plan.starts > plan.ends:
        message = _("The plan starts on %(starts)s and ends before that, on %(ends)s.")
        yield Remark(message % {"starts": day_words(plan.starts), "ends": day_words(plan.ends)}, day_words(plan.ends))
    if plan.as_at and plan.starts and plan.as_at < plan.starts:
        message = _("The report is as at %(as_at)s, before the plan starts on %(starts)s.")
        yield Remark(
            message % {"as_at": day_words(plan.as_at), "starts": day_words(plan.starts)}, day_words(plan.as_at)
        )


@rule("overdue", MilestoneFacts, severity="notice", title=gettext_lazy("Due and not complete"))
def overdue(milestone: MilestoneFacts, around: Around) -> Remarks:
    """Due on or before the date of the report, and known not to be complete."""
    if milestone.due is None or around.as_at is None or milestone.progress is None or not active([milestone]):
        return
    if milestone.due <= around.as_at and milestone.progress < 100:
        message = _("Due %(due)s, and at %(progress)s on %(as_at)s.")
        progress = percent(milestone.progress)
        values = {"due": day_words(milestone.due), "progress": progress, "as_at": day_words(around.as_at)}
        yield Remark(message % values, progress)
