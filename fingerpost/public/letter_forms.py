"""What the public write in. `website` is for programs: people do not see it, so whoever fills it in is none."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fingerpost.public.letters import token, why_not_token
from fingerpost.public.models import Letter, LetterKind


class LetterForm(forms.Form):
    website = forms.CharField(required=False, label=_("Leave this empty"))
    made = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, page: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self.page = page
        self.fields["made"].initial = token(timezone.now())
        self.fields["website"].widget.attrs |= {"tabindex": "-1", "autocomplete": "off"}

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if reason := why_not_token(found.get("made", ""), timezone.now()):
            raise forms.ValidationError(reason)
        return found

    @property
    def is_a_trap(self) -> bool:
        return bool(self.cleaned_data.get("website"))

    def letter(self) -> Letter:
        raise NotImplementedError


class RateForm(LetterForm):
    useful = forms.ChoiceField(
        label=_("Did you find what you were looking for?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("What could be better?"),
        help_text=_("Do not write anything about yourself or anybody else. The answer may be shown on the site."),
        widget=forms.Textarea({"rows": 4}),
        max_length=2000,
        required=False,
    )
    field_order = ["useful", "text"]

    def letter(self) -> Letter:
        found = self.cleaned_data
        return Letter(
            kind=LetterKind.RATING, page=self.page, useful=found["useful"] == "yes", text=found["text"].strip()
        )


class RequestForm(LetterForm):
    text = forms.CharField(
        label=_("What do you need, and in which language or format?"),
        help_text=_("For example, the page on school meals in Polish, or the whole plan in large print."),
        widget=forms.Textarea({"rows": 4}),
        max_length=2000,
    )
    reach = forms.CharField(
        label=_("Where shall we send it?"),
        help_text=_("An email address or a postal address. Used for this alone and deleted once we have answered."),
        widget=forms.Textarea({"rows": 2}),
        max_length=500,
    )
    field_order = ["text", "reach"]

    def letter(self) -> Letter:
        found = self.cleaned_data
        return Letter(kind=LetterKind.REQUEST, page=self.page, text=found["text"].strip(), reach=found["reach"].strip())
