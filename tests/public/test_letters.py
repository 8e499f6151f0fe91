"""Letters from the public: kept without a cookie or a name, little to abuse, answered by coordinators."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from fingerpost.core.models import AuditEvent
from fingerpost.core.refusals import Refused
from fingerpost.people.models import User
from fingerpost.public import letters, services
from fingerpost.public.letters import token
from fingerpost.public.models import Letter, LetterKind

pytestmark = pytest.mark.django_db
RATING = {"useful": "no", "text": "Where is my school?"}
REQUEST = {"text": "The plan in Polish", "reach": "somebody@example.org"}


def send(data: dict[str, str], name: str = "rate", seconds: float = 60, **headers: str) -> Any:
    made = token(timezone.now() - timedelta(seconds=seconds))
    return Client(headers=headers).post(f"/public/{name}/?page=2009-10/q2/", {"made": made, **data})


def make_letter(**fields: Any) -> Letter:
    return Letter.objects.create(**{"kind": LetterKind.RATING, "text": "Good", "received_at": timezone.now(), **fields})


def test_a_comment_is_kept_with_its_page() -> None:
    answer = send(RATING)
    assert (answer.status_code, answer["Location"], answer.cookies) == (302, "/public/thanks/", {})
    row = Letter.objects.get()
    assert (row.kind, row.page, row.useful, row.text) == ("rating", "2009-10/q2/", False, "Where is my school?")
    assert AuditEvent.objects.get().verb == "letter.receive"


def test_a_request_is_kept_with_where_to_send_it() -> None:
    assert send(REQUEST, "contact").status_code == 302
    assert Letter.objects.get().reach == "somebody@example.org"


@pytest.mark.parametrize("name", ["rate", "contact"])
def test_the_forms_set_no_cookie_and_are_not_kept(name: str) -> None:
    answer = Client().get(f"/public/{name}/?page=<b>")
    assert answer.cookies == {}
    assert "no-store" in answer["Cache-Control"]
    assert b"&lt;b&gt;" in answer.content
    assert b"<b>" not in answer.content


def test_the_contact_page_reads_letters_alone() -> None:
    with CaptureQueriesContext(connection) as caught:
        Client().get("/public/contact/")
    assert {name for one in caught for name in re.findall(r'(?:FROM|JOIN) "(\w+)"', one["sql"])} == {"public_letter"}


def test_who_fills_in_the_trap_is_thanked_and_forgotten() -> None:
    assert send({**RATING, "website": "https://spam.example"}).status_code == 302
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "That was very quick"), (100_000, "open for more than a day"), (60, "")]
)
def test_the_mark_of_the_form_says_when_it_was_opened(seconds: int, words: str) -> None:
    answer = send(RATING, seconds=seconds)
    assert (words in answer.content.decode(), Letter.objects.exists()) == (True, not words)


def test_a_mark_that_we_did_not_make_is_refused() -> None:
    assert b"This form was not made by us" in Client().post("/public/rate/", {**RATING, "made": "1:2:3"}).content


@pytest.mark.parametrize(
    ("header", "value"), [("sec-fetch-site", "cross-site"), ("origin", "https://elsewhere.example"), ("origin", "null")]
)
def test_what_another_site_sends_is_refused(header: str, value: str) -> None:
    assert b"sent from another site" in send(RATING, **{header: value}).content
    assert not Letter.objects.exists()


def test_the_same_words_are_kept_once() -> None:
    send(RATING)
    send(RATING)
    assert Letter.objects.count() == 1


def test_a_flood_is_held_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "MOST", 2)
    for number in range(3):
        answer = send({"useful": "yes", "text": f"Number {number}"})
    assert b"Very many people have written" in answer.content
    assert Letter.objects.count() == 2


def test_an_answer_forgets_where_it_went(coordinator: User) -> None:
    row = make_letter(kind=LetterKind.REQUEST, reach="somebody@example.org")
    with pytest.raises(Refused, match="Say what was done"):
        services.answer_letter(letter=row, answer=" ", shown=False, by=coordinator)
    with pytest.raises(Refused, match="not shown to the public"):
        services.answer_letter(letter=row, answer="Sent.", shown=True, by=coordinator)
    row = services.answer_letter(letter=row, answer="Sent.", shown=False, by=coordinator)
    assert (row.reach, row.answered_by) == ("", coordinator)
    assert "somebody@example.org" not in str(list(AuditEvent.objects.values()))
    with pytest.raises(Refused, match="answered already"):
        services.answer_letter(letter=row, answer="Sent.", shown=False, by=coordinator)


def test_an_answer_that_is_to_be_shown_stands_on_the_contact_page(coordinator_client: Client) -> None:
    hidden, row = make_letter(text="Hidden words"), make_letter(text="Where is my school?")
    coordinator_client.post(f"/publications/letters/{hidden.key}/", {"answer": "Thank you."})
    coordinator_client.post(f"/publications/letters/{row.key}/", {"answer": "It is added.", "shown": "on"})
    page = Client().get("/public/contact/").content.decode()
    assert "“Where is my school?”" in page
    assert "It is added." in page
    assert "Hidden words" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_letters_asks_the_same_for_any_number(
    count: int, coordinator_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(count):
        make_letter()
    with django_assert_num_queries(4):
        coordinator_client.get("/publications/letters/")
