"""What pages, papers and checks read of reviews. The whole review of a plan and period takes a constant number of
queries: outcomes, indicators, key actions, entries of each, updates, follow-ups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from fingerpost.core.periods import Period
from fingerpost.follow_ups.models import FollowUp, Origin
from fingerpost.plans.models import Action, ActionOutcome, Indicator, Outcome, Plan
from fingerpost.reporting.models import ActionUpdate
from fingerpost.reviews.models import AnnualStatement, Instead, ReviewEntry, Strategy

PREFIX = "review"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An indicator or key action with what holds for a period. `entry` is None where nothing was entered; of a key
    action the words of work may be there all the same, from its updates."""

    item: Indicator | Action
    work_undertaken: str = ""
    undertaken_instead: str = ""
    work_planned: str = ""
    planned_instead: str = ""
    data_words: str = ""
    notes: str = ""
    entry: ReviewEntry | None = None
    follow_ups: tuple[FollowUp, ...] = ()

    @property
    def undertaken_words(self) -> str:
        return self.work_undertaken or instead_words(self.undertaken_instead)

    @property
    def planned_words(self) -> str:
        return self.work_planned or instead_words(self.planned_instead)

    @property
    def is_silent(self) -> bool:
        """Nobody answered when they were asked."""
        return self.undertaken_instead == Instead.NO_RESPONSE

    @property
    def is_empty(self) -> bool:
        return not (self.undertaken_words or self.planned_words or self.data_words or self.notes or self.follow_ups)


def instead_words(state: str) -> str:
    return str(Instead(state).label) if state else ""


