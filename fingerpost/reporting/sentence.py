"""The summary sentence of a key action, outcome or plan, in words that a translator can turn as a whole.

"Overall, this key action is 41% complete. Two of the three milestones due by 30 September 2009 are complete; the
other one is well progressed." Every number in it is one of the counts of the roll-up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from fingerpost.core.words import day_words, percent_words
from fingerpost.plans.models import Plan
from fingerpost.reporting.moment import Moment
from fingerpost.reporting.rollup import ActionRollUp, OutcomeRollUp, PlanRollUp
from fingerpost.reporting.tallies import Tally

WORDS = (
    gettext_lazy("one"),
    gettext_lazy("two"),
    gettext_lazy("three"),
    gettext_lazy("four"),
    gettext_lazy("five"),
    gettext_lazy("six"),
    gettext_lazy("seven"),
    gettext_lazy("eight"),
    gettext_lazy("nine"),
)


@dataclass(frozen=True, slots=True)
class Phrases:
    """What is said of the milestones of one group. Each is turned whole; `count` picks singular or plural.

    `every`: they are all that were due, none being complete; `both`: the same of two; `other`: they are all that
    are not complete; `part`: others stand otherwise.
    """

    every: Any
    both: Any
    other: Any
    part: Any


REST = {
    "well_progressed": Phrases(
        ngettext_lazy("it is well progressed", "all %(number)s are well progressed", "count"),
        gettext_lazy("both are well progressed"),
        ngettext_lazy("the other one is well progressed", "the other %(number)s are well progressed", "count"),
        ngettext_lazy("%(number)s is well progressed", "%(number)s are well progressed", "count"),
    ),
    "some_progress": Phrases(
        ngettext_lazy("it shows some progress", "all %(number)s show some progress", "count"),
        gettext_lazy("both show some progress"),
        ngettext_lazy("the other one shows some progress", "the other %(number)s show some progress", "count"),
        ngettext_lazy("%(number)s shows some progress", "%(number)s show some progress", "count"),
    ),
    "no_progress": Phrases(
        ngettext_lazy("it shows no progress", "all %(number)s show no progress", "count"),
        gettext_lazy("both show no progress"),
        ngettext_lazy("the other one shows no progress", "the other %(number)s show no progress", "count"),
        ngettext_lazy("%(number)s shows no progress", "%(number)s show no progress", "count"),
    ),
    "no_update": Phrases(
        ngettext_lazy(
            "no update has been received on it", "no update has been received on any of the %(number)s", "count"
        ),
        gettext_lazy("no update has been received on either"),
        ngettext_lazy(
            "no update has been received on the other one",
            "no update has been received on the other %(number)s",
            "count",
        ),
        ngettext_lazy(
            "no update has been received on %(number)s", "no update has been received on %(number)s", "count"
        ),
    ),
    "will_not_complete": Phrases(
        ngettext_lazy(
            "it will not be completed in this plan year",
            "none of the %(number)s will be completed in this plan year",
            "count",
        ),
        gettext_lazy("neither will be completed in this plan year"),
        ngettext_lazy(
            "the other one will not be completed in this plan year",
            "the other %(number)s will not be completed in this plan year",
            "count",
        ),
        ngettext_lazy(
            "%(number)s will not be completed in this plan year",
            "%(number)s will not be completed in this plan year",
            "count",
        ),
    ),
    "carried_forward": Phrases(
        ngettext_lazy("it has been carried forward", "all %(number)s have been carried forward", "count"),
        gettext_lazy("both have been carried forward"),
        ngettext_lazy(
            "the other one has been carried forward", "the other %(number)s have been carried forward", "count"
        ),
        ngettext_lazy("%(number)s has been carried forward", "%(number)s have been carried forward", "count"),
    ),
}


def summary_sentence(tally: Tally, percent: Decimal | None, *, level: str, until: date) -> str:
    """The whole summary: overall percentage, how many of the milestones due are complete, how the rest stand.

    `percent` is not rounded, `level` the name of the level ("Key action"), `until` the last due date that counts as
    due.
    """
    names = {"level": level.lower()}
    if not tally.total:
        return _("This %(level)s has no milestones in this plan year.") % names
    if tally.total == tally.left_out:
        return _("All milestones of this %(level)s in this plan year have been cancelled or merged.") % names
    if percent is None:
        overall = _("How much of this %(level)s is complete cannot be worked out.") % names
    else:
        overall = _("Overall, this %(level)s is %(percent)s complete.") % {**names, "percent": percent_words(percent)}
    return _("%(overall)s %(due)s") % {"overall": overall, "due": due_sentence(tally, until)}


def due_sentence(tally: Tally, until: date) -> str:
    """What was due and how it stands."""
    names = {"due": in_words(tally.due), "complete": in_words(tally.complete), "date": day_words(until)}
    if not tally.due:
        return _("None of its milestones was due by %(date)s.") % names
    if tally.complete == tally.due:
        return all_complete(tally.due, names)
    said = {"complete": some_complete(tally, names), "rest": rest_clause(tally)}
    return capfirst(_("%(complete)s; %(rest)s.") % said)


def all_complete(due: int, names: dict[str, str]) -> str:
    if due == 2:
        return _("Both milestones due by %(date)s are complete.") % names
    return (
        ngettext(
            "The one milestone due by %(date)s is complete.",
            "All %(due)s milestones due by %(date)s are complete.",
            due,
        )
        % names
    )


def some_complete(tally: Tally, names: dict[str, str]) -> str:
    if tally.complete:
        return (
            ngettext(
                "%(complete)s of the %(due)s milestones due by %(date)s is complete",
                "%(complete)s of the %(due)s milestones due by %(date)s are complete",
                tally.complete,
            )
            % names
        )
    if tally.due == 2:
        return _("neither of the two milestones due by %(date)s is complete") % names
    return (
        ngettext(
            "the one milestone due by %(date)s is not complete",
            "none of the %(due)s milestones due by %(date)s is complete",
            tally.due,
        )
        % names
    )


def rest_clause(tally: Tally) -> str:
    """How those that are due and not complete stand."""
    groups = [(phrases, getattr(tally, name)) for name, phrases in REST.items() if getattr(tally, name)]
    if len(groups) == 1:
        phrases, count = groups[0]
        if not tally.complete and count == 2:
            return str(phrases.both)
        return counted(phrases.other if tally.complete else phrases.every, count)
    parts = one_list([counted(phrases.part, count) for phrases, count in groups])
    if not tally.complete:
        return parts
    return _("of the other %(number)s, %(parts)s") % {"number": in_words(tally.remaining), "parts": parts}


def sentence_of(node: ActionRollUp | OutcomeRollUp | PlanRollUp, moment: Moment, plan: Plan) -> str:
    """The summary of a node of the roll-up, in the level names of the plan it is shown in."""
    level = {ActionRollUp: plan.action_name, OutcomeRollUp: plan.outcome_name}.get(type(node), _("plan"))
    return summary_sentence(node.tally, node.percent, level=level, until=moment.until)


def counted(phrase: Any, count: int) -> str:
    return str(phrase % {"count": count, "number": in_words(count)})


def one_list(parts: list[str]) -> str:
    """ "a, b and c"."""
    first, *rest = parts
    for part in rest[:-1]:
        first = _("%(list)s, %(next)s") % {"list": first, "next": part}
    return _("%(list)s and %(last)s") % {"list": first, "last": rest[-1]} if rest else first


def in_words(number: int) -> str:
    """One to nine in words, other numbers in digits."""
    return str(WORDS[number - 1]) if 1 <= number <= len(WORDS) else number_format(number)
