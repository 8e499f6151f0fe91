"""What a filled-in task sheet says of each item, judged by the same rules as the update page; nothing is stored.

A row is ready, wrong, in conflict with what somebody reported meanwhile, already sent, or left empty.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Field
from django.utils.translation import gettext as _

from fingerpost.core.forms import DateField, DecimalField, PercentField
from fingerpost.cycles import rules
from fingerpost.cycles import sheet_columns as columns
from fingerpost.cycles.answers import Answer, Before
from fingerpost.cycles.asked import befores, with_before
from fingerpost.cycles.judging import wrong_with
from fingerpost.cycles.models import Item, ItemState, Request
from fingerpost.cycles.sheet_cells import CRITICAL, ERROR, WARNING, FilledRow, FilledSheet, Problem, filled_sheet
from fingerpost.cycles.sheet_columns import same_title, tidy
from fingerpost.documents.model import Cell, Document
from fingerpost.people.models import User
from fingerpost.plans.models import Indicator
from fingerpost.plans.models.indicator import PLACES
from fingerpost.reporting.indicators.rules import doubt
from fingerpost.reporting.indicators.services import Effect, effect_of
from fingerpost.reporting.models import ValueState

READY, WRONG, CONFLICT, SENT, EMPTY = "ready", "wrong", "conflict", "sent", "empty"
TITLES = {one.name: one.title for one in columns.ALL}


@dataclass(slots=True)
class Judged:
    """A row with its item: what it says, what stands against it, and what was said meanwhile."""

    row: FilledRow
    request: Request
    item: Item | None = None
    before: Before = field(default_factory=Before)
    answer: Answer | None = None
    suggested: str = ""
    problems: list[Problem] = field(default_factory=list)
    state: str = EMPTY

    @property
    def key(self) -> str:
        return self.row.key

    @property
    def title(self) -> str:
        return str(self.item) if self.item else _("Unknown item")


@dataclass(slots=True)
class Reading:
    """A whole sheet. With a critical problem nothing of it can be sent."""

    request: Request
    rows: list[Judged]
    problems: list[Problem]

    @property
    def all_problems(self) -> list[Problem]:
        return [*self.problems, *(problem for row in self.rows for problem in row.problems)]

    @property
    def is_refused(self) -> bool:
        return any(problem.level == CRITICAL for problem in self.problems)

    def of(self, state: str) -> list[Judged]:
        return [row for row in self.rows if row.state == state]


def read_filled(document: Document, request: Request, by: User | None) -> Reading:
    """The sheet as it stands against what is stored now. The number of queries does not grow with the rows."""
    filled = filled_sheet(document)
    reading = Reading(request, [], [*refusals(filled, request, by), *filled.problems])
    if reading.is_refused:
        return reading
    items = items_by_key(request, {row.key for row in filled.rows})
    said = befores(items.values())
    for row in filled.rows:
        item = items.get(row.key)
        judged = Judged(row, request, item, said[item.pk] if item else Before(), problems=list(row.problems))
        judge(judged)
        reading.rows.append(judged)
    return reading


def refusals(filled: FilledSheet, request: Request, by: User | None) -> list[Problem]:
    """Why nothing of a sheet can be sent."""
    if not filled.request_key:
        words = _("This is not a task sheet of this site, or its line “%(title)s” is gone. Take a fresh sheet.")
        return [Problem(CRITICAL, words % {"title": columns.SHEET_KEY})]
    if filled.request_key != request.key:
        words = _("This task sheet is for somebody else or for another cycle. Take the sheet for %(name)s, %(period)s.")
        return [Problem(CRITICAL, words % {"name": request.person.name, "period": request.cycle.of.label})]
    refusal = rules.why_not_answer(by, request)
    return [Problem(CRITICAL, refusal)] if refusal else []


def items_by_key(request: Request, keys: set[str]) -> dict[str, Item]:
    """Those of the whole cycle: an item that went to somebody else is said to have gone."""
    rows = Item.objects.filter(cycle=request.cycle, key__in=keys)
    rows = rows.select_related("request__person", "milestone__action__plan", "action__plan", "indicator__plan")
    rows = rows.select_related("milestone_update", "action_update", "value__indicator", "submitted_by")
    rows = rows.select_related("review", "next_step")
    items = {item.key: item for item in with_before(rows, request.cycle.reporting_day())}
    for item in items.values():
        item.cycle = request.cycle
    return items


def judge(judged: Judged) -> None:
    """Set the state of a row, its answer and its problems."""
    row, item = judged.row, judged.item
    if row.was_changed and item is not None:
        note(judged, WARNING, _("Something was changed in a grey cell. That was not read: those cells only inform."))
    if row.is_blank:
        return
    if item is None:
        note(judged, ERROR, _("Its item key is not known. Take a fresh sheet."))
    elif not row.problems:
        refuse_formulas(judged)
        answer_of(judged, item)
    settle(judged)


def note(judged: Judged, level: str, words: str, name: str = "") -> None:
    """Note a problem at the cell of a column, or at the row."""
    cell = judged.row.said.get(name)
    place = cell.place if cell is not None and str(cell.place) else judged.row.place
    judged.problems.append(Problem(level, words, place))


def has_error(judged: Judged) -> bool:
    return any(problem.level == ERROR for problem in judged.problems)


def refuse_formulas(judged: Judged) -> None:
    for name, cell in judged.row.said.items():
        if cell.formula:
            words = _("The cell holds a formula (%(formula)s). Type the words or the figure themselves.")
            note(judged, ERROR, words % {"formula": cell.formula[:60]}, name)


def answer_of(judged: Judged, item: Item) -> None:
    """What the row says, as the update page would say it."""
    suggested = judged.row.text("suggested")
    others = [name for name in judged.row.said if name not in {"suggested", "note"} and judged.row.text(name)]
    if suggested and others:
        words = _("Either report on it, or say who has it now and leave the other cells empty.")
        note(judged, ERROR, words, "suggested")
    elif suggested:
        judged.suggested = suggested[:200]
        judged.answer = Answer(item=item, seen=judged.row.seen, note=judged.row.text("note"))
    elif item.milestone:
        judged.answer = milestone_answer(judged, item)
    elif item.indicator:
        judged.answer = figure_answer(judged, item, item.indicator)
    else:
        judged.answer = Answer(
            item=item,
            seen=judged.row.seen,
            work_undertaken=judged.row.text("work_undertaken"),
            work_planned=judged.row.text("work_planned"),
        )


def milestone_answer(judged: Judged, item: Item) -> Answer:
    row, milestone = judged.row, item.milestone
    assert milestone is not None  # noqa: S101
    counted = milestone.quantity_target is not None
    figure = figure_of(judged, "count" if counted else "progress")
    other = "progress" if counted else "count"
    if row.text(other):
        words = _("This milestone is counted: give the count instead.") if counted else _(
            "This milestone has no quantity: give its progress instead."
        )  # fmt: skip
        note(judged, ERROR, words, other)
    answer = Answer(
        item=item,
        seen=row.seen,
        progress=None if counted else figure,
        count=figure if counted else None,
        note=row.text("note"),
        will_not_complete=yes_or_no(judged, "will_not_complete"),
        no_change_reason=row.text("no_change_reason"),
        due=day_of(judged, "due"),
        due_reason=row.text("due_reason"),
    )
    if answer.no_change_reason and figure is not None and not judged.before.says_the_same(answer):
        words = _("Something has changed since last time, so the reason for no change is left out.")
        note(judged, WARNING, words, "no_change_reason")
        answer = replace(answer, no_change_reason="")
    return answer


def figure_answer(judged: Judged, item: Item, indicator: Indicator) -> Answer:
    row = judged.row
    answer = Answer(
        item=item,
        seen=row.seen,
        state=state_of(judged),
        value=number_in(judged, "value"),
        numerator=number_in(judged, "numerator"),
        denominator=number_in(judged, "denominator"),
        provisional=yes_or_no(judged, "provisional"),
        expected_words=row.text("expected_words")[:100],
        note=row.text("note"),
        reason=row.text("reason"),
        work_undertaken=row.text("work_undertaken"),
        work_planned=row.text("work_planned"),
        step=" ".join(row.text("step").split()),
        step_due=day_of(judged, "step_due"),
    )
    if doubted := doubt(indicator, answer.value, answer.numerator, answer.denominator):
        note(judged, WARNING, doubted, "value")
    return answer


def number_in(judged: Judged, name: str) -> Decimal | None:
    cell, text = judged.row.said.get(name), judged.row.text(name)
    if cell is None or not text:
        return None
    found: Decimal | None = cleaned(judged, DecimalField(max_digits=15, decimal_places=PLACES), cell, text, name)
    return found


def state_of(judged: Judged) -> str:
    """Why there is no figure; nothing written means that there is one."""
    text = same_title(judged.row.text("state"))
    known = {same_title(label): state for state, label in columns.NO_FIGURE.items()}
    if text and text not in known:
        labels = ", ".join(str(label) for label in columns.NO_FIGURE.values())
        note(judged, ERROR, _("Choose one of these: %(reasons)s.") % {"reasons": labels}, "state")
    return known.get(text, ValueState.RECORDED)


def figure_of(judged: Judged, name: str) -> Decimal | None:
    """A percentage or a count; “No change” is what was said last."""
    cell, text = judged.row.said.get(name), judged.row.text(name)
    if cell is None or not text:
        return None
    if same_title(text) == same_title(columns.NO_CHANGE):
        return same_as_before(judged, name)
    asked = PercentField() if name == "progress" else DecimalField(max_digits=12, decimal_places=2, min_value=0)
    found = cleaned(judged, asked, cell, text, name)
    if name == "progress" and found is not None and 0 < found < 1 and "%" not in text:
        words = _("This was read as less than 1%%. Write %(percent)s%% if you mean that.")
        note(judged, WARNING, words % {"percent": columns.figure(found * 100)}, name)
    return found if found is None else Decimal(found)


def same_as_before(judged: Judged, name: str) -> Decimal | None:
    said = judged.before.progress
    found = None if said is None else getattr(said, name)
    if found is None:
        note(judged, ERROR, _("Nothing was reported on this yet, so there is nothing to stay the same."), name)
    return found


def cleaned(judged: Judged, asked: Field, cell: Cell, text: str, name: str) -> Any:
    """A cell's value, taken as the forms take it; None where it is noted as wrong."""
    given = text
    if isinstance(cell.value, Decimal):
        given = f"{cell.value:f}"
    elif isinstance(cell.value, date):
        given = cell.value.isoformat()
    try:
        return asked.clean(given)
    except ValidationError as wrong:
        note(judged, ERROR, " ".join(wrong.messages), name)
        return None


