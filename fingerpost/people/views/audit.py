"""The audit trail, for administrators."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fingerpost.core import history
from fingerpost.core.forms import DateField
from fingerpost.core.paging import page_of
from fingerpost.core.queries import events_matching
from fingerpost.core.refusals import refuse_if
from fingerpost.people.requests import SignedInRequest
from fingerpost.people.roles import why_not


class TrailFilter(forms.Form):
    all_optional = True
    person = forms.CharField(label=_("Person"), required=False)
    act = forms.ChoiceField(
        label=_("What was done"), required=False, choices=[("", _("Everything")), *history.ACTS.items()]
    )
    kind = forms.ChoiceField(
        label=_("To what sort of thing"), required=False, choices=[("", _("Everything")), *history.KINDS.items()]
    )
    words = forms.CharField(label=_("Title of the thing"), required=False)
    scope = forms.CharField(label=_("Plan, as in its address"), required=False)
    since = DateField(label=_("From"), required=False, help_text="")
    until = DateField(label=_("Until"), required=False, help_text="")


@require_safe
def trail(request: SignedInRequest) -> HttpResponse:
    refuse_if(why_not(request.user, "audit.view"))
    wanted = TrailFilter(request.GET)
    chosen = wanted.cleaned_data if wanted.is_valid() else {}
    return render(request, "people/audit.html", {"page": page_of(request, events_matching(**chosen)), "filter": wanted})
