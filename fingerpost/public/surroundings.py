"""Where the pages of the site stand: on this server, or as plain files on another."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings

from fingerpost.public.middleware import ROOT


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`root` is the whole address of the site, "" where that is not known. `letters` is what stands before /public/ in
    the address at which comments and requests are taken: "" on the same server, None nowhere."""

    root: str
    letters: str | None
    is_files: bool = False

    def whole(self, place: str, path: str) -> str:
        """The address of a place below the root, whole, or from the file at `path` where the root is not known."""
        return f"{self.root}{place}" if self.root else from_folder(place, path)


def from_folder(to: str, path: str) -> str:
    """The way from the folder of one path to another: "a/b/" from "a/c/index.html" is "../b/"."""
    place, mark, rest = re.match(r"([^?#]*)([?#]?)(.*)", to, re.DOTALL).groups()  # type: ignore[union-attr]
    found = posixpath.relpath(place or ".", posixpath.dirname(path) or ".")
    return f"{found}/{mark}{rest}" if not place or place.endswith("/") else f"{found}{mark}{rest}"


def served() -> Surroundings:
    return Surroundings(f"{settings.SITE}{ROOT}", "")


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
