"""The figures of an indicator: what they say of each other, and what cannot be."""

from __future__ import annotations

from fractions import Fraction
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fingerpost.checks.facts import IndicatorFacts, PointFacts
from fingerpost.checks.registry import Around, Remark, Remarks, rule
from fingerpost.checks.rules.indicators import asked
from fingerpost.checks.wording import quoted
from fingerpost.reporting.expected import half_up, stated_places
from fingerpost.reporting.indicators.wording import exact_number, with_unit

# A change is a jump where it is further from the median of the past changes than JUMP times their median absolute
# deviation, and further than JUMP_FLOOR of the figure before: what has been steady for years may move a little.
# Fewer than JUMP_CHANGES past changes are no history.
JUMP = 5
JUMP_FLOOR = Fraction(1, 10)
JUMP_CHANGES = 5


@rule("implausible-value", IndicatorFacts, severity="warning", title=gettext_lazy("Figure outside the plausible range"))
def implausible_value(indicator: IndicatorFacts, around: Around) -> Remarks:
    """The bounds themselves are plausible."""
    low, high = indicator.plausible_low, indicator.plausible_high
    for point in asked(indicator, around):
        if point.value is None:
            continue
        if low is not None and point.value < low:
            message, bound = _("%(period)s: %(value)s is below the lowest plausible figure, %(bound)s."), low
        elif high is not None and point.value > high:
            message, bound = _("%(period)s: %(value)s is above the highest plausible figure, %(bound)s."), high
        else:
            continue
        value = worded(indicator, point.value)
        values = {"period": point.words, "value": value, "bound": worded(indicator, bound)}
        yield Remark(message % values, value)


@rule("jump", IndicatorFacts, severity="notice", title=gettext_lazy("Figure that jumps"))
def jump(indicator: IndicatorFacts, around: Around) -> Remarks:
    """The last change against those before it, by their median and its median absolute deviation: one odd figure in
    the past does not hide another."""
    known = [point for point in indicator.points if point.value is not None]
    if not known or known[-1] not in asked(indicator, around):
        return
    last = known[-1]
    change, past = _change(last), [one for point in known[:-1] if (one := _change(point)) is not None]
    if change is None or last.value is None or last.before is None or len(past) < JUMP_CHANGES:
        return
    middle = median(past)
    spread = median(abs(one - middle) for one in past)
    if abs(change - middle) > max(JUMP * spread, JUMP_FLOOR * abs(last.before)):
        message = _("%(period)s: from %(before)s to %(value)s, a change unlike the %(count)d before it.")
        value = worded(indicator, last.value)
        values = {"period": last.words, "before": worded(indicator, last.before), "value": value, "count": len(past)}
        yield Remark(message % values, value)


@rule("not-the-quotient", IndicatorFacts, severity="error", title=gettext_lazy("Figure is not what its parts give"))
def not_the_quotient(indicator: IndicatorFacts, around: Around) -> Remarks:
    """Compared to as many places as were stated."""
    for point in asked(indicator, around):
        if point.stated is None or point.numerator is None or not point.denominator:
            continue
        given = indicator.multiplier * point.numerator / point.denominator
        stated = half_up(point.stated, 4)
        if half_up(given, stated_places(stated)) != stated:
            message = _("%(period)s: %(stated)s is stated, but %(numerator)s of %(denominator)s give %(given)s.")
            values = {
                "period": point.words,
                "stated": worded(indicator, point.stated),
                "numerator": exact_number(point.numerator),
                "denominator": exact_number(point.denominator),
                "given": worded(indicator, Fraction(half_up(given, max(indicator.decimals, stated_places(stated))))),
            }
            yield Remark(message % values, values["stated"])


@rule("more-than-all", IndicatorFacts, severity="error", title=gettext_lazy("Numerator above its denominator"))
def more_than_all(indicator: IndicatorFacts, around: Around) -> Remarks:
    """Of a percentage. There can be more exclusions than pupils, but not more pupils excluded."""
    for point in asked(indicator, around):
        parts = point.numerator, point.denominator
        if indicator.is_percentage and parts[0] is not None and parts[1] is not None and parts[0] > parts[1]:
            message = _("%(period)s: %(numerator)s of %(denominator)s is more than all.")
            values = {"numerator": exact_number(parts[0]), "denominator": exact_number(parts[1])}
            yield Remark(message % {"period": point.words, **values}, values["numerator"])


@rule("same-value-and-note", IndicatorFacts, severity="notice", title=gettext_lazy("Same figure and note as before"))
def same_value_and_note(indicator: IndicatorFacts, around: Around) -> Remarks:
    """Of the last figure. A figure may well stay; that it comes with the same words makes it look copied."""
    known = [point for point in asked(indicator, around) if point.value is not None]
    if not known or known[-1].value != known[-1].before:
        return
    last = known[-1]
    if last.note.split() == last.note_before.split() != []:
        message = _("%(period)s: figure and note are those of the time before: “%(words)s”")
        yield Remark(message % {"period": last.words, "words": quoted(last.note)}, quoted(last.note))


def worded(indicator: IndicatorFacts, value: Fraction) -> str:
    return with_unit(exact_number(value), indicator.unit)


def _change(point: PointFacts) -> Fraction | None:
    return None if point.value is None or point.before is None else point.value - point.before
