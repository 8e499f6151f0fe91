"""A plan: its overview, and the list of its milestones."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from fingerpost.core.paging import page_of
from fingerpost.people.requests import SignedInRequest
from fingerpost.plans.models import Plan
from fingerpost.plans.queries import plan_for
from fingerpost.reporting.charts import Chart, due_chart, trend_chart
from fingerpost.reporting.explanation import explain
from fingerpost.reporting.forms import plan_filter
from fingerpost.reporting.indicators.scorecard import scorecard
from fingerpost.reporting.listing import BY_DUE, Milestones
from fingerpost.reporting.moment import last_ended, lasts_longer_than_a_year
from fingerpost.reporting.queries import milestones_as_at
from fingerpost.reporting.rollup import PlanRollUp, roll_up
from fingerpost.reporting.sentence import sentence_of
from fingerpost.reporting.trend import trend
from fingerpost.reporting.views.looking import Look, found, look

ACTIONS_SHOWN = 60  # a larger plan shows outcomes only, so that its overview stays one that can be read
TREND_SHOWN = (
    1000  # beyond it working the quarters out takes longer than a reader waits: the trend comes when asked for
)
NEXT = 8
INDICATORS_SHOWN = 30  # of a plan with more the overview tells how many have each status


@require_safe
def plan(request: SignedInRequest, plan: str) -> HttpResponse:
    row = found(lambda: plan_for(request.user, plan))
    looking = look(request, row)
    whole = roll_up(row, as_at=looking.as_at, fresh_from=looking.moment.fresh_from)
    with_trend = len(whole.actions) <= TREND_SHOWN or "trend" in request.GET
    context = {
        "plan": row,
        "look": looking,
        "whole": whole,
        "sentence": sentence_of(whole, looking.moment, row),
        "explanation": explain(whole, looking.moment),
        "figures": figures(whole, looking),
        "charts": charts(whole, with_trend=with_trend),
        "with_trend": with_trend,
        "with_actions": len(whole.actions) <= ACTIONS_SHOWN,
        "coming": coming(row, looking)[:NEXT],
        "card": scorecard(row, last_ended(looking.as_at), as_at=looking.as_at),
        "most_indicators": INDICATORS_SHOWN,
    }
    return render(request, "reporting/plan.html", context)


def charts(whole: PlanRollUp, *, with_trend: bool) -> list[Chart]:
    points = trend(whole.plan, as_at=whole.moment.as_at, whole=whole) if with_trend else []
    return [chart for chart in (trend_chart(points), due_chart(whole.tally)) if chart]


def coming(plan: Plan, looking: Look) -> Milestones:
    """What is not complete, first due first."""
    found = milestones_as_at(plan, as_at=looking.as_at, fresh_from=looking.moment.fresh_from)
    return found.ordered(BY_DUE).narrowed(status="open", due_from=looking.as_at)


def figures(whole: PlanRollUp, looking: Look) -> list[tuple[int, str, str]]:
    """The counts that head the page, each with the address of the list that it counts."""
    tally = whole.tally
    counted = [
        ("overdue", tally.overdue, ngettext("overdue", "overdue", tally.overdue), {}),
        ("no-update", tally.no_update, _("due without an update"), {"due_to": looking.as_at.isoformat()}),
        ("due-this-quarter", tally.due_this_quarter, _("due this quarter"), {}),
        ("moved", tally.moved, _("with a moved due date"), {}),
        ("complete", tally.all_complete, _("complete of %(total)s") % {"total": tally.total - tally.left_out}, {}),
    ]
    return [
        (count, words, list_address(whole.plan, looking, {"status": status, **more} if count else {}))
        for status, count, words, more in counted
    ]


def list_address(plan: Plan, looking: Look, narrowed: dict[str, str]) -> str:
    """The list of the plan's milestones narrowed down; in a plan of several years to the year that counts."""
    if not narrowed:
        return ""
    year = {"this_year": "on"} if lasts_longer_than_a_year(plan) else {}
    day = {"as-at": looking.as_at.isoformat()} if looking.chosen else {}
    return f"{reverse('reporting:milestones', args=[plan.slug])}?{urlencode({**narrowed, **year, **day})}"


@require_safe
def milestones(request: SignedInRequest, plan: str) -> HttpResponse:
    row = found(lambda: plan_for(request.user, plan))
    looking = look(request, row)
    form = plan_filter(request.GET, row)
    rows = milestones_as_at(row, as_at=looking.as_at, fresh_from=looking.moment.fresh_from, filters=form.filters())
    context = {"plan": row, "look": looking, "filter": form, "page": page_of(request, rows)}
    return render(request, "reporting/milestones.html", context)
