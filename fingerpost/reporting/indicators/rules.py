"""Who may record a figure, and which. Each rule returns the reason why not, "" for yes.

`by` is None for the system itself (an import on the command line), which has no role to check.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils import timezone
from django.utils.translation import gettext as _

from fingerpost.core.periods import Period
from fingerpost.people import roles
from fingerpost.people.models import User
from fingerpost.plans.models import Indicator, Plan
from fingerpost.plans.models.indicator import PLACES
from fingerpost.reporting.expected import half_up
from fingerpost.reporting.indicators.figures import Figure, quotient
from fingerpost.reporting.models import Disclosure, ValueState
from fingerpost.reporting.rules import why_not_whose

HIGHEST = Decimal(10) ** (15 - PLACES)


def why_not_record(by: User | None, indicator: Indicator, *, asked: bool = False) -> str:
    """Record figures of an indicator now: its lead officer may, and whoever may report on any.

    In a draft only these: a plan's history is put in before it comes into force. `asked`: a reporting cycle asks this
    person for it, which the caller has made sure of; whose it is no longer counts.
    """
    if not asked and (refusal := why_not_whose(by, {indicator.lead_id})):
        return refusal
    plan = indicator.plan
    if plan.state == Plan.State.CLOSED:
        return _("“%(plan)s” is closed. Ask a coordinator to reopen it.") % {"plan": plan}
    if plan.state == Plan.State.DRAFT and by is not None and not roles.may(by, "plans.update_any"):
        return _("“%(plan)s” is still a draft. Figures are asked for once it is in force.") % {"plan": plan}
    if indicator.state == Indicator.State.CANCELLED:
        return _("“%(indicator)s” is cancelled, so there is no figure to record.") % {"indicator": indicator}
    return ""


def why_not_record_any(by: User | None, plan: Plan) -> str:
    """Upload figures of a whole plan."""
    if by is not None and (refusal := roles.why_not(by, "plans.update_any")):
        return refusal
    if plan.state == Plan.State.CLOSED:
        return _("“%(plan)s” is closed. Ask a coordinator to reopen it.") % {"plan": plan}
    return ""


def why_not_period(period: Period, state: str, today: date | None = None) -> str:
    """A figure belongs to a period that has begun; that one is awaited can be said before."""
    if state == ValueState.RECORDED and period.start > (today or timezone.localdate()):
        return _("%(period)s is still to come, so there can be no figure for it.") % {"period": period.label}
    return ""


def why_not_figure(
    indicator: Indicator, state: str, value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None
) -> str:
    """What is recorded has a figure, what is not has none."""
    given = [number for number in (value, numerator, denominator) if number is not None]
    if state != ValueState.RECORDED:
        return _("Give either a figure or the reason why there is none.") if given else ""
    if not given:
        return _("Give a figure, or say why there is none.")
    if (numerator is None) != (denominator is None):
        return _("A numerator needs its denominator, and the other way round.")
    if numerator is not None and not indicator.is_proportion:
        return _("“%(indicator)s” is no proportion or rate, so it has no numerator.") % {"indicator": indicator}
    if denominator is not None and denominator <= 0:
        return _("The denominator must be above zero. Where there was nobody to count, the figure is not available.")
    if any(abs(number) >= HIGHEST for number in given):
        return _("The figure is too large.")
    return ""


def why_not_words(state: str, expected_words: str) -> str:
    if state == ValueState.EXPECTED and not expected_words.strip():
        return _("Say when it is expected, such as “in February”.")
    if state != ValueState.EXPECTED and expected_words.strip():
        return _("Only a figure that is expected later says when.")
    return ""


def why_not_correct(before: Figure, reason: str) -> str:
    """A final figure is replaced only with a reason; a provisional one, or none at all, without."""
    if before.is_known and not before.provisional and not reason.strip():
        return _("There is a final figure already. Give the reason for correcting it: it is kept beside it.")
    return ""


def why_not_twice(period: Period) -> str:
    return _("The same figure for %(period)s is given twice.") % {"period": period.label}


def nothing_new() -> str:
    return _("That is what is recorded already, so nothing was stored.")


def doubt(indicator: Indicator, value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None) -> str:
    """What a careful reader would ask about a figure that can be stored."""
    exact = None if value is None else Fraction(value)
    if numerator is not None and denominator:
        worked_out = quotient(Fraction(numerator), Fraction(denominator), Fraction(indicator.multiplier))
        if exact is not None and half_up(exact, indicator.decimals) != half_up(worked_out, indicator.decimals):
            return _("The figure is not what numerator and denominator give: %(exact)s.") % {
                "exact": half_up(worked_out, indicator.decimals)
            }
        exact = worked_out
    low, high = indicator.plausible_low, indicator.plausible_high
    if exact is not None and ((low is not None and exact < low) or (high is not None and exact > high)):
        return _("The figure is outside the plausible range.")
    return ""


def why_not_disclose(by: User | None, indicator: Indicator, period: Period | None, *, asked: bool = True) -> str:
    """Show the small numbers of a period, None for all. Not `asked`: at all, for a period that is yet to be named."""
    if by is not None and (refusal := roles.why_not(by, "indicators.lift")):
        return refusal
    if not indicator.counts_people:
        return _("“%(indicator)s” does not count people, so nothing of it is withheld.") % {"indicator": indicator}
    kind, starts = (period.kind, period.start) if period else ("", None)
    in_force = Disclosure.objects.filter(indicator=indicator, ended_at=None)
    if asked and in_force.filter(period_kind=kind, period_starts=starts).exists():
        return _("Its small numbers are shown already.")
    return ""


def why_not_withhold_again(by: User | None, disclosure: Disclosure) -> str:
    if by is not None and (refusal := roles.why_not(by, "indicators.lift")):
        return refusal
    return "" if disclosure.ended_at is None else _("They are withheld again already.")
