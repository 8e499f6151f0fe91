"""The form that takes a task sheet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy

from fingerpost.core.refusals import Refused
from fingerpost.core.uploads import Checked, check_upload
from fingerpost.cycles.services.sheets import KINDS, LIMITS


class SheetForm(forms.Form):
    """A file, whose content is checked before anything is read from it."""

    file = forms.FileField(
        label=gettext_lazy("The task sheet that you filled in"),
        help_text=gettext_lazy("An Excel or Word file. You see what was read before anything is sent."),
        widget=forms.FileInput({"accept": ",".join(f".{kind}" for kind in KINDS)}),
        allow_empty_file=True,
    )

    def clean_file(self) -> Checked:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        try:
            return check_upload(file, kinds=KINDS, limit=LIMITS.file_bytes)
        except Refused as refusal:
            raise forms.ValidationError(refusal.reason) from refusal
