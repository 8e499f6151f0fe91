"""The items of a request, with what was said of each before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import DateTimeField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from fingerpost.cycles.answers import Before
from fingerpost.cycles.figures import NOTHING_HELD, Held, Standing, held_of, standings_of
from fingerpost.cycles.models import Item, ItemState, Request
from fingerpost.cycles.queries import items_of
from fingerpost.plans.models import Action, Outcome
from fingerpost.reporting.as_at import Scope, listed
from fingerpost.reporting.list_scopes import AT_HOME
from fingerpost.reporting.listing import Milestones, spans
from fingerpost.reporting.milestone_row import MilestoneRow
from fingerpost.reporting.models import ActionUpdate, IndicatorValue, MilestoneUpdate
from fingerpost.reporting.moment import END_OF_TIME, Moment
from fingerpost.reviews.models import ReviewEntry

SAYS_OF_WORK = ~Q(work_undertaken="", work_planned="")


@dataclass(frozen=True, slots=True)
class Line:
    """One item: what was said before, how its milestone stands as at the day that is reported on, or its indicator.

    `asks_work`: the work on its indicator is asked about here, once for all figures of it.
    """

    item: Item
    before: Before
    row: MilestoneRow | None = None
    standing: Standing | None = None
    asks_work: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A key action with what is asked of it: itself, its milestones, or both; an outcome with its indicators."""

    of: Action | Outcome
    lines: list[Line]

    @property
    def is_of_indicators(self) -> bool:
        return isinstance(self.of, Outcome)

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return f"{'indicators' if self.is_of_indicators else 'action'}-{self.of.slug}"


def with_before(items: QuerySet[Item], day: date) -> QuerySet[Item]:
    """Each item with the keys of the updates that `befores` reads: those as at `day` that came before its answer."""
    answered = Coalesce(OuterRef("first_submitted_at"), Value(END_OF_TIME), output_field=DateTimeField())
    steps = MilestoneUpdate.objects.filter(milestone=OuterRef("milestone"), as_at__lte=day, recorded_at__lt=answered)
    works = ActionUpdate.objects.filter(action=OuterRef("action"), as_at__lte=day, recorded_at__lt=answered)
    works = works.filter(SAYS_OF_WORK)
    reviews = ReviewEntry.objects.filter(SAYS_OF_WORK, indicator=OuterRef("indicator"), recorded_at__lt=answered)
    return items.annotate(
        before_progress=latest(steps.filter(progress__isnull=False)),
        before_note=latest(steps.exclude(note="")),
        before_work=latest(works),
        before_review=newest(reviews),
        latest_step=newest(MilestoneUpdate.objects.filter(milestone=OuterRef("milestone"))),
        latest_work=newest(ActionUpdate.objects.filter(action=OuterRef("action"))),
    )


def latest(updates: QuerySet[Any]) -> Subquery:
    return Subquery(updates.order_by("-as_at", "-id").values("pk")[:1])


def newest(updates: QuerySet[Any]) -> Subquery:
    """The one that came in last, whatever day it speaks of."""
    return Subquery(updates.order_by("-id").values("pk")[:1])


def befores(items: Iterable[Item]) -> dict[int, Before]:
    """What was said before, by the key of an item `with_before`. Two queries, and four where figures are asked for."""
    rows: list[Any] = list(items)
    held = held_of(rows)
    values = IndicatorValue.objects.select_related("by", "indicator").in_bulk(
        {one.figure.key for one in held.values() if one.figure.key}
    )
    steps = MilestoneUpdate.objects.select_related("by").in_bulk(
        {key for row in rows for key in (row.before_progress, row.before_note, row.latest_step) if key}
    )
    works = ActionUpdate.objects.select_related("by").in_bulk(
        {key for row in rows for key in (row.before_work, row.latest_work) if key}
    )
    reviews = ReviewEntry.objects.in_bulk({row.before_review for row in rows if row.before_review})
    return {
        row.pk: Before(
            steps.get(row.before_progress),
            steps.get(row.before_note),
            works.get(row.before_work),
            steps.get(row.latest_step) or works.get(row.latest_work) or values.get(latest_value(held, row)),
            held.get(row.pk, NOTHING_HELD),
            reviews.get(row.before_review),
        )
        for row in rows
    }


def latest_value(held: Mapping[int, Held], item: Item) -> int:
    found = held.get(item.pk)
    return found.figure.key or 0 if found else 0


def lines_of(request: Request) -> list[Line]:
    """What one person is asked, in the plan's order. Four queries and one for evidence, whatever the number; six more
    where figures are asked for."""
    items = list(with_before(items_of(request), request.cycle.reporting_day()).prefetch_related("evidence"))
    said, rows, standings = befores(items), rows_of(request, items), standings_of(items)
    asking = {item.indicator_id: item.pk for item in items if item.indicator and item.state != ItemState.HANDED_BACK}
    return [
        Line(
            item,
            said[item.pk],
            rows.get(item.milestone_id or 0),
            standings.get(item.pk),
            asks_work=asking.get(item.indicator_id) == item.pk,
        )
        for item in items
    ]


def rows_of(request: Request, items: Iterable[Item]) -> dict[int, MilestoneRow]:
    """How the milestones stand as at the day that is reported on, by their key."""
    wanted = {item.milestone_id: item.milestone.action_id for item in items if item.milestone}
    if not wanted:
        return {}
    actions = {f"action_{place}": key for place, key in enumerate(sorted(set(wanted.values())))}
    scope = Scope("".join([AT_HOME, "a.id IN ", listed(actions)]), actions)
    cycle = request.cycle
    moment = Moment(cycle.reporting_day(), cycle.of)
    rows = Milestones(scope, moment, spans([cycle.plan]))
    return {row.id: row for row in rows if row.id in wanted}


def grouped(lines: Iterable[Line]) -> list[Group]:
    """Key action by key action; the indicators outcome by outcome."""
    found: dict[Action | Outcome, Group] = {}
    for line in lines:
        of = subject_of(line.item)
        found.setdefault(of, Group(of, [])).lines.append(line)
    return list(found.values())


def subject_of(item: Item) -> Action | Outcome:
    """What an item stands under: the key action of a milestone or itself, the outcome of an indicator."""
    if item.indicator:
        return item.indicator.outcome
    found = item.milestone.action if item.milestone else item.action
    assert found is not None  # noqa: S101
    return found
