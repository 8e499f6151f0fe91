"""A table of figures on its way in: what it would change, and storing what is right."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fingerpost.people.models import User
from fingerpost.plans.models import Indicator, Plan
from fingerpost.reporting.indicators.services import Effect, Examined, NewValue, add_values, examine
from fingerpost.reporting.indicators.source_rows import SourceCell, SourceRow
from fingerpost.reporting.indicators.table_in import Trouble, read_table
from fingerpost.reporting.models import Source


@dataclass(frozen=True, slots=True)
class Weighed:
    """A table beside what is stored. `rows` are those that could be read, with their numbers in the table."""

    file: str
    rows: list[tuple[int, Examined]]
    troubles: list[Trouble]
    blanks: int

    def of(self, *effects: str) -> list[tuple[int, Examined]]:
        """The rows that can go in and would do that; without effects all that can go in and change something."""
        wanted = effects or (Effect.NEW, Effect.CHANGED, Effect.CORRECTION)
        return [(number, one) for number, one in self.rows if one.effect in wanted and not (one.refusal or one.asks)]

    @property
    def waiting(self) -> list[tuple[int, Examined]]:
        """The rows that need only a reason."""
        return [(number, one) for number, one in self.rows if one.asks and not one.refusal]

    @property
    def errors(self) -> list[Trouble]:
        return [trouble for trouble in self.troubles if trouble.level != "warning"]

    @property
    def warnings(self) -> list[Trouble]:
        return [trouble for trouble in self.troubles if trouble.level == "warning"]

    @property
    def same(self) -> int:
        return sum(one.effect == Effect.SAME and not one.refusal for _number, one in self.rows)


def weigh(
    rows: Sequence[SourceRow],
    plan: Plan,
    *,
    by: User | None,
    only: Indicator | None = None,
    file: str = "",
    reason: str = "",
) -> Weighed:
    """What a table would change, row by row; changes nothing. Eight queries whatever the size."""
    read = read_table(rows, plan, only=only, file=file, reason=reason)
    examined = examine([value for _number, value in read.rows], by=by)
    found = [(number, one) for (number, _value), one in zip(read.rows, examined, strict=True)]
    refused = [Trouble("error", one.refusal, number) for number, one in found if one.refusal]
    doubtful = [Trouble("warning", one.doubt, number) for number, one in found if one.doubt]
    troubles = sorted([*read.troubles, *refused, *doubtful], key=lambda trouble: trouble.row or 0)
    return Weighed(file, found, troubles, read.blanks)


def take_in(weighed: Weighed, *, by: User | None) -> int:
    """Store the rows that can go in; returns how many differed from what was there."""
    rows: Iterable[NewValue] = (one.row for _number, one in weighed.of())
    return len(add_values(rows, by=by, source=Source.IMPORTED, file=weighed.file))


def as_text(rows: Sequence[SourceRow]) -> str:
    """The rows as CSV with their numbers kept, so that a page can hold them until they are applied."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    number = 1
    for row in rows:
        writer.writerows([[]] * (row.number - number))
        number = row.number + 1
        width = max(row.cells) + 1
        writer.writerow([written(row.cells.get(place)) for place in range(width)])
    return out.getvalue()


def written(cell: SourceCell | None) -> str:
    if cell is None:
        return ""
    if isinstance(cell.value, Decimal):
        return f"{cell.value:f}"
    return cell.value.isoformat()[:10] if isinstance(cell.value, date) else cell.text
