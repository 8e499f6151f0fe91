"""Forms over plans, themes, outcomes, key actions and milestones."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fingerpost.core.forms import DateField, DecimalField, TextInput
from fingerpost.people.models import User
from fingerpost.plans import queries, rules
from fingerpost.plans.forms.editing import EditForm, LeadField, TitleField
from fingerpost.plans.models import Milestone, Plan, RollUp, SignOff


def description() -> forms.CharField:
    return forms.CharField(label=gettext_lazy("Description"), widget=forms.Textarea({"rows": 5}), required=False)


def lead() -> LeadField:
    return LeadField(
        queryset=queries.leads(),
        label=gettext_lazy("Lead officer"),
        required=False,
        empty_label=gettext_lazy("Nobody yet"),
    )


def weight() -> DecimalField:
    return DecimalField(
        label=gettext_lazy("Weight"),
        help_text=gettext_lazy("Counts where progress is rolled up as a weighted mean. 1 is usual."),
        initial=Decimal(1),
        min_value=0,
        max_digits=7,
        decimal_places=2,
    )


def by_when() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("By when, in words"),
        help_text=gettext_lazy("Where there is no date, such as “Ongoing” or “Within one month of each meeting”."),
        max_length=200,
        required=False,
    )


class PlanForm(EditForm):
    """A plan. Its levels may bear the partnership's own names."""

    names = (
        "title",
        "summary",
        "starts",
        "ends",
        "area",
        "owner",
        "predecessor",
        "serves",
        "roll_up",
        "signed_off_by",
        "theme_name",
        "outcome_name",
        "action_name",
        "milestone_name",
    )
    title = TitleField(label=gettext_lazy("Title"), max_length=300)
    summary = forms.CharField(label=gettext_lazy("Summary"), widget=forms.Textarea({"rows": 4}), required=False)
    starts = DateField(label=gettext_lazy("First day"))
    ends = DateField(label=gettext_lazy("Last day"), help_text=gettext_lazy("For example, 31 March 2010"))
    area = forms.ModelChoiceField(queries.areas(), label=gettext_lazy("Area"))
    owner = forms.ModelChoiceField(
        queries.owners(), label=gettext_lazy("Owner"), help_text=gettext_lazy("The group that answers for the plan.")
    )
    predecessor = forms.ModelChoiceField(
        Plan.objects.none(), label=gettext_lazy("Follows"), required=False, empty_label=gettext_lazy("No other plan")
    )
    serves = forms.ModelChoiceField(
        Plan.objects.none(),
        label=gettext_lazy("Serves"),
        help_text=gettext_lazy("For a locality plan: the plan for the whole area that it helps to deliver."),
        required=False,
        empty_label=gettext_lazy("No other plan"),
    )
    roll_up = forms.ChoiceField(
        label=gettext_lazy("How progress is rolled up"), choices=RollUp.choices, initial=RollUp.MEAN
    )
    signed_off_by = forms.ChoiceField(
        label=gettext_lazy("Who signs a period off"),
        help_text=gettext_lazy("They approve what the lead officers report, or send it back, and lock the period."),
        choices=SignOff.choices,
        initial=SignOff.COORDINATOR,
    )
    theme_name = forms.CharField(label=gettext_lazy("A heading over outcomes"), max_length=60, initial="Theme")
    outcome_name = forms.CharField(label=gettext_lazy("What is to be achieved"), max_length=60, initial="Outcome")
    action_name = forms.CharField(label=gettext_lazy("What is done"), max_length=60, initial="Key action")
    milestone_name = forms.CharField(label=gettext_lazy("A step of it"), max_length=60, initial="Milestone")
    fieldsets = [
        (gettext_lazy("The plan"), ["title", "summary", "starts", "ends", "area", "owner", "predecessor", "serves"]),
        (gettext_lazy("Progress"), ["roll_up", "signed_off_by"]),
        (
            gettext_lazy("What you call the levels"),
            ["theme_name", "outcome_name", "action_name", "milestone_name"],
        ),
    ]

    def __init__(self, data: Any = None, *, row: Plan | None = None, by: User, **options: Any) -> None:
        super().__init__(data, row=row, **options)
        self.by = by
        self.fields["predecessor"].queryset = queries.predecessors(by, row)  # type: ignore[attr-defined]
        self.fields["serves"].queryset = queries.servable(by, row)  # type: ignore[attr-defined]

    def again(self, data: Any, row: Any) -> PlanForm:
        return type(self)(data, row=row, by=self.by)

    def clean(self) -> None:
        starts, ends = self.cleaned_data.get("starts"), self.cleaned_data.get("ends")
        if rules.why_not_dates(starts, ends):
            self.add_error("ends", _("The last day must not be before the first day."))


