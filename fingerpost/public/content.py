"""What a publication holds: everything that a public page, file or feed may say of a plan for a period.

Plain frozen data, in the order of reading, in one language. Words are as shown; `Decimal` values are exact. Codes
come with their label: `Label("green", "On target")`. Slugs are those of the plan, unique among their kind. Nothing
here knows a model: building.py makes a `Snapshot`, everything else reads one.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from pydantic import TypeAdapter

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Label:
    """A status or state: its code, and the words that always stand beside it."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Link:
    """Another plan by its slug and title, whether or not it is published."""

    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Span:
    """A period: `slug` such as "2009-10-q2", `label` such as "Q2 2009/10", first and last day."""

    slug: str
    label: str
    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class Counts:
    """How the milestones due by the end of the period stand. `due` is the sum of all that follow it but `left_out` and
    `later`; `later` are due after the period, `left_out` were cancelled or merged."""

    due: int
    complete: int
    well_progressed: int
    some_progress: int
    no_progress: int
    no_update: int
    will_not_complete: int
    carried_forward: int
    overdue: int
    later: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Standing:
    """`percent` is rounded as people read it, None where there is none; `exact` is not rounded. `expected` is the
    progress that the time gone by would let one expect, `band` how the two compare. `rule` says how it was worked out.
    """

    percent: int | None
    exact: Decimal | None
    expected: int | None
    band: Label
    sentence: str
    rule: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Review:
    """What was said of an indicator or key action in the period; "" where nothing was said."""

    work_undertaken: str
    work_planned: str
    data: str
    notes: str
    next_step: str


@dataclass(frozen=True, slots=True)
class MilestoneFacts:
    """`progress` is 0 to 100 as shown, None where nothing was reported; `progress_words` is what then stands there.
    `by_when` keeps words where there is no date. `why` is the reason of a state such as cancelled."""

    slug: str
    title: str
    due: date | None
    first_due: date | None
    by_when: str
    progress: int | None
    progress_words: str
    standing: Label
    overdue: bool
    note: str
    why: str


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """A key action. `outcomes` are the slugs of those it counts towards, its home first; `stated` the percentage that a
    source states, with `verdict` on whether it agrees with the computed one."""

    slug: str
    number: str
    title: str
    description: str
    outcomes: tuple[str, ...]
    cancelled: str  # the reason, "" where it goes on
    standing: Standing
    stated: Decimal | None
    verdict: str
    review: Review | None
    milestones: tuple[MilestoneFacts, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """One figure of an indicator. `place` is "" for the whole, else as shown ("Keith", "Girls", "Scotland"); `kind` is
    "whole", "area", "category" or "benchmark". `value` is exact, None where there is no figure: `words` then say why,
    and `state` is its code ("withheld" for small numbers). Numerator and denominator only where they may be shown.
    """

    period: Span
    place: str
    kind: str
    value: Decimal | None
    words: str
    state: Label
    numerator: Decimal | None
    denominator: Decimal | None
    provisional: bool
    note: str


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """A target for a period; `place` as in `Value`."""

    period: Span
    place: str
    value: Decimal
    words: str


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """An indicator with its definition and figures. `period` is the one that `words`, `status` and trends are of.
    `values` holds every figure, the whole's first, each place by period; `charts` are names of files of the snapshot.
    """

    slug: str
    title: str
    outcome: str
    definition: str
    unit: str
    decimals: int
    polarity: Label
    frequency: Label
    source: str
    baseline: str
    period: Span | None
    value: Decimal | None
    words: str
    state: Label
    target: str
    status: Label
    short_trend: Label
    long_trend: Label
    working: str  # how status and trend were worked out
    values: tuple[Value, ...]
    targets: tuple[TargetFacts, ...]
    charts: tuple[str, ...]
    review: Review | None


@dataclass(frozen=True, slots=True)
class OutcomeFacts:
    """An outcome. `parent` is the slug of the outcome around it, "" at the top; `actions` and `indicators` are slugs.
    `trend` is the percentage at the end of each quarter of the plan year so far."""

    slug: str
    title: str
    description: str
    theme: str
    parent: str
    standing: Standing
    trend: tuple[tuple[str, int | None], ...]
    actions: tuple[str, ...]
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a group, by role and organisation: people are not named."""

    position: str
    role: str
    organisation: str


@dataclass(frozen=True, slots=True)
class GroupFacts:
    slug: str
    name: str
    kind: str
    parent: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Locality:
    """A locality plan that serves this plan, as it stood when this was published."""

    plan: Link
    area: str
    percent: int | None
    sentence: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Change:
    """What changed since the publication before: `kind` is "better", "worse", "new", "gone" or "changed"; `to` is the
    address below the plan's ("outcomes/slug/"), "" where there is none."""

    kind: str
    words: str
    to: str


@dataclass(frozen=True, slots=True)
class Coming:
    """A date ahead: a milestone due next, or a reporting date. `to` as in `Change`."""

    on: date
    words: str
    to: str


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file of the publication: charts as SVG, papers in their formats. `size` in bytes."""

    name: str
    title: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PlanFacts:
    slug: str
    title: str
    summary: str
    starts: date
    ends: date
    area: str
    area_slug: str
    is_locality: bool
    owner: str
    theme_name: str
    outcome_name: str
    action_name: str
    milestone_name: str
    predecessor: Link | None
    serves: Link | None


@dataclass(frozen=True)
class Snapshot:
    """A plan for a period as published. `earlier` is what `changes` compare with, None for the first publication."""

    schema: int
    language: str
    partnership: str
    plan: PlanFacts
    period: Span
    as_at: date
    built_at: datetime
    version: int
    standing: Standing
    trend: tuple[tuple[str, int | None], ...]
    outcomes: tuple[OutcomeFacts, ...]
    actions: tuple[ActionFacts, ...]
    indicators: tuple[IndicatorFacts, ...]
    groups: tuple[GroupFacts, ...]
    localities: tuple[Locality, ...]
    changes: tuple[Change, ...]
    earlier: Span | None
    coming: tuple[Coming, ...]
    files: tuple[FileFacts, ...]

    @cached_property
    def outcome(self) -> dict[str, OutcomeFacts]:
        """By slug."""
        return {one.slug: one for one in self.outcomes}

    @cached_property
    def action(self) -> dict[str, ActionFacts]:
        """By slug."""
        return {one.slug: one for one in self.actions}

    @cached_property
    def indicator(self) -> dict[str, IndicatorFacts]:
        """By slug."""
        return {one.slug: one for one in self.indicators}


_ADAPTER = TypeAdapter(Snapshot)


def as_json(snapshot: Snapshot) -> str:
    """Canonical: the same content gives the same text, whatever made it."""
    plain: Any = _ADAPTER.dump_python(snapshot, mode="json")
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> Snapshot:
    """Raises pydantic.ValidationError, which names the place, where the text is no snapshot."""
    return _ADAPTER.validate_json(text)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
