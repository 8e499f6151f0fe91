"""The charts of papers as Vega-Lite specifications, each with its words and the table of its figures.

Colour never speaks alone: bars bear their figures, groups are named in the legend and told in the table.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from fingerpost.core.words import percent_words, whole_percent
from fingerpost.documents.model import Cell, Column, Figure, Row, Table, paragraph, text_cell
from fingerpost.reporting.charts import GREY, GROUPS
from fingerpost.reporting.rollup import OutcomeRollUp

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
MOST = 16  # outcomes in one chart, so that it fits on a page
WIDTH, LINE = 330, 17
BELOW_LEGEND = "split(datum.label, '\\n')"
ON_DARK = {"complete", "well_progressed", "will_not_complete"}


def figures(nodes: Sequence[OutcomeRollUp]) -> Iterator[Figure]:
    """Progress by outcome, and what was due and how it stands; in parts where there are many outcomes."""
    with_percent = [node for node in nodes if node.percent is not None]
    with_due = [node for node in nodes if node.tally.due]
    for part in parts(with_percent):
        yield progress_chart(part)
    for part in parts(with_due):
        yield due_chart(part)


def parts(nodes: Sequence[OutcomeRollUp]) -> list[Sequence[OutcomeRollUp]]:
    return [nodes[start : start + MOST] for start in range(0, len(nodes), MOST)]


def labels(nodes: Sequence[OutcomeRollUp]) -> list[str]:
    """Titles broken into lines; two outcomes of one title are told apart by spaces at the end."""
    found: list[str] = []
    for node in nodes:
        label = "\n".join(textwrap.wrap(node.title, 40)[:3]) or node.title
        while label in found:
            label += " "
        found.append(label)
    return found


def outcome_axis(names: Sequence[str]) -> dict[str, Any]:
    axis = {"labelExpr": BELOW_LEGEND, "labelLineHeight": LINE, "domain": False, "ticks": False, "labelPadding": 8}
    return {"field": "outcome", "type": "nominal", "sort": list(names), "title": None, "axis": axis}


def step(names: Sequence[str]) -> dict[str, int]:
    """The height of one bar with its label: room for the longest label."""
    return {"step": max(32, LINE * max(name.count("\n") + 1 for name in names) + 10)}


def progress_chart(nodes: Sequence[OutcomeRollUp]) -> Figure:
    """A bar an outcome with its figure, and a mark where time would have it."""
    names = labels(nodes)
    values = [
        {
            "outcome": name,
            "percent": whole_percent(node.percent or Decimal(0)),
            "words": percent_words(node.percent),
            "expected": node.expected_shown,
            "time": _("Where time would have it"),
        }
        for name, node in zip(names, nodes, strict=True)
    ]
    y = outcome_axis(names)
    x = {"type": "quantitative", "scale": {"domain": [0, 100]}, "title": "%"}
    bar: dict[str, Any] = {"mark": {"type": "bar", "height": 18, "color": settings.PARTNERSHIP_COLOUR}}
    words: dict[str, Any] = {
        "mark": {"type": "text", "align": "left", "dx": 6},
        "encoding": {"text": {"field": "words"}},
    }
    legend = {"orient": "bottom", "symbolType": "stroke", "symbolStrokeWidth": 3}
    scale = {"domain": [values[0]["time"]], "range": [GREY]}
    mark: dict[str, dict[str, Any]] = {
        "mark": {"type": "tick", "thickness": 3, "size": 26},
        "encoding": {
            "x": {**x, "field": "expected"},
            "color": {"field": "time", "type": "nominal", "scale": scale, "title": None, "legend": legend},
        },
    }
    at = {"y": y, "x": {**x, "field": "percent"}}
    layers: list[dict[str, Any]] = [{**bar, "encoding": at}, {**mark, "encoding": {"y": y, **mark["encoding"]}}]
    layers.append({**words, "encoding": {**at, **words["encoding"]}})
    table = Table(
        (Column(_("Outcome"), width=6), Column(_("Percent complete"), "percent"), Column(_("Time elapsed"), "percent")),
        tuple(
            Row((text_cell(node.title), percent_cell(node.percent), percent_cell(shown(node.expected_shown))))
            for node in nodes
        ),
    )
    spec = {"$schema": SCHEMA, "data": {"values": values}, "width": WIDTH, "height": step(names), "layer": layers}
    said = "; ".join(f"{node.title} {percent_words(node.percent)}" for node in nodes)
    alt = _("Bars of the progress of each outcome: %(said)s.") % {"said": said}
    return Figure(spec, alt, _("Progress by outcome"), table)


def due_chart(nodes: Sequence[OutcomeRollUp]) -> Figure:
    """One bar an outcome, cut into groups by how the milestones due stand, each with its count."""
    names = labels(nodes)
    used = [name for name in GROUPS if any(getattr(node.tally, name) for node in nodes)]
    titles = {name: str(GROUPS[name][0].label) for name in used}
    values = []
    for label, node in zip(names, nodes, strict=True):
        start = 0
        for order, name in enumerate(used):
            count = getattr(node.tally, name)
            if count:
                values.append(
                    {"outcome": label, "group": titles[name], "count": count, "from": start, "to": start + count,
                     "middle": start + count / 2, "order": order, "on_dark": name in ON_DARK}
                )  # fmt: skip
            start += count
    scale = {"domain": list(titles.values()), "range": [GROUPS[name][1] for name in used]}
    legend = {"orient": "bottom", "columns": 3}
    y = outcome_axis(names)
    x = {"field": "from", "type": "quantitative", "title": None, "axis": {"tickMinStep": 1, "format": "d"}}
    bars = {
        "mark": {"type": "bar", "height": 22, "stroke": "white", "strokeWidth": 1.5},
        "encoding": {
            "y": y, "x": x, "x2": {"field": "to"},
            "color": {"field": "group", "type": "nominal", "scale": scale, "title": None, "sort": None,
                      "legend": legend},
        },
    }  # fmt: skip
    ink = {"condition": {"test": "datum.on_dark", "value": "white"}, "value": "#0b0c0c"}
    counts = {
        "mark": {"type": "text"},
        "encoding": {"y": y, "x": {**x, "field": "middle"}, "text": {"field": "count"}, "color": ink},
    }
    spec = {
        "$schema": SCHEMA, "data": {"values": values}, "width": WIDTH, "height": step(names),
        "layer": [bars, counts],
    }  # fmt: skip
    total = sum(node.tally.due for node in nodes)
    alt = _("Bars of the milestones due in each outcome by how they stand; %(total)s in all. The table tells each.")
    columns = [Column(_("Outcome"), width=6), Column(_("Total due"), "number")]
    columns += [Column(title, "number") for title in titles.values()]
    rows = tuple(due_row(node, used) for node in nodes)
    return Figure(spec, alt % {"total": total}, _("What was due, and how it stands"), Table(tuple(columns), rows))


def due_row(node: OutcomeRollUp, used: Sequence[str]) -> Row:
    counts = [node.tally.due, *(getattr(node.tally, name) for name in used)]
    return Row((text_cell(node.title), *(number_cell(count) for count in counts)))


def number_cell(count: int) -> Cell:
    return Cell((paragraph(str(count)),), value=Decimal(count))


def percent_cell(value: Decimal | None) -> Cell:
    """A percentage as it is read, with its value for a spreadsheet."""
    return Cell((paragraph(percent_words(value)),), value=value)


def shown(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)
