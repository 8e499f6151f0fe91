"""Improving, maintaining or worsening: a figure against the one before, and against the mean of several before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db import models
from django.utils.translation import gettext_lazy as _

from fingerpost.core.periods import Period
from fingerpost.plans.models import Indicator, Polarity
from fingerpost.reporting.indicators.figures import Figure


class Trend(models.TextChoices):
    """By polarity, not by the direction of the figures."""

    IMPROVING = "improving", _("Improving")
    MAINTAINING = "maintaining", _("Maintaining")
    WORSENING = "worsening", _("Worsening")
    NOT_KNOWN = "not-known", _("Not known")
    NOT_JUDGED = "not-judged", _("Not judged")


@dataclass(frozen=True, slots=True)
class Change:
    """A trend with what it rests on. `reference` is what the figure was compared with: the figure of `periods`, or the
    mean of theirs. `better_by` is the percentage by which it is better, None where nothing can be divided by."""

    trend: Trend
    periods: tuple[Period, ...] = ()
    reference: Fraction | None = None
    better_by: Fraction | None = None
    missing: tuple[Period, ...] = ()


def short_trend(indicator: Indicator, actual: Figure, before: tuple[Period, Figure], target: Fraction | None) -> Change:
    """Against the previous comparable period."""
    period, figure = before
    missing = () if figure.is_known else (period,)
    return changed(indicator, actual, figure.exact, periods=(period,), missing=missing, target=target)


def long_trend(
    indicator: Indicator, actual: Figure, before: Sequence[tuple[Period, Figure]], target: Fraction | None
) -> Change:
    """Against the mean of the previous comparable periods: of all of them, or there is none."""
    missing = tuple(period for period, figure in before if not figure.is_known)
    known = [figure.exact for _period, figure in before if figure.exact is not None]
    mean = sum(known, Fraction(0)) / len(known) if known and not missing else None
    periods = tuple(period for period, _figure in before)
    return changed(indicator, actual, mean, periods=periods, missing=missing, target=target)


def changed(
    indicator: Indicator,
    actual: Figure,
    reference: Fraction | None,
    *,
    periods: tuple[Period, ...],
    missing: tuple[Period, ...],
    target: Fraction | None,
) -> Change:
    if indicator.polarity == Polarity.DATA_ONLY:
        return Change(Trend.NOT_JUDGED, periods, reference)
    no_goal = indicator.polarity == Polarity.ON_PLAN and target is None
    if actual.exact is None or reference is None or no_goal:
        return Change(Trend.NOT_KNOWN, periods, reference, missing=missing)
    gain, base = gained(indicator.polarity, actual.exact, reference, target)
    percent = 100 * gain / base if base else None
    return Change(verdict(gain, percent, Fraction(indicator.change_criteria)), periods, reference, percent)


def gained(polarity: str, actual: Fraction, reference: Fraction, target: Fraction | None) -> tuple[Fraction, Fraction]:
    """By how much a figure is better than the one before, in its unit, and what that is a share of.

    On plan it is how much nearer the target it came, as a share of the target.
    """
    if polarity == Polarity.ON_PLAN and target is not None:
        return abs(reference - target) - abs(actual - target), abs(target)
    gain = reference - actual if polarity == Polarity.LOWER else actual - reference
    return gain, abs(reference)


def verdict(gain: Fraction, percent: Fraction | None, criteria: Fraction) -> Trend:
    """A boundary belongs to the better band; no change at all is always maintaining. From zero any change counts."""
    if gain == 0:
        return Trend.MAINTAINING
    if percent is None:
        return Trend.IMPROVING if gain > 0 else Trend.WORSENING
    if percent >= criteria:
        return Trend.IMPROVING
    return Trend.MAINTAINING if percent >= -criteria else Trend.WORSENING
