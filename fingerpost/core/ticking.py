"""Tasks in the background: those whose worker has gone are ended, and what ended long ago is taken away."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import ngettext
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.models import DBTaskResult

POSITION = 10
LONGEST = timedelta(hours=1)
KEPT = timedelta(days=14)


def tick(now: datetime) -> list[str]:
    """A task that never ended has failed: whoever waits for it is told, and may start it again."""
    lost = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=now - LONGEST).update(
        status=TaskResultStatus.FAILED,
        finished_at=now,
        exception_class_path="builtins.InterruptedError",
        traceback="The worker ended before the task did.",
    )
    DBTaskResult.objects.finished().filter(finished_at__lt=now - KEPT).delete()
    words = ngettext(
        "%(n)s task has failed: its worker has gone.", "%(n)s tasks have failed: their worker has gone.", lost
    )
    return [words % {"n": lost}] if lost else []
