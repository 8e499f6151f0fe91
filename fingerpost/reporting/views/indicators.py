"""The scorecard of a plan, the page of an indicator, and recording one figure."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fingerpost.core.paging import page_of
from fingerpost.core.periods import Kind, Period
from fingerpost.core.queries import history_of
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.people import roles
from fingerpost.people.requests import SignedInRequest
from fingerpost.plans.models import Indicator, Plan
from fingerpost.plans.queries import indicator_for, plan_for
from fingerpost.plans.rules import why_not_edit
from fingerpost.reporting.indicators.disclosures import (
    RecordedRow,
    disclosures_in_force,
    for_readers,
    without_figures,
)
from fingerpost.reporting.indicators.explanation import explain
from fingerpost.reporting.indicators.forms import PeriodForm, ScorecardForm, ValueForm
from fingerpost.reporting.indicators.rules import why_not_record, why_not_record_any
from fingerpost.reporting.indicators.scorecard import Scorecard, scorecard
from fingerpost.reporting.indicators.services import record_value
from fingerpost.reporting.indicators.sheet import sheet_of
from fingerpost.reporting.indicators.status import Status
from fingerpost.reporting.models import IndicatorValue, ValueState
from fingerpost.reporting.moment import last_ended
from fingerpost.reporting.views.looking import found

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
YEARS_BEFORE = 3  # of figures that may be typed in; longer series come in as a table


def periods_offered(plan: Plan, *kinds: Kind, years_before: int = 1) -> list[Period]:
    """The periods of those kinds from some years before a plan until now, the latest first, the longer first."""
    until = plan.latest_day(timezone.localdate())
    start = plan.starts.replace(year=plan.starts.year - years_before, day=1)
    offered: list[Period] = []
    for kind in dict.fromkeys(kinds):
        period = Period.containing(until, kind)
        while period.end > start:
            offered.append(period)
            period = period.previous
    return sorted(offered, key=lambda period: (period.end, period.end - period.start), reverse=True)


def usual_period(plan: Plan) -> Period:
    """The last quarter that has ended."""
    return last_ended(plan.latest_day(timezone.localdate()))


@require_safe
def card(request: SignedInRequest, plan: str) -> HttpResponse:
    row = found(lambda: plan_for(request.user, plan))
    offered = periods_offered(row, "quarter", "half", "year")
    form = ScorecardForm(request.GET, periods=offered, initial=usual_period(row))
    shown = scorecard(row, form.period())
    status = form.status()
    lines = [line for line in shown.lines if not status or line.status == status]
    context = {
        "plan": row,
        "card": shown,
        "form": form,
        "status": status,
        "figures": counts(row, shown),
        "page": page_of(request, lines),
        "may_record": not why_not_record_any(request.user, row),
        "may_edit": not why_not_edit(request.user, row),
    }
    return render(request, "reporting/scorecard.html", context)


def counts(plan: Plan, shown: Scorecard) -> list[tuple[int, str, str]]:
    """How many indicators have each status, with the address of the list of them; only on target is told when none."""
    here = reverse("reporting:scorecard", args=[plan.slug])
    return [
        (count, str(status.label), f"{here}?period={shown.period.slug}&status={status}" if count else "")
        for status, count in shown.counts.items()
        if count or status == Status.GREEN
    ]


@require_safe
def indicator(request: SignedInRequest, plan: str, indicator: str) -> HttpResponse:
    row = found(lambda: indicator_for(request.user, plan, indicator))
    today = timezone.localdate()
    offered = periods_offered(row.plan, row.kind, "quarter", "half", "year")
    form = PeriodForm(request.GET, periods=offered, initial=usual_period(row.plan))
    sheet = sheet_of(row, form.period(), as_at=today)
    context = {
        "plan": row.plan,
        "indicator": row,
        "form": form,
        "sheet": sheet,
        "line": sheet.line,
        "explanation": explain(sheet.line, today),
        "charts": [drawing.on_page() for drawing in sheet.drawings()],
        "tables": [(table, table.drawing.on_page() if table.drawing else None) for table in sheet.tables()],
        "page": page_of(request, sheet.rows(), 20),
        "recorded": list(for_readers(row, recorded(row), sheet.known.values)),
        "history": without_figures(row, history_of(row)),
        "may_lift": row.counts_people and roles.may(request.user, "indicators.lift"),
        "disclosures": disclosures_in_force(row),
        "may_record": not why_not_record(request.user, row),
        "may_edit": not why_not_edit(request.user, row.plan),
    }
    return render(request, "reporting/indicator.html", context)


def recorded(row: Indicator) -> list[IndicatorValue]:
    """What was recorded, the latest first."""
    found = row.values.select_related("by", "area", "category", "benchmark", "correction_of").order_by("-id")
    return list(found[:20])


def entered(row: Indicator) -> list[RecordedRow]:
    """For whoever enters figures: the last ones, nothing withheld."""
    return [RecordedRow(one, hidden=False) for one in recorded(row)[:3]]


@get_or_post
def record(request: SignedInRequest, plan: str, indicator: str) -> HttpResponse:
    row = found(lambda: indicator_for(request.user, plan, indicator))
    refuse_if(why_not_record(request.user, row))
    offered = periods_offered(row.plan, row.kind, "half", "year", years_before=YEARS_BEFORE)
    start = {"period": asked_or_last(request.GET.get("period", ""), offered, row), "state": ValueState.RECORDED}
    form = ValueForm(request.POST if request.method == "POST" else None, indicator=row, periods=offered, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            record_value(form.row(), by=request.user)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Thank you. What you recorded is kept."))
            return redirect("reporting:indicator", plan, indicator)
    context = {"plan": row.plan, "indicator": row, "form": form, "recorded": entered(row)}
    return render(request, "reporting/record_value.html", context)


def asked_or_last(asked: str, offered: list[Period], row: Indicator) -> str:
    """The period asked for where it is offered; else the indicator's last one that has ended."""
    if asked in {period.slug for period in offered}:
        return asked
    own = Period.containing(row.plan.latest_day(timezone.localdate()), row.kind)
    return (own if own.end <= row.plan.latest_day(timezone.localdate()) else own.previous).slug
