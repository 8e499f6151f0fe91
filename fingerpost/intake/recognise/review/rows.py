"""Rows of a review understood: words cleaned, states and figures told, a finding for each doubt."""

from __future__ import annotations

from django.utils.translation import gettext as _

from fingerpost.checks.facts import ActivityFacts, Field, FigureFacts, ReviewRowFacts, StateFacts
from fingerpost.documents.model import Place

from ..dates import read_due
from ..events import Findings, clipped
from .cells import clean
from .columns import Columns
from .due_rules import rule_in
from .figures import Unsure, figure_in_column, figures_in
from .states import states_in
from .tables import Draft

MOST_QUESTIONS = 6  # of one cell: who is asked that often looks at all of it
FIELDS: tuple[Field, ...] = ("work_undertaken", "work_planned", "data", "notes")


def review_row(draft: Draft, columns: Columns, findings: Findings) -> ReviewRowFacts:
    """An indicator or action with every cell of its row."""
    title = " ".join(clean(draft.cells.get("title", "")).text.split())
    texts = {role: _cleaned(draft.cells[role], title, draft.place, findings) for role in FIELDS if role in draft.cells}
    figures, states = _read(texts, title, draft.place, findings)
    said, more = _of_columns(draft, columns, title, findings)
    data = texts.get("data")
    if said:
        data = "\n".join(part for part in (data, *said) if part)
    return ReviewRowFacts(
        title=title,
        kind="action" if columns.subject == "action" else "indicator",
        work_undertaken=texts.get("work_undertaken"),
        work_planned=texts.get("work_planned"),
        data=data if data is not None else ("" if columns.figures else None),
        notes=texts.get("notes"),
        lead=" ".join(draft.cells.get("lead", "").split()),
        figures=(*figures, *more),
        states=tuple(states),
        place=draft.place,
    )


def activity(draft: Draft, action: str, findings: Findings) -> ActivityFacts:
    """An activity; its "by when" is a day, a rule, or words alone."""
    words = {role: clean(text).text for role, text in draft.cells.items()}
    due = read_due(" ".join(words.get("by_when", "").split()))
    title = " ".join(words.get("activity", "").split())
    if due.doubt in ("impossible", "several", "unreadable", "serial"):
        message = _("“%(words)s” could not be read as the day by which “%(title)s” is due.")
        findings.add("date-unreadable", "error", message % _names(title, due.text), draft.place)
    return ActivityFacts(
        action=action,
        activity=title,
        by_whom=" ".join(words.get("by_whom", "").split()),
        by_when=due.text,
        outcome=words.get("outcome", ""),
        due=due.day,
        rule=None if due.day else rule_in(due.text),
        place=draft.place,
    )


def _cleaned(text: str, title: str, place: Place, findings: Findings) -> str:
    cleaned = clean(text)
    if cleaned.lost:
        message = _(
            "In a list of “%(title)s” the source has lost where its points end. They were parted at capital letters; "
            "please check: %(words)s"
        )
        findings.add("list-run-together", "warning", message % _names(title, cleaned.text.replace("\n", " ")), place)
    return cleaned.text


def _read(
    texts: dict[Field, str], title: str, place: Place, findings: Findings
) -> tuple[list[FigureFacts], list[StateFacts]]:
    figures: list[FigureFacts] = []
    states: list[StateFacts] = []
    for of, text in texts.items():
        states += states_in(of, text)
        reading = figures_in(of, text)
        figures += [_placed(figure, place) for figure in reading.figures]
        for unsure in reading.unsure[:MOST_QUESTIONS]:
            _tell(unsure, title, place, findings)
    return figures, states


def _of_columns(draft: Draft, columns: Columns, title: str, findings: Findings) -> tuple[list[str], list[FigureFacts]]:
    """What columns such as "Baseline 2006/7" say: their words for the data, and their figures."""
    said: list[str] = []
    found: list[FigureFacts] = []
    for column, text in zip(columns.figures, draft.figures, strict=True):
        words = clean(text).text
        if not words:
            continue
        said.append(f"{column.heading}: {words}")
        figure = figure_in_column(words, column.role, column.period)
        if isinstance(figure, Unsure):
            _tell(figure, title, draft.place, findings)
        elif figure is not None:
            found.append(_placed(figure, draft.place))
            if figure.role == "value" and figure.period is None:
                _tell(Unsure("period", words), title, draft.place, findings)
    return said, found


def _placed(figure: FigureFacts, place: Place) -> FigureFacts:
    return FigureFacts(
        figure.value, figure.unit, figure.role, figure.period, figure.words, figure.of, figure.provisional, place
    )


def _tell(unsure: Unsure, title: str, place: Place, findings: Findings) -> None:
    names = _names(title, unsure.words)
    match unsure.why:
        case "period":
            message = _("For which time is “%(words)s” of “%(title)s” given? The words do not say it surely.")
            findings.add("figure-without-period", "warning", message % names, place)
        case "hedged":
            message = _("“%(words)s” of “%(title)s” is hedged, so no figure was read.")
            findings.add("figure-hedged", "warning", message % names, place)
        case "range":
            message = _("“%(words)s” of “%(title)s” is a range, so no figure was read.")
            findings.add("figure-range", "warning", message % names, place)
        case _:
            message = _("Is there a figure in “%(words)s” of “%(title)s”? What it measures, or when, is not sure.")
            findings.add("figure-doubtful", "warning", message % names, place)


def _names(title: str, words: str) -> dict[str, str]:
    return {"title": clipped(title), "words": clipped(words, 100)}
