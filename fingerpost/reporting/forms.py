"""What people fill in: the day to look at, filters of lists, and progress."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fingerpost.core.forms import DateField, DecimalField, PercentField
from fingerpost.core.words import day_words
from fingerpost.people.models import Area, Group, User
from fingerpost.plans.models import Action, Milestone, Plan
from fingerpost.reporting import rules
from fingerpost.reporting.filters import ONLY, Filters
from fingerpost.reporting.models import MilestoneUpdate
from fingerpost.reporting.moment import lasts_longer_than_a_year
from fingerpost.reporting.queries import leads_in, lock_over
from fingerpost.reporting.standing import Standing

NOBODY = "nobody"


class AsAtForm(forms.Form):
    """The day as at which a page is shown, `?as-at=2009-09-30`."""

    all_optional = True

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["as-at"] = DateField(label=_("Show as at"), required=False, help_text="")

    def day(self) -> date | None:
        """The day that was asked for; None without one, or with one that cannot be shown."""
        return self.cleaned_data.get("as-at") if self.is_valid() else None

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if (day := found.get("as-at")) and day > timezone.localdate():
            self.add_error("as-at", _("That day is still to come"))
        return found


class MilestoneFilter(AsAtForm):
    """What a list of milestones is narrowed down to, and as at which day it is shown."""

    words = forms.CharField(label=gettext_lazy("Words in titles and notes"), required=False)
    status = forms.ChoiceField(label=gettext_lazy("Status"), required=False)
    lead = forms.ChoiceField(label=gettext_lazy("Lead officer"), required=False)
    due_from = DateField(label=gettext_lazy("Due from"), required=False, help_text="")
    due_to = DateField(label=gettext_lazy("Due until"), required=False, help_text="")

    def __init__(self, *args: Any, plan: Plan | None = None, leads: list[User], **more: Any) -> None:
        super().__init__(*args, **{"auto_id": "filter_%s", **more})
        statuses = [(name, label) for name, (label, _condition) in ONLY.items()]
        choices: dict[str, list[tuple[str, Any]]] = {
            "status": [("", _("Any")), *statuses, *Standing.choices],
            "lead": [("", _("Anybody")), (NOBODY, _("Nobody")), *((lead.slug, lead.name) for lead in leads)],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101
            field.choices = offered
        self.people = {lead.slug: lead.pk for lead in leads}
        if plan and lasts_longer_than_a_year(plan):
            self.fields["this_year"] = forms.BooleanField(label=_("This plan year only"), required=False)

    def filters(self) -> Filters:
        """What was asked for; a value that makes no sense is shown with its error and left out."""
        self.is_valid()
        found = getattr(self, "cleaned_data", {})
        lead = found.get("lead", "")
        return Filters(
            words=found.get("words", ""),
            status=found.get("status", ""),
            lead=self.people.get(lead),
            without_lead=lead == NOBODY,
            due_from=found.get("due_from"),
            due_to=found.get("due_to"),
            this_year=found.get("this_year", False),
            area=getattr(found.get("area"), "pk", None),
            group=getattr(found.get("group"), "pk", None),
        )


def plan_filter(data: Any, plan: Plan) -> MilestoneFilter:
    """The filter of a plan's milestones: its own lead officers are offered."""
    return MilestoneFilter(data, plan=plan, leads=list(leads_in(plan)))


class SearchFilter(MilestoneFilter):
    """The same over all plans that a person may see, with area and group of the plan."""

    area = forms.ModelChoiceField(
        Area.objects.all(),
        label=gettext_lazy("Area"),
        required=False,
        to_field_name="slug",
        empty_label=gettext_lazy("Any"),
    )
    group = forms.ModelChoiceField(
        Group.objects.all(),
        label=gettext_lazy("Group"),
        required=False,
        to_field_name="slug",
        empty_label=gettext_lazy("Any"),
    )


