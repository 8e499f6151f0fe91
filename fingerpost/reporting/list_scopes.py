"""Which actions a list of milestones covers, each once, in the order of reading."""

from __future__ import annotations

from collections.abc import Sequence

from fingerpost.reporting.as_at import Scope, listed

# Outcomes in the order of reading (a path of padded positions from the top), then each action once, at its home link
# or, where that is not among these outcomes, at its first.
PLACED = """placed (outcome_id, path) AS (
    SELECT o.id, SUBSTR(CAST(19999999999 - o.plan_id AS TEXT), 2) || SUBSTR(CAST(10000000000 + o.position AS TEXT), 2)
        || SUBSTR(CAST(10000000000 + o.id AS TEXT), 2)
    FROM plans_outcome o WHERE """
UNDER = """
    UNION ALL
    SELECT o.id, p.path || SUBSTR(CAST(10000000000 + o.position AS TEXT), 2)
        || SUBSTR(CAST(10000000000 + o.id AS TEXT), 2)
    FROM placed p CROSS JOIN plans_outcome o WHERE o.parent_id = p.outcome_id
), linked AS (
    SELECT l.action_id, l.outcome_id, p.path, l.position, l.id,
        ROW_NUMBER() OVER (PARTITION BY l.action_id ORDER BY l.home DESC, p.path, l.position, l.id) AS nth
    FROM placed p CROSS JOIN plans_actionoutcome l WHERE l.outcome_id = p.outcome_id
"""
LOOSE = """    UNION ALL
    SELECT a.id, NULL, 'z', 0, a.id, 1 FROM plans_action a
    WHERE NOT EXISTS (SELECT 1 FROM plans_actionoutcome l WHERE l.action_id = a.id) AND a.plan_id IN """
IN_ORDER = """SELECT action_id, outcome_id, ROW_NUMBER() OVER (ORDER BY path, position, id) AS place
    FROM linked WHERE nth = 1"""
AT_HOME = """SELECT a.id AS action_id, l.outcome_id, l.id AS place
    FROM plans_action a LEFT JOIN plans_actionoutcome l ON l.action_id = a.id AND l.home WHERE """


def scope_of_plans(ids: Sequence[int]) -> Scope:
    """Actions of these plans, and those of others that count in them, in the order of reading."""
    names = {f"scope_{place}": row for place, row in enumerate(ids)}
    inside = listed(names)
    before = "".join([PLACED, "o.parent_id IS NULL AND o.plan_id IN ", inside, UNDER, LOOSE, inside, "), "])
    return Scope(IN_ORDER, names, before)


def scope_of_outcome(outcome_id: int) -> Scope:
    """Actions under an outcome and the outcomes below it."""
    before = "".join([PLACED, "o.id = %(scope_outcome)s", UNDER, "), "])
    return Scope(IN_ORDER, {"scope_outcome": outcome_id}, before)


def scope_of_action(action_id: int) -> Scope:
    return Scope("".join([AT_HOME, "a.id = %(scope_action)s"]), {"scope_action": action_id})


def scope_of_lead(lead_id: int, plans: Sequence[int]) -> Scope:
    """Actions in these plans of which the person leads the action or a milestone. Pair it with `Filters(lead=…)`."""
    names = {f"scope_{place}": row for place, row in enumerate(plans)}
    theirs = (
        "(a.lead_id = %(scope_lead)s OR a.id IN "
        "(SELECT m.action_id FROM plans_milestone m WHERE m.lead_id = %(scope_lead)s)) AND a.plan_id IN "
    )
    return Scope("".join([AT_HOME, theirs, listed(names)]), {"scope_lead": lead_id, **names})
