"""What a check says: a finding that names its rule, its evidence and its place in the source."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from fingerpost.documents.model import NOWHERE, Place

# error: facts contradict each other; warning: likely wrong; notice: worth a look.
Severity = Literal["error", "warning", "notice"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "notice")
Kind = Literal["plan", "outcome", "action", "milestone", "paper", "objective", "indicator", "activity"]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a finding is about. `within` names the titles above it, outermost first; `slug` is "" where not stored.

    `action_slug` is that of a milestone's key action, for its address.
    """

    kind: Kind
    title: str
    slug: str = ""
    within: tuple[str, ...] = ()
    action_slug: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a careful second reader would point out. `evidence` is the words or figures found in the source."""

    rule: str
    severity: Severity
    message: str
    evidence: str
    place: Place = field(default=NOWHERE)
    subject: Subject = Subject("plan", "")

    def as_json(self) -> dict[str, Any]:
        """As `inspect --json` and `check --json` print it."""
        return {
            "rule": self.rule,
            "severity": self.severity,
            "message": self.message,
            "evidence": self.evidence,
            "place": self.place.as_json(),
            "subject": {
                "kind": self.subject.kind,
                "title": self.subject.title,
                "slug": self.subject.slug,
                "within": list(self.subject.within),
            },
        }
