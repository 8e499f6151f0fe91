"""What recognition hands back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from fingerpost.checks.facts import PlanFacts
from fingerpost.documents.model import NOWHERE, Place

Severity = Literal["critical", "error", "warning"]
Kind = Literal["milestones-report", "unknown"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should look at. `rule` is a stable name; `message` is for people, in their language."""

    rule: str
    severity: Severity
    message: str
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Recognised:
    """`plan` is empty where `kind` is "unknown"; the finding then says what was there instead."""

    kind: Kind
    title: str
    plan: PlanFacts
    findings: tuple[Finding, ...] = ()
