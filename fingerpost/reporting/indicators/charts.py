"""Charts of indicators, each from one Vega-Lite specification: SVG on a page, a picture in a paper, with its table.

Every series has a colour, a dash and a shape of its own, and its name in the legend.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from fingerpost.core.periods import Period
from fingerpost.documents.charts import INK
from fingerpost.documents.model import Column, Figure, Row, Sparkline, Table, text_cell
from fingerpost.plans.models import Indicator
from fingerpost.reporting.charts import GREY, SCHEMA, Chart, drawn
from fingerpost.reporting.indicators.wording import chart_number, figure_words, withheld_words

Points = Mapping[Period, Fraction | None]
LOOKS = [  # of our own series and the benchmarks in turn: colour (None: the partnership's), dash, shape
    (None, [1, 0], "circle"),
    ("#a8480f", [8, 3], "square"),
    ("#5a2d82", [4, 3], "diamond"),
    ("#00665c", [2, 2], "triangle-up"),
]
TARGET, BASELINE = (INK, [6, 4], "stroke"), (GREY, [2, 4], "stroke")
WIDTH, HEIGHT, SMALL = 560, 240, 190
MOST_COLUMNS = 5  # of a table on an upright page, as `documents.writers.layout.is_wide` has it
TINY_WIDTH, TINY_HEIGHT, TINY_EDGE = 54, 12, 3  # as small as a word


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a chart. `look`: colour, dash and shape. `withheld`: where a figure must not be shown."""

    name: str
    points: Points
    look: tuple[str | None, list[int], str]
    withheld: frozenset[Period] = frozenset()

    def words(self, indicator: Indicator, period: Period) -> str:
        """What the table beside the chart says."""
        if period in self.withheld:
            return withheld_words()
        return figure_words(indicator, self.points.get(period)) or "–"


@dataclass(frozen=True)
class Drawing:
    """A chart before it is drawn: what a page makes an SVG of and a paper a picture."""

    spec: dict[str, Any]
    caption: str
    alt: str
    columns: list[str]
    rows: list[list[str]]

    def on_page(self) -> Chart:
        return Chart(self.caption, drawn(self.spec), self.columns, self.rows, self.columns[1:])

    def in_paper(self) -> Figure:
        """With its table in a shape that keeps the page upright."""
        columns, *rows = narrow([self.columns, *self.rows])
        widths = [1, 4] if len(columns) == 2 else [1] * len(columns)
        titles = tuple(Column(title, width=width) for title, width in zip(columns, widths, strict=True))
        table = Table(titles, tuple(Row(tuple(map(text_cell, row))) for row in rows))
        return Figure({"$schema": SCHEMA, **self.spec}, self.alt, self.caption, table)


def narrow(lines: list[list[str]]) -> list[list[str]]:
    """A table of five columns at most: as it is, with rows as columns, or each row's figures told in one cell."""
    if len(lines[0]) <= MOST_COLUMNS:
        return lines
    if len(lines) <= MOST_COLUMNS:
        return [list(line) for line in zip(*lines, strict=True)]
    (first, *titles), *rows = lines
    told = [
        [name, "; ".join(f"{title} {words}" for title, words in zip(titles, said, strict=True) if words != "–") or "–"]
        for name, *said in rows
    ]
    return [[first, _("Figures")], *told]


def series_of(
    own: Points,
    benchmarks: Mapping[str, Points],
    targets: Points,
    baseline: Fraction | None,
    *,
    name: str = "",
    withheld: frozenset[Period] = frozenset(),
) -> list[Series]:
    """The lines of a chart in the order of its legend; those without any figure are left out."""
    named = [(name or _("Our figure"), own), *benchmarks.items()]
    found = [Series(label, points, LOOKS[place % len(LOOKS)]) for place, (label, points) in enumerate(named)]
    found[0] = replace(found[0], withheld=withheld)
    found.append(Series(_("Target"), targets, TARGET))
    if baseline is not None:
        found.append(Series(_("Baseline"), dict.fromkeys(own, baseline), BASELINE))
    return [one for one in found if one.withheld or any(value is not None for value in one.points.values())]


