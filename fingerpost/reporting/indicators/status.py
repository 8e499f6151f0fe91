"""Green, amber or red: how a figure stands to its target, by docs/explanation/indicators.md."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.db import models
from django.utils.translation import gettext_lazy as _

from fingerpost.core.periods import Period
from fingerpost.plans.models import Indicator, Polarity
from fingerpost.reporting.indicators.figures import Figure


class Status(models.TextChoices):
    """From the best to what cannot be judged."""

    GREEN = "green", _("On target")
    AMBER = "amber", _("Close to target")
    RED = "red", _("Off target")
    WITHHELD = "withheld", _("Withheld: small number")
    UNKNOWN = "unknown", _("Unknown: no figure")
    NO_TARGET = "no-target", _("No target set")
    NOT_YET_DUE = "not-yet-due", _("Not yet due")
    DATA_ONLY = "data-only", _("Data only")


@dataclass(frozen=True, slots=True)
class Reach:
    """A target as it applies to a period. `periods` are those that it was set for: the period itself, a longer one
    whose target holds for each part, or the parts whose targets add up."""

    value: Fraction
    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A status with what it rests on. `distance` and `percent` are above zero where the figure is better than its
    target; both None where nothing was compared, `percent` alone where the target is zero."""

    status: Status
    figure: Figure
    target: Reach | None = None
    distance: Fraction | None = None
    percent: Fraction | None = None


def due_day(indicator: Indicator, period: Period) -> date:
    """The last day on which a figure is not late."""
    return period.end + timedelta(days=indicator.grace_days)


def distance(polarity: str, actual: Fraction, target: Fraction) -> Fraction:
    """How much better than its target a figure is, in its own unit; below zero where it is worse."""
    match polarity:
        case Polarity.LOWER:
            return target - actual
        case Polarity.ON_PLAN:
            return -abs(actual - target)
    return actual - target


def band(short_by: Fraction, amber: Fraction, red: Fraction) -> Status:
    """`short_by` is at most zero where the target is met. A boundary belongs to the better band."""
    if short_by <= amber:
        return Status.GREEN
    return Status.AMBER if short_by <= red else Status.RED


def judge(indicator: Indicator, figure: Figure, target: Reach | None, *, period: Period, as_at: date) -> Judged:
    """The status of a figure for a period as at a day."""
    actual = figure.exact
    if indicator.polarity == Polarity.DATA_ONLY:
        return Judged(Status.DATA_ONLY, figure, target)
    if figure.is_withheld:
        return Judged(Status.WITHHELD, figure, target)
    if actual is None:
        late = as_at > due_day(indicator, period)
        return Judged(Status.UNKNOWN if late else Status.NOT_YET_DUE, figure, target)
    if target is None:
        return Judged(Status.NO_TARGET, figure)
    by = distance(indicator.polarity, actual, target.value)
    if target.value == 0:
        status = band(-by, Fraction(indicator.amber_absolute), Fraction(indicator.red_absolute))
        return Judged(status, figure, target, by)
    percent = 100 * by / abs(target.value)
    status = band(-percent, Fraction(indicator.amber_tolerance), Fraction(indicator.red_tolerance))
    return Judged(status, figure, target, by, percent)