class ThemeForm(EditForm):
    names = ("title",)
    title = TitleField(label=gettext_lazy("Title"), max_length=200)


class OutcomeForm(EditForm):
    names = ("title", "description", "lead", "weight")
    title = TitleField(label=gettext_lazy("Title"), max_length=500)
    description = description()
    lead = lead()
    weight = weight()


class ActionForm(EditForm):
    """A key action. Its dates are its own; each milestone has another."""

    names = ("title", "description", "lead", "starts", "due", "by_when", "weight", "roll_up")
    title = TitleField(label=gettext_lazy("Title"), max_length=500)
    description = description()
    lead = lead()
    starts = DateField(label=gettext_lazy("Start"), required=False)
    due = DateField(label=gettext_lazy("Due date"), required=False)
    by_when = by_when()
    weight = weight()
    roll_up = forms.ChoiceField(
        label=gettext_lazy("How progress is rolled up"),
        choices=[("", gettext_lazy("As the plan")), *RollUp.choices],
        required=False,
    )
    fieldsets = [
        (gettext_lazy("What and who"), ["title", "description", "lead"]),
        (gettext_lazy("When"), ["starts", "due", "by_when"]),
        (gettext_lazy("Progress"), ["weight", "roll_up"]),
    ]

    def clean(self) -> None:
        if rules.why_not_dates(self.cleaned_data.get("starts"), self.cleaned_data.get("due")):
            self.add_error("due", _("The due date must not be before the start."))


class MilestoneForm(EditForm):
    """A milestone. In a plan in force a due date that is there is not edited but moved, with a reason."""

    names = (
        "title",
        "description",
        "quarter_label",
        "starts",
        "due",
        "by_when",
        "lead",
        "weight",
        "quantity_target",
        "quantity_unit",
    )
    title = TitleField(label=gettext_lazy("Title"), max_length=1000)
    description = description()
    lead = lead()
    quarter_label = forms.CharField(
        label=gettext_lazy("Quarter label"),
        help_text=gettext_lazy("As the plan states it, such as Q2."),
        max_length=20,
        widget=TextInput(5),
        required=False,
    )
    starts = DateField(label=gettext_lazy("Start"), required=False)
    due = DateField(label=gettext_lazy("Due date"), required=False)
    by_when = by_when()
    quantity_target = DecimalField(
        label=gettext_lazy("Quantity"),
        help_text=gettext_lazy("Such as 75 where 75 staff are to be trained: progress then comes from the count."),
        required=False,
        max_digits=12,
        decimal_places=2,
    )
    quantity_unit = forms.CharField(label=gettext_lazy("Unit"), max_length=60, widget=TextInput(10), required=False)
    weight = weight()
    fieldsets = [
        (gettext_lazy("What and who"), ["title", "description", "lead"]),
        (gettext_lazy("When"), ["due", "by_when", "quarter_label", "starts"]),
        (gettext_lazy("Progress"), ["quantity_target", "quantity_unit", "weight"]),
    ]

    def __init__(self, data: Any = None, *, row: Milestone | None = None, **options: Any) -> None:
        super().__init__(data, row=row, **options)
        if row and row.due and rules.due_needs_reason(row.action.plan):
            del self.fields["due"]

    def clean_quantity_target(self) -> Decimal | None:
        target: Decimal | None = self.cleaned_data["quantity_target"]
        if target is not None and target <= 0:
            raise forms.ValidationError(_("A quantity must be above zero."))
        return target

    def clean(self) -> None:
        due = self.cleaned_data.get("due", self.row.due if isinstance(self.row, Milestone) else None)
        if rules.why_not_dates(self.cleaned_data.get("starts"), due):
            name = "due" if "due" in self.fields else "starts"
            self.add_error(name, _("The due date must not be before the start."))
