"""What people are asked in a cycle. By link anybody is let in whom the link is for, signed in or not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from fingerpost.cycles.models import Cycle, Evidence, Item, ItemState, Link, Request
from fingerpost.cycles.services import mint
from fingerpost.people.models import User
from tests import factories
from tests.permissions import Setup, gets, posts

ANYBODY, DONE = "200 200 200 200 200", "302 302 302 302 302"
THEIRS, DONE_THERE = "302 200 200 200 200", "302 302 302 302 302"
SOMEBODY_ELSES, NOT_DONE = "302 404 404 200 200", "302 404 404 302 302"
EDITORS, CHANGES = "302 403 403 200 200", "302 403 403 302 302"
ENDED = "410 410 410 410 410"


def running_cycle() -> Cycle:
    today = timezone.localdate()
    return factories.make_cycle(due_on=today + timedelta(days=5), grace_until=today + timedelta(days=10))


def asked(person: User | None = None, **fields: Any) -> Item:
    return factories.make_item(factories.make_request(running_cycle(), person), **fields)


def token_of(request: Request, **fields: Any) -> str:
    token = mint(request=request, person=request.person).rstrip("/").rpartition("/")[2]
    Link.objects.filter(request=request).update(**fields)
    return token


def linked(*, with_item: bool = False, **fields: Any) -> Setup:
    def made(visitor: User | None) -> dict[str, Any]:
        item = asked()
        return {"token": token_of(item.request, **fields)} | ({"item": item.key} if with_item else {})

    return made


def unknown(visitor: User | None) -> dict[str, Any]:
    return {"token": "cut-short"}


def their_own(visitor: User | None) -> dict[str, Any]:
    return {"key": asked(visitor).request.key}


def their_own_item(visitor: User | None) -> dict[str, Any]:
    item = asked(visitor)
    return {"key": item.request.key, "item": item.key}


def somebody_elses(visitor: User | None) -> dict[str, Any]:
    return their_own(None)


def somebody_elses_item(visitor: User | None) -> dict[str, Any]:
    return their_own_item(None)


def in_cycle(**fields: Any) -> Callable[[User | None], dict[str, Any]]:
    def made(visitor: User | None) -> dict[str, Any]:
        item = asked(**fields)
        if fields:
            return {"plan": item.cycle.plan.slug, "period": item.cycle.period, "item": item.key}
        return {"plan": item.cycle.plan.slug, "period": item.cycle.period}

    return made


HANDED_BACK = in_cycle(state=ItemState.HANDED_BACK, reason="Moved on", suggested="Ailsa")
TO_MOVE = in_cycle(proposed_due=date(2009, 12, 31), proposed_reason="Snow")
NOTHING = in_cycle(reason="")


def given(visitor: User | None) -> dict[str, Any]:
    factories.make_user(slug="the-new-lead")
    return HANDED_BACK(visitor)


def to_revoke(visitor: User | None) -> dict[str, Any]:
    item = asked()
    return {"plan": item.cycle.plan.slug, "period": item.cycle.period, "key": item.request.key}


def file_of(item: Item) -> str:
    content = b"Minutes of the meeting"
    stored_as = default_storage.save("evidence/minutes", ContentFile(content))
    return Evidence.objects.create(item=item, name="Minutes.txt", file=stored_as, content_type="text/plain").key


def linked_file(visitor: User | None) -> dict[str, Any]:
    item = asked()
    return {"token": token_of(item.request), "evidence": file_of(item)}


def linked_file_of_another(visitor: User | None) -> dict[str, Any]:
    return {"token": token_of(asked().request), "evidence": file_of(asked())}


def their_own_file(visitor: User | None) -> dict[str, Any]:
    item = asked(visitor)
    return {"key": item.request.key, "evidence": file_of(item)}


def somebody_elses_file(visitor: User | None) -> dict[str, Any]:
    return their_own_file(None)


def file_in_cycle(visitor: User | None) -> dict[str, Any]:
    item = asked()
    return {"plan": item.cycle.plan.slug, "period": item.cycle.period, "evidence": file_of(item)}


EXPECTED = {
    "cycles:file": gets(EDITORS, file_in_cycle),
    "cycles:link-evidence": [
        gets(ANYBODY, linked(with_item=True)),
        posts(DONE, linked(with_item=True), url="https://example.org/"),
    ],
    "cycles:link-file": [gets(ANYBODY, linked_file), gets("404 404 404 404 404", linked_file_of_another)],
    "cycles:link-remove-evidence": [
        posts(DONE, linked_file),
        posts("404 404 404 404 404", linked_file_of_another),
        gets("405 405 405 405 405", linked_file),
    ],
    "cycles:mine-evidence": [
        gets(THEIRS, their_own_item),
        posts(DONE_THERE, their_own_item, url="https://example.org/"),
        gets(SOMEBODY_ELSES, somebody_elses_item),
    ],
    "cycles:mine-file": [gets(THEIRS, their_own_file), gets(SOMEBODY_ELSES, somebody_elses_file)],
    "cycles:mine-remove-evidence": [posts(DONE_THERE, their_own_file), posts(NOT_DONE, somebody_elses_file)],
    "cycles:mine": gets(THEIRS),
    "cycles:link-answer": [
        gets(ANYBODY, linked()),
        posts(ANYBODY, linked()),
        gets("404 404 404 404 404", unknown),
        gets(ENDED, linked(revoked_at=timezone.now())),
        posts(ENDED, linked(revoked_at=timezone.now())),
    ],
    "cycles:fresh-link": [
        posts(ANYBODY, linked(revoked_at=timezone.now())),
        posts("404 404 404 404 404", unknown),
        gets("405 405 405 405 405", linked()),
    ],
    "cycles:link-draft": [posts(DONE, linked()), gets("405 405 405 405 405", linked())],
    "cycles:link-sent": gets(ANYBODY, linked()),
    "cycles:link-delegate": [gets(ANYBODY, linked()), posts(DONE, linked())],
    "cycles:link-not-mine": [gets(ANYBODY, linked(with_item=True)), posts(DONE, linked(with_item=True), reason="Left")],
    "cycles:mine-answer": [
        gets(THEIRS, their_own),
        gets(SOMEBODY_ELSES, somebody_elses),
        posts(THEIRS, their_own),
        posts(SOMEBODY_ELSES, somebody_elses),
    ],
    "cycles:mine-draft": [posts(DONE_THERE, their_own), posts(NOT_DONE, somebody_elses)],
    "cycles:mine-sent": [gets(THEIRS, their_own), gets(SOMEBODY_ELSES, somebody_elses)],
    "cycles:mine-delegate": [
        gets(THEIRS, their_own),
        posts(DONE_THERE, their_own),
        posts(NOT_DONE, somebody_elses),
    ],
    "cycles:mine-not-mine": [
        gets(THEIRS, their_own_item),
        posts(DONE_THERE, their_own_item, reason="Left"),
        posts(NOT_DONE, somebody_elses_item, reason="Left"),
    ],
    "cycles:handed-back": gets(EDITORS, in_cycle()),
    "cycles:give": [
        gets(EDITORS, HANDED_BACK),
        posts(CHANGES, given, to="the-new-lead"),
        gets("302 403 403 404 404", NOTHING),
    ],
    "cycles:ask-again": [gets(EDITORS, HANDED_BACK), posts(CHANGES, HANDED_BACK, reason="It is yours")],
    "cycles:due-date": [
        gets(EDITORS, TO_MOVE),
        posts(CHANGES, TO_MOVE, move="yes"),
        gets("302 403 403 403 403", HANDED_BACK),
    ],
    "cycles:revoke-links": [gets(EDITORS, to_revoke), posts(CHANGES, to_revoke)],
}
