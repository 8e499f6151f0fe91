"""The table in which many milestones are edited at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fingerpost.core.paging import page_of
from fingerpost.core.refusals import Refused
from fingerpost.plans import queries, rules, services
from fingerpost.plans.forms.many import MilestoneTable
from fingerpost.plans.models import Plan
from fingerpost.plans.services import RowErrors
from fingerpost.plans.services.bulk import labels
from fingerpost.plans.views.asking import (
    action_to_edit,
    get_or_post,
    person,
    plan_to_edit,
    posted,
)


@get_or_post
def bulk_edit(request: HttpRequest, plan: str) -> HttpResponse:
    """The milestones of a plan, or with `?action=` of one action, 50 to a page, all editable; stored together."""
    row, only = plan_to_edit(request, plan), request.GET.get("action", "")
    action = action_to_edit(request, plan, only) if only else None
    page = page_of(request, queries.milestones_to_edit(row, action))
    table = MilestoneTable(posted(request), list(page))
    if request.method == "POST" and table.is_valid():
        changed = store(request, row, table)
        if changed is not None:
            messages.success(request, stored_in_words(changed))
            return redirect(request.get_full_path())
    context = {
        "plan": row,
        "action": action,
        "page": page,
        "table": table,
        "errors": table.errors(),
        "columns": labels(),
        "in_force": rules.due_needs_reason(row),
    }
    return render(request, "plans/bulk_edit.html", context)


def store(request: HttpRequest, plan: Plan, table: MilestoneTable) -> int | None:
    """How many rows changed; None where the table goes back with its errors."""
    reason = table.reason.cleaned_data["reason"]
    try:
        return services.bulk_edit_milestones(plan=plan, rows=table.rows(), reason=reason, by=person(request))
    except RowErrors as refusal:
        table.add_errors(refusal.errors)
    except Refused as refusal:
        table.reason.add_error("reason", refusal.reason)
    return None


def stored_in_words(changed: int) -> str:
    if changed == 0:
        return _("Nothing was changed.")
    return ngettext("%(count)s milestone was changed.", "%(count)s milestones were changed.", changed) % {
        "count": changed
    }
