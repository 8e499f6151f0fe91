"""Papers that are made in the background: what was asked for, and the files as they come."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from fingerpost.core.periods import Period
from fingerpost.people.models import User
from fingerpost.plans.models import Plan


def opaque_key() -> str:
    return get_random_string(16)


class PaperSet(models.Model):
    """The papers of a plan and period that somebody asked for at once."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="paper_sets")
    period = models.CharField(max_length=20)
    key = models.CharField(max_length=16, unique=True, default=opaque_key)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-asked_at", "-id"]

    def __str__(self) -> str:
        return f"{self.plan}, {self.of.label}"

    @property
    def of(self) -> Period:
        return Period.parse(self.period)


class PaperState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    MAKING = "making", _("Being made")
    MADE = "made", _("Ready")
    FAILED = "failed", _("Could not be made")


class SetPaper(models.Model):
    """One paper of a set in one format. `why` says why it could not be made."""

    set = models.ForeignKey(PaperSet, on_delete=models.CASCADE, related_name="papers")
    kind = models.SlugField(max_length=40)
    format = models.SlugField(max_length=10)
    state = models.CharField(max_length=10, choices=PaperState.choices, default=PaperState.WAITING)
    why = models.TextField(blank=True)
    file = models.FileField(upload_to="papers/%Y/%m", blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["set", "kind", "format"], name="a_paper_stands_in_a_set_once"),
            models.CheckConstraint(condition=Q(state__in=PaperState.values), name="a_paper_state_is_known"),
            models.CheckConstraint(
                condition=(Q(state="made") & ~Q(file="")) | (~Q(state="made") & Q(file="")),
                name="a_paper_that_is_made_has_a_file",
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(why=""), name="a_paper_that_failed_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}.{self.format}: {self.set}"

    @property
    def over(self) -> bool:
        return self.state in {PaperState.MADE, PaperState.FAILED}
