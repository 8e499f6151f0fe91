"""Progress bars on stderr for commands, shown on a terminal only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.management.base import OutputWrapper
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

Step = Callable[[str], None]
STEPS = 4


@contextmanager
def steps(stderr: OutputWrapper, total: int = STEPS) -> Iterator[Step]:
    """Gives a function to call, with what comes next, at the start of each step."""
    if not stderr.isatty():
        yield lambda _what: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total)
        begun = False

        def step(what: str) -> None:
            nonlocal begun
            progress.update(task, description=what, advance=1 if begun else 0)
            begun = True

        yield step


@contextmanager
def amount(stderr: OutputWrapper, what: str) -> Iterator[tuple[Callable[[int], None], Callable[[int], None]]]:
    """Gives two functions to call: with how many bytes there are in all, and with how many more were dealt with."""
    if not stderr.isatty():
        yield (lambda _total: None), (lambda _more: None)
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None)
        yield (
            lambda total: progress.update(task, total=total),
            lambda more: progress.update(task, advance=more),
        )


@contextmanager
def counted(stderr: OutputWrapper) -> Iterator[Callable[[str, int, int], None]]:
    """Gives a function to call with what is being done, how much of it is done, and of how much."""
    if not stderr.isatty():
        yield lambda _what, _done, _of: None
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)
        yield lambda what, done, of: progress.update(task, description=what, completed=done, total=of)
