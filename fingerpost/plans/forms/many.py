"""Forms over many rows: the table of milestones, and what goes on in the next plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fingerpost.core.forms import DateField, DecimalField, TextInput
from fingerpost.people.models import User
from fingerpost.plans import queries, rules
from fingerpost.plans.forms.editing import EditForm, TitleField, person_label
from fingerpost.plans.models import Action, Milestone, Outcome, Plan
from fingerpost.plans.services import MilestoneRow, RowError, Selection
from fingerpost.plans.services.bulk import BULK_FIELDS, labels
from fingerpost.plans.versions import Conflict, changed_meanwhile


class NamedLeadField(forms.CharField):
    """A lead officer by name, with suggestions from one list that all rows share: 50 rows of 1,000 names each would
    be too much for a page."""

    def __init__(self, people: Mapping[str, User], names: Mapping[int, str]) -> None:
        self.people, self.names = people, names
        widget = forms.TextInput({"list": "people", "autocomplete": "off"})
        super().__init__(label=labels()["lead"], required=False, widget=widget)

    def prepare_value(self, value: Any) -> Any:
        return self.names.get(value.pk, value.name) if isinstance(value, User) else value

    def clean(self, value: Any) -> Any:
        name = " ".join(str(super().clean(value) or "").split())
        if not name:
            return None
        if name not in self.people:
            raise forms.ValidationError(_("Nobody is called “%(name)s”. Choose a name from the list.") % {"name": name})
        return self.people[name]


def people_by_label(leads: Sequence[User]) -> dict[str, User]:
    """Everybody by name and organisation; where two are alike, by their slug as well."""
    named: dict[str, User] = {}
    for person in leads:
        label = person_label(person)
        named[label if label not in named else f"{label} [{person.slug}]"] = person
    return named


class RowForm(EditForm):
    """One milestone in the table."""

    names = BULK_FIELDS
    title = TitleField(max_length=1000, widget=forms.Textarea({"rows": 2, "class": "fp-cell--wide"}))
    due = DateField(required=False, help_text="")
    weight = DecimalField(min_value=0, max_digits=7, decimal_places=2, widget=TextInput(3, inputmode="decimal"))
    quantity_target = DecimalField(required=False, max_digits=12, decimal_places=2)
    quantity_unit = forms.CharField(max_length=60, required=False, widget=TextInput(10))

    def __init__(self, data: Any, *, row: Milestone, people: Mapping[str, User], names: Mapping[int, str]) -> None:
        super().__init__(data, row=row, prefix=f"row-{row.pk}")
        self.milestone, self.lead = row, NamedLeadField(people, names)
        self.fields["lead"] = self.lead
        for name, label in labels().items():
            self.fields[name].label = f"{label}, {row.title}"
        self.order_fields([*BULK_FIELDS, "seen"])

    def again(self, data: Any, row: Any) -> RowForm:
        return RowForm(data, row=row, people=self.lead.people, names=self.lead.names)

    def as_row(self) -> MilestoneRow:
        return MilestoneRow(key=self.milestone.pk, seen=self.seen_values() or {}, **self.values())

    def cells(self) -> list[BoundField]:
        return [self[name] for name in BULK_FIELDS]


class MilestoneTable:
    """The forms of one page of milestones, and one reason for all dates that move."""

    def __init__(self, data: Any, milestones: Sequence[Milestone]) -> None:
        leads = {person.pk: person for person in queries.leads()}
        leads |= {row.lead.pk: row.lead for row in milestones if row.lead}
        self.people = people_by_label(list(leads.values()))
        names = {person.pk: label for label, person in self.people.items()}
        self.forms = [RowForm(data, row=row, people=self.people, names=names) for row in milestones]
        self.reason = TableReasonForm(data)

    def is_valid(self) -> bool:
        """Every row and the reason; all are looked at, so that all errors are shown at once."""
        return all([self.reason.is_valid(), *(form.is_valid() for form in self.forms)])

    def rows(self) -> list[MilestoneRow]:
        return [form.as_row() for form in self.forms]

    def add_errors(self, errors: Sequence[RowError]) -> None:
        """Put what the service found at its cells. A row that somebody else changed is shown as it now is, where
        this editor had not touched it."""
        for number in sorted({error.row for error in errors if error.conflict}):
            form = self.forms[number - 1]
            meanwhile = changed_meanwhile(form.milestone, form.seen_values() or {})
            self.forms[number - 1] = form.after(Conflict(meanwhile), form.milestone)
        for error in errors:
            if not error.conflict:
                self.forms[error.row - 1].add_error(error.field or None, error.message)

    def errors(self) -> list[tuple[str, str]]:
        """(address of the cell, "Row 6, Due date: …") for the summary, in the order of the table."""
        found = [
            (form[name].auto_id if name in form.fields else "", str(RowError(number, name, str(message))))
            for number, form in enumerate(self.forms, 1)
            for name, messages in form.errors.items()
            for message in messages
        ]
        reasons = list(self.reason.errors.get("reason", []))
        return found + [(self.reason["reason"].auto_id, str(message)) for message in reasons]


class TableReasonForm(forms.Form):
    """One reason for all dates that move."""

    all_optional = True
    reason = forms.CharField(
        label=gettext_lazy("Reason for the dates that move"),
        help_text=gettext_lazy("Needed when you change a due date of a plan in force. It is kept with each of them."),
        widget=forms.Textarea({"rows": 2}),
        required=False,
    )


class RollOverForm(forms.Form):
    """The next plan, and what goes on in it. What stands under something left behind is left behind too."""

    title = TitleField(label=gettext_lazy("Title of the next plan"), max_length=300)
    starts = DateField(label=gettext_lazy("First day"))
    ends = DateField(label=gettext_lazy("Last day"), help_text=gettext_lazy("For example, 31 March 2011"))
    reason = forms.CharField(
        label=gettext_lazy("Why are milestones carried forward?"),
        help_text=gettext_lazy("Needed where you tick any milestone. It is kept with each of them."),
        widget=forms.Textarea({"rows": 2}),
        required=False,
    )
    all_optional = True
    outcome = forms.ModelMultipleChoiceField(Outcome.objects.none(), required=False)
    action = forms.ModelMultipleChoiceField(Action.objects.none(), required=False)
    milestone = forms.ModelMultipleChoiceField(Milestone.objects.none(), required=False)
    written = ("title", "starts", "ends", "reason")

    def __init__(self, *args: Any, plan: Plan, going: Collection[int], **options: Any) -> None:
        """`going`: the keys of the milestones that may be carried forward."""
        super().__init__(*args, **options)
        self.plan = plan
        querysets = {
            "outcome": plan.outcomes.all(),
            "action": plan.actions.filter(state=Action.State.ACTIVE),
            "milestone": Milestone.objects.filter(action__plan=plan, pk__in=going),
        }
        for name, rows in querysets.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean(self) -> None:
        if rules.why_not_dates(self.cleaned_data.get("starts"), self.cleaned_data.get("ends")):
            self.add_error("ends", _("The last day must not be before the first day."))
        if self.is_bound and not self.errors and self.selection().milestones and not self.cleaned_data["reason"]:
            self.add_error("reason", _("Give a reason: it is kept and shown beside the change."))

    def selection(self) -> Selection:
        """What was ticked, without what stands under something that was not."""
        outcomes: list[Outcome] = []
        kept: set[int | None] = {None}
        for outcome in self.cleaned_data["outcome"].order_by("position", "id"):
            if outcome.parent_id in kept:
                kept.add(outcome.pk)
                outcomes.append(outcome)
        homes = queries.homes(self.plan)
        actions = [row for row in self.cleaned_data["action"] if homes.get(row.pk, 0) in kept]
        going = {row.pk for row in actions}
        milestones = [row for row in self.cleaned_data["milestone"].select_related("lead") if row.action_id in going]
        return Selection(outcomes, actions, milestones)
