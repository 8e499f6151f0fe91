"""What `fingerpost inspect` prints of a paper with a plan review: who it is for, its tables in short, its figures."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from fingerpost.checks.facts import Field, FigureFacts, ReviewFacts, ReviewGroupFacts, ReviewRowFacts, StateFacts
from fingerpost.core.words import day_words
from fingerpost.intake.review_json import totals_of


def kind_words(kind: str) -> str:
    return {
        "milestones-report": _("Milestones report"),
        "review-report": _("Review report"),
        "committee-report": _("Committee report"),
        "communication-strategy": _("Communication strategy"),
        "activity-plan": _("Activity plan"),
    }.get(kind, _("Not recognised"))


def say_review(review: ReviewFacts, console: Console) -> None:
    _say_header(review, console)
    for group in review.outcomes:
        _say_group(group, _("Indicator"), console)
    for group in review.objectives:
        _say_group(group, _("Action"), console)
    _say_strategy(review, console)
    _say_activities(review, console)


def _say_header(review: ReviewFacts, console: Console) -> None:
    header = review.header
    for label, words in (
        (_("To"), header.to),
        (_("Date"), day_words(header.day) or header.day_words),
        (_("By"), header.by),
        (_("Agenda item"), header.agenda_item),
        (_("Author"), review.author),
        (_("Reference"), review.reference),
    ):
        if words:
            console.print(f"{label}: {escape(words)}")
    console.print(_counts(review))


def _counts(review: ReviewFacts) -> str:
    totals = totals_of(review)
    n = totals["paragraphs"]
    counts = [(n, ngettext("%(n)d paragraph", "%(n)d paragraphs", n))]
    n = len(review.implications)
    counts.append((n, ngettext("%(n)d implication", "%(n)d implications", n)))
    n = totals["outcomes"]
    counts.append((n, ngettext("%(n)d outcome", "%(n)d outcomes", n)))
    n = totals["indicators"]
    counts.append((n, ngettext("%(n)d indicator", "%(n)d indicators", n)))
    n = totals["objectives"]
    counts.append((n, ngettext("%(n)d objective", "%(n)d objectives", n)))
    n = totals["actions"]
    counts.append((n, ngettext("%(n)d action", "%(n)d actions", n)))
    n = totals["activities"]
    counts.append((n, ngettext("%(n)d activity", "%(n)d activities", n)))
    return ", ".join(words % {"n": n} for n, words in counts if n)


def _say_group(group: ReviewGroupFacts, subject: str, console: Console) -> None:
    label = f"{group.label}. " if group.label else ""
    console.print(f"\n[bold]{escape(label + (group.title or _('No title told')))}[/bold]")
    has_data = any(row.data is not None for row in group.rows)
    table = _table(subject, _("Work undertaken"), _("Work planned"), *([_("Data")] * has_data))
    for row in group.rows:
        cells = [row.title, _answer(row, "work_undertaken"), _answer(row, "work_planned")]
        table.add_row(*map(escape, cells + [_data(row)] * has_data))
    console.print(table)


def _table(*titles: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="")
    for title in titles:
        table.add_column(title, min_width=len(title))
    return table


def _answer(row: ReviewRowFacts, name: Field) -> str:
    words = getattr(row, name)
    state = next((state for state in row.states if state.of == name), None)
    if state is not None:
        return state_words(state)
    return "–" if words is None else _("stated") if words.strip() else _("blank")


def _data(row: ReviewRowFacts) -> str:
    parts = [figure_words(figure) for figure in row.figures]
    parts += [state_words(state) for state in row.states if state.of == "data"]
    return "\n".join(parts) or _answer(row, "data")


def state_words(state: StateFacts) -> str:
    """A state in words, with the time that the source names: "expected (in February)"."""
    words = {
        "no-response": _("no response"),
        "none-stated": _("none stated"),
        "awaited": _("awaited"),
        "being-sought": _("being sought"),
        "expected": _("expected"),
        "not-available": _("not available"),
    }[state.state]
    return f"{words} ({state.when})" if state.when else words


def figure_words(figure: FigureFacts) -> str:
    """ "60.8% 2006/7 (baseline)"."""
    number = f"{figure.value:,f}"
    unit = figure.unit
    if unit == "%":
        said = f"{number}%"
    elif unit.startswith("£"):
        said = f"£{number}{unit[1:]}"
    else:
        said = number if unit == "number" else f"{number} {unit}"
    time = f", {figure.period.words}" if figure.period else ""
    role = {
        "value": "",
        "baseline": _("baseline"),
        "target": _("target"),
        "comparison": _("comparison"),
    }[figure.role]
    return f"{said}{time} ({role})" if role else f"{said}{time}"


def _say_strategy(review: ReviewFacts, console: Console) -> None:
    strategy = review.strategy
    if strategy is None:
        return
    console.print(f"\n[bold]{escape(strategy.title or _('Communication strategy'))}[/bold]")
    if strategy.aim:
        console.print(_("Aim: %(aim)s") % {"aim": escape(strategy.aim)})
    for label, items in (
        (_("Objectives"), strategy.objectives),
        (_("Supported by"), strategy.means),
        (_("Principles"), strategy.principles),
    ):
        if items:
            console.print(f"{label}:")
            for number, item in enumerate(items, 1):
                first, *rest = item.split("\n")
                console.print("\n".join([f"{number}. {escape(first)}", *(f"   {escape(line)}" for line in rest)]))


def _say_activities(review: ReviewFacts, console: Console) -> None:
    for action in dict.fromkeys(activity.action for activity in review.activities):
        console.print(f"\n[bold]{escape(action or _('Activities'))}[/bold]")
        table = _table(_("Activity"), _("By whom"), _("By when"))
        for activity in review.activities:
            if activity.action == action:
                table.add_row(*map(escape, (activity.activity, activity.by_whom or "–", activity.by_when or "–")))
        console.print(table)
