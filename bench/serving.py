"""Servers in processes of their own, for as long as they are measured."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from django.db import connection

HOST = "127.0.0.1"
VENDORS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
Command = Callable[[int], list[str]]  # of a server that is to answer on this port


def folder() -> Path:
    """That of the benchmark, gone with it."""
    return Path(os.environ["FINGERPOST_DATA"])


def database_url() -> str:
    """That of the benchmark's own database, which is not the one of the setting; "" for SQLite."""
    if connection.vendor == "sqlite":
        return ""
    at = urllib.parse.urlsplit(os.environ["DATABASE_URL"])
    return at._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


def environment() -> dict[str, str]:
    """In which `fingerpost` has the database at hand."""
    return {"FINGERPOST_DATA": str(folder()), "DATABASE_URL": database_url()}


def granian(port: int) -> list[str]:
    """As it runs in earnest, without the worker."""
    return [sys.executable, "-m", "fingerpost", "serve", "--no-worker", "--address", f"{HOST}:{port}"]


@contextmanager
def running(command: Command, given: Mapping[str, str], *, where: Path | None = None) -> Iterator[int]:
    """A server with these variables, started in a folder; the port that it answers on."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = int(free.getsockname()[1])
    log = folder() / f"server-{port}.log"
    with log.open("w") as told:
        process = subprocess.Popen(command(port), env={**os.environ, **given}, cwd=where, stderr=told, stdout=told)
        try:
            wait_for(port, process, log)
            yield port
        finally:
            process.terminate()
            process.wait(30)


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _turn in range(300):
        if process.poll() is not None:
            raise AssertionError(f"The server did not start: {log.read_text()}")
        try:
            with socket.create_connection((HOST, port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("The server did not answer within 30 seconds.")


def warm(port: int, address: str) -> None:
    """Asks often enough for every process to have answered once, which is when it reads most of its program."""
    for _turn in range(4 * (os.cpu_count() or 1)):
        page(port, address)


def page(port: int, address: str, **headers: str) -> bytes:
    """What a server answers; an error ends the measure."""
    asked = HTTPConnection(HOST, port, timeout=60)
    asked.request("GET", address, headers=headers)
    answer = asked.getresponse()
    body = answer.read()
    asked.close()
    if answer.status != 200:
        raise AssertionError(f"{address} answers {answer.status}")
    return body
