"""One's own follow-ups, those of a plan, and one with all that was said of it."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.core.paging import page_of
from fingerpost.core.queries import history_of
from fingerpost.follow_ups import queries, rules
from fingerpost.follow_ups.forms import LogFilter
from fingerpost.follow_ups.models import FollowUp, State
from fingerpost.follow_ups.navigation import halves
from fingerpost.people.requests import SignedInRequest
from fingerpost.plans.views.asking import found, visible_plan


@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    return own(request, "mine", queries.mine(request.user))


@require_safe
def finished(request: SignedInRequest) -> HttpResponse:
    return own(request, "finished", queries.finished_by(request.user))


def own(request: SignedInRequest, half: str, follow_ups: QuerySet[FollowUp]) -> HttpResponse:
    """What is open of one's own, or what has ended."""
    today = timezone.localdate()
    page = page_of(request, follow_ups)
    open_ones, late = queries.counts_of(request.user, today)
    context = {
        "page": page,
        "rows": queries.log_rows(page.object_list, today),
        "half": half,
        "halves": halves(half),
        "open": open_ones,
        "late": late,
    }
    return render(request, "follow_ups/mine.html", context)


@require_safe
def log(request: SignedInRequest, plan: str) -> HttpResponse:
    row, today = visible_plan(request, plan), timezone.localdate()
    form = LogFilter(request.GET, plan=row)
    page = page_of(request, form.narrowed(queries.log_of(row, request.user), today))
    context = {
        "plan": row,
        "filter": form,
        "page": page,
        "rows": queries.log_rows(page.object_list, today),
        "about": next((one.about for one in page.object_list), None) if request.GET.get("action") else None,
        "may_keep": not rules.why_not_keep(request.user),
    }
    return render(request, "follow_ups/log.html", context)


@require_safe
def follow_up(request: SignedInRequest, plan: str, key: str) -> HttpResponse:
    row, today = found(lambda: queries.follow_up_for(request.user, plan, key)), timezone.localdate()
    (line,) = queries.log_rows([row], today)
    context = {
        "plan": row.plan,
        "follow_up": row,
        "line": line,
        "notes": queries.notes_of(row),
        "history": history_of(row),
        "may_note": not rules.why_not_note(request.user, row),
        "may_change": not rules.why_not_change(request.user, row),
        "may_reopen": row.state != State.OPEN and not rules.why_not_reopen(request.user, row),
    }
    return render(request, "follow_ups/follow_up.html", context)
