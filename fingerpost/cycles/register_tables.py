"""The register of non-response as tables and a chart, the same for pages, papers and downloads."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from fingerpost.core.words import percent_words
from fingerpost.cycles.register import GROUPED, Counts, Line, total
from fingerpost.documents.charts import INK
from fingerpost.documents.model import Cell, Column, Figure, Row, Table, paragraph, text_cell

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
MOST = 16  # lines in the chart, so that it fits on a page
ON_TIME, LATE, NONE = "#00522f", "#f1b434", "#b1b4b6"


def group_names() -> dict[str, tuple[str, str]]:
    """How items stand: the words and the colour, for the chart's legend."""
    return {
        "on_time": (_("Answered on time"), ON_TIME),
        "late": (_("Answered late"), LATE),
        "missing": (_("No response"), NONE),
    }


def table_of(lines: Sequence[Line], by: str, *, with_total: bool = True) -> Table:
    """A row a line, then the sums. People are counted once a cycle, in full; items one by one."""
    columns = (
        Column(str(GROUPED[by].label), width=4),
        *((Column(_("Organisation"), width=3),) if by == "person" else ()),
        Column(_("Requests"), "number", width=2),
        Column(_("Opened"), "number", width=2),
        Column(_("Answered in full"), "number", width=2),
        Column(_("In part"), "number"),
        Column(_("Not at all"), "number"),
        Column(_("Items expected"), "number", width=2),
        Column(_("On time"), "number"),
        Column(_("Late"), "number"),
        Column(_("No response"), "number", width=2),
        Column(_("Response rate (items)"), "percent", width=2),
        Column(_("On-time rate (items)"), "percent", width=2),
    )
    rows = [row_of(line.title, line.beside, line.counts, by) for line in lines]
    if with_total and len(lines) > 1:
        rows.append(row_of(_("Total"), "", total(line.counts for line in lines), by))
    return Table(columns, tuple(rows))


def row_of(title: str, beside: str, counts: Counts, by: str) -> Row:
    figures = (
        counts.asked, counts.opened, counts.answered, counts.partly, counts.silent,
        counts.expected, counts.on_time, counts.late, counts.missing,
    )  # fmt: skip
    return Row(
        (
            text_cell(title),
            *((text_cell(beside),) if by == "person" else ()),
            *(number_cell(figure) for figure in figures),
            percent_cell(counts.response_rate),
            percent_cell(counts.on_time_rate),
        )
    )


def number_cell(count: int) -> Cell:
    return Cell((paragraph(str(count)),), value=Decimal(count))


def percent_cell(value: Decimal | None) -> Cell:
    """As it is read, with its value to two places for a spreadsheet."""
    exact = None if value is None else value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return Cell((paragraph(percent_words(value)),), value=exact)


def figure_of(lines: Sequence[Line], by: str) -> Figure | None:
    """A bar a line, cut into items on time, late and without a response; the first lines where there are many."""
    shown = [line for line in lines if line.counts.expected][:MOST]
    if not shown:
        return None
    names = labels(shown)
    values = [piece for name, line in zip(names, shown, strict=True) for piece in pieces(name, line.counts)]
    caption = _("Items by how they were answered")
    if len(shown) < len(lines):
        caption = _("Items by how they were answered: the first %(n)d of %(all)d") % {
            "n": len(shown),
            "all": len(lines),
        }
    said = "; ".join(f"{line.title} {percent_words(line.counts.response_rate)}" for line in shown)
    alt = _("Bars of items answered on time, late and not at all. Response rates: %(said)s.") % {"said": said}
    return Figure(spec(values, names), alt, caption, chart_table(shown, by))


def chart_table(lines: Sequence[Line], by: str) -> Table:
    columns = (
        Column(str(GROUPED[by].label), width=4),
        *(Column(words, "number", width=2) for words, _colour in group_names().values()),
        Column(_("Response rate (items)"), "percent", width=2),
    )
    rows = tuple(
        Row(
            (
                text_cell(line.title),
                *(number_cell(getattr(line.counts, name)) for name in group_names()),
                percent_cell(line.counts.response_rate),
            )
        )
        for line in lines
    )
    return Table(columns, rows)


def labels(lines: Sequence[Line]) -> list[str]:
    """Titles, each told apart from the others by spaces at the end where two are the same."""
    found: list[str] = []
    for line in lines:
        label = line.title
        while label in found:
            label += " "
        found.append(label)
    return found


def pieces(name: str, counts: Counts) -> list[dict[str, Any]]:
    """The parts of one bar, one behind the other."""
    start, found = 0, list[dict[str, Any]]()
    for group, (words, _colour) in group_names().items():
        count = getattr(counts, group)
        if count:
            end, on_dark = start + count, group == "on_time"
            place = {"from": start, "to": end, "middle": start + count / 2}
            found.append({"line": name, "group": words, "count": count, "on_dark": on_dark, **place})
        start += count
    return found


def spec(values: list[dict[str, Any]], names: list[str]) -> dict[str, Any]:
    words = [words for words, _colour in group_names().values()]
    scale = {"domain": words, "range": [colour for _words, colour in group_names().values()]}
    colour = {
        "field": "group", "type": "nominal", "scale": scale, "title": None, "sort": None,
        "legend": {"orient": "bottom", "columns": 3},
    }  # fmt: skip
    x = {"field": "from", "type": "quantitative", "title": None, "axis": {"tickMinStep": 1, "format": "d"}}
    bar = {"type": "bar", "height": 20, "stroke": "white", "strokeWidth": 1.5}
    ink = {"condition": {"test": "datum.on_dark", "value": "white"}, "value": INK}
    axis = {"domain": False, "ticks": False, "labelPadding": 8, "labelLimit": 260}
    return {
        "$schema": SCHEMA,
        "data": {"values": values},
        "width": 330,
        "height": {"step": 32},
        "encoding": {"y": {"field": "line", "type": "nominal", "sort": names, "title": None, "axis": axis}},
        "layer": [
            {"mark": bar, "encoding": {"x": x, "x2": {"field": "to"}, "color": colour}},
            {"mark": "text", "encoding": {"x": {**x, "field": "middle"}, "text": {"field": "count"}, "color": ink}},
        ],
    }
