"""The service navigation: each app may bring a `navigation.py` with `links(user) -> list[Link]`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

Person = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True, slots=True)
class Link:
    """One entry. Lower `position` comes first; `current` marks the page that is shown, or the part it is in.

    `covers` are the starts of further addresses that belong to the part.
    """

    label: str
    url: str
    position: int = 50
    current: bool = False
    covers: tuple[str, ...] = ()

    def match(self, path: str) -> int:
        """How much of an address this entry stands for: the longest start of it, 0 for none. "/" is only itself."""
        starts = [
            start for start in (self.url, *self.covers) if path == start or (start != "/" and path.startswith(start))
        ]
        return max(map(len, starts), default=0)


@cache
def sources() -> list[Callable[[Person], list[Link]]]:
    """The `links` function of every app that has one. Apps are asked, so that core imports none of them."""
    names = [f"{config.name}.navigation" for config in apps.get_app_configs() if config.name.startswith("fingerpost.")]
    modules = [import_module(name) for name in names if name != __name__ and find_spec(name) is not None]
    return [module.links for module in modules if hasattr(module, "links")]


def navigation(request: HttpRequest) -> list[Link]:
    """What this person's navigation shows, in order; the entry with the longest matching address is current."""
    found = sorted((link for source in sources() for link in source(request.user)), key=lambda link: link.position)
    best = max((link.match(request.path) for link in found), default=0)
    return [replace(link, current=0 < best == link.match(request.path)) for link in found]
