"""Figures of indicators: bringing them in, the scorecard with the status of everything, the page of one indicator."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.measured import Measured, Step, clock_of, seconds, side_by_side, times
from bench.sizes import Sizes
from fingerpost.core.periods import Period
from fingerpost.documents.charts import png
from fingerpost.papers.making import Wanted, content_of, document_of
from fingerpost.people.models import Area, Group, GroupKind, Role, User
from fingerpost.plans.models import Dimension, Indicator, Plan, Target
from fingerpost.reporting.indicators.charts import Drawing
from fingerpost.reporting.indicators.scorecard import Scorecard, indicators_of, scorecard
from fingerpost.reporting.indicators.services import NewValue, add_values
from fingerpost.reporting.indicators.sheet import sheets_of
from fingerpost.reporting.models import Source

LAST = Period(2018, "quarter", 4)
AREAS, CATEGORIES = 7, 4  # with the whole twelve places


def make_plan(count: int) -> Plan:
    """A plan of ten years with so many indicators, each with targets and twelve places, without figures."""
    area = Area.objects.create(name=f"Measured area {count}", slug=f"measured-area-{count}")
    for number in range(AREAS):
        Area.objects.create(name=f"Locality {count}-{number}", slug=f"locality-{count}-{number}", parent=area)
    owner = Group.objects.create(name=f"Measured {count}", slug=f"measured-{count}", kind=GroupKind.THEME)
    plan = Plan.objects.create(
        title=f"Plan of {count} indicators", slug=f"indicators-{count}", starts=date(2009, 4, 1), ends=LAST.end,
        area=area, owner=owner, state=Plan.State.ACTIVE,
    )  # fmt: skip
    outcomes = [
        plan.outcomes.create(title=f"Outcome {place}", slug=f"outcome-{place}", position=place)
        for place in range(max(1, count // 10))
    ]
    rows = Indicator.objects.bulk_create(
        Indicator(
            plan=plan, outcome=outcomes[place % len(outcomes)], title=f"Indicator {place}", slug=f"indicator-{place}",
            position=place, by_area=True, is_proportion=True, aggregation="ratio", unit="%",
        )
        for place in range(count)
    )  # fmt: skip
    years = [Period(year, "year") for year in range(2009, 2019)]
    Target.objects.bulk_create(
        Target(indicator=row, period_kind="year", period_starts=year.start, value=70) for row in rows for year in years
    )
    return plan


def figures_of(plan: Plan, quarters: int) -> list[NewValue]:
    """A numerator and denominator for each indicator, place and quarter."""
    dimension, _made = Dimension.objects.get_or_create(name="Measured", slug="measured")
    for number in range(CATEGORIES - dimension.categories.count()):
        dimension.categories.create(name=f"Category {number}", slug=f"category-{number}", position=number)
    places = [{}, *({"area": area} for area in plan.area.localities.all())]
    places += [{"category": category} for category in dimension.categories.all()]
    periods = [LAST]
    while len(periods) < quarters:
        periods.append(periods[-1].previous)
    return [
        NewValue(
            indicator=indicator,
            period=period,
            numerator=Decimal(50 + (7 * indicator.position + 3 * at + place) % 50),
            denominator=Decimal(100),
            **where,
        )
        for indicator in plan.indicators.all()
        for at, period in enumerate(periods)
        for place, where in enumerate(places)
    ]


def judged(card: Scorecard) -> int:
    """Status and trends of every indicator, and the status of every place of it."""
    trends = [(line.status, line.short.trend, line.long.trend) for line in card.lines]
    return len(trends) + sum(len(line.cells) for line in card.lines)


def queries_of(run: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        run()
    return len(captured)


def measure(sizes: Sizes, step: Step) -> Measured:
    client, clock = Client(), clock_of(connection.vendor)
    client.force_login(User.objects.create_user(email="measure@example.org", name="Ann Measure", slug="ann-measure",
                                                role=Role.COORDINATOR))  # fmt: skip
    rows: list[tuple[str, ...]] = []
    found: dict[str, float] = {}
    before = 0.0
    for count in sizes.indicators:
        step(f"Figures of {count:,} indicators")
        plan = make_plan(count)
        given = figures_of(plan, sizes.quarters)
        start = clock()
        add_values(given, by=None, source=Source.IMPORTED)
        imported = clock() - start
        page = reverse("reporting:indicator", args=[plan.slug, "indicator-0"])
        card = reverse("reporting:scorecard", args=[plan.slug])
        runs: dict[str, Callable[[], object]] = {
            "status": lambda plan=plan: judged(scorecard(plan, LAST, as_at=LAST.end)),  # type: ignore[misc]
            "card": lambda card=card: client.get(card),  # type: ignore[misc]
            "page": lambda page=page: client.get(page),  # type: ignore[misc]
        }
        counted = {name: queries_of(run) for name, run in runs.items()}
        taken = side_by_side(sizes.rounds, **runs)
        growth = times(taken["status"] / before) if before else ""
        before = taken["status"]
        rows.append(
            (
                f"{count:,} indicators, {len(given):,} figures",
                seconds(imported),
                f"{seconds(taken['status'])} ({counted['status']})",
                growth,
                f"{seconds(taken['card'])} ({counted['card']})",
                f"{seconds(taken['page'])} ({counted['page']})",
            )
        )
        found |= {f"{name} at {count}": value for name, value in {**taken, "import": imported}.items()}
        found |= {f"{name} queries at {count}": value for name, value in counted.items()}
    head = (
        "Size",
        "Bringing in",
        "Status of everything (queries)",
        "Against the row above",
        "Scorecard page (queries)",
        "Indicator page (queries)",
    )
    return Measured("indicators", "Figures of indicators", head, tuple(rows), found)


def drawings_of(plan: Plan) -> list[Drawing]:
    """A chart of each indicator: its own figures, the target and their legend."""
    sheets = sheets_of(indicators_of(plan), LAST, as_at=LAST.end)
    return [drawing for sheet in sheets for drawing in sheet.drawings()[:1]]


def measure_papers(sizes: Sizes, step: Step) -> Measured:
    """Charts of all indicators of a plan, and its annual report. Made once each: they take long, and use one core."""
    rows: list[tuple[str, ...]] = []
    found: dict[str, float] = {}
    before: dict[str, float] = {}
    for count in sizes.indicators:
        plan = Plan.objects.filter(slug=f"indicators-{count}").first()
        if plan is None:
            plan = make_plan(count)
            add_values(figures_of(plan, sizes.quarters), by=None, source=Source.IMPORTED)
        drawings = drawings_of(plan)
        wanted = Wanted(kind="annual", plan=plan, period=LAST.whole_year)
        runs: dict[str, Callable[[], object]] = {
            "svg": lambda drawings=drawings: [one.on_page() for one in drawings],  # type: ignore[misc]
            "png": lambda drawings=drawings: [png(one.spec) for one in drawings],  # type: ignore[misc]
            "document": lambda wanted=wanted: document_of(wanted),  # type: ignore[misc]
            "pdf": lambda wanted=wanted: content_of(wanted, "pdf"),  # type: ignore[misc]
            "docx": lambda wanted=wanted: content_of(wanted, "docx"),  # type: ignore[misc]
        }
        counted = queries_of(runs["document"])
        step(f"Charts and annual report of {count:,} indicators")
        taken = side_by_side(1, **runs)
        growth = {name: f", {times(value / before[name])}" for name, value in taken.items() if before}
        rows.append(
            (
                f"{len(drawings):,}",
                *(f"{seconds(value)}{growth.get(name, '')}" for name, value in taken.items()),
                f"{counted}",
            )
        )
        found |= {f"{name} at {count}": value for name, value in taken.items()}
        found[f"document queries at {count}"] = counted
        before = taken
    head = (
        "Indicators",
        "Charts as SVG",
        "Charts as PNG",
        "Annual report, built",
        "Written as PDF",
        "Written as Word",
        "Queries",
    )
    return Measured("indicator-papers", "Charts and annual report", head, tuple(rows), found)
