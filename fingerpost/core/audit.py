"""Writing the audit trail, in the transaction of the write that it records."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.utils import timezone

from fingerpost.core.inserting import insert_values
from fingerpost.core.models import AuditEvent


def plain_value(value: Any) -> Any:
    """A field's value as JSON can hold it: dates in ISO form, decimals as text, rows by name and number."""
    match value:
        case str() | None:
            return value
        case date() | datetime():
            return value.isoformat()
        case Decimal():
            return str(value)
        case models.Model():
            return f"{value} ({value.pk})"
        case bool() | int() | float():
            return value
        case dict():
            return {str(name): plain_value(inner) for name, inner in value.items()}
        case list() | tuple() | set():
            return [plain_value(inner) for inner in value]
        case _:
            return str(value)


class Event(NamedTuple):
    """The columns of an `AuditEvent` that is not stored yet: an import makes 20,000, a model of each would be slow."""

    verb: str
    by_id: int | None
    subject_type: str
    subject_id: str
    subject_title: str
    scope: str
    before: Any
    after: Any
    reason: str


def event(
    verb: str,
    subject: models.Model,
    *,
    by: AbstractBaseUser | None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    scope: str = "",
) -> Event:
    """An event that is not stored yet. `verb` reads "milestone.edit". `by` is None for the system itself."""
    return Event(
        verb=verb,
        by_id=by.pk if by else None,
        subject_type=subject._meta.model_name or "",
        subject_id=str(subject.pk),
        subject_title=str(subject)[:500],
        scope=scope,
        before=plain_value(before or {}),
        after=plain_value(after or {}),
        reason=reason,
    )


def record(verb: str, subject: models.Model, **more: Any) -> AuditEvent:
    """Store one event. Must be called within the transaction of the write; takes what `event` takes."""
    require_transaction()
    stored = AuditEvent(**event(verb, subject, **more)._asdict())
    stored.save(force_insert=True)
    return stored


def record_all(events: Iterable[Event]) -> None:
    """Store many events with one statement per thousand."""
    require_transaction()
    now = timezone.now()
    insert_values(AuditEvent, (*Event._fields, "at"), ((*event, now) for event in events))


def require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An audit event must be stored in the transaction of the write that it records.")


def changes(row: models.Model, new: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields of `new` that differ from `row`'s, before and after. Sets nothing."""
    before = {name: getattr(row, name) for name, value in new.items() if getattr(row, name) != value}
    return before, {name: new[name] for name in before}
