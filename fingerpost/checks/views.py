"""What a careful second reader would point out in a plan."""

from __future__ import annotations

from collections import Counter

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.checks.forms import FindingsFilter
from fingerpost.checks.inspection import criteria
from fingerpost.checks.linked import linked_plans
from fingerpost.checks.queries import day_of_check, facts_for
from fingerpost.checks.rules import run
from fingerpost.checks.words import SEVERITY_LOOKS, shown, shown_criterion
from fingerpost.core.paging import page_of
from fingerpost.people.requests import SignedInRequest
from fingerpost.plans.queries import plan_for
from fingerpost.reporting.views.looking import found


@require_safe
def findings(request: SignedInRequest, plan: str) -> HttpResponse:
    row, today = found(lambda: plan_for(request.user, plan)), timezone.localdate()
    form = FindingsFilter(request.GET or None, plan=row, today=today)
    period = form.chosen_period()
    as_at = day_of_check(row, period, today)
    everything = run(facts_for(row, as_at=as_at, period=period))
    counts = Counter(finding.severity for finding in everything)
    page = page_of(request, form.narrowed(everything))
    context = {
        "plan": row,
        "as_at": as_at,
        "filter": form,
        "figures": [(counts[severity], look.plural, "") for severity, look in SEVERITY_LOOKS.items()],
        "all": len(everything),
        "page": page,
        "findings": [shown(row, finding) for finding in page.object_list],
    }
    return render(request, "checks/findings.html", context)


@require_safe
def inspection(request: SignedInRequest, plan: str) -> HttpResponse:
    """What an inspector would ask of the plan as it stands."""
    row = found(lambda: plan_for(request.user, plan))
    as_at = row.latest_day(timezone.localdate())
    asked = criteria(facts_for(row, as_at=as_at), linked_plans(row))
    context = {"plan": row, "as_at": as_at, "criteria": [shown_criterion(row, one) for one in asked]}
    return render(request, "checks/inspection.html", context)
