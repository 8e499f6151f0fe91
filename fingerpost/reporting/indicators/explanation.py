"""How a figure, its status and its trends came about, in sentences that stand beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fingerpost.core.words import day_words
from fingerpost.plans.models import Aggregation, Comparison, Indicator, Polarity
from fingerpost.reporting.indicators.figures import Figure
from fingerpost.reporting.indicators.scorecard import Line
from fingerpost.reporting.indicators.status import Judged, Reach, Status, due_day
from fingerpost.reporting.indicators.trend import Change, Trend
from fingerpost.reporting.indicators.wording import (
    exact_number,
    figure_words,
    number,
    periods_words,
    with_unit,
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where the figure and the target come from, and how status and trends follow; "" where there is nothing to say."""

    figure: str
    target: str
    status: str
    short: str
    long: str

    @property
    def sentences(self) -> list[str]:
        return [words for words in (self.figure, self.target, self.status, self.short, self.long) if words]


def explain(line: Line, as_at: date) -> Explanation:
    indicator = line.indicator
    return Explanation(
        figure=figure_said(indicator, line.figure),
        target=target_said(indicator, line),
        status=status_said(indicator, line, as_at),
        short=trend_said(indicator, line.short, _("Short trend")),
        long=trend_said(indicator, line.long, _("Long trend")),
    )


def figure_said(indicator: Indicator, figure: Figure) -> str:
    """Where a figure comes from, or why there is none."""
    if figure.is_withheld:
        return _(
            "It counts fewer people than may be shown, or such a count could be worked back from it. It is withheld."
        )
    if figure.missing:
        return _("It cannot be worked out (%(rule)s): there is no figure for %(periods)s.") % {
            "rule": rule_words(indicator),
            "periods": periods_words(figure.missing),
        }
    if figure.exact is None:
        return ""
    said = []
    if figure.worked_out:
        said.append(
            _("Worked out from %(periods)s: %(rule)s.")
            % {"periods": periods_words(figure.parts), "rule": rule_words(indicator)}
        )
    if figure.numerator is not None and figure.denominator:
        said.append(division(indicator, figure.numerator, figure.denominator, figure.exact))
    if figure.stated is not None and figure.stated != figure.exact:
        said.append(_("The source states %(stated)s.") % {"stated": figure_words(indicator, figure.stated)})
    return " ".join(said)


def rule_words(indicator: Indicator) -> str:
    return {
        Aggregation.SUM: _("added up"),
        Aggregation.MEAN: _("the mean"),
        Aggregation.LAST: _("the last one"),
        Aggregation.RATIO: _("sum of numerators over sum of denominators"),
    }[Aggregation(indicator.aggregation)]


def division(indicator: Indicator, numerator: Fraction, denominator: Fraction, exact: Fraction) -> str:
    """ "100 × 35 ÷ 48 = 72.9167…"."""
    names = (indicator.numerator_name, indicator.denominator_name)
    line = f"{exact_number(Fraction(indicator.multiplier))} × {exact_number(numerator)} ÷ {exact_number(denominator)}"
    line = f"{line} = {exact_number(exact)}"
    if not all(names):
        return f"{line}."
    return _("%(line)s (%(numerator)s by %(denominator)s).") % {
        "line": line,
        "numerator": names[0],
        "denominator": names[1],
    }


def target_said(indicator: Indicator, line: Line) -> str:
    """Where the target comes from, unless it was set for the very period."""
    target = line.target
    if target is None or target.periods == (line.period,):
        return ""
    if len(target.periods) > 1:
        return _("The target is the sum of those for %(periods)s.") % {"periods": periods_words(target.periods)}
    return _("The target is that of %(period)s.") % {"period": target.periods[0].label}


def status_said(indicator: Indicator, line: Line, as_at: date) -> str:
    judged = line.judged
    due = day_words(due_day(indicator, line.period))
    match judged.status:
        case Status.DATA_ONLY:
            return _("It is data only, so it is not judged.")
        case Status.WITHHELD:
            return _("Its status would tell of a figure that is withheld, so it is not judged.")
        case Status.NO_TARGET:
            return _("No target is set for %(period)s, so it is not judged.") % {"period": line.period.label}
        case Status.NOT_YET_DUE:
            return _("A figure for %(period)s is due by %(day)s.") % {"period": line.period.label, "day": due}
        case Status.UNKNOWN:
            return _("A figure for %(period)s was due by %(day)s.") % {"period": line.period.label, "day": due}
    return compared(indicator, judged)


