"""Figures of indicators as they are read."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from fingerpost.core.periods import Period
from fingerpost.plans.models import Indicator
from fingerpost.reporting.expected import as_decimal, half_up, stated_places
from fingerpost.reporting.indicators.figures import Figure
from fingerpost.reporting.models import ValueState


def number(value: Fraction, decimals: int) -> str:
    """Rounded half up to so many decimals, with the minus sign of typography: "1,250.5", "−2.1"."""
    return number_format(half_up(value, decimals), decimal_pos=decimals, force_grouping=True).replace("-", "−")


def exact_number(value: Fraction) -> str:
    """With as many decimals as it needs, four at most, and an ellipsis where that is not all."""
    rounded = half_up(value, 4)
    words = number(value, stated_places(rounded))
    return words if Fraction(rounded) == value else f"{words}…"


def with_unit(words: str, unit: str) -> str:
    """ "72.9%", "14 people"."""
    return f"{words}{unit}" if unit == "%" else f"{words} {unit}".strip()


def figure_words(indicator: Indicator, value: Fraction | None) -> str:
    """A figure with its unit, as shown everywhere; "" for none."""
    return "" if value is None else with_unit(number(value, indicator.decimals), indicator.unit)


def state_words(figure: Figure) -> str:
    """Why there is no figure: "Data awaited", "Expected later: in February", "No figure"."""
    if figure.is_withheld:
        return withheld_words()
    if not figure.state or (figure.missing and figure.state == ValueState.RECORDED):
        return _("No figure")
    label = str(ValueState(figure.state).label)
    if figure.expected_words:
        return _("%(state)s: %(when)s") % {"state": label, "when": figure.expected_words}
    return label


def withheld_words() -> str:
    """The same words on every page and in every chart, file and paper."""
    return _("Withheld (small number)")


def shown_words(indicator: Indicator, figure: Figure) -> str:
    """The figure, or why there is none."""
    return figure_words(indicator, figure.exact) or state_words(figure)


def cell_words(indicator: Indicator, figure: Figure) -> str:
    """The same for a table, a provisional one marked."""
    words = shown_words(indicator, figure)
    return _("%(figure)s (provisional)") % {"figure": words} if figure.provisional else words


def periods_words(periods: Iterable[Period]) -> str:
    return ", ".join(period.label for period in periods)


def chart_number(value: Fraction | None, decimals: int) -> float | None:
    """What a chart draws: rounded as it is shown."""
    return None if value is None else float(half_up(value, decimals))


def plain_number(value: Fraction | None) -> str:
    """For a file: "72.9", "0", "" for none."""
    return "" if value is None else f"{as_decimal(value) + 0:f}"
