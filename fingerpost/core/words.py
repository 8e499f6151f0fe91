"""Figures and dates in words, one function each for pages, papers and messages."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from fingerpost.core.periods import Period


def whole_percent(value: Decimal) -> int:
    """`value` (0 to 100) rounded half up, except that only what is complete is 100: 99.6 gives 99."""
    rounded = int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return 99 if rounded == 100 and value < 100 else rounded


def percent_words(value: Decimal | None) -> str:
    """A percentage of 0 to 100 as it is read: "41%", "less than 1%" above zero; None is "no figure", never 0%."""
    if value is None:
        return _("no figure")
    if 0 < value < Decimal("0.5"):
        return _("less than 1%")
    return _("%(percent)s%%") % {"percent": whole_percent(value)}


def day_words(day: date | None) -> str:
    """A date as the language writes it, "30 September 2009"; "" for none. A moment is shown by its local day."""
    if day is None:
        return ""
    if isinstance(day, datetime) and timezone.is_aware(day):
        day = timezone.localtime(day)
    return formats.date_format(day, pgettext("format of a date", "j F Y"))


def moment_words(moment: datetime | None) -> str:
    """A moment in local time, "30 September 2009, 14:05"; "" for none."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return _("%(day)s, %(time)s") % {"day": day_words(local), "time": formats.time_format(local, "H:i")}


def period_words(period: Period) -> str:
    """A period with its months: "Q2 2009/10 (July to September 2009)"; a month is named once."""
    if period.kind == "month":
        return period.label
    same_year = period.start.year == period.end.year
    first = formats.date_format(period.start, "F" if same_year else "F Y")
    last = formats.date_format(period.end, "F Y")
    return _("%(label)s (%(first)s to %(last)s)") % {"label": period.label, "first": first, "last": last}
