"""The service navigation: each app may bring a `navigation.py` with `links(user) -> list[Link]`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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
    """One entry. Lower `position` comes first; `current` marks the page that is shown, or the part it is in."""

    label: str
    url: str
    position: int = 50
    current: bool = False


@cache
def sources() -> list[Callable[[Person], list[Link]]]:
    """The `links` function of every app that has one. Apps are asked, so that core imports none of them."""
    names = [f"{config.name}.navigation" for config in apps.get_app_configs() if config.name.startswith("fingerpost.")]
    return [
        import_module(name).links
        for name in names
        if name != "fingerpost.core.navigation" and find_spec(name) is not None
    ]


def navigation(request: HttpRequest) -> list[Link]:
    """What this person's navigation shows, in order; the entry with the longest matching address is current."""
    found = sorted((link for source in sources() for link in source(request.user)), key=lambda link: link.position)
    matching = [link.url for link in found if request.path.startswith(link.url)]
    here = max(matching, key=len, default="")
    return [Link(link.label, link.url, link.position, current=link.url == here) for link in found]
