"""What is done by the clock: each app may bring a `ticking.py` with `tick(now) -> list[str]` and a POSITION.

`tick` does what is due and says so in a sentence each, nothing where nothing was due. It may be called at any moment,
as often as anybody likes, and by two processes at once. `Refused` is for what somebody has to mend.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps

from fingerpost.core import stopping
from fingerpost.core.refusals import Refused

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Part:
    """Lower `position` comes first; mails are handed over last, at 100."""

    name: str
    position: int
    tick: Callable[[datetime], list[str]]


@dataclass(frozen=True, slots=True)
class Done:
    """What a part did, in sentences; `failed` is the reason where it could not."""

    part: str
    done: list[str] = field(default_factory=list)
    failed: str = ""

    def plain(self) -> dict[str, Any]:
        return asdict(self)


@cache
def parts() -> tuple[Part, ...]:
    """Every app that has something to do by the clock. Apps are asked, so that core imports none of them."""
    configs = [config for config in apps.get_app_configs() if config.name.startswith("fingerpost.")]
    modules = {
        config.label: import_module(f"{config.name}.ticking")
        for config in configs
        if find_spec(f"{config.name}.ticking") is not None
    }
    found = [Part(label, module.POSITION, module.tick) for label, module in modules.items()]
    return tuple(sorted(found, key=lambda part: part.position))


def run(parts: Iterable[Part], now: datetime) -> list[Done]:
    """Let each part do what is due. One that fails does not keep the others from it."""
    return [tended(part, now) for part in parts if not stopping.ASKED.is_set()]


def tended(part: Part, now: datetime) -> Done:
    try:
        return Done(part.name, part.tick(now))
    except Refused as refusal:
        return Done(part.name, failed=refusal.reason)
    except Exception as fault:
        logger.exception("The tick of %s failed", part.name)
        return Done(part.name, failed=f"{type(fault).__name__}: {fault}")
