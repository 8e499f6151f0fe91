"""The form renderer, GOV.UK markup for every form, and fields that take what people write.

A form may set `fieldsets = [(legend, [names])]` to group its fields and `all_optional = True` where "(optional)"
beside every field would be noise, as in a filter.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

DATE_FORMATS = [
    "%d/%m/%Y",
    "%d %B %Y",
    "%d %b %Y",
    "%Y-%m-%d",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%d/%m/%y",
    "%d.%m.%y",
    "%d %b %y",
]


class GovukRenderer(TemplatesSetting):
    """Renders forms by the templates under `core/templates/django/forms`, found before Django's own."""


class TextInput(forms.TextInput):
    """One line of text with the width it is likely to need, in characters (2, 3, 4, 5, 10, 20 or 30)."""

    def __init__(self, width: int, **attrs: Any) -> None:
        super().__init__({"class": f"govuk-input--width-{width}", **attrs})


class PercentInput(TextInput):
    """A number with the percent sign beside its box."""

    template_name = "core/widgets/percent.html"


class DateField(forms.DateField):
    """A day, written as people write it: 30 June 2009, 30th Jun 2009, 30/06/2009, 30.6.09 or 2009-06-30."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("For example, 30 June 2009 or 30/06/2009"))
        options.setdefault("widget", forms.DateInput({"class": "govuk-input--width-10"}, format="%d/%m/%Y"))
        super().__init__(input_formats=DATE_FORMATS, **options)
        self.error_messages["invalid"] = _("Enter a date, such as 30 June 2009")

    def to_python(self, value: Any) -> date | None:
        """The date. Ordinals, commas, "Sept" and spaces do not matter."""
        if isinstance(value, str):
            value = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", value.strip(), flags=re.IGNORECASE)
            value = re.sub(r"\bsept\b", "Sep", value, flags=re.IGNORECASE)
            value = re.sub(r"[\s,]+", " ", value)
        return super().to_python(value)


class DecimalField(forms.DecimalField):
    """A number, written as people write it: 1,250 or 12.5."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", TextInput(5, inputmode="decimal"))
        super().__init__(**options)
        self.error_messages["invalid"] = _("Enter a number, such as 75 or 12.5")

    def to_python(self, value: Any) -> Any:
        """The Decimal or None. Separators of thousands, spaces and a percent sign do not matter."""
        if isinstance(value, str):
            value = re.sub(r"[\s%]|,(?=\d{3}\b)", "", value)
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """41.00 is shown for editing as 41."""
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """None of number inputs' min, max and step: the box takes text."""
        return {}


class PercentField(DecimalField):
    """Progress or a share, 0 to 100, with or without its percent sign."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", PercentInput(3, inputmode="decimal"))
        super().__init__(min_value=0, max_value=100, max_digits=5, decimal_places=2, **options)
        self.error_messages["invalid"] = _("Enter a number from 0 to 100")
