"""The activities of a communication strategy: who, by when, and whether they serve its objectives."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rapidfuzz import fuzz

from fingerpost.checks.facts import ActivityFacts, ReviewFacts
from fingerpost.checks.registry import Around, Remark, Remarks, rule
from fingerpost.checks.vocabulary import VAGUE_DUE
from fingerpost.checks.wording import comparable, lowered, pattern, quoted

_VAGUE = pattern(VAGUE_DUE, whole=True)
ALIKE = 85  # per cent: the same sentence, a word or two apart


@rule("activity-without-who", ActivityFacts, severity="warning", title=gettext_lazy("Activity that nobody is to do"))
def activity_without_who(activity: ActivityFacts, around: Around) -> Remarks:
    if not activity.by_whom.strip() or _VAGUE.match(lowered(activity.by_whom)):
        yield Remark(_("It is not said who does this."), activity.by_whom or activity.activity)


@rule("activity-without-when", ActivityFacts, severity="warning", title=gettext_lazy("Activity without a time"))
def activity_without_when(activity: ActivityFacts, around: Around) -> Remarks:
    if not activity.by_when.strip():
        yield Remark(_("It is not said by when this is done."), activity.activity)


@rule("activity-vague-when", ActivityFacts, severity="notice", title=gettext_lazy("By when, in words that bind nobody"))
def activity_vague_when(activity: ActivityFacts, around: Around) -> Remarks:
    """ "Ongoing" and the like. "As and when required" and rules are left alone."""
    if activity.due is None and activity.by_when.strip() and _VAGUE.match(lowered(activity.by_when)):
        words = quoted(activity.by_when)
        yield Remark(_("By when: “%(words)s”. Nobody can say when this is late.") % {"words": words}, words)


@rule("objective-reworded", ReviewFacts, severity="notice", title=gettext_lazy("Objective and action differ in words"))
def objective_reworded(review: ReviewFacts, around: Around) -> Remarks:
    """An action that repeats an objective of the strategy, but for a word or two."""
    objectives = {comparable(text): text for text in review.strategy.objectives} if review.strategy else {}
    for action, place in {one.action: one.place for one in reversed(review.activities)}.items():
        sought = comparable(action)
        near = [text for plain, text in objectives.items() if fuzz.ratio(sought, plain) >= ALIKE]
        if near and sought not in objectives:
            message = _("The action “%(action)s” is worded as “%(objective)s” among the objectives.")
            values = {"action": quoted(action), "objective": quoted(near[0])}
            yield Remark(message % values, quoted(action), place=place)


@rule("objective-without-activity", ReviewFacts, severity="warning", title=gettext_lazy("Objective without activities"))
def objective_without_activity(review: ReviewFacts, around: Around) -> Remarks:
    """Only where activities stand under the objectives at all."""
    actions = {comparable(one.action) for one in review.activities}
    objectives = review.strategy.objectives if review.strategy else ()
    served = [any(fuzz.ratio(comparable(text), action) >= ALIKE for action in actions) for text in objectives]
    if not any(served):
        return
    for text, has in zip(objectives, served, strict=True):
        if not has:
            place = review.strategy.place if review.strategy else None
            yield Remark(_("No activity serves the objective “%(text)s”.") % {"text": quoted(text)}, text, place=place)
