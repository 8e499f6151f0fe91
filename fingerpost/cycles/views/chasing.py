"""Reminding people by hand: everybody who has not answered, or one of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.cycles import chasing, rules, services
from fingerpost.cycles.models import Cycle, Request
from fingerpost.cycles.services import Chased
from fingerpost.cycles.views.dashboard import asked_url, visible_request
from fingerpost.cycles.views.running import asking, cycle_url, visible_cycle
from fingerpost.plans.views.asking import get_or_post, person, posted

SAID = 5  # reasons in full; the rest are counted


@get_or_post
def everybody(request: HttpRequest, plan: str, period: str) -> HttpResponse:
    """How many would be reminded, and the button."""
    cycle = visible_cycle(request, plan, period)
    refuse_if(rules.why_not_chase(person(request), cycle))
    count = chasing.waiting().filter(cycle=cycle).count()
    words = ngettext(
        "%(count)d person has still something to answer and is sent one mail now, unless one went today.",
        "%(count)d people have still something to answer and are each sent one mail now, unless one went today.",
        count,
    )
    return reminding(request, cycle, None, words % {"count": count}, cycle_url(cycle))


@get_or_post
def one(request: HttpRequest, plan: str, period: str, key: str) -> HttpResponse:
    """One person is reminded."""
    row = visible_request(request, plan, period, key)
    refuse_if(rules.why_not_chase(person(request), row.cycle))
    words = _("%(name)s is sent one mail now, unless one went today.") % {"name": chasing.answering(row).name}
    return reminding(request, row.cycle, [row], words, asked_url(row))


def reminding(
    request: HttpRequest, cycle: Cycle, requests: Iterable[Request] | None, explains: str, back: str
) -> HttpResponse:
    """The question; once it is answered, who was reminded and who was not, with the reason."""
    form = Form(posted(request))
    if form.is_valid():
        try:
            chased = services.chase_now(cycle=cycle, requests=requests, by=person(request))
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, told_of(chased))
            return redirect(back)
    page = asking(cycle.plan, _("Remind them now"), _("Send the reminder"), explains=explains)
    return render(request, page.template, {"form": form, "page": replace(page, back=back), "plan": cycle.plan})


def told_of(chased: Chased) -> str:
    count = len(chased.reminded)
    words = ngettext("%(count)d person is reminded.", "%(count)d people are reminded.", count) % {"count": count}
    reasons = [reason for _person, reason in chased.passed_over[:SAID]]
    if left := chased.passed_over[SAID:]:
        more = ngettext("%(count)d more was not reminded.", "%(count)d more were not reminded.", len(left))
        reasons.append(more % {"count": len(left)})
    return " ".join([words, *reasons])
