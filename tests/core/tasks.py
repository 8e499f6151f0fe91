"""A task for the tests of the worker."""

from __future__ import annotations

from pathlib import Path

from django_tasks import task


@task()
def write(path: str, words: str) -> int:
    return Path(path).write_text(words)
