"""What pages use to show indicators: statuses and trends with shape, colour and words, figures as they are read."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fingerpost.plans.models import Indicator
from fingerpost.reporting.indicators import wording
from fingerpost.reporting.indicators.figures import Figure, quotient
from fingerpost.reporting.indicators.scorecard import Line
from fingerpost.reporting.indicators.services import NewValue
from fingerpost.reporting.indicators.status import Status
from fingerpost.reporting.indicators.trend import Change, Trend
from fingerpost.reporting.models import IndicatorValue
from fingerpost.reporting.templatetags.reporting_pages import status

register = template.Library()

STATUSES = {
    Status.GREEN: ("dot", "green"),
    Status.AMBER: ("triangle", "amber"),
    Status.RED: ("cross", "red"),
    Status.WITHHELD: ("shield", "grey"),
    Status.UNKNOWN: ("question", "grey"),
    Status.NO_TARGET: ("dash", "grey"),
    Status.NOT_YET_DUE: ("clock", "grey"),
    Status.DATA_ONLY: ("ring", "blue"),
}
TRENDS = {
    Trend.IMPROVING: ("up", "green"),
    Trend.MAINTAINING: ("level", "blue"),
    Trend.WORSENING: ("down", "red"),
    Trend.NOT_KNOWN: ("question", "grey"),
    Trend.NOT_JUDGED: ("dash", "grey"),
}


@register.inclusion_tag("core/components/status.html")
def indicator_status(found: Status) -> dict[str, Any]:
    """Green, amber, red, or why it is none of them."""
    return status(*STATUSES[found], str(found.label))


@register.inclusion_tag("core/components/status.html")
def trend_status(change: Change) -> dict[str, Any]:
    """Improving, maintaining or worsening."""
    return status(*TRENDS[change.trend], str(change.trend.label))


@register.filter
def figure(shown: Figure, indicator: Indicator) -> str:
    """A figure with its unit, or why there is none."""
    return wording.cell_words(indicator, shown)


@register.filter
def amount(value: Fraction | Decimal | None, indicator: Indicator) -> str:
    """A target or baseline with its unit; a dash for none."""
    return wording.figure_words(indicator, Fraction(value)) if isinstance(value, Fraction | Decimal) else "–"


@register.filter
def places_off_target(line: Line) -> str:
    """ "2 of 8 places off target"; "" where no place is judged."""
    count = line.judged_cells
    if not count:
        return ""
    words = ngettext("%(off)s of %(count)s place off target", "%(off)s of %(count)s places off target", count)
    return words % {"off": line.off_target, "count": count} if line.off_target else _("no place off target")


@register.filter
def place_of(row: NewValue) -> str:
    """ "Keith, Girls", or "the whole"."""
    return ", ".join(str(part) for part in (row.area, row.category, row.benchmark) if part) or _("the whole")


@register.filter
def told(row: NewValue | IndicatorValue, indicator: Indicator) -> str:
    """What a row says, stored or not, as it is shown."""
    numbers = [None if value is None else Fraction(value) for value in (row.value, row.numerator, row.denominator)]
    value, numerator, denominator = numbers
    if numerator is not None and denominator:
        value = quotient(numerator, denominator, Fraction(indicator.multiplier))
    return wording.cell_words(
        indicator, Figure(row.state, value, provisional=row.provisional, expected_words=row.expected_words)
    )
