"""What the checks and the importer know of a plan, whether it was read from a file or from the database.

Immutable and free of the database, so that one set of rules serves `inspect`, import, the plan page and the
command line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from fingerpost.documents.model import NOWHERE, Place


@dataclass(frozen=True, slots=True)
class MilestoneFacts:
    """One milestone. `progress` is 0 to 100, or None where nothing was stated.

    `quarter` is the label at the end of the title ("Q2") or "". `title` is the title as written, label included.
    The fields from `slug` on are known only of a stored plan: None means "cannot be told from this source".
    """

    title: str
    quarter: str = ""
    due: date | None = None
    due_text: str = ""
    note: str = ""
    progress: Decimal | None = None
    progress_text: str = ""
    place: Place = field(default=NOWHERE, compare=False)
    slug: str = ""
    state: str = "active"
    lead: str | None = None
    original_due: date | None = None
    moved_with_reason: bool | None = None
    has_measure: bool | None = None
    previous_note: str | None = None
    updated_in_period: bool | None = None


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """A key action. `stated_percent` and `summary` are what a source SAYS, never what was worked out.

    The fields from `slug` on are known only of a stored plan. `computed_percent` is what the roll-up made of its
    milestones, unrounded; `lists_all_milestones` takes the place of the plan's where the two differ; `stated_on` is
    the day on which the summary was stated.
    """

    title: str
    stated_percent: Decimal | None = None
    summary: str = ""
    milestones: tuple[MilestoneFacts, ...] = ()
    place: Place = field(default=NOWHERE, compare=False)
    slug: str = ""
    lead: str | None = None
    computed_percent: Decimal | None = None
    lists_all_milestones: bool | None = None
    stated_on: date | None = None


@dataclass(frozen=True, slots=True)
class OutcomeFacts:
    title: str
    theme: str = ""
    actions: tuple[ActionFacts, ...] = ()
    place: Place = field(default=NOWHERE, compare=False)
    slug: str = ""


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A plan as one source shows it. `listed` is its contents list: (outcome or action title, place), as written.

    `starts` and `ends` bound the plan where known. `lists_all_milestones` is False for a report that shows only
    what was due so far, True for a stored plan: a percentage can be recomputed only from all milestones.
    """

    title: str
    as_at: date | None = None
    starts: date | None = None
    ends: date | None = None
    outcomes: tuple[OutcomeFacts, ...] = ()
    listed: tuple[tuple[str, Place], ...] = ()
    lists_all_milestones: bool = False