def series_chart(indicator: Indicator, periods: Sequence[Period], series: Sequence[Series]) -> Drawing | None:
    """The lines over some periods in order; None where there is nothing to draw."""
    if not any(one.points.get(period) is not None for one in series for period in periods):
        return None
    columns = [_("Period"), *(one.name for one in series)]
    rows = [[period.label, *(one.words(indicator, period) for one in series)] for period in periods]
    values = [value for one in series for value in values_of(indicator, periods, one)]
    return Drawing(
        spec={"data": {"values": values}, "width": WIDTH, "height": HEIGHT, **layers(indicator, periods, series)},
        caption=marked(_("%(title)s by period") % {"title": indicator.title}, periods, series),
        alt=_("Lines of %(title)s from %(first)s to %(last)s: %(series)s. The table tells each figure.")
        % {
            "title": indicator.title,
            "first": periods[0].label,
            "last": periods[-1].label,
            "series": ", ".join(one.name for one in series),
        },
        columns=columns,
        rows=rows,
    )


def sparkline(indicator: Indicator, periods: Sequence[Period], series: Series, words: str) -> Sparkline | None:
    """The line without axes, its last figure marked; None for fewer than two. Its alternative text tells each."""
    if sum(series.points.get(period) is not None for period in periods) < 2:
        return None
    values = values_of(indicator, periods, series)
    last = next(value for value in reversed(values) if value["value"] is not None)
    colour = series.look[0] or settings.PARTNERSHIP_COLOUR
    scale = {"zero": False, "nice": False, "range": [TINY_HEIGHT - TINY_EDGE, TINY_EDGE]}
    line = {"type": "line", "strokeWidth": 1.5, "color": colour, "invalid": "break-paths-show-path-domains"}
    alone = {"type": "point", "filled": True, "size": 6, "color": colour, "opacity": 1, "invalid": "filter"}
    end = {"type": "point", "filled": True, "size": 20, "color": colour, "opacity": 1}
    spec = {
        "$schema": SCHEMA,
        "data": {"values": values},
        "width": TINY_WIDTH,
        "height": TINY_HEIGHT,
        "padding": 0,
        "autosize": "none",
        "encoding": {
            "x": {
                "field": "period",
                "type": "ordinal",
                "sort": [period.label for period in periods],
                "scale": {"type": "point", "padding": 0, "range": [TINY_EDGE, TINY_WIDTH - TINY_EDGE]},
                "axis": None,
            },
            "y": {"field": "value", "type": "quantitative", "scale": scale, "axis": None},
        },
        "layer": [
            {"mark": line},
            {"mark": alone},
            {"mark": end, "transform": [{"filter": f"datum.period == {json.dumps(last['period'])}"}]},
        ],
    }
    told = "; ".join(f"{period.label} {series.words(indicator, period)}" for period in periods)
    return Sparkline(spec, told, words)


def marked(caption: str, periods: Sequence[Period], series: Iterable[Series]) -> str:
    """The caption, with what the mark at the foot means where there is one."""
    if any(period in one.withheld for one in series for period in periods):
        return _("%(caption)s (× at the foot: withheld, small number)") % {"caption": caption}
    return caption


