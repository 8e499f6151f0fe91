"""The localities of a plan side by side."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fingerpost.people.requests import SignedInRequest
from fingerpost.plans.queries import plan_for
from fingerpost.reporting.localities import chart, compared, indicators_by_locality
from fingerpost.reporting.moment import last_ended
from fingerpost.reporting.views.looking import found, look


@require_safe
def localities(request: SignedInRequest, plan: str) -> HttpResponse:
    row = found(lambda: plan_for(request.user, plan))
    looking = look(request, row)
    rows = compared(request.user, row, looking.moment, last_ended(looking.as_at))
    drawing = chart(rows)
    context = {
        "plan": row,
        "look": looking,
        "rows": rows,
        "charts": [drawing] if drawing else [],
        "indicators": indicators_by_locality(rows),
    }
    return render(request, "reporting/localities.html", context)
