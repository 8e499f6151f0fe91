"""Every public address with what it is made of, for whoever writes the site as plain files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial

from fingerpost.public import general, pages
from fingerpost.public.content import Snapshot
from fingerpost.public.middleware import ROOT
from fingerpost.public.models import Publication, PublicationState
from fingerpost.public.pages import Shown
from fingerpost.public.queries import given_out, newest, snapshot_of


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
        return [one for one in self.publications if one.state == PublicationState.PUBLIC]

    @cached_property
    def newest(self) -> list[Publication]:
        """Of each plan the publication of its latest period."""
        return newest(self.public)

    @cached_property
    def latest(self) -> list[Shown]:
        """These with their snapshots, in the order of the first page."""
        return general.leading(Shown(one, snapshot_of(one), f"{ROOT}{one.address}") for one in self.newest)

    @property
    def last_built(self) -> Snapshot | None:
        """The snapshot that was made last: it knows the groups as they are."""
        last = max(self.public, key=lambda one: (one.built_at, one.pk), default=None)
        return snapshot_of(last) if last else None


@dataclass(frozen=True, slots=True)
class Page:
    """`address` is below the root, `made_of` has the SHA-256 of the snapshots that it shows: while these and the
    program are the same, so is the page. `status` is what a server answers with."""

    address: str
    made_of: tuple[str, ...]
    render: Callable[[], str]
    status: int = 200


def pages_of(site: Site) -> Iterator[Page]:
    """Every page but search, which answers a question."""
    everything = tuple(f"{one.sha256}:{one.state}" for one in site.publications)
    newest = tuple(one.sha256 for one in site.newest)
    yield Page("", newest, lambda: general.home(site.latest))
    yield Page("archive/", everything, lambda: general.archive(site.publications))
    yield Page("compare/", everything, lambda: general.compare_index(site.publications))
    yield Page("localities/", newest, lambda: general.localities(site.latest))
    yield Page("groups/", newest, lambda: general.groups(site.last_built))
    yield Page("what-we-publish/", everything, lambda: general.what_we_publish(site.publications))
    yield Page("about-the-data/", (), general.about_the_data)
    yield Page("accessibility/", (), general.accessibility)
    rows = general.period_rows(site.publications)
    for year in dict.fromkeys(row.period.whole_year for row in rows):
        yield Page(f"{year.slug_of_year}/", everything, partial(general.year, site.publications, year))
    for row in rows:
        yield Page(row.place, everything, partial(general.period, site.publications, row.period))
    for listed in general.pairs(site.publications).values():
        for _publication, pairs in listed:
            for pair in pairs:
                yield Page(pair.place, (pair.earlier.sha256, pair.later.sha256), partial(compare, pair))
    for one in site.publications:
        if one.state == PublicationState.WITHDRAWN:
            yield Page(one.place, (one.sha256, one.state), partial(pages.withdrawn, one), status=410)
        else:
            yield from pages_of_publication(one, one.address)
    for one in site.newest:
        yield from pages_of_publication(one, f"latest/{one.plan_slug}/")
        yield from embeds_of(one)


def compare(pair: general.Pair) -> str:
    return general.compare(pair, snapshot_of(pair.earlier), snapshot_of(pair.later))


def pages_of_publication(one: Publication, address: str) -> Iterator[Page]:
    """The pages of one publication below an address of it."""
    made_of, snapshot = (one.sha256, one.state), snapshot_of(one)
    shown = Shown(one, snapshot, f"{ROOT}{address}")
    yield Page(address, made_of, partial(pages.plan, shown))
    slugs = {"outcome": list(snapshot.outcome), "action": list(snapshot.action), "indicator": list(snapshot.indicator)}
    for kind, found in slugs.items():
        for slug in found:
            yield Page(f"{address}{kind}s/{slug}/", made_of, partial(pages.ITEMS[kind], shown, slug))


def embeds_of(one: Publication) -> Iterator[Page]:
    snapshot = snapshot_of(one)
    shown = Shown(one, snapshot, f"{ROOT}latest/{one.plan_slug}/")
    for kind, found in {"outcome": list(snapshot.outcome), "indicator": list(snapshot.indicator)}.items():
        for slug in found:
            address = f"embed/{one.plan_slug}/{kind}s/{slug}/"
            yield Page(address, (one.sha256,), partial(pages.embed, shown, kind, slug))
