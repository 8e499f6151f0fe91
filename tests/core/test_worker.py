"""The worker in a process of its own, as an administrator runs it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from fingerpost.core.management.commands.worker import work
from fingerpost.core.ticking import tick
from tests.core.tasks import write
from tests.mail.installation import Installation, installation_in

ROOT = Path(__file__).parents[2]
ENQUEUE = """
from tests.core.tasks import write
write.enqueue(%r, "made in the background")
"""
QUEUE = """
from django.db import transaction
from fingerpost.mail.services import NewMail, queue
with transaction.atomic():
    queue(NewMail(key="1", kind="request", subject="Subject", text="Text", to="ann@example.org"))
"""


def until(there: Callable[[], object], seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while not there():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def worker(installation: Installation, *arguments: str, parent: str = "") -> subprocess.Popen[str]:
    program = [sys.executable, "-m", "fingerpost", "worker", *arguments]
    environment = {**installation.environment, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(program, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_runs_tasks_and_ticks_until_it_is_stopped(number: signal.Signals, tmp_path: Path) -> None:
    installation = installation_in(tmp_path)
    installation.run(QUEUE)
    paper = tmp_path / "paper.txt"
    with worker(installation) as process:
        mailed = until(lambda: list((tmp_path / "mail").glob("*.eml")))
        installation.run(ENQUEUE % str(paper))
        made = until(lambda: paper.exists() and paper.read_text())
        process.send_signal(number)
        _out, said = process.communicate(timeout=30)
    assert (mailed, made, paper.read_text()) == (True, True, "made in the background")
    assert process.returncode == 0
    assert said.splitlines() == ["The worker has started.", "1 mail was sent.", "The worker has stopped."]


@pytest.mark.django_db(transaction=True)
def test_as_a_child_it_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    """Even where that one is killed: else it would go on for ever, unseen."""
    installation = installation_in(tmp_path)
    starting = """
import subprocess
child = subprocess.Popen([sys.executable, "-m", "fingerpost", "worker", "--child"], stderr=subprocess.PIPE, text=True)
child.stderr.readline()
print(child.pid, flush=True)
child.wait()
"""
    with installation.start(starting, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
    assert until(lambda: ended(child))


def ended(process: int) -> bool:
    """Whether a process is there no longer, or has only its name left."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


@pytest.mark.django_db
def test_a_worker_without_its_parent_does_nothing() -> None:
    told: list[object] = []
    work(every=60, parent=os.getppid() + 1, tell=told.append)
    assert told == []


@pytest.mark.django_db
def test_a_task_whose_worker_has_gone_has_failed(settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    now = timezone.now()
    result = write.enqueue("/nowhere", "words")
    DBTaskResult.objects.update(status="RUNNING", started_at=now - timedelta(minutes=50))
    assert tick(now) == []
    assert tick(now + timedelta(minutes=11)) == ["1 task has failed: its worker has gone."]
    result.refresh()
    assert (result.status, result.errors[0].exception_class) == ("FAILED", InterruptedError)
    tick(now + timedelta(days=15))
    assert DBTaskResult.objects.count() == 0


@pytest.mark.django_db
def test_djangos_command_for_administrators_names_ours(capsys: pytest.CaptureFixture[str]) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "fingerpost", "createsuperuser", "--noinput"],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert (told.returncode, told.stderr) == (2, 'Use this instead: fingerpost administrator --name "…" --email …\n')
