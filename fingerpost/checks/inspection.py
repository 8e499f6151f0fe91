"""What an inspector would ask: the review criteria for children's services plans that data can check.

The national figures are those of the review of the 30 plans of one round, by the criteria of the national guidance.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fingerpost.checks.facts import ActionFacts, IndicatorFacts, MilestoneFacts, OutcomeFacts, PlanFacts
from fingerpost.checks.findings import Subject
from fingerpost.checks.linked import LinkedPlan
from fingerpost.checks.registry import Around, active
from fingerpost.checks.rules import RULES

Verdict = Literal["met", "partly", "not", "unknown"]
MOST_PRIORITIES = 5  # "no more than 3 to 5"
NOT_SMART = ("no-lead-officer", "no-milestones", "no-due-date", "vague-due-date", "no-measure")


@dataclass(frozen=True, slots=True)
class Item:
    """Something that a criterion is not met by, or is met by, with why."""

    subject: Subject
    words: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """`asks` is the question, `counts` what the data say, `national` how other plans did ("" where not known)."""

    code: str
    title: str
    asks: str
    verdict: Verdict
    counts: str
    items: tuple[Item, ...] = ()
    national: str = ""


def criteria(
    facts: PlanFacts, linked: Iterable[LinkedPlan], *, whole: bool = True, until: date | None = None
) -> list[Criterion]:
    """`whole`: the facts are those of a whole plan, not of a part. Milestones due after `until` are not asked about."""
    return [priorities(facts, whole), resources(), monitoring(facts), smart(facts, until), links(tuple(linked))]


def priorities(facts: PlanFacts, whole: bool) -> Criterion:
    """Priorities are the outcomes at the top; one is measurable where it, or one below it, has an indicator."""
    top = [one for one in facts.outcomes if one.slug and not one.within]
    without = [one for one in top if not any(part.indicators for part in with_all_below(one, facts.outcomes))]
    count = ngettext("%(count)d priority", "%(count)d priorities", len(top)) % {"count": len(top)}
    measured = _("%(count)d of them with an indicator") % {"count": len(top) - len(without)}
    items = [Item(subject_of(one), _("Has no indicator")) for one in without]
    verdict: Verdict = graded([len(top) <= MOST_PRIORITIES, not without]) if top and whole else "unknown"
    return Criterion(
        "priorities",
        _("Manageable and measurable priorities"),
        _("Are there no more than three to five priorities, and can each be measured?"),
        verdict,
        f"{count}; {measured}." if whole else _("Only a part of the plan is looked at. %(count)s.") % {"count": count},
        tuple(items) if whole else (),
    )


def resources() -> Criterion:
    """A question, never a verdict: money and posts are not in the data."""
    return Criterion(
        "resources",
        _("Resources"),
        _("Which money, people and premises does each priority have, and from whom?"),
        "unknown",
        _("Fingerpost holds no budgets and no posts, so the data cannot tell. Have the answer ready."),
        national=_("Nationally among the weakest points: 13 of 30 plans failed to say what resources they have."),
    )


def monitoring(facts: PlanFacts) -> Criterion:
    """An indicator can be monitored by where it started and what it is to reach; data only needs no target."""
    everything = [one for outcome in facts.outcomes for one in outcome.indicators]
    lacking = [Item(Subject("indicator", one.title, one.slug), words) for one in everything if (words := lacks(one))]
    sound = len(everything) - len(lacking)
    counts = ngettext(
        "%(sound)d of %(count)d indicator has a baseline and a target.",
        "%(sound)d of %(count)d indicators have a baseline and a target.",
        len(everything),
    )
    return Criterion(
        "monitoring",
        _("Indicators to monitor it by"),
        _("Does each indicator have a baseline to start from and a target to reach?"),
        shared_out(sound, len(everything)),
        counts % {"sound": sound, "count": len(everything)} if everything else _("There are no indicators."),
        tuple(lacking),
        _("Nationally 15 of 30 plans did not have this in full."),
    )


def lacks(indicator: IndicatorFacts) -> str:
    needs_target = indicator.polarity != "data-only" and not indicator.targets
    if indicator.baseline is None:
        return _("No baseline and no target") if needs_target else _("No baseline")
    return _("No target") if needs_target else ""


def smart(facts: PlanFacts, until: date | None) -> Criterion:
    """A key action is SMART as far as data can tell where the checks find a lead, dates and something to measure."""
    actions = [action for outcome in facts.outcomes for action in outcome.actions]
    short = {id(action): words for action in actions if (words := shortfalls(action, facts, until))}
    items = tuple(
        Item(Subject("action", action.title, action.slug), short[id(action)])
        for action in actions
        if id(action) in short
    )
    sound = len(actions) - len(items)
    counts = ngettext(
        "%(sound)d of %(count)d key action has a lead officer, dates and something to measure it by.",
        "%(sound)d of %(count)d key actions have a lead officer, dates and something to measure them by.",
        len(actions),
    )
    return Criterion(
        "smart",
        _("SMART actions"),
        _("Is each action specific and measurable, with somebody who leads it and a time by which it is done?"),
        shared_out(sound, len(actions)),
        counts % {"sound": sound, "count": len(actions)} if actions else _("There are no key actions."),
        items,
        _("Nationally 20 of 30 plans had actions that were not SMART in full."),
    )


def shortfalls(action: ActionFacts, facts: PlanFacts, until: date | None) -> str:
    """The titles of the checks that find something in a key action or in those of its milestones asked about."""
    asked = tuple(row for row in active(action.milestones) if until is None or row.due is None or row.due <= until)
    shown = {ActionFacts: (replace(action, milestones=asked),), MilestoneFacts: asked}
    around = Around(facts, facts.as_at, action=action)
    rules = [RULES[code] for code in NOT_SMART if code != "no-milestones" or not active(action.milestones)]
    found = [one for one in rules if any(list(one.check(row, around)) for row in shown[one.of])]
    return "; ".join(str(one.title) for one in found)


def links(linked: tuple[LinkedPlan, ...]) -> Criterion:
    """Met by a plan of the same time, partly by one before or after."""
    beside = sum(plan.beside for plan in linked)
    counts = ngettext("Linked to %(count)d other plan", "Linked to %(count)d other plans", len(linked))
    counts = counts % {"count": len(linked)} + ", " + _("%(count)d of the same time.") % {"count": beside}
    return Criterion(
        "links",
        _("Links to other plans"),
        _("Does the plan say how it fits with the other plans of the partnership and of its localities?"),
        "met" if beside else "partly" if linked else "not",
        counts if linked else _("No link to another plan is held: no shared key action, no plan before or after."),
        tuple(Item(Subject("plan", plan.title, plan.slug), plan.words) for plan in linked),
    )


def with_all_below(one: OutcomeFacts, outcomes: tuple[OutcomeFacts, ...]) -> Iterator[OutcomeFacts]:
    yield one
    for child in outcomes:
        if child.within == one.slug:
            yield from with_all_below(child, outcomes)


def subject_of(outcome: OutcomeFacts) -> Subject:
    return Subject("outcome", outcome.title, outcome.slug)


def graded(parts: list[bool]) -> Verdict:
    """Met by all parts, partly by some."""
    return "met" if all(parts) else "partly" if any(parts) else "not"


def shared_out(sound: int, whole: int) -> Verdict:
    """Met by all, partly by some, not by none or where there is nothing."""
    if not sound:
        return "not"
    return "met" if sound == whole else "partly"
