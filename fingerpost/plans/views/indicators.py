"""Pages of indicators: add, edit, move, baseline and targets, cancel, reinstate, delete."""

from __future__ import annotations

from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from fingerpost.core.periods import Period, quarters
from fingerpost.core.refusals import refuse_if
from fingerpost.people.models import Area
from fingerpost.plans import indicator_rules, queries, rules, services
from fingerpost.plans.forms.editing import ReasonForm
from fingerpost.plans.forms.indicators import GoalsForm, IndicatorForm, MoveIndicatorForm, place_words
from fingerpost.plans.models import Category, Indicator, Plan
from fingerpost.plans.views.asking import (
    Page,
    answer,
    found,
    get_or_post,
    outcome_to_edit,
    person,
    posted,
    structure_url,
)


def visible_indicator(request: HttpRequest, plan: str, indicator: str) -> Indicator:
    return found(lambda: queries.indicator_for(person(request), plan, indicator))


def indicator_to_edit(request: HttpRequest, plan: str, indicator: str) -> Indicator:
    row = visible_indicator(request, plan, indicator)
    refuse_if(rules.why_not_edit(person(request), row.plan))
    return row


@get_or_post
def add(request: HttpRequest, plan: str, outcome: str) -> HttpResponse:
    row, by = outcome_to_edit(request, plan, outcome), person(request)
    form = IndicatorForm(posted(request), plan=row.plan)
    page = Page(
        heading=_("Add an indicator"),
        words=_("Add"),
        plan=row.plan,
        back=structure_url(row.plan, row),
        explains=_("It will come last under “%(title)s”.") % {"title": row},
        done=_("Added. Give it a baseline and targets next."),
    )
    return answer(
        request,
        form,
        page,
        lambda: services.add_indicator(outcome=row, by=by, **form.values()),
        to=lambda new: reverse("plans:indicator-goals", args=[new.plan.slug, new.slug]),
    )


def addresses(indicator: Indicator) -> list[tuple[str, str]]:
    """What else can be done to an indicator: (words, address)."""
    named = [
        (_("Baseline and targets"), "plans:indicator-goals"),
        (_("Move it under another outcome"), "plans:move-indicator"),
        (_("Cancel this indicator"), "plans:cancel-indicator")
        if indicator.state == Indicator.State.ACTIVE
        else (_("Reinstate this indicator"), "plans:reinstate-indicator"),
        (_("Delete"), "plans:delete-indicator"),
    ]
    place = [indicator.plan.slug, indicator.slug]
    links = [(words, reverse(name, args=place)) for words, name in named]
    return [*links, (_("Breakdowns and benchmarks of all plans"), reverse("plans:breakdowns"))]


@get_or_post
def edit(request: HttpRequest, plan: str, indicator: str) -> HttpResponse:
    row, by = indicator_to_edit(request, plan, indicator), person(request)
    form = IndicatorForm(posted(request), row=row, plan=row.plan)
    page = Page(
        heading=_("Edit: %(title)s") % {"title": row},
        words=_("Save"),
        plan=row.plan,
        back=structure_url(row.plan, row),
        more={"links": addresses(row)},
    )
    return answer(
        request,
        form,
        page,
        lambda: services.edit_indicator(indicator=row, by=by, seen=form.seen_values(), **form.values()),
    )


@get_or_post
def move(request: HttpRequest, plan: str, indicator: str) -> HttpResponse:
    row, by = indicator_to_edit(request, plan, indicator), person(request)
    form = MoveIndicatorForm(posted(request), indicator=row)
    page = Page(
        heading=_("Move: %(title)s") % {"title": row},
        words=_("Move it"),
        plan=row.plan,
        back=structure_url(row.plan, row),
        explains=_("Its figures move along. It will come last in its new place."),
        done=_("Moved."),
    )
    return answer(
        request, form, page, lambda: services.move_indicator(indicator=row, to=form.cleaned_data["to"], by=by)
    )


def periods_of(plan: Plan, indicator: Indicator) -> list[Period]:
    """The periods of a plan that may have a target: its years and, within them, the indicator's own."""
    years = list(dict.fromkeys(quarter.whole_year for quarter in quarters(plan.starts, plan.ends)))
    own = [Period.containing(plan.starts, indicator.kind)]
    while own[-1].end < plan.ends:
        own.append(own[-1].next)
    return list(dict.fromkeys([*years, *own]))


