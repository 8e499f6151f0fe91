"""Writing the site into a folder: what changed alone, on all cores, and nothing that is no longer public stays."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from fingerpost.core.files import write_whole
from fingerpost.core.refusals import Refused
from fingerpost.public import general, pages
from fingerpost.public.exporting import process
from fingerpost.public.exporting.assets import assets, program
from fingerpost.public.exporting.links import Checked, LeadsOut, relative
from fingerpost.public.exporting.manifest import Entry, Manifest
from fingerpost.public.exporting.searching import FOLDER, SEARCHED, index_of
from fingerpost.public.site import File, Page, Part, Site, parts_of
from fingerpost.public.surroundings import Surroundings, within

FEW = 2_000  # files; with fewer a second process, which takes seconds to start, costs more than it saves
NOT_FOUND = "404.html"
SHOWN = 10  # broken links that are named
Told = Callable[[str, int, int], None]  # what is being done, how much of it is, of how much


@dataclass(frozen=True, slots=True)
class Wanted:
    """An export: the folder, the address that it will have ("" where not known), how many processes at most."""

    directory: Path
    url: str = ""
    jobs: int = 1

    @property
    def surroundings(self) -> Surroundings:
        """Comments and requests are taken by this service, where it has an address that everybody reaches."""
        return Surroundings(self.url, settings.URL or None, is_files=True)

    def digest(self, made_of: Iterable[str]) -> str:
        """Of all that decides a file."""
        own = (settings.URL, settings.PARTNERSHIP_NAME, settings.PARTNERSHIP_COLOUR, settings.TIME_ZONE)
        told = (
            program(),
            self.url,
            *own,
            settings.PARTNERSHIP_LOGO,
            settings.LICENCE,
            settings.LANGUAGE_CODE,
            *made_of,
        )
        return hashlib.sha256("\n".join(map(str, told)).encode()).hexdigest()


@dataclass(slots=True)
class Done:
    """What there is after an export, and how much of it was written and deleted in this run."""

    pages: int
    files: int
    written: int
    deleted: int


@dataclass(frozen=True, slots=True)
class Written:
    path: str
    sha256: str
    is_new: bool


def export(wanted: Wanted, told: Told = lambda _what, _done, _of: None) -> Done:
    """Write the site as it is now. Refuses a folder of something else, and where a link leads nowhere."""
    manifest = Manifest.of(wanted.directory)
    wanted.directory.mkdir(parents=True, exist_ok=True)
    site = Site.now()
    planned: dict[str, str] = {}
    work: dict[str, set[str]] = {}
    with within(wanted.surroundings):
        for part in whole(site):
            for one in part.contents():
                planned[one.path] = wanted.digest(one.made_of)
                if not manifest.is_current(one.path, planned[one.path]):
                    work.setdefault(part.key, set()).add(one.path)
    manifest.announce(planned)
    own = dict(assets().values())
    found = [*write_parts(site, wanted, work, told), *write_all(wanted.directory, own)]
    for made in found:
        manifest.files[made.path] = Entry(made_of=planned.get(made.path, ""), sha256=made.sha256)
    searched = write_index(manifest, told)
    kept = {*planned, *own, *(path for path in manifest.files if path.startswith(FOLDER))}
    deleted = manifest.forget(kept)
    check_links(manifest, wanted, told)
    manifest.write()
    count = sum(path.endswith(".html") for path in kept)
    new = sum(made.is_new for made in [*found, *searched])
    return Done(pages=count, files=len(kept) - count, written=new, deleted=deleted)


def whole(site: Site) -> Iterator[Part]:
    """The site with the pages that only plain files need."""
    yield from parts_of(site)
    newest = tuple(one.sha256 for one in site.newest)
    yield Part(
        "files",
        lambda: [
            Page("search/", newest, lambda: general.search_of_files(site.latest)),
            Page(NOT_FOUND, (), pages.not_found),
        ],
    )


def write_parts(site: Site, wanted: Wanted, work: Mapping[str, set[str]], told: Told) -> Iterator[Written]:
    """The pages and files asked for by the keys of their parts. With many, in several processes."""
    total, done = sum(map(len, work.values())), 0
    told(_("Writing pages"), 0, total)
    if total < FEW or wanted.jobs < 2 or len(work) < 2:
        for part in whole(site):
            if part.key in work:
                yield from (found := write_part(part, work[part.key], wanted))
                told(_("Writing pages"), done := done + len(found), total)
        return
    largest = sorted(work.items(), key=lambda one: -len(one[1]))
    begun = (str(wanted.directory), wanted.url, given_out_in(site))
    try:
        with ProcessPoolExecutor(wanted.jobs, get_context("spawn"), process.begin, begun) as processes:
            for task in as_completed([processes.submit(process.write, key, paths) for key, paths in largest]):
                yield from (found := [Written(*one) for one in task.result()])
                told(_("Writing pages"), done := done + len(found), total)
    except BrokenProcessPool as fault:
        raise Refused(
            _("A process of the export ended early, or something was published meanwhile. Run it again.")
        ) from fault


def given_out_in(site: Site) -> list[tuple[int, str, str]]:
    """What decides which pages there are."""
    return [(one.pk, one.sha256, one.state) for one in site.publications]


def write_part(part: Part, paths: set[str], wanted: Wanted) -> list[Written]:
    """Those of the part's pages and files that are asked for."""
    there = {address: path for address, (path, _body) in assets().items()}
    with within(wanted.surroundings):
        return [
            write(wanted.directory, one.path, body_of(one, there, wanted))
            for one in part.contents()
            if one.path in paths
        ]


