"""Tables of figures: uploaded or pasted, looked at and applied; and the same table out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.people.requests import SignedInRequest
from fingerpost.plans.models import Indicator, Plan
from fingerpost.plans.queries import indicator_for, plan_for
from fingerpost.reporting.indicators import coming_in
from fingerpost.reporting.indicators.forms import KeptTableForm, TableForm
from fingerpost.reporting.indicators.rules import why_not_record, why_not_record_any
from fingerpost.reporting.indicators.source_rows import SourceRow, rows_of_text
from fingerpost.reporting.indicators.table_out import FORMATS, as_file, long_table
from fingerpost.reporting.views.indicators import get_or_post
from fingerpost.reporting.views.looking import found

SHOWN = 100  # rows of a preview; the counts are of all


@get_or_post
def upload(request: SignedInRequest, plan: str) -> HttpResponse:
    row = found(lambda: plan_for(request.user, plan))
    refuse_if(why_not_record_any(request.user, row))
    return take(request, row, None, back=reverse("reporting:scorecard", args=[plan]))


@get_or_post
def upload_one(request: SignedInRequest, plan: str, indicator: str) -> HttpResponse:
    row = found(lambda: indicator_for(request.user, plan, indicator))
    refuse_if(why_not_record(request.user, row))
    return take(request, row.plan, row, back=reverse("reporting:indicator", args=[plan, indicator]))


def take(request: SignedInRequest, plan: Plan, only: Indicator | None, *, back: str) -> HttpResponse:
    """Ask for a table; show what it would change; store what is right."""
    if request.method == "POST" and "kept" in request.POST:
        return applied(request, plan, only, back)
    sent = request.method == "POST"
    form = TableForm(request.POST if sent else None, request.FILES if sent else None)
    if sent and form.is_valid():
        try:
            rows = form.rows()
            return preview(request, plan, only, back, rows=rows, file=form.name())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
    context = {"plan": plan, "indicator": only, "form": form, "back": back}
    return render(request, "reporting/upload_values.html", context)


def preview(
    request: SignedInRequest, plan: Plan, only: Indicator | None, back: str, *, rows: list[SourceRow], file: str
) -> HttpResponse:
    weighed = coming_in.weigh(rows, plan, by=request.user, only=only, file=file)
    kept = KeptTableForm(initial={"kept": coming_in.as_text(rows), "file": file})
    return render(request, "reporting/preview_values.html", shown(plan, only, back, weighed, kept))


def shown(
    plan: Plan, only: Indicator | None, back: str, weighed: coming_in.Weighed, form: KeptTableForm
) -> dict[str, Any]:
    """What the preview tells."""
    if not weighed.waiting:
        del form.fields["reason"]
    changing = [*weighed.of(), *weighed.waiting]
    return {
        "plan": plan,
        "indicator": only,
        "back": back,
        "form": form,
        "weighed": weighed,
        "figures": counts(weighed),
        "rows": changing[:SHOWN],
        "more": len(changing) - SHOWN,
        "errors": weighed.errors[:SHOWN],
        "warnings": weighed.warnings[:SHOWN],
    }


def counts(weighed: coming_in.Weighed) -> list[tuple[int, str, str]]:
    """Every row of the table is in one of these."""
    errors = sum(trouble.level == "error" for trouble in weighed.troubles)
    counted = [
        (len(weighed.of("new")), _("new")),
        (len(weighed.of("changed")), _("changed")),
        (len(weighed.of("correction")) + len(weighed.waiting), _("that need a reason")),
        (weighed.same, _("as they are already")),
        (weighed.blanks, _("left blank")),
        (errors, _("with an error")),
    ]
    return [(count, words, "") for count, words in counted]


def applied(request: SignedInRequest, plan: Plan, only: Indicator | None, back: str) -> HttpResponse:
    form = KeptTableForm(request.POST)
    if not form.is_valid():
        raise Http404
    given = form.cleaned_data
    rows = list(rows_of_text(given["kept"]))
    weighed = coming_in.weigh(rows, plan, by=request.user, only=only, file=given["file"], reason=given["reason"])
    if weighed.waiting and not given["reason"]:
        form.add_error("reason", _("Give the reason for these corrections: it is kept beside each of them."))
        return render(request, "reporting/preview_values.html", shown(plan, only, back, weighed, form))
    stored = coming_in.take_in(weighed, by=request.user)
    words = ngettext("%(count)s figure was stored.", "%(count)s figures were stored.", stored) % {"count": stored}
    messages.success(request, words if stored else _("Nothing differed, so nothing was stored."))
    return redirect(back)


@require_safe
def download(request: SignedInRequest, plan: str, format: str) -> HttpResponse:
    return as_download(found(lambda: plan_for(request.user, plan)), None, format)


@require_safe
def download_one(request: SignedInRequest, plan: str, indicator: str, format: str) -> HttpResponse:
    row = found(lambda: indicator_for(request.user, plan, indicator))
    return as_download(row.plan, row, format)


def as_download(plan: Plan, only: Indicator | None, format: str) -> HttpResponse:
    if format not in FORMATS:
        raise Http404
    name = f"{only.slug if only else plan.slug}-{_('figures')}.{format}"
    return HttpResponse(
        as_file(long_table(plan, only=only), format),
        content_type=FORMATS[format],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
