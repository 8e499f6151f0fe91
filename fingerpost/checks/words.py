"""How findings are shown: severities in words, shape and colour, and the address of what they are about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fingerpost.checks.findings import Finding, Severity, Subject
from fingerpost.checks.inspection import Criterion, Item, Verdict
from fingerpost.checks.registry import RULES
from fingerpost.plans.models import Plan

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class SeverityLook:
    """Words, shape and colour as `core/components/status.html` takes them; `plural` heads their number."""

    words: _StrPromise
    plural: _StrPromise
    shape: str
    colour: str


SEVERITY_LOOKS: dict[Severity, SeverityLook] = {
    "error": SeverityLook(_("Contradiction"), _("contradictions"), "cross", "red"),
    "warning": SeverityLook(_("Likely wrong"), _("likely wrong"), "triangle", "amber"),
    "notice": SeverityLook(_("Worth a look"), _("worth a look"), "ring", "blue"),
}


VERDICT_LOOKS: dict[Verdict, tuple[_StrPromise, str, str]] = {  # words, shape, colour
    "met": (_("Met"), "tick", "green"),
    "partly": (_("Partly met"), "triangle", "amber"),
    "not": (_("Not met"), "cross", "red"),
    "unknown": (_("Cannot be told from the data"), "question", "grey"),
}


@dataclass(frozen=True, slots=True)
class ShownCriterion:
    """A criterion with the address of each of its items."""

    criterion: Criterion
    words: _StrPromise
    shape: str
    colour: str
    items: list[tuple[Item, str]]


def shown_criterion(plan: Plan, criterion: Criterion) -> ShownCriterion:
    items = [(item, page_about(plan.slug, item.subject)) for item in criterion.items]
    return ShownCriterion(criterion, *VERDICT_LOOKS[criterion.verdict], items)


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding as the page shows it. `url` is "" where there is no page of what it is about.

    `follow_up` is the address of the form that makes a follow-up of it.
    """

    finding: Finding
    look: SeverityLook
    rule: _StrPromise
    url: str
    follow_up: str


def shown(plan: Plan, finding: Finding) -> ShownFinding:
    look, rule = SEVERITY_LOOKS[finding.severity], RULES[finding.rule].title
    return ShownFinding(finding, look, rule, address(plan, finding), follow_up_address(plan, finding))


def follow_up_address(plan: Plan, finding: Finding) -> str:
    """The form for a follow-up, with the finding's words, about the key action or milestone that it is about."""
    about, asked = finding.subject, {"origin": "check", "words": finding.message}
    if about.kind == "action" and about.slug:
        asked |= {"action": about.slug}
    if about.kind == "milestone" and about.slug and about.action_slug:
        asked |= {"action": about.action_slug, "milestone": about.slug}
    return reverse("follow_ups:add", args=[plan.slug], query=asked)


def address(plan: Plan, finding: Finding) -> str:
    """The page of the outcome, indicator, key action or milestone, or of the plan."""
    return page_about(plan.slug, finding.subject)


def page_about(plan: str, about: Subject) -> str:
    """The same by what it is about; a plan with a slug of its own is another one."""
    match about.kind:
        case "outcome" | "action" | "indicator" if about.slug:
            return reverse(f"reporting:{about.kind}", args=[plan, about.slug])
        case "milestone" if about.slug and about.action_slug:
            return reverse("reporting:milestone", args=[plan, about.action_slug, about.slug])
        case "plan":
            return reverse("reporting:plan", args=[about.slug or plan])
    return ""
