"""What an indicator is: its definition, baseline, targets, and what it is broken down by. Values are in `reporting`."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from fingerpost.core.periods import Kind, Period
from fingerpost.people.models import Area, User
from fingerpost.plans.models.plan import Outcome, Plan

PLACES = 4  # decimals of a figure; with 15 digits in all SQLite, too, gives back what was stored
NOT_NEGATIVE = [MinValueValidator(0)]


class Polarity(models.TextChoices):
    """Which way is better."""

    HIGHER = "higher", _("Higher is better")
    LOWER = "lower", _("Lower is better")
    ON_PLAN = "on-plan", _("On plan is best")
    DATA_ONLY = "data-only", _("Data only: neither is better")


class Frequency(models.TextChoices):
    """How often there is a figure; the values are kinds of `core.periods.Period`."""

    MONTH = "month", _("Monthly")
    QUARTER = "quarter", _("Quarterly")
    HALF = "half", _("Half-yearly")
    YEAR = "year", _("Yearly, by planning year")
    CALENDAR = "calendar", _("Yearly, by calendar year")
    SCHOOL = "school", _("Yearly, by school year")


class Aggregation(models.TextChoices):
    """How the figures of shorter periods make that of a longer one."""

    SUM = "sum", _("Added up")
    MEAN = "mean", _("Mean")
    LAST = "last", _("The last one")
    RATIO = "ratio", _("Sum of numerators over sum of denominators")


class Comparison(models.TextChoices):
    """Which periods a figure is compared with for its trend."""

    PREVIOUS = "previous", _("The periods before")
    YEAR_BEFORE = "year-before", _("The same period of the years before")


class Dimension(models.Model):
    """What indicators may be broken down by, besides area: sex, age, school."""

    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class Category(models.Model):
    """One part of a dimension: girls, 12 to 15, Keith Grammar School."""

    dimension = models.ForeignKey(Dimension, on_delete=models.CASCADE, related_name="categories")
    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=80)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["dimension__position", "dimension_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["dimension", "slug"], name="a_category_slug_stands_in_a_dimension_once"),
            models.UniqueConstraint(fields=["dimension", "name"], name="a_category_stands_in_a_dimension_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Benchmark(models.Model):
    """Whose figures stand beside the partnership's own: Scotland, the family group of councils."""

    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class Indicator(models.Model):
    """A measure of an outcome.

    Tolerances are percent of the target, the absolute ones in the indicator's own unit, for a target of zero.
    `multiplier` makes a quotient of numerator and denominator the figure: 100 for percent, 1,000 for a rate.
    Where it `counts_people` (a proportion: its numerator and the others), no count above zero and under
    `small_number_threshold` is shown; docs/explanation/small-numbers.md.
    """

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        CANCELLED = "cancelled", _("Cancelled")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="indicators")
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="indicators")
    title = models.CharField(max_length=500)
    slug = models.SlugField(max_length=80)
    code = models.CharField(max_length=30, blank=True)
    definition = models.TextField(blank=True)
    rationale = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    lead = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="led_indicators")
    unit = models.CharField(max_length=40, blank=True)
    decimals = models.PositiveSmallIntegerField(default=1, validators=[MaxValueValidator(PLACES)])
    polarity = models.CharField(max_length=10, choices=Polarity.choices, default=Polarity.HIGHER)
    frequency = models.CharField(max_length=10, choices=Frequency.choices, default=Frequency.QUARTER)
    aggregation = models.CharField(max_length=10, choices=Aggregation.choices, default=Aggregation.LAST)
    is_proportion = models.BooleanField(default=False)
    numerator_name = models.CharField(max_length=200, blank=True)
    denominator_name = models.CharField(max_length=200, blank=True)
    multiplier = models.DecimalField(max_digits=12, decimal_places=4, default=Decimal(100))
    amber_tolerance = models.DecimalField(max_digits=6, decimal_places=2, default=Decimal(0), validators=NOT_NEGATIVE)
    red_tolerance = models.DecimalField(max_digits=6, decimal_places=2, default=Decimal(5), validators=NOT_NEGATIVE)
    amber_absolute = models.DecimalField(
        max_digits=15, decimal_places=PLACES, default=Decimal(0), validators=NOT_NEGATIVE
    )
    red_absolute = models.DecimalField(
        max_digits=15, decimal_places=PLACES, default=Decimal(0), validators=NOT_NEGATIVE
    )
    comparison = models.CharField(max_length=12, choices=Comparison.choices, default=Comparison.PREVIOUS)
    change_criteria = models.DecimalField(max_digits=6, decimal_places=2, default=Decimal(5), validators=NOT_NEGATIVE)
    long_trend_periods = models.PositiveSmallIntegerField(
        default=3, validators=[MinValueValidator(2), MaxValueValidator(12)]
    )
    grace_days = models.PositiveSmallIntegerField(default=30)
    plausible_low = models.DecimalField(max_digits=15, decimal_places=PLACES, null=True, blank=True)
    plausible_high = models.DecimalField(max_digits=15, decimal_places=PLACES, null=True, blank=True)
    counts_people = models.BooleanField(default=False)
    small_number_threshold = models.PositiveSmallIntegerField(default=5)
    by_area = models.BooleanField(default=False)
    dimensions = models.ManyToManyField(Dimension, blank=True, related_name="indicators")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    state_reason = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "slug"], name="an_indicator_slug_stands_in_a_plan_once"),
            models.UniqueConstraint(
                fields=["plan", "code"], condition=~Q(code=""), name="an_indicator_code_stands_in_a_plan_once"
            ),
            models.CheckConstraint(condition=Q(polarity__in=Polarity.values), name="a_polarity_is_known"),
            models.CheckConstraint(condition=Q(frequency__in=Frequency.values), name="a_frequency_is_known"),
            models.CheckConstraint(condition=Q(aggregation__in=Aggregation.values), name="an_aggregation_is_known"),
            models.CheckConstraint(
                condition=Q(is_proportion=True, aggregation__in=["ratio", "last"])
                | Q(is_proportion=False) & ~Q(aggregation="ratio"),
                name="a_proportion_is_never_averaged_or_added_up",
            ),
            models.CheckConstraint(
                condition=Q(amber_tolerance__gte=0, red_tolerance__gte=F("amber_tolerance")),
                name="amber_comes_before_red",
            ),
            models.CheckConstraint(
                condition=Q(amber_absolute__gte=0, red_absolute__gte=F("amber_absolute")),
                name="amber_comes_before_red_in_units",
            ),
            models.CheckConstraint(condition=Q(change_criteria__gte=0), name="a_change_counts_from_zero_or_more"),
            models.CheckConstraint(condition=Q(multiplier__gt=0), name="a_multiplier_is_above_zero"),
            models.CheckConstraint(
                condition=Q(plausible_low=None) | Q(plausible_high=None) | Q(plausible_low__lte=F("plausible_high")),
                name="a_plausible_range_starts_below_its_end",
            ),
            models.CheckConstraint(
                condition=Q(state="active") | Q(state="cancelled") & ~Q(state_reason=""),
                name="a_cancelled_indicator_has_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["outcome", "position"], name="indicators_of_an_outcome")]

    def __str__(self) -> str:
        return self.title

    @property
    def kind(self) -> Kind:
        """The kind of period that it has figures for."""
        return cast(Kind, str(self.frequency))

    @property
    def is_level(self) -> bool:
        """Whether a target for a longer period holds for each part of it as well: not where figures add up."""
        return self.aggregation != Aggregation.SUM


class Placed(models.Model):
    """What belongs to the whole of an indicator, or to one area or category of it."""

    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Baseline(Placed):
    """Where an indicator started. `words` say when, where that is no period ("the survey of 1999")."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="baselines")
    value = models.DecimalField(max_digits=15, decimal_places=PLACES)
    period_kind = models.CharField(max_length=10, choices=Frequency.choices, blank=True)
    period_starts = models.DateField(null=True, blank=True)
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                "indicator", Coalesce("area", 0), Coalesce("category", 0), name="one_baseline_each"
            ),
            models.CheckConstraint(
                condition=Q(period_kind="", period_starts=None) | ~Q(period_kind="") & ~Q(period_starts=None),
                name="a_baseline_period_has_kind_and_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value}"

    @property
    def period(self) -> Period | None:
        return Period.containing(self.period_starts, cast(Kind, self.period_kind)) if self.period_starts else None

    @property
    def when(self) -> str:
        """The period, or the words in its place."""
        return self.period.label if self.period else self.words


class Target(Placed):
    """What an indicator is to reach in one period."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    period_kind = models.CharField(max_length=10, choices=Frequency.choices)
    period_starts = models.DateField()
    value = models.DecimalField(max_digits=15, decimal_places=PLACES)

    class Meta:
        ordering = ["period_starts", "id"]
        constraints = [
            models.UniqueConstraint(
                "indicator",
                "period_kind",
                "period_starts",
                Coalesce("area", 0),
                Coalesce("category", 0),
                name="one_target_for_each_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.period}: {self.value}"

    @property
    def period(self) -> Period:
        return Period.containing(self.period_starts, cast(Kind, self.period_kind))
