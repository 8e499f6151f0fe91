"""Forms over the reporting arrangements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fingerpost.core.forms import TextInput
from fingerpost.cycles import rules
from fingerpost.cycles.models import Arrangements, Recipient, ReminderStep
from fingerpost.people.models import User

BEFORE, AFTER = "before", "after"


class ArrangementsForm(forms.Form):
    """The usual days, and whether people sign in to answer."""

    days_to_answer = forms.IntegerField(
        label=_("Working days to answer"),
        help_text=_("From the day on which a cycle opens to the due date."),
        widget=TextInput(3, inputmode="numeric"),
        min_value=1,
        max_value=rules.MOST_DAYS,
    )
    days_of_grace = forms.IntegerField(
        label=_("Working days of grace"),
        help_text=_("Late answers are taken for so long. Then the cycle closes."),
        widget=TextInput(3, inputmode="numeric"),
        min_value=0,
        max_value=rules.MOST_DAYS,
    )
    days_to_follow_up = forms.IntegerField(
        label=_("Working days to follow up"),
        help_text=_("When a cycle closes, somebody is to get what was not answered, within so many days."),
        widget=TextInput(3, inputmode="numeric"),
        min_value=1,
        max_value=rules.MOST_DAYS,
    )
    sign_in_required = forms.BooleanField(
        label=_("People must sign in to answer"),
        help_text=_("The link in a mail then leads to signing in. Without it, the link is enough."),
        required=False,
    )

    def __init__(self, *args: Any, arrangements: Arrangements, **options: Any) -> None:
        given = {name: getattr(arrangements, name) for name in self.base_fields}
        super().__init__(*args, **{"initial": given, **options})


class StepForm(forms.Form):
    """One step of the schedule."""

    days = forms.IntegerField(
        label=_("Working days"),
        help_text=_("0 is the due date itself."),
        widget=TextInput(3, inputmode="numeric"),
        min_value=0,
        max_value=rules.MOST_DAYS,
    )
    side = forms.ChoiceField(
        label=_("Before or after"), choices=[(BEFORE, _("before the due date")), (AFTER, _("after the due date"))]
    )
    recipient = forms.ChoiceField(label=_("Who is written to"), choices=Recipient.choices)

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.by = by

    @property
    def days_after(self) -> int:
        """Below zero: before the due date."""
        days: int = self.cleaned_data["days"]
        return -days if self.cleaned_data["side"] == BEFORE else days

    def clean(self) -> dict[str, Any]:
        if not self.errors and (reason := rules.why_not_step(self.by, self.days_after, self.cleaned_data["recipient"])):
            self.add_error(None, reason)
        return self.cleaned_data


class RemoveStepForm(forms.Form):
    """Which step goes: named by its day and whom it goes to."""

    days = forms.IntegerField()
    recipient = forms.ChoiceField(choices=Recipient.choices)

    def step(self) -> ReminderStep:
        """Raises `ReminderStep.DoesNotExist`."""
        if not self.is_valid():
            raise ReminderStep.DoesNotExist
        return ReminderStep.objects.get(**self.cleaned_data)
