"""The plan itself: themes, nested outcomes, key actions, milestones, and how milestones changed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from fingerpost.people.models import Area, Group, User


class RollUp(models.TextChoices):
    """How children's progress makes the parent's."""

    MEAN = "mean", _("Mean")
    WEIGHTED = "weighted", _("Weighted mean")
    WORST = "worst", _("Worst child")


class SignOff(models.TextChoices):
    """Who approves what was reported on a plan for a period."""

    COORDINATOR = "coordinator", _("A coordinator")
    CHAIR = "chair", _("The chair of the group that owns the plan")


class Plan(models.Model):
    """A plan for a period and an area, owned by a group. Its levels bear the partnership's own names.

    A locality plan `serves` the plan for the whole area whose outcomes it helps to reach.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ACTIVE = "active", _("In force")
        CLOSED = "closed", _("Closed")

    title = models.CharField(max_length=300)
    slug = models.SlugField(max_length=80, unique=True)
    summary = models.TextField(blank=True)
    starts = models.DateField()
    ends = models.DateField()
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="plans")
    owner = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="plans")
    predecessor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="successors")
    serves = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="served_by")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    roll_up = models.CharField(max_length=10, choices=RollUp.choices, default=RollUp.MEAN)
    signed_off_by = models.CharField(max_length=20, choices=SignOff.choices, default=SignOff.COORDINATOR)
    theme_name = models.CharField(max_length=60, default="Theme")
    outcome_name = models.CharField(max_length=60, default="Outcome")
    action_name = models.CharField(max_length=60, default="Key action")
    milestone_name = models.CharField(max_length=60, default="Milestone")

    class Meta:
        ordering = ["-starts", "title"]
        constraints = [
            models.CheckConstraint(condition=Q(starts__lte=F("ends")), name="a_plan_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(predecessor=F("id")), name="a_plan_does_not_follow_itself"),
            models.CheckConstraint(condition=~Q(serves=F("id")), name="a_plan_does_not_serve_itself"),
            models.CheckConstraint(condition=Q(roll_up__in=RollUp.values), name="a_plan_rolls_up_in_a_known_way"),
            models.CheckConstraint(condition=Q(state__in=["draft", "active", "closed"]), name="a_plan_state_is_known"),
            models.CheckConstraint(condition=Q(signed_off_by__in=SignOff.values), name="who_signs_a_plan_off_is_known"),
        ]

    def __str__(self) -> str:
        return self.title

    def latest_day(self, today: date) -> date:
        """The day as at which the plan is shown unless somebody asks for another: today, or its last day."""
        return min(today, self.ends)


class Theme(models.Model):
    """A heading over outcomes, where a plan has them."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="themes")
    title = models.CharField(max_length=200)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["plan", "title"], name="a_theme_stands_in_a_plan_once")]

    def __str__(self) -> str:
        return self.title


class Outcome(models.Model):
    """What the plan is to achieve. Outcomes nest: `parent` is an outcome of the same plan."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="outcomes")
    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="outcomes")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    title = models.CharField(max_length=500)
    slug = models.SlugField(max_length=80)
    description = models.TextField(blank=True)
    lead = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="led_outcomes")
    weight = models.DecimalField(max_digits=7, decimal_places=2, default=Decimal(1), validators=[MinValueValidator(0)])
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "slug"], name="an_outcome_slug_stands_in_a_plan_once"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="an_outcome_is_not_its_own_parent"),
            models.CheckConstraint(condition=Q(weight__gte=0), name="an_outcome_weight_is_not_negative"),
        ]

    def __str__(self) -> str:
        return self.title


