"""`fingerpost worker`: what takes long, and what is due by the clock."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import sys
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.db import Error, close_old_connections, connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from fingerpost.core import schedule, stopping
from fingerpost.core.commands import Command as Base
from fingerpost.core.commands import why_not_current
from fingerpost.core.refusals import refuse_if

logger = logging.getLogger(__name__)
PAUSE = 1.0  # seconds between two looks for something to do


class Command(Base):
    help = "Do what takes long, such as making papers, and a tick every minute, until Ctrl-C or SIGTERM."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=float, default=60.0, metavar="SECONDS", help="between two ticks")
        parser.add_argument("--child", action="store_true", help="stop when the process that started it has gone")

    def run(self, **options: Any) -> None:
        refuse_if(why_not_current())
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        self.stderr.write("The worker has started.")
        work(every=options["every"], parent=os.getppid() if options["child"] else 0, tell=self.tell)
        self.stderr.write("The worker has stopped.")

    def tell(self, done: schedule.Done) -> None:
        for sentence in [*done.done, *([f"fingerpost: {done.part}: {done.failed}"] if done.failed else [])]:
            self.stderr.write(sentence)


def stop(number: int, frame: FrameType | None) -> None:
    """The first signal lets the piece at hand come to its end, the second does not."""
    if stopping.ASKED.is_set():
        sys.exit(1)
    stopping.ASKED.set()


def work(*, every: float, parent: int, tell: Any) -> None:
    """Until asked to stop, or until `parent` (0 for none) is no longer the process that started this one."""
    name, next_tick = f"worker-{secrets.token_hex(8)}", time.monotonic()
    while not stopping.ASKED.is_set() and parent in (0, os.getppid()):
        try:
            if time.monotonic() >= next_tick:
                next_tick = time.monotonic() + every
                for done in schedule.run(schedule.parts(), timezone.now()):
                    tell(done)
            if not run_one_task(name):
                stopping.ASKED.wait(PAUSE)
        except Error:  # the database went away; it may come back
            logger.exception("The database does not answer")
            connections.close_all()
            stopping.ASKED.wait(10 * PAUSE)


def run_one_task(name: str) -> bool:
    """Whether there was one that waited."""
    worker = Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=PAUSE,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=name,
    )
    close_old_connections()
    worker.run()
    return worker._run_tasks > 0
