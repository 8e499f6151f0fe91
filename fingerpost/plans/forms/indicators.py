"""Forms over indicators: the definition sheet, baseline and targets, and what they are broken down by."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fingerpost.core.forms import DecimalField, TextInput
from fingerpost.core.periods import Period
from fingerpost.core.words import period_words
from fingerpost.people.models import Area
from fingerpost.plans import indicator_rules
from fingerpost.plans.forms.editing import EditForm, TitleField
from fingerpost.plans.forms.items import lead
from fingerpost.plans.forms.moving import GroupedChoiceField
from fingerpost.plans.models import (
    Aggregation,
    Baseline,
    Category,
    Comparison,
    Dimension,
    Frequency,
    Indicator,
    Plan,
    Polarity,
)
from fingerpost.plans.models.indicator import PLACES
from fingerpost.plans.services.indicators import WHOLE_DEFINITION


def words(label: Any, *, rows: int = 3, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, widget=forms.Textarea({"rows": rows}), required=False)


def number(label: Any, initial: int | None = None, *, hint: Any = "", places: int = 2, **more: Any) -> DecimalField:
    """A number of the definition; it may be left out where it has no initial value."""
    start = None if initial is None else Decimal(initial)
    digits = 6 if places == 2 else 15
    return DecimalField(
        label=label,
        help_text=hint,
        initial=start,
        required=start is not None,
        max_digits=digits,
        decimal_places=places,
        **more,
    )


def whole(label: Any, initial: int, *, low: int, high: int, hint: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=hint,
        initial=initial,
        min_value=low,
        max_value=high,
        widget=TextInput(3, inputmode="numeric"),
    )


class IndicatorForm(EditForm):
    """The definition sheet. What is usual stands in it already."""

    names = (
        "title", "code", "definition", "rationale", "lead", "source", "unit", "decimals", "frequency", "polarity",
        "is_proportion", "numerator_name", "denominator_name", "multiplier", "aggregation", "by_area",
        "amber_tolerance", "red_tolerance", "amber_absolute", "red_absolute", "grace_days", "comparison",
        "change_criteria", "long_trend_periods", "plausible_low", "plausible_high", "counts_people",
        "small_number_threshold",
    )  # fmt: skip
    title = TitleField(label=gettext_lazy("Title"), max_length=500)
    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Where it has one elsewhere, such as CP3."),
        max_length=30,
        widget=TextInput(10),
        required=False,
    )
    definition = words(gettext_lazy("Definition"), hint=gettext_lazy("What exactly is counted, and of whom."))
    rationale = words(gettext_lazy("Why it is measured"))
    lead = lead()
    source = forms.CharField(label=gettext_lazy("Source of the figures"), max_length=300, required=False)
    unit = forms.CharField(
        label=gettext_lazy("Unit"),
        help_text=gettext_lazy("%, per 1,000 pupils, days, people …"),
        max_length=40,
        widget=TextInput(20),
        required=False,
    )
    decimals = whole(gettext_lazy("Decimals shown"), 1, low=0, high=PLACES)
    frequency = forms.ChoiceField(label=gettext_lazy("How often"), choices=Frequency.choices, initial=Frequency.QUARTER)
    polarity = forms.ChoiceField(label=gettext_lazy("What is better"), choices=Polarity.choices)
    is_proportion = forms.BooleanField(
        label=gettext_lazy("It is a proportion or rate"),
        help_text=gettext_lazy("It has a numerator and a denominator, and is never averaged."),
        required=False,
    )
    numerator_name = forms.CharField(label=gettext_lazy("Numerator"), max_length=200, required=False)
    denominator_name = forms.CharField(label=gettext_lazy("Denominator"), max_length=200, required=False)
    multiplier = number(
        gettext_lazy("Multiplier"), 100, places=PLACES, hint=gettext_lazy("100 for percent, 1,000 for a rate.")
    )
    aggregation = forms.ChoiceField(
        label=gettext_lazy("Figure of a longer period"), choices=Aggregation.choices, initial=Aggregation.LAST
    )
    by_area = forms.BooleanField(label=gettext_lazy("It is broken down by area"), required=False)
    dimensions = forms.ModelMultipleChoiceField(
        Dimension.objects.all(),
        label=gettext_lazy("Broken down by"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    amber_tolerance = number(
        gettext_lazy("Green down to"),
        0,
        hint=gettext_lazy("Percent of the target by which it may be missed and still be green."),
        min_value=0,
    )
    red_tolerance = number(
        gettext_lazy("Amber down to"), 5, hint=gettext_lazy("Percent of the target; beyond it is red."), min_value=0
    )
    amber_absolute = number(
        gettext_lazy("Green down to, where the target is 0"),
        0,
        places=PLACES,
        hint=gettext_lazy("In the indicator's own unit."),
        min_value=0,
    )
    red_absolute = number(gettext_lazy("Amber down to, where the target is 0"), 0, places=PLACES, min_value=0)
    grace_days = whole(
        gettext_lazy("Days of grace"),
        30,
        low=0,
        high=999,
        hint=gettext_lazy("From the end of a period until a missing figure is late."),
    )
    comparison = forms.ChoiceField(label=gettext_lazy("Compared with"), choices=Comparison.choices)
    change_criteria = number(
        gettext_lazy("Percent that count as a change"), 5, hint=gettext_lazy("Less is maintaining."), min_value=0
    )
    long_trend_periods = whole(gettext_lazy("Periods of the long trend"), 3, low=2, high=12)
    plausible_low = number(gettext_lazy("Lowest plausible figure"), places=PLACES)
    plausible_high = number(gettext_lazy("Highest plausible figure"), places=PLACES)
    counts_people = forms.BooleanField(
        label=gettext_lazy("It counts people"),
        help_text=gettext_lazy("Then small counts, and what they could be worked back from, are withheld."),
        required=False,
    )
    small_number_threshold = whole(gettext_lazy("Smallest count of people that may be published"), 5, low=0, high=999)
    fieldsets = [
        (gettext_lazy("What is measured"), ["title", "code", "definition", "rationale", "lead", "source"]),
        (gettext_lazy("The figure"), ["unit", "decimals", "frequency", "polarity", "aggregation"]),
        (
            gettext_lazy("Proportion or rate"),
            ["is_proportion", "numerator_name", "denominator_name", "multiplier"],
        ),
        (gettext_lazy("Breakdowns"), ["by_area", "dimensions"]),
        (
            gettext_lazy("Status"),
            ["amber_tolerance", "red_tolerance", "amber_absolute", "red_absolute", "grace_days"],
        ),
        (gettext_lazy("Trend"), ["comparison", "change_criteria", "long_trend_periods"]),
        (gettext_lazy("Checks"), ["plausible_low", "plausible_high", "counts_people", "small_number_threshold"]),
    ]

    def __init__(self, data: Any = None, *, row: Indicator | None = None, plan: Plan, **options: Any) -> None:
        if row is not None:
            options["initial"] = {"dimensions": list(row.dimensions.all()), **options.get("initial", {})}
        super().__init__(data, row=row, **options)
        self.plan = plan
        if not Dimension.objects.exists():
            del self.fields["dimensions"]

    def again(self, data: Any, row: Any) -> IndicatorForm:
        return type(self)(data, row=row, plan=self.plan)

    def clean(self) -> None:
        given = self.cleaned_data
        if all(name in given for name in WHOLE_DEFINITION):
            for name, reason in indicator_rules.why_not_defined(given):
                self.add_error(name, reason)
        row = self.row if isinstance(self.row, Indicator) else Indicator(plan=self.plan)
        if reason := indicator_rules.why_not_code(row, given.get("code", "")):
            self.add_error("code", reason)

    def values(self) -> dict[str, Any]:
        found = super().values()
        if "dimensions" in self.fields:
            found["dimensions"] = list(self.cleaned_data["dimensions"])
        return found


class MoveIndicatorForm(forms.Form):
    """The outcome that an indicator is to stand under."""

    def __init__(self, *args: Any, indicator: Indicator, **options: Any) -> None:
        super().__init__(*args, **options)
        others = indicator.plan.outcomes.exclude(pk=indicator.outcome_id).select_related("theme")
        self.fields["to"] = GroupedChoiceField(others, group=lambda row: str(row.theme or ""), label=_("Move it under"))


class GoalsForm(forms.Form):
    """Baseline and targets of one place. A target left empty is taken away."""

    all_optional = True

    def __init__(
        self,
        *args: Any,
        baseline: Baseline | None,
        targets: dict[Period, Decimal],
        periods: Iterable[Period],
        unit: str,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.periods = list(periods)
        given = {"max_digits": 15, "decimal_places": PLACES, "required": False}
        self.fields["baseline"] = DecimalField(
            label=_("Baseline"), initial=baseline and baseline.value, help_text=unit, **given
        )
        self.fields["when"] = forms.CharField(
            label=_("When that was"),
            help_text=_("A period such as 2006/07, Q2 2008/09 or calendar 2005, or words such as “survey of 1999”."),
            initial=baseline.when if baseline else "",
            max_length=200,
            required=False,
        )
        for period in self.periods:
            self.fields[self.name(period)] = DecimalField(
                label=period_words(period), initial=targets.get(period), **given
            )
        self.fieldsets = [
            (_("Where it started"), ["baseline", "when"]),
            (_("What is to be reached"), [self.name(period) for period in self.periods]),
        ]

    @staticmethod
    def name(period: Period) -> str:
        return f"target-{period.slug}"

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("when") and given.get("baseline") is None and "baseline" not in self.errors:
            self.add_error("baseline", _("Give the figure, or leave out when it was."))
        return given

    def baseline(self) -> dict[str, Any]:
        """As `services.set_baseline` takes it: a period where the words name one."""
        text = self.cleaned_data["when"]
        try:
            return {"value": self.cleaned_data["baseline"], "period": Period.parse(text)}
        except ValueError:
            return {"value": self.cleaned_data["baseline"], "words": text}

    def targets(self) -> dict[Period, Decimal]:
        found = {period: self.cleaned_data[self.name(period)] for period in self.periods}
        return {period: value for period, value in found.items() if value is not None}


class NameForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)


class CategoriesForm(forms.Form):
    """Further categories of a dimension, one a line."""

    categories = words(gettext_lazy("Categories"), rows=6, hint=gettext_lazy("One a line, such as Girls and Boys."))

    def names(self) -> list[str]:
        return [" ".join(line.split()) for line in self.cleaned_data["categories"].splitlines() if line.strip()]


class DimensionForm(NameForm, CategoriesForm):
    """A new dimension with its categories."""

    field_order = ["name", "categories"]


def place_words(area: Area | None, category: Category | None) -> str:
    """ "Keith", or "Girls"."""
    return ", ".join(str(part) for part in (area, category) if part)
