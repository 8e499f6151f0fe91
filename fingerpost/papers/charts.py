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
from fingerpost.documents.charts import INK
from fingerpost.documents.model import Cell, Column, Figure, Row, Table, paragraph, text_cell
from fingerpost.reporting.charts import GROUPS, SCHEMA
from fingerpost.reporting.rollup import OutcomeRollUp

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
        label = "\n".join(textwrap.wrap(node.title, 44)[:3]) or node.title
        while label in found:
            label += " "
        found.append(label)
    return found


def outcome_axis(names: Sequence[str]) -> dict[str, Any]:
    axis = {"labelExpr": BELOW_LEGEND, "labelLineHeight": LINE, "domain": False, "ticks": False, "labelPadding": 8}
    return {"field": "outcome", "type": "nominal", "sort": list(names), "title": None, "axis": axis}


def step(names: Sequence[str]) -> dict[str, int]:
    """The height of one bar with its label: room for the longest label."""
    return {"step": max(32, LINE * max(name.count("\n") + 1 for name in names) + 8)}


def progress_chart(nodes: Sequence[OutcomeRollUp]) -> Figure:
    """A bar an outcome with its figure, and an upright mark where time would have it."""
    names = labels(nodes)
    values = [
        {
            "outcome": name,
            "percent": whole_percent(node.percent or Decimal(0)),
            "words": percent_words(node.percent),
            "expected": node.expected_shown,
            "words_at": words_at(node),
        }
        for name, node in zip(names, nodes, strict=True)
    ]
    axis = {"values": [0, 25, 50, 75, 100], "labelExpr": "datum.label + '%'"}
    x = {"type": "quantitative", "scale": {"domain": [0, 100]}, "title": None, "axis": axis}
    bar = {"type": "bar", "height": 18, "color": settings.PARTNERSHIP_COLOUR}
    time = {"type": "tick", "thickness": 3, "size": 28, "color": INK, "opacity": 1}
    layers: list[dict[str, Any]] = [
        {"mark": bar, "encoding": {"x": {**x, "field": "percent"}}},
        {"mark": time, "encoding": {"x": {**x, "field": "expected"}}},
        {
            "mark": {"type": "text", "align": "left", "dx": 6},
            "encoding": {"x": {**x, "field": "words_at"}, "text": {"field": "words"}},
        },
    ]
    table = Table(
        (Column(_("Outcome"), width=6), Column(_("Percent complete"), "percent"), Column(_("Time elapsed"), "percent")),
        tuple(
            Row((text_cell(node.title), percent_cell(node.percent), percent_cell(shown(node.expected_shown))))
            for node in nodes
        ),
    )
    said = "; ".join(f"{node.title} {percent_words(node.percent)}" for node in nodes)
    alt = _("Bars of the progress of each outcome: %(said)s.") % {"said": said}
    caption = _("Progress by outcome. The upright mark shows how much of the time has elapsed.")
    return Figure(chart(values, names, layers), alt, caption, table)


def words_at(node: OutcomeRollUp) -> int:
    """Where a bar's figure begins: behind the bar, and behind the mark where that would cross the figure."""
    percent, expected = whole_percent(node.percent or Decimal(0)), node.expected_shown or 0
    return expected if 0 <= expected - percent < 14 else percent


def chart(values: list[dict[str, Any]], names: Sequence[str], layers: list[dict[str, Any]]) -> dict[str, Any]:
    """Layers over one axis of outcomes."""
    y = {"y": outcome_axis(names)}
    return {
        "$schema": SCHEMA, "data": {"values": values}, "width": WIDTH, "height": step(names),
        "encoding": y, "layer": layers,
    }  # fmt: skip


def due_chart(nodes: Sequence[OutcomeRollUp]) -> Figure:
    """One bar an outcome, cut into groups by how the milestones due stand, each with its count."""
    names = labels(nodes)
    used = [name for name in GROUPS if any(getattr(node.tally, name) for node in nodes)]
    titles = [str(GROUPS[name][0].label) for name in used]
    values = [piece for label, node in zip(names, nodes, strict=True) for piece in pieces(label, node, used)]
    scale = {"domain": titles, "range": [GROUPS[name][1] for name in used]}
    colour = {
        "field": "group", "type": "nominal", "scale": scale, "title": None, "sort": None,
        "legend": {"orient": "bottom", "columns": 3},
    }  # fmt: skip
    x = {"field": "from", "type": "quantitative", "title": None, "axis": {"tickMinStep": 1, "format": "d"}}
    bar = {"type": "bar", "height": 22, "stroke": "white", "strokeWidth": 1.5}
    ink = {"condition": {"test": "datum.on_dark", "value": "white"}, "value": INK}
    layers: list[dict[str, Any]] = [
        {"mark": bar, "encoding": {"x": x, "x2": {"field": "to"}, "color": colour}},
        {"mark": "text", "encoding": {"x": {**x, "field": "middle"}, "text": {"field": "count"}, "color": ink}},
    ]
    total = sum(node.tally.due for node in nodes)
    alt = _("Bars of the milestones due in each outcome by how they stand; %(total)s in all. The table tells each.")
    columns = (
        Column(_("Outcome"), width=6),
        Column(_("Total due"), "number", width=2),
        Column(_("Of these complete"), "number", width=2),
        Column(_("How the rest stand"), width=5),
    )
    rows = tuple(due_row(node) for node in nodes)
    caption = _("What was due, and how it stands")
    return Figure(chart(values, names, layers), alt % {"total": total}, caption, Table(columns, rows))


def pieces(label: str, node: OutcomeRollUp, used: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The parts of one bar, one behind the other."""
    start = 0
    for name in used:
        count = getattr(node.tally, name)
        if count:
            yield {
                "outcome": label, "group": str(GROUPS[name][0].label), "count": count, "from": start,
                "to": start + count, "middle": start + count / 2, "on_dark": name in ON_DARK,
            }  # fmt: skip
        start += count


def due_row(node: OutcomeRollUp) -> Row:
    tally = node.tally
    rest = [
        f"{GROUPS[name][0].label}: {getattr(tally, name)}"
        for name in GROUPS
        if name != "complete" and getattr(tally, name)
    ]
    cells = (text_cell(node.title), number_cell(tally.due), number_cell(tally.complete))
    return Row((*cells, text_cell(", ".join(rest) or _("All complete"))))


def number_cell(count: int) -> Cell:
    return Cell((paragraph(str(count)),), value=Decimal(count))


def percent_cell(value: Decimal | None) -> Cell:
    """A percentage as it is read, with its value for a spreadsheet."""
    return Cell((paragraph(percent_words(value)),), value=value)


def shown(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)
