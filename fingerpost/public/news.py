"""Writing, publishing, correcting and withdrawing news. Every write is audited in its transaction."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fingerpost.core import audit
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.core.slugs import free_slug
from fingerpost.people.models import User
from fingerpost.plans.services.writing import set_fields
from fingerpost.public.models import NewsItem, NewsState
from fingerpost.public.rules import why_not_news, why_not_publish_any

SCOPE = "news"


@transaction.atomic
def write_news(*, title: str, summary: str, text: str, by: User | None) -> NewsItem:
    """A draft."""
    refuse_if(why_not_publish_any(by))
    taken = set(NewsItem.objects.values_list("slug", flat=True))
    row = NewsItem.objects.create(
        slug=free_slug(title, taken, fallback="news"), title=title, summary=summary, text=text
    )
    after = {"title": title, "summary": summary, "text": text}
    audit.record("news.add", row, by=by, after=after, scope=SCOPE)
    return row


def locked(item: NewsItem) -> NewsItem:
    return NewsItem.objects.select_for_update(of=("self",)).get(pk=item.pk)


@transaction.atomic
def edit_news(*, item: NewsItem, title: str, summary: str, text: str, notice: str = "", by: User | None) -> NewsItem:
    """Change a draft; or correct what is out, saying what changed."""
    row = locked(item)
    refuse_if(why_not_news(by, row, "edit"))
    new: dict[str, object] = {"title": title, "summary": summary, "text": text}
    if row.state == NewsState.PUBLIC:
        if not notice.strip():
            raise Refused(_("Say what changed: the notice stands at the top of the page."))
        new |= {"notice": notice.strip(), "corrected_at": timezone.now()}
    set_fields(row, new, verb="news.edit", by=by, scope=SCOPE, reason=notice.strip())
    return row


@transaction.atomic
def publish_news(*, item: NewsItem, at: datetime | None = None, by: User | None) -> NewsItem:
    """Everybody sees it, from now or from a time to come on."""
    row, now = locked(item), timezone.now()
    refuse_if(why_not_news(by, row, "publish"))
    if at is not None and at <= now:
        raise Refused(_("Choose a time that is still to come."))
    new = {"state": NewsState.PUBLIC, "published_at": at or now}
    set_fields(row, new, verb="news.publish", by=by, scope=SCOPE)
    return row


@transaction.atomic
def withdraw_news(*, item: NewsItem, reason: str, by: User | None) -> NewsItem:
    """Its address says from now on that it was withdrawn, and why."""
    row = locked(item)
    refuse_if(why_not_news(by, row, "withdraw"))
    if not reason.strip():
        raise Refused(_("Say why it is withdrawn: the reason stands at its address from then on."))
    new = {"state": NewsState.WITHDRAWN, "withdrawn_at": timezone.now(), "withdraw_reason": reason.strip()}
    set_fields(row, new, verb="news.withdraw", by=by, scope=SCOPE, reason=reason.strip())
    return row
