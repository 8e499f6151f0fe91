"""What public pages read: publications that were given out, and their snapshots. No live table is touched."""

from __future__ import annotations

from functools import lru_cache

from django.db.models import QuerySet
from django.utils import timezone

from fingerpost.public.content import Snapshot, from_json
from fingerpost.public.models import GIVEN_OUT, NewsItem, NewsState, Publication, PublicationState


def given_out() -> QuerySet[Publication]:
    """Every version that has an address, the latest period first, without its snapshot."""
    return Publication.objects.filter(state__in=GIVEN_OUT).defer("snapshot")


def public() -> QuerySet[Publication]:
    """The version in force of each plan and period."""
    return given_out().filter(state=PublicationState.PUBLIC)


def news() -> QuerySet[NewsItem]:
    """What is out, withdrawn items too, the latest first."""
    return NewsItem.objects.exclude(state=NewsState.DRAFT).filter(published_at__lte=timezone.now())


def newest(publications: QuerySet[Publication] | list[Publication]) -> list[Publication]:
    """Of each plan the one of the latest period, in the order given; of two that end on a day the later published."""
    found: dict[str, Publication] = {}
    for one in publications:
        found.setdefault(one.plan_slug, one)
    return list(found.values())


def snapshot_of(publication: Publication) -> Snapshot:
    """What it says. A query where it was not read before by this process: a snapshot never changes."""
    return _read(publication.sha256, publication.pk)


@lru_cache(maxsize=48)
def _read(sha256: str, key: int) -> Snapshot:
    return from_json(Publication.objects.values_list("snapshot", flat=True).get(pk=key, sha256=sha256))