def day_of(judged: Judged, name: str) -> date | None:
    cell, text = judged.row.said.get(name), judged.row.text(name)
    if cell is None or not text:
        return None
    found: date | None = cleaned(judged, DateField(), cell, text, name)
    return found


def yes_or_no(judged: Judged, name: str) -> bool:
    text = same_title(judged.row.text(name))
    if text in {"", same_title(columns.NO), "false"}:
        return False
    if text not in {same_title(columns.YES), "true"}:
        note(judged, ERROR, _("Write Yes or No."), name)
    return True


def settle(judged: Judged) -> None:
    """Ready, wrong, in conflict or already sent."""
    answer, item = judged.answer, judged.item
    if has_error(judged) or answer is None or item is None:
        judged.state = WRONG
    elif is_stored(judged, answer, item):
        judged.state, judged.problems = SENT, []
    else:
        for name, words in reasons(judged, answer, item).items():
            note(judged, ERROR, words, name)
        newer = answer.seen != judged.before.latest_id
        judged.state = WRONG if has_error(judged) else CONFLICT if newer else READY


def reasons(judged: Judged, answer: Answer, item: Item) -> dict[str, str]:
    """What the rules have against it."""
    if item.request_id != judged.request.pk:
        return {"": _("This was given to somebody else meanwhile: they are asked for it now.")}
    if judged.suggested:
        return {"": words} if (words := rules.why_not_hand_back(item)) else {}
    return wrong_with(replace(answer, seen=None), judged.before)


