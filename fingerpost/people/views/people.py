"""People: list, page, add, edit, invite, make inactive."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fingerpost.core.paging import page_of
from fingerpost.core.queries import history_of
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.people import queries, rules, services
from fingerpost.people.forms import PeopleFilter, PersonForm, ReasonForm
from fingerpost.people.models import User
from fingerpost.people.navigation import sections
from fingerpost.people.requests import SignedInRequest


@require_safe
def listing(request: SignedInRequest) -> HttpResponse:
    refuse_if(rules.why_not_keep(request.user))
    wanted = PeopleFilter({"state": "active", **request.GET.dict()})
    chosen = wanted.cleaned_data if wanted.is_valid() else {}
    state = chosen.get("state") or "active"
    found = queries.people_matching(
        words=chosen.get("q", ""),
        organisation=chosen.get("organisation"),
        role=chosen.get("role", ""),
        state="" if state == "all" else state,
    )
    context = {"page": page_of(request, found), "filter": wanted, "sections": sections("people")}
    return render(request, "people/people.html", context)


@require_safe
def person(request: SignedInRequest, slug: str) -> HttpResponse:
    refuse_if(rules.why_not_keep(request.user))
    shown = get_object_or_404(queries.person_with_groups(slug))
    context = {
        "person": shown,
        "signs_in": rules.signs_in(shown),
        "why_not_edit": rules.why_not_edit_person(request.user, shown),
        "why_not_invite": rules.why_not_invite(request.user, shown),
        "why_not_deactivate": rules.why_not_deactivate(request.user, shown),
        "history": history_of(shown),
    }
    return render(request, "people/person.html", context)


def adding(request: SignedInRequest) -> HttpResponse:
    refuse_if(rules.why_not_keep(request.user))
    form = PersonForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            added = services.add_person(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("%(name)s is added.") % {"name": added.name})
            return redirect("person", added.slug)
    return render(request, "people/person_form.html", {"form": form, "person": None})


def editing(request: SignedInRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(User, slug=slug)
    refuse_if(rules.why_not_edit_person(request.user, shown))
    form = PersonForm(request.POST or None, instance=get_object_or_404(User, slug=slug), by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_person(shown, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("%(name)s is changed.") % {"name": form.cleaned_data["name"]})
            return redirect("person", slug)
    return render(request, "people/person_form.html", {"form": form, "person": shown})


def inviting(request: SignedInRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(User, slug=slug)
    refuse_if(rules.why_not_invite(request.user, shown))
    if request.method == "POST":
        send_invitation(request, shown)
        return redirect("person", slug)
    return render(request, "people/person_invite.html", {"person": shown})


def send_invitation(request: SignedInRequest, shown: User) -> None:
    """Says so where the mail server does not take the mail."""
    try:
        services.invite(shown, by=request.user, address=settings.URL or request.build_absolute_uri("/"))
    except OSError as error:
        messages.error(request, _("The mail could not be sent: %(error)s. Try again later.") % {"error": error})
    else:
        messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": shown.email})


def deactivating(request: SignedInRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(User, slug=slug)
    refuse_if(rules.why_not_deactivate(request.user, shown))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.deactivate(shown, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("%(name)s is now inactive.") % {"name": shown.name})
        return redirect("person", slug)
    context = {"person": shown, "form": form, "cancel_url": reverse("person", args=[slug])}
    return render(request, "people/person_deactivate.html", context)


@require_POST
def reactivating(request: SignedInRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(User, slug=slug)
    services.reactivate(shown, by=request.user)
    messages.success(request, _("%(name)s is active again.") % {"name": shown.name})
    return redirect("person", slug)
