"""What the page of a cycle shows: who has answered, what is red, what changed, what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from fingerpost.core.words import percent_words, whole_percent
from fingerpost.cycles.models import Chase, Cycle, Item, ItemState, Request
from fingerpost.cycles.queries import ANSWERED, EXPECTED
from fingerpost.reporting.expected import Band
from fingerpost.reporting.filters import Filters
from fingerpost.reporting.listing import BY_DUE, Milestones
from fingerpost.reporting.queries import milestones_as_at
from fingerpost.reporting.rollup import ActionRollUp, PlanRollUp, roll_up

# How far somebody has come, in the order of asking after them: what narrows the list down, and its words.
SHOWN = ("silent", "partly", "answered", "late")


def counted(condition: Q) -> Subquery:
    """How many items of a request are so; by a subquery, so that several counts do not multiply each other."""
    items = Item.objects.filter(condition, request=OuterRef("pk")).order_by().values("request")
    return Subquery(items.annotate(total=Count("pk")).values("total"))


def requests_of(cycle: Cycle, shown: str = "") -> QuerySet[Request]:
    """Each person asked, with how many items are `expected`, `given` and `returned` (None for none) and the day of the
    last reminder. `shown` is one of SHOWN."""
    last = Chase.objects.filter(request=OuterRef("pk")).order_by().values("request").annotate(at=Max("at")).values("at")
    found = Request.objects.filter(cycle=cycle).select_related("person__organisation", "delegate")
    found = found.annotate(
        expected=counted(EXPECTED),
        given=counted(ANSWERED),
        returned=counted(Q(state=ItemState.RETURNED)),
        chased_at=Subquery(last),
    ).order_by("person__name", "pk")
    whole, left = Q(given=F("expected")), Q(given=None) | Q(given__lt=F("expected"))
    match shown:
        case "answered":
            return found.filter(whole)
        case "partly":
            return found.filter(given__gt=0, given__lt=F("expected"))
        case "silent":
            return found.filter(given=None, expected__gt=0)
        case "late":
            return found.filter(left, expected__gt=0, due_on__lt=timezone.localdate())
    return found


@dataclass(frozen=True, slots=True)
class Answers:
    """How many people and items stand how. Whoever has nothing left to be asked about is not counted.

    The people add up: `people` = `answered` + `partly` + `silent`; `late` are those of the last two whose day is past.
    """

    people: int
    answered: int
    partly: int
    late: int
    items: int
    given: int
    returned: int
    handed_back: int
    to_approve: int

    @property
    def silent(self) -> int:
        return self.people - self.answered - self.partly

    @property
    def waiting(self) -> int:
        """Items that are expected and not answered."""
        return self.items - self.given

    @property
    def share(self) -> Decimal | None:
        """The percentage of items that were answered."""
        return Decimal(100 * self.given) / self.items if self.items else None


def answers_of(cycle: Cycle, today: date) -> Answers:
    """Two queries whatever the size."""
    rows = requests_of(cycle).values_list("expected", "given", "due_on")  # type: ignore[misc]
    people = [(expected, given or 0, due) for expected, given, due in rows if expected]
    items = Item.objects.filter(cycle=cycle).aggregate(
        items=Count("pk", filter=EXPECTED),
        given=Count("pk", filter=ANSWERED),
        returned=Count("pk", filter=Q(state=ItemState.RETURNED)),
        handed_back=Count("pk", filter=Q(state=ItemState.HANDED_BACK)),
        to_approve=Count("pk", filter=Q(state=ItemState.SUBMITTED)),
    )
    return Answers(
        people=len(people),
        answered=sum(given == expected for expected, given, _due in people),
        partly=sum(0 < given < expected for expected, given, _due in people),
        late=sum(given < expected and due < today for expected, given, due in people),
        **items,
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of what changed since the period before. `better` is None where it is neither."""

    title: str
    before: str
    now: str
    change: str
    better: bool | None


@dataclass(frozen=True, slots=True)
class News:
    """How the plan stands now, and what changed since the period before."""

    now: PlanRollUp
    before: PlanRollUp | None

    @property
    def off_track(self) -> list[ActionRollUp]:
        """The key actions that are off track by the calendar, whatever was said of them."""
        return [row for row in self.now.actions.values() if row.band == Band.OFF_TRACK and not row.cancelled]

    @property
    def lines(self) -> list[Compared]:
        """The plan's figures beside those of the period before, its outcomes after them."""
        if self.before is None:
            return []
        now, then = self.now, self.before
        counts = [
            (_("Milestones complete"), then.tally.all_complete, now.tally.all_complete, True),
            (_("Overdue"), then.tally.overdue, now.tally.overdue, False),
            (_("With a moved due date"), then.tally.moved, now.tally.moved, None),
        ]
        return [
            percent_line(now.plan.title, then.percent, now.percent),
            *(count_line(*one) for one in counts),
            *self.outcomes(),
        ]

    def outcomes(self) -> Iterator[Compared]:
        then = {row.head.id: row.percent for row in self.before.walk()} if self.before else {}
        for row in self.now.walk():
            yield percent_line(row.title, then.get(row.head.id), row.percent)


def percent_line(title: str, before: Decimal | None, now: Decimal | None) -> Compared:
    none = _("no percentage yet")
    was, is_now = (none if value is None else percent_words(value) for value in (before, now))
    if before is None or now is None:
        return Compared(title, was, is_now, change="", better=None)
    points = whole_percent(now) - whole_percent(before)
    return Compared(title, was, is_now, change=signed(points), better=None if points == 0 else points > 0)


def count_line(title: str, before: int, now: int, more_is_better: bool | None) -> Compared:
    better = None if more_is_better is None or now == before else (now > before) is more_is_better
    return Compared(title, str(before), str(now), signed(now - before), better)


def signed(number: int) -> str:
    """ "+3", "−3" or "no change"."""
    return _("no change") if number == 0 else f"+{number}" if number > 0 else f"−{-number}"


def news_of(cycle: Cycle, today: date) -> News:
    """The plan as at the cycle's day and as at the end of the period before, where the plan had begun by then.

    Five queries each, however large the plan.
    """
    period = cycle.of
    earlier = period.previous
    now = roll_up(cycle.plan, as_at=cycle.reporting_day(today), period=period)
    if earlier.end < cycle.plan.starts:
        return News(now, None)
    return News(now, roll_up(cycle.plan, as_at=earlier.end, period=earlier))


def overdue_of(cycle: Cycle, today: date) -> Milestones:
    """The overdue milestones of the plan, first due first."""
    found = milestones_as_at(
        cycle.plan, as_at=cycle.reporting_day(today), period=cycle.of, filters=Filters(status="overdue")
    )
    return found.ordered(BY_DUE)
