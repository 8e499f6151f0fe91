"""The register of rules: each is one function over one kind of facts, and yields remarks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from django.utils import formats
from django.utils.translation import gettext as _

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
from fingerpost.checks.findings import Severity
from fingerpost.documents.model import Place

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

OfPlan = PlanFacts | OutcomeFacts | IndicatorFacts | ActionFacts | MilestoneFacts
OfReview = ReviewFacts | ReviewGroupFacts | ReviewRowFacts | ActivityFacts
Facts = OfPlan | OfReview


@dataclass(frozen=True, slots=True)
class Remark:
    """What a rule yields. `about` and `place` are given where they are not those of the facts that it was shown."""

    message: str
    evidence: str
    about: Facts | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the facts that a rule is shown. `as_at` is None where no date is known at all.

    Of a paper with a plan review there are `review` and `group`, and `plan` is empty.
    """

    plan: PlanFacts
    as_at: date | None = None
    outcome: OutcomeFacts | None = None
    action: ActionFacts | None = None
    review: ReviewFacts | None = None
    group: ReviewGroupFacts | None = None


Remarks = Iterable[Remark]
F = TypeVar(
    "F",
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


@dataclass(frozen=True, slots=True)
class Rule:
    """A registered rule. `of` is the kind of facts it is shown, one at a time."""

    code: str
    of: type[Any]
    severity: Severity
    title: _StrPromise
    check: Callable[[Any, Around], Remarks]


RULES: dict[str, Rule] = {}


def rule(
    code: str, of: type[F], *, severity: Severity, title: _StrPromise
) -> Callable[[Callable[[F, Around], Remarks]], Callable[[F, Around], Remarks]]:
    """Register a function as a rule. It yields nothing where the facts cannot tell (a field that is None)."""

    def register(check: Callable[[F, Around], Remarks]) -> Callable[[F, Around], Remarks]:
        if code in RULES:
            raise ValueError(f"Two rules are called {code}.")
        RULES[code] = Rule(code, of, severity, title, check)
        return check

    return register


def active(milestones: Iterable[MilestoneFacts]) -> tuple[MilestoneFacts, ...]:
    """Those that are neither cancelled, merged nor carried forward."""
    return tuple(milestone for milestone in milestones if milestone.state == "active")


def lists_all(action: ActionFacts, plan: PlanFacts) -> bool:
    """Whether every milestone of the action is among the facts, so that its percentage can be worked out."""
    return plan.lists_all_milestones if action.lists_all_milestones is None else action.lists_all_milestones


def percent(value: Decimal) -> str:
    """A percentage to the places it was stated with, because messages compare exact figures: "41%", "62.5%"."""
    trimmed = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
    return _("%(percent)s%%") % {"percent": formats.number_format(trimmed)}
