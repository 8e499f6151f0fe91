"""Where a process of an export begins: nothing that needs Django is imported before Django is set up."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

_write: dict[str, Callable[[set[str]], list[Any]]] = {}


def begin(directory: str, url: str, known: list[tuple[int, str, str]]) -> None:
    """`known` is what was given out when the export began. Fails where that is no longer so."""
    Thread(target=end_with, args=(os.getppid(),), daemon=True).start()
    import django

    django.setup()
    from functools import partial

    from fingerpost.public.exporting import writing
    from fingerpost.public.site import Site

    site, wanted = Site.now(), writing.Wanted(Path(directory), url)
    if writing.given_out_in(site) != known:
        raise RuntimeError("what is public changed while the export was running")
    for part in writing.whole(site):
        _write[part.key] = partial(writing.write_part, part, wanted=wanted)


def end_with(parent: int) -> None:
    """A process of an export that was killed has nobody to write for."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def write(key: str, paths: set[str]) -> list[tuple[str, str, bool]]:
    """Path, SHA-256 and whether it is new of each file of a part."""
    return [(one.path, one.sha256, one.is_new) for one in _write[key](paths)]
