"""A form over one stored row that notices when somebody else changed it meanwhile."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _

from fingerpost.core.models import AuditEvent
from fingerpost.core.words import day_words, moment_words
from fingerpost.people.models import User
from fingerpost.plans import queries
from fingerpost.plans.versions import Conflict, Meanwhile, plain_text, read_seen, write_seen


class TitleField(forms.CharField):
    """A title that may be long; line breaks in it count as spaces."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea({"rows": 2}))
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())


class LeadField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A lead officer, shown with the organisation."""

    def label_from_instance(self, obj: Model) -> str:
        return person_label(obj) if isinstance(obj, User) else str(obj)


def person_label(user: User) -> str:
    return f"{user.name} ({user.organisation})" if user.organisation else user.name


class ReasonForm(forms.Form):
    """Why something happens. Kept and shown beside the change."""

    reason = forms.CharField(widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, label: str = "", hint: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].label = label or _("Reason")
        self.fields["reason"].help_text = hint or _("It is kept and shown beside the change.")


class EditForm(forms.Form):
    """The fields `names` of one row (None: a row that is not there yet), and what the editor saw of them."""

    names: ClassVar[tuple[str, ...]]
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, row: Model | None = None, **options: Any) -> None:
        if row is not None:
            given = {name: getattr(row, name) for name in self.names}
            options["initial"] = {**given, "seen": write_seen(row, self.names), **options.get("initial", {})}
        super().__init__(data, **options)
        self.row = row
        if "lead" in self.fields and isinstance(lead := getattr(row, "lead", None), User):
            self.fields["lead"].queryset = queries.leads(keep=lead)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """The fields as a service takes them."""
        return {name: self.cleaned_data[name] for name in self.names if name in self.fields}

    def seen_values(self) -> dict[str, str] | None:
        """What the editor saw of the fields that this form shows; None where it was not sent along."""
        found = read_seen(self.cleaned_data.get("seen", ""), self.names)
        return found and {name: value for name, value in found.items() if name in self.fields}

    def after(self, conflict: Conflict, row: Model) -> Self:
        """The form as it goes back: what the editor did not touch as it now is, the rest as the editor wrote it.

        Each field that somebody else changed says so. Sent again, it is stored.
        """
        data: dict[str, Any] = self.data.copy()  # type: ignore[attr-defined]
        told: list[tuple[str, str]] = []
        for change in conflict.meanwhile:
            mine = plain_text(getattr(self.cleaned_data[change.field], "pk", self.cleaned_data[change.field]))
            if mine == change.seen:
                data[self.add_prefix(change.field)] = self.as_sent(change.field, getattr(row, change.field))
            told.append((change.field, self.told(change, row, kept=mine not in {change.seen, change.now})))
        data[self.add_prefix("seen")] = write_seen(row, self.names)
        form = self.again(data, row)
        form.is_valid()
        for name, message in told:
            form.add_error(name, message)
        form.add_error(None, last_change(row))
        return form

    def again(self, data: Any, row: Model) -> Self:
        """This form over other data; subclasses that take more say how."""
        return type(self)(data, row=row)

    def as_sent(self, name: str, value: Any) -> str:
        """A stored value as the browser would send it back."""
        field = self.fields[name]
        shown = field.widget.format_value(field.prepare_value(value))
        return str((shown or [""])[0] if isinstance(shown, list) else shown or "")

    def told(self, change: Meanwhile, row: Model, *, kept: bool) -> str:
        """What happened to one field, in words."""
        now = self.in_words(change.field, row)
        if kept:
            return _(
                "Somebody else changed this to “%(now)s”. What you wrote is kept here: save to put it in place."
            ) % {"now": now}
        return _("Somebody else changed this to “%(now)s”.") % {"now": now}

    def in_words(self, name: str, row: Model) -> str:
        value, choices = getattr(row, name), getattr(self.fields[name], "choices", None)
        if choices is not None and not isinstance(value, Model):
            value = dict(choices).get(value or "", value)
        return day_words(value) if hasattr(value, "year") else str(value if value not in {None, ""} else _("nothing"))


def last_change(row: Model) -> str:
    """Who changed a row last, and when."""
    kind, key = row._meta.model_name, str(row.pk)
    event = AuditEvent.objects.filter(subject_type=kind, subject_id=key).select_related("by").first()
    if event is None or event.by is None:
        return _("This was changed while you were editing it. Look at the changes and save again.")
    return _("%(who)s changed this on %(when)s, while you were editing it. Look at the changes and save again.") % {
        "who": event.by,
        "when": moment_words(event.at),
    }
