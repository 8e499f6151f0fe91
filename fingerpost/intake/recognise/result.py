"""What recognition hands back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from fingerpost.checks.facts import PlanFacts, ReviewFacts
from fingerpost.documents.model import NOWHERE, Place

Severity = Literal["critical", "error", "warning"]
Kind = Literal[
    "milestones-report", "review-report", "committee-report", "communication-strategy", "activity-plan", "unknown"
]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should look at. `rule` is a stable name; `message` is for people, in their language."""

    rule: str
    severity: Severity
    message: str
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Recognised:
    """`plan` is empty unless `kind` is "milestones-report", and `review` is None unless it is another kind of paper.

    Where `kind` is "unknown" a finding says what was there instead.
    """

    kind: Kind
    title: str
    plan: PlanFacts
    findings: tuple[Finding, ...] = ()
    review: ReviewFacts | None = None