def is_stored(judged: Judged, answer: Answer, item: Item) -> bool:
    """Whether just this was sent already: by this sheet, or by somebody who says the same."""
    if judged.suggested:
        return item.state == ItemState.HANDED_BACK and item.suggested == judged.suggested
    if item.waits:
        return False
    if answer.figure:
        return effect_of(answer.figure, judged.before.held.figure) == Effect.SAME and tells_the_same(answer, item)
    if work := item.action_update:
        same = (tidy(work.work_undertaken), tidy(work.work_planned))
        return same == (answer.work_undertaken, answer.work_planned)
    step = item.milestone_update
    if step is None:
        return False
    stored = (step.progress if answer.count is None else step.count, tidy(step.note), step.will_not_complete)
    figure = answer.progress if answer.count is None else answer.count
    wished = (tidy(item.no_change_reason), item.proposed_due, tidy(item.proposed_reason))
    return stored == (figure, answer.note, answer.will_not_complete) and wished == (
        answer.no_change_reason,
        answer.due,
        answer.due_reason,
    )


def tells_the_same(answer: Answer, item: Item) -> bool:
    """Whether what is said of the work on an indicator was said already; nothing said is nothing new."""
    review, step = item.review, item.next_step
    told = [
        (answer.work_undertaken, tidy(review.work_undertaken) if review else ""),
        (answer.work_planned, tidy(review.work_planned) if review else ""),
        (answer.step, step.text if step else ""),
        (answer.step_due, step.due if step else None),
    ]
    return all(said == stored for said, stored in told if said)
