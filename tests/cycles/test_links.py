"""Links: one person, one request, for a time, to be taken back; and looking changes nothing."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from fingerpost.core.models import AuditEvent
from fingerpost.core.refusals import Refused
from fingerpost.cycles.links import digest_of, is_ours, new_token
from fingerpost.cycles.models import Arrangements, Cycle, CycleState, Draft, Item, Link, Request
from fingerpost.cycles.rules import last_day
from fingerpost.cycles.services import let_answer, mint, revoke_links
from fingerpost.mail.links import filled
from fingerpost.mail.models import Message
from fingerpost.people.models import User
from fingerpost.reporting.models import MilestoneUpdate
from tests import factories
from tests.conftest import signed_in
from tests.cycles.asking import asked, link_to, open_cycle, steps, typed

pytestmark = pytest.mark.django_db
WRITES = {"INSERT", "UPDATE", "DELETE"}


@pytest.fixture(autouse=True)
def fresh_counts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def test_only_a_digest_is_stored() -> None:
    request = asked()
    token = link_to(request).split("/")[2]
    link = Link.objects.get()
    assert (link.request, link.person, link.digest) == (request, request.person, digest_of(token))
    assert len(token.partition(".")[0]) == 43  # 32 random bytes
    assert all(token.partition(".")[0] not in str(value) for value in vars(link).values())


def test_the_link_opens_its_own_request_only() -> None:
    mine, others = asked(), asked(factories.make_user(name="Calum Ross"))
    Item.objects.filter(request=others).update(no_change_reason="A secret of theirs")
    page = Client().get(link_to(mine)).content.decode()
    assert "Ailsa Grant" in page
    assert [item.key in page for item in [*steps(mine), *steps(others)]] == [True, False]
    assert "Calum Ross" not in page


def test_a_forged_token_is_not_even_looked_up(django_assert_num_queries: Any) -> None:
    path = link_to(asked())
    with django_assert_num_queries(0):
        answer = Client().get(path.replace(path[8:12], "aaaa"))
    assert answer.status_code == 404
    assert "This link no longer works" in answer.content.decode()


def test_a_token_of_long_ago_is_not_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    token = new_token()
    assert is_ours(token)
    later = timezone.now().timestamp() + timedelta(days=401).total_seconds()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert not is_ours(token)


def test_a_token_that_nobody_has() -> None:
    assert Client().get(f"/update/{new_token()}/").status_code == 404


@pytest.fixture
def one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many requests that all fall into the same minute."""
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now)


@pytest.mark.usefixtures("one_minute")
def test_too_many_unknown_tokens_from_one_address() -> None:
    known = link_to(asked())
    found = [Client().get(f"/update/{new_token()}/").status_code for _number in range(21)]
    assert found == [404] * 20 + [429]
    assert Client().get(known).status_code == 429
    assert Client(REMOTE_ADDR="192.0.2.7").get(known).status_code == 200


@pytest.mark.usefixtures("one_minute")
def test_too_many_uses_of_one_link() -> None:
    path, other = link_to(asked()), link_to(asked())
    found = {Client().get(path).status_code for _number in range(120)}
    assert found == {200}
    page = Client().get(path)
    assert page.status_code == 429
    assert "Please wait a minute" in page.content.decode()
    assert Client().get(other).status_code == 200


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(method: str) -> None:
    path = link_to(asked())
    for page in ["", "sent/", "somebody-else/"]:
        with CaptureQueriesContext(connection) as queries:
            for _twice in range(2):
                assert getattr(Client(), method)(path + page).status_code == 200
        writes = [query["sql"] for query in queries.captured_queries if query["sql"].split()[0] in WRITES]
        assert [sql for sql in writes if "core_cache" not in sql] == []
    assert Request.objects.get().opened_at is None
    assert Link.objects.get().used_at is None


def test_the_first_thing_typed_opens_it() -> None:
    request = asked()
    path = link_to(request)
    Client().post(path + "draft/", typed(steps(request)[0], note="Half"))
    request.refresh_from_db()
    assert request.opened_at is not None
    assert Link.objects.get().used_at is not None
    assert Draft.objects.get().by == request.person


def test_a_form_from_elsewhere_is_refused() -> None:
    request = asked()
    path, client = link_to(request), Client(enforce_csrf_checks=True)
    client.get(path)
    said = typed(steps(request)[0], choice="25")
    assert client.post(path, said).status_code == 403
    assert not MilestoneUpdate.objects.exists()
    token = client.cookies["csrftoken"].value
    assert client.post(path, {**said, "csrfmiddlewaretoken": token}).status_code == 302


def test_the_page_is_kept_by_nobody_and_tells_no_other_site() -> None:
    for path in [link_to(asked()), "/update/cut-short/"]:
        answer = Client().get(path)
        assert answer["Cache-Control"] == "no-store, private"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"


