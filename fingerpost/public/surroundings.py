"""Where the pages of the site stand: on this server, or as plain files on another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`site` is what stands before /public/ in a whole address, "" where that is not known. `letters` is what stands
    before it where comments and requests are taken: "" on the same server, None nowhere."""

    site: str
    letters: str | None
    is_files: bool = False


def served() -> Surroundings:
    return Surroundings(settings.SITE, "")


_around: ContextVar[Surroundings | None] = ContextVar("around", default=None)


def surroundings() -> Surroundings:
    """Those of the page that is being drawn: this server's unless said otherwise."""
    return _around.get() or served()


@contextmanager
def within(around: Surroundings) -> Iterator[None]:
    """Pages drawn inside stand there."""
    token = _around.set(around)
    try:
        yield
    finally:
        _around.reset(token)
