"""Committee papers: written by coordinators, commented on by members of the group, cleared by its chair.

What was issued is for whoever sees the plan, unless it is exempt. Templates are for who writes papers."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from fingerpost.committee.models import CommitteePaper, EditionFile, PaperTemplate
from fingerpost.people.models import Membership, User
from fingerpost.plans.models import Plan
from tests import factories
from tests.permissions import Row, Setup, gets, posts

EVERYBODY, WRITERS, NO_DRAFTS = "302 200 200 200 200", "302 404 404 200 200", "302 404 404 200 200"
DAY = "17/12/2009"


def plan_in(state: str = Plan.State.ACTIVE) -> Setup:
    return lambda visitor: {"plan": factories.make_plan(state=state).slug}


def joined(visitor: User | None, paper: CommitteePaper, position: str) -> None:
    if visitor:
        Membership.objects.create(group=paper.group, user=visitor, position=position)


def draft(*, position: str = "", state: str = "draft", plan: str = Plan.State.ACTIVE, **more: Any) -> Setup:
    """A paper that is not issued; the visitor is in its group with `position`."""

    def made(visitor: User | None) -> dict[str, Any]:
        paper = factories.make_committee_paper(factories.make_plan(state=plan), state=state)
        if position:
            joined(visitor, paper, position)
        return {"plan": paper.plan.slug, "key": paper.key, **more}

    return made


def issued(*, exempt: str = "", position: str = "", editions: int = 1, **more: Any) -> Setup:
    def made(visitor: User | None) -> dict[str, Any]:
        paper = factories.make_committee_paper(exempt=exempt)
        for _number in range(editions):
            edition = factories.make_edition(paper)
        name = default_storage.save("editions/a.pdf", ContentFile(b"%PDF-"))
        EditionFile.objects.create(edition=edition, format="pdf", stored_as=name, size=5, sha256="0" * 64)
        if position:
            joined(visitor, paper, position)
        return {"plan": paper.plan.slug, "key": paper.key, **more}

    return made


def in_comment(*, position: str = "") -> Setup:
    def made(visitor: User | None) -> dict[str, Any]:
        place = draft(position=position)(visitor)
        paper = CommitteePaper.objects.get(key=place["key"])
        comment = paper.comments.create(text="Why?", by=visitor or factories.make_user())
        return {**place, "comment": comment.key}

    return made


def template(*, section: bool = False, word: bool = False, others: bool = False) -> Setup:
    def made(visitor: User | None) -> dict[str, Any]:
        if others:
            factories.make_paper_template()
        row = factories.make_paper_template()
        if word:
            name = default_storage.save("paper-templates/a.docx", ContentFile(b"PK"))
            PaperTemplate.objects.filter(pk=row.pk).update(word_file=name, word_name="a.docx", word_sha256="0" * 64)
        last = row.sections.last()
        return {"template": row.slug, **({"section": last.key} if section and last else {})}

    return made


def read_by_all(**more: Any) -> list[Row]:
    """What was issued: everybody who sees the plan, but only the group and writers where it is exempt."""
    return [
        gets(EVERYBODY, issued(**more)),
        gets(WRITERS, issued(exempt="Names people", **more)),
        gets(EVERYBODY, issued(exempt="Names people", position="member", **more)),
    ]


def written(*, member: str = "403", post: dict[str, str] | None = None, **more: Any) -> list[Row]:
    """The working text: coordinators and administrators change it, members of the group may only read."""
    found = [
        gets(WRITERS, draft(**more)),
        gets(f"302 {member} {member} 200 200", draft(position="member", **more)),
        gets("302 404 404 403 403", draft(state="submitted", **more)),
    ]
    if post is not None:
        found.append(posts("302 404 404 302 302", draft(**more), **post))
    return found


def step(state: str, *, chair: str = "403", post: dict[str, str] | None = None) -> list[Row]:
    """A step from `state`; `chair`: what the chair of the group gets."""
    other = "issued" if state != "issued" else "draft"
    return [
        gets(WRITERS, draft(state=state)),
        gets(f"302 {chair} {chair} 200 200", draft(state=state, position="chair")),
        gets("302 403 403 200 200", draft(state=state, position="member")),
        gets("302 404 404 403 403", draft(state=other)),
        posts("302 404 404 302 302", draft(state=state), **(post or {})),
    ]


def by_writers(setup: Setup, **post: Any) -> list[Row]:
    return [gets("302 403 403 200 200", setup), *([posts("302 403 403 302 302", setup, **post)] if post else [])]


TEMPLATE = {
    "name": "Ours",
    "title": "{group}",
    "header": "TO: {group}",
    "numbering": "plain",
    "exempt_wording": "Exempt",
}
SECTION = {"level": "section", "heading": "Risk"}
EXPECTED: dict[str, Row | list[Row]] = {
    "committee:papers": [gets(EVERYBODY, plan_in()), gets(NO_DRAFTS, plan_in(Plan.State.DRAFT))],
    "committee:to-clear": gets(EVERYBODY),
    "committee:add": [gets("302 403 403 200 200", plan_in()), gets(NO_DRAFTS, plan_in(Plan.State.DRAFT))],
    "committee:paper": [
        *read_by_all(),
        gets(WRITERS, draft()),
        gets(EVERYBODY, draft(position="member")),
        gets(NO_DRAFTS, draft(position="member", plan=Plan.State.DRAFT)),
    ],
    "committee:draft": [
        gets(WRITERS, draft(format="html")),
        gets(EVERYBODY, draft(format="html", position="member")),
        gets("302 404 404 404 404", issued(format="html", position="member")),
    ],
    "committee:edit": written(),
    "committee:order": [
        posts("302 404 404 302 302", draft(), move="down:text"),
        posts("302 403 403 302 302", draft(position="member"), move="down:text"),
        posts("302 404 404 403 403", draft(state="cleared"), move="down:text"),
    ],
    "committee:add-part": written(after="text", post={"level": "paragraph", "text": "More."}),
    "committee:edit-part": written(ref="text", post={"text": "Other."}),
    "committee:remove-part": written(ref="text", post={}),
    "committee:redraft-part": written(ref="standing", post={}),
    "committee:comment": [
        gets(WRITERS, draft()),
        gets(EVERYBODY, draft(position="member")),
        posts("302 302 302 302 302", draft(position="member"), text="Why?"),
        gets("302 403 403 403 403", issued(position="member")),
    ],
    "committee:resolve": [
        posts("302 404 404 302 302", in_comment()),
        posts("302 302 302 302 302", in_comment(position="member")),
    ],
    "committee:delete": [
        *written(post={}),
        gets("302 404 404 403 403", draft(state="cleared")),
    ],
    "committee:submit": step("draft"),
    "committee:send-back": step("submitted", chair="200", post={"reason": "A name is wrong"}),
    "committee:clear": step("submitted", chair="200"),
    "committee:issue": step("cleared"),
    "committee:correct": step("issued", post={"reason": "A figure is wrong"}),
    "committee:edition": read_by_all(number=1),
    "committee:changes": read_by_all(number=2, editions=2),
    "committee:edition-file": read_by_all(number=1, format="pdf"),
    "committee:templates": gets("302 403 403 200 200"),
    "committee:template": by_writers(template()),
    "committee:edit-template": by_writers(template(), **TEMPLATE),
    "committee:copy-template": by_writers(template(), name="Another"),
    "committee:delete-template": [
        *by_writers(template(others=True)),
        posts("302 403 403 302 302", template(others=True)),
        gets("302 403 403 403 403", template()),
    ],
    "committee:order-template": posts("302 403 403 404 404", template(), move="up:nothing"),
    "committee:add-section": by_writers(template(), **SECTION),
    "committee:edit-section": by_writers(template(section=True), **SECTION),
    "committee:remove-section": [
        *by_writers(template(section=True)),
        posts("302 403 403 302 302", template(section=True)),
    ],
    "committee:take-word": by_writers(template()),
    "committee:drop-word": [*by_writers(template(word=True)), posts("302 403 403 302 302", template(word=True))],
    "committee:word": [gets("302 403 403 200 200", template(word=True)), gets("302 403 403 404 404", template())],
}
