"""Sample inputs for the component gallery."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fingerpost.core.forms import DateField, PercentField
from fingerpost.core.navigation import Link

STATUSES = [
    ("tick", "green", gettext_lazy("Complete")),
    ("dot", "green", gettext_lazy("On track")),
    ("triangle", "amber", gettext_lazy("Some slippage")),
    ("cross", "red", gettext_lazy("Off track")),
    ("ring", "grey", gettext_lazy("Not started")),
    ("clock", "grey", gettext_lazy("Not yet due")),
    ("question", "grey", gettext_lazy("No update received")),
    ("arrow", "blue", gettext_lazy("Carried forward")),
    ("dash", "grey", gettext_lazy("Cancelled")),
    ("up", "green", gettext_lazy("Improving")),
    ("level", "blue", gettext_lazy("Maintaining")),
    ("down", "red", gettext_lazy("Worsening")),
]
BARS = mark_safe(
    '<svg viewBox="0 0 300 60" width="300" height="60" role="img" aria-label="12, 7"><rect class="fp-progress__done"'
    ' width="240" height="20"/><rect class="fp-progress__done" y="30" width="140" height="20"/></svg>'
)


class SampleForm(forms.Form):
    """One of each widget."""

    title = forms.CharField(label=gettext_lazy("Title"), help_text=gettext_lazy("As people will look for it"))
    due = DateField(label=gettext_lazy("Due date"))
    progress = PercentField(label=gettext_lazy("Progress"), required=False)
    note = forms.CharField(label=gettext_lazy("Note"), widget=forms.Textarea({"rows": 3}), required=False)
    lead = forms.ChoiceField(label=gettext_lazy("Lead officer"), choices=[("", "–"), ("a", "A. Example")])
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[("open", gettext_lazy("Open")), ("done", gettext_lazy("Done"))],
        widget=forms.RadioSelect,
    )
    areas = forms.MultipleChoiceField(
        label=gettext_lazy("Areas"),
        choices=[("n", gettext_lazy("North")), ("s", gettext_lazy("South"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agreed = forms.BooleanField(label=gettext_lazy("Agreed by the group"), required=False)
    file = forms.FileField(label=gettext_lazy("Report"), required=False)
    fieldsets = [
        (gettext_lazy("What"), ["title", "due", "progress", "note"]),
        (gettext_lazy("Who and where"), ["lead", "state", "areas", "agreed", "file"]),
    ]


class SampleFilter(forms.Form):
    q = forms.CharField(label=gettext_lazy("Words"), required=False)
    area = forms.ChoiceField(label=gettext_lazy("Area"), choices=[("", gettext_lazy("All areas"))], required=False)
    all_optional = True


def samples(request: HttpRequest) -> dict[str, Any]:
    """What the gallery shows. With `?errors` its form is shown as sent back."""
    return {
        "form": SampleForm({} if "errors" in request.GET else None, auto_id="sample_%s"),
        "filter": SampleFilter(auto_id="filter_%s"),
        "statuses": STATUSES,
        "amounts": [None, Decimal(0), Decimal("0.3"), Decimal(41), Decimal("99.6"), Decimal(100)],
        "figures": [("41%", _("of the plan is done"), ""), (12, _("milestones are overdue"), "#"), (0, _("moved"), "")],
        "rows": [(_("Owner"), _("Theme group"), "#"), (_("Area"), "", "")],
        "columns": [_("Milestone"), _("Due date"), _("Progress")],
        "numeric": [_("Progress")],
        "cells": [
            (_("Publish the skills report"), "30 June 2009", "100%"),
            (_("Agree targets"), "30 September", "90%"),
        ],
        "page": Paginator(range(1000), 50).get_page(request.GET.get("page", 7)),
        "links": [Link(_("Overview"), "#", current=True), Link(_("Milestones"), "#"), Link(_("Checks"), "#")],
        "bars": BARS,
    }
