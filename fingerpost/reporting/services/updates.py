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
from fingerpost.reporting import queries, rules
from fingerpost.reporting.expected import half_up
from fingerpost.reporting.models import ActionUpdate, MilestoneUpdate, PeriodLock, Source

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
    reason: str = ""


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
    asked: bool = False,
) -> MilestoneUpdate:
    """Store what was said of one milestone as at a day. Raises `Refused` with the rule that says no.

    As at a day of a locked period it is a late correction of what holds as at that day, and needs a reason.
    `asked`: a reporting cycle asks `by` for it, which stands in for leading it.
    """
    plan = locked(milestone.action.plan)
    milestone = Milestone.objects.select_related("action__plan").get(pk=milestone.pk)
    refuse_if(
        rules.why_not_update_milestone(by, milestone, asked=asked)
        or rules.why_not_after(plan, as_at)
        or rules.why_not_day(as_at)
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
    update = made(row, by, source, queries.lock_over(plan, as_at))
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
    reason: str = "",
    source: str = Source.TYPED,
    asked: bool = False,
) -> ActionUpdate:
    """Store what was said of one key action as at a day: its own words, and the percentage that it states.

    As at a day of a locked period it is a late correction, and needs a reason.
    `asked` as for `report_progress`.
    """
    plan = locked(action.plan)
    action = Action.objects.select_related("plan").get(pk=action.pk)
    refuse_if(rules.why_not_update_action(by, action, asked=asked) or rules.why_not_after(plan, as_at))
    row = NewActionUpdate(
        action=action,
        as_at=as_at,
        stated_percent=stated_percent,
        stated_summary=stated_summary,
        work_undertaken=work_undertaken,
        work_planned=work_planned,
        reason=reason,
    )
    update = made_for_action(row, by, source, queries.lock_over(plan, as_at))
    update.save(force_insert=True)
    audit.record_all([action_event(update, by, plan.slug)])
    return update


@transaction.atomic
def add_updates(rows: Iterable[NewUpdate], *, by: User | None, source: str = Source.IMPORTED) -> list[MilestoneUpdate]:
    """Store many updates, in the order given, with a handful of statements per thousand. All or none.

    None of them where one says something without a reason as at a day of a locked period.
    """
    refuse_if(rules.why_not_import(by))
    wanted = list(rows)
    for day in {row.as_at for row in wanted}:
        refuse_if(rules.why_not_day(day))
    homes = Homes.of({row.milestone.action_id for row in wanted})
    made_rows = [made(row, by, source, homes.lock(row.milestone.action_id, row)) for row in wanted]
    updates = list(create_many(MilestoneUpdate, made_rows))
    audit.record_all([milestone_event(update, by, homes.slug(update.milestone.action_id)) for update in updates])
    return updates


@transaction.atomic
def add_action_updates(
    rows: Iterable[NewActionUpdate], *, by: User | None, source: str = Source.IMPORTED
) -> list[ActionUpdate]:
    """Store many updates of key actions. All or none, as `add_updates`."""
    refuse_if(rules.why_not_import(by))
    wanted = list(rows)
    homes = Homes.of({row.action.pk for row in wanted})
    made_rows = [made_for_action(row, by, source, homes.lock(row.action.pk, row)) for row in wanted]
    updates = ActionUpdate.objects.bulk_create(made_rows, batch_size=BATCH)
    audit.record_all([action_event(update, by, homes.slug(update.action_id)) for update in updates])
    return updates


@dataclass(frozen=True, slots=True)
class Homes:
    """The plans of some key actions, held so that none is locked meanwhile, with their locks."""

    plans: dict[int, int]
    slugs: dict[int, str]
    locks: dict[int, list[PeriodLock]]

    @classmethod
    def of(cls, actions: set[int]) -> Homes:
        """Two queries, and one for each thousand key actions."""
        ids, plans = sorted(actions), {}
        for start in range(0, len(ids), BATCH):
            plans.update(dict(Action.objects.filter(pk__in=ids[start : start + BATCH]).values_list("pk", "plan")))
        held = Plan.objects.select_for_update().filter(pk__in=set(plans.values())).order_by("pk")
        return cls(plans, {plan.pk: plan.slug for plan in held}, queries.locks_of(set(plans.values())))

    def slug(self, action: int) -> str:
        return self.slugs[self.plans[action]]

    def lock(self, action: int, row: NewUpdate | NewActionUpdate) -> PeriodLock | None:
        """The lock that covers the day of a row. Without a reason of its own the row cannot be added."""
        lock = queries.covering(self.locks.get(self.plans[action], ()), row.as_at)
        refuse_if("" if row.reason.strip() else rules.why_not_import_into(lock))
        return lock


def locked(plan: Plan) -> Plan:
    """The plan read afresh, so that it cannot be closed while an update goes in."""
    return Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)


def made(row: NewUpdate, by: User | None, source: str, lock: PeriodLock | None) -> MilestoneUpdate:
    """The update that a row asks for, not stored yet, after every rule about what it says; not those about its day.

    `lock` is the one that covers its day: then it corrects what holds as at that day.
    """
    refuse_if(rules.why_not_late(lock, row.reason))
    corrected = row.correction_of
    if lock and corrected is None:
        corrected = queries.updates_of(row.milestone, as_at=row.as_at).first()
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
        late_for=lock,
        reason=row.reason.strip(),
        by=by,
    )


def made_for_action(row: NewActionUpdate, by: User | None, source: str, lock: PeriodLock | None) -> ActionUpdate:
    refuse_if(rules.why_not_late(lock, row.reason))
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
        correction_of=queries.updates_of_action(row.action, as_at=row.as_at).first() if lock else None,
        late_for=lock,
        reason=row.reason.strip(),
        by=by,
    )


def progress_of_count(count: Decimal, target: Decimal | None) -> Decimal:
    """The share of a quantity target that a count makes, at most 100 %, rounded half up to 2 decimals."""
    share = 100 * Fraction(count) / Fraction(target) if target else Fraction(0)
    return half_up(min(Fraction(100), share), 2)


def two_places(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def milestone_event(update: MilestoneUpdate, by: User | None, scope: str) -> audit.Event:
    fields = ("as_at", "progress", "progress_text", "count", "note", "will_not_complete")
    verb = "milestone.correct" if update.correction_of_id or update.late_for_id else "milestone.update"
    verb = "milestone.import" if update.source == Source.IMPORTED else verb
    return event(verb, update.milestone, update, fields, by=by, scope=scope, reason=update.reason)


def action_event(update: ActionUpdate, by: User | None, scope: str) -> audit.Event:
    fields = ("as_at", "stated_percent", "stated_summary", "work_undertaken", "work_planned")
    verb = "action.correct" if update.late_for_id else "action.update"
    verb = "action.import" if update.source == Source.IMPORTED else verb
    return event(verb, update.action, update, fields, by=by, scope=scope, reason=update.reason)


def event(verb: str, subject: models.Model, update: models.Model, fields: Sequence[str], **more: Any) -> audit.Event:
    """The event about `subject`, after it what the update says, without what it leaves empty."""
    said = {name: getattr(update, name) for name in fields}
    return audit.event(
        verb, subject, after={name: value for name, value in said.items() if not rules.is_empty(value)}, **more
    )
