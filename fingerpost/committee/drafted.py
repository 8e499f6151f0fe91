"""A paper drafted from a layout and the data: its parts, and the whole as a Document that nobody stores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from fingerpost.committee.assembling import Paper, document_of
from fingerpost.committee.content import Heads, Layout, Part, filled, free_ref
from fingerpost.committee.drafting import DRAFTERS, Found, read
from fingerpost.committee.layouts import own_layouts
from fingerpost.core.periods import Period
from fingerpost.documents.model import Document
from fingerpost.papers import wording
from fingerpost.papers.selection import Selection
from fingerpost.plans.models import Indicator, Plan
from fingerpost.reviews.queries import review_of


def drafted_parts(layout: Layout, found: Found, heads: Heads) -> list[Part]:
    """Sections and implications with their standard wordings and what is drafted, each under a ref of its own."""
    parts: list[Part] = []
    words = heads.words()

    def add(level: Any, text: str, ref: str, draft: str = "") -> None:
        parts.append(Part(level, text, free_ref(ref, (part.ref for part in parts)), draft))

    for place in layout.parts:
        stem = slugify(place.heading)[:40].strip("-") or "section"
        add(place.level, filled(place.heading, words), f"section-{stem}" if place.level == "section" else stem)
        for line in place.wording.splitlines():
            if line.strip():
                add("paragraph", filled(line.strip(), words), "text")
        for draft in place.drafts:
            for text in DRAFTERS[draft].write(found):
                add("paragraph", text, draft, draft)
    return parts


def refs_of(layout: Layout, found: Found) -> Iterator[str]:
    """The drafts of a layout that have something to say: what others may then name."""
    for place in layout.parts:
        for draft in place.drafts:
            if draft not in {"recommendation"} and next(DRAFTERS[draft].write(found), None) is not None:
                yield draft


def usual_subject(plan: Plan, period: Period) -> str:
    return _("%(plan)s: progress in %(period)s") % {"plan": plan.title, "period": period.label}


def heads_of(plan: Plan, period: Period, *, as_at: date | None = None) -> Heads:
    """What is known of a paper before anybody has said more: it goes to the group that owns the plan."""
    chosen = Selection(plan=plan, period=period, as_at=as_at)
    return Heads(
        group=plan.owner.name,
        meeting_date=None,
        subject=usual_subject(plan, period),
        by=wording.author(),
        plan=plan.title,
        area=plan.area.name,
        period=period.label,
        as_at=chosen.day,
        author=wording.author(),
    )


def drafted_paper(
    plan: Plan, *, period: Period, outcome: Any = None, lead: Any = None, scope: str = "due", as_at: date | None = None
) -> Document:
    """The first of our own layouts filled from the data. It is about the whole plan: `outcome` and `lead` are nothing
    to it, `scope` is that of its appendices."""
    layout = own_layouts()[0]
    heads = heads_of(plan, period, as_at=as_at)
    appendices = fitting(layout.appendices, plan, period)
    parts = drafted_for(layout, plan, period, heads, appendices=appendices, as_at=as_at)
    return document_of(
        Paper(layout=layout, heads=heads, parts=tuple(parts), appendices=appendices),
        plan=plan,
        period=period,
        scope=scope,
        as_at=as_at,
    )


def fitting(appendices: Sequence[str], plan: Plan, period: Period) -> tuple[str, ...]:
    """A template's appendices without those that would say only that there is nothing: the review report where nothing
    was reviewed, the indicators where there are none."""
    left_out = set()
    if "review" in appendices:
        review = review_of(plan, period)
        left_out |= set() if review.reviewed or review.silent else {"review"}
    if "indicators" in appendices and not plan.indicators.filter(state=Indicator.State.ACTIVE).exists():
        left_out.add("indicators")
    return tuple(kind for kind in appendices if kind not in left_out)


def drafted_for(
    layout: Layout, plan: Plan, period: Period, heads: Heads, *, appendices: tuple[str, ...], as_at: date | None = None
) -> list[Part]:
    found = read(plan, period=period, group=heads.group, appendices=appendices, as_at=as_at)
    return drafted_parts(layout, with_refs(found, layout), heads)


def with_refs(found: Found, layout: Layout) -> Found:
    """What was read, with what the paper will hold, so that its paragraphs can name each other."""
    return Found(
        **{
            **{name: getattr(found, name) for name in Found.__dataclass_fields__},
            "refs": frozenset(refs_of(layout, found)),
        }
    )
