"""What a file says, with nothing stored: read, recognised, checked, and given as one JSON object."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from fingerpost.checks.facts import ActionFacts, MilestoneFacts, OutcomeFacts, PlanFacts
from fingerpost.checks.rules import run, run_review
from fingerpost.documents.model import NOWHERE, Place
from fingerpost.documents.readers import read_with_warnings
from fingerpost.intake.recognise import Recognised, recognise
from fingerpost.intake.review_json import json_number, review_json


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding of the reader, of recognition or of the checks: all are shown alike."""

    rule: str
    severity: str
    message: str
    place: Place = NOWHERE

    def as_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "severity": self.severity,
            "message": self.message,
            "place": self.place.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Totals:
    """`complete` counts milestones at 100 %."""

    outcomes: int
    actions: int
    milestones: int
    complete: int


@dataclass(frozen=True, slots=True)
class Inspection:
    """`sha256` is of the file's bytes, in hexadecimal; `format` is what the reader took it for."""

    name: str
    sha256: str
    format: str
    recognised: Recognised
    remarks: tuple[Remark, ...]

    @property
    def plan(self) -> PlanFacts:
        return self.recognised.plan

    @property
    def totals(self) -> Totals:
        actions = [action for outcome in self.plan.outcomes for action in outcome.actions]
        milestones = [milestone for action in actions for milestone in action.milestones]
        complete = sum(milestone.progress == 100 for milestone in milestones)
        return Totals(len(self.plan.outcomes), len(actions), len(milestones), complete)

    def as_json(self) -> dict[str, Any]:
        """As `fingerpost inspect --json` prints it; the shape is a stable contract."""
        review = self.recognised.review
        return {
            "source": {"name": self.name, "sha256": self.sha256, "format": self.format},
            "kind": self.recognised.kind,
            "title": self.recognised.title,
            "as_at": self.plan.as_at.isoformat() if self.plan.as_at else None,
            **(review_json(review) if review else self._plan_json()),
            "findings": [remark.as_json() for remark in self.remarks],
        }

    def _plan_json(self) -> dict[str, Any]:
        totals = self.totals
        return {
            "outcomes": [_outcome(outcome) for outcome in self.plan.outcomes],
            "totals": {
                "outcomes": totals.outcomes,
                "actions": totals.actions,
                "milestones": totals.milestones,
                "complete": totals.complete,
            },
        }


def inspect(content: bytes, name: str) -> Inspection:
    """Read and recognise a file and run the plan checks on it. Raises `Unreadable` with a plain sentence."""
    result = read_with_warnings(content, name)
    recognised = recognise(result.document)
    doubts = tuple(Remark("reading", "warning", warning.message, warning.place) for warning in result.warnings)
    return Inspection(
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        format=result.document.format,
        recognised=recognised,
        remarks=(*doubts, *_remarks(recognised)),
    )


def _remarks(recognised: Recognised) -> Iterator[Remark]:
    for finding in recognised.findings:
        yield Remark(finding.rule, finding.severity, finding.message, finding.place)
    if recognised.kind == "unknown":
        return
    for check in run_review(recognised.review) if recognised.review else run(recognised.plan):
        yield Remark(check.rule, check.severity, check.message, check.place)


def _outcome(outcome: OutcomeFacts) -> dict[str, Any]:
    return {
        "title": outcome.title,
        "theme": outcome.theme,
        "place": outcome.place.as_json(),
        "actions": [_action(action) for action in outcome.actions],
    }


def _action(action: ActionFacts) -> dict[str, Any]:
    return {
        "title": action.title,
        "stated_percent": _number(action.stated_percent),
        "summary": action.summary,
        "place": action.place.as_json(),
        "milestones": [_milestone(milestone) for milestone in action.milestones],
    }


def _milestone(milestone: MilestoneFacts) -> dict[str, Any]:
    return {
        "title": milestone.title,
        "quarter": milestone.quarter,
        "due": milestone.due.isoformat() if milestone.due else None,
        "due_text": milestone.due_text,
        "note": milestone.note,
        "progress": _number(milestone.progress),
        "progress_text": milestone.progress_text,
        "place": milestone.place.as_json(),
    }


def _number(number: Decimal | None) -> int | float | None:
    return None if number is None else json_number(number)
