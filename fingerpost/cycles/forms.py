"""Forms over cycles and their days."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fingerpost.core.forms import DateField
from fingerpost.core.periods import Kind, Period, quarters
from fingerpost.core.words import day_words
from fingerpost.core.working_days import add_working_days
from fingerpost.cycles import rules
from fingerpost.cycles.models import Arrangements, Cycle, Request
from fingerpost.cycles.queries import requests_waiting
from fingerpost.plans.models import Plan


def usual_days(period: Period, arrangements: Arrangements) -> dict[str, date]:
    """A cycle opens on the first working day after its period; the other days follow by the arrangements."""
    opens = add_working_days(period.end, 1)
    due = add_working_days(opens, arrangements.days_to_answer)
    return {"opens_on": opens, "due_on": due, "grace_until": add_working_days(due, arrangements.days_of_grace)}


def periods_of(plan: Plan) -> list[Period]:
    """The quarters, halves and years that a plan touches, by their end, the shorter first."""
    kinds: tuple[Kind, ...] = ("quarter", "half", "year")
    found = {Period.containing(quarter.end, kind) for quarter in quarters(plan.starts, plan.ends) for kind in kinds}
    return sorted(found, key=lambda period: (period.end, -period.start.toordinal()))


class DaysForm(forms.Form):
    """The three days of a cycle."""

    opens_on = DateField(label=gettext_lazy("Opens on"))
    due_on = DateField(label=gettext_lazy("Answers are due on"))
    grace_until = DateField(
        label=gettext_lazy("Late answers are taken until"),
        help_text=gettext_lazy("After that day the cycle closes, and what is missing counts as no response."),
    )
    period: Period

    def clean(self) -> dict[str, Any]:
        days = self.cleaned_data
        if {"opens_on", "due_on", "grace_until"} <= days.keys():
            reason = rules.why_not_dates(self.period, days["opens_on"], days["due_on"], days["grace_until"])
            if reason:
                self.add_error(None, reason)
        return days


class EditCycleForm(DaysForm):
    def __init__(self, *args: Any, cycle: Cycle, **options: Any) -> None:
        self.period = cycle.of
        days = {name: getattr(cycle, name) for name in ("opens_on", "due_on", "grace_until")}
        super().__init__(*args, **{"initial": days, **options})


class NewCycleForm(forms.Form):
    """For which period, and when. Days that are left empty follow from the partnership's arrangements."""

    period = forms.ChoiceField(label=gettext_lazy("Period"))
    opens_on = DateField(
        label=gettext_lazy("Opens on"),
        required=False,
        help_text=gettext_lazy("Leave it empty for the first working day after the period."),
    )
    due_on = DateField(label=gettext_lazy("Answers are due on"), required=False)
    grace_until = DateField(label=gettext_lazy("Late answers are taken until"), required=False)

    def __init__(self, *args: Any, plan: Plan, arrangements: Arrangements, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.arrangements = arrangements
        taken = set(plan.cycles.values_list("period", flat=True))
        free = [period for period in periods_of(plan) if period.slug not in taken]
        self.fields["period"].choices = [(period.slug, period.label) for period in free]  # type: ignore[attr-defined]
        current = [period for period in free if period.kind == "quarter" and period.end >= today]
        if current:
            self.fields["period"].initial = current[0].slug
        words = _("Leave it empty for %(count)d working days after it opens.") % {"count": arrangements.days_to_answer}
        self.fields["due_on"].help_text = words
        words = _("Leave it empty for %(count)d working days after the due date.")
        self.fields["grace_until"].help_text = words % {"count": arrangements.days_of_grace}

    def clean(self) -> dict[str, Any]:
        """The period and its three days, those that were left empty worked out from the ones before them."""
        found = self.cleaned_data
        if self.errors:
            return found
        period = Period.parse(found["period"])
        opens = found["opens_on"] or usual_days(period, self.arrangements)["opens_on"]
        due = found["due_on"] or add_working_days(opens, self.arrangements.days_to_answer)
        grace = found["grace_until"] or add_working_days(due, self.arrangements.days_of_grace)
        if reason := rules.why_not_dates(period, opens, due, grace):
            self.add_error(None, reason)
        return {"period": period, "opens_on": opens, "due_on": due, "grace_until": grace}


class ExtendForm(forms.Form):
    """A later day for one person."""

    due_on = DateField(label=gettext_lazy("New due date"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("It is kept and shown beside the date."),
        widget=forms.Textarea({"rows": 2}),
    )


class RequestField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Who was asked, with the present due date."""

    def label_from_instance(self, obj: Request) -> str:
        return _("%(name)s, due on %(day)s") % {"name": obj.person.name, "day": day_words(obj.due_on)}


class ExtendSomebodyForm(ExtendForm):
    """A later day for one of those from whom something still waits."""

    request = RequestField(Request.objects.none(), label=gettext_lazy("Who gets longer"), to_field_name="key")
    field_order = ["request", "due_on", "reason"]

    def __init__(self, data: Any, *, cycle: Cycle) -> None:
        super().__init__(data)
        field = cast(RequestField, self.fields["request"])
        field.queryset = requests_waiting(cycle).order_by("person__name", "pk")
