"""Pages on which a milestone ends without being done, or comes back."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from fingerpost.core.refusals import refuse_if
from fingerpost.plans import queries, rules, services
from fingerpost.plans.forms.editing import ReasonForm
from fingerpost.plans.forms.moving import CarryForm, MergeForm
from fingerpost.plans.models import Milestone
from fingerpost.plans.progress import progress_of
from fingerpost.plans.services.carrying import later, months_between
from fingerpost.plans.views.asking import (
    Page,
    answer,
    around,
    get_or_post,
    person,
    posted,
    structure_url,
    visible_milestone,
)


@get_or_post
def cancel(request: HttpRequest, plan: str, action: str, milestone: str) -> HttpResponse:
    row, by = visible_milestone(request, plan, action, milestone), person(request)
    refuse_if(rules.why_not_change_state(by, row, "cancel"))
    form = ReasonForm(posted(request))
    page = Page(
        heading=_("Cancel: %(title)s") % {"title": row},
        words=_("Cancel this milestone"),
        **around(row),
        explains=_("It no longer counts, and is listed as cancelled with your reason. It can be reinstated."),
        warning=True,
        done=_("The milestone is cancelled."),
    )
    return answer(
        request, form, page, lambda: services.cancel_milestone(milestone=row, reason=form.cleaned_data["reason"], by=by)
    )


@get_or_post
def merge(request: HttpRequest, plan: str, action: str, milestone: str) -> HttpResponse:
    row, by = visible_milestone(request, plan, action, milestone), person(request)
    refuse_if(rules.why_not_change_state(by, row, "merge"))
    form = MergeForm(posted(request), milestone=row)
    page = Page(
        heading=_("Merge: %(title)s") % {"title": row},
        words=_("Merge this milestone"),
        **around(row),
        explains=_("It no longer counts by itself, and is listed as merged with your reason. It can be reinstated."),
        done=_("The milestone is merged."),
    )
    return answer(
        request,
        form,
        page,
        lambda: services.merge_milestone(
            milestone=row, into=form.cleaned_data["into"], reason=form.cleaned_data["reason"], by=by
        ),
    )


@get_or_post
def reinstate(request: HttpRequest, plan: str, action: str, milestone: str) -> HttpResponse:
    row, by = visible_milestone(request, plan, action, milestone), person(request)
    refuse_if(rules.why_not_reinstate(by, row))
    form = ReasonForm(posted(request))
    page = Page(
        heading=_("Reinstate: %(title)s") % {"title": row},
        words=_("Reinstate this milestone"),
        **around(row),
        explains=_("Now: %(state)s. The reason was: %(reason)s")
        % {"state": row.get_state_display().lower(), "reason": row.state_reason},
        done=_("The milestone is active again."),
    )
    return answer(
        request,
        form,
        page,
        lambda: services.reinstate_milestone(milestone=row, reason=form.cleaned_data["reason"], by=by),
    )


@get_or_post
def carry_forward(request: HttpRequest, plan: str, action: str, milestone: str) -> HttpResponse:
    row, by = visible_milestone(request, plan, action, milestone), person(request)
    refuse_if(rules.why_not_carry(by, row))
    refuse_if(rules.why_not_finished(row, progress_of(Milestone.objects.filter(pk=row.pk), timezone.localdate())))
    actions = queries.successor_actions(row, by)
    form = CarryForm(posted(request), actions=actions, initial={"due": proposed_due(row)})
    page = Page(
        heading=_("Carry forward: %(title)s") % {"title": row},
        words=_("Carry it forward"),
        **around(row),
        explains=_(
            "Here it is listed as carried forward with your reason. In the next plan a new milestone is made, "
            "which starts without progress."
        ),
        done=_("The milestone is carried forward."),
    )
    return answer(
        request,
        form,
        page,
        lambda: services.carry_forward(milestone=row, by=by, **form.cleaned_data),
        to=lambda new: structure_url(new.action.plan, new),
    )


def proposed_due(milestone: Milestone) -> date | None:
    """The same day in the first open plan that follows."""
    plan = milestone.action.plan
    following = plan.successors.exclude(state="closed").order_by("starts").first()
    return later(milestone.due, months_between(plan, following.starts)) if following else None
