"""Roll-up of everything in the largest plan, against the least that a database must do for it."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.db.models import Max, Min

from bench.filling import quarter_end, slug_of
from bench.measured import Measured, Step, seconds, side_by_side, times
from bench.sizes import Sizes
from fingerpost.plans.models import Milestone, Plan
from fingerpost.reporting.rollup import roll_up

LATEST = """
SELECT milestone_id, MAX(as_at) FROM reporting_milestoneupdate
WHERE milestone_id BETWEEN %(first)s AND %(last)s GROUP BY milestone_id"""
MEAN = """
SELECT m.action_id, COUNT(*), AVG(u.progress)
FROM plans_milestone m JOIN reporting_milestoneupdate u ON u.milestone_id = m.id
WHERE m.id BETWEEN %(first)s AND %(last)s GROUP BY m.action_id"""


def fetch(sql: str, plan: Plan) -> Callable[[], object]:
    """A query over the plan's milestones, whose keys follow on from one another."""
    keys = Milestone.objects.filter(action__plan=plan).aggregate(first=Min("pk"), last=Max("pk"))

    def run() -> object:
        with connection.cursor() as cursor:
            cursor.execute(sql, keys)
            return cursor.fetchall()

    return run


def measure(sizes: Sizes, step: Step) -> Measured:
    step("Rolling up")
    plan = Plan.objects.get(slug=slug_of(sizes.plans[-1]))
    day = quarter_end(sizes.quarters - 1)
    taken = side_by_side(
        sizes.rounds,
        rollup=lambda: roll_up(plan, as_at=day),
        mean=fetch(MEAN, plan),
        latest=fetch(LATEST, plan),
    )
    to_mean, to_latest = taken["rollup"] / taken["mean"], taken["rollup"] / taken["latest"]
    updates = f"{sizes.plans[-1] * sizes.quarters:,}"
    rows = (
        (f"`roll_up` of {sizes.plans[-1]:,} milestones with {updates} updates", seconds(taken["rollup"]), "", ""),
        ("Floor: `GROUP BY` action, `AVG(progress)` of all updates", seconds(taken["mean"]), times(to_mean), "2"),
        ("Lower floor: `GROUP BY` milestone, `MAX(as_at)`", seconds(taken["latest"]), times(to_latest), "2"),
    )
    head = ("What", "Median", "Roll-up takes", "Aim, at most")
    figures = {**taken, "to_mean": to_mean, "to_latest": to_latest}
    return Measured("roll-up", "Roll-up of everything", head, rows, figures)
