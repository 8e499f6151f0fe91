"""Writing the site as plain files: sites of growing size, first whole, then again, then with one period more."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count, islice
from pathlib import Path

from bench import published
from bench.measured import Measured, Step, seconds, times
from bench.serving import environment, folder
from bench.sizes import Sizes
from fingerpost.core.periods import Period
from fingerpost.public import services
from fingerpost.public.content import Snapshot, Span, as_json, from_json, sha256
from fingerpost.public.models import Publication, PublicationFile, PublicationState

PLAN, MILESTONES = "exported", 300
TURNS = 2  # of which the quicker counts
PERIODS = 40  # of a plan; then comes another plan


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the command. `processor` is that of all its processes, `memory` the most that one had, in bytes."""

    seconds: float
    processor: float
    memory: int
    pages: int
    written: int


def places() -> Iterator[tuple[str, Period]]:
    """Plans and periods without end: ten years of quarters, one after the other, then those of another plan."""
    quarters = [published.PERIOD]
    while len(quarters) < PERIODS:
        quarters.insert(0, quarters[0].previous)
    for number in count():
        yield from ((f"{PLAN}-{number}", quarter) for quarter in quarters)


def add(number: int) -> None:
    """So many publications more. Each says what the prepared one does, but for plan and period."""
    built = Publication.objects.prefetch_related("files").get(plan_slug=PLAN)
    before = Publication.objects.filter(plan_slug__startswith=f"{PLAN}-").count()
    said = from_json(built.snapshot)
    for slug, period in islice(places(), before, before + number):
        files = list(built.files.all())
        row = copy_of(built, said, slug, period)
        PublicationFile.objects.bulk_create(
            PublicationFile(
                publication=row,
                name=one.name,
                media_type=one.media_type,
                stored_as=one.stored_as,
                size=one.size,
                sha256=one.sha256,
            )
            for one in files
        )


def copy_of(built: Publication, said: Snapshot, slug: str, period: Period) -> Publication:
    span = Span(period.slug, period.label, period.start, period.end)
    text = as_json(replace(said, plan=replace(said.plan, slug=slug), period=span, as_at=period.end))
    return Publication.objects.create(
        plan=built.plan,
        plan_slug=slug,
        title=built.title,
        period=period.slug,
        ends=period.end,
        state=PublicationState.PUBLIC,
        snapshot=text,
        sha256=sha256(text),
        built_at=built.built_at,
        published_at=built.built_at,
    )


def run(directory: Path, jobs: int) -> Run:
    """`fingerpost export-site`, from its start to its end."""
    command = [sys.executable, "-m", "fingerpost", "export-site", str(directory), f"--jobs={jobs}", "--json"]
    log = folder() / "export.log"
    start = time.perf_counter()
    with (
        log.open("w") as told,
        subprocess.Popen(command, env={**os.environ, **environment()}, stdout=subprocess.PIPE, stderr=told) as process,
    ):
        assert process.stdout is not None
        summary = process.stdout.read()
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    taken = time.perf_counter() - start
    if process.returncode:
        raise AssertionError(f"The export failed: {log.read_text()}")
    done = json.loads(summary)
    return Run(taken, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, done["pages"], done["written"])


@dataclass(frozen=True, slots=True)
class Runs:
    """Of one site: into a new folder, the same in one process, again, and again when a publication came."""

    first: Run
    alone: Run
    again: Run
    more: Run


def site(size: int, kind: int, turn: int) -> Path:
    return folder() / f"site-{size}-{kind}-{turn}"


def in_turns(size: int, jobs: tuple[int, int], step: Step) -> tuple[Run, Run]:
    """With so many processes at most, or so many, each time into a new folder: the quicker run of each."""
    taken: tuple[list[Run], list[Run]] = ([], [])
    for turn in range(TURNS):
        for kind, runs in enumerate(taken):
            step(f"Exporting {size:,} publications, processes: {jobs[kind]}, turn {turn + 1} of {TURNS}")
            runs.append(run(site(size, kind, turn), jobs[kind]))
    return quickest(taken[0]), quickest(taken[1])


def quickest(runs: list[Run]) -> Run:
    return min(runs, key=lambda one: one.seconds)


def runs_of(size: int, step: Step) -> Runs:
    """Adds one publication to those there are."""
    cores = os.cpu_count() or 1
    first, alone = in_turns(size, (cores, 1), step)
    where = site(size, 0, 0)
    step(f"Exporting {size:,} publications again")
    again = run(where, cores)
    if again.written:
        raise AssertionError(f"The second run wrote {again.written} files again.")
    add(1)
    step(f"Exporting one publication beside {size:,}")
    return Runs(first, alone, again, run(where, cores))


def measure(sizes: Sizes, step: Step) -> Measured:
    step("Publishing what is to be exported")
    Publication.objects.all().delete()
    services.prepare(plan=published.plan_of_year(PLAN, MILESTONES), period=published.PERIOD, by=None)
    rows: list[tuple[str, ...]] = []
    figures: dict[str, float] = {}
    before: Run | None = None
    made = 0
    for size in sizes.exported:
        add(size - made)
        made = size + 1
        runs = runs_of(size, step)
        rows.append(row(runs, before))
        figures |= {f"{name} of {size}": one.seconds for name, one in named(runs)}
        figures |= {f"{name} of {size}, processor": one.processor for name, one in named(runs)}
        figures |= {f"memory of {size}": float(runs.first.memory), f"pages of {size}": float(runs.first.pages)}
        before = runs.first
    head = (
        "Site", "First run", "Pages a second", "Against the row above", "In one process", "Second run",
        "One period more", "Most memory of a process",
    )  # fmt: skip
    return Measured("export", "The public site as plain files: time (processor time)", head, tuple(rows), figures)


def named(runs: Runs) -> list[tuple[str, Run]]:
    return [("first run", runs.first), ("alone", runs.alone), ("second run", runs.again), ("one more", runs.more)]


def row(runs: Runs, before: Run | None) -> tuple[str, ...]:
    first, more = runs.first, runs.more
    return (
        f"{first.pages:,} pages",
        both(first),
        f"{first.pages / first.seconds:,.0f} ({first.pages / first.processor:,.0f})",
        f"{times(first.processor / before.processor)} for {times(first.pages / before.pages)}" if before else "",
        both(runs.alone),
        both(runs.again),
        f"{both(more)}, {more.written:,} files",
        f"{first.memory / 1e6:,.0f} MB",
    )


def both(run: Run) -> str:
    """Time on the wall, and that of all processors."""
    return f"{seconds(run.seconds)} ({seconds(run.processor)})"
