"""Who is to be written to now, and of what. Nothing is stored here; `services.chasing` does so.

A step of the schedule is taken for a request once its day has come, unless it was told or chased on that day or later.
So a step is taken once, what was missed while nothing ran is not made up for, and an extension starts anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from fingerpost.core.working_days import is_working_day
from fingerpost.cycles.mails import Digest, Section
from fingerpost.cycles.models import Chase, Cycle, CycleState, Item, Recipient, ReminderStep, Request
from fingerpost.cycles.register import STILL_WAITED_FOR
from fingerpost.cycles.rules import last_day
from fingerpost.cycles.schedule import DueStep, due_steps
from fingerpost.follow_ups.models import FollowUp
from fingerpost.follow_ups.queries import overdue_by_owner
from fingerpost.mail.models import Message
from fingerpost.mail.rules import why_not_address
from fingerpost.people.models import Membership, Role, User

DAWN = timedelta(hours=7)  # a day begins at seven, so that nobody is written to at night
WEEK = timedelta(days=7)


def day_of(now: datetime) -> date:
    """The day that a tick belongs to."""
    return timezone.localdate(now - DAWN)


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def waiting() -> QuerySet[Request]:
    """Requests of open cycles of which something still waits, of people who have not left."""
    items = Item.objects.filter(STILL_WAITED_FOR, request=OuterRef("pk"))
    found = Request.objects.filter(Exists(items), cycle__state=CycleState.OPEN)
    return found.select_related("person__deputy", "person__line_manager", "delegate", "cycle__plan__owner").order_by(
        "due_on", "pk"
    )


def untold() -> QuerySet[Request]:
    """Those whose people do not know of it yet."""
    return waiting().filter(told_at=None)


@dataclass(frozen=True, slots=True)
class Taken:
    """A step to be taken for a request: to whom, or why there is nobody."""

    request: Request
    step: DueStep
    person: User | None
    why_not: str = ""


def steps_to_take(today: date) -> list[Taken]:
    """Four queries at most; two where no step's day has come."""
    steps = list(ReminderStep.objects.all())
    dues = waiting().filter(told_at__isnull=False).order_by().values_list("due_on", flat=True).distinct()
    due = due_steps(steps, dues, today) if steps else []
    if not due:
        return []
    requests = list(waiting().filter(told_at__isnull=False).filter(any_of(due)))
    if not requests:
        return []
    last = last_chases(requests)
    found = [
        (request, step)
        for request in requests
        for step in due
        if step.due_on == request.due_on and is_to_take(request, step, last.get((request.pk, step.recipient)))
    ]
    chairs = chairs_of(request for request, _step in found)
    return [taken(request, step, chairs) for request, step in found]


def any_of(due: Iterable[DueStep]) -> Q:
    """Requests for which one of these steps was not taken yet."""
    found = Q()
    for step in due:
        since = start_of(step.day)
        later = Chase.objects.filter(request=OuterRef("pk"), recipient=step.recipient, at__gte=since)
        found |= Q(~Exists(later), due_on=step.due_on, told_at__lt=since)
    return found


def last_chases(requests: Sequence[Request]) -> dict[tuple[int, str], datetime]:
    """When each request was last chased with each recipient."""
    rows = Chase.objects.filter(request__in=[row.pk for row in requests]).order_by()
    counted = rows.values("request", "recipient").annotate(last=Max("at"))
    return {(row["request"], row["recipient"]): row["last"] for row in counted}


def is_to_take(request: Request, step: DueStep, last: datetime | None) -> bool:
    since = start_of(step.day)
    return request.told_at is not None and request.told_at < since and (last is None or last < since)


def chairs_of(requests: Iterable[Request]) -> dict[int, User]:
    """The chairs of the groups that own their plans, by group."""
    groups = {request.cycle.plan.owner_id for request in requests}
    rows = Membership.objects.filter(group__in=groups, position=Membership.Position.CHAIR).select_related("user")
    return {row.group_id: row.user for row in rows}


