"""Several papers at once, made in the background: ask for them, see how far they are, take the files."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from fingerpost.core.files import attachment
from fingerpost.core.periods import Period
from fingerpost.core.refusals import Refused
from fingerpost.documents.writers import FORMATS
from fingerpost.papers import services
from fingerpost.papers.forms import PaperSetForm
from fingerpost.papers.kinds import KINDS
from fingerpost.papers.models import PaperSet, PaperState, SetPaper
from fingerpost.papers.views import plan_of
from fingerpost.people.requests import SignedInRequest
from fingerpost.plans.models import Plan

SLOW_AFTER = 20  # seconds without anything made: perhaps no worker runs


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedInRequest, plan: str) -> HttpResponse:
    row = plan_of(request, plan)
    posted = request.POST if request.method == "POST" else None
    form = PaperSetForm(posted, plan=row, period=request.GET.get("period", ""))
    if posted is not None and form.is_valid():
        chosen = form.cleaned_data
        period = Period.parse(chosen["period"])
        try:
            found = services.ask_for_papers(
                plan=row, period=period, kinds=chosen["kinds"], formats=chosen["formats"], by=request.user
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return redirect(reverse("papers:set", args=[row.slug, found.key]))
    return render(request, "papers/ask.html", {"plan": row, "form": form})


@require_safe
def papers(request: SignedInRequest, plan: str, key: str) -> HttpResponse:
    """How far the papers are. The page asks again by itself while any is still to come."""
    row = set_of(plan_of(request, plan), key)
    rows = list(row.papers.all())
    over = sum(paper.over for paper in rows)
    waited = (timezone.now() - row.asked_at).total_seconds()
    context = {
        "plan": row.plan,
        "set": row,
        "papers": [(paper, KINDS[paper.kind].title, FORMATS[paper.format].title) for paper in rows],
        "over": over,
        "total": len(rows),
        "share": 100 * over / len(rows),
        "slow": not over and waited > SLOW_AFTER,
    }
    return render(request, "papers/set.html", context)


@require_safe
def file(request: SignedInRequest, *, plan: str, key: str, kind: str, format: str) -> FileResponse:
    row = set_of(plan_of(request, plan), key)
    try:
        paper = row.papers.get(kind=kind, format=format, state=PaperState.MADE)
    except SetPaper.DoesNotExist as missing:
        raise Http404 from missing
    name = f"{row.plan.slug}-{kind}-{row.period}.{FORMATS[format].extension}"
    return attachment(str(paper.file.name), name=name, content_type=FORMATS[format].media_type)


def set_of(plan: Plan, key: str) -> PaperSet:
    try:
        return PaperSet.objects.select_related("plan", "by").get(plan=plan, key=key)
    except PaperSet.DoesNotExist as missing:
        raise Http404 from missing
