"""Task sheets: what one person is asked, as a workbook or a Word document that is filled in and sent back.

A workbook has a row for each item, a Word document a small form. Both say the same under the same titles, and
`sheet_reading` reads them alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from fingerpost.core.words import day_words, percent_words
from fingerpost.cycles import sheet_columns as columns
from fingerpost.cycles.asked import Line, grouped, lines_of
from fingerpost.cycles.figures import Standing
from fingerpost.cycles.models import ItemState, Request
from fingerpost.cycles.sheet_columns import Open, figure, mark, quantity_words
from fingerpost.documents.model import (
    Block,
    Cell,
    Column,
    Document,
    Row,
    Sheet,
    Table,
    heading,
    paragraph,
    text_cell,
)
from fingerpost.documents.writers import FORMATS, Look, write
from fingerpost.plans.models import Action
from fingerpost.reporting.indicators.wording import cell_words, figure_words

OFFERED = ("xlsx", "docx")
Filled = dict[str, str]
HOW_TO_FILL = gettext_lazy(
    "Write where there is room for your answer; the rest is there to read. What you leave empty counts as not answered "
    "yet. Progress is a percentage: choose one or write your own."
)
HOW_TO_SEND = gettext_lazy(
    "Follow the link in your mail and choose “Fill in a file instead”, or sign in and upload it at %(address)s. "
    "You see what was read before anything is sent."
)


def file_of(request: Request, format: str) -> bytes:
    """The sheet as a file of one of `OFFERED`."""
    return write(sheet_of(request), format, look=sheet_look())


def file_name(request: Request, format: str) -> str:
    """ "task-sheet-ailsa-grant-2009-10-q2.xlsx"."""
    name = slugify(request.person.name) or request.key
    return f"task-sheet-{name}-{request.cycle.period}.{FORMATS[format].extension}"


def file_names(requests: Iterable[Request], format: str) -> Iterator[tuple[str, Request]]:
    """A name for each file; those that two people share are told apart by the requests' keys."""
    taken: set[str] = set()
    for request in requests:
        name = file_name(request, format)
        if name in taken:
            name = f"{request.key}-{name}"
        taken.add(name)
        yield name, request


def sheet_look() -> Look:
    return Look(
        accent=settings.PARTNERSHIP_COLOUR,
        page_of=_("Page {page} of {pages}"),
        write_here=str(columns.WRITE_HERE),
        choose=str(columns.CHOOSE),
    )


def sheet_of(request: Request, filled: dict[str, Filled] | None = None) -> Document:
    """What waits for one person's answer. `filled` puts answers in, by the items' keys and the columns' names."""
    lines = [line for line in lines_of(request) if line.item.waits]
    cycle, typed = request.cycle, filled or {}
    title = _("Task sheet: %(name)s, %(period)s") % {"name": request.person.name, "period": cycle.of.label}
    steps = [line for line in lines if line.item.milestone]
    wholes = [line for line in lines if line.item.action]
    figures = [line for line in lines if line.item.indicator]
    opening = about(request, len(lines))
    sheets = [Sheet(_("About this sheet"), opening)]
    if steps:
        sheets.append(Sheet(_("Milestones"), milestones_table(steps, typed)))
    if wholes:
        name = _("%(level)s, as a whole") % {"level": cycle.plan.action_name}
        sheets.append(Sheet(name[:31], actions_table(wholes, typed)))
    if figures:
        sheets.append(Sheet(_("Indicators"), indicators_table(figures, typed)))
    return Document(
        title=title,
        blocks=(heading(1, title), opening, *forms_of(lines, typed)),
        sheets=tuple(sheets),
        language=get_language() or "en-GB",
        author=str(settings.PARTNERSHIP_NAME),
        subject=cycle.plan.title,
        footer=title,
    )


def about(request: Request, count: int) -> Table:
    """For whom, for what, by when, how to fill it in and how to send it back."""
    cycle = request.cycle
    words = ngettext("%(count)d item waits for an answer.", "%(count)d items wait for an answer.", count)
    where = settings.SITE + reverse("cycles:mine-sheets", args=[request.key])
    lines: list[tuple[str, str]] = [
        (_("For"), request.person.name),
        (_("Plan"), cycle.plan.title),
        (_("Please say how things stood on"), day_words(cycle.reporting_day())),
        (_("Please answer by"), day_words(request.due_on)),
        (_("What is asked"), words % {"count": count}),
        (_("How to fill it in"), str(HOW_TO_FILL)),
        (_("How to send it back"), HOW_TO_SEND % {"address": where}),
        (str(columns.SHEET_KEY), request.key),
    ]
    top = (Column(_("Task sheet"), width=3, locked=True), Column(cycle.of.label, width=9, locked=True))
    return Table(top, tuple(Row((text_cell(name), text_cell(words))) for name, words in lines))


@dataclass(frozen=True, slots=True)
class Shown:
    """A locked column and its cell in each row."""

    column: Column
    cells: list[Cell]


