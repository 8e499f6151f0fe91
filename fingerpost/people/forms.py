"""What is asked for about people, organisations, areas and groups."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fingerpost.people import roles, rules
from fingerpost.people.models import Area, Group, Organisation, Role, User


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Organisation
        fields = ["name"]
        labels = {"name": _("Name")}


class AreaForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Area
        fields = ["name", "parent"]
        labels = {"name": _("Name"), "parent": _("Part of")}
        help_texts = {"parent": _("Leave it empty for the whole partnership area")}


class GroupForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Group
        fields = ["name", "kind", "area", "parent"]
        labels = {"name": _("Name"), "kind": _("Kind of group"), "area": _("Area"), "parent": _("Reports to")}


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    """The role is asked for only where `by` may give roles."""

    class Meta:
        model = User
        fields = ["name", "email", "job_title", "organisation", "deputy", "line_manager", "role"]
        labels = {
            "name": _("Name"),
            "email": _("Email address"),
            "job_title": _("Job title"),
            "organisation": _("Organisation"),
            "deputy": _("Deputy"),
            "line_manager": _("Line manager"),
            "role": _("Role"),
        }
        help_texts = {
            "deputy": _("Is asked when this person does not answer"),
            "line_manager": _("Is told when neither this person nor the deputy answers"),
        }
        widgets = {"role": forms.RadioSelect}

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ["deputy", "line_manager"]:
            choice = self.fields[name]
            if isinstance(choice, forms.ModelChoiceField):
                choice.queryset = User.objects.filter(is_active=True).exclude(pk=self.instance.pk)
        if not roles.may(by, "people.roles"):
            del self.fields["role"]

    def clean_email(self) -> str | None:
        """None where empty; one address belongs to one person, whatever its case."""
        email = self.cleaned_data["email"] or None
        if email and User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Somebody else has this email address."))
        return email


class PeopleFilter(forms.Form):
    all_optional = True
    q = forms.CharField(label=_("Name, address or job title"), required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(), label=_("Organisation"), required=False, to_field_name="slug", empty_label=_("All")
    )
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All")), *Role.choices])
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("active", _("Active")), ("inactive", _("Inactive")), ("all", _("All"))],
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("Kept in the history"))


class MemberForm(forms.Form):
    person = forms.ModelChoiceField(User.objects.none(), label=_("Person"))
    chair = forms.BooleanField(label=_("Chairs the group"), required=False)

    def __init__(self, *args: Any, group: Group, **options: Any) -> None:
        super().__init__(*args, **options)
        self.group = group
        people = self.fields["person"]
        if isinstance(people, forms.ModelChoiceField):
            people.queryset = User.objects.filter(is_active=True).exclude(memberships__group=group)

    def clean_person(self) -> User:
        person: User = self.cleaned_data["person"]
        if reason := rules.why_not_member(self.group, person):
            raise forms.ValidationError(reason)
        return person
