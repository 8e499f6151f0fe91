"""What every page here does: find what the person may see, answer a form, go back to the item."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypedDict, TypeVar

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.people.models import User
from fingerpost.plans import queries, rules
from fingerpost.plans.forms.editing import EditForm
from fingerpost.plans.models import Action, Indicator, Milestone, Outcome, Plan
from fingerpost.plans.versions import Conflict

Row = TypeVar("Row")
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def posted(request: HttpRequest) -> QueryDict | None:
    """What came back, an empty form too; None where the page is only asked for."""
    return request.POST if request.method == "POST" else None


def person(request: HttpRequest) -> User:
    """Who asks. Nobody gets here without signing in: `LoginRequiredMiddleware` sees to that."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def visible_plan(request: HttpRequest, plan: str) -> Plan:
    """The plan, or a 404 for whom it does not exist or must not be seen."""
    return found(lambda: queries.plan_for(person(request), plan))


def visible_outcome(request: HttpRequest, plan: str, outcome: str) -> Outcome:
    return found(lambda: queries.outcome_for(person(request), plan, outcome))


def visible_action(request: HttpRequest, plan: str, action: str) -> Action:
    return found(lambda: queries.action_for(person(request), plan, action))


def visible_milestone(request: HttpRequest, plan: str, action: str, milestone: str) -> Milestone:
    return found(lambda: queries.milestone_for(person(request), plan, action, milestone))


def found(get: Callable[[], Row]) -> Row:
    try:
        return get()
    except ObjectDoesNotExist as missing:
        raise Http404 from missing


def plan_to_edit(request: HttpRequest, plan: str) -> Plan:
    """A plan that this person may edit now: 404 where it is not to be seen, 403 with the reason where not to be
    edited. Likewise the three below."""
    row = visible_plan(request, plan)
    refuse_if(rules.why_not_edit(person(request), row))
    return row


def outcome_to_edit(request: HttpRequest, plan: str, outcome: str) -> Outcome:
    row = visible_outcome(request, plan, outcome)
    refuse_if(rules.why_not_edit(person(request), row.plan))
    return row


def action_to_edit(request: HttpRequest, plan: str, action: str) -> Action:
    row = visible_action(request, plan, action)
    refuse_if(rules.why_not_edit(person(request), row.plan))
    return row


def milestone_to_edit(request: HttpRequest, plan: str, action: str, milestone: str) -> Milestone:
    row = visible_milestone(request, plan, action, milestone)
    refuse_if(rules.why_not_edit(person(request), row.action.plan))
    return row


def anchor(row: Model | None) -> str:
    """Where an item stands on the structure page. A milestone's slug is unique in its action only."""
    match row:
        case Milestone():
            return f"milestone-{row.action.slug}-{row.slug}"
        case Outcome() | Action() | Indicator():
            return f"{row._meta.model_name}-{row.slug}"
        case _:
            return ""


def structure_url(plan: Plan, row: Model | None = None) -> str:
    """The structure page, at the item where one is given; a large plan opens at the item's outcome."""
    mark = anchor(row)
    return reverse("plans:structure", args=[plan.slug]) + (f"?at={mark}#{mark}" if mark else "")


class Around(TypedDict):
    """The part of a `Page` that follows from what it is about."""

    plan: Plan
    back: str


def around(row: Plan | Outcome | Action | Milestone) -> Around:
    """The plan of an item, and the way back to its place in the structure."""
    match row:
        case Plan():
            plan = row
        case Milestone():
            plan = row.action.plan
        case _:
            plan = row.plan
    return {"plan": plan, "back": structure_url(plan, row)}


@dataclass(frozen=True, slots=True)
class Page:
    """What a page with one form says. `explains`: what will happen; `warning`: it cannot be undone."""

    heading: str
    words: str
    plan: Plan | None = None
    back: str = ""
    explains: str = ""
    warning: bool = False
    done: str = ""
    more: dict[str, Any] | None = None
    template: str = "plans/form.html"


def answer(
    request: HttpRequest,
    form: Form,
    page: Page,
    save: Callable[[], Model | None],
    *,
    to: Callable[[Any], str] | None = None,
) -> HttpResponse:
    """Show the form; when it comes back and is right, save and go on: to the item on the structure page, or `to`.

    What the service refuses stands above the form; what somebody else changed meanwhile stands beside its field.
    """
    if request.method == "POST" and form.is_valid():
        try:
            row = save()
        except Conflict as conflict:
            form = after_conflict(form, conflict)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, page.done or _("Saved."))
            return redirect(to(row) if to else structure_url(page.plan, row) if page.plan else "/")
    return render(request, page.template, {"form": form, "page": page, "plan": page.plan, **(page.more or {})})


def after_conflict(form: Form, conflict: Conflict) -> Form:
    """The form as it goes back, with what somebody else changed meanwhile."""
    if isinstance(form, EditForm) and form.row is not None:
        form.row.refresh_from_db()
        return form.after(conflict, form.row)
    form.add_error(None, conflict.reason)
    return form
