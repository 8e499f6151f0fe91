"""What pages and papers read of progress. Figures come from `rollup`; lists and histories from here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from fingerpost.core.periods import Period
from fingerpost.people.models import User
from fingerpost.plans.models import Action, ActionOutcome, Milestone, MilestoneChange, Outcome, Plan
from fingerpost.reporting.filters import Filters
from fingerpost.reporting.list_scopes import scope_of_action, scope_of_lead, scope_of_outcome, scope_of_plans
from fingerpost.reporting.listing import BY_DUE, Milestones, spans
from fingerpost.reporting.milestone_row import MilestoneRow
from fingerpost.reporting.models import ActionUpdate, MilestoneUpdate, PeriodLock
from fingerpost.reporting.moment import Moment


def homes(plan: Plan) -> list[Plan]:
    """A plan, and those whose key actions count in it. One query."""
    shared = Action.objects.filter(links__outcome__plan=plan).exclude(plan=plan).order_by().values("plan")
    return list(Plan.objects.filter(Q(pk=plan.pk) | Q(pk__in=shared)).only("starts", "ends"))


def milestones_as_at(
    plan: Plan,
    *,
    as_at: date,
    period: Period | None = None,
    known_at: datetime | None = None,
    fresh_from: date | None = None,
    filters: Filters | None = None,
) -> Milestones:
    """The milestones of a plan, of the key actions that it shares too, in its order.

    One query here, and one each time that the list is counted, sliced or gone through.
    """
    moment = Moment(as_at, period, known_at, fresh_from)
    return Milestones(scope_of_plans([plan.pk]), moment, spans(homes(plan)), filters or Filters())


def milestones_of_outcome(outcome: Outcome, moment: Moment, filters: Filters | None = None) -> Milestones:
    """Those under an outcome and the outcomes below it."""
    return Milestones(scope_of_outcome(outcome.pk), moment, spans(homes(outcome.plan)), filters or Filters())


def milestones_of_action(action: Action, moment: Moment, filters: Filters | None = None) -> Milestones:
    """Those of one key action, by the years of its home plan."""
    return Milestones(scope_of_action(action.pk), moment, spans([action.plan]), filters or Filters())


def milestone_as_at(milestone: Milestone, moment: Moment) -> MilestoneRow:
    """One milestone. One query."""
    return milestones_of_action(milestone.action, moment, Filters(only=milestone.pk))[0]


def milestones_across(plans: Sequence[Plan], moment: Moment, filters: Filters) -> Milestones:
    """The milestones at home in any of these plans, newest plan first, for search."""
    return Milestones(scope_of_plans([plan.pk for plan in plans]), moment, spans(plans), filters)


def milestones_led_by(lead: User, plans: Sequence[Plan], moment: Moment) -> Milestones:
    """What one person leads in these plans and is not complete, first due first."""
    scope = scope_of_lead(lead.pk, [plan.pk for plan in plans])
    return Milestones(scope, moment, spans(plans), Filters(lead=lead.pk, status="open"), BY_DUE)


def updates_of(milestone: Milestone, *, as_at: date | None = None) -> QuerySet[MilestoneUpdate]:
    """What was said of a milestone, latest first; up to a day where one is given."""
    found = milestone.updates.select_related("by", "correction_of", "late_for").order_by("-as_at", "-id")
    return found.filter(as_at__lte=as_at) if as_at else found


def updates_of_action(action: Action, *, as_at: date | None = None) -> QuerySet[ActionUpdate]:
    """What was said of a key action, latest first; up to a day where one is given."""
    found = action.updates.select_related("by", "correction_of", "late_for").order_by("-as_at", "-id")
    return found.filter(as_at__lte=as_at) if as_at else found


def changes_of(milestone: Milestone, *, as_at: date | None = None) -> QuerySet[MilestoneChange]:
    """How a milestone's due date and state changed, latest first; up to a day where one is given."""
    found = milestone.changes.select_related("by").order_by("-on", "-id")
    return found.filter(on__lte=as_at) if as_at else found


def outcomes_of(action: Action, plans: QuerySet[Plan]) -> list[Outcome]:
    """The outcomes that a key action counts towards in these plans, its home first. One query."""
    links = ActionOutcome.objects.filter(action=action, outcome__plan__in=plans)
    links = links.select_related("outcome__plan").order_by("-home", "outcome__plan__title", "outcome__position", "id")
    return [link.outcome for link in links]


@dataclass(frozen=True, slots=True)
class Relations:
    """The other milestones that one is tied to, None where there is none or it may not be seen."""

    merged_into: Milestone | None
    carried_from: Milestone | None
    carried_to: Milestone | None
    merged: list[Milestone]


def relations_of(milestone: Milestone, plans: QuerySet[Plan]) -> Relations:
    """Where a milestone came from, where it went, and what was merged into it. One query."""
    tied = Q(pk__in=[milestone.merged_into_id, milestone.carried_from_id]) | Q(carried_from=milestone)
    rows = Milestone.objects.filter(tied | Q(merged_into=milestone), action__plan__in=plans)
    found = {row.pk: row for row in rows.select_related("action__plan")}
    return Relations(
        merged_into=found.get(milestone.merged_into_id or 0),
        carried_from=found.get(milestone.carried_from_id or 0),
        carried_to=next((row for row in found.values() if row.carried_from_id == milestone.pk), None),
        merged=[row for row in found.values() if row.merged_into_id == milestone.pk],
    )


def leads_in(plan: Plan) -> QuerySet[User]:
    """Who leads a key action or a milestone of a plan."""
    return User.objects.filter(
        Q(pk__in=Action.objects.filter(plan=plan).order_by().values("lead"))
        | Q(pk__in=Milestone.objects.filter(action__plan=plan).order_by().values("lead"))
    )


def locks_of(plans: Iterable[int]) -> dict[int, list[PeriodLock]]:
    """The locks in force of each plan by its key, the one that ends first first. One query."""
    found: dict[int, list[PeriodLock]] = {}
    for lock in PeriodLock.objects.filter(plan__in=list(plans), lifted_at=None).select_related("plan"):
        found.setdefault(lock.plan_id, []).append(lock)
    return found


def covering(locks: Iterable[PeriodLock], as_at: date) -> PeriodLock | None:
    """Of the locks of a plan the first that covers a day."""
    return next((lock for lock in locks if as_at <= lock.ends), None)


def lock_over(plan: Plan, as_at: date) -> PeriodLock | None:
    """The lock in force that covers a day, None where what is said as at it is no late correction. One query."""
    return covering(locks_of([plan.pk]).get(plan.pk, ()), as_at)
