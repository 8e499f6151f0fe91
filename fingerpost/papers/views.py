"""Choose a paper, read it as a page, download it as a file. Whoever may see the plan may do so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from fingerpost.core.periods import Period
from fingerpost.documents.model import Heading, words
from fingerpost.documents.writers import FORMATS, html_fragment
from fingerpost.papers.forms import NarrowForm, PaperForm, periods_of, usual_choice
from fingerpost.papers.kinds import KINDS
from fingerpost.papers.making import Wanted, content_of, document_of
from fingerpost.papers.selection import why_not_period
from fingerpost.papers.wording import paper_look
from fingerpost.people.requests import SignedInRequest
from fingerpost.plans.models import Plan
from fingerpost.plans.queries import plan_for

SETS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Download:
    """A link to a file of the paper."""

    title: str
    address: str


@require_safe
def choose(request: SignedInRequest, plan: str) -> HttpResponse:
    """The form; once it is filled in, on to the page or the file."""
    row = plan_of(request, plan)
    asked = "kind" in request.GET
    form = PaperForm(request.GET if asked else None, plan=row, initial=usual_choice(row))
    if asked and form.is_valid():
        return redirect(address_of(row, form.cleaned_data))
    context = {"plan": row, "form": form, "kinds": KINDS.values(), "begun": bool(periods_of(row))}
    context["sets"] = row.paper_sets.select_related("by")[:SETS_SHOWN]
    return render(request, "papers/choose.html", context, status=200)


@require_safe
def paper(request: SignedInRequest, plan: str, kind: str, period: str) -> HttpResponse:
    wanted = wanted_paper(request, plan, kind, period)
    document = document_of(wanted)
    first, *rest = document.blocks
    heading = words(first.inlines) if isinstance(first, Heading) else document.title
    body = html_fragment(document.with_blocks(tuple(rest)), look=paper_look())
    context = {
        "plan": wanted.plan,
        "heading": heading,
        "body": mark_safe(body),  # noqa: S308 - the writer escapes every character of the document
        "downloads": downloads(request, wanted),
    }
    return render(request, "papers/paper.html", context)


@require_safe
def download(request: SignedInRequest, *, plan: str, kind: str, period: str, name: str, format: str) -> HttpResponse:
    if name != kind or format not in FORMATS:
        raise Http404
    wanted = wanted_paper(request, plan, kind, period)
    response = HttpResponse(content_of(wanted, format), content_type=FORMATS[format].media_type)
    file = f"{wanted.plan.slug}-{kind}-{wanted.period.slug}.{FORMATS[format].extension}"
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def plan_of(request: SignedInRequest, slug: str) -> Plan:
    try:
        return plan_for(request.user, slug)
    except Plan.DoesNotExist as missing:
        raise Http404 from missing


def wanted_paper(request: SignedInRequest, plan: str, kind: str, period: str) -> Wanted:
    """What an address asks for, or 404 where there is no such thing."""
    row = plan_of(request, plan)
    try:
        asked = Period.parse(period)
    except ValueError as fault:
        raise Http404 from fault
    form = NarrowForm(request.GET, plan=row)
    if kind not in KINDS or why_not_period(row, asked) or not form.is_valid():
        raise Http404
    found = form.cleaned_data
    return Wanted(
        kind=kind,
        plan=row,
        period=asked,
        outcome=found["outcome"],
        lead=found["lead"],
        scope=found["scope"] or "due",
    )


def address_of(plan: Plan, chosen: dict[str, Any]) -> str:
    """Of the page or, where a format was chosen, of the file."""
    place = [plan.slug, chosen["kind"], chosen["period"]]
    query = {"outcome": chosen["outcome"], "lead": chosen["lead"]}
    asked = {name: row.slug for name, row in query.items() if row is not None}
    if chosen["scope"] == "all":
        asked["scope"] = "all"
    if chosen["format"]:
        return reverse("papers:download", args=[*place, chosen["kind"], chosen["format"]], query=asked)
    return reverse("papers:paper", args=place, query=asked)


def downloads(request: SignedInRequest, wanted: Wanted) -> list[Download]:
    place = [wanted.plan.slug, wanted.kind, wanted.period.slug, wanted.kind]
    return [
        Download(format.title, reverse("papers:download", args=[*place, name], query=request.GET or None))
        for name, format in FORMATS.items()
    ]
