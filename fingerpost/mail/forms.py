"""What is asked for about mails."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from fingerpost.mail.models import KINDS, Message


class MailFilter(forms.Form):
    all_optional = True
    words = forms.CharField(label=_("Person, address or subject"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *Message.State.choices])
    kind = forms.ChoiceField(label=_("Kind of mail"), required=False, choices=[("", _("All")), *KINDS.items()])
