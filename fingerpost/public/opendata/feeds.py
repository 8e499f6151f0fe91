"""What programs watch: an Atom feed of publications, calendars of what is due, and the list of pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event
from lxml import etree
from lxml.builder import ElementMaker

from fingerpost.public.content import Snapshot
from fingerpost.public.models import NewsItem, NewsState, Publication, PublicationState

Where = Callable[[str], str]
OURS = UUID("6f2b0c53-9d0c-4f4e-8d3a-2f4f1f0f5f11")  # the name space of our identifiers
ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
ENTRIES = 50  # of a feed, the latest first
MOST = 50_000  # addresses that a sitemap may hold


def identifier(*parts: object) -> UUID:
    """The same wherever the site stands."""
    return uuid5(OURS, "\n".join(map(str, (settings.PARTNERSHIP_NAME, *parts))))


@dataclass(frozen=True, slots=True)
class Entry:
    """Something new: `place` is where it is read, below the root."""

    key: str
    title: str
    words: str
    place: str
    at: datetime


def entries_of(publications: Iterable[Publication]) -> list[Entry]:
    """What was published, corrected and withdrawn, the latest first."""
    found = []
    for one in publications:
        if one.published_at:
            key = f"{one.plan_slug}/{one.period}/{one.version}"
            named = {"title": f"{one.title}, {one.of.label}", "number": one.version}
            title = _("%(title)s: corrected, version %(number)d") if one.version > 1 else _("%(title)s: published")
            found.append(Entry(key, title % named, one.notice, one.address, one.published_at))
            if one.state == PublicationState.WITHDRAWN and one.withdrawn_at:
                words = _("%(title)s: withdrawn") % named
                found.append(Entry(f"{key}/withdrawn", words, one.withdraw_reason, one.place, one.withdrawn_at))
    return sorted(found, key=lambda entry: (entry.at, entry.key), reverse=True)


def entries_of_news(items: Iterable[NewsItem]) -> list[Entry]:
    """News, and that it was withdrawn."""
    found = []
    for one in items:
        if one.published_at and one.state == NewsState.PUBLIC:
            at = one.corrected_at or one.published_at
            found.append(Entry(f"news/{one.slug}", one.title, one.notice or one.summary, one.place, at))
        elif one.withdrawn_at:
            title = _("%(title)s: withdrawn") % {"title": one.title}
            found.append(Entry(f"news/{one.slug}", title, one.withdraw_reason, one.place, one.withdrawn_at))
    return found


def atom(entries: Iterable[Entry], whole: Where) -> bytes:
    """By RFC 4287."""
    shown = sorted(entries, key=lambda entry: (entry.at, entry.key), reverse=True)[:ENTRIES]
    make = ElementMaker(namespace=ATOM, nsmap={None: ATOM})
    updated = shown[0].at if shown else datetime.fromisoformat("1970-01-01T00:00:00+00:00")
    feed = make.feed(
        make.title(settings.PARTNERSHIP_NAME),
        make.id(identifier("feed").urn),
        make.updated(updated.isoformat()),
        make.author(make.name(settings.PARTNERSHIP_NAME)),
        make.link(rel="self", type="application/atom+xml", href=whole("feed.atom")),
        make.link(rel="alternate", type="text/html", href=whole("")),
    )
    for one in shown:
        feed.append(
            make.entry(
                make.title(one.title),
                make.id(identifier("entry", one.key).urn),
                make.updated(one.at.isoformat()),
                make.link(rel="alternate", type="text/html", href=whole(one.place)),
                make.summary(one.words or one.title),
            )
        )
    return written(feed)


def written(root: etree._Element) -> bytes:
    found: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return found


def calendar(snapshots: Iterable[Snapshot]) -> bytes:
    """By RFC 5545: every milestone on the day on which it is due, and the days on which updates are."""
    found = Calendar()
    found.add("prodid", "-//Fingerpost//Plan delivery//EN")
    found.add("version", "2.0")
    found.add("x-wr-calname", settings.PARTNERSHIP_NAME)
    for snapshot in snapshots:
        for event in events_of(snapshot):
            found.add_component(event)
    body: bytes = found.to_ical()
    return body


def events_of(snapshot: Snapshot) -> Iterable[Event]:
    plan = snapshot.plan
    for action in snapshot.actions:
        for one in action.milestones:
            if one.due and one.standing.code not in {"cancelled", "merged"}:
                words = f"{one.progress_words}. {action.title}. {plan.title}"
                yield event(snapshot, f"{action.slug}/{one.slug}", one.title, words, one.due)
    for coming in snapshot.coming:
        if not coming.to:
            yield event(snapshot, f"{coming.on}/{coming.words}", coming.words, plan.title, coming.on)


def event(snapshot: Snapshot, key: str, title: str, words: str, day: date) -> Event:
    """A whole day; its identifier is the same in every period, so that a calendar replaces what it knew."""
    found = Event()
    found.add("uid", str(identifier("event", snapshot.plan.slug, key)))
    found.add("dtstamp", snapshot.built_at)
    found.add("dtstart", day)
    found.add("dtend", day + timedelta(days=1))
    found.add("summary", title)
    found.add("description", words)
    return found


def sitemap(places: Iterable[str], whole: Where) -> bytes:
    """By https://www.sitemaps.org/protocol.html."""
    make = ElementMaker(namespace=SITEMAP, nsmap={None: SITEMAP})
    return written(make.urlset(*(make.url(make.loc(whole(place))) for place in list(places)[:MOST])))
