"""A stored plan as the facts that the checks read."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from fingerpost.checks.facts import ActionFacts, MilestoneFacts, OutcomeFacts, PlanFacts
from fingerpost.checks.indicators import indicator_facts
from fingerpost.checks.reviewed import Reviews, reviews_of
from fingerpost.core.periods import Period
from fingerpost.core.refusals import Refused
from fingerpost.plans.models import Plan
from fingerpost.reporting.as_at import Scope, statement
from fingerpost.reporting.moment import Moment, as_day
from fingerpost.reporting.rollup import ActionRollUp, PlanRollUp, roll_up
from fingerpost.reporting.stated import Comparison
from fingerpost.reporting.tree import PlanHead

# One row for each milestone, in the order of its action; `moves` and `unexplained` count changes of its due date.
ROWS = """
SELECT j.action_id, m.title, m.slug, m.quarter_label, m.by_when, j.due, j.original_due, j.state, j.progress,
    COALESCE(p.name, ''), COALESCE(u.note, ''), COALESCE(u.progress_text, ''), j.latest_on,
    CASE WHEN m.quantity_target IS NULL THEN 0 ELSE 1 END,
    (SELECT v.note FROM reporting_milestoneupdate v
        WHERE v.milestone_id = j.milestone_id AND v.as_at < %(fresh_from)s AND v.recorded_at <= %(known_at)s
        ORDER BY v.as_at DESC, v.id DESC LIMIT 1),
    (SELECT COUNT(*) FROM plans_milestonechange c WHERE c.milestone_id = j.milestone_id AND c.kind = 'due'
        AND c.from_due IS NOT NULL AND c."on" <= %(as_at)s AND c.recorded_at <= %(known_at)s),
    (SELECT COUNT(*) FROM plans_milestonechange c WHERE c.milestone_id = j.milestone_id AND c.kind = 'due'
        AND c.from_due IS NOT NULL AND c."on" <= %(as_at)s AND c.recorded_at <= %(known_at)s AND c.reason = '')
FROM judged j CROSS JOIN plans_milestone m
LEFT JOIN people_user p ON p.id = m.lead_id
LEFT JOIN reporting_milestoneupdate u ON u.id = j.latest_id
WHERE m.id = j.milestone_id ORDER BY m.position, m.id"""


class Row(NamedTuple):
    """What `ROWS` returns, in its order."""

    action_id: int
    title: str
    slug: str
    quarter: str
    by_when: str
    due: date | str | None
    original_due: date | str | None
    state: str
    progress: int | None
    lead: str
    note: str
    progress_text: str
    latest_on: date | str | None
    has_measure: int
    previous_note: str | None
    moves: int
    unexplained: int


def facts_for(plan: Plan, *, as_at: date, period: Period | None = None) -> PlanFacts:
    """A stored plan as at a day, for `checks.rules.run`. Thirteen queries, however large the plan; ten where it has
    no indicators.

    With a `period`, what was reported in it is compared with what came before. Each key action at home in the plan
    stands once, under the first outcome that lists it; cancelled ones are left out, and those that other plans
    share into this one are checked with their own plan.
    """
    rolled = roll_up(plan, as_at=as_at, period=period)
    steps, said = _milestones(rolled, period), reviews_of(plan, as_at, period)
    measures = indicator_facts(plan, as_at, said)
    slugs = {node.head.id: node.head.slug for node in rolled.walk()}
    seen: set[int] = set()
    outcomes = []
    for node in rolled.walk():
        fresh = [action for action in node.actions if _belongs(action, plan) and action.head.id not in seen]
        seen |= {action.head.id for action in fresh}
        actions = tuple(_action(action, steps[action.head.id], said) for action in fresh)
        outcomes.append(
            OutcomeFacts(
                node.head.title,
                node.head.theme or "",
                actions,
                slug=node.head.slug,
                within=slugs.get(node.head.parent_id or 0, ""),
                indicators=measures.get(node.head.id, ()),
            )
        )
    if loose := _loose(rolled, steps, said):
        outcomes.append(OutcomeFacts(_("Key actions under no outcome"), actions=loose))
    return PlanFacts(plan.title, as_at, plan.starts, plan.ends, outcomes=tuple(outcomes), lists_all_milestones=True)


def _belongs(action: ActionRollUp, plan: Plan) -> bool:
    return action.head.plan.id == plan.pk and not action.cancelled


def _loose(rolled: PlanRollUp, steps: dict[int, list[MilestoneFacts]], said: Reviews) -> tuple[ActionFacts, ...]:
    """The key actions that no outcome lists."""
    left = [action for action in rolled.unplaced if not action.cancelled]
    return tuple(_action(action, steps[action.head.id], said) for action in left)


def _action(action: ActionRollUp, milestones: list[MilestoneFacts], said: Reviews) -> ActionFacts:
    """What was stated counts only while no milestone was reported on since."""
    stated, latest_on = action.stated, action.sums.latest_on
    older = action.comparison == Comparison.OLDER
    summary_holds = stated.summary_on is not None and (latest_on is None or latest_on <= stated.summary_on)
    facts = ActionFacts(
        action.title,
        None if older else stated.percent,
        stated.summary if summary_holds else "",
        tuple(milestones),
        slug=action.head.slug,
        lead=action.head.lead_name or "",
        computed_percent=action.percent,
        lists_all_milestones=action.comparison != Comparison.ONLY_DUE,
        stated_on=stated.summary_on,
    )
    return said.of_action(action.head.id, facts)


def _milestones(rolled: PlanRollUp, period: Period | None) -> dict[int, list[MilestoneFacts]]:
    """The milestones of each action, in order."""
    homes: dict[int, PlanHead] = {action.head.plan.id: action.head.plan for action in rolled.actions.values()}
    moment: Moment = rolled.moment
    found: dict[int, list[MilestoneFacts]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(*statement(Scope.of_plan(rolled.plan.pk), moment, homes.items(), select=ROWS))
        for values in cursor.fetchall():
            row = Row(*values)
            found[row.action_id].append(_milestone(row, period))
    return found


def _milestone(row: Row, period: Period | None) -> MilestoneFacts:
    due, original_due, latest_on = as_day(row.due), as_day(row.original_due), as_day(row.latest_on)
    updated = None if period is None else latest_on is not None and latest_on >= period.start
    return MilestoneFacts(
        row.title,
        quarter=row.quarter,
        due=due,
        due_text=row.by_when,
        note=row.note,
        progress=None if row.progress is None else Decimal(row.progress).scaleb(-2),
        progress_text=row.progress_text,
        slug=row.slug,
        state=row.state,
        lead=row.lead,
        original_due=original_due,
        moved_with_reason=None if due == original_due or not row.moves else not row.unexplained,
        has_measure=bool(row.has_measure),
        previous_note=row.previous_note if updated else None,
        updated_in_period=updated,
    )


def day_of_check(plan: Plan, period: Period | None, today: date) -> date:
    """The last day of the period, but no later than today. Refuses a period that the plan or the calendar lacks."""
    if period is None:
        return plan.latest_day(today)
    if period.start > today:
        raise Refused(_("%(period)s has not begun.") % {"period": period})
    if period.end < plan.starts or period.start > plan.ends:
        raise Refused(_("%(period)s lies outside the plan.") % {"period": period})
    return min(period.end, today)
