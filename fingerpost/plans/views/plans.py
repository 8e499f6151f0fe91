"""A plan as a whole: made, edited, put into force, closed, reopened, deleted; its themes."""

from __future__ import annotations

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from fingerpost.core.refusals import refuse_if
from fingerpost.plans import queries, rules, services
from fingerpost.plans.forms.editing import ReasonForm
from fingerpost.plans.forms.items import PlanForm, ThemeForm
from fingerpost.plans.models import Theme
from fingerpost.plans.views.asking import (
    Page,
    answer,
    around,
    get_or_post,
    person,
    plan_to_edit,
    posted,
    structure_url,
    visible_plan,
)


@get_or_post
def create(request: HttpRequest) -> HttpResponse:
    by = person(request)
    refuse_if(rules.why_not_make(by))
    form = PlanForm(posted(request), by=by)
    page = Page(
        heading=_("Make a plan"),
        words=_("Make the plan"),
        back="/",
        explains=_("It starts as a draft, which only coordinators and administrators see."),
        done=_("The plan is made. Add what it is to achieve."),
    )
    return answer(request, form, page, lambda: services.create_plan(by=by, **form.values()), to=structure_url)


@get_or_post
def edit(request: HttpRequest, plan: str) -> HttpResponse:
    row, by = plan_to_edit(request, plan), person(request)
    form = PlanForm(posted(request), row=row, by=by)
    page = Page(heading=_("Edit the plan"), words=_("Save"), **around(row))
    return answer(
        request, form, page, lambda: services.edit_plan(plan=row, by=by, seen=form.seen_values(), **form.values())
    )


@get_or_post
def start(request: HttpRequest, plan: str) -> HttpResponse:
    row, by = visible_plan(request, plan), person(request)
    refuse_if(rules.why_not_start(by, row))
    page = Page(
        heading=_("Put the plan into force"),
        words=_("Put it into force"),
        **around(row),
        explains=_("Everybody who signs in will see it. From then on a due date moves only with a reason."),
        done=_("The plan is in force."),
    )
    return answer(request, Form(posted(request)), page, lambda: services.start_plan(plan=row, by=by))


@get_or_post
def close(request: HttpRequest, plan: str) -> HttpResponse:
    row, by = visible_plan(request, plan), person(request)
    refuse_if(rules.why_not_close(by, row))
    page = Page(
        heading=_("Close the plan"),
        words=_("Close it"),
        **around(row),
        explains=_(
            "It can still be read, but not changed, until it is reopened. Roll it over first where unfinished work "
            "is to go on."
        ),
        done=_("The plan is closed."),
    )
    return answer(request, Form(posted(request)), page, lambda: services.close_plan(plan=row, by=by))


@get_or_post
def reopen(request: HttpRequest, plan: str) -> HttpResponse:
    row, by = visible_plan(request, plan), person(request)
    refuse_if(rules.why_not_reopen(by, row))
    form = ReasonForm(posted(request))
    page = Page(
        heading=_("Reopen the plan"),
        words=_("Reopen it"),
        **around(row),
        explains=_("It is in force again and can be changed."),
        done=_("The plan is in force again."),
    )
    return answer(
        request, form, page, lambda: services.reopen_plan(plan=row, reason=form.cleaned_data["reason"], by=by)
    )


@get_or_post
def delete(request: HttpRequest, plan: str) -> HttpResponse:
    row, by = visible_plan(request, plan), person(request)
    refuse_if(rules.why_not_delete_plan(by, row))
    page = Page(
        heading=_("Delete the plan"),
        words=_("Delete it"),
        **around(row),
        explains=_("The empty draft goes for good. That it was there stays in the audit trail."),
        warning=True,
        done=_("The plan is deleted."),
    )
    return answer(
        request, Form(posted(request)), page, lambda: services.delete_plan(plan=row, by=by), to=lambda _gone: "/"
    )


@get_or_post
def add_theme(request: HttpRequest, plan: str) -> HttpResponse:
    row, by = plan_to_edit(request, plan), person(request)
    form = ThemeForm(posted(request))
    page = Page(heading=_("Add: %(level)s") % {"level": row.theme_name}, words=_("Add"), **around(row))
    return answer(request, form, page, lambda: services.add_theme(plan=row, by=by, **form.values()))


def theme_to_edit(request: HttpRequest, plan: str, theme: str) -> Theme:
    row = queries.theme_slugs(plan_to_edit(request, plan)).get(theme)
    if row is None:
        raise Http404
    return row


@get_or_post
def edit_theme(request: HttpRequest, plan: str, theme: str) -> HttpResponse:
    row, by = theme_to_edit(request, plan, theme), person(request)
    form = ThemeForm(posted(request), row=row)
    page = Page(
        heading=_("Edit: %(title)s") % {"title": row},
        words=_("Save"),
        **around(row.plan),
        more={"links": [(_("Delete"), reverse("plans:delete-theme", args=[plan, theme]))]},
    )
    return answer(
        request, form, page, lambda: services.edit_theme(theme=row, by=by, seen=form.seen_values(), **form.values())
    )


@get_or_post
def delete_theme(request: HttpRequest, plan: str, theme: str) -> HttpResponse:
    row, by = theme_to_edit(request, plan, theme), person(request)
    refuse_if(rules.why_not_delete_theme(by, row))
    page = Page(
        heading=_("Delete: %(title)s") % {"title": row},
        words=_("Delete it"),
        **around(row.plan),
        explains=_("Nothing stands under it. It goes for good."),
        warning=True,
        done=_("Deleted."),
    )
    return answer(request, Form(posted(request)), page, lambda: services.delete_theme(theme=row, by=by))