def ended(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 410
    assert Client().post(path, {"a": "b"}).status_code == 410
    return " ".join(answer.content.decode().split())


def test_a_link_that_was_taken_back(coordinator: User) -> None:
    request = asked()
    path, other = link_to(request), link_to(request)
    assert revoke_links(request=request, by=coordinator) == 2
    assert "It was taken back, so that nobody else can use it." in ended(path)
    ended(other)
    event = AuditEvent.objects.get(verb="request.revoke-links")
    assert (event.by, event.after) == (coordinator, {"links": 2})
    assert Client().get(link_to(request)).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"state": CycleState.CLOSED},
        {"due_on": timezone.localdate() - timedelta(days=20), "grace_until": timezone.localdate() - timedelta(days=1)},
    ],
)
def test_a_link_ends_with_its_request(change: dict[str, Any]) -> None:
    request = asked()
    path = link_to(request)
    Cycle.objects.update(**change)
    Request.objects.update(due_on=Cycle.objects.get().due_on)
    page = ended(path)
    assert "It was for Q2 2009/10." in page
    assert steps(request)[0].key not in page


def test_an_extension_keeps_the_link_with_the_same_grace() -> None:
    cycle = factories.make_cycle()  # due on Thursday 15 October 2009, five working days of grace
    assert last_day(factories.make_request(cycle)) == date(2009, 10, 22)
    assert last_day(factories.make_request(cycle, due_on=date(2009, 10, 20))) == date(2009, 10, 27)
    strict = factories.make_cycle(grace_until=date(2009, 10, 15))
    assert last_day(factories.make_request(strict, due_on=date(2009, 10, 20))) == date(2009, 10, 20)


def test_the_link_of_who_no_longer_stands_in() -> None:
    request, one, two = asked(), factories.make_user(), factories.make_user()
    let_answer(request=request, person=one, by=request.person)
    path = link_to(request, one)
    assert "You answer as" in Client().get(path).content.decode()
    let_answer(request=request, person=two, by=request.person)
    assert "Somebody else answers for Ailsa Grant now." in ended(path)


def test_the_link_of_who_has_left() -> None:
    request = asked()
    path = link_to(request)
    request.person.is_active = False
    request.person.save()
    ended(path)


def test_where_people_have_to_sign_in() -> None:
    request = asked()
    path = link_to(request)
    Arrangements.objects.update(sign_in_required=True)
    answer = Client().get(path, follow=True)
    there = f"/my-updates/{request.key}/"
    assert [address for address, _status in answer.redirect_chain] == [there, f"/accounts/login/?next={there}"]
    assert link_to(request) == there
    assert Link.objects.count() == 1
    assert signed_in(request.person).get(path, follow=True).status_code == 200
    assert signed_in(factories.make_user()).get(path, follow=True).status_code == 404


def test_addresses_are_whole(settings: Settings) -> None:
    request = factories.make_request(open_cycle())
    assert mint(request=request, person=request.person).startswith(f"{settings.SITE}/update/")


def ask_for_a_fresh_one(path: str) -> str:
    answer = Client().post(f"{path}fresh/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_fresh_link_is_mailed_to_the_same_person(coordinator: User) -> None:
    request = asked()
    path = link_to(request)
    revoke_links(request=request, by=coordinator)
    page = ask_for_a_fresh_one(path)
    mail = Message.objects.get()
    assert (mail.person, mail.to, mail.links) == (
        request.person,
        request.person.email,
        {"link": f"answer:{request.key}"},
    )
    assert "Q2 2009/10" in mail.subject
    ask_for_a_fresh_one(path)
    assert Message.objects.count() == 1  # one in five minutes
    text = filled(mail)
    fresh = "/" + text.split("localhost:8000/")[1].split()[0]
    assert Client().get(fresh).status_code == 200
    assert request.person.email not in page


def test_nothing_tells_whether_there_is_somebody_to_mail(coordinator: User) -> None:
    known, gone = asked(), asked(factories.make_user(email=None))
    finished = asked()
    Item.objects.filter(request=finished).update(state="handed-back", reason="Moved on")
    paths = [link_to(request) for request in (known, gone, finished)]
    pages = {re.sub(r'value="[^"]+"', "", ask_for_a_fresh_one(path)) for path in paths}
    assert len(pages) == 1
    assert [mail.state for mail in Message.objects.order_by("id")] == ["queued", "held"]


def test_an_old_link_leads_to_what_is_asked_now() -> None:
    old = asked()
    path = link_to(old)
    now = asked(old.person)
    Cycle.objects.filter(pk=old.cycle_id).update(state=CycleState.CLOSED)
    ask_for_a_fresh_one(path)
    assert Message.objects.get().links == {"link": f"answer:{now.key}"}


def test_a_mail_to_who_no_longer_stands_in_is_held() -> None:
    request, one = asked(), factories.make_user()
    let_answer(request=request, person=one, by=request.person)
    mail = Message(person=one, text="{link}", links={"link": f"answer:{request.key}"})
    assert "/update/" in filled(mail)
    let_answer(request=request, person=None, by=request.person)
    with pytest.raises(Refused, match="not asked for it any more"):
        filled(mail)