@dataclass(frozen=True, slots=True)
class ReviewedOutcome:
    """An outcome or objective with its items; those of a cancelled item are left out."""

    outcome: Outcome
    indicators: tuple[Reviewed, ...]
    actions: tuple[Reviewed, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """A plan's review for a period, outcomes in the plan's order."""

    plan: Plan
    period: Period
    outcomes: tuple[ReviewedOutcome, ...]

    @property
    def items(self) -> tuple[Reviewed, ...]:
        return tuple(row for part in self.outcomes for row in (*part.indicators, *part.actions))

    @property
    def entries(self) -> list[ReviewEntry]:
        return [row.entry for row in self.items if row.entry]

    @property
    def reviewed(self) -> int:
        return sum(not row.is_empty and not row.is_silent for row in self.items)

    @property
    def silent(self) -> int:
        return sum(row.is_silent for row in self.items)


def review_of(plan: Plan, period: Period) -> Review:
    """Seven queries whatever the size."""
    outcomes = list(plan.outcomes.select_related("theme", "parent").order_by("position", "id"))
    indicators = list(
        plan.indicators.filter(state=Indicator.State.ACTIVE).select_related("lead", "plan").order_by("position", "id")
    )
    links = ActionOutcome.objects.filter(outcome__plan=plan, action__state=Action.State.ACTIVE, home=True)
    links = links.select_related("action__lead", "action__plan").order_by("position", "id")
    by_outcome: dict[int, list[Action]] = defaultdict(list)
    for link in links:
        by_outcome[link.outcome_id].append(link.action)
    actions = [action for found in by_outcome.values() for action in found]
    known = Known.of(period, indicators, actions)
    return Review(
        plan,
        period,
        tuple(
            ReviewedOutcome(
                outcome,
                tuple(known.reviewed(row) for row in indicators if row.outcome_id == outcome.pk),
                tuple(known.reviewed(row) for row in by_outcome[outcome.pk]),
            )
            for outcome in in_reading_order(outcomes)
        ),
    )


def in_reading_order(outcomes: list[Outcome]) -> list[Outcome]:
    """Parents before what is nested in them, each level in its own order."""
    below: dict[int | None, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        below[outcome.parent_id].append(outcome)

    def walk(parent: int | None) -> Iterable[Outcome]:
        for outcome in below[parent]:
            yield outcome
            yield from walk(outcome.pk)

    return list(walk(None))


def reviewed(item: Indicator | Action, period: Period) -> Reviewed:
    """One item. At most three queries."""
    indicators = [item] if isinstance(item, Indicator) else []
    actions = [item] if isinstance(item, Action) else []
    return Known.of(period, indicators, actions).reviewed(item)


@dataclass(frozen=True, slots=True)
class Known:
    """What holds of some items for a period."""

    entries: dict[tuple[str, int], ReviewEntry]
    updates: dict[int, ActionUpdate]
    follow_ups: dict[str, list[FollowUp]]
    period: Period

    @classmethod
    def of(cls, period: Period, indicators: list[Indicator], actions: list[Action]) -> Known:
        entries: dict[tuple[str, int], ReviewEntry] = {}
        found = ReviewEntry.objects.filter(period=period.slug)
        if indicators:
            for row in found.filter(indicator__in=indicators).order_by("id"):
                entries["indicator", row.indicator_id or 0] = row
        updates: dict[int, ActionUpdate] = {}
        if actions:
            for row in found.filter(action__in=actions).order_by("id"):
                entries["action", row.action_id or 0] = row
            told = ActionUpdate.objects.filter(action__in=actions, as_at__range=(period.start, period.end))
            for update in told.exclude(work_undertaken="", work_planned="").order_by("as_at", "id"):
                updates[update.action_id] = update
        follow_ups: dict[str, list[FollowUp]] = defaultdict(list)
        steps = FollowUp.objects.filter(
            plan__in={row.plan_id for row in indicators} | {row.plan_id for row in actions},
            origin=Origin.REVIEW,
            key_of_origin__startswith=f"{PREFIX}:{period.slug}:",
        )
        for step in steps.select_related("owner", "plan").order_by("due", "id"):
            follow_ups[(step.key_of_origin or "").rpartition(":")[0]].append(step)
        return cls(entries, updates, follow_ups, period)

    def reviewed(self, item: Indicator | Action) -> Reviewed:
        kind = "indicator" if isinstance(item, Indicator) else "action"
        entry = self.entries.get((kind, item.pk))
        update = self.updates.get(item.pk) if kind == "action" else None
        told = update or entry
        return Reviewed(
            item,
            work_undertaken=told.work_undertaken if told else "",
            undertaken_instead=entry.undertaken_instead if entry and not (told and told.work_undertaken) else "",
            work_planned=told.work_planned if told else "",
            planned_instead=entry.planned_instead if entry and not (told and told.work_planned) else "",
            data_words=entry.data_words if entry else "",
            notes=entry.notes if entry else "",
            entry=entry,
            follow_ups=tuple(self.follow_ups.get(origin_of(item, self.period), ())),
        )


def origin_of(item: Indicator | Action, period: Period) -> str:
    """The cause of follow-ups of a review, as a program names it; a number behind a colon follows."""
    return f"{PREFIX}:{period.slug}:{item._meta.model_name}:{item.pk}"


def latest_of(item: Indicator | Action) -> Period | None:
    """The latest period of which something was entered."""
    periods = map(Period.parse, item.reviews.order_by().values_list("period", flat=True).distinct())
    return max(periods, key=lambda period: (period.end, period.start), default=None)


def periods_reviewed(plan: Plan) -> list[Period]:
    """Of which something was entered, the latest first, the longer first. One query."""
    found = ReviewEntry.objects.filter(Q(indicator__plan=plan) | Q(action__plan=plan)).order_by()
    slugs = found.values_list("period", flat=True).distinct()
    return sorted(map(Period.parse, slugs), key=lambda one: (one.end, one.end - one.start), reverse=True)


Agreed = dict[tuple[str, int], set[Period]]


def agreed_in(plan: Plan) -> Agreed:
    """In the reviews of which periods a next step was agreed on, by kind ("indicator", "action") and number of an item.
    One query."""
    found: Agreed = defaultdict(set)
    steps = FollowUp.objects.filter(plan=plan, origin=Origin.REVIEW, key_of_origin__startswith=f"{PREFIX}:")
    for cause in steps.values_list("key_of_origin", flat=True):
        _prefix, slug, kind, key, _number = (cause or "").split(":")
        found[kind, int(key)].add(Period.parse(slug))
    return found


def entries_of(item: Indicator | Action) -> QuerySet[ReviewEntry]:
    """Everything that was entered of an item, the latest first."""
    return item.reviews.select_related("by", "late_for__plan").order_by("-id")


def strategy_of(plan: Plan) -> Strategy | None:
    return Strategy.objects.filter(plan=plan).first()


def statement_of(plan: Plan, year: Period) -> AnnualStatement | None:
    """What is stated for the planning year that a period lies in."""
    return AnnualStatement.objects.filter(plan=plan, year=year.whole_year.slug).first()
