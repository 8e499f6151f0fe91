"""Recognises a milestones report in a Document, whatever the file type and however its table is drawn.

`flow` makes lines and grids of the document; `stacked`, `glued` and `grids` find the rows in them; `headings` tells
theme, outcome, action and summary apart; `assembly` puts them together. Nothing is guessed: what cannot be read is
None, and a finding says so.
"""

from __future__ import annotations

from collections.abc import Iterator

from fingerpost.checks.facts import PlanFacts
from fingerpost.documents.model import Document

from . import stacked
from .assembly import plan_from
from .events import Event, Findings
from .grids import GridReader
from .leftovers import own_title, tell_leftovers, what_is_there
from .lines import Item, Line, flow, with_whole_title
from .redrawn import cards_in, redrawn
from .result import Finding, Recognised
from .unwrapped import unwrapped

__all__ = ["Finding", "Recognised", "recognise"]


def recognise(document: Document) -> Recognised:
    """The plan in a document, with findings; `kind` is "unknown" where no milestone was found."""
    findings = Findings()
    items = with_whole_title(flow(document), document.title)
    items = unwrapped(items) if document.format == "text" else redrawn(items)
    title = own_title(document.title, items)
    plan, after = plan_from(_events(items, findings), title, findings, titled=document.format in ("xlsx", "ods"))
    if not plan.outcomes:
        findings.add("nothing-recognised", "critical", what_is_there(items))
        return Recognised("unknown", title, PlanFacts(title=title), tuple(findings.kept))
    tell_leftovers(after, findings)
    return Recognised("milestones-report", plan.title, plan, tuple(findings.kept))


def _events(items: list[Item], findings: Findings) -> Iterator[Event]:
    grids = GridReader(findings)
    lines: list[Line] = []
    for number, item in enumerate(items):
        if isinstance(item, Line):
            lines.append(item)
            continue
        cards = cards_in(item)
        if cards:
            lines += cards
            continue
        yield from stacked.rows_in(lines, at_end=False)
        lines = []
        yield from grids.read(item, at_end=number + 1 == len(items))
    yield from stacked.rows_in(lines, at_end=True)
