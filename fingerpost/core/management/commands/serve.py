"""`fingerpost serve`: the web server, with static files, for real use."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import ArgumentParser, BooleanOptionalAction
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from fingerpost.core.commands import Command as Base
from fingerpost.core.commands import why_not_current
from fingerpost.core.refusals import refuse_if
from fingerpost.settings import setting

THREADS = 4  # of each worker; pages wait for the database more than for the processor


class Command(Base):
    help = "Serve the pages. Put a proxy with HTTPS in front for anybody beyond this machine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--address", default=setting("FINGERPOST_ADDRESS"), metavar="HOST:PORT", help="default: FINGERPOST_ADDRESS"
        )
        parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes; as many as cores")
        parser.add_argument(
            "--worker",
            action=BooleanOptionalAction,
            default=not settings.SHARED,
            help="also run `fingerpost worker`, which ends with the server; done unless FINGERPOST_URL is set",
        )

    def run(self, **options: Any) -> None:
        host, port = host_and_port(options["address"])
        refuse_if(why_not_serve())
        shown = settings.URL or f"http://{options['address']}/"
        self.stderr.write(f"Fingerpost answers at {shown} (workers: {options['workers']}). Stop it with Ctrl-C.")
        os.environ["FINGERPOST_ADDRESS"] = options["address"]  # for the processes that it starts
        with worker_beside(wanted=options["worker"]):
            server(host, port, options["workers"]).serve()


@contextmanager
def worker_beside(*, wanted: bool) -> Iterator[None]:
    """A worker in a process of its own, for as long as the server runs. It ends too when the server is killed."""
    if not wanted:
        yield
        return
    command = [sys.executable, "-m", "fingerpost", "worker", "--child"]
    # A session of its own: Ctrl-C is for the server alone, which then stops the worker, once and in good order.
    with subprocess.Popen(command, start_new_session=True) as worker:  # noqa: S603
        try:
            yield
        finally:
            worker.terminate()


def host_and_port(address: str) -> tuple[str, int]:
    """From "127.0.0.1:8000" or "[::1]:8000"; a usage error where it is neither."""
    host, _colon, port = address.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise CommandError(f"“{address}” is not HOST:PORT, such as 127.0.0.1:8000.", returncode=2)
    return host.strip("[]"), int(port)


def why_not_serve() -> str:
    """A server without static files or with an old database would fail page by page."""
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        return "The static files are not built. Run: make setup"
    return why_not_current()


def server(host: str, port: int, workers: int) -> Any:
    """A Granian server; its class differs by platform."""
    return Granian(
        "fingerpost.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
        websockets=False,
    )
