"""Pages of key actions: add, edit, move, share, cancel, reinstate, delete."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fingerpost.core.refusals import refuse_if
from fingerpost.plans import queries, rules, services
from fingerpost.plans.forms.editing import ReasonForm
from fingerpost.plans.forms.items import ActionForm
from fingerpost.plans.forms.moving import MoveActionForm, ShareForm
from fingerpost.plans.models import Action
from fingerpost.plans.views.asking import (
    Page,
    action_to_edit,
    answer,
    around,
    get_or_post,
    outcome_to_edit,
    person,
    posted,
    visible_action,
    visible_outcome,
)


@get_or_post
def add(request: HttpRequest, plan: str, outcome: str) -> HttpResponse:
    row, by = outcome_to_edit(request, plan, outcome), person(request)
    form = ActionForm(posted(request))
    page = Page(
        heading=_("Add: %(level)s") % {"level": row.plan.action_name},
        words=_("Add"),
        **around(row),
        explains=_("It will be at home under “%(title)s”.") % {"title": row},
        done=_("Added."),
    )
    return answer(request, form, page, lambda: services.add_action(outcome=row, by=by, **form.values()))


def addresses(action: Action) -> list[tuple[str, str]]:
    """What else can be done to an action: (words, address)."""
    named = [
        (_("Move to another outcome"), "plans:move-action"),
        (_("Count it towards other outcomes as well"), "plans:share-action"),
        (_("Delete"), "plans:delete-action"),
    ]
    ending = (
        (_("Cancel this action"), "plans:cancel-action")
        if action.state == Action.State.ACTIVE
        else (_("Reinstate this action"), "plans:reinstate-action")
    )
    links = [
        (words, reverse(name, args=[action.plan.slug, action.slug])) for words, name in [*named[:2], ending, named[2]]
    ]
    table = reverse("plans:bulk-edit", args=[action.plan.slug]) + f"?action={action.slug}"
    return [(_("Edit its milestones in a table"), table), *links]


@get_or_post
def edit(request: HttpRequest, plan: str, action: str) -> HttpResponse:
    row, by = action_to_edit(request, plan, action), person(request)
    form = ActionForm(posted(request), row=row)
    page = Page(
        heading=_("Edit: %(title)s") % {"title": row},
        words=_("Save"),
        **around(row),
        more={"links": addresses(row)},
    )
    return answer(
        request, form, page, lambda: services.edit_action(action=row, by=by, seen=form.seen_values(), **form.values())
    )


@get_or_post
def move(request: HttpRequest, plan: str, action: str) -> HttpResponse:
    row, by = action_to_edit(request, plan, action), person(request)
    form = MoveActionForm(posted(request), action=row)
    page = Page(
        heading=_("Move: %(title)s") % {"title": row},
        words=_("Move it"),
        **around(row),
        explains=_("Its milestones move along. It will come last in its new place."),
        done=_("Moved."),
    )
    return answer(request, form, page, lambda: services.move_action(action=row, to=form.cleaned_data["to"], by=by))


@get_or_post
def share(request: HttpRequest, plan: str, action: str) -> HttpResponse:
    """Let an action count towards one more outcome; the page lists those that it counts towards, too.

    An action of a closed plan may still be shared: only the outcome's plan changes.
    """
    row, by = visible_action(request, plan, action), person(request)
    refuse_if(rules.why_not_make(by))
    form = ShareForm(posted(request), outcomes=queries.outcomes_to_share(row, by))
    page = Page(
        heading=_("Share: %(title)s") % {"title": row},
        words=_("Share it"),
        **around(row),
        explains=_("It stays at home where it is, and its progress counts towards the other outcome as well."),
        done=_("Shared."),
        more={
            "links_of_action": row.links.select_related("outcome__plan").order_by("-home", "outcome__title"),
            "action": row,
        },
        template="plans/share.html",
    )
    return answer(
        request,
        form,
        page,
        lambda: services.share_action(action=row, outcome=form.cleaned_data["outcome"], by=by),
        to=lambda _link: reverse("plans:share-action", args=[plan, action]),
    )


@require_POST
def unshare(request: HttpRequest, plan: str, action: str) -> HttpResponse:
    """End the sharing with the outcome that `plan` and `outcome` of the request name."""
    row, by = visible_action(request, plan, action), person(request)
    outcome = visible_outcome(request, request.POST.get("plan", ""), request.POST.get("outcome", ""))
    services.unshare_action(action=row, outcome=outcome, by=by)
    messages.success(request, _("It no longer counts towards “%(outcome)s”.") % {"outcome": outcome})
    return redirect("plans:share-action", plan, action)


@get_or_post
def cancel(request: HttpRequest, plan: str, action: str) -> HttpResponse:
    row, by = visible_action(request, plan, action), person(request)
    refuse_if(rules.why_not_cancel_action(by, row))
    form = ReasonForm(posted(request))
    page = Page(
        heading=_("Cancel: %(title)s") % {"title": row},
        words=_("Cancel this action"),
        **around(row),
        explains=_("It no longer counts, and is listed as cancelled with your reason. It can be reinstated."),
        warning=True,
        done=_("The action is cancelled."),
    )
    return answer(
        request, form, page, lambda: services.cancel_action(action=row, reason=form.cleaned_data["reason"], by=by)
    )


@get_or_post
def reinstate(request: HttpRequest, plan: str, action: str) -> HttpResponse:
    row, by = visible_action(request, plan, action), person(request)
    refuse_if(rules.why_not_reinstate_action(by, row))
    form = ReasonForm(posted(request))
    page = Page(
        heading=_("Reinstate: %(title)s") % {"title": row},
        words=_("Reinstate this action"),
        **around(row),
        explains=_("It was cancelled: %(reason)s It will count again.") % {"reason": row.state_reason},
        done=_("The action is active again."),
    )
    return answer(
        request, form, page, lambda: services.reinstate_action(action=row, reason=form.cleaned_data["reason"], by=by)
    )


@get_or_post
def delete(request: HttpRequest, plan: str, action: str) -> HttpResponse:
    row, by = visible_action(request, plan, action), person(request)
    refuse_if(rules.why_not_delete_action(by, row))
    page = Page(
        heading=_("Delete: %(title)s") % {"title": row},
        words=_("Delete it"),
        **around(row),
        explains=_("It has no milestones and was never reported on. It goes for good."),
        warning=True,
        done=_("Deleted."),
    )
    return answer(request, Form(posted(request)), page, lambda: services.delete_action(action=row, by=by))