def place_asked(request: HttpRequest, indicator: Indicator) -> tuple[Area | None, Category | None]:
    """`?area=` or `?category=` (dimension:category); a 404 where the indicator is not broken down by it."""
    area, category = request.GET.get("area"), request.GET.get("category")
    try:
        dimension, _colon, name = (category or "").partition(":")
        return (
            queries.areas_of(indicator).get(slug=area) if area else None,
            queries.categories_of(indicator).get(dimension__slug=dimension, slug=name) if category else None,
        )
    except (Area.DoesNotExist, Category.DoesNotExist) as missing:
        raise Http404 from missing


def places(indicator: Indicator) -> list[tuple[str, str]]:
    """The same page for each area and category: (words, address)."""
    here = reverse("plans:indicator-goals", args=[indicator.plan.slug, indicator.slug])
    areas = [(area.name, f"{here}?area={area.slug}") for area in queries.areas_of(indicator)]
    categories = queries.categories_of(indicator)
    named = [(f"{row.dimension}: {row}", f"{here}?category={row.dimension.slug}:{row.slug}") for row in categories]
    return [(_("The whole"), here), *areas, *named] if areas or named else []


@get_or_post
def goals(request: HttpRequest, plan: str, indicator: str) -> HttpResponse:
    """Baseline and targets, of the whole or of one area or category."""
    row, by = indicator_to_edit(request, plan, indicator), person(request)
    area, category = place_asked(request, row)
    there = {one.period: one.value for one in row.targets.filter(area=area, category=category)}
    form = GoalsForm(
        posted(request),
        baseline=row.baselines.filter(area=area, category=category).first(),
        targets=there,
        periods=dict.fromkeys([*periods_of(row.plan, row), *there]),
        unit=row.unit,
    )
    heading = _("Baseline and targets: %(title)s") % {"title": row}
    page = Page(
        heading=f"{heading} ({place_words(area, category)})" if area or category else heading,
        words=_("Save"),
        plan=row.plan,
        back=reverse("plans:edit-indicator", args=[row.plan.slug, row.slug]),
        explains=_("A target for a year holds for each part of it, unless the figures add up over the year."),
        more={"links": places(row), "links_heading": _("Other places")},
    )

    def save() -> Indicator:
        with transaction.atomic():
            services.set_baseline(indicator=row, area=area, category=category, by=by, **form.baseline())
            services.set_targets(indicator=row, area=area, category=category, by=by, targets=form.targets())
        return row

    return answer(request, form, page, save)


@get_or_post
def cancel(request: HttpRequest, plan: str, indicator: str) -> HttpResponse:
    row, by = visible_indicator(request, plan, indicator), person(request)
    refuse_if(indicator_rules.why_not_cancel(by, row))
    form = ReasonForm(posted(request))
    page = Page(
        heading=_("Cancel: %(title)s") % {"title": row},
        words=_("Cancel this indicator"),
        plan=row.plan,
        back=structure_url(row.plan, row),
        explains=_("No figure is asked for any more; those that are there stay. It can be reinstated."),
        warning=True,
        done=_("The indicator is cancelled."),
    )
    return answer(
        request, form, page, lambda: services.cancel_indicator(indicator=row, reason=form.cleaned_data["reason"], by=by)
    )


@get_or_post
def reinstate(request: HttpRequest, plan: str, indicator: str) -> HttpResponse:
    row, by = visible_indicator(request, plan, indicator), person(request)
    refuse_if(indicator_rules.why_not_reinstate(by, row))
    form = ReasonForm(posted(request))
    page = Page(
        heading=_("Reinstate: %(title)s") % {"title": row},
        words=_("Reinstate this indicator"),
        plan=row.plan,
        back=structure_url(row.plan, row),
        explains=_("It was cancelled. The reason was: %(reason)s") % {"reason": row.state_reason},
        done=_("The indicator is active again."),
    )
    return answer(
        request,
        form,
        page,
        lambda: services.reinstate_indicator(indicator=row, reason=form.cleaned_data["reason"], by=by),
    )


@get_or_post
def delete(request: HttpRequest, plan: str, indicator: str) -> HttpResponse:
    row, by = visible_indicator(request, plan, indicator), person(request)
    refuse_if(indicator_rules.why_not_delete(by, row))
    page = Page(
        heading=_("Delete: %(title)s") % {"title": row},
        words=_("Delete it"),
        plan=row.plan,
        back=structure_url(row.plan, row),
        explains=_("It never had a figure. It goes for good, with its baseline and targets."),
        warning=True,
        done=_("Deleted."),
    )
    return answer(request, Form(posted(request)), page, lambda: services.delete_indicator(indicator=row, by=by))
