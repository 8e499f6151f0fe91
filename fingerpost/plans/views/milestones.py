"""Pages of milestones: add, edit, move to another action, move the due date, delete."""

from __future__ import annotations

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from fingerpost.core.refusals import refuse_if
from fingerpost.core.words import day_words
from fingerpost.plans import rules, services
from fingerpost.plans.forms.items import MilestoneForm
from fingerpost.plans.forms.moving import DueForm, MoveMilestoneForm
from fingerpost.plans.models import Milestone, MilestoneState
from fingerpost.plans.views.asking import (
    Page,
    action_to_edit,
    answer,
    around,
    get_or_post,
    milestone_to_edit,
    person,
    posted,
    visible_milestone,
)


@get_or_post
def add(request: HttpRequest, plan: str, action: str) -> HttpResponse:
    row, by = action_to_edit(request, plan, action), person(request)
    form = MilestoneForm(posted(request))
    page = Page(
        heading=_("Add: %(level)s") % {"level": row.plan.milestone_name},
        words=_("Add"),
        **around(row),
        explains=_("It will come last under “%(title)s”.") % {"title": row},
        done=_("Added."),
    )
    return answer(request, form, page, lambda: services.add_milestone(action=row, by=by, **form.values()))


def addresses(milestone: Milestone) -> list[tuple[str, str]]:
    """What else can be done to a milestone: (words, address)."""
    while_active = [
        (_("Move the due date"), "plans:move-due-date"),
        (_("Carry it forward to the next plan"), "plans:carry-forward"),
        (_("Merge it into another one"), "plans:merge-milestone"),
        (_("Cancel this milestone"), "plans:cancel-milestone"),
    ]
    ended = [(_("Reinstate this milestone"), "plans:reinstate-milestone")]
    always = [(_("Move to another action"), "plans:move-milestone"), (_("Delete"), "plans:delete-milestone")]
    named = while_active if milestone.state == MilestoneState.ACTIVE else ended
    names = [milestone.action.plan.slug, milestone.action.slug, milestone.slug]
    return [(words, reverse(name, args=names)) for words, name in [*named, *always]]


@get_or_post
def edit(request: HttpRequest, plan: str, action: str, milestone: str) -> HttpResponse:
    row, by = milestone_to_edit(request, plan, action, milestone), person(request)
    form = MilestoneForm(posted(request), row=row)
    page = Page(
        heading=_("Edit: %(title)s") % {"title": row},
        words=_("Save"),
        **around(row),
        explains="" if "due" in form.fields else due_in_words(row),
        more={"links": addresses(row)},
    )
    return answer(
        request,
        form,
        page,
        lambda: services.edit_milestone(milestone=row, by=by, seen=form.seen_values(), **form.values()),
    )


def due_in_words(milestone: Milestone) -> str:
    """The due date, and the first one where it moved."""
    if milestone.was_moved:
        return _("Due %(due)s; first due %(original)s.") % {
            "due": day_words(milestone.due) or milestone.by_when or _("on no date"),
            "original": day_words(milestone.original_due),
        }
    return _("Due %(due)s.") % {"due": day_words(milestone.due) or milestone.by_when or _("on no date")}


@get_or_post
def move(request: HttpRequest, plan: str, action: str, milestone: str) -> HttpResponse:
    row, by = milestone_to_edit(request, plan, action, milestone), person(request)
    form = MoveMilestoneForm(posted(request), milestone=row)
    page = Page(
        heading=_("Move: %(title)s") % {"title": row},
        words=_("Move it"),
        **around(row),
        explains=_("What was reported on it moves along. It will come last in its new place."),
        done=_("Moved."),
    )
    return answer(
        request, form, page, lambda: services.move_milestone(milestone=row, to=form.cleaned_data["to"], by=by)
    )


@get_or_post
def move_due_date(request: HttpRequest, plan: str, action: str, milestone: str) -> HttpResponse:
    row, by = visible_milestone(request, plan, action, milestone), person(request)
    refuse_if(rules.why_not_move_due(by, row))
    form = DueForm(posted(request), milestone=row)
    page = Page(
        heading=_("Move the due date: %(title)s") % {"title": row},
        words=_("Move the due date"),
        **around(row),
        explains=due_in_words(row) + " " + _("The first date is kept and shown beside the new one."),
        done=_("The due date is moved."),
    )
    return answer(
        request,
        form,
        page,
        lambda: services.move_due_date(
            milestone=row, due=form.cleaned_data["due"], reason=form.cleaned_data["reason"], by=by
        ),
    )


@get_or_post
def delete(request: HttpRequest, plan: str, action: str, milestone: str) -> HttpResponse:
    row, by = visible_milestone(request, plan, action, milestone), person(request)
    refuse_if(rules.why_not_delete_milestone(by, row))
    page = Page(
        heading=_("Delete: %(title)s") % {"title": row},
        words=_("Delete it"),
        **around(row),
        explains=_("It was never reported on. It goes for good."),
        warning=True,
        done=_("Deleted."),
    )
    return answer(request, Form(posted(request)), page, lambda: services.delete_milestone(milestone=row, by=by))
