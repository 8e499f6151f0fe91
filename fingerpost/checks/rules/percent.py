"""The stated percentage of a key action, against what its milestones can give."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import inf

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fingerpost.checks.facts import ActionFacts
from fingerpost.checks.registry import Around, Remark, Remarks, active, lists_all, percent, rule
from fingerpost.core.words import whole_percent
from fingerpost.reporting.expected import as_decimal, half_up, stated_places

# No key action has more milestones in a year than this: a percentage that needs more is out of reach.
MOST_FURTHER_MILESTONES = 50


@rule(
    "stated-percent-differs",
    ActionFacts,
    severity="error",
    title=gettext_lazy("Stated percentage differs from the milestones"),
)
def stated_differs(action: ActionFacts, around: Around) -> Remarks:
    """Where every milestone is listed: stated against the mean, rounded half up to as many places as stated."""
    stated, worked_out = _stated(action), _worked_out(action)
    if stated is None or worked_out is None or not lists_all(action, around.plan):
        return
    shown = half_up(worked_out, stated_places(stated))
    if stated not in {shown, whole_percent(as_decimal(worked_out))}:  # our papers call only what is complete 100%
        message = _("%(stated)s is stated, but the milestones give %(shown)s.")
        yield Remark(message % {"stated": percent(stated), "shown": percent(shown)}, percent(stated))


@rule(
    "stated-percent-out-of-reach",
    ActionFacts,
    severity="error",
    title=gettext_lazy("Stated percentage cannot follow from the milestones"),
)
def out_of_reach(action: ActionFacts, around: Around) -> Remarks:
    """Where only milestones due so far are listed: how many more would the stated percentage need?"""
    stated, listed = _stated(action), _progress(action)
    if stated is None or lists_all(action, around.plan) or not listed:
        return
    if stated == 100 and min(listed) < 100:
        message = _("%(stated)s is stated, but a milestone listed stands at %(lowest)s.")
        yield Remark(message % {"stated": percent(stated), "lowest": percent(min(listed))}, percent(stated))
    elif further_needed(stated, listed) > MOST_FURTHER_MILESTONES:
        message = _(
            "%(stated)s is stated, but the %(count)d milestones listed have a mean of %(mean)s: more than %(most)d "
            "further milestones would be needed."
        )
        mean = (sum(listed, Decimal()) / len(listed)).quantize(Decimal(1), ROUND_HALF_UP)
        values = {"stated": percent(stated), "count": len(listed), "mean": percent(mean)}
        yield Remark(message % {**values, "most": MOST_FURTHER_MILESTONES}, percent(stated))


@rule(
    "stated-percent-above-due",
    ActionFacts,
    severity="notice",
    title=gettext_lazy("Stated percentage is above that of the milestones due"),
)
def above_due(action: ActionFacts, around: Around) -> Remarks:
    """Possible only if milestones that are not yet due are further on than those that are."""
    stated, listed = _stated(action), _progress(action)
    if stated is None or lists_all(action, around.plan) or not listed:
        return
    mean = (sum(listed, Decimal()) / len(listed)).quantize(Decimal(1), ROUND_CEILING)
    if stated > mean and not list(out_of_reach(action, around)):
        message = _(
            "%(stated)s is stated, but the milestones listed have a mean of %(mean)s: it can be right only if "
            "milestones not yet due are further on than those that are."
        )
        yield Remark(message % {"stated": percent(stated), "mean": percent(mean)}, percent(stated))


def further_needed(stated: Decimal, listed: list[Decimal]) -> float:
    """The least number of further milestones, each at 0 to 100%, with which the mean rounds to `stated`.

    With n listed that add up to s, the mean with k more lies from s / (n + k) to (s + 100 k) / (n + k). It rounds
    half up to `stated` when it is at least half a unit below and less than half a unit above. Infinite where no
    number of milestones will do.
    """
    half = Decimal("0.5").scaleb(-stated_places(stated))
    low, high = stated - half, stated + half
    total, count = sum(listed, Decimal()), len(listed)
    if low <= total / count < high:
        return 0
    if total / count >= high:
        return inf if high <= 0 else int((total / high - count).to_integral_value(ROUND_FLOOR)) + 1
    return inf if low >= 100 else int(((low * count - total) / (100 - low)).to_integral_value(ROUND_CEILING))


def _stated(action: ActionFacts) -> Decimal | None:
    """What is stated, unless it cannot be a percentage at all, which another rule says."""
    stated = action.stated_percent
    return stated if stated is not None and 0 <= stated <= 100 else None


def _worked_out(action: ActionFacts) -> Fraction | None:
    """What the roll-up made of the milestones; where there is none, their mean."""
    if action.computed_percent is not None:
        return Fraction(action.computed_percent)
    listed = _progress(action)
    return Fraction(sum(listed, Decimal())) / len(listed) if listed else None


def _progress(action: ActionFacts) -> list[Decimal]:
    """The progress of every milestone that counts; empty where one of them is blank, for then nothing follows."""
    rows = active(action.milestones)
    known = [row.progress for row in rows if row.progress is not None]
    return known if len(known) == len(rows) else []
