"""The same plan in Redmine, from Debian's packages: its pages against ours, one after the other in turns."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import published
from bench.load import program
from bench.measured import Measured, Missing, Step, seconds, times
from bench.serving import HOST, environment, folder, granian, page, running, warm
from bench.sizes import Sizes
from fingerpost.core.management.commands.serve import THREADS
from fingerpost.papers.making import Wanted, content_of
from fingerpost.public.models import Publication

REDMINE = Path("/usr/share/redmine")
PLAN = f"/public/latest/{published.PLAN}/"
PDF = "PDF of all milestones"
PAIRS = {  # what -> our address, Redmine's
    "First page; overview of the project": ("/public/", "/projects/plan"),
    "Plan; roadmap, which lists all issues": (PLAN, "/projects/plan/roadmap"),
    "Plan; roadmap without the issues": (PLAN, "/projects/plan/roadmap?tracker_ids[]="),
    "Outcome; version": (f"{PLAN}outcomes/outcome-0/", "/versions/1"),
    "Key action; issue with its sub-issues": (f"{PLAN}actions/key-action-0/", "/issues/1"),
    PDF: (f"{PLAN}files/milestones.pdf", "/projects/plan/issues.pdf?set_filter=1"),
}


def puma(port: int) -> list[str]:
    """With as many processes and threads as `fingerpost serve` gives Granian."""
    at_once = ["--workers", str(os.cpu_count()), "--threads", f"{THREADS}:{THREADS}"]
    return [program("puma", "puma"), *at_once, "--environment", "production", "--bind", f"tcp://{HOST}:{port}"]


def filled(plan: str, step: Step) -> dict[str, str]:
    """The environment of a Redmine with an SQLite file of its own that holds the plan, given as its plan.json."""
    where = folder() / "redmine"
    where.mkdir()
    (where / "plan.json").write_text(plan)
    given = {
        "RAILS_ENV": "production",
        "DATABASE_URL": f"sqlite3:{where / 'redmine.sqlite3'}",
        "SCHEMA": str(where / "schema.rb"),
        "REDMINE_LANG": "en",
    }
    making = str(Path(__file__).with_name("redmine.rb"))
    for command in (
        ["rake", "db:migrate"],
        ["rake", "redmine:load_default_data"],
        ["rails", "runner", making, str(where / "plan.json")],
    ):
        step(f"Redmine: {command[1]}")
        done = subprocess.run(
            ["bundle", "exec", *command],
            env={**os.environ, **given},
            cwd=REDMINE,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise AssertionError(f"Redmine could not be filled: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return given


@contextmanager
def both(sizes: Sizes, step: Step) -> Iterator[tuple[int, int]]:
    """Fingerpost and Redmine with the same plan; their ports."""
    step("Publishing what is to be read")
    published.publish(*sizes.site)
    plan = Publication.objects.get(plan_slug=published.PLAN).snapshot
    with running(granian, environment()) as ours, running(puma, filled(plan, step), where=REDMINE) as theirs:
        yield ours, theirs


def taken(port: int, address: str) -> float:
    """Seconds until a page is there whole."""
    start = time.perf_counter()
    page(port, address)
    return time.perf_counter() - start


def asked(ports: tuple[int, int], addresses: tuple[str, str], turns: int) -> list[float]:
    """Median seconds of each, asked in turns, when every process has answered it before."""
    both = list(zip(ports, addresses, strict=True))
    for one in both:
        warm(*one)
    rounds = [[taken(*one) for one in both] for _turn in range(turns)]
    return [statistics.median(times) for times in zip(*rounds, strict=True)]


def making(sizes: Sizes) -> float:
    """Seconds in which Fingerpost makes the PDF, which it does once, in publishing."""
    plan = Publication.objects.select_related("plan").get(plan_slug=published.PLAN).plan
    times = []
    for _turn in range(sizes.rounds):
        start = time.perf_counter()
        content_of(Wanted(kind="milestones", plan=plan, period=published.PERIOD, as_at=published.PERIOD.end), "pdf")
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def measure(sizes: Sizes, step: Step) -> Measured:
    if not REDMINE.is_dir():
        raise Missing("Redmine is not installed here. On Debian: apt-get install redmine redmine-sqlite puma")
    rows: list[tuple[str, ...]] = []
    figures: dict[str, float] = {}
    with both(sizes, step) as ports:
        for what, addresses in PAIRS.items():
            step(f"Fingerpost and Redmine: {what}")
            ours, theirs = asked(ports, addresses, sizes.asked)
            sizes_of = [len(page(*one)) for one in zip(ports, addresses, strict=True)]
            rows.append(row(what, ours, theirs, sizes_of))
            figures |= {what: ours, f"{what}, Redmine": theirs}
        made = making(sizes)
    rows.append((f"{PDF}, made anew", seconds(made), seconds(theirs), times(theirs / made), "", ""))
    figures["PDF made"] = made
    head = ("Fingerpost; Redmine", "Fingerpost", "Redmine", "Redmine takes", "Size", "Redmine's")
    return Measured("redmine", "The same plan in Redmine", head, tuple(rows), figures)


def row(what: str, ours: float, theirs: float, sizes: list[int]) -> tuple[str, ...]:
    return (what, seconds(ours), seconds(theirs), times(theirs / ours), *(f"{size / 1000:,.0f} kB" for size in sizes))
