"""Publications made of snapshots by hand, without building anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from fingerpost.core.periods import Period
from fingerpost.plans.models import Plan
from fingerpost.public.content import Snapshot, Span, as_json, sha256
from fingerpost.public.models import Publication, PublicationFile, PublicationState
from tests import factories
from tests.public.snapshots import snapshot

AT = datetime(2009, 10, 20, 9, 30, tzinfo=UTC)


def span(slug: str) -> Span:
    period = Period.parse(slug)
    return Span(period.slug, period.label, period.start, period.end)


def make_publication(content: Snapshot | None = None, *, period: str = "2009-10-q2", **fields: Any) -> Publication:
    """Public unless `state` says otherwise; its plan is made where there is none of that slug."""
    content = replace(content or snapshot(), period=span(period), version=fields.get("version", 1))
    slug = content.plan.slug
    plan = Plan.objects.filter(slug=slug).first() or factories.make_plan(slug=slug, title=content.plan.title)
    text = as_json(content)
    given = {
        "plan": plan,
        "plan_slug": slug,
        "title": content.plan.title,
        "period": period,
        "ends": content.period.ends,
        "state": PublicationState.PUBLIC,
        "snapshot": text,
        "sha256": sha256(text),
        "built_at": AT,
        "published_at": AT,
        **fields,
    }
    if given["state"] in {PublicationState.PREPARED, PublicationState.SCHEDULED}:
        given["published_at"] = None
    if given["state"] == PublicationState.WITHDRAWN:
        given = {"withdrawn_at": AT, "withdraw_reason": "A figure was wrong.", **given}
    return Publication.objects.create(**given)


def make_file(publication: Publication, name: str = "chart-1.svg", body: bytes = b"<svg/>") -> PublicationFile:
    kept = default_storage.save(f"publications/{name}", ContentFile(body))
    return PublicationFile.objects.create(
        publication=publication, name=name, media_type="image/svg+xml", stored_as=kept, size=len(body), sha256="a" * 64
    )
