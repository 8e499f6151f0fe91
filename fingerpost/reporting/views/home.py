"""The home page, the list of plans, and the search across them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.core.paging import page_of
from fingerpost.people.requests import SignedInRequest
from fingerpost.people.roles import may
from fingerpost.plans.models import Plan
from fingerpost.plans.queries import leads, plans_visible_to
from fingerpost.reporting.forms import SearchFilter
from fingerpost.reporting.moment import Moment
from fingerpost.reporting.navigation import waiting_for
from fingerpost.reporting.queries import milestones_across, milestones_led_by
from fingerpost.reporting.rollup import PlanRollUp, roll_up_plans
from fingerpost.reporting.views.looking import look

MINE = 20
PLANS = 20


@dataclass(frozen=True, slots=True)
class PlanLine:
    plan: Plan
    progress: PlanRollUp


def lines(plans: Sequence[Plan]) -> list[PlanLine]:
    """Each plan with its progress as its own page shows it."""
    today = timezone.localdate()
    found = roll_up_plans(plans, lambda plan: Moment.on(plan.latest_day(today)))
    return [PlanLine(plan, found[plan.pk]) for plan in plans]


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    in_force = list(plans_visible_to(request.user).filter(state=Plan.State.ACTIVE))
    mine = milestones_led_by(request.user, in_force, Moment.on(timezone.localdate()))
    first = mine[: MINE + 1]
    context = {
        "waiting": waiting_for(request.user),
        "lines": lines(in_force[:PLANS]),
        "mine": first[:MINE],
        "more": len(first) > MINE,
        "may_update": may(request.user, "plans.update_own"),
        "may_edit": may(request.user, "plans.edit"),
    }
    return render(request, "reporting/home.html", context)


@require_safe
def plans(request: SignedInRequest) -> HttpResponse:
    page = page_of(request, plans_visible_to(request.user), PLANS)
    context = {"page": page, "lines": lines(list(page.object_list)), "may_edit": may(request.user, "plans.edit")}
    return render(request, "reporting/plans.html", context)


@require_safe
def search(request: SignedInRequest) -> HttpResponse:
    """Milestones of every plan that this person may see. `?q=` is what the search box of each page sends."""
    asked = request.GET.copy()
    if words := asked.pop("q", None):
        asked["words"] = words[-1]
    form = SearchFilter(asked, leads=list(leads()))
    looking = look(request)
    rows = milestones_across(list(plans_visible_to(request.user)), looking.moment, form.filters())
    context = {"filter": form, "look": looking, "page": page_of(request, rows)}
    return render(request, "reporting/search.html", context)