def small_multiples(
    indicator: Indicator, periods: Sequence[Period], places: Sequence[Series], whole: Series
) -> Drawing | None:
    """A small chart for each place on the same scale, the whole's line beside each; None without any figure."""
    if not periods or not any(value is not None for one in places for value in one.points.values()):
        return None
    anywhere = frozenset(period for one in places for period in one.withheld)
    own = Series(_("The place"), {}, LOOKS[0], anywhere)
    all_of_it = replace(whole, name=_("The whole"), look=(GREY, [4, 3], "stroke"))
    values = [
        {"place": place.name, **value}
        for place in places
        for one in (replace(place, name=own.name), all_of_it)
        for value in values_of(indicator, periods, one)
    ]
    inner = layers(indicator, periods, [own, all_of_it], quiet=True)
    facet = {"field": "place", "type": "nominal", "sort": [one.name for one in places], "title": None}
    header = {"labelFontSize": 14, "labelFontWeight": "bold", "labelAnchor": "start", "labelPadding": 4}
    spec = {
        "data": {"values": values},
        "facet": {**facet, "header": header},
        "columns": 2,
        "spec": {"width": SMALL, "height": 90, **inner},
    }
    rows = [[one.name, *(one.words(indicator, period) for period in periods)] for one in [*places, all_of_it]]
    return Drawing(
        spec,
        marked(_("%(title)s by place") % {"title": indicator.title}, periods, [*places, all_of_it]),
        _("A small chart of %(title)s for each of %(places)s. The table tells each figure.")
        % {"title": indicator.title, "places": ", ".join(one.name for one in places)},
        [_("Place"), *(period.label for period in periods)],
        rows,
    )


def values_of(indicator: Indicator, periods: Sequence[Period], one: Series) -> list[dict[str, Any]]:
    return [
        {
            "period": period.label,
            "series": one.name,
            "value": chart_number(one.points.get(period), indicator.decimals),
            "withheld": period in one.withheld,
        }
        for period in periods
    ]


def layers(
    indicator: Indicator, periods: Sequence[Period], series: Sequence[Series], *, quiet: bool = False
) -> dict[str, Any]:
    """A line and points for each series, a gap where there is no figure. `quiet`: the ends of the axis only."""
    names = [one.name for one in series]
    colours = [one.look[0] or settings.PARTNERSHIP_COLOUR for one in series]
    legend = {"orient": "top", "columns": 3, "symbolSize": 120, "symbolStrokeWidth": 2}
    by = {"field": "series", "type": "nominal", "title": None, "legend": legend}
    shown = [period.label for period in periods]
    axis: dict[str, Any] = {"labelAngle": 0, "labelOverlap": "greedy", "labelSeparation": 8}
    if quiet:
        axis["values"] = list(dict.fromkeys([shown[0], shown[-1]]))
        left = {"test": f"datum.value == {json.dumps(shown[0])}", "value": "left"}
        axis["labelAlign"] = {"condition": left, "value": "right"}
    line = {"type": "line", "strokeWidth": 2.5, "invalid": "break-paths-show-path-domains"}
    point = {"type": "point", "filled": True, "size": 40 if quiet else 80, "opacity": 1, "invalid": "filter"}
    dashes = {**by, "scale": {"domain": names, "range": [one.look[1] for one in series]}}
    shapes = {**by, "scale": {"domain": names, "range": [one.look[2] for one in series]}}
    unit = None if quiet else indicator.unit or None
    known = [value for one in series for value in one.points.values() if value is not None]
    zero = quiet or not known or min(known) < max(known) / 2  # figures close together would be one flat line
    foot = {"type": "text", "text": "×", "fontSize": 16, "fontWeight": "bold", "baseline": "bottom"}
    below: dict[str, Any] = {"y": {"value": 90 if quiet else HEIGHT}, "color": {"value": INK}}
    mark = {"transform": [{"filter": "datum.withheld"}], "mark": foot, "encoding": below}
    return {
        "encoding": {
            "x": {"field": "period", "type": "ordinal", "sort": shown, "title": None, "axis": axis},
            "y": {
                "field": "value",
                "type": "quantitative",
                "title": unit,
                "scale": {"zero": zero},
                "axis": {"tickCount": 3 if quiet else 5},
            },
            "color": {**by, "scale": {"domain": names, "range": colours}},
        },
        "layer": [
            {"mark": line, "encoding": {"strokeDash": dashes}},
            {"mark": point, "encoding": {"shape": shapes}},
            *([mark] if any(period in one.withheld for one in series for period in periods) else []),
        ],
    }
