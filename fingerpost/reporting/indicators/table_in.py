"""Reading a long table of figures: what each row says, and what is wrong with it, by row and column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from fingerpost.core.periods import Period
from fingerpost.people.models import Area
from fingerpost.plans.models import Benchmark, Category, Dimension, Indicator, Plan
from fingerpost.reporting.indicators import columns
from fingerpost.reporting.indicators.services import NewValue
from fingerpost.reporting.indicators.source_rows import SourceCell, SourceRow, letter
from fingerpost.reporting.indicators.wording import withheld_words
from fingerpost.reporting.models import ValueState

WHOLE_WORDS = {"", "all", "total", "whole"}
STATES = {  # what a cell says -> the state that it means
    "awaited": ValueState.AWAITED,
    "data awaited": ValueState.AWAITED,
    "being sought": ValueState.BEING_SOUGHT,
    "data being sought": ValueState.BEING_SOUGHT,
    "not available": ValueState.NOT_AVAILABLE,
    "none available": ValueState.NOT_AVAILABLE,
    "no data": ValueState.NOT_AVAILABLE,
    "n/a": ValueState.NOT_AVAILABLE,
    "not collected": ValueState.NOT_COLLECTED,
    "recorded": ValueState.RECORDED,
}
EXPECTED = re.compile(r"(?:expected|available)(?: later)?(?::| )\s*(.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something wrong with a file: "critical" (nothing can be read), "error" (the row waits) or "warning"."""

    level: str
    message: str
    row: int | None = None
    column: int | None = None

    @property
    def where(self) -> str:
        """ "Row 6, column F"."""
        if self.row is None:
            return ""
        if self.column is None:
            return _("Row %(row)s") % {"row": self.row}
        return _("Row %(row)s, column %(column)s") % {"row": self.row, "column": letter(self.column)}


@dataclass(slots=True)
class ReadTable:
    """What a table says, row by row with its number. `blanks`: rows that name a place but say nothing of it."""

    rows: list[tuple[int, NewValue]] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    blanks: int = 0


class WrongCell(Exception):
    """A cell that makes no sense; `name` says of which column."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name
        self.message = message


MOST_NAMED = 12


def with_choice(message: str, known: Iterable[object]) -> str:
    """What is wrong, with what may stand there instead where that is not too much to read."""
    names = list(dict.fromkeys(str(one) for one in known))
    if not names or len(names) > MOST_NAMED:
        return message
    return f"{message} " + _("Write one of these: %(names)s.") % {"names": ", ".join(names)}


def read_table(
    rows: Sequence[SourceRow], plan: Plan, *, only: Indicator | None = None, file: str = "", reason: str = ""
) -> ReadTable:
    """The figures that a table gives for the indicators of a plan, or for one of them. Five queries.

    The first row that has a heading for the period heads the table. `reason` is that of every correction in it.
    """
    found = ReadTable()
    vocabulary = Vocabulary.of(plan, only)
    at = next((place for place, row in enumerate(rows) if "period" in vocabulary.headings(row).values()), None)
    if at is None:
        message = _("No row of headings was found: a column must be headed “Period”.")
        found.troubles.append(Trouble("critical", message))
        return found
    reading = _Reading(vocabulary, vocabulary.headings(rows[at]), file, reason, found)
    reading.check_headings(rows[at])
    if not any(trouble.level == "critical" for trouble in found.troubles):
        for row in rows[at + 1 :]:
            reading.take(row)
    return found


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the cells may name, by what they may call it."""

    indicators: dict[str, Indicator]
    only: Indicator | None
    areas: dict[str, Area]
    whole: set[str]
    dimensions: dict[str, Dimension]
    categories: dict[tuple[int, str], Category]
    benchmarks: dict[str, Benchmark]

    @classmethod
    def of(cls, plan: Plan, only: Indicator | None) -> Vocabulary:
        rows = [only] if only else list(plan.indicators.select_related("plan"))
        dimensions = list(Dimension.objects.all())
        return cls(
            indicators={
                name.lower(): row for row in reversed(rows) for name in (row.title, row.code, row.slug) if name
            },
            only=only,
            areas={name.lower(): row for row in Area.objects.all() for name in (row.name, row.slug)},
            whole={*WHOLE_WORDS, plan.area.name.lower(), f"{plan.area.name.lower()}wide", plan.area.slug},
            dimensions={name.lower(): row for row in dimensions for name in (row.name, row.slug)},
            categories={
                (row.dimension_id, name.lower()): row for row in Category.objects.all() for name in (row.name, row.slug)
            },
            benchmarks={name.lower(): row for row in Benchmark.objects.all() for name in (row.name, row.slug)},
        )

    def headings(self, row: SourceRow) -> dict[int, str]:
        """What each column holds: the name of a column of ours, or "dimension:" with a dimension's name."""
        known, found = columns.known_headings(), dict[int, str]()
        for place, cell in row.cells.items():
            words = " ".join(cell.text.lower().split())
            if words in self.dimensions:
                found[place] = f"dimension:{words}"
            elif words in known and known[words] not in found.values():
                found[place] = known[words]
        return found


