"""Baseline and targets of an indicator: that they are there, and that they fit each other and what is said."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fingerpost.checks.facts import IndicatorFacts, PointFacts
from fingerpost.checks.registry import Around, Remark, Remarks, rule
from fingerpost.checks.rules.figures import worded
from fingerpost.checks.rules.indicators import asked
from fingerpost.checks.vocabulary import NOT_THIS_TARGET, TARGET_MET, TARGET_MISSED
from fingerpost.checks.wording import clauses, lowered, pattern, quoted

_MET, _MISSED, _NOT_THIS = pattern(TARGET_MET), pattern(TARGET_MISSED), pattern(NOT_THIS_TARGET)


@rule("no-baseline", IndicatorFacts, severity="warning", title=gettext_lazy("Indicator without a baseline"))
def no_baseline(indicator: IndicatorFacts, around: Around) -> Remarks:
    if indicator.baseline is None:
        yield Remark(_("The indicator has no baseline, so nobody can tell how far it has come."), indicator.title)


@rule("no-target", IndicatorFacts, severity="warning", title=gettext_lazy("Indicator without a target"))
def no_target(indicator: IndicatorFacts, around: Around) -> Remarks:
    """For the period last begun. What is data only has none."""
    if indicator.polarity == "data-only":
        return
    points = list(asked(indicator, around))
    if not indicator.targets:
        yield Remark(_("No target is set, so the indicator has no status."), indicator.title)
    elif points and points[-1].target is None:
        message = _("No target is set for %(period)s.")
        yield Remark(message % {"period": points[-1].words}, points[-1].words)


@rule("no-last-target", IndicatorFacts, severity="notice", title=gettext_lazy("No target for the end of the plan"))
def no_last_target(indicator: IndicatorFacts, around: Around) -> Remarks:
    """Where some target is set, and the last period is not the one that `no-target` speaks of."""
    if indicator.polarity == "data-only" or not indicator.targets or not indicator.last_period:
        return
    points = list(asked(indicator, around))
    if indicator.last_target is None and (not points or points[-1].words != indicator.last_period):
        message = _("No target is set for the end of the plan, %(period)s.")
        yield Remark(message % {"period": indicator.last_period}, indicator.last_period)


@rule("baseline-after-target", IndicatorFacts, severity="warning", title=gettext_lazy("Baseline after a target"))
def baseline_after_target(indicator: IndicatorFacts, around: Around) -> Remarks:
    """The first target was to be reached before the time of the baseline was over."""
    baseline = indicator.baseline
    if baseline is None or baseline.ends is None:
        return
    dated = [(target.ends, target.words) for target in indicator.targets if target.ends is not None]
    ends, words = min(dated, default=(baseline.ends, ""))
    if baseline.ends > ends:
        message = _("The baseline is of %(baseline)s, after the first target, for %(target)s.")
        yield Remark(message % {"baseline": baseline.words, "target": words}, baseline.words)


@rule("target-behind-baseline", IndicatorFacts, severity="warning", title=gettext_lazy("Target behind the baseline"))
def target_behind_baseline(indicator: IndicatorFacts, around: Around) -> Remarks:
    """By the polarity; a target that holds the baseline is none. Only the last target: the way there may dip."""
    if indicator.baseline is None or not indicator.targets or indicator.polarity not in {"higher", "lower"}:
        return
    baseline, target = indicator.baseline.value, indicator.targets[-1]
    if target.value < baseline if indicator.polarity == "higher" else target.value > baseline:
        direction = _("Higher is better") if indicator.polarity == "higher" else _("Lower is better")
        message = _("%(direction)s, but the target for %(period)s, %(target)s, lies behind the baseline, %(baseline)s.")
        values = {"target": worded(indicator, target.value), "baseline": worded(indicator, baseline)}
        yield Remark(message % {"direction": direction, "period": target.words, **values}, values["target"])


@rule("met-but-said-missed", IndicatorFacts, severity="warning", title=gettext_lazy("Target met but said to be missed"))
def met_but_said_missed(indicator: IndicatorFacts, around: Around) -> Remarks:
    """The note says red, or that the target was missed; by the figure it is met."""
    for point in asked(indicator, around):
        if point.status == "green" and (words := _says(_MISSED, point.note)):
            yield _against(indicator, point, _("%(period)s: the target is met, but the note says: “%(words)s”"), words)


@rule("missed-but-said-met", IndicatorFacts, severity="warning", title=gettext_lazy("Off target but said to be met"))
def missed_but_said_met(indicator: IndicatorFacts, around: Around) -> Remarks:
    """The note says green, or that the target was met; by the figure the status is red."""
    for point in asked(indicator, around):
        if point.status == "red" and (words := _says(_MET, point.note)) and not _says(_MISSED, point.note):
            yield _against(indicator, point, _("%(period)s: off target, but the note says: “%(words)s”"), words)


def _against(indicator: IndicatorFacts, point: PointFacts, message: str, words: str) -> Remark:
    return Remark(message % {"period": point.words, "words": words}, words)


def _says(phrases: re.Pattern[str], note: str) -> str:
    """The first clause that says so of this very target, in the source's words, or ""."""
    for clause in clauses(note):
        text = lowered(clause.text)
        if phrases.search(text) and not _NOT_THIS.search(text):
            return quoted(clause.text)
    return ""
