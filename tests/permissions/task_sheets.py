"""Task sheets: whoever may answer may take the sheet away and send it back; all of a cycle's, who runs it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile

from fingerpost.core.uploads import check_upload
from fingerpost.cycles.models import CycleState, Request
from fingerpost.cycles.services import keep_sheet
from fingerpost.cycles.task_sheets import file_of
from fingerpost.people.models import User
from tests import factories
from tests.permissions import Setup, gets, posts
from tests.permissions.answering import (
    ANYBODY,
    DONE,
    DONE_THERE,
    EDITORS,
    NOT_DONE,
    SOMEBODY_ELSES,
    THEIRS,
    asked,
    token_of,
)

File = dict[str, Any]
EXCEL: File = {"name": "task-sheet", "format": "xlsx"}
PDF: File = {"name": "task-sheet", "format": "pdf"}


def mine(*, own: bool, **more: Any) -> Setup:
    def made(visitor: User | None) -> dict[str, Any]:
        return {"key": asked(visitor if own else None).request.key, **more}

    return made


def linked(**more: Any) -> Setup:
    def made(visitor: User | None) -> dict[str, Any]:
        return {"token": token_of(asked().request), **more}

    return made


def came_back(request: Request) -> str:
    file = ContentFile(file_of(request, "xlsx"), name="sheet.xlsx")
    return keep_sheet(request=request, checked=check_upload(file), by=None).key


def kept(*, own: bool) -> Setup:
    def made(visitor: User | None) -> dict[str, Any]:
        request = asked(visitor if own else None).request
        return {"key": request.key, "sheet": came_back(request)}

    return made


def kept_linked(visitor: User | None) -> dict[str, Any]:
    request = asked().request
    return {"token": token_of(request), "sheet": came_back(request)}


def cycle(**more: Any) -> Callable[[User | None], dict[str, Any]]:
    def made(visitor: User | None) -> dict[str, Any]:
        item = asked()
        return {"plan": item.cycle.plan.slug, "period": item.cycle.period, **more}

    return made


def closed(visitor: User | None) -> dict[str, Any]:
    row = factories.make_cycle(state=CycleState.CLOSED)
    return {"plan": row.plan.slug, "period": row.period, "format": "xlsx"}


EXPECTED = {
    "cycles:mine-sheets": [
        gets(THEIRS, mine(own=True)),
        gets(SOMEBODY_ELSES, mine(own=False)),
        posts(THEIRS, mine(own=True)),
        posts(SOMEBODY_ELSES, mine(own=False)),
    ],
    "cycles:link-sheets": [gets(ANYBODY, linked()), posts(ANYBODY, linked())],
    "cycles:mine-sheet-file": [
        gets(THEIRS, mine(own=True, **EXCEL)),
        gets(SOMEBODY_ELSES, mine(own=False, **EXCEL)),
        gets("302 404 404 404 404", mine(own=True, **PDF)),
    ],
    "cycles:link-sheet-file": [gets(ANYBODY, linked(**EXCEL)), gets("404 404 404 404 404", linked(**PDF))],
    "cycles:mine-sheet": [
        gets(THEIRS, kept(own=True)),
        gets(SOMEBODY_ELSES, kept(own=False)),
        posts(DONE_THERE, kept(own=True)),
        posts(NOT_DONE, kept(own=False)),
        gets("302 404 404 404 404", mine(own=True, sheet="notthere")),
    ],
    "cycles:link-sheet": [gets(ANYBODY, kept_linked), posts(DONE, kept_linked)],
    "cycles:mine-sheet-kept": [gets(THEIRS, kept(own=True)), gets(SOMEBODY_ELSES, kept(own=False))],
    "cycles:link-sheet-kept": gets(ANYBODY, kept_linked),
    "cycles:sheets": [gets(EDITORS, cycle()), posts(EDITORS, cycle())],
    "cycles:all-sheets": [
        gets(EDITORS, cycle(format="docx")),
        gets("302 404 404 404 404", cycle(format="pdf")),
        gets("302 403 403 403 403", closed),
    ],
}