def table_of(lines: list[Line], shown: list[Shown], asked: Iterable[Open], typed: dict[str, Filled]) -> Table:
    """Locked columns, those to fill in, and the key of the row."""
    opens = list(asked)
    key = Column(str(columns.ITEM_KEY), locked=True, quiet=True)
    rows = []
    for at, line in enumerate(lines):
        locked = [each.cells[at] for each in shown]
        said = [text_cell(typed.get(line.item.key, {}).get(one.name, "")) for one in opens]
        rows.append(Row((*locked, *said, text_cell(mark(line.item.key, line.before.latest_id, locked)))))
    titles = (*(each.column for each in shown), *(one.column() for one in opens), key)
    return Table(titles, tuple(rows))


def milestones_table(lines: list[Line], typed: dict[str, Filled]) -> Table:
    counted = any(is_counted(line) for line in lines)
    shown = [
        Shown(Column(str(columns.STEP), locked=True), [text_cell(str(line.item)) for line in lines]),
        Shown(Column(str(columns.WHOLE), locked=True), [text_cell(action_of(line).title) for line in lines]),
        Shown(Column(str(columns.DUE_NOW), "date", locked=True), [due_cell(line) for line in lines]),
        Shown(Column(str(columns.STANDING), locked=True), [text_cell(standing_words(line)) for line in lines]),
        Shown(Column(str(columns.LAST_PROGRESS), "percent", locked=True), [progress_cell(line) for line in lines]),
        Shown(Column(str(columns.LAST_DAY), "date", locked=True), [said_on_cell(line) for line in lines]),
        Shown(Column(str(columns.LAST_NOTE), locked=True), [text_cell(note_words(line)) for line in lines]),
    ]
    if counted:
        goal = [text_cell(goal_words(line)) for line in lines]
        shown.append(Shown(Column(str(columns.QUANTITY), locked=True), goal))
    asked = [one for one in columns.MILESTONE if counted or one is not columns.COUNT]
    return table_of(lines, shown, asked, typed)


def actions_table(lines: list[Line], typed: dict[str, Filled]) -> Table:
    shown = [
        Shown(Column(str(columns.WHOLE), locked=True), [text_cell(str(line.item)) for line in lines]),
        Shown(Column(str(columns.SAID_LAST), locked=True), [text_cell(work_words(line)) for line in lines]),
    ]
    return table_of(lines, shown, columns.ACTION, typed)


def indicators_table(lines: list[Line], typed: dict[str, Filled]) -> Table:
    standings = [standing_of(line) for line in lines]
    words = [
        (columns.MEASURE, [one.indicator.title for one in standings]),
        (columns.FIGURE_FOR, [one.asked.label for one in standings]),
        (columns.UNIT, [one.indicator.unit for one in standings]),
        (columns.TARGET, [target_words(one) for one in standings]),
        (columns.LAST_FIGURE, [last_words(one) for one in standings]),
        (columns.STANDING, [figure_standing(line) for line in lines]),
        (columns.SAID_LAST, [work_words(line) for line in lines]),
    ]
    shown = [Shown(Column(str(title), locked=True), list(map(text_cell, found))) for title, found in words]
    divided = any(one.indicator.is_proportion for one in standings)
    return table_of(lines, shown, [one for one in columns.INDICATOR if divided or one not in columns.QUOTIENT], typed)


def standing_of(line: Line) -> Standing:
    assert line.standing is not None  # noqa: S101
    return line.standing


def target_words(standing: Standing) -> str:
    return figure_words(standing.indicator, standing.target.value) if standing.target else ""


def last_words(standing: Standing) -> str:
    """ "72.9% in Q1 2009/10"."""
    if standing.period is None:
        return _("No figure has been recorded yet.")
    words = {"figure": cell_words(standing.indicator, standing.figure), "period": standing.period.label}
    return _("%(figure)s in %(period)s") % words


def figure_standing(line: Line) -> str:
    """How the last figure stood to its target, what is recorded already of the one asked for, why it came back."""
    standing, held = standing_of(line), line.before.held
    said = [str(standing.last.status.label)] if standing.period else []
    if held.figure.state:
        said.append(_("Recorded already: %(words)s") % {"words": cell_words(standing.indicator, held.figure)})
    return ". ".join([*said, *came_back(line)])


def forms_of(lines: list[Line], typed: dict[str, Filled]) -> Iterator[Block]:
    """For paper and Word: a small form for each item, under its key action or outcome."""
    for group in grouped(lines):
        yield heading(2, group.of.title)
        for line in group.lines:
            yield form_of(line, typed.get(line.item.key, {}))


