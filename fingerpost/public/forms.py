"""What a coordinator says when publishing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fingerpost.core.forms import DateField, TextInput
from fingerpost.core.periods import Period
from fingerpost.papers.forms import periods_of
from fingerpost.plans.models import Plan
from fingerpost.public.models import Letter, LetterKind, Publication


class PrepareForm(forms.Form):
    """The period to publish, the last that has ended first."""

    period = forms.ChoiceField(label=_("Period"))

    def __init__(self, *args: Any, plan: Plan, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["period"].choices = [  # type: ignore[attr-defined]
            (one.slug, one.label) for one in periods_of(plan)
        ]

    def chosen(self) -> Period:
        return Period.parse(self.cleaned_data["period"])


class NoticeForm(forms.Form):
    """A later version says what changed; the first has nothing to say."""

    notice = forms.CharField(
        label=_("What changed since the version before"),
        help_text=_("It stands at the top of every page of the new version."),
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )

    def __init__(self, *args: Any, publication: Publication, **more: Any) -> None:
        super().__init__(*args, **more)
        if publication.version == 1:
            del self.fields["notice"]
        else:
            self.fields["notice"].required = True

    def words(self) -> str:
        return str(self.cleaned_data.get("notice", ""))


class ScheduleForm(NoticeForm):
    day = DateField(label=_("Day"))
    time = forms.TimeField(label=_("Time"), help_text=_("For example, 9:30"), widget=TextInput(5), initial="09:00")
    field_order = ["day", "time", "notice"]

    def at(self) -> datetime:
        """The moment, local time."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"]))


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is withdrawn"),
        help_text=_("Everybody who opens its address will read this."),
        widget=forms.Textarea({"rows": 3}),
    )


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("What was done, or why nothing can be"), widget=forms.Textarea({"rows": 4}), max_length=4000
    )
    shown = forms.BooleanField(label=_("Show the comment and this answer on the public site"), required=False)

    def __init__(self, *args: Any, letter: Letter, **more: Any) -> None:
        super().__init__(*args, **more)
        if letter.kind != LetterKind.RATING:
            del self.fields["shown"]
