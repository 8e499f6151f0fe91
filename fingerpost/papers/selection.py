"""What a paper is about, and the plan's figures and milestones that it then shows, read once for all of its parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from fingerpost.core.periods import Period
from fingerpost.core.refusals import Refused
from fingerpost.follow_ups.queries import owners_in
from fingerpost.papers import silence
from fingerpost.papers.silence import NOBODY, Silence
from fingerpost.people.models import User
from fingerpost.plans.models import Outcome, Plan
from fingerpost.reporting.filters import Filters
from fingerpost.reporting.list_scopes import scope_of_outcome
from fingerpost.reporting.milestone_row import MilestoneRow
from fingerpost.reporting.moment import Moment
from fingerpost.reporting.queries import leads_in, milestones_as_at
from fingerpost.reporting.rollup import ActionRollUp, OutcomeRollUp, PlanRollUp, roll_up
from fingerpost.reporting.standing import Standing
from fingerpost.reporting.tallies import Tally

Scope = Literal["due", "all"]
GROUPS = {
    Standing.COMPLETE: "complete",
    Standing.WELL_PROGRESSED: "well_progressed",
    Standing.SOME_PROGRESS: "some_progress",
    Standing.NO_PROGRESS: "no_progress",
    Standing.NO_UPDATE: "no_update",
    Standing.WILL_NOT_COMPLETE: "will_not_complete",
    Standing.CARRIED_FORWARD: "carried_forward",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """A plan for a period, or only an outcome of it (with those below it), or what one person leads.

    `scope` "due" keeps to what is due from the start of the plan year to the end of the period. `as_at` None is the
    last day of the period, or today where that is still to come.
    """

    plan: Plan
    period: Period
    outcome: Outcome | None = None
    lead: User | None = None
    scope: Scope = "due"
    as_at: date | None = None

    @property
    def day(self) -> date:
        return self.as_at or min(self.period.end, timezone.localdate())

    @property
    def moment(self) -> Moment:
        return Moment(self.day, self.period)


def why_not_period(plan: Plan, period: Period) -> str:
    """A paper reports on a time that the plan covers and that has begun; "" where this is one."""
    if period.end < plan.starts or period.start > plan.ends:
        return _("%(period)s lies outside the plan.") % {"period": period}
    if period.start > timezone.localdate():
        return _("%(period)s has not begun, so there is nothing to report.") % {"period": period}
    return ""


def why_not_day(period: Period, as_at: date | None) -> str:
    """A day of the report's own lies neither before its period nor in the future."""
    if as_at is None or period.start <= as_at <= timezone.localdate():
        return ""
    if as_at < period.start:
        return _("The report would be as at a day before its period.")
    return _("The report would be as at a day in the future.")


def people_in(plan: Plan) -> QuerySet[User]:
    """Whom a paper may keep to: who leads something in a plan, or owns a follow-up."""
    return User.objects.filter(Q(pk__in=leads_in(plan).values("pk")) | Q(pk__in=owners_in(plan).values("pk")))


@dataclass(frozen=True, slots=True)
class Section:
    """An outcome with the key actions told under it; `elsewhere` are told under an outcome before.

    `node` is None for key actions that no outcome lists.
    """

    node: OutcomeRollUp | None
    actions: tuple[ActionRollUp, ...]
    elsewhere: tuple[ActionRollUp, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that a paper shows. `rows` has the milestones of each key action by its id, in order; `silence` says
    what nobody answered."""

    selection: Selection
    whole: PlanRollUp
    sections: tuple[Section, ...]
    rows: dict[int, list[MilestoneRow]]
    silence: Silence = NOBODY

    @property
    def actions(self) -> Iterator[ActionRollUp]:
        """Every key action once, in the order of the paper."""
        for section in self.sections:
            yield from section.actions

    @property
    def milestones(self) -> Iterator[MilestoneRow]:
        """Every milestone in the order of the paper, those left out too."""
        for action in self.actions:
            yield from self.rows.get(action.head.id, ())

    @property
    def tally(self) -> Tally:
        """Of the outcome or plan; of the milestones listed where they are one person's."""
        if self.selection.lead is not None:
            return tally_of_rows(self.milestones)
        node = self.outcome_node
        return self.whole.tally if node is None else node.tally

    @property
    def outcome_node(self) -> OutcomeRollUp | None:
        wanted = self.selection.outcome
        return next((node for node in self.whole.walk() if wanted is not None and node.head.id == wanted.pk), None)


def read(selection: Selection) -> Contents:
    """Eight queries, however large the plan."""
    plan, lead = selection.plan, selection.lead
    whole = roll_up(plan, as_at=selection.day, period=selection.period)
    due_to = selection.period.end if selection.scope == "due" else None
    filters = Filters(lead=lead.pk if lead else None, this_year=True, due_to=due_to)
    listed = milestones_as_at(plan, as_at=selection.day, period=selection.period, filters=filters)
    if selection.outcome:  # the rest of a large plan need not be read
        listed = replace(listed, scope=scope_of_outcome(selection.outcome.pk))
    rows: dict[int, list[MilestoneRow]] = {}
    for row in listed:
        rows.setdefault(row.action_id, []).append(row)
    silent = silence.read(plan, selection.period)
    return Contents(selection, whole, tuple(sections(whole, selection, rows)), rows, silent)


def sections(whole: PlanRollUp, selection: Selection, rows: dict[int, list[MilestoneRow]]) -> Iterator[Section]:
    """The outcomes asked for, each key action where it is first met. For one person only where they have something."""
    told: set[int] = set()
    for node in nodes_of(whole, selection.outcome):
        wanted = [action for action in node.actions if selection.lead is None or action.head.id in rows]
        first = tuple(action for action in wanted if action.head.id not in told)
        elsewhere = tuple(action for action in wanted if action.head.id in told)
        told |= {action.head.id for action in wanted}
        if wanted or selection.lead is None:
            yield Section(node, first, elsewhere)
    loose = tuple(action for action in whole.unplaced if selection.lead is None or action.head.id in rows)
    if loose and selection.outcome is None:
        yield Section(None, loose)


def nodes_of(whole: PlanRollUp, outcome: Outcome | None) -> Iterator[OutcomeRollUp]:
    """Every outcome in the order of reading, or one and those below it."""
    if outcome is None:
        yield from whole.walk()
        return
    found = next((node for node in whole.walk() if node.head.id == outcome.pk), None)
    if found is None:
        raise Refused(_("“%(outcome)s” is no outcome of this plan.") % {"outcome": outcome})
    yield from found.walk()


def tally_of_rows(rows: Iterable[MilestoneRow]) -> Tally:
    """The counts of a list of milestones by the rules of `reporting.tallies`, for the fields that papers tell."""
    counts: dict[str, int] = {}

    def one_more(name: str) -> None:
        counts[name] = counts.get(name, 0) + 1

    for row in rows:
        one_more("total")
        if row.left_out:
            one_more(row.standing.value)
            continue
        if row.is_due:
            one_more("due")
            one_more(GROUPS[row.standing])
        if row.is_overdue:
            one_more("overdue")
    return Tally(**counts)