class ProgressForm(forms.Form):
    """What a lead officer says of a milestone."""

    as_at = DateField(label=gettext_lazy("As at"))
    progress = PercentField(label=gettext_lazy("Progress"), required=False)
    count = DecimalField(
        label=gettext_lazy("Count so far"), required=False, min_value=0, max_digits=12, decimal_places=2
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("What was done, and what comes next"),
    )
    will_not_complete = forms.BooleanField(
        label=gettext_lazy("It will not be completed in this plan year"), required=False
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason for a correction"),
        required=False,
        help_text=gettext_lazy("Something was said as at this day already; say why this replaces it"),
    )

    def __init__(self, *args: Any, milestone: Milestone, **more: Any) -> None:
        super().__init__(*args, **more)
        self.milestone, self.plan = milestone, milestone.action.plan
        if not ask_reason(self, self.plan) and not self.said_before(day_given(self)):
            del self.fields["reason"]
        if milestone.quantity_target is None:
            del self.fields["count"]
        else:
            del self.fields["progress"]
            self.fields["count"].help_text = _("Of %(target)s %(unit)s. The percentage follows from it.") % {
                "target": f"{milestone.quantity_target.normalize():f}",
                "unit": milestone.quantity_unit,
            }

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        found.setdefault("reason", "")
        if day := found.get("as_at"):
            self.check("as_at", rules.why_not_day(day) or rules.why_not_after(self.plan, day))
            found["correction_of"] = self.said_before(day)
        said = [found.get(name) for name in ("progress", "count", "note", "will_not_complete")]
        if not self.errors:
            self.check(None, rules.why_not_empty(*said))
        if refusal := why_no_reason(self, found):
            self.add_error("reason", refusal)
        elif found.get("correction_of") and not found["reason"]:
            self.add_error("reason", _("Say why this replaces what was said as at the same day."))
        return found

    def check(self, name: str | None, refusal: str) -> None:
        if refusal:
            self.add_error(name, refusal)

    def said_before(self, day: date | None) -> MilestoneUpdate | None:
        """The update that this one would correct: the latest as at the same day."""
        return self.milestone.updates.filter(as_at=day).order_by("id").last() if day else None


def day_given(form: forms.Form) -> date | None:
    """The day that came back, or that the form opens with; None where that is no date."""
    raw = form.data.get("as_at") if form.is_bound else form.initial.get("as_at")
    try:
        day: date | None = form.fields["as_at"].clean(raw)
    except forms.ValidationError:
        return None
    return day


def ask_reason(form: forms.Form, plan: Plan) -> bool:
    """Whether the day that is given lies in a locked period; then the form says so where it asks for the reason."""
    day = day_given(form)
    lock = lock_over(plan, day) if day else None
    if lock is None:
        return False
    form.fields["reason"].label = _("Reason for a late correction")
    form.fields["reason"].help_text = _(
        "%(period)s was approved on %(approved)s and is locked. Your reason is shown beside the corrected figure."
    ) % {"period": lock.of.label, "approved": day_words(lock.locked_at)}
    return True


def why_no_reason(form: Any, found: dict[str, Any]) -> str:
    """Why what was filled in cannot be kept without a reason, because its day lies in a locked period."""
    day = found.get("as_at")
    return rules.why_not_late(lock_over(form.plan, day), found.get("reason", "")) if day else ""


class ActionReportForm(forms.Form):
    """What is said of a key action as a whole."""

    as_at = DateField(label=gettext_lazy("As at"))
    work_undertaken = forms.CharField(
        label=gettext_lazy("Work undertaken to date"), required=False, widget=forms.Textarea({"rows": 4})
    )
    work_planned = forms.CharField(
        label=gettext_lazy("Work planned"), required=False, widget=forms.Textarea({"rows": 4})
    )
    stated_percent = PercentField(
        label=gettext_lazy("Percentage as you would state it"),
        required=False,
        help_text=gettext_lazy("It is kept beside the one that is worked out from the milestones, never in its place"),
    )
    stated_summary = forms.CharField(
        label=gettext_lazy("Summary in your own words"), required=False, widget=forms.Textarea({"rows": 2})
    )

    reason = forms.CharField(label=gettext_lazy("Reason for a late correction"), required=False)

    def __init__(self, *args: Any, action: Action, **more: Any) -> None:
        super().__init__(*args, **more)
        self.plan = action.plan
        if not ask_reason(self, self.plan):
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if day := found.get("as_at"):
            refusal = rules.why_not_day(day) or rules.why_not_after(self.plan, day)
            if refusal:
                self.add_error("as_at", refusal)
        names = ("stated_percent", "stated_summary", "work_undertaken", "work_planned")
        refusal = rules.why_not_empty(*(found.get(name) for name in names))
        if refusal and not self.errors:
            self.add_error(None, refusal)
        if refusal := why_no_reason(self, found):
            self.add_error("reason", refusal)
        return found
