"""The page of a group, and its members."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fingerpost.core.queries import history_of
from fingerpost.core.refusals import refuse_if
from fingerpost.people import queries, rules, services
from fingerpost.people.forms import MemberForm
from fingerpost.people.models import Group, Membership
from fingerpost.people.requests import SignedInRequest


@require_safe
def group(request: SignedInRequest, slug: str) -> HttpResponse:
    refuse_if(rules.why_not_keep(request.user))
    shown = get_object_or_404(Group.objects.select_related("area", "parent"), slug=slug)
    context = {"group": shown, "members": queries.members_of(shown), "history": history_of(shown)}
    return render(request, "people/group.html", context)


def adding_member(request: SignedInRequest, slug: str) -> HttpResponse:
    refuse_if(rules.why_not_keep(request.user))
    shown = get_object_or_404(Group, slug=slug)
    form = MemberForm(request.POST or None, group=shown)
    if request.method == "POST" and form.is_valid():
        person, chair = form.cleaned_data["person"], form.cleaned_data["chair"]
        services.add_member(shown, person=person, chair=chair, by=request.user)
        messages.success(request, _("%(name)s is now in the group.") % {"name": person.name})
        return redirect("group", slug)
    return render(request, "people/member_form.html", {"group": shown, "form": form})


def membership_of(slug: str, person: str) -> Membership:
    found: Membership = get_object_or_404(
        Membership.objects.select_related("group", "user"), group__slug=slug, user__slug=person
    )
    return found


@require_POST
def making_chair(request: SignedInRequest, slug: str, person: str) -> HttpResponse:
    membership = membership_of(slug, person)
    services.set_chair(membership, by=request.user)
    messages.success(request, _("%(name)s now chairs the group.") % {"name": membership.user.name})
    return redirect("group", slug)


@require_POST
def removing_member(request: SignedInRequest, slug: str, person: str) -> HttpResponse:
    membership = membership_of(slug, person)
    services.remove_member(membership, by=request.user)
    messages.success(request, _("%(name)s is no longer in the group.") % {"name": membership.user.name})
    return redirect("group", slug)
