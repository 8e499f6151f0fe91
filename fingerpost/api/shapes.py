"""What the API answers with, beside the parts of a snapshot (`public.content`), and what it may be asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from ninja import Field, Schema
from ninja.pagination import PaginationBase

from fingerpost.public.content import Label, MilestoneFacts, Value

MOST = 1000  # rows of one answer

# The codes of labels. They are stable; the words beside them may change.
Band = Literal["on-track", "some-slippage", "off-track", "not-applicable", "not-known"]
MilestoneStanding = Literal[
    "cancelled", "merged", "carried-forward", "complete", "will-not-complete", "not-due", "no-update",
    "well-progressed", "some-progress", "no-progress",
]  # fmt: skip
Status = Literal["green", "amber", "red", "withheld", "unknown", "no-target", "not-yet-due", "data-only"]
PlaceKind = Literal["whole", "area", "category", "benchmark"]


@dataclass(frozen=True, slots=True)
class PublicationRow:
    """A plan for a period as published. `period` is as in addresses; `state` is public, superseded or withdrawn.

    `sha256` is that of the whole publication, which `plan.json` among its data holds byte for byte. `page` and `data`
    are addresses: of its first page, and of the folder of its files of data; "" for what was withdrawn.
    """

    plan: str
    title: str
    period: str
    label: str
    starts: date
    ends: date
    version: int
    state: Label
    notice: str
    published_at: datetime
    withdrawn_at: datetime | None
    withdraw_reason: str
    sha256: str
    page: str
    data: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan of which something is public. `periods` are those that are, the latest first."""

    slug: str
    title: str
    area: str
    is_locality: bool
    periods: tuple[str, ...]
    latest: PublicationRow


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneRow(MilestoneFacts):
    """A milestone with the slug of its key action."""

    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRow(Value):
    """A figure with the slug of its indicator."""

    indicator: str


class Problem(Schema):
    """What went wrong, by RFC 9457."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str


class Slice(PaginationBase.Input):
    """Which rows of a list to give."""

    limit: int = Field(100, ge=1, le=MOST, description="how many rows")
    offset: int = Field(0, ge=0, le=10_000_000, description="how many rows to leave out before them")


def row_of(kind: type[Any], facts: Any, **more: Any) -> Any:
    """A part of a snapshot as the row of that kind."""
    names = type(facts).__dataclass_fields__
    return kind(**{name: getattr(facts, name) for name in names}, **more)
