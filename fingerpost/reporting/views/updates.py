"""Reporting progress on a milestone or a key action."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fingerpost.core.refusals import refuse_if
from fingerpost.people.requests import SignedInRequest
from fingerpost.plans.queries import action_for, milestone_for
from fingerpost.reporting import rules
from fingerpost.reporting.forms import ActionReportForm, ProgressForm
from fingerpost.reporting.moment import Moment
from fingerpost.reporting.queries import milestone_as_at, updates_of, updates_of_action
from fingerpost.reporting.services import report_action, report_progress
from fingerpost.reporting.views.looking import found

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def milestone(request: SignedInRequest, plan: str, action: str, milestone: str) -> HttpResponse:
    row = found(lambda: milestone_for(request.user, plan, action, milestone))
    refuse_if(rules.why_not_update_milestone(request.user, row))
    day = row.action.plan.latest_day(timezone.localdate())
    now = milestone_as_at(row, Moment.on(day))
    start = {"as_at": day, "will_not_complete": now.will_not_complete}
    form = ProgressForm(request.POST or None, milestone=row, initial=start)
    if request.method == "POST" and form.is_valid():
        report_progress(milestone=row, by=request.user, **form.cleaned_data)
        messages.success(request, _("Thank you. Your update is kept."))
        return redirect("reporting:milestone", plan, action, milestone)
    context = {
        "plan": row.action.plan,
        "milestone": row,
        "row": now,
        "updates": updates_of(row)[:3],
        "form": form,
    }
    return render(request, "reporting/update_milestone.html", context)


@get_or_post
def action(request: SignedInRequest, plan: str, action: str) -> HttpResponse:
    row = found(lambda: action_for(request.user, plan, action))
    refuse_if(rules.why_not_update_action(request.user, row))
    form = ActionReportForm(
        request.POST or None, action=row, initial={"as_at": row.plan.latest_day(timezone.localdate())}
    )
    if request.method == "POST" and form.is_valid():
        report_action(action=row, by=request.user, **form.cleaned_data)
        messages.success(request, _("Thank you. Your update is kept."))
        return redirect("reporting:action", plan, action)
    context = {"plan": row.plan, "action": row, "updates": updates_of_action(row)[:3], "form": form}
    return render(request, "reporting/update_action.html", context)
