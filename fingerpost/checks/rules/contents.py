"""The contents list of a report, against its body."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from rapidfuzz import fuzz

from fingerpost.checks.facts import OutcomeFacts, PlanFacts
from fingerpost.checks.registry import Around, Remark, Remarks, rule
from fingerpost.checks.wording import comparable, quoted

SAME_TITLE = 90  # per cent of alikeness: small changes of wording are not a different title


@rule(
    "listed-but-absent",
    PlanFacts,
    severity="warning",
    title=gettext_lazy("In the contents list but not in the report"),
)
def listed_but_absent(plan: PlanFacts, around: Around) -> Remarks:
    body = [comparable(title) for outcome in plan.outcomes for title in _titles(outcome)]
    for title, place in plan.listed:
        if not _among(title, body):
            words = quoted(title)
            message = _("The contents list names “%(title)s”, which the report does not hold.")
            yield Remark(message % {"title": words}, words, place=place)


@rule(
    "outcome-not-listed",
    PlanFacts,
    severity="warning",
    title=gettext_lazy("Outcome missing from the contents list"),
)
def outcome_not_listed(plan: PlanFacts, around: Around) -> Remarks:
    """Only where the contents list names outcomes at all."""
    listed = [comparable(title) for title, _place in plan.listed]
    missing = [outcome for outcome in plan.outcomes if not _among(outcome.title, listed)]
    if len(missing) == len(plan.outcomes):
        return
    for outcome in missing:
        message = _("The report holds the outcome “%(title)s”, which its contents list does not name.")
        yield Remark(message % {"title": quoted(outcome.title)}, outcome.title, outcome)


@rule(
    "actions-not-listed",
    PlanFacts,
    severity="notice",
    title=gettext_lazy("Contents list names only some key actions"),
)
def actions_not_listed(plan: PlanFacts, around: Around) -> Remarks:
    """One finding for the plan. A list that names no key action at all is a list of outcomes, and complete."""
    listed = [comparable(title) for title, _place in plan.listed]
    actions = [action for outcome in plan.outcomes for action in outcome.actions]
    missing = [action for action in actions if not _among(action.title, listed)]
    if not missing or len(missing) == len(actions):
        return
    titles = "; ".join(quoted(action.title, 80) for action in missing)
    message = ngettext(
        "The contents list names only some key actions: %(count)d is missing (%(titles)s).",
        "The contents list names only some key actions: %(count)d are missing (%(titles)s).",
        len(missing),
    )
    place = plan.listed[0][1]
    yield Remark(message % {"count": len(missing), "titles": titles}, titles, place=place)


def _titles(outcome: OutcomeFacts) -> list[str]:
    return [outcome.title, *(action.title for action in outcome.actions)]


def _among(title: str, others: list[str]) -> bool:
    """Whether a title stands among others that were made comparable."""
    sought = comparable(title)
    return sought in others or any(fuzz.ratio(sought, other) >= SAME_TITLE for other in others)
