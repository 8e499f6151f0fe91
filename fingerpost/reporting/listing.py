"""Lists of milestones as at a moment: filtered, searched, ordered and cut into pages by the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, overload

from django.db import connection

from fingerpost.reporting.as_at import Scope, statement
from fingerpost.reporting.filters import Filters
from fingerpost.reporting.milestone_row import COLUMNS, MilestoneRow, row_of
from fingerpost.reporting.moment import Moment, Span

BY_PLACE = " ORDER BY s.place, m.position, m.id"
BY_DUE = " ORDER BY j.due IS NULL, j.due, s.place, m.position, m.id"
COUNT_JUDGED, COUNT_CHOSEN = " SELECT COUNT(*) FROM judged j WHERE TRUE", " SELECT COUNT(*) FROM chosen"
A_PAGE = " LIMIT %(size)s OFFSET %(start)s"


@dataclass(frozen=True, slots=True)
class Milestones(Sequence[MilestoneRow]):
    """A list that asks the database when it is counted, sliced or gone through: one query each time.

    `order` is BY_PLACE or BY_DUE. Works with `core.paging.page_of`.
    """

    scope: Scope
    moment: Moment
    plans: tuple[tuple[int, Span], ...]
    filters: Filters = field(default_factory=Filters)
    order: str = BY_PLACE

    def narrowed(self, **more: Any) -> Milestones:
        return replace(self, filters=replace(self.filters, **more))

    def ordered(self, order: str) -> Milestones:
        return replace(self, order=order)

    def __len__(self) -> int:
        (early, early_params), (late, late_params) = self.filters.early, self.filters.late
        select = "".join([COUNT_JUDGED, late]) if late else COUNT_CHOSEN
        return int(self.run(select, early, "", {**early_params, **late_params})[0][0])

    @overload
    def __getitem__(self, key: int) -> MilestoneRow: ...
    @overload
    def __getitem__(self, key: slice) -> list[MilestoneRow]: ...
    def __getitem__(self, key: int | slice) -> MilestoneRow | list[MilestoneRow]:
        if isinstance(key, int):
            return self.rows(key, 1)[0]
        start = key.start or 0
        return self.rows(start, None if key.stop is None else max(0, key.stop - start))

    def __iter__(self) -> Iterator[MilestoneRow]:
        return iter(self.rows(0, None))

    def rows(self, start: int, size: int | None) -> list[MilestoneRow]:
        """`size` rows from `start`, all with None. Cut before facts are looked up where nothing depends on them."""
        (early, early_params), (late, late_params) = self.filters.early, self.filters.late
        cut = "" if size is None else A_PAGE
        first = "".join([BY_PLACE, cut]) if cut and not late and self.order == BY_PLACE else ""
        select = "".join([COLUMNS, late, self.order, "" if first else cut])
        params = {**early_params, **late_params, "size": size, "start": start}
        return [row_of(row, self.moment.as_at) for row in self.run(select, early, first, params)]

    def run(self, select: str, where: str, tail: str, params: dict[str, Any]) -> list[tuple[Any, ...]]:
        sql, own = statement(self.scope, self.moment, self.plans, select=select, where=where, tail=tail)
        with connection.cursor() as cursor:
            cursor.execute(sql, {**own, **params})
            return list(cursor.fetchall())


def spans(plans: Iterable[Any]) -> tuple[tuple[int, Span], ...]:
    """Plans by id, as `Milestones` takes them."""
    return tuple((plan.pk, plan) for plan in plans)
