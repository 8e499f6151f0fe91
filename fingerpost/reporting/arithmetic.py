"""The one line of arithmetic that shows how a percentage came about: "(100 + 90) ÷ 2 = 95"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from fingerpost.core.words import percent_words
from fingerpost.plans.models import RollUp
from fingerpost.reporting.expected import HUNDRED, as_decimal, half_up, stated_places
from fingerpost.reporting.rollup import Progress

MANY = 12  # from here on equal values are written once: 40 × 100 + 3 × 90


@dataclass(frozen=True, slots=True)
class Counted:
    """One that the figure rests on. `weight` is None where weights play no part; `note` says what is special."""

    title: str
    value: Fraction
    weight: Decimal | None = None
    note: str = ""

    @property
    def words(self) -> str:
        return figure(self.value)

    @property
    def weight_words(self) -> str:
        return figure(Fraction(self.weight or 0))


def arithmetic(node: Progress, counted: Sequence[Counted]) -> str:
    """The sum as one line, "(100 + 90) ÷ 2 = 95"; a sentence where there is none."""
    if not counted:
        return _("Nothing counts yet, so there is no percentage.")
    if node.exact is None:
        return _("All weights are zero, so there is no percentage.")
    if node.mode == RollUp.WORST:
        line = _("the lowest of %(values)s") % {"values": ", ".join(row.words for row in counted)}
    elif node.mode == RollUp.WEIGHTED:
        line = weighted_line(counted)
    else:
        line = _("(%(sum)s) ÷ %(count)s") % {"sum": sum_of(counted), "count": number_format(len(counted))}
    return result(line, node.exact)


def sum_of(counted: Sequence[Counted]) -> str:
    if len(counted) < MANY:
        return " + ".join(row.words for row in counted)
    times = Counter(row.words for row in counted)
    return " + ".join(f"{number_format(count)} × {value}" if count > 1 else value for value, count in times.items())


def weighted_line(counted: Sequence[Counted]) -> str:
    weights = [row.weight_words for row in counted]
    products = " + ".join(f"{weight} × {row.words}" for weight, row in zip(weights, counted, strict=True))
    return _("(%(sum)s) ÷ (%(weights)s)") % {"sum": products, "weights": " + ".join(weights)}


def result(line: str, exact: Fraction) -> str:
    """The line with what it comes to and, where that was rounded, how it is shown."""
    said = {"line": line, "value": figure(exact), "shown": percent_words(as_decimal(exact))}
    if exact.denominator == 1:
        return _("%(line)s = %(value)s") % said
    if half_up(exact) == HUNDRED:
        return _("%(line)s = %(value)s, shown as %(shown)s because it is not complete") % said
    if exact < Fraction(1, 2):
        return _("%(line)s = %(value)s, shown as %(shown)s") % said
    return _("%(line)s = %(value)s, rounded half up to %(shown)s") % said


def figure(value: Fraction) -> str:
    """A figure with as many decimals as it needs, two at most."""
    rounded = half_up(value, 2)
    return number_format(rounded, decimal_pos=stated_places(rounded))
