"""The communication strategy of a plan and its activities."""

from __future__ import annotations

from typing import cast

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fingerpost.core.refusals import refuse_if
from fingerpost.people.requests import SignedInRequest
from fingerpost.plans.models import Plan
from fingerpost.plans.queries import plan_for
from fingerpost.plans.views.asking import Page, answer, found, get_or_post, person, posted, visible_plan
from fingerpost.reviews import queries, rules, services
from fingerpost.reviews.forms import ActivityForm, StatementForm, StrategyForm
from fingerpost.reviews.models import Activity, AnnualStatement, Strategy
from fingerpost.reviews.services import ActivityFields
from fingerpost.reviews.views.reviewing import parsed, review_url


def strategy_url(plan: Plan) -> str:
    return reverse("reviews:strategy", args=[plan.slug])


def page_about(plan: Plan, heading: str, words: str, **more: object) -> Page:
    return Page(
        heading=heading, words=words, plan=plan, back=strategy_url(plan), template="reviews/form.html", more=dict(more)
    )


@require_safe
def strategy(request: SignedInRequest, plan: str) -> HttpResponse:
    row = found(lambda: plan_for(request.user, plan))
    there = queries.strategy_of(row)
    context = {
        "plan": row,
        "strategy": there,
        "activities": list(there.activities.all()) if there else [],
        "may_edit": not rules.why_not_strategy(request.user),
    }
    return render(request, "reviews/strategy.html", context)


@get_or_post
def edit(request: HttpRequest, plan: str) -> HttpResponse:
    row, by = visible_plan(request, plan), person(request)
    refuse_if(rules.why_not_strategy(by))
    there = queries.strategy_of(row)
    form = StrategyForm(posted(request), row=there)
    page = page_about(row, _("Communication strategy"), _("Save"))

    def save() -> Strategy:
        return services.save_strategy(plan=row, by=by, seen=form.seen_values(), **form.values())

    return answer(request, form, page, save, to=lambda _row: strategy_url(row))


def strategy_to_edit(request: HttpRequest, plan: str) -> Strategy:
    row = visible_plan(request, plan)
    refuse_if(rules.why_not_strategy(person(request)))
    return found(lambda: Strategy.objects.select_related("plan").get(plan=row))


def activity_to_edit(request: HttpRequest, plan: str, activity: int) -> Activity:
    there = strategy_to_edit(request, plan)
    rows = list(there.activities.all())
    if not 1 <= activity <= len(rows):
        raise Http404
    rows[activity - 1].strategy = there
    return rows[activity - 1]


@get_or_post
def add(request: HttpRequest, plan: str) -> HttpResponse:
    there, by = strategy_to_edit(request, plan), person(request)
    form = ActivityForm(posted(request))
    page = page_about(there.plan, _("Add an activity"), _("Add"))

    def save() -> Activity | None:
        made = services.add_activities(strategy=there, rows=[cast(ActivityFields, form.values())], by=by)
        return made[0] if made else None

    return answer(request, form, page, save, to=lambda _row: strategy_url(there.plan))


@get_or_post
def edit_activity(request: HttpRequest, plan: str, number: int) -> HttpResponse:
    row, by = activity_to_edit(request, plan, number), person(request)
    form = ActivityForm(posted(request), row=row)
    page = page_about(row.strategy.plan, _("Edit the activity"), _("Save"), caption=row.activity)

    def save() -> Activity:
        return services.edit_activity(row, by=by, seen=form.seen_values(), fields=cast(ActivityFields, form.values()))

    return answer(request, form, page, save, to=lambda _row: strategy_url(row.strategy.plan))


@get_or_post
def remove_activity(request: HttpRequest, plan: str, number: int) -> HttpResponse:
    row, by = activity_to_edit(request, plan, number), person(request)
    page = Page(
        heading=_("Remove the activity"),
        words=_("Remove"),
        plan=row.strategy.plan,
        back=strategy_url(row.strategy.plan),
        explains=_("“%(activity)s” is taken out of the strategy. Its words stay in the audit trail.")
        % {"activity": row.activity},
        warning=True,
        template="reviews/form.html",
    )

    def save() -> None:
        services.remove_activity(activity=row, by=by)

    return answer(request, Form(posted(request)), page, save, to=lambda _row: strategy_url(row.strategy.plan))


@get_or_post
def statement(request: HttpRequest, plan: str, period: str) -> HttpResponse:
    """What the annual report of a planning year states."""
    row, by, year = visible_plan(request, plan), person(request), parsed(period).whole_year
    refuse_if(rules.why_not_strategy(by) or rules.why_not_period(row, year))
    form = StatementForm(posted(request), row=queries.statement_of(row, year))
    page = Page(
        heading=_("Annual statement for %(year)s") % {"year": year.label},
        words=_("Save"),
        plan=row,
        back=review_url(row, year),
        template="reviews/form.html",
        explains=_(
            "The annual report prints it: how community bodies took part, whether that was effective, what is next."
        ),
    )

    def save() -> AnnualStatement:
        return services.save_statement(plan=row, year=year, by=by, seen=form.seen_values(), **form.values())

    return answer(request, form, page, save, to=lambda _row: review_url(row, year))