def body_of(one: Page | File, there: Mapping[str, str], wanted: Wanted) -> bytes:
    if isinstance(one, File):
        return one.read()
    # Whatever is not found is answered with this page: its links hold wherever it is shown, if the address is known.
    root = urlsplit(wanted.url).path.rstrip("/") if wanted.url and one.path == NOT_FOUND else None
    try:
        return relative(one.render(), one.path, there, site=wanted.url, root=root).encode()
    except LeadsOut as fault:
        raise Refused(
            _("The page %(page)s links to %(link)s, which the exported site does not hold.")
            % {"page": one.path, "link": fault}
        ) from fault


def write_all(directory: Path, files: Mapping[str, bytes]) -> list[Written]:
    return [write(directory, path, body) for path, body in files.items()]


def write(directory: Path, path: str, body: bytes) -> Written:
    """Whole or not at all; left alone where it is the same."""
    place, sha256 = directory / path, hashlib.sha256(body).hexdigest()
    with suppress(OSError):
        if place.read_bytes() == body:
            return Written(path, sha256, is_new=False)
    place.parent.mkdir(parents=True, exist_ok=True)
    write_whole(place, body, durable=False)
    return Written(path, sha256, is_new=True)


def write_index(manifest: Manifest, told: Told) -> list[Written]:
    """The search index, made anew where a page that is searched changed."""
    pages = {path: entry.sha256 for path, entry in manifest.files.items() if path.startswith(SEARCHED)}
    made_of = hashlib.sha256("\n".join(f"{path} {pages[path]}" for path in sorted(pages)).encode()).hexdigest()
    before = [path for path in manifest.files if path.startswith(FOLDER)]
    if before and all(manifest.is_current(path, made_of) for path in before):
        return []
    told(_("Making the search index"), 0, 1)
    found = write_all(manifest.directory, dict(index_of(manifest.directory)))
    gone = set(before) - {one.path for one in found}
    manifest.forget(set(manifest.files) - gone)
    manifest.files |= {one.path: Entry(made_of=made_of, sha256=one.sha256) for one in found}
    return found


def check_links(manifest: Manifest, wanted: Wanted, told: Told) -> None:
    """Refuses where a page links to a file or a place in a page that is not there."""
    checked = Checked()
    html = sorted(path for path in manifest.files if path.endswith(".html"))
    for done, path in enumerate(html):
        told(_("Checking links"), done, len(html))
        checked.add(path, (manifest.directory / path).read_text(), urlsplit(wanted.url).path or "/")
    broken = [f"{page} → {posixpath.join('/', to)}" for to, page in checked.broken(manifest.directory)]
    if broken:
        raise Refused(
            _("These links lead nowhere, so the export is not fit to be shown: %(links)s")
            % {"links": "; ".join(broken[:SHOWN])}
        )
