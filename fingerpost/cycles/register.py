"""The register of non-response: who was asked, who answered, and how quickly, by person, organisation, group or cycle.

An item is *expected* where its cycle still waits for it, where an answer came, or where none had come when the cycle
closed (`Item.missed`). So people who left, what was cancelled, and what was handed back before are not expected. The
first answer counts, whatever was sent back later. Every rate is a sum over a sum, never a mean of rates.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fingerpost.core.periods import Period
from fingerpost.cycles.models import Cycle, CycleState, Item, ItemState, Request
from fingerpost.cycles.queries import STILL_IN_FORCE, WAITING
from fingerpost.follow_ups.models import FollowUp
from fingerpost.people.models import Membership, User
from fingerpost.people.roles import may
from fingerpost.plans.models import Plan
from fingerpost.plans.queries import plans_visible_to

OVER = (CycleState.CLOSED, CycleState.LOCKED)
GIVEN = Q(first_submitted_at__isnull=False)
ON_TIME = Q(first_submitted_at__date__lte=F("request__due_on"))
STILL_WAITED_FOR = WAITING & STILL_IN_FORCE & Q(request__person__is_active=True)
COUNTED = (
    Q(missed=True)
    | (GIVEN & ~Q(state=ItemState.HANDED_BACK))
    | (Q(cycle__state=CycleState.OPEN, first_submitted_at=None) & STILL_WAITED_FOR)
)


FOLLOW_UP_KEY = "no-response:"


def follow_up_key(request: Request) -> str:
    """The cause of a follow-up: one request makes one, however often its cycle closes."""
    return f"{FOLLOW_UP_KEY}{request.key}"


def follow_ups_of(requests: Iterable[Request]) -> dict[int, FollowUp]:
    """What somebody is to do about each request that was not answered, by its row number. One query."""
    keys = {follow_up_key(request): request.pk for request in requests}
    found = FollowUp.objects.filter(key_of_origin__in=keys).select_related("owner")
    return {keys[str(row.key_of_origin)]: row for row in found}


def no_response_words() -> str:
    """What papers say of an item without an answer."""
    return _("No response received from the Lead Officer")


@dataclass(frozen=True, slots=True)
class Counts:
    """Requests (one person in one cycle) and items. The parts of both add up to what was expected.

    Of requests: `asked` = `answered` (every item) + `partly` + `silent`; of items: `expected` = `given` + `missing`,
    and `given` = `on_time` + `late`.
    """

    asked: int = 0
    opened: int = 0
    answered: int = 0
    answered_on_time: int = 0
    partly: int = 0
    expected: int = 0
    given: int = 0
    on_time: int = 0

    @property
    def silent(self) -> int:
        return self.asked - self.answered - self.partly

    @property
    def late(self) -> int:
        return self.given - self.on_time

    @property
    def missing(self) -> int:
        return self.expected - self.given

    @property
    def response_rate(self) -> Decimal | None:
        """Items answered / items expected, as a percentage; None where nothing was expected."""
        return share(self.given, self.expected)

    @property
    def on_time_rate(self) -> Decimal | None:
        """Items answered by the person's own due date / items expected."""
        return share(self.on_time, self.expected)

    @property
    def people_rate(self) -> Decimal | None:
        """Requests answered in full / requests."""
        return share(self.answered, self.asked)


def share(part: int, whole: int) -> Decimal | None:
    return Decimal(100 * part) / whole if whole else None


def total(counts: Iterable[Counts]) -> Counts:
    """Sums of all, so that the rates of the total are sums over sums."""
    rows = list(counts)
    return Counts(**{one.name: sum(getattr(row, one.name) for row in rows) for one in fields(Counts)})


@dataclass(frozen=True, slots=True)
class By:
    """What the lines of the register are: `key` and the `names` of a line, seen from a request."""

    label: str | Promise
    key: str
    names: tuple[str, ...]


