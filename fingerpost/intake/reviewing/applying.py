"""Puts a review paper into a plan, in one transaction: all that was chosen, or nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext as _

from fingerpost.checks.facts import ReviewFacts
from fingerpost.core.periods import Period
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.documents.model import Place
from fingerpost.documents.readers import undisturbed
from fingerpost.intake import rules
from fingerpost.intake.found_words import said_words
from fingerpost.intake.models import Import, Provenance
from fingerpost.intake.reviewing.comparing import (
    Item,
    Proposal,
    ReviewDifference,
    activity_fields,
    compare,
    new_value,
    polarity_of,
    said,
    strategy_fields,
)
from fingerpost.intake.reviewing.packing import review_in
from fingerpost.intake.services import NewPlan, make_plan, mark_applied
from fingerpost.people.models import User
from fingerpost.plans import services as plans
from fingerpost.plans.models import Action, Frequency, Indicator, Outcome, Plan
from fingerpost.plans.structure import NewAction, NewOutcome
from fingerpost.reporting.indicators.services import add_values
from fingerpost.reporting.models import IndicatorValue, Source
from fingerpost.reviews import services as reviews
from fingerpost.reviews.rules import why_not_period

OF_UPDATES = frozenset({"work_undertaken", "work_planned"})  # of a key action, told by its updates
PROPOSED = None  # take the items as proposed: everything but what is doubtful


@dataclass(frozen=True, slots=True)
class AppliedReview:
    """`written` counts what was stored; 0: nothing was changed."""

    plan: Plan
    difference: ReviewDifference
    written: int


@undisturbed()
@transaction.atomic
def apply_review(
    *,
    source: Import,
    period: Period,
    by: User | None,
    plan: Plan | None = None,
    new_plan: NewPlan | None = None,
    items: Collection[str] | None = PROPOSED,
    figures: Collection[str] | None = (),
    expected: str = "",
) -> AppliedReview:
    """`items` and `figures` are keys of what is taken in: None for every item as proposed, and for every proposal that
    can go in. `expected` is the fingerprint that a person saw. Applying twice changes nothing the second time."""
    source = Import.objects.select_for_update(of=("self",)).select_related("plan").get(pk=source.pk)
    plan = plan or source.plan
    refuse_if(rules.why_not_apply(by, source, plan))
    review = review_in(source)
    made = plan is None
    plan = Plan.objects.select_for_update().get(pk=plan.pk) if plan else make_plan(new_plan, by=by)
    refuse_if(why_not_period(plan, period) or rules.why_not_day(plan, period.end))
    found = compare(review, None if made else plan, period)
    if expected and expected != found.fingerprint:
        raise Refused(_("The plan has changed since the preview was shown. Look at the preview again."))
    applying = Applying(source, plan, found, by=by, items=items, figures=figures)
    applying.run(review)
    if made:
        plan = plans.start_plan(plan=plan, by=by)
    if applying.written or source.state != Import.State.APPLIED:
        source.plan, source.as_at = plan, min(period.end, plan.ends)
        mark_applied(source, {**found.counts(), "written": applying.written}, by=by)
    return AppliedReview(plan, found, applying.written)


class Applying:
    """One go at it. `rows` are the plan's rows by the keys of the items."""

    def __init__(
        self,
        source: Import,
        plan: Plan,
        found: ReviewDifference,
        *,
        by: User | None,
        items: Collection[str] | None,
        figures: Collection[str] | None,
    ) -> None:
        self.source, self.plan, self.found, self.by = source, plan, found, by
        self.items, self.figures = items, figures
        self.rows: dict[str, Outcome | Indicator | Action] = {}
        self.written = 0

    def run(self, review: ReviewFacts) -> None:
        for item in self.found.items:
            if item.level == "outcome":
                self._outcome(item)
            elif item.parent_key in self.rows:
                self._row(item)
        self._figures()
        self._strategy(review)

    def _is_taken(self, item: Item) -> bool:
        if self.items is None:
            return item.status != "doubtful"
        return item.key in self.items or item.status == "unchanged"

    def _outcome(self, item: Item) -> None:
        if not self._is_taken(item):
            return
        if item.known is not None:
            self.rows[item.key] = item.known
            return
        added = plans.add_structure(plan=self.plan, outcomes=[NewOutcome(item.title[:500])], by=self.by)
        self.rows[item.key] = added.outcomes[0]
        self._trace(item, outcome=added.outcomes[0])

    def _row(self, item: Item) -> None:
        if not self._is_taken(item):
            return
        outcome = cast(Outcome, self.rows[item.parent_key])
        row = cast("Indicator | Action | None", item.known)
        if row is None and item.level == "indicator":
            row = self._indicator(item, outcome)
        elif row is None:
            new = NewOutcome(outcome.title, [NewAction(item.title[:500])], into=outcome)
            row = plans.add_structure(plan=self.plan, outcomes=[new], by=self.by).actions[0]
            self._trace(item, action=row)
        self.rows[item.key] = row
        if item.changes or (item.known is None and any(item.said.values())):
            self._review(item, row)

    def _review(self, item: Item, row: Indicator | Action) -> None:
        """An entry of the review and, of a key action, the update that tells of its work."""
        told = said(item, self.found.period, row, source=self.source.file_name)
        entry = reviews.record_review(told, by=self.by)
        found = said_words(item.row)
        of_updates = OF_UPDATES if isinstance(row, Action) else frozenset()
        work = {name: words for name, words in found.items() if name in of_updates}
        if entry is not None:
            rest = {name: words for name, words in found.items() if name not in of_updates}
            self._found(item.key, item.place, rest, review=entry)
        if isinstance(row, Action) and work:
            self._found(item.key, item.place, work, action_update=row.updates.latest("id"))
        self.written += 1

    def _indicator(self, item: Item, outcome: Outcome) -> Indicator:
        """A new indicator: its unit as its figures state it, its frequency that of the review's period."""
        units = {figure.unit for figure in item.row.figures} if item.row else set()
        unit = units.pop() if len(units) == 1 else ""
        kind = self.found.period.kind
        row = plans.add_indicator(
            outcome=outcome,
            title=item.title[:500],
            by=self.by,
            unit="" if unit == "number" else unit[:40],
            polarity=polarity_of(item.title),
            frequency=kind if kind in Frequency.values else Frequency.HALF,
        )
        self._trace(item, indicator=row)
        return row

    def _figures(self) -> None:
        """The proposals that were taken: values together, baselines and targets one by one."""
        taken: dict[tuple[int, Period], Proposal] = {}
        values = []
        for one in self.found.proposals:
            row = self.rows.get(one.item_key)
            wanted = one.key in self.figures if self.figures is not None else True
            if not wanted or one.why_not or one.is_there or not isinstance(row, Indicator) or one.period is None:
                continue
            if one.role == "value":
                values.append(new_value(one, row, self.source.file_name))
                taken[row.pk, one.period] = one
            else:
                self._mark(one, row, one.period)
        if values:
            stored = add_values(values, by=self.by, source=Source.IMPORTED, file=self.source.file_name)
            self.written += len(stored)
            for value in stored:
                self._trace_figure(taken[value.indicator_id, value.period], value)

    def _mark(self, one: Proposal, row: Indicator, period: Period) -> None:
        if one.figure is None:
            return
        if one.role == "baseline":
            plans.set_baseline(indicator=row, value=one.figure.value, period=period, by=self.by)
        else:
            there = {target.period: target.value for target in row.targets.filter(area=None, category=None)}
            plans.set_targets(indicator=row, targets={**there, period: one.figure.value}, by=self.by)
        self.written += 1

    def _strategy(self, review: ReviewFacts) -> None:
        if not self.found.strategy_changes and not self.found.activities:
            return
        if self.items is not None and "strategy" not in self.items:
            return
        fields = cast(Any, strategy_fields(review))
        strategy = reviews.save_strategy(plan=self.plan, by=self.by, **fields)
        rows = cast("list[reviews.ActivityFields]", activity_fields(review))
        self.written += len(reviews.add_activities(strategy=strategy, rows=rows, by=self.by))
        self.written += len(self.found.strategy_changes)

    def _trace(self, item: Item, **target: Any) -> None:
        """Remember where the words for a new row were found."""
        self._found(item.key, item.place, {"title": item.title}, **target)
        self.written += 1

    def _trace_figure(self, one: Proposal, value: IndicatorValue) -> None:
        """A figure by its own words; a reason why there is none by those of its cell."""
        field = one.key.removeprefix(f"{one.item_key}-") if one.figure else "data"
        words = one.figure.words if one.figure else one.words
        self._found(one.item_key, one.place, {field: words}, value=value)

    def _found(self, key: str, place: Place, words: dict[str, str], **target: Any) -> None:
        Provenance.objects.create(source=self.source, item=key, place=place.as_json(), words=words, **target)
