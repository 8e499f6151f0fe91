"""What pages, mails and papers read of reporting cycles."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from fingerpost.cycles import rules
from fingerpost.cycles.links import digest_of
from fingerpost.cycles.models import Arrangements, Cycle, CycleState, Item, ItemState, Link, Request
from fingerpost.people.models import User
from fingerpost.plans.models import Action, Indicator, MilestoneState, Plan
from fingerpost.plans.queries import plans_visible_to

WAITING = Q(state__in=[ItemState.ASKED, ItemState.RETURNED])
ANSWERED = Q(state__in=[ItemState.SUBMITTED, ItemState.APPROVED])
# What was cancelled, merged or carried forward since, or went to somebody else, is not expected any more.
STILL_IN_FORCE = (
    Q(milestone=None, action__state=Action.State.ACTIVE)
    | Q(milestone__state=MilestoneState.ACTIVE, milestone__action__state=Action.State.ACTIVE)
    | Q(indicator__state=Indicator.State.ACTIVE)
)
EXPECTED = ANSWERED | (WAITING & STILL_IN_FORCE)


def arrangements() -> Arrangements:
    """How the partnership reports; the usual way where nothing was set."""
    return Arrangements.objects.first() or Arrangements()


def within(condition: Q, relation: str) -> Q:
    """The same condition seen through a relation: `within(EXPECTED, "items")` for requests and cycles."""
    if not isinstance(condition, Q):
        name, value = condition
        return Q((f"{relation}__{name}", value))
    found = Q(_connector=condition.connector, _negated=condition.negated)
    for child in condition.children:
        found.add(within(child, relation), condition.connector)  # type: ignore[arg-type]
    return found


def cycles_visible_to(user: User | None) -> QuerySet[Cycle]:
    """The cycles of the plans that a person may see. Who was asked is for fewer: `rules.why_not_follow`."""
    return Cycle.objects.filter(plan__in=plans_visible_to(user)).select_related("plan__owner")


def cycle_for(user: User | None, plan: str, period: str) -> Cycle:
    """One cycle by its plan's slug and its period's. Raises `Cycle.DoesNotExist`."""
    return cycles_visible_to(user).get(plan__slug=plan, period=period)


def with_counts(cycles: QuerySet[Cycle]) -> QuerySet[Cycle]:
    """Each with `expected` and `answered` items, latest first."""
    return cycles.order_by("-ends", "plan__title").annotate(
        expected=Count("items", filter=within(EXPECTED, "items")),
        answered=Count("items", filter=within(ANSWERED, "items")),
    )


def cycles_of(plan: Plan) -> QuerySet[Cycle]:
    return with_counts(Cycle.objects.filter(plan=plan))


def items_of(request: Request) -> QuerySet[Item]:
    """What one person is asked, in the plan's order, with what is needed to show it."""
    found = Item.objects.filter(EXPECTED | Q(state=ItemState.HANDED_BACK), request=request)
    return found.select_related(
        "cycle",
        "milestone__action__plan",
        "action__plan",
        "indicator__plan",
        "indicator__outcome",
        "milestone_update",
        "action_update",
        "value__indicator",
        "review",
        "next_step",
        "draft",
        "submitted_by",
        "decided_by",
    )


def requests_visible_to(user: User) -> QuerySet[Request]:
    """What a person may answer: asked themselves, in somebody's stead or as a deputy; who runs cycles, everything."""
    found = Request.objects.filter(cycle__plan__in=plans_visible_to(user)).select_related(
        "cycle__plan", "person", "delegate"
    )
    if not rules.why_not_run(user):
        return found
    return found.filter(Q(person=user) | Q(delegate=user) | Q(person__deputy=user))


def request_for(user: User, key: str) -> Request:
    """One request by its key. Raises `Request.DoesNotExist`."""
    return requests_visible_to(user).get(key=key)


def asked_of(user: User) -> QuerySet[Any]:
    """What is asked of a person now, whoever was asked first, the first due first; each with counts as for cycles."""
    found = Request.objects.filter(Q(person=user) | Q(delegate=user) | Q(person__deputy=user))
    return (
        found.filter(cycle__state=CycleState.OPEN)
        .select_related("cycle__plan", "person", "delegate")
        .annotate(
            expected=Count("items", filter=within(EXPECTED, "items")),
            answered=Count("items", filter=within(ANSWERED, "items")),
        )
        .order_by("due_on", "cycle__plan__title", "id")
    )


def link_for(token: str) -> Link | None:
    """The link of a token that is one of ours; None where it is not there any more."""
    links = Link.objects.select_related("request__cycle__plan", "request__person", "request__delegate", "person")
    return links.filter(digest=digest_of(token)).first()


def to_settle(cycle: Cycle) -> QuerySet[Item]:
    """What waits for the coordinator: items that were handed back, and answers that ask for another due date."""
    waits = Q(state=ItemState.HANDED_BACK) | Q(proposed_due__isnull=False)
    found = Item.objects.filter(waits, cycle=cycle).select_related(
        "cycle__plan", "request__cycle__plan", "request__person", "milestone__action__plan", "action__plan", "indicator"
    )
    return found.order_by("position", "id")


def requests_in(cycle: Cycle) -> QuerySet[Request]:
    """What everybody was asked in a cycle, with what their task sheets say of them."""
    return Request.objects.filter(cycle=cycle).select_related("cycle__plan", "person", "delegate")


def requests_waiting(cycle: Cycle) -> QuerySet[Request]:
    """Those of which something still waits for an answer."""
    waits = Item.objects.filter(WAITING & STILL_IN_FORCE, request=OuterRef("pk"))
    return requests_in(cycle).filter(Exists(waits))
