"""Links of exported pages: made relative, so that the files work from any folder of any server, and checked."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from fingerpost.public.middleware import ROOT
from fingerpost.public.surroundings import from_folder

LINK = re.compile(r'(?<=\s)(?P<name>href|src|action|data-search)="(?P<to>/(?!/)[^"]*)"')
ANY_LINK = re.compile(r'\s(?:href|src|action)="([^"]*)"')
NAMED = re.compile(r'\sid="([^"]*)"')
WHOLE = re.compile(r'<link rel="(?:canonical|alternate)"[^>]*>')


class LeadsOut(ValueError):
    """A page has a link to what the site does not hold; the message is the link."""


def relative(html: str, path: str, assets: Mapping[str, str], *, site: str = "", root: str | None = None) -> str:
    """A page at `path` with its links within the site made relative, or put behind `root` where that is given.

    `assets` gives the path of each address that is not below the root of the site. Canonical addresses stay whole,
    behind `site`, where that is known.
    """

    def rewritten(link: re.Match[str]) -> str:
        place = placed(link["to"], assets)
        return f'{link["name"]}="{from_folder(place, path) if root is None else f"{root}/{place}"}"'

    def whole(tag: re.Match[str]) -> str:
        return tag[0].replace(f'href="{ROOT}', f'href="{site.rstrip("/")}/') if site else tag[0]

    return LINK.sub(rewritten, WHOLE.sub(whole, html))


def placed(to: str, assets: Mapping[str, str]) -> str:
    """What an address of this server is in the export, from its root."""
    if to in assets:
        return assets[to]
    if to.startswith(ROOT):
        return to.removeprefix(ROOT)
    raise LeadsOut(to)


@dataclass
class Checked:
    """What the pages link to: each place and fragment with the first page that does so."""

    places: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, path: str, html: str, root: str = "/") -> None:
        """`root` is the address of the site, for a page whose links begin there."""
        for to in set(ANY_LINK.findall(html)):
            parts = urlsplit(unescape(to))
            if parts.scheme or parts.netloc:
                continue
            way = unquote(parts.path)
            way = way.removeprefix(root) if way.startswith("/") else posixpath.join(posixpath.dirname(path), way)
            place = posixpath.normpath(way) if parts.path else path
            if parts.path.endswith("/") or place == ".":
                place = posixpath.normpath(posixpath.join(place, "index.html"))
            self.places.setdefault((place, unquote(parts.fragment)), path)

    def broken(self, directory: Path) -> Iterator[tuple[str, str]]:
        """The links that lead nowhere, each with a page that has it."""
        ids: dict[str, set[str]] = {}
        for (place, fragment), page in self.places.items():
            if place.startswith("../") or not (directory / place).is_file():
                yield place, page
            elif fragment and place.endswith(".html"):
                if place not in ids:
                    ids[place] = set(NAMED.findall((directory / place).read_text()))
                if fragment not in ids[place]:
                    yield f"{place}#{fragment}", page
