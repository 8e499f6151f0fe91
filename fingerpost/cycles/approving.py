"""What the page of a cycle's sign-off shows: how much is left, and each answer beside what was said before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fingerpost.core.words import percent_words
from fingerpost.cycles.asked import subject_of
from fingerpost.cycles.figures import Standing, standings_of
from fingerpost.cycles.models import Cycle, CycleState, Item, ItemState
from fingerpost.cycles.queries import STILL_IN_FORCE
from fingerpost.cycles.rules import why_not_run
from fingerpost.people.models import Membership, User
from fingerpost.plans.models import Action, Outcome, SignOff
from fingerpost.reporting.models import MilestoneUpdate

# What the list of answers can be narrowed down to.
SHOWN = {
    "to-decide": Q(state=ItemState.SUBMITTED),
    "approved": Q(state=ItemState.APPROVED),
    "returned": Q(state=ItemState.RETURNED) & STILL_IN_FORCE,
    "missing": Q(state__in=[ItemState.ASKED, ItemState.HANDED_BACK]) & STILL_IN_FORCE,
}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items stand how."""

    to_decide: int
    approved: int
    returned: int
    missing: int

    @property
    def by_name(self) -> dict[str, int]:
        return dict(zip(SHOWN, (self.to_decide, self.approved, self.returned, self.missing), strict=True))


def counts_of(cycle: Cycle) -> Counts:
    """One query."""
    named = {name.replace("-", "_"): Count("pk", filter=condition) for name, condition in SHOWN.items()}
    return Counts(**cycle.items.aggregate(**named))


def items_shown(cycle: Cycle, shown: str) -> QuerySet[Item]:
    """The items of one group in the plan's order, each with its progress before the period. `shown` is one of SHOWN."""
    before = MilestoneUpdate.objects.filter(
        milestone=OuterRef("milestone"), as_at__lt=cycle.starts, progress__isnull=False
    ).order_by("-as_at", "-id")
    found = Item.objects.filter(SHOWN[shown], cycle=cycle).order_by("position", "pk")
    found = found.annotate(
        before=Subquery(before.values("progress")[:1]), before_on=Subquery(before.values("as_at")[:1])
    )
    return found.prefetch_related("evidence").select_related(
        "request__person__organisation",
        "submitted_by",
        "decided_by",
        "milestone__action__plan",
        "action__plan",
        "indicator__plan",
        "indicator__outcome",
        "milestone_update",
        "action_update",
        "value__indicator",
        "value__correction_of",
        "review",
        "next_step",
    )


@dataclass(frozen=True, slots=True)
class Line:
    """An item with its progress before the period and now, None where nothing was reported; of an indicator how it
    stood before."""

    item: Item
    before: Decimal | None
    before_on: date | None
    now: Decimal | None
    standing: Standing | None = None

    @property
    def subject(self) -> Action | Outcome:
        return subject_of(self.item)

    @property
    def change(self) -> str:
        """ "Up 20 points", "Unchanged"; "" where there is nothing to compare."""
        if self.now is None or self.before is None:
            return ""
        points = self.now - self.before
        if not points:
            return _("Unchanged")
        words = {"points": formats.number_format(abs(points).normalize())}
        template = ngettext("Up %(points)s point", "Up %(points)s points", int(abs(points)))
        if points < 0:
            template = ngettext("Down %(points)s point", "Down %(points)s points", int(abs(points)))
        return template % words

    @property
    def before_words(self) -> str:
        return percent_words(self.before) if self.before is not None else _("Nothing reported")


def lines_of(items: Sequence[Item]) -> list[Line]:
    """Items of `items_shown`. Two queries where there are figures among them."""
    standings = standings_of(items)
    return [line_of(item, standings.get(item.pk)) for item in items]


def line_of(item: Item, standing: Standing | None) -> Line:
    update = item.milestone_update
    before, before_on = getattr(item, "before", None), getattr(item, "before_on", None)
    return Line(item, before, before_on, update.progress if update else None, standing)


def signed_off_by(user: User) -> QuerySet[Cycle]:
    """The cycles under way that a person is to approve, by what their plans say."""
    chaired = Membership.objects.filter(group=OuterRef("plan__owner"), user=user, position=Membership.Position.CHAIR)
    mine = Q(Exists(chaired.filter(user__is_active=True)), plan__signed_off_by=SignOff.CHAIR)
    if not why_not_run(user):
        mine |= Q(plan__signed_off_by=SignOff.COORDINATOR)
    return Cycle.objects.filter(mine, state__in=[CycleState.OPEN, CycleState.CLOSED])


def to_sign_off(user: User) -> QuerySet[Cycle]:
    """Those that wait for a person to approve answers (`to_decide` of them) or to lock the period."""
    waiting = Count("items", filter=Q(items__state=ItemState.SUBMITTED))
    found = signed_off_by(user).select_related("plan__owner").annotate(to_decide=waiting)
    return found.filter(Q(to_decide__gt=0) | Q(state=CycleState.CLOSED)).order_by("ends", "plan__title")


def waiting_for(user: User) -> int:
    """How many answers wait for a person's approval. One query."""
    return Item.objects.filter(state=ItemState.SUBMITTED, cycle__in=signed_off_by(user)).count()
