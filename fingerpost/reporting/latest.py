"""The progress that holds of each milestone, told to `plans`, which stands below and may not ask."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import OuterRef, QuerySet, Subquery

from fingerpost.plans.models import Milestone
from fingerpost.reporting.models import MilestoneUpdate


def latest_progress(milestones: QuerySet[Milestone], on: date) -> dict[int, Decimal]:
    """Progress by the milestone's key as at a day, by the rule of `as_at.FACTS`; those without any are left out."""
    stated = MilestoneUpdate.objects.filter(milestone=OuterRef("pk"), progress__isnull=False, as_at__lte=on)
    latest = Subquery(stated.order_by("-as_at", "-id").values("progress")[:1])
    return dict(milestones.order_by().annotate(latest=latest).filter(latest__isnull=False).values_list("pk", "latest"))
