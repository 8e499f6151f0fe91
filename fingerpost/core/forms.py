"""The form renderer: GOV.UK markup for every form, so that no page spells out labels, hints and errors."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class GovukRenderer(TemplatesSetting):
    """Finds the templates under `core/templates/django/forms`."""
