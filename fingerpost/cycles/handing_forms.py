"""Who is to answer: forms in which a person is chosen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fingerpost.cycles.models import Item, Request
from fingerpost.documents.readers.outcome import size_words
from fingerpost.people.models import User
from fingerpost.plans.forms.editing import LeadField


def reachable() -> QuerySet[User]:
    """Whom a mail can reach."""
    found = User.objects.filter(is_active=True, email__isnull=False).exclude(email="")
    return found.select_related("organisation").order_by("name", "pk")


class StandInForm(forms.Form):
    """Who answers this time."""

    person = LeadField(
        User.objects.none(),
        label=gettext_lazy("Who answers this time?"),
        required=False,
        to_field_name="slug",
        help_text=gettext_lazy("They are mailed a link of their own. You can still answer, too."),
    )

    def __init__(self, *args: Any, asked: Request, **options: Any) -> None:
        super().__init__(*args, **options)
        choice = self.fields["person"]
        assert isinstance(choice, LeadField)  # noqa: S101
        choice.queryset = reachable().exclude(pk=asked.person_id)
        choice.empty_label = _("Nobody: I answer myself")
        choice.initial = asked.delegate.slug if asked.delegate else None


class NotMineForm(forms.Form):
    """Who has it now, in the words of who had it."""

    suggested = forms.CharField(
        label=gettext_lazy("Who has it now?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("A name, a team or a post. Leave it empty if you do not know."),
    )
    reason = forms.CharField(label=gettext_lazy("What has changed?"), widget=forms.Textarea({"rows": 3}))


class GiveForm(forms.Form):
    """To whom an item goes."""

    to = LeadField(
        User.objects.none(),
        label=gettext_lazy("Who leads it now?"),
        to_field_name="slug",
        help_text=gettext_lazy("They become its lead officer in the plan and are asked for it in this cycle."),
    )

    def __init__(self, *args: Any, item: Item, **options: Any) -> None:
        super().__init__(*args, **options)
        choice, people = self.fields["to"], reachable()
        assert isinstance(choice, LeadField)  # noqa: S101
        choice.queryset = people.exclude(pk=item.request.person_id)
        named = people.filter(name__iexact=item.suggested.strip()).first() if item.suggested else None
        choice.initial = named.slug if named else None


class DueForm(forms.Form):
    """Whether a due date moves as the answer asks."""

    move = forms.ChoiceField(
        label=gettext_lazy("Should the due date move?"),
        choices=[("yes", gettext_lazy("Yes, move it")), ("no", gettext_lazy("No, leave it as it is"))],
        widget=forms.RadioSelect,
    )


class EvidenceForm(forms.Form):
    """A link or a file."""

    all_optional = True
    url = forms.URLField(label=gettext_lazy("Link"), max_length=1000, required=False, assume_scheme="https")
    file = forms.FileField(label=gettext_lazy("Or a file"), required=False)
    name = forms.CharField(label=gettext_lazy("What it shows"), max_length=200, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].help_text = _(
            "Word, Excel, PowerPoint, OpenDocument, PDF, CSV, text or a picture, up to %(size)s. "
            "No data about people who can be identified."
        ) % {"size": size_words(settings.EVIDENCE_LIMIT)}
