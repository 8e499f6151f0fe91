"""The plan as at a moment, as SQL: the one place that says which update holds and how a milestone stands.

Plain SQL for SQLite from 3.35 and PostgreSQL. Progress and weights are whole hundredths there, so that sums are
exact on SQLite too, which stores decimals as binary fractions. CROSS JOIN keeps SQLite to the order written: from
the actions asked for to their milestones, never through the rest of the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from fingerpost.reporting.moment import Moment, Span, due_dates_of_year

OF_PLANS = """
    SELECT id AS action_id FROM plans_action WHERE plan_id IN {ids}
    UNION
    SELECT l.action_id FROM plans_outcome o CROSS JOIN plans_actionoutcome l
    WHERE o.plan_id IN {ids} AND l.outcome_id = o.id"""

# The milestones asked for; a list adds conditions, and an order with a limit where nothing later filters.
CHOSEN = """
chosen AS MATERIALIZED (
    SELECT m.id AS milestone_id, m.action_id, m.due, m.original_due, m.state, m.weight, y.first_due, y.last_due
    FROM scope s CROSS JOIN plans_action a CROSS JOIN years y CROSS JOIN plans_milestone m
    WHERE a.id = s.action_id AND y.plan_id = a.plan_id AND m.action_id = a.id"""

# A milestone as at the moment. `progress` and `weight` are whole hundredths; `latest_id` is the update that holds.
FACTS = """
undone AS MATERIALIZED (
    SELECT c.milestone_id, c.kind, c.from_due, c.from_state,
        ROW_NUMBER() OVER (PARTITION BY c.milestone_id, c.kind ORDER BY c."on", c.id) AS nth
    FROM chosen m CROSS JOIN plans_milestonechange c
    WHERE c.milestone_id = m.milestone_id AND (c."on" > %(as_at)s OR c.recorded_at > %(known_at)s)
),
facts AS MATERIALIZED (
    SELECT m.milestone_id, m.action_id, m.original_due, m.first_due, m.last_due,
        CASE WHEN d.milestone_id IS NULL THEN m.due ELSE d.from_due END AS due,
        CASE WHEN t.milestone_id IS NULL THEN m.state ELSE t.from_state END AS state,
        CAST(ROUND(100 * m.weight) AS BIGINT) AS weight,
        CAST(ROUND(100 * CASE WHEN l.progress IS NOT NULL THEN l.progress ELSE (
            SELECT u.progress FROM reporting_milestoneupdate u
            WHERE u.milestone_id = m.milestone_id AND u.progress IS NOT NULL
                AND u.as_at <= %(as_at)s AND u.recorded_at <= %(known_at)s
            ORDER BY u.as_at DESC, u.id DESC LIMIT 1) END) AS BIGINT) AS progress,
        l.id AS latest_id, l.as_at AS latest_on, l.will_not_complete
    FROM chosen m
    LEFT JOIN undone d ON d.milestone_id = m.milestone_id AND d.kind = 'due' AND d.nth = 1
    LEFT JOIN undone t ON t.milestone_id = m.milestone_id AND t.kind = 'state' AND t.nth = 1
    LEFT JOIN reporting_milestoneupdate l ON l.id = (
        SELECT u.id FROM reporting_milestoneupdate u
        WHERE u.milestone_id = m.milestone_id AND u.as_at <= %(as_at)s AND u.recorded_at <= %(known_at)s
        ORDER BY u.as_at DESC, u.id DESC LIMIT 1)
)"""

# The values are those of `standing.Standing`, tried in the order of domain.md's groups.
STANDING = """
judged AS MATERIALIZED (
    SELECT f.*,
        (f.due IS NULL OR f.due BETWEEN f.first_due AND f.last_due) AS in_year,
        (f.due IS NOT NULL AND f.due <= %(until)s) AS is_due,
        (f.progress IS NULL AND f.due IS NOT NULL AND f.due <= %(as_at)s
            AND f.state NOT IN ('cancelled', 'merged')) AS is_blank,
        (f.state = 'active' AND f.due IS NOT NULL AND f.due <= %(missed_until)s
            AND (f.progress IS NULL OR f.progress < 10000)) AS is_overdue,
        (f.due <> f.original_due OR (f.due IS NULL) <> (f.original_due IS NULL)) AS is_moved,
        CASE
            WHEN f.state IN ('cancelled', 'merged', 'carried-forward') THEN f.state
            WHEN f.progress >= 10000 THEN 'complete'
            WHEN f.will_not_complete THEN 'will-not-complete'
            WHEN f.progress IS NULL AND (f.due IS NULL OR f.due > %(until)s) THEN 'not-due'
            WHEN f.progress IS NULL THEN 'no-update'
            WHEN f.due <= %(until)s AND f.latest_on < %(fresh_from)s THEN 'no-update'
            WHEN f.progress >= 7500 THEN 'well-progressed'
            WHEN f.progress > 0 THEN 'some-progress'
            ELSE 'no-progress'
        END AS standing
    FROM facts f
)"""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which actions are asked for: the body of the CTE `scope(action_id)`, its parameters, and CTEs before it."""

    sql: str
    params: dict[str, Any]
    before: str = ""

    @classmethod
    def of_plan(cls, plan_id: int) -> Scope:
        return cls.of_plans([plan_id])

    @classmethod
    def of_plans(cls, ids: Sequence[int]) -> Scope:
        """The plans' own actions, and those of other plans that count in them."""
        names = {f"scope_{place}": row for place, row in enumerate(ids)}
        return cls(OF_PLANS.replace("{ids}", listed(names)), names)

    @classmethod
    def of_outcomes(cls, ids: Sequence[int]) -> Scope:
        names = {f"scope_{place}": row for place, row in enumerate(ids)}
        body = "SELECT DISTINCT action_id FROM plans_actionoutcome WHERE outcome_id IN "
        return cls("".join([body, listed(names)]), names)

    @classmethod
    def of_actions(cls, ids: Sequence[int]) -> Scope:
        names = {f"scope_{place}": row for place, row in enumerate(ids)}
        return cls("".join(["SELECT id AS action_id FROM plans_action WHERE id IN ", listed(names)]), names)


def listed(names: Iterable[str]) -> str:
    """Placeholders in brackets: (%(a)s, %(b)s); for no names a list that nothing is in."""
    return "(" + (", ".join(f"%({name})s" for name in names) or "NULL") + ")"


def statement(
    scope: Scope, moment: Moment, plans: Iterable[tuple[int, Span]], *, select: str, where: str = "", tail: str = ""
) -> tuple[str, dict[str, Any]]:
    """`select` over `judged` and what leads to it, with its parameters.

    `plans` are the homes of the actions; `where` (conditions that start with AND) and `tail` narrow down `chosen`.
    """
    day = connection.ops.adapt_datefield_value
    rows: list[str] = []
    years: dict[str, Any] = {}
    bounds = {plan_id: due_dates_of_year(span, moment.until) for plan_id, span in plans}
    for place, (plan_id, (first, last)) in enumerate((bounds or {0: (date.min, date.max)}).items()):
        years |= {f"plan_{place}": plan_id, f"first_{place}": day(first), f"last_{place}": day(last)}
        rows.append(listed([f"plan_{place}", f"first_{place}", f"last_{place}"]))
    sql = [
        "WITH RECURSIVE ", scope.before, "scope AS (", scope.sql, "), ",
        "years (plan_id, first_due, last_due) AS (VALUES ", ", ".join(rows), "), ",
        CHOSEN, where, tail, "), ", FACTS, ", ", STANDING, select,
    ]  # fmt: skip
    return "".join(sql), {**scope.params, **moment.params, **years}