def taken(request: Request, step: DueStep, chairs: dict[int, User]) -> Taken:
    """To whom a step goes, or why to nobody."""
    person, lead = None, request.person
    match step.recipient:
        case Recipient.LEAD:
            person, nobody = answering(request), ""
        case Recipient.DEPUTY:
            person, nobody = lead.deputy, _("%(name)s has no deputy.") % {"name": lead.name}
        case Recipient.LINE:
            person, nobody = lead.line_manager, _("%(name)s has no line manager.") % {"name": lead.name}
        case Recipient.CHAIR:
            group = request.cycle.plan.owner
            person, nobody = chairs.get(group.pk), _("%(group)s has no chair.") % {"group": group.name}
    if person is None:
        return Taken(request, step, None, nobody)
    if step.recipient != Recipient.LEAD and person.pk == lead.pk:
        return Taken(request, step, None, _("%(name)s would be told of themselves.") % {"name": lead.name})
    why_not = why_not_reach(person)
    return Taken(request, step, None if why_not else person, why_not)


def answering(request: Request) -> User:
    """Who answers: somebody in the person's stead where that was arranged."""
    delegate = request.delegate
    return delegate if delegate and delegate.is_active else request.person


def why_not_reach(person: User) -> str:
    """Nobody to write to: without an address, or gone."""
    return why_not_address(person, person.email or "")


class Digests:
    """The digests of one tick, by person."""

    def __init__(self) -> None:
        self.found: dict[int, Digest] = {}

    def add(self, person: User, section: Section) -> None:
        self.found.setdefault(person.pk, Digest(person)).add(section)

    def add_overdue(self, today: date) -> None:
        """Who is reminded of something of their own hears of everything of theirs that is overdue."""
        reminded = {
            key
            for key, digest in self.found.items()
            for section in digest.sections.values()
            if section.recipient == Recipient.LEAD
        }
        if not reminded:
            return
        mine = Q(person__in=reminded, delegate=None) | Q(delegate__in=reminded)
        for request in waiting().filter(mine, due_on__lt=today):
            self.add(answering(request), Section(request, Recipient.LEAD))

    def add_follow_ups(self, overdue: dict[User, list[FollowUp]], lonely: set[int]) -> None:
        """Beside what they are written to about anyway; `lonely` are those with nothing else."""
        for owner, rows in overdue.items():
            if owner.pk in self.found or owner.pk in lonely:
                self.found.setdefault(owner.pk, Digest(owner)).follow_ups = rows

    def add_items(self) -> None:
        """What waits of every request. One query."""
        sections: dict[int, list[Section]] = {}
        for digest in self.found.values():
            for section in digest.sections.values():
                sections.setdefault(section.request.pk, []).append(section)
        items = Item.objects.filter(STILL_WAITED_FOR, request__in=list(sections))
        for item in items.select_related("milestone", "action", "indicator").order_by("position", "pk"):
            for section in sections[item.request_id]:
                section.items.append(item)


def owners_to_remind(now: datetime) -> tuple[dict[User, list[FollowUp]], set[int]]:
    """Overdue follow-ups by owner; and the owners to be written to though nothing else is: on a working day, and
    where no digest reached them for a week. Two queries, one where nothing is overdue."""
    today = day_of(now)
    overdue = overdue_by_owner(today)
    if not overdue or not is_working_day(today):
        return overdue, set()
    since = start_of(today - WEEK + timedelta(days=1))
    mailed = Message.objects.filter(person__in=list(overdue), key__startswith="cycles:", queued_at__gte=since)
    had = set(mailed.values_list("person", flat=True))
    return overdue, {owner.pk for owner in overdue if owner.pk not in had and not why_not_reach(owner)}


def contacts() -> list[User]:
    """Whom to ask: the coordinators, two at most; an administrator where there is none."""
    roles = [Role.COORDINATOR, Role.ADMINISTRATOR]
    found = User.objects.filter(is_active=True, role__in=roles, email__isnull=False).exclude(email="")
    people = sorted(found, key=lambda one: (roles.index(Role(one.role)), one.name))
    return [one for one in people if one.role == people[0].role][:2]


def past_their_last_day(today: date) -> list[Cycle]:
    """Open cycles whose days of grace are over, those of everybody who was given longer too."""
    found = list(Cycle.objects.filter(state=CycleState.OPEN, grace_until__lt=today).select_related("plan"))
    if not found:
        return []
    longer = waiting().filter(cycle__in=found, due_on__gt=F("cycle__due_on"))
    running = {request.cycle_id for request in longer if last_day(request) >= today}
    return [cycle for cycle in found if cycle.pk not in running]
