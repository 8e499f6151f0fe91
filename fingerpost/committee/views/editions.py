"""What went to the group: an edition to read, its files, and what a correction changed."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from fingerpost.committee.differences import changes as differences
from fingerpost.committee.views.finding import edition_of, visible_paper
from fingerpost.core.files import attachment
from fingerpost.documents.writers import FORMATS
from fingerpost.plans.views.asking import found


@require_safe
def edition(request: HttpRequest, plan: str, key: str, number: int) -> HttpResponse:
    row = visible_paper(request, plan, key)
    one = edition_of(row, number)
    context = {
        "plan": row.plan,
        "paper": row,
        "edition": one,
        "latest": row.editions.count(),
        "files": [(FORMATS[file.format].title, file) for file in one.files.all()],
        "body": mark_safe(one.body),  # noqa: S308 - written by our writer, which escapes every character
    }
    return render(request, "committee/edition.html", context)


@require_safe
def changes(request: HttpRequest, plan: str, key: str, number: int) -> HttpResponse:
    """An edition beside the one before it."""
    row = visible_paper(request, plan, key)
    if number < 2:
        raise Http404
    one, before = edition_of(row, number), edition_of(row, number - 1)
    found_changes = differences(before.content, one.content)
    context = {"plan": row.plan, "paper": row, "edition": one, "before": before, "changes": found_changes}
    return render(request, "committee/changes.html", context)


@require_safe
def file(request: HttpRequest, *, plan: str, key: str, number: int, format: str) -> FileResponse:
    row = visible_paper(request, plan, key)
    one = found(lambda: edition_of(row, number).files.get(format=format))
    name = f"{row.plan.slug}-{row.period}-edition-{number}.{format}"
    return attachment(one.stored_as, name=name, content_type=FORMATS[format].media_type)
