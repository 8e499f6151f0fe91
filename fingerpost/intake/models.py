"""Files that came in, and where in them each figure of a plan was found."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fingerpost.documents.model import Place
from fingerpost.people.models import User
from fingerpost.plans.models import Action, Indicator, Milestone, Outcome, Plan
from fingerpost.reporting.models import ActionUpdate, IndicatorValue, MilestoneUpdate
from fingerpost.reviews.models import ReviewEntry

# What a provenance may be of: exactly one of these.
TARGETS = (
    "milestone_update", "action_update", "milestone", "action", "outcome", "indicator", "review", "value"
)  # fmt: skip


def of_exactly_one() -> Q:
    found = Q()
    for name in TARGETS:
        found |= Q(**{f"{name}__isnull": False}, **{other: None for other in TARGETS if other != name})
    return found


class Import(models.Model):
    """One file that was read, with what was recognised in it, and what became of it.

    The file itself is kept under its SHA-256 (`stored_as`), never under a name that somebody chose. `facts` is the
    recognised plan as `intake/facts_json.py` packs it; `warnings` is a list of {severity, rule, message, place}.
    `as_at` is the day that the figures speak of: what the file says, else what the person who applied it said.
    `choices` maps an item's key to "take", "leave", "same" or "new" where that is not what the preview proposes.
    `result` counts what applying it did, by status.
    """

    class State(models.TextChoices):
        READ = "read", _("Read, not applied")
        APPLIED = "applied", _("Applied")
        ABANDONED = "abandoned", _("Abandoned")

    slug = models.SlugField(max_length=80, unique=True)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    format = models.CharField(max_length=10)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=500, blank=True)
    as_at = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READ)
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="imports")
    received_at = models.DateTimeField(default=timezone.now)
    received_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    warnings = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    result = models.JSONField(default=dict)

    class Meta:
        ordering = ["-received_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["read", "applied", "abandoned"]), name="import_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="applied", plan__isnull=False, applied_at__isnull=False)
                | (~Q(state="applied") & Q(plan=None, applied_at=None)),
                name="an_applied_import_has_a_plan_and_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="applied") | Q(as_at__isnull=False), name="an_applied_import_speaks_of_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def stored_as(self) -> str:
        """The file's name in the storage."""
        return f"imports/{self.sha256}"

    @property
    def lines_stored_as(self) -> str:
        """The name in the storage of the text as it was read, see `intake/source_lines.py`."""
        return f"imports/{self.sha256}.lines.json"


class Provenance(models.Model):
    """Where the figures and words of one row were found.

    `item` is the key of the item in the import's facts ("2.1.5": second outcome, first key action, fifth
    milestone). `place` is where the item stands. `words` maps each field to the words found for it there:
    "title", "due" of a milestone; "progress", "note" of an update; "stated_percent", "summary" of an action update;
    "work_undertaken" and so on of a row of a review; "figure-2" of the second figure in such a row.
    """

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="provenance")
    item = models.CharField(max_length=40)
    place = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    milestone_update = models.ForeignKey(
        MilestoneUpdate, null=True, on_delete=models.CASCADE, related_name="provenance", db_index=False
    )
    action_update = models.ForeignKey(
        ActionUpdate, null=True, on_delete=models.CASCADE, related_name="provenance", db_index=False
    )
    milestone = models.ForeignKey(
        Milestone, null=True, on_delete=models.CASCADE, related_name="provenance", db_index=False
    )
    action = models.ForeignKey(Action, null=True, on_delete=models.CASCADE, related_name="provenance", db_index=False)
    outcome = models.ForeignKey(Outcome, null=True, on_delete=models.CASCADE, related_name="provenance", db_index=False)
    indicator = models.ForeignKey(
        Indicator, null=True, on_delete=models.CASCADE, related_name="provenance", db_index=False
    )
    review = models.ForeignKey(
        ReviewEntry, null=True, on_delete=models.CASCADE, related_name="provenance", db_index=False
    )
    value = models.ForeignKey(
        IndicatorValue, null=True, on_delete=models.CASCADE, related_name="provenance", db_index=False
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=of_exactly_one(),
                name="provenance_is_of_exactly_one_thing",
            )
        ]
        # One narrow index per target: most are empty in any row, so a full index each would cost and find nothing.
        indexes = [
            models.Index(
                fields=["milestone_update"],
                condition=Q(milestone_update__isnull=False),
                name="where_an_update_came_from",
            ),
            models.Index(
                fields=["action_update"], condition=Q(action_update__isnull=False), name="where_a_percent_came_from"
            ),
            models.Index(
                fields=["milestone"], condition=Q(milestone__isnull=False), name="where_a_milestone_came_from"
            ),
            models.Index(fields=["action"], condition=Q(action__isnull=False), name="where_an_action_came_from"),
            models.Index(fields=["outcome"], condition=Q(outcome__isnull=False), name="where_an_outcome_came_from"),
            models.Index(
                fields=["indicator"], condition=Q(indicator__isnull=False), name="where_an_indicator_came_from"
            ),
            models.Index(fields=["review"], condition=Q(review__isnull=False), name="where_a_review_came_from"),
            models.Index(fields=["value"], condition=Q(value__isnull=False), name="where_a_figure_came_from"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.place_words}"

    @property
    def place_words(self) -> str:
        """The place as a reader would say it: "page 2, line 14"."""
        return str(place_from_json(self.place))


def place_from_json(stored: dict[str, Any]) -> Place:
    """The `Place` that `Place.as_json` wrote."""
    return Place(**{name: value for name, value in stored.items() if name != "words"})
