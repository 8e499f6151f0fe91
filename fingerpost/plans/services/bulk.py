"""Many milestones edited at once: all of them, or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fingerpost.core import audit
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.people.models import User
from fingerpost.plans import rules
from fingerpost.plans.models import Milestone, MilestoneChange, MilestoneState, Plan
from fingerpost.plans.services.adding import BATCH
from fingerpost.plans.services.writing import lock
from fingerpost.plans.versions import changed_meanwhile

BULK_FIELDS = ("title", "due", "lead", "weight", "quantity_target", "quantity_unit")


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A row of the table as it came back. `seen`: what the editor saw (`versions.values_of` of BULK_FIELDS)."""

    key: int
    title: str
    due: date | None
    lead: User | None
    weight: Decimal
    quantity_target: Decimal | None
    quantity_unit: str
    seen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with one cell. `row` counts from 1; `field` is "" for the row as a whole. `conflict`: somebody
    else changed the cell meanwhile."""

    row: int
    field: str
    message: str
    conflict: bool = False

    def __str__(self) -> str:
        label = labels().get(self.field, "")
        place = _("Row %(row)s, %(label)s") if label else _("Row %(row)s")
        return f"{place % {'row': self.row, 'label': label}}: {self.message}"


class RowErrors(Refused):
    """Some rows cannot be stored, so none was."""

    def __init__(self, errors: Sequence[RowError]) -> None:
        super().__init__(" ".join(str(error) for error in errors))
        self.errors = list(errors)


def labels() -> dict[str, str]:
    """The columns of the table, as a person reads them."""
    return {
        "title": _("Title"),
        "due": _("Due date"),
        "lead": _("Lead officer"),
        "weight": _("Weight"),
        "quantity_target": _("Quantity"),
        "quantity_unit": _("Unit"),
    }


@transaction.atomic
def bulk_edit_milestones(
    *, plan: Plan, rows: Sequence[MilestoneRow], reason: str, by: User | None, on: date | None = None
) -> int:
    """Store the rows of a table of milestones of one plan, all or none; returns how many changed.

    In a plan in force each due date that was there and is changed counts as moved: `reason` is needed and kept
    with it. Raises `RowErrors` with every fault found, cell by cell. The number of statements does not grow with
    the rows, up to a batch.
    """
    plan, reason = lock(plan), reason.strip()
    refuse_if(rules.why_not_edit(by, plan))
    stored = Milestone.objects.filter(action__plan=plan).in_bulk([row.key for row in rows])
    errors = [fault for number, row in enumerate(rows, 1) for fault in faults(number, row, stored.get(row.key))]
    if errors:
        raise RowErrors(errors)
    edits = [(stored[row.key], *audit.changes(stored[row.key], values(row, stored[row.key]))) for row in rows]
    edits = [edit for edit in edits if edit[1]]
    if rules.due_needs_reason(plan) and any(before.get("due") for _row, before, _after in edits):
        refuse_if(rules.why_not_reason(reason))
    store(plan, edits, reason, by, on or timezone.localdate())
    return len(edits)


def values(row: MilestoneRow, milestone: Milestone) -> dict[str, Any]:
    """The fields as they are to be stored. The key of the lead stands for the lead: no query for each row."""
    new = {name: getattr(row, name) for name in BULK_FIELDS if name != "lead"}
    new["title"], new["quantity_unit"] = row.title.strip(), row.quantity_unit.strip()
    return new | {"lead_id": row.lead.pk if row.lead else None}


def faults(number: int, row: MilestoneRow, milestone: Milestone | None) -> Iterable[RowError]:
    """What keeps a row from being stored."""
    if milestone is None:
        yield RowError(number, "", _("This milestone is no longer in the plan."))
        return
    for change in changed_meanwhile(milestone, row.seen):
        message = _("Somebody else changed this meanwhile. Look at their change first.")
        yield RowError(number, change.field, message, conflict=True)
    if fault := rules.why_not_title(row.title.strip(), 1000):
        yield RowError(number, "title", fault)
    if fault := rules.why_not_dates(milestone.starts, row.due):
        yield RowError(number, "due", fault)
    if row.due != milestone.due and milestone.state != MilestoneState.ACTIVE:
        yield RowError(number, "due", _("This milestone is not active any more, so its due date stays."))
    for name in ("weight", "quantity_target", "quantity_unit"):
        try:
            Milestone._meta.get_field(name).clean(getattr(row, name), milestone)  # type: ignore[union-attr]
        except ValidationError as error:
            yield RowError(number, name, " ".join(error.messages))
    if row.quantity_target is not None and row.quantity_target <= 0:
        yield RowError(number, "quantity_target", _("A quantity must be above zero."))


def store(
    plan: Plan, edits: list[tuple[Milestone, dict[str, Any], dict[str, Any]]], reason: str, by: User | None, on: date
) -> None:
    """Write the rows, the moved dates and the audit events, each with one statement a batch."""
    moves, events = [], []
    for row, before, after in edits:
        for name, value in after.items():
            setattr(row, name, value)
        if "due" in before:
            moves += keep_original(plan, row, before["due"], reason=reason, by=by, on=on)
        why = reason if before.get("due") else ""
        events.append(
            audit.event("milestone.edit", row, by=by, before=before, after=after, reason=why, scope=plan.slug)
        )
    names = ["title", "due", "original_due", "lead", "weight", "quantity_target", "quantity_unit"]
    Milestone.objects.bulk_update([row for row, _before, _after in edits], names, batch_size=BATCH)
    MilestoneChange.objects.bulk_create(moves, batch_size=BATCH)
    audit.record_all(events)


def keep_original(
    plan: Plan, row: Milestone, was: date | None, *, reason: str, by: User | None, on: date
) -> list[MilestoneChange]:
    """As `edit_milestone` and `move_due_date`: a draft is corrected, a plan in force keeps what was promised."""
    unmoved = row.original_due is None or row.original_due == was
    if unmoved and (was is None or not rules.due_needs_reason(plan)):
        row.original_due = row.due
    if not rules.due_needs_reason(plan):
        return []
    return [MilestoneChange(milestone=row, kind="due", on=on, from_due=was, to_due=row.due, reason=reason, by=by)]
