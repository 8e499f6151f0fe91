"""A plan of any size with ten years of quarterly updates, made by the database itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import connection, transaction

from bench.measured import Step
from bench.sizes import Sizes
from fingerpost.people.models import Area, Group, GroupKind, Role, User
from fingerpost.plans.models import Plan

MILESTONES_PER_ACTION = 10
ACTIONS_PER_OUTCOME = 10
FIRST_QUARTER_END = date(2009, 6, 30)

NUMBERS = """
WITH RECURSIVE digits (d) AS (SELECT 0 UNION ALL SELECT d + 1 FROM digits WHERE d < 9),
numbers (n) AS (
    SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d
    FROM digits a, digits b, digits c, digits e, digits f
    WHERE a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d < %(count)s
)"""

OUTCOMES = """
INSERT INTO plans_outcome (plan_id, title, slug, description, weight, position)
{numbers} SELECT %(plan)s, 'Outcome ' || n, 'outcome-' || n, '', 1, n FROM numbers"""

ACTIONS = """
INSERT INTO plans_action (plan_id, title, slug, description, by_when, weight, roll_up, state, state_reason, lead_id)
{numbers} SELECT %(plan)s, 'Key action ' || n, 'key-action-' || n, '', '', 1, '', 'active', '', %(lead)s FROM numbers"""

LINKS = """
INSERT INTO plans_actionoutcome (action_id, outcome_id, home, position)
SELECT a.id, o.id, {true}, a.id FROM plans_action a
JOIN plans_outcome o ON o.plan_id = a.plan_id AND o.position = (a.id - %(first)s) / %(per)s
WHERE a.plan_id = %(plan)s"""

MILESTONES = """
WITH tenths (n) AS (VALUES {tenths})
INSERT INTO plans_milestone (action_id, title, slug, description, quarter_label, due, original_due, by_when,
    weight, quantity_unit, state, state_reason, position, lead_id)
SELECT a.id, 'Milestone ' || d.n || ' of action ' || a.id, 'milestone-' || d.n, '', '', {due}, {due}, '',
    1, '', 'active', '', d.n, a.lead_id
FROM plans_action a CROSS JOIN tenths d WHERE a.plan_id = %(plan)s"""

UPDATES = """
INSERT INTO reporting_milestoneupdate (milestone_id, as_at, progress, progress_text, note, will_not_complete, source,
    reason, recorded_at)
SELECT m.id, %(as_at)s, {least}(100, %(quarter)s * (1 + m.id %% 9)), '', 'Quarter ' || %(quarter)s || ' of ' || m.id,
    {false}, 'typed', '', %(recorded)s
FROM plans_milestone m JOIN plans_action a ON a.id = m.action_id WHERE a.plan_id = %(plan)s"""


def quarter_end(number: int) -> date:
    """The last day of the quarter `number` after the first, which is 0."""
    month = FIRST_QUARTER_END.month + 3 * number
    year, month = FIRST_QUARTER_END.year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 30 if month in {6, 9} else 31)


def indexes() -> list[tuple[str, str]]:
    """Name and definition of each index of the updates, but the key's."""
    sql = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL"
        if connection.vendor == "sqlite"
        else "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT LIKE '%%_pkey'"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, ["reporting_milestoneupdate"])
        return list(cursor.fetchall())


@contextmanager
def indexed_afterwards() -> Iterator[None]:
    """Updates go in quarter by quarter, as in life; their indexes are built once, at the end."""
    kept = indexes()
    with connection.cursor() as cursor:
        for name, _definition in kept:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        if connection.vendor == "postgresql":  # deferred checks of foreign keys stand in the way of an index
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for _name, definition in kept:
            cursor.execute(definition)


def run(sql: str, **params: str | int | date) -> None:
    sqlite = connection.vendor == "sqlite"
    words = {
        "numbers": NUMBERS,
        "tenths": ", ".join(f"({number})" for number in range(MILESTONES_PER_ACTION)),
        "true": "1" if sqlite else "TRUE",
        "false": "0" if sqlite else "FALSE",
        "least": "MIN" if sqlite else "LEAST",
        "due": (
            "DATE(%(first_due)s, '+' || (91 * ((a.id * 7 + d.n) % %(quarters)s)) || ' days')"
            if sqlite
            else "DATE %(first_due)s + (91 * ((a.id * 7 + d.n) % %(quarters)s))::int"
        ).replace(" % ", " %% "),
    }
    with connection.cursor() as cursor:
        cursor.execute(sql.format(**words), params)


def slug_of(milestones: int) -> str:
    """The slug of the ten-year plan with that many milestones."""
    return f"plan-{milestones}"


def slug_of_year(milestones: int) -> str:
    """The slug of the plan of one year with that many milestones."""
    return f"year-{milestones}"


def make_plan(slug: str, milestones: int, starts: date, years: int) -> Plan:
    """A plan with that many milestones, a multiple of 10, due at the ends of its quarters; not reported on."""
    area, _made = Area.objects.get_or_create(slug="all", defaults={"name": "Whole area"})
    owner, _made = Group.objects.get_or_create(slug="board", defaults={"name": "Board", "kind": GroupKind.STRATEGIC})
    lead, _made = User.objects.get_or_create(
        slug="lead", defaults={"name": "Lead", "email": "lead@example.org", "role": Role.COORDINATOR}
    )
    plan = Plan.objects.create(
        title=f"Plan of {milestones} milestones",
        slug=slug,
        starts=starts,
        ends=date(starts.year + years, 3, 31),
        area=area,
        owner=owner,
        state=Plan.State.ACTIVE,
    )
    actions = milestones // MILESTONES_PER_ACTION
    run(OUTCOMES, plan=plan.pk, count=max(1, actions // ACTIONS_PER_OUTCOME))
    run(ACTIONS, plan=plan.pk, count=actions, lead=lead.pk)
    first = plan.actions.order_by("id").values_list("id", flat=True)[0]
    run(LINKS, plan=plan.pk, first=first, per=ACTIONS_PER_OUTCOME)
    run(MILESTONES, plan=plan.pk, first_due=date(starts.year, 6, 30), quarters=4 * years)
    return plan


@transaction.atomic
def fill(sizes: Sizes, step: Step) -> None:
    """A ten-year plan of each size and one of its last year, each milestone updated in every quarter; statistics."""
    last_year = date(quarter_end(sizes.quarters - 1).year - 1, 4, 1)
    plans = [make_plan(slug_of(size), size, date(2009, 4, 1), 10) for size in sizes.plans]
    plans.append(make_plan(slug_of_year(sizes.report), sizes.report, last_year, 1))
    with indexed_afterwards():
        for number in range(sizes.quarters):
            step(f"Filling a database: quarter {number + 1} of {sizes.quarters}")
            for plan in plans:
                report(plan, quarter_end(number))
        step("Filling a database: building indexes")
    analyse()


def report(plan: Plan, day: date) -> None:
    """An update of every milestone of a plan, where it has begun. Progress grows from quarter to quarter."""
    quarter = 4 * (day.year - plan.starts.year) + (day.month - plan.starts.month + 1) // 3
    if day > plan.starts:
        run(UPDATES, plan=plan.pk, quarter=quarter, as_at=day, recorded=f"{day} 12:00:00+00:00")


def analyse() -> None:
    """Fresh statistics for the planner, as a database in use has them."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
