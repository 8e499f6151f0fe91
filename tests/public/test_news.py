"""News: written, published, corrected, withdrawn, and read by everybody."""

from __future__ import annotations

from datetime import timedelta

import feedparser
import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from fingerpost.core.models import AuditEvent
from fingerpost.core.refusals import Refused
from fingerpost.people.models import Role, User
from fingerpost.public import news
from fingerpost.public.models import NewsItem
from tests import factories

pytestmark = pytest.mark.django_db
WORDS = {"title": "A club for young people opens", "summary": "It opens in May.", "text": "It opens.\n\nCome along."}


def published(**more: str) -> NewsItem:
    return news.publish_news(item=news.write_news(**{**WORDS, **more}, by=None), by=None)


def page(address: str, status: int = 200) -> str:
    answer = Client().get(f"/public/{address}")
    assert answer.status_code == status
    return answer.content.decode()


def test_a_draft_is_read_by_nobody() -> None:
    row = news.write_news(**WORDS, by=None)
    page(row.place, 404)
    for address in ("", "news/", "feed.atom"):
        assert row.title not in page(address)


def test_what_is_published_stands_in_the_list_on_the_first_page_and_in_the_feed() -> None:
    row = published()
    assert "<p>Come along.</p>" in page("news/a-club-for-young-people-opens/")
    assert row.title in page("news/")
    assert row.title in page("")
    (entry,) = feedparser.parse(page("feed.atom")).entries
    assert (entry.title, entry.summary) == (row.title, row.summary)


def test_one_that_is_published_later_is_not_seen_before() -> None:
    row = news.write_news(**WORDS, by=None)
    news.publish_news(item=row, at=timezone.now() + timedelta(hours=1), by=None)
    page(row.place, 404)
    NewsItem.objects.update(published_at=timezone.now())
    page(row.place)


def test_a_correction_says_what_changed() -> None:
    row = published()
    with pytest.raises(Refused, match="Say what changed"):
        news.edit_news(item=row, **{**WORDS, "text": "It opens in June."}, by=None)
    news.edit_news(item=row, **{**WORDS, "text": "It opens in June."}, notice="It is June, not May.", by=None)
    assert "It is June, not May." in page(row.place)
    assert feedparser.parse(page("feed.atom")).entries[0].summary == "It is June, not May."


def test_what_is_withdrawn_says_why_at_its_address() -> None:
    row = published()
    with pytest.raises(Refused, match="Say why"):
        news.withdraw_news(item=row, reason=" ", by=None)
    row = news.withdraw_news(item=row, reason="The date was wrong.", by=None)
    told = page(row.place, 410)
    assert "The date was wrong." in told
    assert "Come along." not in told
    assert row.title not in page("news/")
    with pytest.raises(Refused, match="stays as it is"):
        news.edit_news(item=row, **WORDS, by=None)
    with pytest.raises(Refused, match="published already"):
        news.publish_news(item=row, by=None)


def test_a_time_that_has_gone_by_is_refused() -> None:
    with pytest.raises(Refused, match="still to come"):
        news.publish_news(item=news.write_news(**WORDS, by=None), at=timezone.now() - timedelta(days=1), by=None)


def test_only_coordinators_and_administrators_write_news_and_all_is_in_the_audit_trail(coordinator: User) -> None:
    with pytest.raises(Refused, match="You may not"):
        news.write_news(**WORDS, by=factories.make_user(role=Role.LEAD_OFFICER))
    row = news.publish_news(item=news.write_news(**WORDS, by=coordinator), by=coordinator)
    news.withdraw_news(item=row, reason="Wrong.", by=coordinator)
    verbs = AuditEvent.objects.filter(scope="news").order_by("pk").values_list("verb", "by__pk")
    assert list(verbs) == [(f"news.{verb}", coordinator.pk) for verb in ("add", "publish", "withdraw")]


def test_two_of_the_same_title_have_addresses_of_their_own() -> None:
    assert [published().slug, published().slug] == ["a-club-for-young-people-opens", "a-club-for-young-people-opens-2"]


def test_a_coordinator_writes_publishes_and_corrects_on_the_web(coordinator_client: Client) -> None:
    answer = coordinator_client.post("/publications/news/add/", WORDS, follow=True)
    assert "The draft is kept." in answer.content.decode()
    here = "/publications/news/items/a-club-for-young-people-opens/"
    coordinator_client.post(f"{here}publish/", {"day": "", "time": ""})
    assert "What changed" in coordinator_client.get(f"{here}edit/").content.decode()
    coordinator_client.post(f"{here}edit/", {**WORDS, "title": "A club opens", "notice": "The title was long."})
    assert "The title was long." in page("news/a-club-for-young-people-opens/")
    coordinator_client.post(f"{here}withdraw/", {"reason": "Wrong."})
    page("news/a-club-for-young-people-opens/", 410)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_take_the_same_queries_at_any_size(
    rows: int, coordinator_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(rows):
        published()
    with django_assert_num_queries(2):  # publications, news
        page("")
    with django_assert_num_queries(2):
        page("news/")
    with django_assert_num_queries(4):  # session, user, count, news
        coordinator_client.get("/publications/news/")
