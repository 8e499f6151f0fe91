"""Recognises a milestones report or a review paper in a Document, whatever the file type and however tables are drawn.

`flow` makes lines and grids of the document; `stacked`, `glued` and `grids` find the milestones in them; `headings`
tells theme, outcome, action and summary apart; `assembly` puts them together. `review` reads papers and review tables.
Nothing is guessed: what cannot be read is None, and a finding says so.
"""

from __future__ import annotations

from collections.abc import Iterator

from fingerpost.checks.facts import PlanFacts, ReviewFacts
from fingerpost.documents.model import Document

from . import stacked
from .assembly import plan_from
from .events import Event, Findings
from .grids import GridReader
from .leftovers import own_title, tell_leftovers, what_is_there
from .lines import Item, Line, flow, with_whole_title
from .redrawn import cards_in, redrawn
from .result import Finding, Kind, Recognised
from .review import heads_a_paper, is_review, rejoined, review_in
from .unwrapped import unwrapped

__all__ = ["Finding", "Recognised", "recognise"]


def recognise(document: Document) -> Recognised:
    """The plan or paper in a document, with findings; `kind` is "unknown" where neither was found."""
    items = with_whole_title(flow(document), document.title)
    items = unwrapped(items) if document.format == "text" else redrawn(items)
    title = own_title(document.title, items)
    reviewed = is_review(items)
    plan, findings = (PlanFacts(title=title), Findings()) if reviewed else _milestones(document, items, title)
    if plan.outcomes and not heads_a_paper(items):
        return Recognised("milestones-report", plan.title, plan, tuple(findings.kept))
    of_review = Findings()
    review = review_in(rejoined(items) if document.format == "pdf" else items, title, of_review)
    if plan.outcomes:  # a paper to a group, with a milestones report as its appendix
        kind: Kind = "committee-report" if review else "milestones-report"
        return Recognised(kind, review.title if review else plan.title, plan, tuple(findings.kept), review)
    if review is not None:
        empty = PlanFacts(title=review.title)
        return Recognised(_kind(review), review.title, empty, tuple(of_review.kept), review)
    findings.add("nothing-recognised", "critical", what_is_there(items))
    return Recognised("unknown", title, PlanFacts(title=title), tuple(findings.kept))


def _kind(review: ReviewFacts) -> Kind:
    if review.outcomes or review.objectives:
        return "review-report"
    if len(review.paragraphs) > 1:
        return "committee-report"
    return "communication-strategy" if review.strategy else "activity-plan"


def _milestones(document: Document, items: list[Item], title: str) -> tuple[PlanFacts, Findings]:
    findings = Findings()
    plan, after = plan_from(_events(items, findings), title, findings, titled=document.format in ("xlsx", "ods"))
    if plan.outcomes:
        tell_leftovers(after, findings)
    return plan, findings


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