def compared(indicator: Indicator, judged: Judged) -> str:
    """ "Higher is better: 72.9 − 75 = −2.1, which is −2.8% of the target. Green from 0%, amber from −5%: amber."."""
    target, actual, by = judged.target, judged.figure.exact, judged.distance
    if target is None or actual is None or by is None:
        return ""
    line = f"{distance_line(indicator, actual, target)} = {exact_number(by)}"
    rule = str(Polarity(indicator.polarity).label)
    if judged.percent is None:
        edges = [with_unit(number_of(-Fraction(edge)), indicator.unit) for edge in absolute_edges(indicator)]
        said = _("%(rule)s: %(line)s. The target is 0, so the difference itself counts.")
    else:
        edges = [f"{number_of(-Fraction(edge))}%" for edge in (indicator.amber_tolerance, indicator.red_tolerance)]
        said = _("%(rule)s: %(line)s, which is %(percent)s%% of the target.")
    percent = "" if judged.percent is None else exact_number(judged.percent)
    bands = _("Green from %(green)s, amber from %(amber)s: %(status)s.") % {
        "green": edges[0],
        "amber": edges[1],
        "status": colour_words(judged.status),
    }
    return said % {"rule": rule, "line": line, "percent": percent} + " " + bands


def absolute_edges(indicator: Indicator) -> tuple[Fraction, Fraction]:
    return Fraction(indicator.amber_absolute), Fraction(indicator.red_absolute)


def number_of(value: Fraction) -> str:
    return exact_number(value) if value else "0"


def distance_line(indicator: Indicator, actual: Fraction, target: Reach) -> str:
    a, t = bracketed(actual), bracketed(target.value)
    match indicator.polarity:
        case Polarity.LOWER:
            return f"{t} − {a}"
        case Polarity.ON_PLAN:
            return f"−|{a} − {t}|"
    return f"{a} − {t}"


def bracketed(value: Fraction) -> str:
    return f"({exact_number(value)})" if value < 0 else exact_number(value)


def colour_words(status: Status) -> str:
    return {Status.GREEN: _("green"), Status.AMBER: _("amber"), Status.RED: _("red")}[status]


def trend_said(indicator: Indicator, change: Change, name: str) -> str:
    if change.trend == Trend.NOT_JUDGED:
        return ""
    said = {"name": name, "with": reference_words(indicator, change), "trend": str(change.trend.label).lower()}
    if change.missing:
        return _("%(name)s: not known, because there is no figure for %(periods)s.") % {
            "name": name,
            "periods": periods_words(change.missing),
        }
    if change.trend == Trend.NOT_KNOWN:
        return _("%(name)s: not known.") % said
    if change.better_by is None:
        return _("%(name)s: compared with %(with)s; from there any change counts: %(trend)s.") % said
    said |= {"percent": number(abs(change.better_by), 1), "criteria": number_of(Fraction(indicator.change_criteria))}
    if change.better_by == 0:
        return _("%(name)s: compared with %(with)s, neither better nor worse: %(trend)s.") % said
    if change.better_by > 0:
        return _("%(name)s: compared with %(with)s, %(percent)s%% better; %(criteria)s%% counts: %(trend)s.") % said
    return (
        _("%(name)s: compared with %(with)s, %(percent)s%% worse; more than %(criteria)s%% counts: %(trend)s.") % said
    )


def reference_words(indicator: Indicator, change: Change) -> str:
    """ "70% in Q1 2009/10", "63.3%, the mean of the 3 periods before"."""
    figure = figure_words(indicator, change.reference)
    if len(change.periods) == 1:
        return _("%(figure)s in %(period)s") % {"figure": figure, "period": change.periods[0].label}
    count = len(change.periods)
    if indicator.comparison == Comparison.YEAR_BEFORE:
        words = ngettext(
            "%(figure)s, the mean of the same period of the %(count)s year before",
            "%(figure)s, the mean of the same period of the %(count)s years before",
            count,
        )
    else:
        words = ngettext(
            "%(figure)s, the mean of the %(count)s period before",
            "%(figure)s, the mean of the %(count)s periods before",
            count,
        )
    return words % {"figure": figure, "count": count}
