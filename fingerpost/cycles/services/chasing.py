"""Asking, reminding and escalating by the clock and by hand: what was sent to whom, and the mails, in one transaction.

Whoever chases holds the row of the arrangements, so that of two ticks at once the second finds nothing left to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fingerpost.core import audit
from fingerpost.core.inserting import create_many, new_row
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.core.words import day_words
from fingerpost.core.working_days import working_days_between
from fingerpost.cycles import chasing, mails, rules
from fingerpost.cycles.chasing import Digests, Taken
from fingerpost.cycles.mails import Section, Surroundings
from fingerpost.cycles.models import Arrangements, Chase, Cycle, CycleState, Recipient, Request
from fingerpost.cycles.services.arranging import locked_arrangements
from fingerpost.cycles.services.running import close_cycle, open_cycle
from fingerpost.mail.services import queue_many
from fingerpost.people.models import User


def open_due(now: datetime) -> list[str]:
    """Open the planned cycles whose day has come, each in a transaction of its own. A refusal is said."""
    told = []
    planned = Cycle.objects.filter(state=CycleState.PLANNED, opens_on__lte=chasing.day_of(now)).select_related("plan")
    for cycle in planned:
        try:
            opened = open_cycle(cycle=cycle, by=None, at=now)
        except Refused as refusal:
            if Cycle.objects.filter(pk=cycle.pk, state=CycleState.PLANNED).exists():  # else somebody was quicker
                told.append(_("%(cycle)s was not opened: %(why)s") % {"cycle": cycle, "why": refusal.reason})
            continue
        count = opened.requests.count()
        words = ngettext(
            "%(cycle)s is open: %(n)d person is asked.", "%(cycle)s is open: %(n)d people are asked.", count
        )
        told.append(words % {"cycle": cycle, "n": count})
    return told


def close_past(now: datetime) -> list[str]:
    """Close the cycles whose last day has gone by."""
    told = []
    for cycle in chasing.past_their_last_day(chasing.day_of(now)):
        try:
            close_cycle(cycle=cycle, by=None)
        except Refused:  # somebody was quicker
            continue
        told.append(_("%(cycle)s is closed.") % {"cycle": cycle})
    return told


def remind(now: datetime) -> list[str]:
    """Tell who was not told yet what they are asked for, and take the steps of the schedule that are due."""
    today = chasing.day_of(now)
    _overdue, lonely = chasing.owners_to_remind(now)
    if not (chasing.untold().exists() or chasing.steps_to_take(today) or lonely):
        return []
    with transaction.atomic():
        arrangements = locked_arrangements()
        digests = Digests()
        asked, steps = list(chasing.untold()), chasing.steps_to_take(today)
        for request in asked:
            digests.add(chasing.answering(request), Section(request, Recipient.LEAD, is_new=True))
        Request.objects.filter(pk__in=[request.pk for request in asked]).update(told_at=now)
        record_steps(steps, now)
        for one in steps:
            if one.person:
                digests.add(one.person, Section(one.request, one.step.recipient))
        digests.add_follow_ups(*chasing.owners_to_remind(now))
        queued = send(digests, arrangements, now)
    return told_of(asked, steps, queued)


def told_of(asked: Sequence[Request], steps: Sequence[Taken], queued: int) -> list[str]:
    """What was done, in sentences."""
    told = []
    if asked:
        told.append(ngettext("%(n)d person is asked.", "%(n)d people are asked.", len(asked)) % {"n": len(asked)})
    if steps:
        words = ngettext("%(n)d reminder is due.", "%(n)d reminders are due.", len(steps))
        told.append(words % {"n": len(steps)})
    if queued:
        told.append(ngettext("%(n)d mail is queued.", "%(n)d mails are queued.", queued) % {"n": queued})
    return told


def record_steps(steps: Iterable[Taken], now: datetime) -> None:
    """A row for each step that is taken, or that could not be."""
    rows = [
        new_row(
            Chase,
            request=one.request,
            due_on=one.step.due_on,
            days=one.step.days,
            recipient=one.step.recipient,
            person=one.person,
            why_not=one.why_not,
            at=now,
        )
        for one in steps
    ]
    create_many(Chase, rows)


def send(digests: Digests, arrangements: Arrangements, now: datetime) -> int:
    """Queue a mail for each person who is to hear something. How many."""
    today = chasing.day_of(now)
    digests.add_overdue(today)
    digests.add_items()
    around = Surroundings(now, today, arrangements.sign_in_required, chasing.contacts())
    found = (mails.mail_of(digest, around) for digest in digests.found.values())
    return queue_many(mail for mail in found if mail)


@dataclass(frozen=True, slots=True)
class Chased:
    """Who was reminded by hand, and who was not, with the reason."""

    reminded: list[User]
    passed_over: list[tuple[User, str]]


@transaction.atomic
def chase_now(*, cycle: Cycle, requests: Iterable[Request] | None = None, by: User | None) -> Chased:
    """Remind people now of what waits in a cycle: those of `requests`, or everybody who has not answered.

    Nobody is reminded twice on a day. Raises `Refused` where there is nobody left to remind, with the reason.
    """
    arrangements, now = locked_arrangements(), timezone.now()
    refuse_if(rules.why_not_chase(by, cycle))
    found = chasing.waiting().filter(cycle=cycle)
    if requests is not None:
        found = found.filter(pk__in=[request.pk for request in requests])
    rows = list(found)
    refuse_if("" if rows else _("Nobody has anything left to answer."))
    reasons = why_not_again(rows, now)
    wanted = [request for request in rows if request.pk not in reasons]
    if not wanted:
        raise Refused(reasons[rows[0].pk] if len(rows) == 1 else _("Everybody was written to today already."))
    digests = Digests()
    for request in wanted:
        digests.add(chasing.answering(request), Section(request, Recipient.LEAD))
    record_by_hand(wanted, now, by)
    send(digests, arrangements, now)
    passed_over = [(chasing.answering(one), reasons[one.pk]) for one in rows if one.pk in reasons]
    return Chased([chasing.answering(request) for request in wanted], passed_over)


def why_not_again(requests: Sequence[Request], now: datetime) -> dict[int, str]:
    """By request: that its reader was written to today, or cannot be."""
    since = chasing.start_of(timezone.localdate(now))
    people = {chasing.answering(request).pk for request in requests}
    had = set(Chase.objects.filter(person__in=people, at__gte=since).values_list("person", flat=True))
    told = Request.objects.filter(Q(person__in=people) | Q(delegate__in=people), told_at__gte=since)
    for pair in told.values_list("person", "delegate"):
        had.update(pair)
    found = {}
    for request in requests:
        person = chasing.answering(request)
        reason = chasing.why_not_reach(person)
        if not reason and person.pk in had:
            words = {"name": person.name, "day": day_words(now)}
            reason = _("%(name)s was written to today, %(day)s, already. Once a day is enough.") % words
        if reason:
            found[request.pk] = reason
    return found


def record_by_hand(requests: Sequence[Request], now: datetime, by: User | None) -> None:
    today = timezone.localdate(now)
    rows = [
        new_row(
            Chase,
            request=request,
            due_on=request.due_on,
            days=working_days_between(request.due_on, today),
            recipient=Recipient.LEAD,
            person=chasing.answering(request),
            by=by,
            at=now,
        )
        for request in requests
    ]
    create_many(Chase, rows)
    Request.objects.filter(pk__in=[request.pk for request in requests], told_at=None).update(told_at=now)
    audit.record_all(
        audit.event(
            "request.chase",
            request,
            by=by,
            after={"person": chasing.answering(request)},
            scope=request.cycle.plan.slug,
        )
        for request in requests
    )
