"""Reading the audit trail."""

from __future__ import annotations

from datetime import date

from django.db.models import Model, QuerySet

from fingerpost.core.models import AuditEvent


def history_of(subject: Model, limit: int = 50) -> QuerySet[AuditEvent]:
    """What happened to one thing, the latest first: one query. For `core/components/history.html`."""
    kind = subject._meta.model_name
    found = AuditEvent.objects.filter(subject_type=kind, subject_id=str(subject.pk)).select_related("by")
    return found.order_by("-id")[:limit]


def events_matching(
    *,
    person: str = "",
    act: str = "",
    kind: str = "",
    words: str = "",
    scope: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[AuditEvent]:
    """The whole trail, the latest first. `act` is the second half of a verb; days are inclusive and local."""
    conditions = {
        "by__name__icontains": person,
        "verb__endswith": act and f".{act}",
        "subject_type": kind,
        "subject_title__icontains": words,
        "scope": scope,
        "at__date__gte": since,
        "at__date__lte": until,
    }
    wanted = {name: value for name, value in conditions.items() if value}
    return AuditEvent.objects.select_related("by").filter(**wanted).order_by("-at", "-id")
