"""Calendars to subscribe to: one's own due dates, and the partnership's reporting dates."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from fingerpost.cycles.calendar import calendar_file, my_dates, reporting_dates
from fingerpost.cycles.models import CalendarFeed
from fingerpost.cycles.services.calendars import new_addresses, person_of, token_of
from fingerpost.plans.views.asking import person


@require_http_methods(["GET", "HEAD", "POST"])
def calendars(request: HttpRequest) -> HttpResponse:
    """The addresses, and the button that makes them or new ones."""
    by = person(request)
    if request.method == "POST":
        new_addresses(by=by)
        messages.success(request, _("The calendars have new addresses. Only you see them here."))
        return redirect("cycles:calendars")
    feed = CalendarFeed.objects.filter(person=by).first()
    names = {"mine": _("What is due from me"), "reporting": _("When plans are reported on")}
    addresses = [(words, address(feed, which)) for which, words in names.items()] if feed else []
    return render(request, "cycles/calendars.html", {"addresses": addresses})


def address(feed: CalendarFeed, which: str) -> str:
    return settings.SITE + reverse(f"cycles:calendar-{which}", args=[token_of(feed)])


@login_not_required
@require_safe
@cache_control(private=True, max_age=600)
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """A person's updates, milestones and follow-ups, for the calendar program that has the address."""
    whose = person_of(token)
    if whose is None:
        raise Http404
    name = _("%(partnership)s: due from %(person)s") % {"partnership": settings.PARTNERSHIP_NAME, "person": whose}
    return served(calendar_file(name, my_dates(whose, timezone.localdate()), timezone.now()))


@login_not_required
@require_safe
@cache_control(private=True, max_age=600)
def reporting(request: HttpRequest, token: str) -> HttpResponse:
    """The reporting dates of the plans that a person may see."""
    whose = person_of(token)
    if whose is None:
        raise Http404
    name = _("%(partnership)s: reporting dates") % {"partnership": settings.PARTNERSHIP_NAME}
    return served(calendar_file(name, reporting_dates(whose), timezone.now()))


def served(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")
