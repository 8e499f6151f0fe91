"""Pages that make a follow-up, and change, finish, drop, reopen or hand over one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from fingerpost.core.refusals import refuse_if
from fingerpost.core.words import day_words
from fingerpost.follow_ups import queries, rules, services
from fingerpost.follow_ups.forms import (
    AddForm,
    FinishForm,
    HandOverForm,
    MoveDueForm,
    NoteForm,
    TurnForm,
    WordingForm,
)
from fingerpost.follow_ups.models import FollowUp, Origin
from fingerpost.plans.models import Action, Milestone
from fingerpost.plans.views.asking import (
    Page,
    answer,
    found,
    get_or_post,
    person,
    posted,
    visible_action,
    visible_milestone,
    visible_plan,
)

TEMPLATE = "follow_ups/form.html"


def address(follow_up: FollowUp) -> str:
    return reverse("follow_ups:follow-up", args=[follow_up.plan.slug, follow_up.key])


def visible(request: HttpRequest, plan: str, key: str) -> FollowUp:
    return found(lambda: queries.follow_up_for(person(request), plan, key))


def page_about(row: FollowUp, **more: Any) -> Page:
    return Page(plan=row.plan, back=address(row), template=TEMPLATE, more={"follow_up": row}, **more)


@get_or_post
def add(request: HttpRequest, plan: str) -> HttpResponse:
    """`?action=` and `&milestone=` say what it is about; `&origin=` and `&words=` where it came from."""
    row, by = visible_plan(request, plan), person(request)
    refuse_if(rules.why_not_keep(by))
    about = what_it_is_about(request, plan)
    form = AddForm(posted(request), initial=start(request))
    page = Page(
        heading=_("Make a follow-up"),
        words=_("Make it"),
        plan=row,
        back=reverse("follow_ups:log", args=[row.slug]),
        explains=_("It will be about “%(title)s”.") % {"title": about} if about else "",
        done=_("The follow-up is made."),
        template=TEMPLATE,
    )
    action = about if isinstance(about, Action) else None
    milestone = about if isinstance(about, Milestone) else None
    return answer(
        request,
        form,
        page,
        lambda: services.add(
            services.NewFollowUp(plan=row, action=action, milestone=milestone, **form.values()), by=by
        ),
        to=address,
    )


def what_it_is_about(request: HttpRequest, plan: str) -> Action | Milestone | None:
    """The key action or milestone that the address names; a 404 where there is none."""
    action, milestone = request.GET.get("action"), request.GET.get("milestone")
    if not action:
        return None
    return visible_milestone(request, plan, action, milestone) if milestone else visible_action(request, plan, action)


def start(request: HttpRequest) -> dict[str, Any]:
    """What the form opens with."""
    origin = request.GET.get("origin", "")
    return {
        "agreed_on": timezone.localdate(),
        "origin": origin if origin in Origin.values else Origin.REVIEW,
        "origin_words": request.GET.get("words", "")[:500],
    }


@get_or_post
def edit(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    row, by = visible(request, plan, key), person(request)
    refuse_if(rules.why_not_change(by, row))
    form = WordingForm(posted(request), row=row)
    page = page_about(row, heading=_("Edit the follow-up"), words=_("Save"))
    return answer(
        request,
        form,
        page,
        lambda: services.edit(follow_up=row, by=by, seen=form.seen_values(), **form.values()),
        to=address,
    )


@get_or_post
def note(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    row, by = visible(request, plan, key), person(request)
    refuse_if(rules.why_not_note(by, row))
    form = NoteForm(posted(request), follow_up=row)
    page = page_about(row, heading=_("Note progress"), words=_("Save"), done=_("Thank you. Your note is kept."))
    return answer(
        request,
        form,
        page,
        lambda: services.note_progress(follow_up=row, by=by, **form.cleaned_data),
        to=lambda _note: address(row),
    )


@get_or_post
def finish(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    row, by = visible(request, plan, key), person(request)
    refuse_if(rules.why_not_note(by, row))
    form = FinishForm(posted(request), follow_up=row)
    page = page_about(row, heading=_("It is done"), words=_("Say that it is done"), done=_("The follow-up is done."))
    return answer(request, form, page, lambda: services.finish(follow_up=row, by=by, **form.cleaned_data), to=address)


@get_or_post
def drop(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    row, by = visible(request, plan, key), person(request)
    refuse_if(rules.why_not_drop(by, row))
    form = TurnForm(posted(request), follow_up=row)
    page = page_about(row, heading=_("Drop the follow-up"), words=_("Drop it"), done=_("The follow-up is dropped."))
    return answer(request, form, page, lambda: services.drop(follow_up=row, by=by, **form.cleaned_data), to=address)


@get_or_post
def reopen(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    row, by = visible(request, plan, key), person(request)
    refuse_if(rules.why_not_reopen(by, row))
    form = TurnForm(posted(request), follow_up=row)
    page = page_about(row, heading=_("Reopen the follow-up"), words=_("Reopen it"), done=_("It is open again."))
    return answer(request, form, page, lambda: services.reopen(follow_up=row, by=by, **form.cleaned_data), to=address)


@get_or_post
def hand_over(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    row, by = visible(request, plan, key), person(request)
    refuse_if(rules.why_not_change(by, row))
    now = {"owner": row.owner, "owner_words": row.owner_words}
    form = HandOverForm(posted(request), follow_up=row, initial=now)
    page = page_about(
        row,
        heading=_("Hand it over"),
        words=_("Hand it over"),
        done=_("Handed over."),
        explains=_("Now: %(who)s.") % {"who": row.by_whom or _("nobody yet")},
    )
    return answer(
        request, form, page, lambda: services.hand_over(follow_up=row, by=by, **form.cleaned_data), to=address
    )


@get_or_post
def move_due(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    row, by = visible(request, plan, key), person(request)
    refuse_if(rules.why_not_change(by, row))
    form = MoveDueForm(posted(request), follow_up=row)
    page = page_about(
        row,
        heading=_("Move the due date"),
        words=_("Move the due date"),
        done=_("The due date is moved."),
        explains=_("Now: %(due)s.") % {"due": day_words(row.due) or row.by_when or _("no date")},
    )
    return answer(request, form, page, lambda: services.move_due(follow_up=row, by=by, **form.cleaned_data), to=address)
