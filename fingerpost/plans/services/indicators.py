"""Indicators: defined, edited, moved, cancelled, reinstated, deleted; their baseline and targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Unpack

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from fingerpost.core import audit
from fingerpost.core.periods import Period
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.core.slugs import free_slug
from fingerpost.people.models import Area, User
from fingerpost.plans import indicator_rules, rules
from fingerpost.plans.models import Baseline, Category, Dimension, Indicator, Outcome, Plan, Target
from fingerpost.plans.services.writing import lock, remove, set_fields, tidy
from fingerpost.plans.structure import IndicatorFields, IndicatorOptions

WHOLE_DEFINITION = (
    "is_proportion",
    "aggregation",
    "multiplier",
    "amber_tolerance",
    "red_tolerance",
    "amber_absolute",
    "red_absolute",
    "plausible_low",
    "plausible_high",
)


@transaction.atomic
def add_indicator(
    *,
    outcome: Outcome,
    title: str,
    by: User | None,
    dimensions: Sequence[Dimension] = (),
    **more: Unpack[IndicatorOptions],
) -> Indicator:
    """A new indicator, the last under its outcome. Its slug is made of the title and stays."""
    plan = lock(outcome.plan)
    refuse_if(rules.why_not_edit(by, plan))
    fields = tidy(Indicator(), {"title": title, **more})
    indicator = Indicator(plan=plan, outcome=outcome, **fields)
    refuse_definition(indicator)
    indicator.slug = free_slug(
        indicator.title, {"values", *plan.indicators.values_list("slug", flat=True)}, fallback="indicator"
    )
    indicator.position = next_position(outcome)
    indicator.save(force_insert=True)
    indicator.dimensions.set(dimensions)
    stored = {**fields, "outcome": outcome} | ({"dimensions": list(dimensions)} if dimensions else {})
    known = {name: value for name, value in stored.items() if value is not None and value != ""}
    audit.record("indicator.add", indicator, by=by, after=known, scope=plan.slug)
    return indicator


def next_position(outcome: Outcome) -> int:
    last = outcome.indicators.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def refuse_definition(indicator: Indicator) -> None:
    refuse_if(indicator_rules.why_not_code(indicator, indicator.code))
    fields = {name: getattr(indicator, name) for name in WHOLE_DEFINITION}
    for _field, reason in indicator_rules.why_not_defined(fields):
        raise Refused(reason)


def locked(indicator: Indicator) -> tuple[Plan, Indicator]:
    """The indicator read afresh, with its plan locked."""
    plan = lock(indicator.plan)
    return plan, plan.indicators.select_related("plan", "outcome", "lead").get(pk=indicator.pk)


@transaction.atomic
def edit_indicator(
    *,
    indicator: Indicator,
    by: User | None,
    seen: Mapping[str, str] | None = None,
    dimensions: Sequence[Dimension] | None = None,
    **new: Unpack[IndicatorFields],
) -> Indicator:
    """Change the named fields; its slug stays. Raises `Conflict` where they are no longer as `seen`."""
    plan, indicator = locked(indicator)
    refuse_if(rules.why_not_edit(by, plan))
    would_be = Indicator(pk=indicator.pk, plan=plan)
    for name in {*WHOLE_DEFINITION, "code"}:
        setattr(would_be, name, new.get(name, getattr(indicator, name)))
    refuse_definition(would_be)
    set_fields(indicator, new, verb="indicator.edit", by=by, scope=plan.slug, seen=seen)
    if dimensions is not None:
        set_dimensions(indicator, dimensions, by=by)
    return indicator


def set_dimensions(indicator: Indicator, dimensions: Sequence[Dimension], *, by: User | None) -> None:
    before = list(indicator.dimensions.all())
    if {row.pk for row in before} != {row.pk for row in dimensions}:
        indicator.dimensions.set(dimensions)
        was, now = {"dimensions": before}, {"dimensions": list(dimensions)}
        audit.record("indicator.edit", indicator, by=by, before=was, after=now, scope=indicator.plan.slug)


@transaction.atomic
def move_indicator(*, indicator: Indicator, to: Outcome, by: User | None) -> Indicator:
    """Put an indicator last under another outcome of its plan; its figures go with it."""
    plan, indicator = locked(indicator)
    refuse_if(rules.why_not_edit(by, plan))
    if to.plan_id != plan.pk:
        raise Refused(_("“%(outcome)s” belongs to another plan.") % {"outcome": to})
    if to.pk == indicator.outcome_id:
        return indicator
    before = {"outcome": indicator.outcome}
    indicator.outcome, indicator.position = to, next_position(to)
    indicator.save(update_fields=["outcome", "position"])
    audit.record("indicator.move", indicator, by=by, before=before, after={"outcome": to}, scope=plan.slug)
    return indicator


@transaction.atomic
def cancel_indicator(*, indicator: Indicator, reason: str, by: User | None) -> Indicator:
    """Cancel an indicator: no figure is asked for any more; those that are there stay."""
    plan, indicator = locked(indicator)
    refuse_if(rules.first(indicator_rules.why_not_cancel(by, indicator), rules.why_not_reason(reason)))
    new = {"state": indicator_rules.INDICATOR_TRANSITIONS["cancel"][1], "state_reason": reason}
    set_fields(indicator, new, verb="indicator.cancel", by=by, scope=plan.slug, reason=reason.strip())
    return indicator


@transaction.atomic
def reinstate_indicator(*, indicator: Indicator, reason: str, by: User | None) -> Indicator:
    """Take back the cancelling of an indicator."""
    plan, indicator = locked(indicator)
    refuse_if(rules.first(indicator_rules.why_not_reinstate(by, indicator), rules.why_not_reason(reason)))
    new = {"state": indicator_rules.INDICATOR_TRANSITIONS["reinstate"][1], "state_reason": ""}
    set_fields(indicator, new, verb="indicator.reinstate", by=by, scope=plan.slug, reason=reason.strip())
    return indicator


@transaction.atomic
def delete_indicator(*, indicator: Indicator, by: User | None) -> None:
    """Delete an indicator that never had a figure, with its baseline and targets."""
    plan, indicator = locked(indicator)
    refuse_if(indicator_rules.why_not_delete(by, indicator))
    remove(indicator, by=by, scope=plan.slug)


@transaction.atomic
def set_baseline(
    *,
    indicator: Indicator,
    value: Decimal | None,
    by: User | None,
    period: Period | None = None,
    words: str = "",
    area: Area | None = None,
    category: Category | None = None,
) -> Baseline | None:
    """Say where an indicator, or one area or category of it, started. None for `value` takes the baseline away."""
    plan, indicator = locked(indicator)
    refuse_if(rules.why_not_edit(by, plan))
    there = indicator.baselines.filter(area=area, category=category).first()
    before = baseline_words(there)
    if value is None:
        if there:
            there.delete()
        row = None
    else:
        row = there or Baseline(indicator=indicator, area=area, category=category)
        row.period_kind, row.period_starts = (period.kind, period.start) if period else ("", None)
        checked = tidy(row, {"value": value, "words": words})
        row.value, row.words = checked["value"], checked["words"]
        row.save()
    record_change(indicator, "baseline", before, baseline_words(row), by=by)
    return row


def baseline_words(row: Baseline | None) -> str:
    """ "60.8, 2006-07, Keith"."""
    if row is None:
        return ""
    said = (f"{row.value.normalize():f}", row.period.slug if row.period else "", row.words, row.area, row.category)
    return ", ".join(str(part) for part in said if part)


@transaction.atomic
def set_targets(
    *,
    indicator: Indicator,
    targets: Mapping[Period, Decimal],
    by: User | None,
    area: Area | None = None,
    category: Category | None = None,
) -> list[Target]:
    """Make these the targets of an indicator, or of one area or category of it: those left out are taken away."""
    plan, indicator = locked(indicator)
    refuse_if(rules.why_not_edit(by, plan))
    there = indicator.targets.filter(area=area, category=category)
    before = target_words(there)
    there.delete()
    Target.objects.bulk_create(
        Target(
            indicator=indicator,
            period_kind=period.kind,
            period_starts=period.start,
            area=area,
            category=category,
            **tidy(Target(), {"value": value}),
        )
        for period, value in targets.items()
    )
    record_change(indicator, "targets", before, target_words(there.all()), by=by)
    return list(there.all())


def target_words(rows: QuerySet[Target]) -> str:
    """ "2009-10-q1: 75; 2009-10-q2, Keith: 80"."""
    return "; ".join(
        ", ".join(str(part) for part in (row.period.slug, row.area, row.category) if part)
        + f": {row.value.normalize():f}"
        for row in rows.select_related("area", "category")
    )


def record_change(indicator: Indicator, name: str, before: str, after: str, *, by: User | None) -> None:
    """An event where something did change."""
    if before != after:
        was = {name: before} if before else {}
        now = {name: after} if after else {}
        audit.record("indicator.edit", indicator, by=by, before=was, after=now, scope=indicator.plan.slug)
