"""What people enter to import a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fingerpost.core.forms import DateField
from fingerpost.core.periods import Period
from fingerpost.core.uploads import why_too_large
from fingerpost.intake import services
from fingerpost.people.models import Area, Group, User
from fingerpost.plans.models import Plan
from fingerpost.plans.queries import plans_visible_to

FORMATS = ".txt,.html,.htm,.docx,.odt,.pdf,.xlsx,.ods,.csv"


class UploadForm(forms.Form):
    """The file. Its size is refused before it is read."""

    file = forms.FileField(
        label=gettext_lazy("Report or plan"),
        help_text=gettext_lazy("Word, PDF, ODF, Excel, CSV, HTML or plain text. Nothing changes until you apply it."),
        widget=forms.FileInput({"accept": FORMATS}),
        allow_empty_file=True,
    )

    def __init__(self, *args: Any, limit: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.limit = limit

    def clean_file(self) -> UploadedFile[Any]:
        """An empty file is left to the reader, which says so in its own words."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if reason := why_too_large(file.size or 0, self.limit):
            raise forms.ValidationError(reason)
        return file


class CompareForm(forms.Form):
    """What to compare the file with. The day is asked only where the file does not say it."""

    plan = forms.ModelChoiceField(
        Plan.objects.none(),
        label=gettext_lazy("Compare with"),
        required=False,
        to_field_name="slug",
        empty_label=gettext_lazy("A new plan made from this file"),
    )
    as_at = DateField(label=gettext_lazy("Day that the file reports on"), required=False)
    all_optional = True

    def __init__(self, *args: Any, user: User, asks_day: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        plans = plans_visible_to(user).exclude(state=Plan.State.CLOSED)
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]
        if not asks_day:
            del self.fields["as_at"]


class NewPlanForm(forms.Form):
    """The plan that is made from a file."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=300)
    starts = DateField(label=gettext_lazy("First day"))
    ends = DateField(label=gettext_lazy("Last day"))
    area = forms.ModelChoiceField(Area.objects.all(), label=gettext_lazy("Area"), to_field_name="slug")
    owner = forms.ModelChoiceField(
        Group.objects.all(), label=gettext_lazy("Group that owns the plan"), to_field_name="slug"
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("starts") and given.get("ends") and given["starts"] > given["ends"]:
            self.add_error("ends", _("The last day must not be before the first."))
        return given

    def new_plan(self) -> services.NewPlan:
        return services.NewPlan(**self.cleaned_data)


class ReviewForm(CompareForm):
    """Which plan a review paper belongs to, and which period it speaks of."""

    def __init__(self, data: Any, *, user: User, plan: Plan | None, periods: Sequence[Period], initial: Period) -> None:
        first = {"plan": plan.slug if plan else "", "period": initial.slug}
        super().__init__(
            data if data and "period" in data else None, user=user, asks_day=False, initial=first, auto_id="compare_%s"
        )
        self.start = initial
        self.fields["period"] = forms.ChoiceField(
            label=_("Period that it reviews"), choices=[(one.slug, one.label) for one in periods], required=False
        )

    def period(self) -> Period:
        """The one asked for; without one, or with one that is not offered, the likely one."""
        slug = self.cleaned_data.get("period") if self.is_valid() else ""
        return Period.parse(slug) if slug else self.start
