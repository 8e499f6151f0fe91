"""What pages, mails and papers read of reporting cycles."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from fingerpost.cycles.models import Arrangements, Cycle, Item, ItemState, Request
from fingerpost.people.models import User
from fingerpost.plans.models import Action, MilestoneState, Plan
from fingerpost.plans.queries import plans_visible_to

WAITING = Q(state__in=[ItemState.ASKED, ItemState.RETURNED])
ANSWERED = Q(state__in=[ItemState.SUBMITTED, ItemState.APPROVED])
# What was cancelled, merged or carried forward since, or went to somebody else, is not expected any more.
STILL_IN_FORCE = Q(milestone=None, action__state=Action.State.ACTIVE) | Q(
    milestone__state=MilestoneState.ACTIVE, milestone__action__state=Action.State.ACTIVE
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
        "milestone__action", "action", "milestone_update", "action_update", "draft", "submitted_by", "decided_by"
    )
