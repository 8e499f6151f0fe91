"""How a percentage was worked out: rule, what counted, what did not and why, the arithmetic, the day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fingerpost.core.words import day_words
from fingerpost.plans.models import RollUp
from fingerpost.reporting.arithmetic import Counted, arithmetic, figure
from fingerpost.reporting.expected import HUNDRED, half_up, stated_places
from fingerpost.reporting.milestone_row import MilestoneRow
from fingerpost.reporting.moment import Moment
from fingerpost.reporting.rollup import ActionRollUp, OutcomeRollUp, PlanRollUp, Progress
from fingerpost.reporting.stated import Comparison


@dataclass(frozen=True, slots=True)
class NotCounted:
    """One that is left out or blank, and why."""

    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that the answer to "How was this worked out?" says. `comparison` is "" where nothing is stated."""

    as_at: date
    rule: str
    arithmetic: str
    counted: tuple[Counted, ...]
    left_out: tuple[NotCounted, ...]
    blank: tuple[NotCounted, ...]
    comparison: str = ""
    weighted: bool = False


def explain_action(node: ActionRollUp, rows: Iterable[MilestoneRow], moment: Moment) -> Explanation:
    """`rows` are all milestones of the key action as at the same moment."""
    counted: list[Counted] = []
    left_out: list[NotCounted] = []
    blank: list[NotCounted] = []
    for row in rows:
        if why := why_left_out(row):
            left_out.append(NotCounted(row.title, why))
        elif row.is_blank:
            blank.append(NotCounted(row.title, _("no update received; due %(date)s") % {"date": day_words(row.due)}))
        else:
            counted.append(counted_milestone(row, node.mode))
    return Explanation(
        as_at=moment.as_at,
        rule=rule_of_action(node.mode),
        arithmetic=arithmetic(node, counted),
        counted=tuple(counted),
        left_out=tuple(left_out),
        blank=tuple(blank),
        comparison=comparison_words(node),
        weighted=node.mode == RollUp.WEIGHTED,
    )


def explain(node: OutcomeRollUp | PlanRollUp, moment: Moment) -> Explanation:
    """The same for an outcome or a plan, whose percentage rests on those of its children."""
    weighted = node.mode == RollUp.WEIGHTED
    known = [(child, child.exact) for child in node.children if child.exact is not None]
    counted = [Counted(child.title, min(exact, HUNDRED), child.weight if weighted else None) for child, exact in known]
    cancelled = node.cancelled_actions if isinstance(node, OutcomeRollUp) else ()
    return Explanation(
        as_at=moment.as_at,
        rule=rule_of_children(node.mode, [child for child, _exact in known]),
        arithmetic=arithmetic(node, counted),
        counted=tuple(counted),
        left_out=tuple(NotCounted(child.title, ended(_("Cancelled"), child.head.state_reason)) for child in cancelled),
        blank=tuple(
            NotCounted(child.title, _("has no percentage yet")) for child in node.children if child.exact is None
        ),
        weighted=weighted,
    )


def why_left_out(row: MilestoneRow) -> str:
    if not row.in_year:
        return _("belongs to another year of the plan; due %(date)s") % {"date": day_words(row.due)}
    return ended(str(row.standing.label), row.state_reason) if row.left_out else ""


def ended(state: str, reason: str) -> str:
    return _("%(state)s: %(reason)s") % {"state": state, "reason": reason} if reason else state


def counted_milestone(row: MilestoneRow, mode: str) -> Counted:
    note = ""
    if row.progress is None:
        note = _("not due yet and nothing reported, so it counts as 0")
    elif row.progress_on:
        note = _("as at %(date)s") % {"date": day_words(row.progress_on)}
    weight = row.weight if mode == RollUp.WEIGHTED else None
    return Counted(row.title, Fraction(row.progress or 0), weight, note)


def rule_of_action(mode: str) -> str:
    if mode == RollUp.WORST:
        return _("The lowest progress of all milestones of the plan year, those not due yet included.")
    if mode == RollUp.WEIGHTED:
        return _(
            "The weighted mean of the progress of all milestones of the plan year, those not due yet included at "
            "their progress so far, rounded half up."
        )
    return _(
        "The mean of the progress of all milestones of the plan year, those not due yet included at their progress "
        "so far, rounded half up."
    )


def rule_of_children(mode: str, children: Sequence[Progress]) -> str:
    """ "The mean of its 3 key actions, …": it is not the mean of their milestones, so the rule says of what."""
    actions = sum(isinstance(child, ActionRollUp) for child in children)
    said = {"children": children_words(actions, len(children) - actions)}
    if mode == RollUp.WORST:
        return _("The lowest percentage of its %(children)s.") % said
    if mode == RollUp.WEIGHTED:
        return _("The weighted mean of its %(children)s, each at its own unrounded percentage, rounded half up.") % said
    return _("The mean of its %(children)s, each at its own unrounded percentage, rounded half up.") % said


def children_words(actions: int, outcomes: int) -> str:
    action_words = ngettext("%(count)d key action", "%(count)d key actions", actions) % {"count": actions}
    outcome_words = ngettext("%(count)d outcome", "%(count)d outcomes", outcomes) % {"count": outcomes}
    if actions and outcomes:
        return _("%(outcomes)s and %(actions)s") % {"outcomes": outcome_words, "actions": action_words}
    return action_words if actions else outcome_words


def comparison_words(node: ActionRollUp) -> str:
    """What a source states beside what was worked out, and why they differ or cannot be compared; "" for nothing."""
    stated = node.stated
    if stated.percent is None or stated.on is None:
        return ""
    said = {"stated": figure(Fraction(stated.percent)), "on": day_words(stated.on), "verdict": node.comparison.label}
    words = _("%(stated)s%% was stated as at %(on)s. %(verdict)s") % said
    more = missing_at_zero(node)
    if node.comparison != Comparison.ONLY_DUE or more is None:
        return words
    return _("%(words)s %(more)s") % {
        "words": words,
        "more": ngettext(
            "It would follow if %(count)d more milestone, at 0%%, were counted.",
            "It would follow if %(count)d more milestones, all at 0%%, were counted.",
            more,
        )
        % {"count": more},
    }


def missing_at_zero(node: ActionRollUp) -> int | None:
    """How many more milestones at 0 % would make the mean what was stated; None where no number would."""
    stated, sums = node.stated.percent, node.sums
    if not stated or not sums.progress or node.mode != RollUp.MEAN:
        return None
    total = Fraction(sums.progress, 100)
    places = stated_places(stated)
    just_above = Fraction(stated) + Fraction(1, 2 * 10**places)
    count = max(sums.tally.counted + 1, int(total / just_above) + 1)
    return count - sums.tally.counted if half_up(total / count, places) == stated else None
