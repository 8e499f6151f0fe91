"""Expected progress by date, and the band that actual progress then falls in: what catches the watermelon."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from django.db import models
from django.utils.translation import gettext_lazy as _

HUNDRED = Fraction(100)


class Band(models.TextChoices):
    """Performance against time: actual progress divided by expected progress."""

    ON_TRACK = "on-track", _("On track")
    SOME_SLIPPAGE = "some-slippage", _("Some slippage")
    OFF_TRACK = "off-track", _("Off track")
    NOT_APPLICABLE = "not-applicable", _("Not applicable")
    NOT_KNOWN = "not-known", _("Not known")


@lru_cache(maxsize=4096)
def expected_progress(starts: date, due: date | None, as_at: date) -> Fraction | None:
    """Elapsed days over all days, 0 to 100; None without a due date. 100 from the due date on."""
    if due is None:
        return None
    if as_at >= due:
        return HUNDRED
    return max(Fraction(0), HUNDRED * (as_at - starts).days / (due - starts).days) if starts < as_at else Fraction(0)


def band(actual: Fraction | None, expected: Fraction | None, *, not_started: bool = False) -> Band:
    """Where progress stands against time. `not_started`: the start is still to come.

    Complete is on track whatever the date. 90 % of what is expected and over is on track, 70 % and over some
    slippage. Nothing reported, or no due date, is not known.
    """
    if actual is not None and actual >= HUNDRED:
        return Band.ON_TRACK
    if not_started and not actual:
        return Band.ON_TRACK
    if actual is None or expected is None:
        return Band.NOT_KNOWN
    tenfold, whole = 10 * actual.numerator * expected.denominator, expected.numerator * actual.denominator
    if tenfold >= 9 * whole:
        return Band.ON_TRACK
    return Band.SOME_SLIPPAGE if tenfold >= 7 * whole else Band.OFF_TRACK


def half_up(value: Fraction, places: int = 0) -> Decimal:
    """Rounded half up, exactly: never by way of a shortened decimal."""
    scale = 10**places
    whole = (2 * value.numerator * scale + value.denominator) // (2 * value.denominator)
    return Decimal(whole).scaleb(-places)


def as_decimal(value: Fraction) -> Decimal:
    """To 28 significant digits."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def stated_places(value: Decimal) -> int:
    """How many decimal places a stated figure uses: 0 for 41.00, 1 for 41.50."""
    return max(0, -int(value.normalize().as_tuple().exponent))
