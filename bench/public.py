"""The public site under rising load: Granian and gunicorn, SQLite and PostgreSQL, and the same pages as plain files."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench import published
from bench.load import Load, load, program
from bench.measured import Measured, Step, seconds, times
from bench.serving import HOST, folder, granian, page, running, warm
from bench.sizes import Sizes
from fingerpost.core.management.commands.serve import THREADS

NGINX = """
{user}
daemon off;
pid nginx.pid;
error_log stderr;
worker_processes auto;
events {{}}
http {{
  types {{ text/html html; }}
  access_log off;
  client_body_temp_path temporary;
  proxy_temp_path temporary;
  fastcgi_temp_path temporary;
  uwsgi_temp_path temporary;
  scgi_temp_path temporary;
  server {{ listen {host}:{port}; root {root}; }}
}}
"""


def gunicorn(port: int) -> list[str]:
    """With as many processes and threads as `fingerpost serve` gives Granian."""
    at_once = [
        f"--workers={os.cpu_count()}",
        f"--threads={THREADS}",
        "--worker-class=gthread",
        "--keep-alive=60",
        "--no-control-socket",
    ]
    return [sys.executable, "-m", "gunicorn", *at_once, f"--bind={HOST}:{port}", "fingerpost.wsgi:application"]


@contextmanager
def nginx(files: Path) -> Iterator[int]:
    """A static server over plain files."""
    where = folder() / "nginx"
    where.mkdir()
    user = "user root;" if os.geteuid() == 0 else ""  # the folder is closed to others

    def command(port: int) -> list[str]:
        (where / "nginx.conf").write_text(NGINX.format(user=user, host=HOST, port=port, root=files))
        return [program("nginx", "nginx-light"), "-p", str(where), "-c", "nginx.conf", "-e", "stderr"]

    with running(command, {}, where=where) as port:
        yield port


def keep(port: int, addresses: Sequence[str], files: Path) -> None:
    """Every page as a file."""
    for address in addresses:
        file = files / address.lstrip("/") / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(page(port, address))


def in_turns(ports: dict[str, int], addresses: Sequence[str], sizes: Sizes, step: Step) -> dict[tuple[str, int], Load]:
    """Of each server and number of connections the median round by requests a second; the servers take turns."""
    taken: dict[tuple[str, int], list[Load]] = {}
    for connections in sizes.connections:
        for turn in range(sizes.turns):
            for name, port in ports.items():
                step(f"{name}, {connections} connections, turn {turn + 1} of {sizes.turns}")
                one = load(port, addresses, connections=connections, seconds=sizes.seconds)
                taken.setdefault((name, connections), []).append(one)
    return {place: sorted(loads, key=lambda one: one.rate)[len(loads) // 2] for place, loads in taken.items()}


def measure(sizes: Sizes, step: Step) -> Measured:
    program("wrk", "wrk")
    step("Publishing what is to be read")
    databases = published.databases(sizes)
    addresses = published.addresses()
    with ExitStack() as stack:
        ports: dict[str, int] = {}
        for database, given in databases.items():
            ports[f"Granian, {database}"] = stack.enter_context(running(granian, given))
            ports[f"gunicorn, {database}"] = stack.enter_context(running(gunicorn, given))
        files = folder() / "plain"
        keep(next(iter(ports.values())), addresses, files)
        ports["nginx, the same pages as plain files"] = stack.enter_context(nginx(files))
        for name, port in ports.items():
            step(f"{name}: warming up")
            warm(port, addresses[0])
            load(port, addresses, connections=max(sizes.connections), seconds=sizes.seconds)
        found = in_turns(ports, addresses, sizes, step)
    return shown(list(ports), found, sizes)


def shown(names: Sequence[str], found: dict[tuple[str, int], Load], sizes: Sizes) -> Measured:
    """A row for each server, and how often as many pages it serves at best as the first."""
    best = {name: max(found[name, connections].rate for connections in sizes.connections) for name in names}
    rows = []
    for name in names:
        loads = [found[name, connections] for connections in sizes.connections]
        rows.append(
            (name, *(f"{one.rate:,.0f} ({seconds(one.p95)})" for one in loads), times(best[name] / best[names[0]]))
        )
    figures = {f"{name} at {connections}": one.rate for (name, connections), one in found.items()}
    figures |= {f"{name} at {connections}, p95": one.p95 for (name, connections), one in found.items()}
    head = ("Served by", *(plural(connections) for connections in sizes.connections), "At best, against the first")
    return Measured("public", "Pages a second of the public site (95th percentile)", head, tuple(rows), figures)


def plural(connections: int) -> str:
    return "1 connection" if connections == 1 else f"{connections} connections"
