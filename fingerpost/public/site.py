"""Every public address with what it is made of, for whoever writes the site as plain files.

Whatever is added to the site is added to a part here, as a page or as a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial

from django.core.files.storage import default_storage

from fingerpost.public import general, pages
from fingerpost.public.content import Snapshot
from fingerpost.public.middleware import ROOT
from fingerpost.public.models import NewsItem, NewsState, Publication, PublicationFile, PublicationState
from fingerpost.public.opendata import feeds, linked, packages
from fingerpost.public.pages import Shown
from fingerpost.public.queries import given_out, newest, news, snapshot_of
from fingerpost.public.surroundings import surroundings

S = PublicationState
SITEMAP = "sitemap.xml"


@dataclass(frozen=True)
class Site:
    """What was given out, the latest period first."""

    publications: tuple[Publication, ...]

    @classmethod
    def now(cls) -> Site:
        """One query; snapshots are read when they are needed."""
        return cls(tuple(given_out()))

    @cached_property
    def public(self) -> list[Publication]:
        return [one for one in self.publications if one.state == S.PUBLIC]

    @cached_property
    def newest(self) -> list[Publication]:
        """Of each plan the publication of its latest period."""
        return newest(self.public)

    @cached_property
    def latest(self) -> list[Shown]:
        """These with their snapshots, in the order of the first page."""
        return general.leading(Shown(one, snapshot_of(one), f"{ROOT}{one.address}") for one in self.newest)

    @cached_property
    def all_news(self) -> list[NewsItem]:
        """What is out, withdrawn items too. One query."""
        return list(news())

    @property
    def news(self) -> list[NewsItem]:
        return [one for one in self.all_news if one.state == NewsState.PUBLIC]

    @cached_property
    def everything(self) -> tuple[str, ...]:
        """What decides all that is made of every publication."""
        return tuple(f"{one.sha256}:{one.state}" for one in self.publications)

    @property
    def built_last(self) -> Publication | None:
        return max(self.public, key=lambda one: (one.built_at, one.pk), default=None)

    @property
    def last_built(self) -> Snapshot | None:
        """The snapshot that was made last: it knows the groups as they are."""
        return snapshot_of(self.built_last) if self.built_last else None

    @cached_property
    def files(self) -> dict[int, list[PublicationFile]]:
        """Charts and papers by publication, of those that are not withdrawn. One query."""
        found: dict[int, list[PublicationFile]] = {}
        shown = [one.pk for one in self.publications if one.state != S.WITHDRAWN]
        for file in PublicationFile.objects.filter(publication__in=shown):
            found.setdefault(file.publication_id, []).append(file)
        return found


@dataclass(frozen=True, slots=True)
class Page:
    """`address` is below the root, `made_of` has the SHA-256 of the snapshots that it shows: while these and the
    program are the same, so is the page. `status` is what a server answers with."""

    address: str
    made_of: tuple[str, ...]
    render: Callable[[], str]
    status: int = 200

    @property
    def path(self) -> str:
        """Of the plain file."""
        return f"{self.address}index.html" if self.address.endswith("/") or not self.address else self.address


@dataclass(frozen=True, slots=True)
class File:
    """What is no page, at its address below the root. `made_of` as of a page."""

    path: str
    made_of: tuple[str, ...]
    read: Callable[[], bytes]


def everywhere(site: Site) -> Iterator[str]:
    """The pages that a search engine should know, whole addresses left out: those of all publications, and of what the
    newest of each plan hold. The others are reached from these."""
    yield from (page.address for page in general_pages(site) if page.status == 200)
    yield from (one.address for one in site.public)
    for one in site.newest:
        for kind, slugs in items_of(snapshot_of(one)).items():
            yield from (f"{one.address}{kind}s/{slug}/" for slug in slugs)


def at(path: str) -> Callable[[str], str]:
    """Where a place below the root is, as the file at `path` says it."""
    return lambda place: surroundings().whole(place, path)


def catalogue(site: Site) -> bytes:
    areas = {one.snapshot.plan.slug: one.snapshot.plan.area for one in site.latest}
    shown = (one for one in site.publications if one.state != S.WITHDRAWN)
    return linked.catalogue(shown, areas, at("data/catalogue.jsonld"))


# What is made of the whole site and is no page: media type, and what makes it
GENERATED: dict[str, tuple[str, Callable[[Site], bytes]]] = {
    "data/catalogue.jsonld": ("application/ld+json", catalogue),
    "feed.atom": (
        "application/atom+xml; charset=utf-8",
        lambda site: feeds.atom(
            [*feeds.entries_of(site.publications), *feeds.entries_of_news(site.all_news)], at("feed.atom")
        ),
    ),
    "calendar.ics": (
        "text/calendar; charset=utf-8",
        lambda site: feeds.calendar(one.snapshot for one in site.latest),
    ),
    SITEMAP: ("application/xml", lambda site: feeds.sitemap(everywhere(site), at(SITEMAP))),
}


@dataclass(frozen=True, slots=True)
class Part:
    """Pages and files that are drawn from the same snapshots. `key` tells it from the other parts of a site."""

    key: str
    pages: Callable[[], Iterable[Page]]
    files: Callable[[], Iterable[File]] = tuple

    def contents(self) -> Iterator[Page | File]:
        yield from self.pages()
        yield from self.files()


def parts_of(site: Site) -> Iterator[Part]:
    """The whole site. No snapshot is read before the pages or files of a part are asked for."""
    yield Part("general", partial(general_pages, site), partial(general_files, site))
    for slug, listed in general.pairs(site.publications).items():
        pairs = [pair for _publication, these in listed for pair in these]
        yield Part(f"compare {slug}", partial(comparisons, pairs))
    for one, address in addresses(site):
        if one.state == S.WITHDRAWN:
            yield Part(f"{one.pk} {address}", partial(withdrawn_pages, one, address))
        else:
            files = site.files.get(one.pk, [])
            yield Part(
                f"{one.pk} {address}",
                partial(pages_of_publication, one, address),
                partial(files_of_publication, one, address, files),
            )
    for one in site.newest:
        yield Part(f"{one.pk} embed", partial(embeds_of, one))


def pages_of(site: Site) -> Iterator[Page]:
    """Every page but those that answer somebody: search, contact and rating."""
    for part in parts_of(site):
        yield from part.pages()


def general_pages(site: Site) -> Iterator[Page]:
    everything = site.everything
    newest = tuple(one.sha256 for one in site.newest)
    last = (site.built_last.sha256,) if site.built_last else ()
    told = tuple(one.sha256 for one in site.news)
    yield Page("", (*newest, *told), lambda: general.home(site.latest, site.news))
    yield Page("news/", told, lambda: general.news(site.news))
    for item in site.all_news:
        status = 410 if item.state == NewsState.WITHDRAWN else 200
        yield Page(item.place, (item.sha256,), partial(general.news_item, item), status)
    yield Page("archive/", everything, lambda: general.archive(site.publications))
    yield Page("compare/", everything, lambda: general.compare_index(site.publications))
    yield Page("localities/", newest, lambda: general.localities(site.latest))
    yield Page("groups/", last, lambda: general.groups(site.last_built))
    yield Page("what-we-publish/", everything, lambda: general.what_we_publish(site.publications))
    yield Page("about-the-data/", (), general.about_the_data)
    yield Page("data/", everything, lambda: general.data(site.latest, site.publications))
    yield Page("accessibility/", (), general.accessibility)
    rows = general.period_rows(site.publications)
    for year in dict.fromkeys(row.period.whole_year for row in rows):
        yield Page(f"{year.slug_of_year}/", everything, partial(general.year, site.publications, year))
    for row in rows:
        yield Page(row.place, everything, partial(general.period, site.publications, row.period))


def general_files(site: Site) -> Iterator[File]:
    """A list of pages needs whole addresses, so it is only where it is known where the site stands."""
    for path, (_media_type, make) in GENERATED.items():
        if path != SITEMAP or surroundings().root:
            told = tuple(one.sha256 for one in site.all_news)
            yield File(path, (*site.everything, *told), partial(make, site))


def addresses(site: Site) -> Iterator[tuple[Publication, str]]:
    """Where each version is read: its own address, that of its period where it holds, and below latest/."""
    holding = {row.pk for period in general.period_rows(site.publications) for row in period.publications}
    for one in site.publications:
        if one.pk in holding:
            yield one, one.place
        if one.state != S.PUBLIC:
            yield one, f"{one.place}version-{one.version}/"
    for one in site.newest:
        yield one, f"latest/{one.plan_slug}/"


def comparisons(pairs: Iterable[general.Pair]) -> Iterator[Page]:
    for pair in pairs:
        yield Page(pair.place, (pair.earlier.sha256, pair.later.sha256), partial(compare, pair))


def compare(pair: general.Pair) -> str:
    return general.compare(pair, snapshot_of(pair.earlier), snapshot_of(pair.later))


def items_of(snapshot: Snapshot) -> dict[str, list[str]]:
    """The slugs of what has a page of its own, by kind."""
    return {"outcome": list(snapshot.outcome), "action": list(snapshot.action), "indicator": list(snapshot.indicator)}


def pages_of_publication(one: Publication, address: str) -> Iterator[Page]:
    """The pages of one publication below an address of it."""
    made_of, snapshot = (one.sha256, one.state), snapshot_of(one)
    shown = Shown(one, snapshot, f"{ROOT}{address}")
    yield Page(address, made_of, partial(pages.plan, shown))
    for kind, slugs in items_of(snapshot).items():
        for slug in slugs:
            yield Page(f"{address}{kind}s/{slug}/", made_of, partial(pages.ITEMS[kind], shown, slug))


def withdrawn_pages(one: Publication, address: str) -> Iterator[Page]:
    """Every page that was there says that it was withdrawn, and why."""
    made_of, page = (one.sha256, one.state), partial(pages.withdrawn, one)
    yield Page(address, made_of, page, status=410)
    for kind, slugs in items_of(snapshot_of(one)).items():
        for slug in slugs:
            yield Page(f"{address}{kind}s/{slug}/", made_of, page, status=410)


def files_of_publication(one: Publication, address: str, files: Iterable[PublicationFile]) -> Iterator[File]:
    """Charts, papers and open data."""
    for file in files:
        yield File(f"{address}files/{file.name}", (file.sha256,), partial(kept, file.stored_as))
    for name in [*packages.FILES, packages.ARCHIVE]:
        yield File(f"{address}data/{name}", (one.sha256,), partial(data, one, name))


def kept(stored_as: str) -> bytes:
    with default_storage.open(stored_as) as file:
        body: bytes = file.read()
    return body


def data(one: Publication, name: str) -> bytes:
    found = packages.file_of(snapshot_of(one), name)
    return found[1] if found else b""


def embeds_of(one: Publication) -> Iterator[Page]:
    snapshot = snapshot_of(one)
    shown = Shown(one, snapshot, f"{ROOT}latest/{one.plan_slug}/")
    for kind in ("outcome", "indicator"):
        for slug in items_of(snapshot)[kind]:
            address = f"embed/{one.plan_slug}/{kind}s/{slug}/"
            yield Page(address, (one.sha256,), partial(pages.embed, shown, kind, slug))
