"""What the plan checks say before a period is approved, and what was said to it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from fingerpost.checks.findings import Finding
from fingerpost.checks.queries import facts_for
from fingerpost.checks.registry import RULES
from fingerpost.checks.rules import run
from fingerpost.checks.words import ShownFinding, shown
from fingerpost.cycles.models import Cycle, FindingAnswer

GRAVE = frozenset({"error", "warning"})  # a notice is worth a look, and needs no answer


@dataclass(frozen=True, slots=True)
class Pointed:
    """A finding that has to be answered or accepted; `answer` is what was said to it, None while nothing was."""

    finding: Finding
    fingerprint: str
    answer: FindingAnswer | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A finding as the page shows it. `id` is unique on the page."""

    id: str
    fingerprint: str
    shown: ShownFinding


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """The findings of one rule to which nothing was said yet."""

    rule: str
    title: str
    pointed: tuple[Pointed, ...]
    listed: list[Listed]

    @property
    def seen(self) -> str:
        """Stands for exactly these findings."""
        return digest_of([one.fingerprint for one in self.pointed])

    @property
    def more(self) -> int:
        """How many are not listed."""
        return len(self.pointed) - len(self.listed)


def digest_of(words: Iterable[str]) -> str:
    return hashlib.sha256(json.dumps(sorted(words)).encode()).hexdigest()


def fingerprint_of(finding: Finding) -> str:
    """The same for the same rule, subject and evidence, and for nothing else."""
    subject = finding.subject
    name = subject.slug or subject.title
    words = [finding.rule, subject.kind, subject.action_slug, name, finding.evidence]
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()


def findings_of(cycle: Cycle, today: date | None = None) -> list[Pointed]:
    """Runs the checks over the plan as at the cycle's day. A dozen queries, however large the plan."""
    answers = {answer.fingerprint: answer for answer in cycle.finding_answers.select_related("by")}
    facts = facts_for(cycle.plan, as_at=cycle.reporting_day(today), period=cycle.of)
    grave = [finding for finding in run(facts) if finding.severity in GRAVE]
    return [Pointed(one, mark := fingerprint_of(one), answers.get(mark)) for one in grave]


def unanswered(found: Iterable[Pointed]) -> list[Pointed]:
    return [one for one in found if one.answer is None]


def groups_of(cycle: Cycle, found: Iterable[Pointed], *, most: int) -> list[RuleGroup]:
    """What is still to be answered, rule by rule; of each rule at most so many are put into words."""
    by_rule: dict[str, list[Pointed]] = {}
    for one in unanswered(found):
        by_rule.setdefault(one.finding.rule, []).append(one)
    return [
        RuleGroup(rule, str(RULES[rule].title), tuple(rows), listed(cycle, rows[:most]))
        for rule, rows in by_rule.items()
    ]


def listed(cycle: Cycle, rows: Sequence[Pointed]) -> list[Listed]:
    return [
        Listed(f"{row.finding.rule}-{place}", row.fingerprint, shown(cycle.plan, row.finding))
        for place, row in enumerate(rows)
    ]
