"""Review entries, which are only ever added, and a plan's communication strategy."""

from __future__ import annotations

from typing import cast

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from fingerpost.core.periods import Period
from fingerpost.people.models import User
from fingerpost.plans.models import Action, Indicator, Plan
from fingerpost.reporting.models import PeriodLock, Source


class Instead(models.TextChoices):
    """What may stand in place of words that were asked for. "" is none of these: words, or nothing at all."""

    NONE_STATED = "none-stated", _("None stated")
    NO_RESPONSE = "no-response", _("No response received from the Lead Officer")


class ReviewEntry(models.Model):
    """What was said of an indicator or key action for a period. Never changed: the latest (`id`) holds.

    `undertaken_instead` and `planned_instead` stand where there are no words. Work on a key action is told by its
    updates, so its entries have no such words. `late_for` is the lock of the approved period that it corrects.
    """

    indicator = models.ForeignKey(Indicator, null=True, blank=True, on_delete=models.CASCADE, related_name="reviews")
    action = models.ForeignKey(Action, null=True, blank=True, on_delete=models.CASCADE, related_name="reviews")
    period = models.CharField(max_length=20)
    work_undertaken = models.TextField(blank=True)
    undertaken_instead = models.CharField(max_length=20, choices=Instead.choices, blank=True)
    work_planned = models.TextField(blank=True)
    planned_instead = models.CharField(max_length=20, choices=Instead.choices, blank=True)
    data_words = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.TYPED)
    source_words = models.CharField(max_length=300, blank=True)
    correction_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    late_for = models.ForeignKey(PeriodLock, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["indicator", "period", "-id"], name="reviews_of_an_indicator"),
            models.Index(fields=["action", "period", "-id"], name="reviews_of_an_action"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(indicator__isnull=False, action=None) | Q(indicator=None, action__isnull=False),
                name="a_review_is_of_an_indicator_or_a_key_action",
            ),
            models.CheckConstraint(
                condition=Q(action=None) | Q(work_undertaken="", work_planned=""),
                name="work_on_a_key_action_is_told_by_its_updates",
            ),
            models.CheckConstraint(
                condition=(Q(undertaken_instead="") | Q(work_undertaken=""))
                & (Q(planned_instead="") | Q(work_planned="")),
                name="a_review_has_words_or_says_why_not",
            ),
            models.CheckConstraint(
                condition=Q(undertaken_instead__in=["", *Instead.values], planned_instead__in=["", *Instead.values]),
                name="what_stands_in_place_of_words_is_known",
            ),
            models.CheckConstraint(condition=Q(late_for=None) | ~Q(reason=""), name="a_late_review_has_a_reason"),
            models.CheckConstraint(condition=~Q(correction_of=F("id")), name="a_review_does_not_correct_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.item}, {self.of.label}"

    @property
    def item(self) -> Indicator | Action:
        return cast("Indicator | Action", self.indicator or self.action)

    @property
    def of(self) -> Period:
        return Period.parse(self.period)


class Effective(models.TextChoices):
    """Whether the participation of community bodies was effective."""

    YES = "yes", _("It was effective")
    PARTLY = "partly", _("It was effective in part")
    NO = "no", _("It was not effective")
    NOT_JUDGED = "not-judged", _("Whether it was effective has not been judged")


class AnnualStatement(models.Model):
    """What a plan's annual report says of the participation of community bodies in a planning year, and of the next.

    The Community Empowerment (Scotland) Act 2015 asks for both in the report on a local outcomes improvement plan.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="annual_statements")
    year = models.CharField(max_length=20)
    participation = models.TextField()
    effective = models.CharField(max_length=12, choices=Effective.choices, default=Effective.NOT_JUDGED)
    effectiveness = models.TextField(blank=True)
    next_year = models.TextField(blank=True)

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "year"], name="a_plan_has_one_statement_a_year"),
            models.CheckConstraint(
                condition=models.Q(effective__in=Effective.values), name="how_effective_it_was_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}, {self.of.label}"

    @property
    def of(self) -> Period:
        return Period.parse(self.year)


class Strategy(models.Model):
    """How a plan's group tells of its work. `objectives`, `means` and `principles` hold one on each line."""

    plan = models.OneToOneField(Plan, on_delete=models.CASCADE, related_name="strategy")
    title = models.CharField(max_length=300)
    aim = models.TextField(blank=True)
    objectives = models.TextField(blank=True)
    means = models.TextField(blank=True)
    principles = models.TextField(blank=True)

    class Meta:
        verbose_name = _("communication strategy")

    def __str__(self) -> str:
        return self.title


class Activity(models.Model):
    """One activity of a strategy: by whom, by when and to what end. `by_when` keeps words such as "Ongoing"."""

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="activities")
    action = models.CharField(max_length=500, blank=True)
    activity = models.CharField(max_length=500)
    by_whom = models.CharField(max_length=300, blank=True)
    by_when = models.CharField(max_length=300, blank=True)
    due = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=500, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "action", "activity"], name="an_activity_stands_in_a_strategy_once"
            )
        ]

    def __str__(self) -> str:
        return self.activity
