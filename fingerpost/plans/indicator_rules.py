"""Who may change an indicator, and when. Each rule returns the reason why not, "" for yes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from fingerpost.people.models import User
from fingerpost.plans.models import Aggregation, Benchmark, Category, Dimension, Indicator
from fingerpost.plans.rules import is_used_elsewhere, why_not_edit

# what happens -> (the states it starts from, the state it leads to). docs/reference/states.md is made from these.
INDICATOR_TRANSITIONS: dict[str, tuple[frozenset[str], str]] = {
    "cancel": (frozenset({Indicator.State.ACTIVE}), Indicator.State.CANCELLED),
    "reinstate": (frozenset({Indicator.State.CANCELLED}), Indicator.State.ACTIVE),
}


def why_not_cancel(by: User | None, indicator: Indicator) -> str:
    if refusal := why_not_edit(by, indicator.plan):
        return refusal
    if indicator.state not in INDICATOR_TRANSITIONS["cancel"][0]:
        return _("“%(indicator)s” is cancelled already.") % {"indicator": indicator}
    return ""


def why_not_reinstate(by: User | None, indicator: Indicator) -> str:
    if refusal := why_not_edit(by, indicator.plan):
        return refusal
    if indicator.state not in INDICATOR_TRANSITIONS["reinstate"][0]:
        return _("“%(indicator)s” is not cancelled, so there is nothing to reinstate.") % {"indicator": indicator}
    return ""


def why_not_delete(by: User | None, indicator: Indicator) -> str:
    if refusal := why_not_edit(by, indicator.plan):
        return refusal
    if is_used_elsewhere(indicator):
        return _("“%(indicator)s” has figures, so it must stay. Cancel it instead.") % {"indicator": indicator}
    return ""


def why_not_code(indicator: Indicator, code: str) -> str:
    """A code stands in a plan once; none is none."""
    others = indicator.plan.indicators.exclude(pk=indicator.pk)
    if code.strip() and others.filter(code=code.strip()).exists():
        return _("Another indicator of this plan has the code “%(code)s”.") % {"code": code.strip()}
    return ""


def why_not_defined(fields: dict[str, Any]) -> list[tuple[str, str]]:
    """What is wrong with a definition as a whole: (field, reason). `fields` are all of them, as they would be."""
    found: list[tuple[str, str]] = []
    proportion, aggregation = fields["is_proportion"], fields["aggregation"]
    if proportion and aggregation not in {Aggregation.RATIO, Aggregation.LAST}:
        found.append(("aggregation", _("A proportion or rate is never averaged or added up: use the ratio of sums.")))
    if not proportion and aggregation == Aggregation.RATIO:
        found.append(("aggregation", _("Only a proportion or rate has numerators and denominators to add up.")))
    if fields["multiplier"] <= 0:
        found.append(("multiplier", _("The multiplier must be above zero: 100 for percent, 1,000 for a rate.")))
    for amber, red in (("amber_tolerance", "red_tolerance"), ("amber_absolute", "red_absolute")):
        if fields[amber] > fields[red]:
            found.append((red, _("Red must not come before amber.")))
    low, high = fields["plausible_low"], fields["plausible_high"]
    if low is not None and high is not None and low > high:
        found.append(("plausible_high", _("The plausible range must start below its end.")))
    return found


def why_not_remove(row: Dimension | Category | Benchmark) -> str:
    """Take away what no figure and no indicator refers to."""
    used = is_used_elsewhere(row)
    if isinstance(row, Dimension):
        used = row.indicators.exists() or any(is_used_elsewhere(category) for category in row.categories.all())
    return _("Figures or indicators refer to “%(name)s”, so it must stay.") % {"name": row} if used else ""
