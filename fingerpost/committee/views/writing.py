"""Pages that make a paper, change its text, comment on it, and take it from draft to issued."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fingerpost.committee import rules, services, template_services
from fingerpost.committee.content import APPENDIX, names
from fingerpost.committee.differences import compared
from fingerpost.committee.forms import CommentForm, HeadsForm, NewPaperForm, NewPartForm, NothingForm, PartForm
from fingerpost.committee.models import CommitteePaper, PaperEdition, PaperPart
from fingerpost.committee.views.finding import address, paper_to_edit, part_of, working_paper
from fingerpost.core.refusals import refuse_if
from fingerpost.plans.forms.editing import ReasonForm
from fingerpost.plans.views.asking import Page, answer, found, get_or_post, person, posted, visible_plan

TEMPLATE = "committee/form.html"


def page_about(row: CommitteePaper, ref: str = "", more: dict[str, Any] | None = None, **rest: Any) -> Page:
    return Page(plan=row.plan, back=address(row, ref), template=TEMPLATE, more={"paper": row, **(more or {})}, **rest)


def named(row: CommitteePaper) -> list[tuple[str, str, str]]:
    """Every reference that a text may use: the reference, what it becomes, and the words there."""
    parts = list(row.parts.all())
    known = names([part.as_part() for part in parts], row.numbering, row.appendices)
    words = {part.ref: str(part) for part in parts}
    return [(f"[[{ref}]]", number, words.get(ref, "")) for ref, number in known.items()]


@get_or_post
def add(request: HttpRequest, plan: str) -> HttpResponse:
    row, by = visible_plan(request, plan), person(request)
    refuse_if(rules.why_not_write(by))
    template_services.bring_own()
    form = NewPaperForm(
        posted(request),
        plan=row,
        initial={"period": request.GET.get("period", "")} if request.GET.get("period") else {},
    )
    page = Page(
        heading=_("Write a committee paper"),
        words=_("Draft it"),
        plan=row,
        back=reverse("committee:papers", args=[row.slug]),
        explains=_("Its paragraphs are drafted from the data as they are now. You can change every one of them."),
        done=_("The paper is drafted. Read it through, and change what you like."),
        template=TEMPLATE,
    )
    return answer(request, form, page, lambda: services.make_paper(plan=row, by=by, **form.cleaned_data), to=address)


@get_or_post
def edit(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    row, by = paper_to_edit(request, plan, key), person(request)
    form = HeadsForm(posted(request), row=row)
    page = page_about(row, heading=_("Header, closing and appendices"), words=_("Save"))
    return answer(
        request,
        form,
        page,
        lambda: services.edit_heads(
            paper=row, by=by, seen=form.seen_values(), appendices=form.ordered_appendices(), **form.values()
        ),
        to=address,
    )


@get_or_post
def delete(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    row, by = working_paper(request, plan, key), person(request)
    refuse_if(rules.why_not_delete(by, row))
    page = page_about(
        row,
        heading=_("Delete the draft"),
        words=_("Delete it"),
        explains=_("The draft goes, with the comments on it."),
        warning=True,
        done=_("The draft is deleted."),
    )
    return answer(
        request,
        NothingForm(posted(request)),
        page,
        lambda: services.delete_paper(paper=row, by=by),
        to=lambda _none: reverse("committee:papers", args=[row.plan.slug]),
    )


@get_or_post
def add_part(request: HttpRequest, plan: str, key: str, after: str) -> HttpResponse:
    row, by = paper_to_edit(request, plan, key), person(request)
    behind = part_of(row, after)
    form = NewPartForm(posted(request), initial={"level": "paragraph"})
    page = page_about(
        row,
        after,
        {"named": named(row)},
        heading=_("Add to the paper"),
        words=_("Add it"),
        explains=_("It will stand behind “%(text)s”.") % {"text": behind},
    )
    return answer(
        request,
        form,
        page,
        lambda: services.add_part(paper=row, after=after, by=by, **form.cleaned_data),
        to=lambda part: address(row, part.ref),
    )


@get_or_post
def edit_part(request: HttpRequest, plan: str, key: str, ref: str) -> HttpResponse:
    row, by = paper_to_edit(request, plan, key), person(request)
    part = part_of(row, ref)
    form = PartForm(posted(request), row=part)
    page = page_about(row, ref, {"named": named(row)}, heading=_("Edit the text"), words=_("Save"))
    return answer(
        request,
        form,
        page,
        lambda: services.edit_part(paper=row, ref=ref, by=by, text=form.cleaned_data["text"], seen=form.seen_values()),
        to=lambda _part: address(row, ref),
    )


@get_or_post
def remove_part(request: HttpRequest, plan: str, key: str, ref: str) -> HttpResponse:
    row, by = paper_to_edit(request, plan, key), person(request)
    part = part_of(row, ref)
    page = page_about(
        row,
        ref,
        heading=_("Remove from the paper"),
        words=_("Remove it"),
        explains=part.text,
        warning=True,
        done=_("Removed. The numbers behind it have followed."),
    )
    return answer(
        request,
        NothingForm(posted(request)),
        page,
        lambda: services.remove_part(paper=row, ref=ref, by=by),
        to=lambda _none: address(row),
    )


@get_or_post
def redraft_part(request: HttpRequest, plan: str, key: str, ref: str) -> HttpResponse:
    """What the data give now beside what stands there, before anything is replaced."""
    row, by = paper_to_edit(request, plan, key), person(request)
    part = part_of(row, ref)
    fresh = services.fresh_text(row, part)
    page = page_about(
        row,
        ref,
        {"runs": list(compared(part.text, fresh)), "same": part.text == fresh},
        heading=_("Draft it again from the data"),
        words=_("Put the new text in its place"),
    )
    return answer(
        request,
        NothingForm(posted(request)),
        page,
        lambda: services.redraft_part(paper=row, ref=ref, by=by),
        to=lambda _part: address(row, ref),
    )


@require_POST
def order(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    """Move one part or appendix up or down; `move` names it. The page opens again with the same button in focus."""
    row = paper_to_edit(request, plan, key)
    direction, _colon, ref = request.POST.get("move", "").partition(":")
    if direction not in {"up", "down"}:
        raise Http404
    down, kind = direction == "down", ref.removeprefix(APPENDIX)
    if ref.startswith(APPENDIX) and kind in row.appendices:
        services.move_appendix(paper=row, kind=kind, down=down, by=person(request))
    else:
        services.move_part(paper=row, ref=part_of(row, ref).ref, down=down, by=person(request))
    return redirect(address(row) + f"#{direction}-{ref}")


@get_or_post
def comment(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    """`?on=` names the part that it is about; without it the comment is on the whole paper."""
    row, by = working_paper(request, plan, key), person(request)
    refuse_if(rules.why_not_comment(by, row))
    ref = request.GET.get("on", "")
    part: PaperPart | None = part_of(row, ref) if ref else None
    form = CommentForm(posted(request))
    page = page_about(
        row,
        ref,
        heading=_("Comment on the draft"),
        words=_("Add the comment"),
        explains=part.text if part else _("On the paper as a whole."),
        done=_("Your comment is added."),
    )
    return answer(
        request,
        form,
        page,
        lambda: services.comment(paper=row, ref=ref, by=by, text=form.cleaned_data["text"]),
        to=lambda _comment: address(row, ref),
    )


@require_POST
def resolve(request: HttpRequest, plan: str, key: str, comment: str) -> HttpResponse:
    row = working_paper(request, plan, key)
    one = found(lambda: row.comments.get(key=comment))
    services.resolve(comment=one, by=person(request))
    messages.success(request, _("The comment is resolved."))
    return redirect(address(row, one.ref))


def step(
    request: HttpRequest,
    row: CommitteePaper,
    name: str,
    take: Callable[..., CommitteePaper | PaperEdition],
    **page: Any,
) -> HttpResponse:
    """One step, asked for with its reason where it needs one."""
    by = person(request)
    refuse_if(rules.why_not_step(by, row, name))
    needs_reason = name in rules.WITH_REASON
    form = ReasonForm(posted(request)) if needs_reason else NothingForm(posted(request))
    return answer(
        request,
        form,
        page_about(row, **page),
        lambda: take(paper=row, by=by, **(form.cleaned_data if needs_reason else {})),
        to=lambda _row: address(row),
    )


@get_or_post
def submit(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    return step(
        request,
        working_paper(request, plan, key),
        "submit",
        services.submit,
        heading=_("Submit the paper"),
        words=_("Submit it"),
        explains=_("Its text is closed from then on. The chair of the group or a coordinator clears it."),
        done=_("The paper is submitted."),
    )


@get_or_post
def send_back(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    return step(
        request,
        working_paper(request, plan, key),
        "send-back",
        services.send_back,
        heading=_("Send the paper back"),
        words=_("Send it back"),
        explains=_("Its text can be changed again."),
        done=_("The paper is a draft again."),
    )


@get_or_post
def clear(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    return step(
        request,
        working_paper(request, plan, key),
        "clear",
        services.clear,
        heading=_("Clear the paper"),
        words=_("Clear it"),
        explains=_("It may then be issued to the group as it is."),
        done=_("The paper is cleared."),
    )


@get_or_post
def issue(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    return step(
        request,
        working_paper(request, plan, key),
        "issue",
        services.issue,
        heading=_("Issue the paper"),
        words=_("Issue it"),
        explains=_(
            "The text and the appendices are frozen as they are now, and kept as Word, ODT, HTML and PDF. "
            "They never change. This takes a few seconds."
        ),
        done=_("The paper is issued."),
    )


@get_or_post
def correct(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    return step(
        request,
        working_paper(request, plan, key),
        "correct",
        services.correct,
        heading=_("Correct the paper"),
        words=_("Begin the correction"),
        explains=_(
            "What was issued stays as it is. The text becomes a draft again, and goes out as another edition that "
            "says what changed."
        ),
        done=_("The text is a draft again."),
    )
