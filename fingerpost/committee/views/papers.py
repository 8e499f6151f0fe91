"""The papers of a plan, and one of them with its working text and its editions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from fingerpost.committee import queries, rules
from fingerpost.committee.assembling import document_of
from fingerpost.committee.content import names, numbers, resolved
from fingerpost.committee.freezing import FORMATS, file_of
from fingerpost.committee.models import CommitteePaper, PaperComment, PaperPart, PaperState
from fingerpost.committee.readability import long_sentences, readability, unexplained
from fingerpost.committee.views.finding import visible_paper, working_paper
from fingerpost.core.paging import page_of
from fingerpost.core.queries import history_of
from fingerpost.documents.writers import FORMATS as KNOWN
from fingerpost.papers.kinds import KINDS
from fingerpost.people.models import User
from fingerpost.people.requests import SignedInRequest
from fingerpost.plans.views.asking import visible_plan

STEPS = {
    "submit": gettext_lazy("Submit it to be cleared"),
    "clear": gettext_lazy("Clear it"),
    "issue": gettext_lazy("Issue it"),
    "send-back": gettext_lazy("Send it back"),
    "correct": gettext_lazy("Correct it in another edition"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A part as the page shows it: its number, its text with references resolved, and what was said of it."""

    part: PaperPart
    number: str
    text: str
    comments: list[PaperComment]
    long: int


@require_safe
def papers(request: SignedInRequest, plan: str) -> HttpResponse:
    row = visible_plan(request, plan)
    page = page_of(request, queries.papers_of(row, request.user))
    return render(
        request, "committee/papers.html", {"plan": row, "page": page, "may_write": rules.writes(request.user)}
    )


@require_safe
def to_clear(request: SignedInRequest) -> HttpResponse:
    """What waits for this person, as chair, to be cleared."""
    chaired = request.user.memberships.filter(position="chair").order_by().values("group")
    rows = queries.papers_visible_to(request.user).filter(group__in=chaired, state=PaperState.SUBMITTED)
    return render(request, "committee/to_clear.html", {"page": page_of(request, rows)})


@require_safe
def paper(request: SignedInRequest, plan: str, key: str) -> HttpResponse:
    """The working text for who may read it, while it is not issued; the editions for everybody."""
    row = visible_paper(request, plan, key)
    by = request.user
    reads = rules.reads_working_text(by, row)
    context = {
        "plan": row.plan,
        "paper": row,
        "editions": list(row.editions.select_related("by").prefetch_related("files").order_by("-number")),
        "reads": reads,
        "appendices": [(kind, KINDS[kind].title) for kind in row.appendices],
        "steps": steps_for(by, row),
    }
    if reads and not row.is_issued:
        context |= working_text(row, by) | {"may_write": rules.writes(by)}
    if reads:
        context["history"] = history_of(row, 20)
    return render(request, "committee/paper.html", context)


def steps_for(by: User, row: CommitteePaper) -> list[tuple[str, str]]:
    """What this person may do with it next, and where; the usual next step first."""
    return [
        (str(words), reverse(f"committee:{step}", args=[row.plan.slug, row.key]))
        for step, words in STEPS.items()
        if not rules.why_not_step(by, row, step)
    ]


def working_text(row: CommitteePaper, by: User) -> dict[str, object]:
    parts = list(row.parts.all())
    plain = [part.as_part() for part in parts]
    known = names(plain, row.numbering, row.appendices)
    said: dict[str, list[PaperComment]] = defaultdict(list)
    for comment in row.comments.select_related("by", "resolved_by"):
        said[comment.ref].append(comment)
    lines = [
        Line(part, number, resolved(part.text, known), said[part.ref], long_sentences(part.text))
        for part, number in zip(parts, numbers(plain, row.numbering), strict=True)
    ]
    paragraphs = [line.text for line in lines if line.part.level == "paragraph"]
    return {
        "lines": lines,
        "may_edit": not rules.why_not_edit(by, row),
        "may_delete": not rules.why_not_delete(by, row),
        "may_comment": not rules.why_not_comment(by, row),
        "reading": readability(paragraphs),
        "unexplained": unexplained(paragraphs),
        "unresolved": sum(comment.resolved_at is None for rows in said.values() for comment in rows),
        "general": said[""],
        "drafts": [
            (KNOWN[format].title, reverse("committee:draft", args=[row.plan.slug, row.key, format]))
            for format in FORMATS
        ],
    }


@require_safe
def draft(request: HttpRequest, plan: str, key: str, format: str) -> HttpResponse:
    """The working text as a file, marked as a draft; nothing is kept."""
    row = working_paper(request, plan, key)
    if format not in FORMATS or row.is_issued:
        raise Http404
    whole = queries.whole_paper(row, list(row.parts.all()), str(_("Draft")))
    content = file_of(document_of(whole, plan=row.plan, period=row.of), row, format)
    response = HttpResponse(content, content_type=KNOWN[format].media_type)
    response["Content-Disposition"] = f'attachment; filename="{row.plan.slug}-draft.{format}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
