"""Importing on the web: upload, preview, apply; and the pages that show where figures came from."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fingerpost.core.forms import DateField
from fingerpost.core.paging import page_of
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.intake import queries, rules, services
from fingerpost.intake.forms import CompareForm, NewPlanForm, UploadForm
from fingerpost.intake.models import Import
from fingerpost.intake.preview import Preview, preview_of
from fingerpost.intake.reviewing.packing import is_review
from fingerpost.intake.source_page import source_page
from fingerpost.people.requests import SignedInRequest
from fingerpost.plans.models import Action, Milestone, Plan
from fingerpost.plans.queries import action_for, milestones_visible_to, plans_visible_to


@require_safe
def imports(request: SignedInRequest) -> HttpResponse:
    refuse_if(rules.why_not_import(request.user))
    page = page_of(request, queries.imports_in_list(request.user))
    return render(request, "intake/imports.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: SignedInRequest) -> HttpResponse:
    refuse_if(rules.why_not_import(request.user))
    form = UploadForm(request.POST or None, request.FILES or None, limit=settings.UPLOAD_LIMIT)
    plan = plans_visible_to(request.user).filter(slug=request.GET.get("plan", "")).first()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            source = services.receive(name=file.name, content=file.read(), by=request.user, plan=plan)
        except Refused as refusal:
            form.add_error("file", refusal.reason)
        else:
            query = "?" + urlencode({"plan": plan.slug}) if plan else ""
            return redirect(reverse("intake:preview", args=[source.slug]) + query)
    return render(request, "intake/upload.html", {"form": form, "plan": plan})


def import_for(request: SignedInRequest, slug: str) -> Import:
    found: Import = get_object_or_404(queries.imports_visible_to(request.user), slug=slug)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: SignedInRequest, slug: str) -> HttpResponse:
    """What the file would change. Choices are kept page by page, so that no script is needed."""
    refuse_if(rules.why_not_import(request.user))
    source = import_for(request, slug)
    if is_review(source):
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(reverse("intake:review", args=[slug]) + query)
    shown = asked_preview(request, source)
    form = None
    if shown.plan is None:
        form = NewPlanForm(
            request.POST if request.POST.get("do") == "apply" else None, initial=new_plan_of(source, shown)
        )
    refusal = rules.why_not_apply(request.user, source, shown.plan) or rules.why_not_day(shown.plan, shown.day)
    if request.method == "POST":
        refuse_if(refusal)
        source = keep_choices(request, shown)
        do = request.POST.get("do", "")
        if do.startswith("page-"):
            return redirect(f"{request.path}?{query_of(request, page=do.removeprefix('page-'))}")
        if do != "apply":
            messages.success(request, _("Your choices are kept. Nothing has been applied yet."))
            return redirect(request.get_full_path())
        if form is None or form.is_valid():
            refusal = why_not_applied(request, source, shown, form)
            if not refusal:
                return redirect("intake:result", slug)
        shown = asked_preview(request, source)
    compare = CompareForm(
        initial={"plan": shown.plan.slug if shown.plan else "", "as_at": shown.day},
        user=request.user,
        asks_day=not shown.day_is_given,
        auto_id="compare_%s",
    )
    context = {"source": source, "preview": shown, "form": form, "compare": compare, "refusal": refusal}
    return render(request, "intake/preview.html", context)


def why_not_applied(request: SignedInRequest, source: Import, shown: Preview, form: NewPlanForm | None) -> str:
    """Apply what was chosen; "" where that went well, else why nothing was stored."""
    try:
        services.apply(
            source=source,
            plan=shown.plan,
            new_plan=form.new_plan() if form else None,
            choices=source.choices["items"],
            as_at=shown.day,
            expected=request.POST.get("seen", ""),
            by=request.user,
        )
    except Refused as refusal:
        return refusal.reason
    return ""


def asked_preview(request: SignedInRequest, source: Import) -> Preview:
    """The preview that the address asks for: `plan` ("" for a new one), `as_at`, `page`, `show=all`, `checks=all`."""
    plan: Plan | None = source.plan
    if plan is None and "plan" in request.GET:
        visible = plans_visible_to(request.user)
        plan = get_object_or_404(visible, slug=request.GET["plan"]) if request.GET["plan"] else None
    elif plan is None:
        plan = queries.likely_plan(source, request.user)
    try:
        day = DateField(required=False).clean(request.GET.get("as_at", ""))
    except ValidationError:
        day = None
    return preview_of(
        source,
        plan,
        day=day,
        number=request.GET.get("page", "1"),
        shows_all=request.GET.get("show") == "all",
        checks_all=request.GET.get("checks") == "all",
    )


def new_plan_of(source: Import, shown: Preview) -> dict[str, Any]:
    """What a plan made from the file would be called, and when it would run."""
    facts = queries.facts_of(source)
    starts, ends = queries.span_of(facts, shown.day) or (None, None)
    return {"title": queries.undated(source.title), "starts": starts, "ends": ends}


def keep_choices(request: SignedInRequest, shown: Preview) -> Import:
    """Store what is ticked on this page."""
    ticked = set(request.POST.getlist("take"))
    made: dict[str, str] = {}
    for row in shown.rows:
        key = row.item.key
        if row.taken is not None:
            made[key] = "take" if key in ticked else "leave"
        elif row.radios:
            made[key] = request.POST.get(f"doubt-{key}", "leave")
    return services.choose(source=shown.source, plan=shown.plan, choices=made, by=request.user)


def query_of(request: SignedInRequest, **changes: str) -> str:
    query = request.GET.copy()
    for name, value in changes.items():
        query[name] = value
    return query.urlencode()


@require_safe
def result(request: SignedInRequest, slug: str) -> HttpResponse:
    """What was applied."""
    refuse_if(rules.why_not_import(request.user))
    source = get_object_or_404(queries.imports_visible_to(request.user), slug=slug, state=Import.State.APPLIED)
    if is_review(source):
        return redirect("intake:review", slug)
    return render(request, "intake/result.html", {"source": source, "counts": queries.counts_of(source)})


@require_http_methods(["GET", "HEAD", "POST"])
def abandon(request: SignedInRequest, slug: str) -> HttpResponse:
    refuse_if(rules.why_not_import(request.user))
    source = import_for(request, slug)
    refuse_if(rules.why_not_abandon(request.user, source))
    if request.method == "POST":
        services.abandon(source=source, by=request.user)
        messages.success(request, _("The import of “%(file)s” was abandoned.") % {"file": source})
        return redirect("intake:imports")
    return render(request, "intake/abandon.html", {"source": source})


@require_safe
def source(request: SignedInRequest, slug: str) -> HttpResponse:
    """The file as it was read, with the words of one item marked. `at` is "2.1.5", or "2.1.5-progress" for a field."""
    found = import_for(request, slug)
    page = source_page(found, at=request.GET.get("at", ""), number=request.GET.get("page", ""))
    return render(request, "intake/source.html", {"source": found, **page})


@require_safe
def provenance(request: SignedInRequest, plan: str, action: str, milestone: str) -> HttpResponse:
    """Where a milestone and its figures were found."""
    found: Milestone = get_object_or_404(
        milestones_visible_to(request.user), action__plan__slug=plan, action__slug=action, slug=milestone
    )
    address = reverse("reporting:milestone", args=[plan, action, milestone])
    return shown_provenance(request, found.action.plan, found, address)


@require_safe
def action_provenance(request: SignedInRequest, plan: str, action: str) -> HttpResponse:
    """Where a key action and what was stated of it were found."""
    try:
        found = action_for(request.user, plan, action)
    except Action.DoesNotExist as missing:
        raise Http404 from missing
    return shown_provenance(request, found.plan, found, reverse("reporting:action", args=[plan, action]))


def shown_provenance(request: SignedInRequest, plan: Plan, thing: Milestone | Action, address: str) -> HttpResponse:
    context = {"plan": plan, "thing": thing, "address": address, "traces": queries.traces_of(thing)}
    return render(request, "intake/provenance.html", context)
