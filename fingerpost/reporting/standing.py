"""How a milestone stands: exclusive groups, each with its words."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

WELL_PROGRESSED_FROM = Decimal(75)


class Standing(models.TextChoices):
    """The groups in the order in which they are tried: the first that fits holds. `as_at.STANDING` applies them."""

    CANCELLED = "cancelled", _("Cancelled")
    MERGED = "merged", _("Merged")
    CARRIED_FORWARD = "carried-forward", _("Carried forward")
    COMPLETE = "complete", _("Complete")
    WILL_NOT_COMPLETE = "will-not-complete", _("Will not be completed in this plan year")
    NOT_DUE = "not-due", _("Not due yet")
    NO_UPDATE = "no-update", _("No update received")
    WELL_PROGRESSED = "well-progressed", _("Well progressed")
    SOME_PROGRESS = "some-progress", _("Some progress")
    NO_PROGRESS = "no-progress", _("No progress")


LEFT_OUT = frozenset({Standing.CANCELLED, Standing.MERGED})
