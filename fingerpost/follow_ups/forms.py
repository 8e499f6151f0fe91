"""What people fill in about follow-ups, and what a list of them is narrowed down to."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fingerpost.core.forms import DateField, PercentField
from fingerpost.follow_ups import queries, rules
from fingerpost.follow_ups.models import FollowUp, Origin, State
from fingerpost.people.models import User
from fingerpost.plans.forms.editing import EditForm, LeadField, TitleField
from fingerpost.plans.models import Plan
from fingerpost.plans.queries import leads


def owner_field() -> LeadField:
    return LeadField(
        queryset=leads(), label=gettext_lazy("By whom"), required=False, empty_label=gettext_lazy("Nobody on the list")
    )


def owner_words_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("By whom, in words"),
        help_text=gettext_lazy("Where it is nobody on the list, such as a group."),
        max_length=200,
        required=False,
    )


class OwnerForm(forms.Form):
    """One person, or words for somebody who is not on the list."""

    owner = owner_field()
    owner_words = owner_words_field()

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if refusal := rules.why_not_owner(found.get("owner"), found.get("owner_words", "")):
            self.add_error("owner_words", refusal)
        return found


class WordingForm(EditForm):
    """What is to be done, and where it came from."""

    names: ClassVar[tuple[str, ...]] = ("text", "by_when", "origin", "origin_words")
    text = TitleField(label=gettext_lazy("What is to be done"), max_length=500)
    by_when = forms.CharField(
        label=gettext_lazy("By when, in words"),
        help_text=gettext_lazy("Where there is no date, such as “Within one month of each meeting”."),
        max_length=200,
        required=False,
    )
    origin = forms.ChoiceField(label=gettext_lazy("It came out of"), choices=Origin.choices)
    origin_words = forms.CharField(
        label=gettext_lazy("Where it came from, in words"),
        help_text=gettext_lazy("Such as the review, the finding or the meeting."),
        max_length=500,
        required=False,
    )


class AddForm(OwnerForm, WordingForm):
    """A new follow-up."""

    names = ("text", "owner", "owner_words", "due", "by_when", "origin", "origin_words", "agreed_on")
    due = DateField(label=gettext_lazy("Due"), required=False)
    agreed_on = DateField(label=gettext_lazy("Agreed on"), help_text="")
    field_order = ["text", "owner", "owner_words", "due", "by_when", "origin", "origin_words", "agreed_on"]

    def clean_agreed_on(self) -> date:
        day: date = self.cleaned_data["agreed_on"]
        if refusal := rules.why_not_day(day):
            raise forms.ValidationError(refusal)
        return day


class OnForm(forms.Form):
    """The day on which something was said or happened, today unless given."""

    on = DateField(label=gettext_lazy("On which day"), help_text="")

    def __init__(self, *args: Any, follow_up: FollowUp, **more: Any) -> None:
        super().__init__(*args, **{"initial": {"on": timezone.localdate()}, **more})
        self.follow_up = follow_up

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if refusal := rules.why_not_day(day, self.follow_up):
            raise forms.ValidationError(refusal)
        return day


class NoteForm(OnForm):
    """How it goes."""

    words = forms.CharField(
        label=gettext_lazy("What was done, and what comes next"), widget=forms.Textarea({"rows": 4}), required=False
    )
    percent = PercentField(label=gettext_lazy("Progress"), required=False)
    field_order = ["words", "percent", "on"]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if not self.errors and (refusal := rules.why_not_said(found.get("percent"), found.get("words", ""))):
            self.add_error("words", refusal)
        return found


class FinishForm(OnForm):
    """That it is done."""

    words = forms.CharField(label=gettext_lazy("What came of it"), widget=forms.Textarea({"rows": 4}), required=False)
    field_order = ["words", "on"]


class TurnForm(OnForm):
    """That it is dropped, or taken up again, and why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("It is kept and shown beside the change."),
        widget=forms.Textarea({"rows": 3}),
    )
    field_order = ["reason", "on"]


class HandOverForm(OwnerForm):
    """To whom it goes, and why."""

    reason = forms.CharField(
        label=gettext_lazy("Why does it change hands?"),
        help_text=gettext_lazy("It is kept and shown beside the change."),
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, follow_up: FollowUp, **more: Any) -> None:
        super().__init__(*args, **more)
        self.follow_up = follow_up
        self.fields["reason"].required = bool(follow_up.by_whom)

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        now = (found.get("owner"), found.get("owner_words", ""))
        if not self.errors and now == (self.follow_up.owner, self.follow_up.owner_words):
            self.add_error("owner", _("Choose somebody else, or say by whom in words."))
        return found


class MoveDueForm(forms.Form):
    """Another date, and why."""

    due = DateField(label=gettext_lazy("New due date"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why does it move?"),
        help_text=gettext_lazy("It is kept and shown beside the change."),
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, follow_up: FollowUp, **more: Any) -> None:
        super().__init__(*args, **more)
        self.follow_up = follow_up
        self.fields["reason"].required = follow_up.due is not None
        self.fields["due"].required = follow_up.due is None

    def clean_due(self) -> date | None:
        due: date | None = self.cleaned_data["due"]
        if due == self.follow_up.due:
            raise forms.ValidationError(_("This is the due date already."))
        return due


class LogFilter(forms.Form):
    """What a plan's follow-ups are narrowed down to. `action` and `milestone` come with links only."""

    all_optional = True
    state = forms.ChoiceField(label=gettext_lazy("Status"), required=False)
    owner = forms.ChoiceField(label=gettext_lazy("By whom"), required=False)
    origin = forms.ChoiceField(label=gettext_lazy("It came out of"), required=False)
    action = forms.SlugField(widget=forms.HiddenInput, required=False)
    milestone = forms.SlugField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, plan: Plan, **more: Any) -> None:
        super().__init__(*args, **{"auto_id": "filter_%s", **more})
        self.people: dict[str, User] = {person.slug: person for person in queries.owners_in(plan).order_by("name")}
        choices: dict[str, list[tuple[str, Any]]] = {
            "state": [("", _("Any")), ("overdue", _("Overdue")), *State.choices],
            "owner": [("", _("Anybody")), ("others", _("Nobody on the list"))]
            + [(slug, person.name) for slug, person in self.people.items()],
            "origin": [("", _("Anything")), *Origin.choices],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    def narrowed(self, rows: QuerySet[FollowUp], today: date) -> QuerySet[FollowUp]:
        """What was asked for; a value that is not offered narrows nothing."""
        self.is_valid()
        found = getattr(self, "cleaned_data", {})
        if state := found.get("state"):
            rows = rows.filter(queries.overdue(today) if state == "overdue" else Q(state=state))
        if owner := found.get("owner"):
            rows = rows.filter(owner=self.people.get(owner))
        if origin := found.get("origin"):
            rows = rows.filter(origin=origin)
        if action := found.get("action"):
            rows = rows.filter(queries.about(action, found.get("milestone", "")))
        return rows
