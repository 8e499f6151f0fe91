"""What the list of findings is narrowed down to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from fingerpost.checks.findings import Finding
from fingerpost.checks.registry import RULES
from fingerpost.checks.words import SEVERITY_LOOKS
from fingerpost.core.periods import Period, quarters
from fingerpost.plans.models import Plan


class FindingsFilter(forms.Form):
    """As at the end of which quarter, how grave, and by which rule. Everything may be left open."""

    all_optional = True

    def __init__(self, *args: Any, plan: Plan, today: date, **more: Any) -> None:
        super().__init__(*args, **{"auto_id": "filter_%s", **more})
        begun = [period for period in quarters(plan.starts, plan.ends) if period.start <= today]
        self.offer("period", _("Period"), _("Latest"), [(period.slug, period.label) for period in reversed(begun)])
        severities = [(name, str(look.words)) for name, look in SEVERITY_LOOKS.items()]
        self.offer("severity", _("Gravity"), _("Any"), severities)
        rules = sorted((rule.code, str(rule.title)) for rule in RULES.values())
        self.offer("rule", _("Check"), _("Any"), sorted(rules, key=lambda choice: choice[1]))

    def offer(self, name: str, label: str, open_label: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name] = forms.ChoiceField(label=label, required=False, choices=[("", open_label), *choices])

    def chosen(self, name: str) -> str:
        """What was chosen, "" for nothing or for what is not offered."""
        self.full_clean()
        return str(self.cleaned_data.get(name, "")) if self.is_bound else ""

    def chosen_period(self) -> Period | None:
        slug = self.chosen("period")
        return Period.parse(slug) if slug else None

    def narrowed(self, findings: list[Finding]) -> list[Finding]:
        severity, rule = self.chosen("severity"), self.chosen("rule")
        return [one for one in findings if severity in ("", one.severity) and rule in ("", one.rule)]
