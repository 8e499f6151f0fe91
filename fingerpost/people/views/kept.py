"""Organisations, areas and groups: three lists kept in the same way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from fingerpost.core.paging import page_of
from fingerpost.core.queries import history_of
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.people import queries, rules, services
from fingerpost.people.forms import AreaForm, GroupForm, OrganisationForm
from fingerpost.people.models import Area, Group, Organisation
from fingerpost.people.navigation import sections
from fingerpost.people.requests import SignedInRequest


@dataclass(frozen=True)
class Kind:
    """One of the three lists: its address name, model, form, query and words."""

    name: str
    model: type[Organisation] | type[Area] | type[Group]
    form: type[ModelForm[Any]]
    rows: Callable[[], QuerySet[Any]]
    heading: str | Promise
    one: str | Promise
    add: str | Promise


ORGANISATIONS = Kind(
    "organisations",
    Organisation,
    OrganisationForm,
    queries.organisations,
    gettext_lazy("Organisations"),
    gettext_lazy("organisation"),
    gettext_lazy("Add an organisation"),
)
AREAS = Kind(
    "areas",
    Area,
    AreaForm,
    queries.areas,
    gettext_lazy("Areas"),
    gettext_lazy("area"),
    gettext_lazy("Add an area"),
)
GROUPS = Kind(
    "groups",
    Group,
    GroupForm,
    queries.groups,
    gettext_lazy("Groups"),
    gettext_lazy("group"),
    gettext_lazy("Add a group"),
)


def row_of(kind: Kind, slug: str) -> Organisation | Area | Group:
    rows: QuerySet[Any] = kind.model._default_manager.all()
    found: Organisation | Area | Group = get_object_or_404(rows, slug=slug)
    return found


@require_safe
def listing(request: SignedInRequest, kind: Kind) -> HttpResponse:
    refuse_if(rules.why_not_keep(request.user))
    page = page_of(request, kind.rows().order_by("name"))
    context = {"kind": kind, "page": page, "sections": sections(kind.name), "add_url": f"{kind.name}-add"}
    return render(request, f"people/{kind.name}.html", context)


def adding(request: SignedInRequest, kind: Kind) -> HttpResponse:
    refuse_if(rules.why_not_keep(request.user))
    form = kind.form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = services.add(form.save(commit=False), by=request.user)
        messages.success(request, _("%(name)s is added.") % {"name": row.name})
        return redirect(kind.name)
    context = {"kind": kind, "form": form, "heading": kind.add, "list_url": kind.name}
    return render(request, "people/kept_form.html", context)


def editing(request: SignedInRequest, kind: Kind, slug: str) -> HttpResponse:
    refuse_if(rules.why_not_keep(request.user))
    row = row_of(kind, slug)
    form = kind.form(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit(row, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("%(name)s is changed.") % {"name": form.cleaned_data["name"]})
            return redirect(kind.name)
    return render(request, "people/kept_form.html", edit_context(kind, row, form))


def edit_context(kind: Kind, row: Organisation | Area | Group, form: ModelForm[Any]) -> dict[str, Any]:
    """The heading says the name as stored, not as typed into a form with errors."""
    stored = type(row)._default_manager.get(pk=row.pk)
    return {
        "kind": kind,
        "form": form,
        "row": stored,
        "heading": stored.name,
        "list_url": kind.name,
        "remove_url": f"{kind.name}-remove",
        "history": history_of(stored),
    }


def removing(request: SignedInRequest, kind: Kind, slug: str) -> HttpResponse:
    refuse_if(rules.why_not_keep(request.user))
    row = row_of(kind, slug)
    if request.method == "POST":
        services.remove(row, by=request.user)
        messages.success(request, _("%(name)s is removed.") % {"name": row.name})
        return redirect(kind.name)
    return render(request, "people/kept_remove.html", {"kind": kind, "row": row, "list_url": kind.name})
