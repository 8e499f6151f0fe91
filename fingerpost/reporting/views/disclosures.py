"""Showing small numbers after all, and withholding them again."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from fingerpost.core.refusals import refuse_if
from fingerpost.people import roles
from fingerpost.people.requests import SignedInRequest
from fingerpost.plans.forms.editing import ReasonForm
from fingerpost.plans.models import Indicator
from fingerpost.plans.queries import indicator_for
from fingerpost.plans.views.asking import Page, answer
from fingerpost.reporting.indicators.disclosures import disclosure_of
from fingerpost.reporting.indicators.forms import DisclosureForm
from fingerpost.reporting.indicators.rules import why_not_disclose
from fingerpost.reporting.services import disclose, withhold_again
from fingerpost.reporting.views.indicators import get_or_post, periods_offered
from fingerpost.reporting.views.looking import found


@get_or_post
def show(request: SignedInRequest, plan: str, indicator: str) -> HttpResponse:
    row = found(lambda: indicator_for(request.user, plan, indicator))
    refuse_if(why_not_disclose(request.user, row, None, asked=False))
    form = DisclosureForm(
        request.POST if request.method == "POST" else None,
        periods=periods_offered(row.plan, row.kind, "half", "year", years_before=3),
    )
    page = Page(
        heading=_("Show small numbers: %(title)s") % {"title": row},
        words=_("Show them"),
        plan=row.plan,
        back=url_of(row),
        explains=_(
            "Everybody who may see the plan sees them from now on, on every page and in every file and paper. What was"
            " read cannot be taken back. Make sure that nobody can be recognised."
        ),
        warning=True,
        done=_("The small numbers are shown now."),
    )
    return answer(
        request,
        form,
        page,
        lambda: disclose(indicator=row, period=form.period(), reason=form.cleaned_data["reason"], by=request.user),
        to=lambda _row: url_of(row),
    )


@get_or_post
def withhold(request: SignedInRequest, plan: str, indicator: str, period: str) -> HttpResponse:
    row = found(lambda: indicator_for(request.user, plan, indicator))
    refuse_if(roles.why_not(request.user, "indicators.lift"))
    lifted = found(lambda: disclosure_of(row, period))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    page = Page(
        heading=_("Withhold small numbers again: %(title)s") % {"title": row},
        words=_("Withhold them"),
        plan=row.plan,
        back=url_of(row),
        explains=_("They were shown for this reason: %(reason)s") % {"reason": lifted.reason},
        done=_("The small numbers are withheld again."),
    )
    return answer(
        request,
        form,
        page,
        lambda: withhold_again(disclosure=lifted, reason=form.cleaned_data["reason"], by=request.user),
        to=lambda _row: url_of(row),
    )


def url_of(row: Indicator) -> str:
    return reverse("reporting:indicator", args=[row.plan.slug, row.slug])