GROUPED = {
    "person": By(
        gettext_lazy("Lead officer"), "person", ("person__name", "person__slug", "person__organisation__name")
    ),
    "organisation": By(
        gettext_lazy("Organisation"),
        "person__organisation",
        ("person__organisation__name", "person__organisation__slug"),
    ),
    "group": By(
        gettext_lazy("Group that owns the plan"),
        "cycle__plan__owner",
        ("cycle__plan__owner__name", "cycle__plan__owner__slug"),
    ),
    "cycle": By(gettext_lazy("Cycle"), "cycle", ("cycle__plan__title", "cycle__period", "cycle__ends")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which cycles count: those of `plans` (of one `plan`) whose period lies from `since` to `until`.

    Cycles that are over, and the open ones as they stand now only where `with_open` says so: whoever still has time
    has not failed to answer.
    """

    plans: QuerySet[Plan]
    plan: Plan | None = None
    since: date | None = None
    until: date | None = None
    with_open: bool = False
    person: User | None = None
    only: Q = field(default_factory=Q)  # a further condition on items

    @property
    def cycles(self) -> QuerySet[Cycle]:
        states = [*OVER, *([CycleState.OPEN] if self.with_open else [])]
        found = Cycle.objects.filter(plan__in=self.plans.order_by().values("pk"), state__in=states).order_by()
        if self.plan:
            found = found.filter(plan=self.plan)
        if self.since:
            found = found.filter(starts__gte=self.since)
        return found.filter(ends__lte=self.until) if self.until else found

    @property
    def requests(self) -> QuerySet[Request]:
        found = Request.objects.filter(cycle__in=self.cycles.values("pk")).order_by()
        return found.filter(person=self.person) if self.person else found

    @property
    def items(self) -> QuerySet[Item]:
        found = Item.objects.filter(COUNTED, self.only, cycle__in=self.cycles.values("pk")).order_by()
        return found.filter(request__person=self.person) if self.person else found


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the register. `slug` names a person, organisation or group; `beside` is a person's organisation."""

    title: str
    counts: Counts
    slug: str = ""
    beside: str = ""
    ends: date | None = field(default=None, compare=False)


def lines(chosen: Chosen, by: str) -> list[Line]:
    """The register, most missing first; by cycle in the order of time. Two queries, whatever the size."""
    grouped = GROUPED[by]
    people = people_counts(chosen, grouped)
    items = item_counts(chosen, grouped)
    found = [
        line_of(by, names, Counts(**counted, **items.get(key, {})))
        for key, (names, counted) in people.items()
        if counted["asked"]
    ]
    if by == "cycle":
        return sorted(found, key=lambda line: (line.ends or date.min, line.title))
    return sorted(found, key=lambda line: (-line.counts.missing, line.title, line.slug))


def people_counts(chosen: Chosen, grouped: By) -> dict[Any, tuple[tuple[Any, ...], dict[str, int]]]:
    """By key: the names, and how many requests stand how. A request of which nothing is expected does not count."""
    counted = COUNTED & chosen.only
    rows = (
        chosen.requests.filter(having(counted))
        .annotate(lacks=having(counted & ~GIVEN), has=having(counted & GIVEN), slow=having(counted & GIVEN & ~ON_TIME))
        .values(grouped.key, *grouped.names)
        .annotate(
            asked=Count("pk"),
            opened=Count("pk", filter=Q(opened_at__isnull=False)),
            answered=Count("pk", filter=Q(lacks=False)),
            answered_on_time=Count("pk", filter=Q(lacks=False, slow=False)),
            partly=Count("pk", filter=Q(lacks=True, has=True)),
        )
    )
    names = ("asked", "opened", "answered", "answered_on_time", "partly")
    return {
        row[grouped.key]: (tuple(row[name] for name in grouped.names), {name: row[name] for name in names})
        for row in rows
    }


def having(condition: Q) -> Exists:
    """Whether a request has such an item."""
    return Exists(Item.objects.filter(condition, request=OuterRef("pk")))


def item_counts(chosen: Chosen, grouped: By) -> dict[Any, dict[str, int]]:
    """By key: how many items stand how."""
    key = f"request__{grouped.key}"
    rows = chosen.items.values(key).annotate(
        expected=Count("pk"), given=Count("pk", filter=GIVEN), on_time=Count("pk", filter=GIVEN & ON_TIME)
    )
    return {row.pop(key): row for row in rows}


def line_of(by: str, names: tuple[Any, ...], counts: Counts) -> Line:
    match by:
        case "cycle":
            title, period, ends = names
            return Line(f"{title}, {Period.parse(period).label}", counts, ends=ends)
        case "person":
            name, slug, organisation = names
            return Line(name, counts, slug, organisation or "")
        case "organisation":
            name, slug = names
            return Line(name or _("No organisation"), counts, slug or "")
        case _:
            name, slug = names
            return Line(name, counts, slug)


def plans_followed_by(user: User) -> QuerySet[Plan]:
    """The plans whose answers a person may follow: `rules.why_not_follow`, as a query."""
    found = plans_visible_to(user)
    if may(user, "cycles.run"):
        return found
    chaired = Membership.objects.filter(user=user, position=Membership.Position.CHAIR).values("group")
    return found.filter(owner__in=chaired) if user.is_active else found.none()


def unanswered_in(plan: Plan, period: Period) -> list[tuple[int | None, int | None, date]]:
    """(milestone, action, first day of the cycle's period) of what was not answered, the latest cycle last: of the
    plan, and of what counts in it though its home is in another one. One query."""
    counts_here = (
        Q(cycle__plan=plan) | Q(milestone__action__links__outcome__plan=plan) | Q(action__links__outcome__plan=plan)
    )
    found = Item.objects.filter(
        counts_here,
        missed=True,
        first_submitted_at=None,
        cycle__starts__gte=period.start,
        cycle__ends__lte=period.end,
        cycle__state__in=OVER,
    )
    return list(found.order_by("cycle__starts").values_list("milestone", "action", "cycle__starts").distinct())


def unanswered(plan: Plan, period: Period) -> QuerySet[Item]:
    """What the lead officers of a plan did not answer in the cycles of a period that are over."""
    cycles = Cycle.objects.filter(plan=plan, starts__gte=period.start, ends__lte=period.end, state__in=OVER)
    found = Item.objects.filter(cycle__in=cycles.order_by().values("pk"), missed=True, first_submitted_at=None)
    return found.select_related("request__person__organisation", "cycle", "milestone__action", "action", "indicator")
