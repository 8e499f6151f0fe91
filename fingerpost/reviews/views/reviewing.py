"""The review of a plan for a period, and what is said of one item."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fingerpost.core.periods import Period
from fingerpost.core.refusals import refuse_if
from fingerpost.follow_ups.rules import why_not_keep
from fingerpost.people.requests import SignedInRequest
from fingerpost.plans.models import Action, Frequency, Indicator, Plan
from fingerpost.plans.queries import action_for, indicator_for, plan_for
from fingerpost.plans.views.asking import Page, answer, found, get_or_post, person, posted
from fingerpost.reporting.indicators.forms import PeriodForm
from fingerpost.reporting.indicators.scorecard import lines_of
from fingerpost.reporting.indicators.values import Scope
from fingerpost.reporting.queries import lock_over
from fingerpost.reporting.views.indicators import periods_offered, usual_period
from fingerpost.reviews import queries, rules, services
from fingerpost.reviews.forms import ReviewForm

MOST_OTHERS = 6  # periods that a review links to


def review_url(plan: Plan, period: Period) -> str:
    return reverse("reviews:review", args=[plan.slug]) + f"?period={period.slug}"


def item_url(item: Indicator | Action, period: Period) -> str:
    return reverse(f"reviews:{item._meta.model_name}", args=[item.plan.slug, period.slug, item.slug])


@require_safe
def review(request: SignedInRequest, plan: str) -> HttpResponse:
    """What was done and what is planned, outcome by outcome. `?period=`: the last one that ended, of the kind that the
    plan was last reviewed for, unless given."""
    row = found(lambda: plan_for(request.user, plan))
    offered = [one for one in periods_offered(row, "quarter", "half", "year") if not rules.why_not_period(row, one)]
    reviewed = queries.periods_reviewed(row)
    form = PeriodForm(request.GET, periods=offered, initial=period_at_first(row, reviewed, offered))
    shown = queries.review_of(row, form.period())
    indicators = [one.item for one in shown.items if isinstance(one.item, Indicator)]
    lines = lines_of(indicators, shown.period, Scope.of_plan(row.pk), as_at=timezone.localdate())
    context = {
        "plan": row,
        "review": shown,
        "lines": {line.indicator.pk: line for line in lines},
        "others": [(one, review_url(row, one)) for one in reviewed if one != shown.period][:MOST_OTHERS],
        "may_review": rules.reviewable(request.user, [one.item for one in shown.items]),
        "form": form,
        "strategy": queries.strategy_of(row),
        "may_edit_strategy": not rules.why_not_strategy(request.user),
    }
    return render(request, "reviews/review.html", context)


def period_at_first(plan: Plan, reviewed: list[Period], offered: list[Period]) -> Period:
    """The last quarter that has ended, or the half or year where the plan is reviewed by these; of a plan that is over
    the last one that was reviewed."""
    usual = usual_period(plan)
    if reviewed and reviewed[0] in offered and plan.ends < timezone.localdate():
        return reviewed[0]
    if not reviewed or reviewed[0].kind not in Frequency.values:
        return usual
    last = Period.containing(usual.end, reviewed[0].kind)
    last = last if last.end <= usual.end else last.previous
    return last if last in offered else usual


@get_or_post
def indicator(request: HttpRequest, plan: str, indicator: str, period: str) -> HttpResponse:
    return entered(request, found(lambda: indicator_for(person(request), plan, indicator)), period)


@get_or_post
def action(request: HttpRequest, plan: str, action: str, period: str) -> HttpResponse:
    return entered(request, found(lambda: action_for(person(request), plan, action)), period)


def entered(request: HttpRequest, item: Indicator | Action, slug: str) -> HttpResponse:
    """The form of one item, with what was said before beneath it."""
    by, of = person(request), parsed(slug)
    refuse_if(rules.why_not_review(by, item) or rules.why_not_period(item.plan, of))
    shown = queries.reviewed(item, of)
    lock = lock_over(item.plan, of.end)
    form = ReviewForm(posted(request), shown=shown, lock=lock, with_step=not why_not_keep(by))
    page = Page(
        heading=_("Review for %(period)s") % {"period": of.label},
        words=_("Save"),
        plan=item.plan,
        back=review_url(item.plan, of),
        template="reviews/entry.html",
        done=_("The review is stored."),
        more={"item": item, "shown": shown, "entries": queries.entries_of(item), "lock": lock},
    )

    def save() -> None:
        services.record_review(form.said(item, of), by=by, step=form.agreed())

    return answer(request, form, page, save, to=lambda _row: f"{review_url(item.plan, of)}#{anchor(item)}")


def parsed(slug: str) -> Period:
    def read() -> Period:
        try:
            return Period.parse(slug)
        except ValueError as wrong:
            raise Plan.DoesNotExist from wrong

    return found(read)


def anchor(item: Indicator | Action) -> str:
    return f"{item._meta.model_name}-{item.slug}"