class Action(models.Model):
    """A key action. `plan` is its home; through `ActionOutcome` it may count in other plans as well."""

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        CANCELLED = "cancelled", _("Cancelled")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="actions")
    outcomes = models.ManyToManyField(Outcome, through="ActionOutcome", related_name="actions")
    title = models.CharField(max_length=500)
    slug = models.SlugField(max_length=80)
    description = models.TextField(blank=True)
    lead = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="led_actions")
    starts = models.DateField(null=True, blank=True)
    due = models.DateField(null=True, blank=True)
    by_when = models.CharField(max_length=200, blank=True)
    weight = models.DecimalField(max_digits=7, decimal_places=2, default=Decimal(1), validators=[MinValueValidator(0)])
    roll_up = models.CharField(max_length=10, choices=RollUp.choices, blank=True)  # "": as the plan
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    state_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "slug"], name="an_action_slug_stands_in_a_plan_once"),
            models.CheckConstraint(condition=Q(weight__gte=0), name="an_action_weight_is_not_negative"),
            models.CheckConstraint(
                condition=Q(state="active") | ~Q(state_reason=""), name="a_cancelled_action_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ActionOutcome(models.Model):
    """An action counts towards an outcome. `home` marks the one link in the action's own plan that lists it."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="links")
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="links")
    home = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["action", "outcome"], name="an_action_counts_in_an_outcome_once"),
            models.UniqueConstraint(fields=["action"], condition=Q(home=True), name="an_action_has_one_home"),
        ]

    def __str__(self) -> str:
        return f"{self.action} → {self.outcome}"


class MilestoneState(models.TextChoices):
    ACTIVE = "active", _("Active")
    CARRIED_FORWARD = "carried-forward", _("Carried forward")
    CANCELLED = "cancelled", _("Cancelled")
    MERGED = "merged", _("Merged")


class Milestone(models.Model):
    """A step of a key action.

    `due` is the date in force, `original_due` the first one, kept when it moves. `by_when` keeps words where
    there is no date ("Ongoing"). `quarter_label` is what the title's author wrote ("Q2"), a stated fact.
    `quantity_target` makes progress follow from a recorded count. What happened to `due` and `state`, and why,
    is in `MilestoneChange`; progress is in the updates of `reporting`.
    """

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=1000)
    slug = models.SlugField(max_length=80)
    description = models.TextField(blank=True)
    quarter_label = models.CharField(max_length=20, blank=True)
    starts = models.DateField(null=True, blank=True)
    due = models.DateField(null=True, blank=True)
    original_due = models.DateField(null=True, blank=True)
    by_when = models.CharField(max_length=200, blank=True)
    lead = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="led_milestones")
    weight = models.DecimalField(max_digits=7, decimal_places=2, default=Decimal(1), validators=[MinValueValidator(0)])
    quantity_target = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    quantity_unit = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=20, choices=MilestoneState.choices, default=MilestoneState.ACTIVE)
    state_reason = models.TextField(blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    carried_from = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_to"
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["action", "slug"], name="a_milestone_slug_stands_in_an_action_once"),
            models.CheckConstraint(condition=Q(weight__gte=0), name="a_milestone_weight_is_not_negative"),
            models.CheckConstraint(
                condition=Q(quantity_target=None) | Q(quantity_target__gt=0), name="a_quantity_target_is_above_zero"
            ),
            models.CheckConstraint(
                condition=Q(state="active") | ~Q(state_reason=""), name="a_milestone_that_ended_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False) | (~Q(state="merged") & Q(merged_into=None)),
                name="merged_and_merged_into_go_together",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="a_milestone_is_not_merged_into_itself"),
            models.CheckConstraint(condition=Q(state__in=MilestoneState.values), name="a_milestone_state_is_known"),
        ]
        indexes = [
            models.Index(fields=["action", "position"], name="milestones_of_an_action"),
            models.Index(fields=["due"], name="milestones_by_due_date"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def was_moved(self) -> bool:
        return self.due != self.original_due


class MilestoneChange(models.Model):
    """A milestone's due date or state changed. Only added, so that the plan as at a past date can be shown.

    As at a day, a milestone's `due` is `from_due` of the first change of kind "due" that took effect after that
    day, else the row's own `due`; likewise for `state`. `on` is the day it took effect.
    """

    class Kind(models.TextChoices):
        DUE = "due", _("Due date moved")
        STATE = "state", _("State changed")

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    on = models.DateField()
    from_due = models.DateField(null=True, blank=True)
    to_due = models.DateField(null=True, blank=True)
    from_state = models.CharField(max_length=20, blank=True, choices=MilestoneState.choices)
    to_state = models.CharField(max_length=20, blank=True, choices=MilestoneState.choices)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["milestone", "kind", "on", "id"], name="changes_of_a_milestone")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="due") | (Q(kind="state") & ~Q(from_state="") & ~Q(to_state="")),
                name="a_change_of_state_names_both_states",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.milestone}"
