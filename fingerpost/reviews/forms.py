"""What people fill in about reviews and the communication strategy."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fingerpost.core.forms import DateField
from fingerpost.core.periods import Period
from fingerpost.follow_ups.forms import OwnerForm
from fingerpost.plans.forms.editing import EditForm, TitleField
from fingerpost.plans.models import Action, Indicator
from fingerpost.reporting.models import PeriodLock
from fingerpost.reviews import rules
from fingerpost.reviews.models import Effective, Instead
from fingerpost.reviews.queries import Reviewed
from fingerpost.reviews.services import Said, Step

NAMES = ("work_undertaken", "undertaken_instead", "work_planned", "planned_instead", "data_words", "notes")


def words(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.Textarea({"rows": 4}), **more)


def instead() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("Where there are no words"), choices=[("", "–"), *Instead.choices], required=False
    )


class ReviewForm(OwnerForm):
    """One item for one period, with its next step for those who keep follow-ups. `lock`: the period was approved."""

    work_undertaken = words(gettext_lazy("Work undertaken to date"))
    undertaken_instead = instead()
    work_planned = words(gettext_lazy("Work planned"))
    planned_instead = instead()
    data_words = words(
        gettext_lazy("Data, in words"),
        help_text=gettext_lazy("What is to be said beside the figures, such as when they are expected."),
    )
    notes = words(gettext_lazy("Notes"))
    step = TitleField(label=gettext_lazy("Next step"), max_length=500, required=False)
    due = DateField(label=gettext_lazy("By when"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason for the correction"), required=False, widget=forms.Textarea({"rows": 2})
    )
    field_order = [*NAMES, "step", "owner", "owner_words", "due", "reason"]

    def __init__(self, data: Any, *, shown: Reviewed, lock: PeriodLock | None, with_step: bool) -> None:
        super().__init__(data, initial={name: getattr(shown, name) for name in NAMES})
        if lock is None:
            del self.fields["reason"]
        if not with_step:
            for name in ("step", "owner", "owner_words", "due"):
                del self.fields[name]
        else:
            self.fields["step"].help_text = _("It becomes a follow-up of the plan.")

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        for name, other in (("work_undertaken", "undertaken_instead"), ("work_planned", "planned_instead")):
            if refusal := rules.why_not_say(found.get(name, ""), found.get(other, "")):
                self.add_error(other, refusal)
        asked = found.get("owner") or found.get("owner_words")
        if refusal := rules.why_not_step(found.get("step", ""), found.get("due"), asked):
            self.add_error("step", refusal)
        return found

    def said(self, item: Indicator | Action, period: Period) -> Said:
        given = {name: self.cleaned_data[name].replace("\r\n", "\n") for name in NAMES}
        return Said(item=item, period=period, reason=self.cleaned_data.get("reason", ""), **given)

    def agreed(self) -> Step | None:
        """The next step, None where none was given."""
        found = self.cleaned_data
        if not found.get("step"):
            return None
        return Step(text=found["step"], owner=found["owner"], owner_words=found["owner_words"], due=found["due"])


def one_a_line(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy("One on each line. Begin a line with “-” for a point below the one above it."),
    )


class StrategyForm(EditForm):
    """The communication strategy of a plan."""

    names: ClassVar[tuple[str, ...]] = ("title", "aim", "objectives", "means", "principles")
    title = TitleField(label=gettext_lazy("Title"), max_length=300)
    aim = forms.CharField(label=gettext_lazy("Aim"), required=False, widget=forms.Textarea({"rows": 3}))
    objectives = one_a_line(gettext_lazy("Objectives"))
    means = one_a_line(gettext_lazy("How they are supported"))
    principles = one_a_line(gettext_lazy("Principles"))


class ActivityForm(EditForm):
    """One activity: what, by whom, by when, to what end."""

    names: ClassVar[tuple[str, ...]] = ("activity", "action", "by_whom", "by_when", "due", "outcome")
    activity = TitleField(label=gettext_lazy("Activity"), max_length=500)
    action = TitleField(label=gettext_lazy("Objective or action that it serves"), max_length=500, required=False)
    by_whom = forms.CharField(label=gettext_lazy("By whom"), max_length=300, required=False)
    by_when = forms.CharField(
        label=gettext_lazy("By when, in words"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Such as “Ongoing” or “Within one month of each meeting”."),
    )
    due = DateField(label=gettext_lazy("Date, where there is one"), required=False)
    outcome = TitleField(label=gettext_lazy("Outcome"), max_length=500, required=False)


class StatementForm(EditForm):
    """What the annual report says of participation, and of the year to come."""

    names: ClassVar[tuple[str, ...]] = ("participation", "effective", "effectiveness", "next_year")
    participation = forms.CharField(
        label=gettext_lazy("How community bodies took part"), widget=forms.Textarea({"rows": 6})
    )
    effective = forms.ChoiceField(
        label=gettext_lazy("Was it effective?"), choices=Effective.choices, initial=Effective.NOT_JUDGED
    )
    effectiveness = words(gettext_lazy("How you know"))
    next_year = words(gettext_lazy("What is next"))
