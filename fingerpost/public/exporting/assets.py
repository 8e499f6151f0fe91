"""Style, icon, logo and script of the pages, and what of the program decides how they look."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import reverse

import fingerpost
from fingerpost.core.colours import theme_css

STATIC = ("fingerpost.css", "core/fingerpost.svg", "public/search.js")
SUFFIXES = {".py", ".html", ".mo"}
FOLDER = "assets/"


def assets() -> dict[str, tuple[str, bytes]]:
    """By the address in a page: the path of the file in the export, and what is in it."""
    found = {}
    for name in STATIC:
        url = staticfiles_storage.url(name)
        source = finders.find(name)
        if source is None:
            raise FileNotFoundError(name)
        found[url] = (FOLDER + PurePosixPath(urlsplit(url).path).name, Path(source).read_bytes())
    theme = f"{reverse('theme')}?{settings.PARTNERSHIP_COLOUR[1:]}"
    found[theme] = (
        f"{FOLDER}theme-{settings.PARTNERSHIP_COLOUR[1:]}.css",
        theme_css(settings.PARTNERSHIP_COLOUR).encode(),
    )
    if settings.PARTNERSHIP_LOGO:
        logo = Path(settings.PARTNERSHIP_LOGO)
        found[reverse("logo")] = (f"{FOLDER}logo{logo.suffix.lower()}", logo.read_bytes())
    return found


@cache
def program() -> str:
    """A digest of the code, templates and catalogues: while it is the same, the same snapshot gives the same page."""
    digest = hashlib.sha256(version("django").encode())
    for folder in map(Path, fingerpost.__path__):
        for file in sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES):
            digest.update(str(file.relative_to(folder)).encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()
