"""The review of a key action: the work that was done and the work that comes next."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fingerpost.checks.facts import ActionFacts
from fingerpost.checks.registry import Around, Remark, Remarks, rule
from fingerpost.checks.wording import quoted


@rule("work-without-next-step", ActionFacts, severity="warning", title=gettext_lazy("Work without a next step"))
def work_without_next_step(action: ActionFacts, around: Around) -> Remarks:
    """Work is reported and none is planned. A key action whose milestones are all complete needs no next step."""
    if (action.work_undertaken or "").strip() and not (action.work_planned or "").strip():
        if action.computed_percent == 100:
            return
        words = quoted(action.work_undertaken or "")
        yield Remark(_("Work is reported, but no work is planned: “%(words)s”") % {"words": words}, words)


@rule("same-work-planned", ActionFacts, severity="notice", title=gettext_lazy("Same work planned as last period"))
def same_work_planned(action: ActionFacts, around: Around) -> Remarks:
    planned = (action.work_planned or "").split()
    if planned and planned == (action.previous_work_planned or "").split():
        words = quoted(action.work_planned or "")
        yield Remark(_("The work planned is that of last period: “%(words)s”") % {"words": words}, words)
