"""The audit trail."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class AuditEvent(models.Model):
    """One write: who did what to which thing, with the values before and after. Never changed, never deleted.

    `scope` is the slug of the plan it belongs to, "" where there is none. `before` and `after` hold only the
    fields that changed, as JSON.
    """

    at = models.DateTimeField(default=timezone.now, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    subject_title = models.CharField(max_length=500)
    scope = models.CharField(max_length=80, blank=True, db_index=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["subject_type", "subject_id", "-id"], name="history_of_one_thing")]

    def __str__(self) -> str:
        return f"{self.verb}: {self.subject_title}"
