"""The plans of localities that serve a plan, side by side: one good total must not hide one bad place."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fingerpost.core.periods import Period
from fingerpost.core.words import percent_words, whole_percent
from fingerpost.people.models import User
from fingerpost.plans.models import Indicator, Plan
from fingerpost.plans.queries import plans_visible_to
from fingerpost.reporting.charts import Chart, drawn
from fingerpost.reporting.indicators.scorecard import Line, lines_of
from fingerpost.reporting.indicators.status import Status
from fingerpost.reporting.indicators.values import Scope
from fingerpost.reporting.moment import Moment
from fingerpost.reporting.rollup import PlanRollUp, roll_up_plans


@dataclass(frozen=True, slots=True)
class Locality:
    """One plan with its progress, and how many of its indicators have each status."""

    plan: Plan
    progress: PlanRollUp
    statuses: tuple[tuple[Status, int], ...]

    @property
    def is_the_whole(self) -> bool:
        return self.plan.serves_id is None


def compared(user: User, plan: Plan, moment: Moment, period: Period) -> list[Locality]:
    """The plan itself, then those that serve it by the names of their areas. Constant queries."""
    serving = plans_visible_to(user).filter(serves=plan).order_by("area__name", "starts", "pk")
    plans = [plan, *serving]
    progress = roll_up_plans(plans, lambda _plan: moment)
    rows = list(
        Indicator.objects.filter(plan__in=plans, state=Indicator.State.ACTIVE)
        .select_related("outcome", "lead")
        .order_by("plan_id", "position", "id")
    )
    lines: dict[int, list[Line]] = defaultdict(list)
    for line in lines_of(rows, period, Scope.of_indicators([row.pk for row in rows]), as_at=moment.as_at):
        lines[line.indicator.plan_id].append(line)
    return [Locality(one, progress[one.pk], statuses(lines[one.pk])) for one in plans]


def statuses(lines: list[Line]) -> tuple[tuple[Status, int], ...]:
    found = Counter(line.status for line in lines)
    return tuple((status, found[status]) for status in Status if found[status])


def chart(rows: list[Locality]) -> Chart | None:
    """Progress of each, as bars; None where there is nobody to compare with or nothing is known."""
    known = [row for row in rows if row.progress.percent is not None]
    if len(rows) < 2 or not known:
        return None
    names = [row.plan.area.name for row in rows]
    values = [
        {
            "area": row.plan.area.name,
            "percent": whole_percent(row.progress.percent),
            "kind": _("Whole plan") if row.is_the_whole else _("Locality plan"),
        }
        for row in known
        if row.progress.percent is not None
    ]
    kinds = [_("Whole plan"), _("Locality plan")]
    spec = {
        "data": {"values": values},
        "width": 420,
        "height": {"step": 34},
        "encoding": {
            "y": {"field": "area", "type": "nominal", "sort": names, "title": None},
            "x": {"field": "percent", "type": "quantitative", "scale": {"domain": [0, 100]}, "title": "%"},
        },
        "layer": [
            {
                "mark": {"type": "bar", "height": 18},
                "encoding": {
                    "color": {
                        "field": "kind",
                        "type": "nominal",
                        "scale": {"domain": kinds, "range": ["#505a5f", "#1d5a8a"]},
                        "title": None,
                        "legend": {"orient": "top"},
                    }
                },
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 4},
                "encoding": {"text": {"field": "percent", "type": "quantitative"}},
            },
        ],
    }
    return Chart(
        caption=_("Progress of the whole and of each locality"),
        svg=drawn(spec),
        columns=[_("Area"), _("Progress")],
        rows=[[row.plan.area.name, percent_words(row.progress.percent)] for row in rows],
        numeric=[_("Progress")],
    )
