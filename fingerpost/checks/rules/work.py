"""The review of a key action or indicator: the work that was done and the work that comes next."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fingerpost.checks.facts import ActionFacts, IndicatorFacts
from fingerpost.checks.registry import Around, Remark, Remarks, rule
from fingerpost.checks.wording import quoted


@rule("work-without-next-step", ActionFacts, severity="warning", title=gettext_lazy("Work without a next step"))
def work_without_next_step(action: ActionFacts, around: Around) -> Remarks:
    """Work is reported, none is planned and no follow-up was agreed on. A key action whose milestones are all complete
    needs no next step."""
    if (action.work_undertaken or "").strip() and not names_next(action):
        if action.computed_percent == 100:
            return
        words = quoted(action.work_undertaken or "")
        yield Remark(_("Work is reported, but no work is planned: “%(words)s”") % {"words": words}, words)


@rule("same-work-planned", ActionFacts, severity="notice", title=gettext_lazy("Same work planned as last period"))
def same_work_planned(action: ActionFacts, around: Around) -> Remarks:
    yield from same_again(action)


@rule(
    "indicator-without-next-step",
    IndicatorFacts,
    severity="warning",
    title=gettext_lazy("Review of an indicator without a next step"),
)
def indicator_without_next_step(indicator: IndicatorFacts, around: Around) -> Remarks:
    """Reviewed, but with neither work planned nor notes, and no follow-up was agreed on."""
    if indicator.work_planned is None or indicator.review_notes.strip() or names_next(indicator):
        return
    words = quoted(indicator.work_undertaken or "") or indicator.title
    yield Remark(_("The review names no next step: no work is planned, and no follow-up was agreed on."), words)


@rule(
    "indicator-same-work-planned",
    IndicatorFacts,
    severity="notice",
    title=gettext_lazy("Same work planned for an indicator as last period"),
)
def indicator_same_work_planned(indicator: IndicatorFacts, around: Around) -> Remarks:
    yield from same_again(indicator)


def names_next(reviewed: ActionFacts | IndicatorFacts) -> bool:
    return reviewed.has_next_step or bool((reviewed.work_planned or "").strip())


def same_again(reviewed: ActionFacts | IndicatorFacts) -> Remarks:
    planned = (reviewed.work_planned or "").split()
    if planned and planned == (reviewed.previous_work_planned or "").split():
        words = quoted(reviewed.work_planned or "")
        yield Remark(_("The work planned is that of last period: “%(words)s”") % {"words": words}, words)
