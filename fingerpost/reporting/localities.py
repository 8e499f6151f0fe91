"""The plans of localities that serve a plan, side by side: one good total must not hide one bad place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fingerpost.core.periods import Period
from fingerpost.core.words import percent_words, whole_percent
from fingerpost.people.models import Area, User
from fingerpost.plans.models import Indicator, Plan
from fingerpost.plans.queries import plans_visible_to
from fingerpost.reporting.charts import Chart, drawn
from fingerpost.reporting.indicators.scorecard import Line, lines_of
from fingerpost.reporting.indicators.status import Judged, Status
from fingerpost.reporting.indicators.values import Scope
from fingerpost.reporting.moment import Moment
from fingerpost.reporting.rollup import PlanRollUp, roll_up_plans


@dataclass(frozen=True, slots=True)
class Locality:
    """One plan with its progress and its indicators."""

    plan: Plan
    progress: PlanRollUp
    lines: tuple[Line, ...] = ()

    @property
    def statuses(self) -> list[tuple[Status, int]]:
        """How many indicators have each status."""
        found = Counter(line.status for line in self.lines)
        return [(status, found[status]) for status in Status if found[status]]

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
    return [Locality(one, progress[one.pk], tuple(lines[one.pk])) for one in plans]


@dataclass(frozen=True, slots=True)
class ByLocality:
    """An indicator of the whole plan with what it is in each area, by name; None where nothing is known of one."""

    line: Line
    areas: tuple[tuple[str, Judged | None], ...]


@dataclass(frozen=True, slots=True)
class IndicatorsByLocality:
    """`names` are those of the areas, in their order in each row."""

    names: tuple[str, ...]
    rows: tuple[ByLocality, ...]


def indicators_by_locality(compared_plans: Sequence[Locality]) -> IndicatorsByLocality:
    """Each indicator of the whole plan that has a figure for a locality: its own of the area, else that of the
    indicator that measures the same in the plan that serves. One query."""
    whole, *serving = compared_plans
    found = {line.indicator.pk: figures_by_area(line, serving) for line in whole.lines}
    areas = list(Area.objects.filter(pk__in={area for row in found.values() for area in row}).order_by("name", "pk"))
    rows = (
        ByLocality(line, tuple((area.name, found[line.indicator.pk].get(area.pk)) for area in areas))
        for line in whole.lines
        if found[line.indicator.pk]
    )
    return IndicatorsByLocality(tuple(area.name for area in areas), tuple(rows))


def measure(line: Line) -> tuple[str, str, Period]:
    """Two plans measure the same where title, unit and period agree."""
    return line.indicator.title.casefold(), line.indicator.unit, line.period


def figures_by_area(line: Line, serving: Iterable[Locality]) -> dict[int, Judged]:
    told = {local.plan.area_id: one.judged for local in serving for one in local.lines if measure(one) == measure(line)}
    own = {cell.place.area: cell.judged for cell in line.cells if cell.place.area and cell.place.category is None}
    return {**told, **own}


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
