"""Planning, previewing, opening, closing and reopening a cycle."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fingerpost.core.paging import page_of
from fingerpost.core.refusals import refuse_if
from fingerpost.cycles import queries, rules, scope, services
from fingerpost.cycles.forms import EditCycleForm, NewCycleForm
from fingerpost.cycles.models import Cycle
from fingerpost.plans.forms.editing import ReasonForm
from fingerpost.plans.models import Plan
from fingerpost.plans.views.asking import Page, answer, found, get_or_post, person, posted, visible_plan

FORM = "cycles/form.html"
NOBODY_SHOWN = 100


def cycles_url(plan: Plan) -> str:
    return reverse("cycles:cycles", args=[plan.slug])


def cycle_url(cycle: Cycle) -> str:
    return reverse("cycles:cycle", args=[cycle.plan.slug, cycle.period])


def visible_cycle(request: HttpRequest, plan: str, period: str) -> Cycle:
    """The cycle, or a 404 for whom its plan does not exist; a refusal for who may not follow it."""
    cycle = found(lambda: queries.cycle_for(person(request), plan, period))
    refuse_if(rules.why_not_follow(person(request), cycle.plan))
    return cycle


@require_safe
def cycles(request: HttpRequest, plan: str) -> HttpResponse:
    """A plan's cycles, latest first."""
    row, by = visible_plan(request, plan), person(request)
    refuse_if(rules.why_not_follow(by, row))
    page = page_of(request, queries.cycles_of(row))
    context = {
        "plan": row,
        "page": page,
        "may_plan": not rules.why_not_plan_cycle(by, row),
        "may_run": not rules.why_not_run(by),
    }
    return render(request, "cycles/cycles.html", context)


@get_or_post
def new(request: HttpRequest, plan: str) -> HttpResponse:
    row, by = visible_plan(request, plan), person(request)
    refuse_if(rules.why_not_plan_cycle(by, row))
    form = NewCycleForm(posted(request), plan=row, arrangements=queries.arrangements(), today=timezone.localdate())
    page = asking(row, _("Plan a cycle"), _("Plan the cycle"), done=_("The cycle is planned."))

    def save() -> Cycle:
        return services.plan_cycle(plan=row, by=by, **form.cleaned_data)

    return answer(request, form, page, save, to=opening_url)


@get_or_post
def edit(request: HttpRequest, plan: str, period: str) -> HttpResponse:
    cycle, by = visible_cycle(request, plan, period), person(request)
    refuse_if(rules.why_not_edit(by, cycle))
    form = EditCycleForm(posted(request), cycle=cycle)
    page = asking(cycle.plan, _("Change the days"), _("Save"), explains=cycle.of.label)

    def save() -> Cycle:
        return services.edit_cycle(cycle=cycle, by=by, **form.cleaned_data)

    return answer(request, form, page, save, to=cycle_url)


@get_or_post
def cancel(request: HttpRequest, plan: str, period: str) -> HttpResponse:
    cycle, by = visible_cycle(request, plan, period), person(request)
    refuse_if(rules.why_not_cancel(by, cycle))
    page = asking(
        cycle.plan,
        _("Cancel the cycle"),
        _("Cancel it"),
        explains=_("Nobody was asked yet, so nothing is lost. The cycle for %(period)s goes.")
        % {"period": cycle.of.label},
        done=_("The cycle is cancelled."),
    )
    return answer(
        request,
        Form(posted(request)),
        page,
        lambda: services.cancel_cycle(cycle=cycle, by=by),
        to=lambda _gone: cycles_url(cycle.plan),
    )


@get_or_post
def open_now(request: HttpRequest, plan: str, period: str) -> HttpResponse:
    """Who would be asked for how much, and the button that asks them."""
    cycle, by = visible_cycle(request, plan, period), person(request)
    refuse_if(rules.why_not_open(by, cycle))
    page = asking(
        cycle.plan, _("Open the cycle"), _("Open it and ask them"), done=_("The cycle is open."),
        template="cycles/opening.html", more=previewed(request, cycle, scope.preview(cycle.plan, cycle.of)),
    )  # fmt: skip
    return answer(request, Form(posted(request)), page, lambda: services.open_cycle(cycle=cycle, by=by), to=cycle_url)


@get_or_post
def ask_more(request: HttpRequest, plan: str, period: str) -> HttpResponse:
    """Who would be asked for what came into scope since the cycle opened, and the button that asks them."""
    cycle, by = visible_cycle(request, plan, period), person(request)
    refuse_if(rules.why_not_run(by) or rules.why_not_ask_more(cycle))
    page = asking(
        cycle.plan, _("Ask for what is new"), _("Ask them"), done=_("They are asked for it."),
        template="cycles/opening.html", more=previewed(request, cycle, scope.missing(cycle)),
    )  # fmt: skip
    return answer(request, Form(posted(request)), page, lambda: services.ask_more(cycle=cycle, by=by), to=cycle_url)


def previewed(request: HttpRequest, cycle: Cycle, preview: scope.Preview) -> dict[str, Any]:
    return {
        "cycle": cycle,
        "preview": preview,
        "page_of_people": page_of(request, preview.people),
        "nobody": preview.nobody[:NOBODY_SHOWN],
    }


@get_or_post
def close(request: HttpRequest, plan: str, period: str) -> HttpResponse:
    cycle, by = visible_cycle(request, plan, period), person(request)
    refuse_if(rules.why_not_close(by, cycle))
    page = asking(
        cycle.plan,
        _("Close the cycle"),
        _("Close it"),
        explains=_("Links stop taking answers. What was not answered counts as no response."),
        done=_("The cycle is closed."),
    )
    return answer(
        request,
        Form(posted(request)),
        page,
        lambda: services.close_cycle(cycle=cycle, by=by),
        to=cycle_url,
    )


@get_or_post
def reopen(request: HttpRequest, plan: str, period: str) -> HttpResponse:
    cycle, by = visible_cycle(request, plan, period), person(request)
    refuse_if(rules.why_not_reopen(by, cycle))
    form = ReasonForm(posted(request))
    page = asking(
        cycle.plan,
        _("Reopen the cycle"),
        _("Reopen it"),
        explains=_("Links take answers again. Change the days too where they are past."),
        done=_("The cycle is open again."),
    )

    def save() -> Cycle:
        return services.reopen_cycle(cycle=cycle, reason=form.cleaned_data["reason"], by=by)

    return answer(request, form, page, save, to=cycle_url)


def opening_url(cycle: Cycle) -> str:
    return reverse("cycles:open", args=[cycle.plan.slug, cycle.period])


def asking(plan: Plan, heading: str, words: str, **more: Any) -> Page:
    return Page(heading=heading, words=words, plan=plan, back=cycles_url(plan), **{"template": FORM, **more})
