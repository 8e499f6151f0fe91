"""Where coordinators publish."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from fingerpost.people.models import User
from fingerpost.plans.models import Plan
from fingerpost.public.models import Letter, LetterKind, PublicationState
from tests import factories
from tests.permissions import Setup, gets, posts
from tests.permissions.public import some_news
from tests.public.published import make_file, make_publication

S = PublicationState
EDITORS, CHANGES, TOO_LATE = "302 403 403 200 200", "302 403 403 302 302", "302 403 403 403 403"
DRAFT = "302 404 404 200 200"


def plan(state: str = Plan.State.ACTIVE) -> Setup:
    return lambda _visitor: {"plan": factories.make_plan(state=state).slug}


def made(state: PublicationState = S.PREPARED, **more: str) -> Setup:
    def setup(visitor: User | None) -> dict[str, Any]:
        at = {"at": datetime(2999, 1, 1, tzinfo=UTC)} if state == S.SCHEDULED else {}
        row = make_publication(state=state, **at)
        make_file(row)
        return {"plan": row.plan.slug, "period": row.period, "version": 1, **more}

    return setup


def a_letter(visitor: User | None) -> dict[str, Any]:
    return {"key": Letter.objects.create(kind=LetterKind.RATING, received_at=timezone.now()).key}


def a_draft(visitor: User | None) -> dict[str, Any]:
    return some_news(visitor, "draft")


WORDS = {"title": "News", "summary": "Something.", "text": "All of it."}
EXPECTED = {
    "publications:news": gets(EDITORS),
    "publications:news-add": [gets(EDITORS), posts(CHANGES, **WORDS)],
    "publications:news-item": [
        gets(EDITORS, a_draft),
        gets("302 403 403 404 404", lambda _visitor: {"slug": "nothing"}),
    ],
    "publications:news-edit": [gets(EDITORS, a_draft), posts(CHANGES, a_draft, **WORDS)],
    "publications:news-publish": [gets(EDITORS, a_draft), posts(CHANGES, a_draft), gets(TOO_LATE, some_news)],
    "publications:news-withdraw": [posts(CHANGES, some_news, reason="Wrong."), gets(TOO_LATE, a_draft)],
    "publications:letters": gets(EDITORS),
    "publications:letter": [
        gets(EDITORS, a_letter),
        posts(CHANGES, a_letter, answer="Done."),
        gets("302 403 403 404 404", lambda _visitor: {"key": "nothing"}),
    ],
    "publications:all": gets(EDITORS),
    "publications:plan": [
        gets(EDITORS, plan()),
        gets(DRAFT, plan(Plan.State.DRAFT)),
        posts("302 403 403 200 200", plan(), period="nothing"),
    ],
    "publications:publication": gets(EDITORS, made()),
    "publications:publish": [gets(EDITORS, made()), posts(CHANGES, made()), gets(TOO_LATE, made(S.PUBLIC))],
    "publications:schedule": [
        gets(EDITORS, made()),
        posts(CHANGES, made(), day="1/1/2999", time="9:30"),
        gets(TOO_LATE, made(S.PUBLIC)),
    ],
    "publications:unschedule": [posts(CHANGES, made(S.SCHEDULED)), gets(TOO_LATE, made())],
    "publications:withdraw": [posts(CHANGES, made(S.PUBLIC), reason="Wrong."), gets(TOO_LATE, made())],
    "publications:preview": gets(EDITORS, made()),
    "publications:preview-item": [
        gets(EDITORS, made(folder="outcomes", slug="safe")),
        gets("302 403 403 404 404", made(folder="outcomes", slug="nothing")),
        gets("302 403 403 404 404", made(folder="nothings", slug="safe")),
    ],
    "publications:preview-data": [
        gets(EDITORS, made(name="milestones.csv")),
        gets("302 403 403 404 404", made(name="nothing.csv")),
    ],
    "publications:preview-file": gets(EDITORS, made(name="chart-1.svg")),
}
