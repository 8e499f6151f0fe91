"""Due dates and reporting dates as calendars that other programs subscribe to (iCalendar, RFC 5545).

Every entry is a whole day. Its UID is made of what never changes about the thing, so that a moved date moves the entry
in the subscriber's calendar and does not double it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from fingerpost.cycles.models import Cycle, CycleState, Item, Request
from fingerpost.cycles.queries import EXPECTED, WAITING
from fingerpost.follow_ups.queries import mine
from fingerpost.people.models import User
from fingerpost.plans.models import Plan
from fingerpost.plans.queries import plans_visible_to
from fingerpost.reporting.moment import Moment
from fingerpost.reporting.queries import milestones_led_by

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """A whole day in a calendar. `uid` has no host yet; `url` is the address of its page on this installation."""

    uid: str
    day: date
    title: str
    words: str
    url: str


def my_dates(person: User, today: date) -> Iterator[Entry]:
    """When a person's updates, milestones and follow-ups are due. Five queries, whatever their number."""
    waiting = Item.objects.filter(EXPECTED & WAITING, request__person=person, cycle__state=CycleState.OPEN)
    for request in Request.objects.filter(pk__in=waiting.values("request")).select_related("cycle__plan"):
        cycle = request.cycle
        yield Entry(
            uid=f"update-{request.key}",
            day=request.due_on,
            title=_("Updates due: %(plan)s, %(period)s") % {"plan": cycle.plan, "period": cycle.of.label},
            words=_("Say how your milestones and key actions stand."),
            url=reverse("cycles:mine-answer", args=[request.key]),
        )
    plans = list(plans_visible_to(person).filter(state=Plan.State.ACTIVE))
    for row in milestones_led_by(person, plans, Moment(today)):
        if row.due:
            yield Entry(
                uid=f"milestone-{row.plan_slug}-{row.action_slug}-{row.slug}",
                day=row.due,
                title=_("Milestone due: %(title)s") % {"title": row.title},
                words=f"{row.action_title}\n{row.plan_title}",
                url=reverse("reporting:milestone", args=[row.plan_slug, row.action_slug, row.slug]),
            )
    for follow_up in mine(person):
        if follow_up.due:
            yield Entry(
                uid=f"follow-up-{follow_up.key}",
                day=follow_up.due,
                title=_("Follow-up due: %(text)s") % {"text": follow_up.text},
                words=follow_up.plan.title,
                url=reverse("follow_ups:follow-up", args=[follow_up.plan.slug, follow_up.key]),
            )


def reporting_dates(person: User) -> Iterator[Entry]:
    """When the cycles of the plans in force that a person may see open, are due and close. One query."""
    plans = plans_visible_to(person).filter(state=Plan.State.ACTIVE)
    for cycle in Cycle.objects.filter(plan__in=plans).select_related("plan").order_by("due_on", "plan__title", "pk"):
        of = {"plan": cycle.plan, "period": cycle.of.label}
        days = [
            ("opens", cycle.opens_on, _("Reporting opens: %(plan)s, %(period)s")),
            ("due", cycle.due_on, _("Reporting due: %(plan)s, %(period)s")),
            ("closes", cycle.grace_until, _("Reporting closes: %(plan)s, %(period)s")),
        ]
        for what, day, title in days:
            uid = f"cycle-{cycle.plan.slug}-{cycle.period}-{what}"
            yield Entry(uid, day, title % of, "", reverse("reporting:plan", args=[cycle.plan.slug]))


def calendar_file(name: str, entries: Iterable[Entry], made_at: datetime) -> bytes:
    """The calendar as a subscriber fetches it: asked again every six hours, each entry once."""
    calendar = Calendar()
    calendar.add("prodid", "-//Fingerpost//Fingerpost//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)  # what most programs read instead of NAME (RFC 7986)
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    host = urlsplit(settings.SITE).hostname or "localhost"
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.uid}@{host}")
        event.add("dtstamp", made_at)
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + DAY)
        event.add("summary", entry.title)
        if entry.words:
            event.add("description", entry.words)
        event.add("url", settings.SITE + entry.url)
        event.add("transp", "TRANSPARENT")  # a due date does not make anybody busy
        calendar.add_component(event)
    return bytes(calendar.to_ical())
