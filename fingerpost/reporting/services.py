"""Writing updates: one at a time from a form, many at a time from an import. Nothing is ever changed.

Every update leaves an audit event in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django.db import models, transaction

from fingerpost.core import audit
from fingerpost.core.inserting import create_many, new_row
from fingerpost.core.refusals import refuse_if
from fingerpost.people.models import User
from fingerpost.plans.models import Action, Milestone, Plan
from fingerpost.reporting import rules
from fingerpost.reporting.expected import half_up
from fingerpost.reporting.models import ActionUpdate, MilestoneUpdate, Source

BATCH = 1000
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUpdate:
    """One row of `add_updates`. `progress_text` is the progress in the words of the source."""

    milestone: Milestone
    as_at: date
    progress: Decimal | None = None
    progress_text: str = ""
    count: Decimal | None = None
    note: str = ""
    will_not_complete: bool = False
    correction_of: MilestoneUpdate | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewActionUpdate:
    """One row of `add_action_updates`."""

    action: Action
    as_at: date
    stated_percent: Decimal | None = None
    stated_summary: str = ""
    work_undertaken: str = ""
    work_planned: str = ""


@transaction.atomic
def report_progress(
    *,
    milestone: Milestone,
    by: User | None,
    as_at: date,
    progress: Decimal | None = None,
    count: Decimal | None = None,
    note: str = "",
    will_not_complete: bool = False,
    reason: str = "",
    correction_of: MilestoneUpdate | None = None,
    source: str = Source.TYPED,
) -> MilestoneUpdate:
    """Store what was said of one milestone as at a day. Raises `Refused` with the rule that says no."""
    plan = locked(milestone.action.plan)
    milestone = Milestone.objects.select_related("action__plan").get(pk=milestone.pk)
    refuse_if(
        rules.why_not_update_milestone(by, milestone) or rules.why_not_after(plan, as_at) or rules.why_not_day(as_at)
    )
    row = NewUpdate(
        milestone=milestone,
        as_at=as_at,
        progress=progress,
        count=count,
        note=note,
        will_not_complete=will_not_complete,
        correction_of=correction_of,
        reason=reason,
    )
    update = made(row, by, source)
    update.save(force_insert=True)
    audit.record_all([milestone_event(update, by, plan.slug)])
    return update


@transaction.atomic
def report_action(
    *,
    action: Action,
    by: User | None,
    as_at: date,
    stated_percent: Decimal | None = None,
    stated_summary: str = "",
    work_undertaken: str = "",
    work_planned: str = "",
    source: str = Source.TYPED,
) -> ActionUpdate:
    """Store what was said of one key action as at a day: its own words, and the percentage that it states."""
    plan = locked(action.plan)
    action = Action.objects.select_related("plan").get(pk=action.pk)
    refuse_if(rules.why_not_update_action(by, action) or rules.why_not_after(plan, as_at))
    row = NewActionUpdate(
        action=action,
        as_at=as_at,
        stated_percent=stated_percent,
        stated_summary=stated_summary,
        work_undertaken=work_undertaken,
        work_planned=work_planned,
    )
    update = made_for_action(row, by, source)
    update.save(force_insert=True)
    audit.record_all([action_event(update, by, plan.slug)])
    return update


@transaction.atomic
def add_updates(rows: Iterable[NewUpdate], *, by: User | None, source: str = Source.IMPORTED) -> list[MilestoneUpdate]:
    """Store many updates, in the order given, with a handful of statements per thousand. All or none."""
    refuse_if(rules.why_not_import(by))
    wanted = list(rows)
    for day in {row.as_at for row in wanted}:
        refuse_if(rules.why_not_day(day))
    updates = list(create_many(MilestoneUpdate, [made(row, by, source) for row in wanted]))
    slugs = plan_slugs({update.milestone.action_id for update in updates})
    audit.record_all([milestone_event(update, by, slugs[update.milestone.action_id]) for update in updates])
    return updates


@transaction.atomic
def add_action_updates(
    rows: Iterable[NewActionUpdate], *, by: User | None, source: str = Source.IMPORTED
) -> list[ActionUpdate]:
    """Store many updates of key actions. All or none."""
    refuse_if(rules.why_not_import(by))
    updates = ActionUpdate.objects.bulk_create([made_for_action(row, by, source) for row in rows], batch_size=BATCH)
    slugs = plan_slugs({update.action_id for update in updates})
    audit.record_all([action_event(update, by, slugs[update.action_id]) for update in updates])
    return updates


def locked(plan: Plan) -> Plan:
    """The plan read afresh, so that it cannot be closed while an update goes in."""
    return Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)


def made(row: NewUpdate, by: User | None, source: str) -> MilestoneUpdate:
    """The update that a row asks for, not stored yet, after every rule about what it says; not those about its day."""
    corrected = row.correction_of
    refuse_if(rules.why_not_progress(row.milestone, row.progress, row.count))
    refuse_if(rules.why_not_empty(row.progress, row.count, row.note, row.progress_text, row.will_not_complete))
    same = corrected is None or corrected.milestone_id == row.milestone.pk
    refuse_if(rules.why_not_correct(corrected, same, row.reason))
    progress = row.progress if row.count is None else progress_of_count(row.count, row.milestone.quantity_target)
    return new_row(
        MilestoneUpdate,
        milestone=row.milestone,
        as_at=row.as_at,
        progress=None if progress is None else two_places(progress),
        progress_text=row.progress_text,
        count=row.count,
        note=row.note.strip(),
        will_not_complete=row.will_not_complete,
        source=source,
        correction_of=corrected,
        reason=row.reason.strip(),
        by=by,
    )


def made_for_action(row: NewActionUpdate, by: User | None, source: str) -> ActionUpdate:
    refuse_if(rules.why_not_day(row.as_at))
    refuse_if(rules.why_not_percent(row.stated_percent))
    refuse_if(rules.why_not_empty(row.stated_percent, row.stated_summary, row.work_undertaken, row.work_planned))
    return ActionUpdate(
        action=row.action,
        as_at=row.as_at,
        stated_percent=None if row.stated_percent is None else two_places(row.stated_percent),
        stated_summary=row.stated_summary.strip(),
        work_undertaken=row.work_undertaken.strip(),
        work_planned=row.work_planned.strip(),
        source=source,
        by=by,
    )


def progress_of_count(count: Decimal, target: Decimal | None) -> Decimal:
    """The share of a quantity target that a count makes, at most 100 %, rounded half up to 2 decimals."""
    share = 100 * Fraction(count) / Fraction(target) if target else Fraction(0)
    return half_up(min(Fraction(100), share), 2)


def two_places(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def plan_slugs(actions: set[int]) -> dict[int, str]:
    """The slug of each action's plan, by action id."""
    ids, found = sorted(actions), {}
    for start in range(0, len(ids), BATCH):
        rows = Action.objects.filter(pk__in=ids[start : start + BATCH]).values_list("pk", "plan__slug")
        found.update(dict(rows))
    return found


def milestone_event(update: MilestoneUpdate, by: User | None, scope: str) -> audit.Event:
    fields = ("as_at", "progress", "progress_text", "count", "note", "will_not_complete")
    verb = "milestone.correct" if update.correction_of_id else "milestone.update"
    verb = "milestone.import" if update.source == Source.IMPORTED else verb
    return event(verb, update.milestone, update, fields, by=by, scope=scope, reason=update.reason)


def action_event(update: ActionUpdate, by: User | None, scope: str) -> audit.Event:
    fields = ("as_at", "stated_percent", "stated_summary", "work_undertaken", "work_planned")
    verb = "action.import" if update.source == Source.IMPORTED else "action.update"
    return event(verb, update.action, update, fields, by=by, scope=scope)


def event(verb: str, subject: models.Model, update: models.Model, fields: Sequence[str], **more: Any) -> audit.Event:
    """The event about `subject`, after it what the update says, without what it leaves empty."""
    said = {name: getattr(update, name) for name in fields}
    return audit.event(
        verb, subject, after={name: value for name, value in said.items() if not rules.is_empty(value)}, **more
    )
