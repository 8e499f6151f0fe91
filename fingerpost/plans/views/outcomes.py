"""Pages of outcomes: add, edit, move, delete."""

from __future__ import annotations

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from fingerpost.core.refusals import refuse_if
from fingerpost.plans import queries, rules, services
from fingerpost.plans.forms.items import OutcomeForm
from fingerpost.plans.forms.moving import MoveOutcomeForm
from fingerpost.plans.views.asking import (
    Page,
    answer,
    around,
    get_or_post,
    outcome_to_edit,
    person,
    plan_to_edit,
    posted,
)


@get_or_post
def add(request: HttpRequest, plan: str) -> HttpResponse:
    """A new outcome at the top; `?under=` names its parent, `?theme=` its theme."""
    row, by = plan_to_edit(request, plan), person(request)
    under = request.GET.get("under", "")
    parent = outcome_to_edit(request, plan, under) if under else None
    theme = queries.theme_slugs(row).get(request.GET.get("theme", ""))
    form = OutcomeForm(posted(request))
    page = Page(
        heading=_("Add: %(level)s") % {"level": row.outcome_name},
        words=_("Add"),
        **around(parent or row),
        explains=_("It will stand under “%(title)s”.") % {"title": parent or theme} if parent or theme else "",
        done=_("Added."),
    )
    return answer(
        request,
        form,
        page,
        lambda: services.add_outcome(plan=row, parent=parent, theme=theme, by=by, **form.values()),
    )


@get_or_post
def edit(request: HttpRequest, plan: str, outcome: str) -> HttpResponse:
    row, by = outcome_to_edit(request, plan, outcome), person(request)
    form = OutcomeForm(posted(request), row=row)
    page = Page(
        heading=_("Edit: %(title)s") % {"title": row},
        words=_("Save"),
        **around(row),
        more={
            "links": [
                (_("Move elsewhere"), reverse("plans:move-outcome", args=[plan, outcome])),
                (_("Delete"), reverse("plans:delete-outcome", args=[plan, outcome])),
            ]
        },
    )
    return answer(
        request, form, page, lambda: services.edit_outcome(outcome=row, by=by, seen=form.seen_values(), **form.values())
    )


@get_or_post
def move(request: HttpRequest, plan: str, outcome: str) -> HttpResponse:
    row, by = outcome_to_edit(request, plan, outcome), person(request)
    form = MoveOutcomeForm(posted(request), outcome=row)
    page = Page(
        heading=_("Move: %(title)s") % {"title": row},
        words=_("Move it"),
        **around(row),
        explains=_("What stands under it moves along. It will come last in its new place."),
        done=_("Moved."),
    )
    return answer(
        request,
        form,
        page,
        lambda: services.move_outcome(outcome=row, parent=form.parent, theme=form.theme, by=by),
    )


@get_or_post
def delete(request: HttpRequest, plan: str, outcome: str) -> HttpResponse:
    row, by = outcome_to_edit(request, plan, outcome), person(request)
    refuse_if(rules.why_not_delete_outcome(by, row))
    page = Page(
        heading=_("Delete: %(title)s") % {"title": row},
        words=_("Delete it"),
        **around(row),
        explains=_("Nothing stands under it. It goes for good."),
        warning=True,
        done=_("Deleted."),
    )
    return answer(request, Form(posted(request)), page, lambda: services.delete_outcome(outcome=row, by=by))
