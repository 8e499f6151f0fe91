"""What people fill in about figures: the period to look at, one figure, a whole table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fingerpost.core.forms import DecimalField
from fingerpost.core.periods import Period
from fingerpost.core.refusals import Refused
from fingerpost.core.uploads import why_too_large
from fingerpost.core.words import period_words
from fingerpost.people.models import Area
from fingerpost.plans.forms.editing import ReasonForm
from fingerpost.plans.models import Benchmark, Category, Indicator
from fingerpost.plans.models.indicator import PLACES
from fingerpost.plans.queries import areas_of, categories_of
from fingerpost.reporting.indicators.services import NewValue
from fingerpost.reporting.indicators.source_rows import SourceRow, rows_of_file, rows_of_text
from fingerpost.reporting.indicators.status import Status
from fingerpost.reporting.models import ValueState

MOST, MOST_ROWS = 2_000_000, 20_000  # of a table that a page can keep between looking at it and storing it


class PeriodForm(forms.Form):
    """The period that a page shows, `?period=2009-10-q2`."""

    all_optional = True

    def __init__(self, data: Any, *, periods: Iterable[Period], initial: Period) -> None:
        super().__init__(data if data and "period" in data else None, initial={"period": initial.slug})
        self.start = initial
        choices = [(period.slug, period_words(period)) for period in periods]
        self.fields["period"] = forms.ChoiceField(label=_("Show for"), choices=choices, required=False)

    def period(self) -> Period:
        """The one asked for; without one, or with one that is not offered, the usual one."""
        slug = self.cleaned_data.get("period") if self.is_valid() else ""
        return Period.parse(slug) if slug else self.start


class ScorecardForm(PeriodForm):
    """The same with a status to narrow the list down to."""

    def __init__(self, data: Any, *, periods: Iterable[Period], initial: Period) -> None:
        super().__init__(data, periods=periods, initial=initial)
        if data and "status" in data and not self.is_bound:
            self.data, self.is_bound = data, True
        self.fields["status"] = forms.ChoiceField(
            label=_("Status"), choices=[("", _("Any")), *Status.choices], required=False
        )

    def status(self) -> str:
        self.is_valid()
        return str(getattr(self, "cleaned_data", {}).get("status", ""))


def place_choices(areas: Iterable[Area], categories: Iterable[Category], benchmarks: Iterable[Benchmark]) -> list[Any]:
    """The places that one figure may be of, under headings."""
    groups = [
        (_("Areas"), [(f"area:{row.slug}", row.name) for row in areas]),
        (
            _("Categories"),
            [(f"category:{row.dimension.slug}:{row.slug}", f"{row.dimension}: {row}") for row in categories],
        ),
        (_("Benchmarks"), [(f"benchmark:{row.slug}", row.name) for row in benchmarks]),
    ]
    return [("", _("The whole")), *[(heading, rows) for heading, rows in groups if rows]]


class FigureForm(forms.Form):
    """What is known of an indicator for one period: a figure, or the reason why there is none."""

    state = forms.ChoiceField(
        label=gettext_lazy("Is there a figure?"), choices=ValueState.choices, widget=forms.RadioSelect
    )
    value = DecimalField(label=gettext_lazy("Figure"), required=False, max_digits=15, decimal_places=PLACES)
    numerator = DecimalField(required=False, max_digits=15, decimal_places=PLACES)
    denominator = DecimalField(required=False, max_digits=15, decimal_places=PLACES)
    provisional = forms.BooleanField(
        label=gettext_lazy("It is provisional"),
        help_text=gettext_lazy("A provisional figure can be replaced later without giving a reason."),
        required=False,
    )
    expected_words = forms.CharField(
        label=gettext_lazy("Expected"),
        help_text=gettext_lazy("Only for a figure that is expected later, such as “in February”."),
        max_length=100,
        required=False,
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, widget=forms.Textarea({"rows": 3}))
    reason = forms.CharField(
        label=gettext_lazy("Reason for a correction"),
        help_text=gettext_lazy("Needed where a final figure is replaced, or the period was approved."),
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, indicator: Indicator, **options: Any) -> None:
        super().__init__(*args, **options)
        self.indicator = indicator
        self.fields["value"].help_text = indicator.unit
        if not indicator.is_proportion:
            del self.fields["numerator"], self.fields["denominator"]
        else:
            self.fields["value"].help_text = _("Leave it out where numerator and denominator are given.")
            self.fields["numerator"].label = indicator.numerator_name or _("Numerator")
            self.fields["denominator"].label = indicator.denominator_name or _("Denominator")


class ValueForm(FigureForm):
    """One figure of an indicator for a period and place that are chosen here."""

    period = forms.ChoiceField(label=gettext_lazy("Period"))
    place = forms.ChoiceField(label=gettext_lazy("Of"), required=False)
    fieldsets = [
        (gettext_lazy("Of what"), ["period", "place"]),
        (
            gettext_lazy("What is known"),
            ["state", "value", "numerator", "denominator", "provisional", "expected_words"],
        ),
        (gettext_lazy("What else is to be said"), ["note", "reason"]),
    ]

    def __init__(self, *args: Any, indicator: Indicator, periods: Iterable[Period], **options: Any) -> None:
        super().__init__(*args, indicator=indicator, **options)
        self.areas = {row.slug: row for row in areas_of(indicator)}
        self.categories = {(row.dimension.slug, row.slug): row for row in categories_of(indicator)}
        self.benchmarks = {row.slug: row for row in Benchmark.objects.all()}
        self.choose("period", [(period.slug, period_words(period)) for period in periods])
        places = place_choices(self.areas.values(), self.categories.values(), self.benchmarks.values())
        self.choose("place", places)
        if len(places) == 1:
            del self.fields["place"]

    def choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = choices

    def row(self) -> NewValue:
        """What was filled in."""
        given = self.cleaned_data
        kind, _colon, name = given.get("place", "").partition(":")
        dimension, _colon, category = name.partition(":")
        return NewValue(
            indicator=self.indicator,
            period=Period.parse(given["period"]),
            area=self.areas[name] if kind == "area" else None,
            category=self.categories[dimension, category] if kind == "category" else None,
            benchmark=self.benchmarks[name] if kind == "benchmark" else None,
            state=given["state"],
            value=given["value"],
            numerator=given.get("numerator"),
            denominator=given.get("denominator"),
            provisional=given["provisional"],
            expected_words=given["expected_words"],
            note=given["note"],
            reason=given["reason"],
        )


class TableForm(forms.Form):
    """A table of figures, as a file or pasted."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Excel, OpenDocument or CSV. You see what it would change before it is stored."),
        widget=forms.FileInput({"accept": ".csv,.tsv,.xlsx,.ods"}),
        required=False,
    )
    pasted = forms.CharField(
        label=gettext_lazy("Or paste the table here"),
        help_text=gettext_lazy("With its row of headings, as copied from a spreadsheet."),
        widget=forms.Textarea({"rows": 8}),
        required=False,
        max_length=MOST,
    )
    all_optional = True

    def clean_file(self) -> UploadedFile[Any] | None:
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file and (refusal := why_too_large(file.size or 0, MOST)):
            raise forms.ValidationError(f"{refusal} {large_files()}")
        return file

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(given.get("file")) == bool(given.get("pasted", "").strip()):
            self.add_error(None, _("Choose a file or paste a table, one of the two."))
        return given

    def name(self) -> str:
        """What the sender called the file; "" for what was pasted."""
        file = self.cleaned_data["file"]
        return str(file.name) if file else ""

    def rows(self) -> list[SourceRow]:
        """Raises `Refused` where there is no table in it, or one too large for a page."""
        file = self.cleaned_data["file"]
        rows = rows_of_file(file.read(), file.name) if file else list(rows_of_text(self.cleaned_data["pasted"]))
        if len(rows) > MOST_ROWS:
            limit = _("The table has %(count)s rows; at most %(limit)s are read here.")
            raise Refused(limit % {"count": len(rows), "limit": MOST_ROWS} + " " + large_files())
        return rows


def large_files() -> str:
    return _("An administrator can bring it in with the command “fingerpost import-figures”.")


class KeptTableForm(forms.Form):
    """A table that was looked at, sent back to be stored. The reason is that of every correction in it."""

    kept = forms.CharField(widget=forms.HiddenInput, strip=False)
    file = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason for the corrections"),
        help_text=gettext_lazy("It is kept and shown beside each corrected figure."),
        widget=forms.Textarea({"rows": 2}),
        required=False,
    )


class DisclosureForm(ReasonForm):
    """For which period small numbers are shown after all, and why."""

    of = forms.ChoiceField(label=gettext_lazy("Period"))

    def __init__(self, *args: Any, periods: Sequence[Period], **options: Any) -> None:
        super().__init__(*args, **options)
        self.periods = {period.slug: period for period in periods}
        choices = [(slug, period.label) for slug, period in self.periods.items()]
        self.fields["of"].choices = [*choices, ("all", _("Every period"))]  # type: ignore[attr-defined]
        self.order_fields(["of", "reason"])

    def period(self) -> Period | None:
        """None for every period."""
        return self.periods.get(self.cleaned_data["of"])
