"""What was reported on milestones, key actions and indicators. Rows are only ever added."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fingerpost.core.periods import Kind, Period
from fingerpost.people.models import Area, User
from fingerpost.plans.models import Action, Benchmark, Category, Frequency, Indicator, Milestone, Plan
from fingerpost.plans.models.indicator import PLACES
from fingerpost.reporting.corrections import Correction


class Source(models.TextChoices):
    TYPED = "typed", _("Typed in")
    IMPORTED = "import", _("Imported")


class PeriodLock(models.Model):
    """The approval of a plan's figures for a period. While it is not lifted, what is said as at a day up to `ends` is
    a late correction. As known at `locked_at` the plan shows the figures that were approved.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="period_locks")
    period = models.CharField(max_length=20)
    ends = models.DateField()
    locked_at = models.DateTimeField()
    locked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lift_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["ends", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "period"], condition=Q(lifted_at=None), name="a_period_of_a_plan_is_locked_once"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None, lift_reason="")
                | (Q(lifted_at__isnull=False) & ~Q(lift_reason="")),
                name="a_lock_that_is_lifted_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}, {self.of.label}"

    @property
    def of(self) -> Period:
        return Period.parse(self.period)


class MilestoneUpdate(models.Model):
    """What was said of a milestone as at a day. Never changed: a correction is a later row for the same day.

    `progress` is 0 to 100, None where only words were given. `count` is what was recorded of a quantity target;
    progress then follows from it. `will_not_complete`: the officer says that it will not be completed in this
    plan year. Of the rows up to a day, the one with the latest (`as_at`, `id`) holds. `late_for` is the lock of the
    approved period whose figures it came too late for; `correction_of` is what held before it, if anything.
    """

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="updates")
    as_at = models.DateField()
    progress = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    progress_text = models.CharField(max_length=100, blank=True)
    count = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    note = models.TextField(blank=True)
    will_not_complete = models.BooleanField(default=False)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.TYPED)
    correction_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    late_for = models.ForeignKey(PeriodLock, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["as_at", "id"]
        indexes = [
            models.Index(
                fields=["milestone", "as_at", "id", "progress"],
                condition=Q(progress__isnull=False),
                name="latest_progress",
            ),
            models.Index(fields=["milestone", "as_at", "id"], name="latest_update"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(progress=None) | Q(progress__range=(0, 100)), name="progress_is_from_0_to_100"
            ),
            models.CheckConstraint(condition=Q(count=None) | Q(count__gte=0), name="a_count_is_not_negative"),
            models.CheckConstraint(
                condition=Q(correction_of=None) | ~Q(reason=""), name="a_correction_of_progress_has_a_reason"
            ),
            models.CheckConstraint(condition=~Q(correction_of=F("id")), name="an_update_does_not_correct_itself"),
            models.CheckConstraint(
                condition=Q(late_for=None) | ~Q(reason=""), name="a_late_entry_on_a_milestone_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone} as at {self.as_at}"

    @property
    def correction(self) -> Correction | None:
        """What it corrects, for whoever loaded `late_for` and `correction_of`; None where it is no correction."""
        if not self.reason:
            return None
        before, period = self.correction_of, self.late_for.period if self.late_for else ""
        return Correction(
            self.recorded_at,
            period,
            self.reason,
            before.progress if before else None,
            before.progress_text if before else "",
            before.as_at if before else None,
        )


class ActionUpdate(models.Model):
    """What was said of a key action as at a day. Never changed.

    `stated_percent` and `stated_summary` are what a source SAYS; what is computed from milestones is never
    stored here. `late_for`, `correction_of` and `reason` are as those of a milestone's update.
    """

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="updates")
    as_at = models.DateField()
    stated_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    stated_summary = models.TextField(blank=True)
    work_undertaken = models.TextField(blank=True)
    work_planned = models.TextField(blank=True)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.TYPED)
    correction_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    late_for = models.ForeignKey(PeriodLock, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["as_at", "id"]
        indexes = [models.Index(fields=["action", "as_at", "id"], name="latest_action_update")]
        constraints = [
            models.CheckConstraint(
                condition=Q(stated_percent=None) | Q(stated_percent__range=(0, 100)),
                name="a_stated_percent_is_from_0_to_100",
            ),
            models.CheckConstraint(
                condition=Q(correction_of=None) | ~Q(reason=""), name="a_correction_of_a_key_action_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(correction_of=F("id")), name="an_update_of_a_key_action_does_not_correct_itself"
            ),
            models.CheckConstraint(
                condition=Q(late_for=None) | ~Q(reason=""), name="a_late_entry_on_a_key_action_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} as at {self.as_at}"

    @property
    def correction(self) -> Correction | None:
        """As that of a milestone's update. What was before stands beside it, in words of its own."""
        if not self.reason:
            return None
        before, period = self.correction_of, self.late_for.period if self.late_for else ""
        percent, on = (before.stated_percent, before.as_at) if before else (None, None)
        return Correction(self.recorded_at, period, self.reason, percent, "", on)


class ValueState(models.TextChoices):
    """Whether there is a figure, and if not, why. None of these is a zero."""

    RECORDED = "recorded", _("Recorded")
    AWAITED = "awaited", _("Data awaited")
    BEING_SOUGHT = "being-sought", _("Data being sought")
    EXPECTED = "expected", _("Expected later")
    NOT_AVAILABLE = "not-available", _("Not available")
    NOT_COLLECTED = "not-collected", _("Not collected")


class IndicatorValue(models.Model):
    """What was said of an indicator for a period. Never changed: of the rows of one place, the latest (`id`) holds.

    The place is indicator, period, area (None: the whole), category (None: all) and benchmark (None: our own).
    `value` is what was stated; where numerator and denominator are there, they make the figure that counts.
    `expected_words` say when a figure that is expected is to come. A provisional figure may be replaced without a
    reason; `correction_of` is a final one that this row replaces.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="values")
    period_kind = models.CharField(max_length=10, choices=Frequency.choices)
    period_starts = models.DateField()
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    benchmark = models.ForeignKey(Benchmark, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=15, choices=ValueState.choices, default=ValueState.RECORDED)
    value = models.DecimalField(max_digits=15, decimal_places=PLACES, null=True, blank=True)
    numerator = models.DecimalField(max_digits=15, decimal_places=PLACES, null=True, blank=True)
    denominator = models.DecimalField(max_digits=15, decimal_places=PLACES, null=True, blank=True)
    provisional = models.BooleanField(default=False)
    expected_words = models.CharField(max_length=100, blank=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.TYPED)
    source_words = models.CharField(max_length=300, blank=True)
    correction_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["period_starts", "id"]
        indexes = [
            models.Index(
                fields=["indicator", "period_kind", "period_starts", "area", "category", "benchmark", "-id"],
                name="values_of_a_place",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ValueState.values), name="the_state_of_a_value_is_known"),
            models.CheckConstraint(
                condition=Q(numerator=None, denominator=None)
                | Q(numerator__isnull=False, denominator__isnull=False, denominator__gt=0),
                name="numerator_and_denominator_go_together",
            ),
            models.CheckConstraint(
                condition=Q(state="recorded") & (Q(value__isnull=False) | Q(numerator__isnull=False))
                | ~Q(state="recorded") & Q(value=None, numerator=None, provisional=False),
                name="a_figure_is_there_or_its_state_says_why_not",
            ),
            models.CheckConstraint(
                condition=Q(expected_words="") | Q(state="expected"), name="only_what_is_expected_says_when"
            ),
            models.CheckConstraint(
                condition=Q(correction_of=None) | ~Q(reason=""), name="a_correction_of_a_value_has_a_reason"
            ),
            models.CheckConstraint(condition=~Q(correction_of=F("id")), name="a_value_does_not_correct_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.period}"

    @property
    def period(self) -> Period:
        return Period.containing(self.period_starts, cast(Kind, self.period_kind))


class Disclosure(models.Model):
    """The decision to show the small numbers of an indicator, in one period or (no period) in all. Its row stays after
    it was taken back."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="disclosures")
    period_kind = models.CharField(max_length=10, choices=Frequency.choices, blank=True)
    period_starts = models.DateField(null=True, blank=True)
    reason = models.TextField()
    lifted_at = models.DateTimeField()
    lifted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                "indicator",
                "period_kind",
                Coalesce("period_starts", date(1, 1, 1)),
                condition=Q(ended_at=None),
                name="small_numbers_of_a_period_are_lifted_once",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="lifting_small_numbers_has_a_reason"),
            models.CheckConstraint(
                condition=Q(period_kind="", period_starts=None) | ~Q(period_kind="") & ~Q(period_starts=None),
                name="a_lifted_period_has_kind_and_start",
            ),
            models.CheckConstraint(
                condition=Q(ended_by=None) | ~Q(ended_at=None), name="whoever_ends_a_lifting_ends_it_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.words}"

    @property
    def period(self) -> Period | None:
        return Period.containing(self.period_starts, cast(Kind, self.period_kind)) if self.period_starts else None

    @property
    def words(self) -> str:
        """ "Q2 2009/10", or "every period"."""
        return self.period.label if self.period else gettext("every period")

    @property
    def key(self) -> str:
        """What stands for the period in an address."""
        return self.period.slug if self.period else "all"