def form_of(line: Line, said: Filled) -> Table:
    """Two columns, what is asked and the answer; on top what is known, at the foot the key."""
    title = text_cell(_("The key action as a whole") if line.item.action else str(line.item))
    known = [text_cell(words, colspan=2) for words in known_words(line) if words]
    opens = opens_of(line)
    rows = [Row((Cell((paragraph(str(one.title)),)), entry_cell(one, said))) for one in opens]
    shown = mark(line.item.key, line.before.latest_id, (title, *known))
    key = Cell((paragraph(f"{columns.ITEM_KEY}: {shown}", style="small"),), colspan=2)
    return Table(
        columns=(Column("", width=4, locked=True), Column("", width=7, free=True)),
        header=(Row((Cell(title.blocks, colspan=2),)),),
        rows=(*(Row((cell,)) for cell in known), *rows, Row((key,))),
    )


def entry_cell(one: Open, said: Filled) -> Cell:
    return text_cell(said.get(one.name, ""), choices=tuple(map(str, one.choices)))


def opens_of(line: Line) -> list[Open]:
    """What is asked of an item: a milestone with a quantity is counted, any other has a percentage; only a proportion
    has a numerator; the work on an indicator is asked about once."""
    if line.item.indicator:
        left_out: set[Open] = set()
        if not line.item.indicator.is_proportion:
            left_out |= set(columns.QUOTIENT)
        if not line.asks_work:
            left_out |= set(columns.WORK)
        return [one for one in columns.INDICATOR if one not in left_out]
    other = columns.PROGRESS if is_counted(line) else columns.COUNT
    return [one for one in (columns.MILESTONE if line.item.milestone else columns.ACTION) if one is not other]


def is_counted(line: Line) -> bool:
    return bool(line.item.milestone and line.item.milestone.quantity_target is not None)


def action_of(line: Line) -> Action:
    found = line.item.action or (line.item.milestone and line.item.milestone.action)
    assert found  # noqa: S101
    return found


def due_cell(line: Line) -> Cell:
    """A date as a date; other words for it as they are."""
    row = line.row
    if row is None or row.due is None:
        return text_cell(row.by_when if row else "")
    return Cell((paragraph(day_words(row.due)),), value=row.due)


def standing_words(line: Line) -> str:
    """How it stands by date, and why it came back."""
    row, said = line.row, []
    if row is not None:
        said.append(_("Overdue") if row.is_overdue else str(row.standing.label))
        if row.expected is not None:
            said.append(_("%(percent)s expected by date") % {"percent": percent_words(row.expected)})
    return ". ".join([*said, *came_back(line)])


def came_back(line: Line) -> list[str]:
    item = line.item
    if item.state == ItemState.RETURNED:
        return [_("Sent back: %(reason)s") % {"reason": item.reason}]
    return [_("Asked again: %(reason)s") % {"reason": item.reason}] if item.reason else []


def progress_cell(line: Line) -> Cell:
    said = line.before.progress
    if said is None or said.progress is None:
        return Cell()
    return Cell((paragraph(percent_words(said.progress)),), value=said.progress)


def said_on_cell(line: Line) -> Cell:
    said = line.before.progress or line.before.note
    return Cell((paragraph(day_words(said.as_at)),), value=said.as_at) if said else Cell()


def note_words(line: Line) -> str:
    return line.before.note.note if line.before.note else ""


def goal_words(line: Line) -> str:
    """What is to be reached, and how many were counted last."""
    step, said = line.item.milestone, line.before.progress
    if step is None or step.quantity_target is None:
        return ""
    goal = quantity_words(step.quantity_target, step.quantity_unit)
    if said is None or said.count is None:
        return _("Of %(goal)s") % {"goal": goal}
    return _("%(count)s of %(goal)s") % {"count": figure(said.count), "goal": goal}


def work_words(line: Line) -> str:
    work = line.before.work or line.before.review
    if work is None:
        return "" if line.item.indicator else _("Nothing was reported on this yet.")
    planned = _("Planned: %(words)s") % {"words": work.work_planned} if work.work_planned else ""
    return "\n".join(part for part in (work.work_undertaken, planned) if part)


def known_words(line: Line) -> Iterator[str]:
    """What a form shows above what is asked."""
    if line.standing:
        yield from known_of_figure(line, line.standing)
        return
    if line.item.action:
        yield ". ".join(came_back(line))
        yield work_words(line)
        return
    row, before = line.row, line.before
    due = row and (_("Due %(date)s") % {"date": day_words(row.due)} if row.due else row.by_when)
    yield ". ".join(part for part in (due, goal_words(line), standing_words(line)) if part)
    if before.progress:
        words = _("%(percent)s on %(day)s") % {
            "percent": percent_words(before.progress.progress),
            "day": day_words(before.progress.as_at),
        }
        yield f"{words}: {note_words(line)}" if before.note else words
    else:
        yield note_words(line) or _("Nothing was reported on this yet.")


def known_of_figure(line: Line, standing: Standing) -> Iterator[str]:
    """The definition, the target, and what was said before."""
    yield standing.indicator.definition
    yield _("Target %(target)s") % {"target": target_words(standing)} if standing.target else ""
    yield ". ".join(part for part in (last_words(standing).rstrip("."), figure_standing(line)) if part)
    yield work_words(line) if line.asks_work else ""
