"""Charts of progress, each with the table of the figures behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from fingerpost.core.words import day_words, percent_words, whole_percent
from fingerpost.documents.charts import svg
from fingerpost.reporting.standing import Standing
from fingerpost.reporting.tallies import Tally
from fingerpost.reporting.trend import Point

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
GREY = "#505a5f"
# group of a tally -> its colour, the darker the further it has come; words say the same
GROUPS = {
    "complete": (Standing.COMPLETE, "#00522f"),
    "well_progressed": (Standing.WELL_PROGRESSED, "#3a8a63"),
    "some_progress": (Standing.SOME_PROGRESS, "#a3d3b8"),
    "no_progress": (Standing.NO_PROGRESS, "#f1b434"),
    "no_update": (Standing.NO_UPDATE, "#b1b4b6"),
    "will_not_complete": (Standing.WILL_NOT_COMPLETE, "#b23a26"),
    "carried_forward": (Standing.CARRIED_FORWARD, "#5694ca"),
}


@dataclass(frozen=True, slots=True)
class Chart:
    """What `core/components/figure.html` takes."""

    caption: str
    svg: SafeString
    columns: list[str]
    rows: list[list[str]]
    numeric: list[str]


def trend_chart(points: Sequence[Point]) -> Chart | None:
    """Progress at the end of each quarter beside the time that had elapsed; None for fewer than two quarters."""
    if len(points) < 2:
        return None
    names = {"actual": _("Progress"), "expected": _("Time elapsed")}
    values = [
        {"quarter": point.quarter.label, "line": name, "percent": whole_percent(value), "order": place}
        for place, point in enumerate(points)
        for name, value in ((names["actual"], point.percent), (names["expected"], point.expected))
        if value is not None
    ]
    scale = {"domain": list(names.values()), "range": [settings.PARTNERSHIP_COLOUR, GREY]}
    layers = [{"mark": {"type": "line", "strokeWidth": 3}}, {"mark": {"type": "point", "filled": True, "size": 80}}]
    encoding = {
        "x": {
            "field": "quarter",
            "type": "ordinal",
            "sort": {"field": "order"},
            "title": None,
            "axis": {"labelAngle": 0},
        },
        "y": {"field": "percent", "type": "quantitative", "scale": {"domain": [0, 100]}, "title": "%"},
        "color": {"field": "line", "type": "nominal", "scale": scale, "title": None, "legend": {"orient": "top"}},
        "strokeDash": {"field": "line", "type": "nominal", "legend": None, "sort": list(names.values())},
        "shape": {"field": "line", "type": "nominal", "legend": None, "sort": list(names.values())},
    }
    spec = {"data": {"values": values}, "width": 420, "height": 200, "layer": layers, "encoding": encoding}
    columns = [_("As at"), *names.values()]
    return Chart(
        caption=_("Progress by quarter"),
        svg=drawn(spec),
        columns=columns,
        rows=[[day_words(p.on), percent_words(p.percent), percent_words(p.expected)] for p in points],
        numeric=columns[1:],
    )


def due_chart(tally: Tally) -> Chart | None:
    """How the milestones due so far stand, as one bar; None where nothing was due."""
    if not tally.due:
        return None
    counts = [
        (str(group.label), getattr(tally, name), colour)
        for name, (group, colour) in GROUPS.items()
        if getattr(tally, name)
    ]
    values = [{"group": f"{label}: {count}", "count": count, "order": n} for n, (label, count, _c) in enumerate(counts)]
    scale = {"domain": [value["group"] for value in values], "range": [colour for _label, _count, colour in counts]}
    encoding: dict[str, Any] = {
        "x": {"field": "count", "type": "quantitative", "title": None, "axis": {"tickMinStep": 1, "format": "d"}},
        "order": {"field": "order"},
        "color": {
            "field": "group", "type": "nominal", "scale": scale, "title": None, "sort": None,
            "legend": {"orient": "bottom", "columns": 2},
        },
    }  # fmt: skip
    mark = {"type": "bar", "stroke": "white", "strokeWidth": 2}
    spec = {"data": {"values": values}, "width": 420, "height": 50, "mark": mark, "encoding": encoding}
    columns = [_("How it stands"), _("Milestones")]
    return Chart(
        caption=_("Milestones due so far"),
        svg=drawn(spec),
        columns=columns,
        rows=[[label, str(count)] for label, count, _colour in counts],
        numeric=columns[1:],
    )


def drawn(spec: dict[str, Any]) -> SafeString:
    """Drawn by us from our own figures, without scripts or styles: safe to put on the page."""
    return mark_safe(svg({"$schema": SCHEMA, **spec}))  # noqa: S308
