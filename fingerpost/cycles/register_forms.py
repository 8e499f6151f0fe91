"""What the register of non-response is narrowed down to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fingerpost.core.periods import Period
from fingerpost.core.words import period_words
from fingerpost.cycles.models import Cycle
from fingerpost.cycles.register import GROUPED, Chosen
from fingerpost.people.models import User
from fingerpost.plans.models import Plan


class RegisterFilter(forms.Form):
    """Which cycles count, and what the lines are. `person` comes with links only."""

    all_optional = True
    by = forms.ChoiceField(
        label=gettext_lazy("A line for each"),
        choices=[(name, one.label) for name, one in GROUPED.items()],
        required=False,
    )
    plan: Any = forms.ModelChoiceField(
        Plan.objects.none(),
        label=gettext_lazy("Plan"),
        required=False,
        to_field_name="slug",
        empty_label=gettext_lazy("All plans"),
    )
    since = forms.ChoiceField(label=gettext_lazy("From"), required=False)
    until = forms.ChoiceField(label=gettext_lazy("Up to"), required=False)
    with_open = forms.BooleanField(label=gettext_lazy("Count open cycles too, as they stand now"), required=False)
    person: Any = forms.ModelChoiceField(
        User.objects.all(), required=False, to_field_name="slug", widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, plans: QuerySet[Plan], **more: Any) -> None:
        super().__init__(*args, **{"auto_id": "filter_%s", **more})
        self.plans = plans
        self.fields["plan"].queryset = plans.order_by("title", "pk")  # type: ignore[attr-defined]
        slugs = Cycle.objects.filter(plan__in=plans.order_by().values("pk")).order_by("ends", "-starts")
        found = dict.fromkeys(slugs.values_list("period", flat=True))
        offered = [("", _("Any period")), *((slug, period_words(Period.parse(slug))) for slug in found)]
        for name in ("since", "until"):
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Chosen:
        """What was asked for; a value that is not offered narrows nothing."""
        self.is_valid()
        given: dict[str, Any] = getattr(self, "cleaned_data", {})
        return Chosen(
            plans=self.plans,
            plan=given.get("plan"),
            since=Period.parse(given["since"]).start if given.get("since") else None,
            until=Period.parse(given["until"]).end if given.get("until") else None,
            with_open=bool(given.get("with_open")),
            person=given.get("person"),
        )

    @property
    def chosen_by(self) -> str:
        self.is_valid()
        return getattr(self, "cleaned_data", {}).get("by") or "person"
