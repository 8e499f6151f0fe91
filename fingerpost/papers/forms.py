"""What paper a person asks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fingerpost.core.periods import Period, quarters
from fingerpost.core.words import period_words
from fingerpost.documents.writers import FORMATS
from fingerpost.papers.kinds import KINDS
from fingerpost.papers.selection import people_in
from fingerpost.people.models import User
from fingerpost.plans.models import Outcome, Plan
from fingerpost.reporting.moment import last_ended

SCOPES = [
    ("due", gettext_lazy("What was due by the end of the period")),
    ("all", gettext_lazy("Everything in the plan year")),
]


class NarrowForm(forms.Form):
    """What a paper keeps to, as the query of its address has it."""

    outcome: Any = forms.ModelChoiceField(
        Outcome.objects.none(),
        label=gettext_lazy("Outcome"),
        required=False,
        to_field_name="slug",
        empty_label=gettext_lazy("The whole plan"),
    )
    lead: Any = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Lead officer or owner"),
        required=False,
        to_field_name="slug",
        empty_label=gettext_lazy("Everybody"),
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("Milestones"), choices=SCOPES, required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, plan: Plan, **more: Any) -> None:
        super().__init__(*args, **more)
        self.plan = plan
        self.fields["outcome"].queryset = plan.outcomes.all()  # type: ignore[attr-defined]
        self.fields["outcome"].label = plan.outcome_name
        self.fields["lead"].queryset = people_in(plan).order_by("name", "id")  # type: ignore[attr-defined]


class PaperForm(NarrowForm):
    """The whole choice; periods that have begun are offered."""

    all_optional = True

    kind = forms.ChoiceField(label=gettext_lazy("Paper"), widget=forms.RadioSelect)
    period = forms.ChoiceField(label=gettext_lazy("Period"))
    format = forms.ChoiceField(label=gettext_lazy("How you want it"), required=False)
    field_order = ["kind", "period", "outcome", "lead", "scope", "format"]

    def __init__(self, *args: Any, plan: Plan, **more: Any) -> None:
        super().__init__(*args, plan=plan, **more)
        choices: dict[str, list[tuple[str, Any]]] = {
            "kind": [(name, kind.title) for name, kind in KINDS.items()],
            "period": [(period.slug, period_words(period)) for period in periods_of(plan)],
            "format": [("", _("A page to read here")), *((name, one.title) for name, one in FORMATS.items())],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]


def periods_of(plan: Plan) -> list[Period]:
    """The quarters, halves and years of a plan that have begun, the latest first; within a day, the shortest first."""
    last = min(plan.ends, timezone.localdate())
    found: dict[Period, None] = {}
    for quarter in reversed(quarters(plan.starts, last) if last >= plan.starts else []):
        found[quarter] = None
        for kind in ("half", "year"):
            longer = Period.containing(quarter.end, kind)
            if longer.end == quarter.end:
                found[longer] = None
    return list(found)


def usual_choice(plan: Plan) -> dict[str, str]:
    """What the form opens with: the milestones report of the last quarter that has ended, if the plan covers it."""
    wanted = last_ended(plan.latest_day(timezone.localdate()))
    offered = periods_of(plan)
    period = wanted if wanted in offered else next(iter(offered), None)
    return {"kind": "milestones", "period": period.slug if period else "", "scope": "due", "format": ""}


class PaperSetForm(forms.Form):
    """Several papers of one period at once."""

    period = forms.ChoiceField(label=gettext_lazy("Period"))
    kinds = forms.MultipleChoiceField(label=gettext_lazy("Papers"), widget=forms.CheckboxSelectMultiple)
    formats = forms.MultipleChoiceField(label=gettext_lazy("As"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, plan: Plan, period: str = "", **more: Any) -> None:
        usual = {"kinds": [name for name in KINDS if name != "task-sheet"], "formats": ["docx", "pdf"]}
        super().__init__(*args, **{"initial": {**usual, "period": period or usual_choice(plan)["period"]}, **more})
        choices: dict[str, list[tuple[str, Any]]] = {
            "period": [(one.slug, period_words(one)) for one in periods_of(plan)],
            "kinds": [(name, kind.title) for name, kind in KINDS.items()],
            "formats": [(name, one.title) for name, one in FORMATS.items()],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
