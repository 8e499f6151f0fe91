"""Every rule of the plan checks, by theme, and `run` and `run_review`, which show them a plan or a review."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from fingerpost.checks.facts import (
    ActionFacts,
    ActivityFacts,
    IndicatorFacts,
    MilestoneFacts,
    OutcomeFacts,
    PlanFacts,
    ReviewFacts,
    ReviewGroupFacts,
    ReviewRowFacts,
)
from fingerpost.checks.findings import Finding, Subject
from fingerpost.checks.registry import RULES, Around, Facts, Remark, Rule
from fingerpost.checks.rules import (
    activities,
    completeness,
    contents,
    dates,
    figures,
    goals,
    indicators,
    notes,
    percent,
    progress,
    reviews,
    sentences,
    work,
)

__all__ = [
    "RULES",
    "activities",
    "completeness",
    "contents",
    "dates",
    "figures",
    "goals",
    "indicators",
    "notes",
    "percent",
    "progress",
    "reviews",
    "run",
    "run_review",
    "sentences",
    "work",
]


def run(facts: PlanFacts, *, today: date | None = None) -> list[Finding]:
    """Every finding, in plan order: the plan itself, then each outcome, its indicators, actions and milestones.

    Overdue and the like are judged as at `facts.as_at`, else `today`; without either they are left out.
    """
    around = Around(facts, facts.as_at or today)
    findings = list(_shown(facts, around))
    for outcome in facts.outcomes:
        within = replace(around, outcome=outcome)
        findings += _shown(outcome, within)
        for indicator in outcome.indicators:
            findings += _shown(indicator, within)
        for action in outcome.actions:
            within = replace(around, outcome=outcome, action=action)
            findings += _shown(action, within)
            for milestone in action.milestones:
                findings += _shown(milestone, within)
    return findings


def run_review(facts: ReviewFacts) -> list[Finding]:
    """Every finding in a paper with a plan review: the paper itself, its outcomes and objectives, its activities."""
    around = Around(PlanFacts(facts.title), facts.header.day, review=facts)
    findings = list(_shown(facts, around))
    for group in (*facts.outcomes, *facts.objectives):
        within = replace(around, group=group)
        findings += _shown(group, within)
        for row in group.rows:
            findings += _shown(row, within)
    for activity in facts.activities:
        findings += _shown(activity, around)
    return findings


def _shown(facts: Facts, around: Around) -> Iterator[Finding]:
    """What the rules for this kind of facts say of them."""
    for rule in _RULES_OF[type(facts)]:
        for remark in rule.check(facts, around):
            yield _finding(rule, remark, facts, around)


def _finding(rule: Rule, remark: Remark, facts: Facts, around: Around) -> Finding:
    about = remark.about or facts
    place = remark.place
    if place is None and not isinstance(about, PlanFacts | ReviewFacts):
        place = about.place
    subject = _subject(about, around)
    if place is None:
        return Finding(rule.code, rule.severity, remark.message, remark.evidence, subject=subject)
    return Finding(rule.code, rule.severity, remark.message, remark.evidence, place, subject)


def _subject(about: Facts, around: Around) -> Subject:
    outcome = around.outcome.title if around.outcome else ""
    action = around.action.title if around.action else ""
    match about:
        case PlanFacts():
            return Subject("plan", about.title)
        case OutcomeFacts():
            return Subject("outcome", about.title, about.slug)
        case IndicatorFacts():
            return Subject("indicator", about.title, about.slug, (outcome,))
        case ActionFacts():
            return Subject("action", about.title, about.slug, (outcome,))
        case MilestoneFacts():
            slug = around.action.slug if around.action else ""
            return Subject("milestone", about.title, about.slug, (outcome, action), slug)
        case ReviewFacts():
            return Subject("paper", about.title)
        case ReviewGroupFacts():
            is_outcome = around.review is not None and about in around.review.outcomes
            return Subject("outcome" if is_outcome else "objective", about.title)
        case ReviewRowFacts():
            return Subject(about.kind, about.title, within=(around.group.title if around.group else "",))
        case ActivityFacts():
            return Subject("activity", about.activity, within=(about.action,))


_RULES_OF: dict[type, tuple[Rule, ...]] = {
    kind: tuple(rule for rule in RULES.values() if rule.of is kind)
    for kind in (
        PlanFacts,
        OutcomeFacts,
        IndicatorFacts,
        ActionFacts,
        MilestoneFacts,
        ReviewFacts,
        ReviewGroupFacts,
        ReviewRowFacts,
        ActivityFacts,
    )
}