@dataclass(slots=True)
class _Reading:
    """One table; `found` collects."""

    vocabulary: Vocabulary
    headings: dict[int, str]
    file: str
    reason: str
    found: ReadTable

    def column(self, name: str) -> int | None:
        return next((place for place, held in self.headings.items() if held == name), None)

    def check_headings(self, row: SourceRow) -> None:
        """What is missing, and columns that are not known and therefore not read."""
        if self.vocabulary.only is None and self.column("indicator") is None:
            message = _("No column is headed “Indicator”, so it is not known what the figures are of.")
            self.found.troubles.append(Trouble("critical", message, row.number))
        if self.column("value") is None and self.column("numerator") is None:
            message = _("No column is headed “Value”, or “Numerator” and “Denominator”.")
            self.found.troubles.append(Trouble("critical", message, row.number))
        for place, cell in row.cells.items():
            if place not in self.headings:
                message = _("The column “%(name)s” is not known and was not read.") % {"name": cell.text}
                self.found.troubles.append(Trouble("warning", message, row.number, place))

    def take(self, row: SourceRow) -> None:
        """One row: a figure, a blank, or what is wrong with it."""
        try:
            given = self.said(row)
            if given is None:
                self.found.blanks += 1
                return
            indicator = self.indicator(row)
            value = NewValue(
                indicator=indicator,
                period=self.period(row, indicator),
                area=self.area(row),
                category=self.category(row),
                benchmark=self.benchmark(row),
                note=row.text(self.column("note")),
                source_words=self.words(row),
                reason=self.reason,
                **given,
            )
        except WrongCell as wrong:
            self.found.troubles.append(Trouble("error", wrong.message, row.number, self.column(wrong.name)))
        else:
            self.found.rows.append((row.number, value))

    def words(self, row: SourceRow) -> str:
        return _("%(file)s, row %(row)s") % {"file": self.file, "row": row.number} if self.file else ""

    def indicator(self, row: SourceRow) -> Indicator:
        text = row.text(self.column("indicator"))
        if not text and self.vocabulary.only:
            return self.vocabulary.only
        if not text:
            raise WrongCell("indicator", _("The indicator is missing. Give its title or its code."))
        if text.lower() not in self.vocabulary.indicators:
            message = _("There is no indicator “%(name)s” in this plan.")
            if self.vocabulary.only:
                message = _("“%(name)s” is another indicator.")
            raise WrongCell("indicator", message % {"name": text})
        return self.vocabulary.indicators[text.lower()]

    def period(self, row: SourceRow, indicator: Indicator) -> Period:
        place = self.column("period")
        cell = row.cells.get(place) if place is not None else None
        if cell is None:
            raise WrongCell("period", _("The period is missing. Write it like Q2 2009/10."))
        if day := day_of(cell):
            return Period.containing(day, indicator.kind)
        if indicator.frequency == "calendar" and re.fullmatch(r"\d{4}", cell.text):
            return Period(int(cell.text), "calendar")
        try:
            return Period.parse(cell.text)
        except ValueError as fault:
            raise WrongCell("period", str(fault)) from fault

    def area(self, row: SourceRow) -> Area | None:
        text = row.text(self.column("area"))
        if text.lower() in self.vocabulary.whole:
            return None
        if text.lower() not in self.vocabulary.areas:
            message = _("There is no area “%(name)s”.") % {"name": text}
            raise WrongCell("area", with_choice(message, self.vocabulary.areas.values()))
        return self.vocabulary.areas[text.lower()]

    def category(self, row: SourceRow) -> Category | None:
        """The one category; a figure of two dimensions at once needs a dimension of its own."""
        found: list[tuple[str, Category]] = []
        for place, name in self.headings.items():
            text = row.text(place)
            if name.startswith("dimension:") and text.lower() not in WHOLE_WORDS:
                dimension = self.vocabulary.dimensions[name.removeprefix("dimension:")]
                key = (dimension.pk, text.lower())
                if key not in self.vocabulary.categories:
                    message = _("“%(dimension)s” has no category “%(name)s”.") % {"dimension": dimension, "name": text}
                    known = [row for (of, _name), row in self.vocabulary.categories.items() if of == dimension.pk]
                    raise WrongCell(name, with_choice(message, known))
                found.append((name, self.vocabulary.categories[key]))
        if len(found) > 1:
            raise WrongCell(found[1][0], _("A figure can have an area and one category, not two categories."))
        return found[0][1] if found else None

    def benchmark(self, row: SourceRow) -> Benchmark | None:
        text = row.text(self.column("benchmark"))
        if not text:
            return None
        if text.lower() not in self.vocabulary.benchmarks:
            message = _("There is no benchmark “%(name)s”.") % {"name": text}
            raise WrongCell("benchmark", with_choice(message, self.vocabulary.benchmarks.values()))
        return self.vocabulary.benchmarks[text.lower()]

    def said(self, row: SourceRow) -> dict[str, Any] | None:
        """The figure, or why there is none; None where the row says neither."""
        text = row.text(self.column("state"))
        if text.lower() == withheld_words().lower():  # our own file: what it does not show is left as it is
            text = ""
        state, expected = state_of(text) if text else ("", "")
        if state is None:
            message = _("“%(state)s” is no state of a figure.") % {"state": text}
            raise WrongCell("state", with_choice(message, [one.label for one in ValueState]))
        numbers: dict[str, Decimal | None] = {}
        for name in columns.NUMBERS:
            number, instead = self.number(row, name)
            numbers[name] = number
            state, expected = instead if instead and not state else (state, expected)
        if not state and all(number is None for number in numbers.values()):
            return None
        return {
            **numbers,
            "state": state or ValueState.RECORDED,
            "provisional": self.provisional(row),
            "expected_words": row.text(self.column("expected")) or expected,
        }

    def number(self, row: SourceRow, name: str) -> tuple[Decimal | None, tuple[str, str] | None]:
        """A number, or the state that stands in its place ("Data awaited")."""
        place = self.column(name)
        cell = row.cells.get(place) if place is not None else None
        if cell is None or cell.text in {"-", "–", "—"}:
            return None, None
        if isinstance(cell.value, Decimal):
            return cell.value, None
        try:
            number = Decimal(re.sub(r"[\s%]|,(?=\d{3}\b)", "", cell.text).replace("−", "-"))
        except InvalidOperation:
            number = Decimal("NaN")
        if number.is_finite():
            return number, None
        state, expected = state_of(cell.text)
        if state is None or state == ValueState.RECORDED:
            message = _("“%(text)s” is no number. Write one such as 12.5; words belong into the note.")
            raise WrongCell(name, message % {"text": cell.text})
        return None, (state, expected)

    def provisional(self, row: SourceRow) -> bool:
        text = row.text(self.column("provisional")).lower()
        if text not in columns.yes() | columns.no():
            raise WrongCell("provisional", _("Write “yes” where the figure is provisional, else nothing."))
        return text in columns.yes()


def day_of(cell: SourceCell) -> date | None:
    """The date that stands in a cell: spreadsheets make one of "Apr 2009"."""
    if isinstance(cell.value, date):
        return cell.value.date() if isinstance(cell.value, datetime) else cell.value
    return date.fromisoformat(cell.text) if re.fullmatch(r"\d{4}-\d\d-\d\d", cell.text) else None


def state_of(text: str) -> tuple[str | None, str]:
    """The state that words mean, and when it is expected; None for words that mean none."""
    words = " ".join(text.lower().split())
    ours = {str(state.label).lower(): state for state in ValueState} | {str(state): state for state in ValueState}
    if words in ours or words in STATES:
        return str(ours.get(words) or STATES[words]), ""
    later = EXPECTED.fullmatch(" ".join(text.split()))
    return (str(ValueState.EXPECTED), later[1]) if later else (None, "")
