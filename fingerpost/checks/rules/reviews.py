"""A plan review: rows that nobody answered, work that nobody plans, figures that do not come or do not fit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fingerpost.checks.facts import Field, FigureFacts, ReviewFacts, ReviewRowFacts, State
from fingerpost.checks.registry import Around, Remark, Remarks, rule
from fingerpost.checks.vocabulary import COUNTED_IN_REVIEWS, NUMBER_WORDS
from fingerpost.checks.wording import lowered, number, quoted
from fingerpost.documents.model import Place

UNANSWERED: tuple[State, ...] = ("awaited", "being-sought", "expected")
COUNT = re.compile(
    rf"(?:\b(?:the|all|these|those|its|our|of|for)\s|\()(?P<count>\d{{1,3}}|{'|'.join(NUMBER_WORDS)})"
    rf"(?P<between>(?:\s[\w-]+){{0,3}}?)\s(?P<noun>{'|'.join(COUNTED_IN_REVIEWS)})\b"
)
SHARE = re.compile(r"%|\b(?:per ?cent(?:age)?|proportion|share)\b")
RATE = re.compile(r"\brate\b")
NUMBER_OF = re.compile(r"\b(?:no\.?|number|count) of\b[^=%]*$", re.IGNORECASE)


@rule("no-response", ReviewRowFacts, severity="warning", title=gettext_lazy("No response received"))
def no_response(row: ReviewRowFacts, around: Around) -> Remarks:
    for state in row.states:
        if state.state == "no-response":
            message = _("Nobody answered for this: “%(words)s”")
            yield Remark(message % {"words": quoted(state.words)}, quoted(state.words))
            return


@rule("no-work-planned", ReviewRowFacts, severity="warning", title=gettext_lazy("No work planned is stated"))
def no_work_planned(row: ReviewRowFacts, around: Around) -> Remarks:
    """A row that nobody answered is left alone: that says it already."""
    if row.work_planned is None or _unanswered(row) or not _is_nothing(row, "work_planned"):
        return
    words = quoted(row.work_planned) or _("blank")
    yield Remark(_("It is not stated what work is planned (%(words)s).") % {"words": words}, words)


@rule("no-next-step", ReviewRowFacts, severity="warning", title=gettext_lazy("Review without a next step"))
def no_next_step(row: ReviewRowFacts, around: Around) -> Remarks:
    """Neither in the work planned nor in the notes. Nothing is said of a table that has no room for either."""
    told: tuple[Field, ...] = tuple(name for name in _NEXT if getattr(row, name) is not None)
    if told and all(_is_nothing(row, name) for name in told):
        yield Remark(_("The review names no next step."), row.title)


@rule("data-without-date", ReviewRowFacts, severity="warning", title=gettext_lazy("Data to come, with no date"))
def data_without_date(row: ReviewRowFacts, around: Around) -> Remarks:
    for state in row.states:
        if state.of == "data" and state.state in UNANSWERED and not state.when:
            message = _("Figures are to come, but nobody says when: “%(words)s”")
            yield Remark(message % {"words": quoted(state.words)}, quoted(state.words))
            return


@rule("no-data", ReviewRowFacts, severity="notice", title=gettext_lazy("Indicator without data"))
def no_data(row: ReviewRowFacts, around: Around) -> Remarks:
    """Neither a figure nor a word that one is to come."""
    if row.data is None or row.figures or _unanswered(row):
        return
    states = {state.state for state in row.states if state.of == "data"}
    if not row.data.strip() or (states and states <= {"none-stated", "not-available"}):
        words = quoted(row.data) or _("blank")
        yield Remark(_("There are no data for this (%(words)s).") % {"words": words}, words)


@rule("figure-and-words-differ", ReviewRowFacts, severity="notice", title=gettext_lazy("Figures of another kind"))
def figure_and_words_differ(row: ReviewRowFacts, around: Around) -> Remarks:
    """A percentage under "number of", or bare counts for a title that asks for a percentage or rate."""
    values = [figure for figure in row.figures if figure.of == "data" and figure.role in ("value", "baseline")]
    shares = [figure for figure in values if figure.unit == "%"]
    counted = _counted_above(row.data or "", shares)
    if counted:
        message = _("The words say “%(words)s”, but the figures are percentages.")
        yield Remark(message % {"words": quoted(counted)}, values[0].words)
    title = lowered(row.title)
    asked = _("percentage") if SHARE.search(title) else _("rate") if RATE.search(title) else ""
    if asked and values and all(figure.unit == "number" for figure in values):
        message = _("The indicator asks for a %(asked)s, but the figures are counts.")
        yield Remark(message % {"asked": asked}, values[0].words)


@rule("periods-not-alike", ReviewRowFacts, severity="notice", title=gettext_lazy("Counts of times of unlike length"))
def periods_not_alike(row: ReviewRowFacts, around: Around) -> Remarks:
    """A count for half a year beside counts for whole years cannot be compared with them."""
    spans: dict[int, FigureFacts] = {}
    for figure in row.figures:
        months = _months(figure)
        if months and figure.unit == "number" and figure.role in ("value", "baseline"):
            spans.setdefault(months, figure)
    if len(spans) > 1:
        (short, one), (long, other) = min(spans.items()), max(spans.items())
        message = _("“%(one)s” counts %(short)d months and “%(other)s” counts %(long)d: they cannot be compared.")
        values = {"one": quoted(one.words), "short": short, "other": quoted(other.words), "long": long}
        yield Remark(message % values, quoted(one.words))


@rule("review-count", ReviewFacts, severity="warning", title=gettext_lazy("Number in words differs from the rows"))
def review_count(review: ReviewFacts, around: Around) -> Remarks:
    """ "The nine indicators" where the paper holds another number of them. "Some of the nine" says nine too."""
    counts = {
        "indicator": {sum(len(group.rows) for group in review.outcomes)},
        "outcome": {len(review.outcomes)},
        "objective": {len(review.objectives), len(review.strategy.objectives) if review.strategy else 0},
        "principle": {len(review.strategy.principles) if review.strategy else 0},
        "activity": {len(review.activities)},
    }
    for text, place in _texts(review):
        for match in COUNT.finditer(lowered(text)):
            kind = COUNTED_IN_REVIEWS[match["noun"]]
            stated, there = number(match["count"]), counts[kind] - {0}
            if there and stated is not None and stated not in there:
                words = match[0].lstrip("( ")
                message = ngettext(
                    "The words say “%(words)s”, but the paper holds %(there)d.",
                    "The words say “%(words)s”, but the paper holds %(there)d.",
                    max(there),
                )
                yield Remark(message % {"words": words, "there": max(there)}, words, place=place)


@rule("paragraph-numbers", ReviewFacts, severity="warning", title=gettext_lazy("Paragraph numbers out of order"))
def paragraph_numbers(review: ReviewFacts, around: Around) -> Remarks:
    """A number that is missing or stands twice, within a section."""
    above = (0, 0)
    for paragraph in review.paragraphs:
        parts = [int(part) for part in paragraph.number.split(".")] if paragraph.number else []
        if len(parts) != 2:
            continue
        here = (parts[0], parts[1])
        expected = above[1] + 1 if here[0] == above[0] else 1
        if here[1] != expected:
            message = _("Paragraph %(number)s stands where %(expected)s was to be expected.")
            values = {"number": paragraph.number, "expected": f"{here[0]}.{expected}"}
            yield Remark(message % values, paragraph.number, place=paragraph.place)
        above = here


_NEXT: tuple[Field, ...] = ("work_planned", "notes")


def _unanswered(row: ReviewRowFacts) -> bool:
    return any(state.state == "no-response" for state in row.states)


def _is_nothing(row: ReviewRowFacts, name: Field) -> bool:
    """Blank, or nothing but words that say so."""
    words = (getattr(row, name) or "").strip()
    return not words or any(state.of == name and state.words == words for state in row.states)


def _counted_above(data: str, shares: list[FigureFacts]) -> str:
    """ "No of ..." in front of the first percentage, or ""."""
    if not shares:
        return ""
    match = NUMBER_OF.search(data[: data.find(shares[0].words)])
    return match[0].strip(" –-:") if match else ""


def _months(figure: FigureFacts) -> int:
    """How many whole months a figure's time has, 0 where that is not known."""
    period = figure.period
    if period is None or period.starts is None or period.ends is None or period.starts.day != 1:
        return 0
    return (period.ends.year - period.starts.year) * 12 + period.ends.month - period.starts.month + 1


def _texts(review: ReviewFacts) -> Iterator[tuple[str, Place]]:
    """Everything that the paper says in sentences, with its place."""
    for paragraph in review.paragraphs:
        yield paragraph.text, paragraph.place
    for implication in review.implications:
        yield implication.text, implication.place
    for group in (*review.outcomes, *review.objectives):
        for row in group.rows:
            for text in (row.work_undertaken, row.work_planned, row.notes):
                if text:
                    yield text, row.place
