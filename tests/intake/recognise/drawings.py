"""One plan drawn in plain text: columns of pipes, of spaces, of tabs, whole or wrapped; and as CSV."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from io import StringIO
from itertools import zip_longest
from textwrap import wrap

from fingerpost.checks.facts import PlanFacts
from tests.intake.recognise.layouts import HEADINGS, actions, cells

Drawing = Callable[[PlanFacts], str]
Cells = Sequence[str]


def _report(plan: PlanFacts, table: Callable[[list[Cells]], list[str]]) -> str:
    lines = [plan.title, ""]
    for outcome, action in actions(plan):
        lines += [text for text in (outcome.theme, outcome.title, action.title, action.summary) if text]
        lines += ["", *table([HEADINGS, *(cells(m) for m in action.milestones)]), "", "Back        Top of page", ""]
    return "\n".join(lines)


def _flat(row: Cells) -> list[str]:
    return [cell.replace("\n", " ") for cell in row]


def markdown(plan: PlanFacts) -> str:
    """Notes on one line, with <br> nowhere: their lines run on."""

    def table(rows: list[Cells]) -> list[str]:
        lines = ["| " + " | ".join(_flat(row)) + " |" for row in rows]
        return [lines[0], "|---|---|---|---|", *lines[1:]]

    return _report(plan, table)


def bare_pipes(plan: PlanFacts) -> str:
    return _report(plan, lambda rows: [" | ".join(_flat(row)) for row in rows])


def boxes(plan: PlanFacts) -> str:
    """Frames of +---+ with wrapped cells and a rule under every row."""
    widths = (40, 12, 40, 8)
    rule = "+" + "+".join("-" * (width + 2) for width in widths) + "+"

    def table(rows: list[Cells]) -> list[str]:
        lines = [rule]
        for row in rows:
            lines += ["| " + " | ".join(parts) + " |" for parts in _wrapped(row, widths)] + [rule]
        return lines

    return _report(plan, table)


def wide_columns(plan: PlanFacts) -> str:
    """Columns of spaces, each row on one line."""

    def table(rows: list[Cells]) -> list[str]:
        flat = [_flat(row) for row in rows]
        widths = [max(len(row[n]) for row in flat) + 2 for n in range(4)]
        return ["".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in flat]

    return _report(plan, table)


def wrapped_columns(plan: PlanFacts) -> str:
    """Columns of spaces with cells wrapped in their columns."""
    widths = (44, 18, 44, 10)

    def table(rows: list[Cells]) -> list[str]:
        lines: list[str] = []
        for row in rows:
            lines += ["  ".join(parts).rstrip() for parts in _wrapped(row, widths)]
        return lines

    return _report(plan, table)


def wrapped_columns_with_blank_lines(plan: PlanFacts) -> str:
    """The same with a blank line after each row."""
    widths = (44, 18, 44, 10)

    def table(rows: list[Cells]) -> list[str]:
        lines: list[str] = []
        for row in rows:
            lines += ["  ".join(parts).rstrip() for parts in _wrapped(row, widths)] + [""]
        return lines[:-1]

    return _report(plan, table)


def tabs(plan: PlanFacts) -> str:
    return _report(plan, lambda rows: ["\t".join(_flat(row)) for row in rows])


def _wrapped(row: Cells, widths: Sequence[int]) -> list[list[str]]:
    """The lines of one row: each cell wrapped to its column's width."""
    columns = [wrap(cell, width) or [""] for cell, width in zip(_flat(row), widths, strict=True)]
    return [
        [part.ljust(width) for part, width in zip(parts, widths, strict=True)]
        for parts in zip_longest(*columns, fillvalue="")
    ]


def expected_csv(plan: PlanFacts) -> str:
    """With the header of the list of what is expected."""
    return _csv(plan, ("outcome", "key_action", "overall_pct", "milestone", "due", "progress"), ",", note=False)


def csv_with_notes(plan: PlanFacts) -> str:
    return _csv(
        plan, ("Outcome", "Action", "Overall %", "Milestone", "Due date", "% complete", "Notes"), ";", note=True
    )


def _csv(plan: PlanFacts, header: Cells, delimiter: str, *, note: bool) -> str:
    out = StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(header)
    for outcome, action in actions(plan):
        for m in action.milestones:
            title, due, words, _progress = cells(m)
            stated = "" if action.stated_percent is None else action.stated_percent
            writer.writerow((outcome.title, action.title, stated, title, due, m.progress, *((words,) if note else ())))
    return out.getvalue()


TEXTS: tuple[Drawing, ...] = (
    markdown,
    bare_pipes,
    boxes,
    wide_columns,
    wrapped_columns,
    wrapped_columns_with_blank_lines,
    tabs,
)
CSVS: tuple[Drawing, ...] = (expected_csv, csv_with_notes)
