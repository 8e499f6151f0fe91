"""The columns of a task sheet: their titles, what may stand in them, and the key that ties a row to its item."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fingerpost.documents.model import Cell, Column, ColumnKind, cell_text
from fingerpost.reporting.models import ValueState

Words = str | Promise
NO_CHANGE = gettext_lazy("No change")
YES, NO = gettext_lazy("Yes"), gettext_lazy("No")
NO_FIGURE = {state: state.label for state in ValueState if state != ValueState.RECORDED}
STEPS = ("0%", "25%", "50%", "75%", "100%")

WRITE_HERE, CHOOSE = gettext_lazy("Write here"), gettext_lazy("Choose or write")  # LibreOffice saves them as words
ITEM_KEY = gettext_lazy("Item key")
SHEET_KEY = gettext_lazy("Sheet key")
MARK = re.compile(r"(?<![0-9A-Za-z])([0-9A-Za-z]{16})-(\d{1,18})-([0-9a-f]{8})(?![0-9A-Za-z])")
REQUEST_KEY = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{16}(?![0-9A-Za-z-])")


@dataclass(frozen=True, slots=True)
class Open:
    """A column that is filled in, by the name that its answer has. `short` is for a form where the words are long."""

    name: str
    title: Words
    kind: ColumnKind = "text"
    width: int = 2
    choices: tuple[Words, ...] = ()
    free: bool = False

    def column(self) -> Column:
        return Column(
            str(self.title), self.kind, width=self.width, choices=tuple(map(str, self.choices)), free=self.free
        )


PROGRESS = Open("progress", gettext_lazy("Progress"), "percent", 1, (NO_CHANGE, *STEPS), free=True)
COUNT = Open("count", gettext_lazy("Count so far"), "number", 1, (NO_CHANGE,), free=True)
NOTE = Open("note", gettext_lazy("Note: what was done, and what comes next"), width=5)
WHY = Open("no_change_reason", gettext_lazy("Why has nothing changed?"), width=3)
WILL_NOT = Open("will_not_complete", gettext_lazy("It will not be completed in this plan year"), choices=(YES, NO))
DUE = Open("due", gettext_lazy("New due date"), "date", 1)
DUE_REASON = Open("due_reason", gettext_lazy("Why does it have to move?"), width=3)
SUGGESTED = Open("suggested", gettext_lazy("Not mine any more: who has it now?"), width=3)
DONE = Open("work_undertaken", gettext_lazy("Work undertaken"), width=6)
PLANNED = Open("work_planned", gettext_lazy("Work planned"), width=6)
NEXT_STEP = Open("step", gettext_lazy("Next step"), width=4)
NEXT_STEP_BY = Open("step_due", gettext_lazy("Next step by when"), "date", 1)
FIGURE = Open("value", gettext_lazy("Figure"), "number", 1)
NUMERATOR = Open("numerator", gettext_lazy("Numerator"), "number", 1)
DENOMINATOR = Open("denominator", gettext_lazy("Denominator"), "number", 1)
PROVISIONAL = Open("provisional", gettext_lazy("It is provisional"), width=1, choices=(YES, NO))
WHY_NONE = Open("state", gettext_lazy("If there is no figure, why?"), choices=tuple(NO_FIGURE.values()))
EXPECTED = Open("expected_words", gettext_lazy("Expected when?"))
FIGURE_NOTE = Open("note", gettext_lazy("Note"), width=4)
REASON = Open("reason", gettext_lazy("Reason for a correction"), width=3)
MILESTONE = (PROGRESS, COUNT, NOTE, WHY, WILL_NOT, DUE, DUE_REASON, SUGGESTED)
ACTION = (DONE, PLANNED, SUGGESTED)
QUOTIENT = (NUMERATOR, DENOMINATOR)  # only where there is a proportion
WORK = (DONE, PLANNED, NEXT_STEP, NEXT_STEP_BY)  # on an indicator, once for all its figures
INDICATOR = (FIGURE, *QUOTIENT, PROVISIONAL, WHY_NONE, EXPECTED, FIGURE_NOTE, REASON, *WORK, SUGGESTED)
ALL = (*MILESTONE, *ACTION, *INDICATOR)

# The columns that are only read, in their order.
STEP, WHOLE, DUE_NOW = gettext_lazy("Milestone"), gettext_lazy("Key action"), gettext_lazy("Due date")
STANDING, LAST_PROGRESS = gettext_lazy("How it stands"), gettext_lazy("Last progress")
LAST_DAY, LAST_NOTE = gettext_lazy("Reported on"), gettext_lazy("Last note")
QUANTITY, SAID_LAST = gettext_lazy("Quantity"), gettext_lazy("Said last")
LOCKED_MILESTONE = (STEP, WHOLE, DUE_NOW, STANDING, LAST_PROGRESS, LAST_DAY, LAST_NOTE, QUANTITY)
LOCKED_ACTION = (WHOLE, SAID_LAST)
MEASURE, FIGURE_FOR, UNIT = gettext_lazy("Indicator"), gettext_lazy("Figure for"), gettext_lazy("Unit")
TARGET, LAST_FIGURE = gettext_lazy("Target"), gettext_lazy("Last figure")
LOCKED_INDICATOR = (MEASURE, FIGURE_FOR, UNIT, TARGET, LAST_FIGURE, STANDING, SAID_LAST)


def tidy(text: str) -> str:
    """What was written, without blanks that nobody sees: line by line, empty lines left out."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def same_title(one: Words) -> str:
    """A title as it is looked for: capitals and blanks do not matter."""
    return " ".join(str(one).split()).casefold()


def mark(key: str, seen: int, shown: Iterable[Cell]) -> str:
    """The key of a row: the item, the latest update that the sheet shows, and a sum of the cells that are locked."""
    return f"{key}-{seen}-{sum_of(shown)}"


def sum_of(shown: Iterable[Cell]) -> str:
    """A sum of locked cells that the same words give again, whatever the file did to blanks and number formats."""
    text = "\x1f".join(canonical(cell) for cell in shown)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def canonical(cell: Cell) -> str:
    if isinstance(cell.value, Decimal):
        return f"{cell.value.normalize():f}"
    return cell.value.isoformat() if isinstance(cell.value, date) else tidy(cell_text(cell))


def figure(number: Decimal) -> str:
    """A count as people write it: 75, 12.5."""
    return f"{number.normalize():f}"


def quantity_words(target: Decimal | None, unit: str) -> str:
    """ "75 staff", "" where a milestone has no quantity."""
    if target is None:
        return ""
    return _("%(number)s %(unit)s") % {"number": figure(target), "unit": unit} if unit else figure(target)
