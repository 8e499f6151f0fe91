"""What every service here does: lock the plan, set named fields, leave an audit event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model

from fingerpost.core import audit
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.people.models import User
from fingerpost.plans import rules
from fingerpost.plans.models import Plan
from fingerpost.plans.versions import Conflict, changed_meanwhile

Row = TypeVar("Row", bound=Model)


def lock(plan: Plan) -> Plan:
    """The plan read afresh and locked until the transaction ends: changes to one plan's structure queue up.

    SQLite has no row locks; there the transaction itself is the only writer (BEGIN IMMEDIATE).
    """
    return Plan.objects.select_for_update().get(pk=plan.pk)


def lock_both(one: Plan, other: Plan) -> tuple[Plan, Plan]:
    """Two plans locked, always in the order of their keys, so that two writers cannot wait for each other."""
    found = {
        plan.pk: plan for plan in Plan.objects.select_for_update().filter(pk__in={one.pk, other.pk}).order_by("pk")
    }
    return found[one.pk], found[other.pk]


def set_fields(
    row: Model,
    new: Mapping[str, Any],
    *,
    verb: str,
    by: User | None,
    scope: str,
    reason: str = "",
    seen: Mapping[str, str] | None = None,
) -> bool:
    """Store the fields that differ and say so in the audit trail. False where nothing differs: nothing is written.

    `seen` is what the editor saw (`versions.values_of`); raises `Conflict` where that no longer holds.
    """
    if seen is not None and (meanwhile := changed_meanwhile(row, seen)):
        raise Conflict(meanwhile)
    before, after = audit.changes(row, tidy(row, new))
    if not before:
        return False
    for name, value in after.items():
        setattr(row, name, value)
    row.save(update_fields=list(after))
    audit.record(verb, row, by=by, before=before, after=after, reason=reason, scope=scope)
    return True


def tidy(row: Model, new: Mapping[str, Any]) -> dict[str, Any]:
    """The fields ready to be stored: text without blanks around it, and each value one that its column can hold."""
    ready = {name: value.strip() if isinstance(value, str) else value for name, value in new.items()}
    if "title" in ready:
        refuse_if(rules.why_not_title(ready["title"], getattr(row._meta.get_field("title"), "max_length", 0)))
    for name, value in ready.items():
        if not isinstance(value, Model):
            check_value(type(row), name, value)
    return ready


@lru_cache(maxsize=2048)  # an import sets the same few dates and labels on thousands of rows
def check_value(kind: type[Model], name: str, value: str | date | Decimal | int | None) -> None:
    """Raises `Refused` where the column of a field, which is no relation, cannot hold a value."""
    field = kind._meta.get_field(name)
    try:
        field.clean(value, None)  # type: ignore[union-attr]
    except ValidationError as error:
        label = str(getattr(field, "verbose_name", name)).capitalize()
        raise Refused(f"{label}: {' '.join(error.messages)}") from error


def record_new(row: Row, *, by: User | None, scope: str, reason: str = "", fields: Mapping[str, Any]) -> Row:
    """The audit event of a new row: `fields` is what it was made of, without what is empty."""
    after = {name: value for name, value in fields.items() if value not in {None, ""}}
    audit.record(f"{row._meta.model_name}.add", row, by=by, after=after, reason=reason, scope=scope)
    return row


def remove(row: Model, *, by: User | None, scope: str) -> None:
    """Delete a row, keeping its values in the audit trail."""
    values = {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}
    before = {name: value for name, value in values.items() if value not in {None, ""}}
    audit.record(f"{row._meta.model_name}.delete", row, by=by, before=before, scope=scope)
    row.delete()
