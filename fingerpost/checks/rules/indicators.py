"""What an indicator needs before anybody can judge it: a lead, a definition, a direction, figures."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fingerpost.checks.calendar import last_day_named
from fingerpost.checks.facts import IndicatorFacts, PlanFacts, PointFacts
from fingerpost.checks.registry import Around, Remark, Remarks, rule
from fingerpost.checks.vocabulary import LESS_IS_MEANT, MORE_IS_MEANT, UNWELCOME
from fingerpost.checks.wording import lowered, pattern, quoted
from fingerpost.core.words import day_words

MANY_WITHOUT_FIGURES = 3  # more of them than this are a fault of the plan, not of each indicator
TO_COME = frozenset({"awaited", "being-sought", "expected"})
_LESS, _MORE, _UNWELCOME = pattern(LESS_IS_MEANT), pattern(MORE_IS_MEANT), pattern(UNWELCOME)


@rule("indicator-no-lead", IndicatorFacts, severity="warning", title=gettext_lazy("Indicator without a lead officer"))
def indicator_no_lead(indicator: IndicatorFacts, around: Around) -> Remarks:
    if not indicator.lead:
        yield Remark(_("Nobody leads the indicator, so nobody is asked for its figures."), indicator.title)


@rule("not-defined", IndicatorFacts, severity="notice", title=gettext_lazy("Indicator without definition or unit"))
def not_defined(indicator: IndicatorFacts, around: Around) -> Remarks:
    """One remark for both: they are mended on the same form."""
    definition, unit = bool(indicator.definition.strip()), bool(indicator.unit.strip())
    if not definition and not unit:
        yield Remark(_("The indicator has neither a definition nor a unit."), indicator.title)
    elif not definition:
        yield Remark(_("The indicator has no definition, so nobody can check how it is counted."), indicator.title)
    elif not unit:
        yield Remark(_("The indicator has no unit, so nobody can tell what its figures count."), indicator.title)


@rule("polarity-and-wording", IndicatorFacts, severity="warning", title=gettext_lazy("Direction against the wording"))
def polarity_and_wording(indicator: IndicatorFacts, around: Around) -> Remarks:
    """Only words that open the title: "reduction in" may itself be what is measured. More of what nobody wants
    ("improve the rate of exclusion") says nothing of the direction."""
    title = lowered(indicator.title)
    if indicator.polarity == "higher" and (match := _LESS.match(title)):
        message = _("The title says “%(words)s”, but higher figures count as better.")
    elif indicator.polarity == "lower" and (match := _MORE.match(title)) and not _UNWELCOME.search(title):
        message = _("The title says “%(words)s”, but lower figures count as better.")
    else:
        return
    yield Remark(message % {"words": match[0].strip()}, quoted(indicator.title))


@rule("no-value", IndicatorFacts, severity="warning", title=gettext_lazy("No figure, and no reason why"))
def no_value(indicator: IndicatorFacts, around: Around) -> Remarks:
    """Nothing was said, neither a figure nor why there is none, and the days of grace are over."""
    missing = [point.words for point in _due(indicator, around) if not point.state]
    if missing:
        message = ngettext(
            "There is no figure for %(periods)s, and nobody says why.",
            "There are no figures for %(periods)s, and nobody says why.",
            len(missing),
        )
        yield Remark(message % {"periods": ", ".join(missing)}, ", ".join(missing))


@rule("value-late", IndicatorFacts, severity="warning", title=gettext_lazy("Figure still to come after its time"))
def value_late(indicator: IndicatorFacts, around: Around) -> Remarks:
    """The time that the words name is over or, where they name none that can be told, the days of grace are."""
    for point in asked(indicator, around):
        if point.state not in TO_COME or around.as_at is None:
            continue
        named = last_day_named(point.expected_words, point.ends)
        if named is not None and named < around.as_at:
            message = _("The figure for %(period)s was expected “%(words)s”, and is not there.")
            yield Remark(message % {"period": point.words, "words": point.expected_words}, point.expected_words)
        elif not point.expected_words and point.due < around.as_at:
            message = _("The figure for %(period)s was due on %(day)s. It is still to come, and nobody says when.")
            yield Remark(message % {"period": point.words, "day": day_words(point.due)}, point.state)


@rule("many-without-values", PlanFacts, severity="warning", title=gettext_lazy("Many indicators without figures"))
def many_without_values(plan: PlanFacts, around: Around) -> Remarks:
    """Of those that were due for a period of the plan: not one figure, whatever was said instead."""
    due = [one for outcome in plan.outcomes for one in outcome.indicators if any(_due(one, around))]
    without = [one for one in due if not any(point.value is not None for point in asked(one, around))]
    if len(without) > MANY_WITHOUT_FIGURES:
        message = _("%(without)d of the %(due)d indicators that were due have no figure in the time of this plan.")
        titles = "; ".join(quoted(one.title, 60) for one in without)
        yield Remark(message % {"without": len(without), "due": len(due)}, titles)


def asked(indicator: IndicatorFacts, around: Around) -> Iterator[PointFacts]:
    """The periods that end in the plan."""
    starts, ends = around.plan.starts, around.plan.ends
    for point in indicator.points:
        if (starts is None or point.ends >= starts) and (ends is None or point.ends <= ends):
            yield point


def _due(indicator: IndicatorFacts, around: Around) -> Iterator[PointFacts]:
    return (point for point in asked(indicator, around) if around.as_at is not None and point.due < around.as_at)
