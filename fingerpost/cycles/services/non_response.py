"""What is set down when a cycle closes without an answer, and taken back when it reopens or the answer comes."""

from __future__ import annotations

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fingerpost.core.working_days import add_working_days
from fingerpost.cycles.models import Cycle, Item, Request
from fingerpost.cycles.queries import arrangements
from fingerpost.cycles.register import FOLLOW_UP_KEY, STILL_WAITED_FOR, follow_up_key, no_response_words
from fingerpost.follow_ups import services as follow_ups
from fingerpost.follow_ups.models import FollowUp, Origin, State
from fingerpost.follow_ups.services import NewFollowUp
from fingerpost.people.models import Membership, User


def mark(cycle: Cycle) -> int:
    """Set down, within the caller's transaction, which first answers were still waited for. How many.

    For each person there is a follow-up: the chair of the group that owns the plan is to get the answers.
    """
    missed = Item.objects.filter(STILL_WAITED_FOR, cycle=cycle, first_submitted_at=None).update(missed=True)
    if missed:
        follow_ups.add_many(missing_answers(cycle), by=None)
    return missed


def unmark(cycle: Cycle) -> None:
    """The cycle takes answers again."""
    Item.objects.filter(cycle=cycle, missed=True).update(missed=False)


def missing_answers(cycle: Cycle) -> list[NewFollowUp]:
    """What somebody is to do about each person of whom nothing came."""
    day, chair = timezone.localdate(), chair_of(cycle)
    due = add_working_days(day, arrangements().days_to_follow_up)
    items = Item.objects.filter(cycle=cycle, missed=True).order_by().values("request")
    counts = {row["request"]: row["n"] for row in items.annotate(n=Count("pk"))}
    requests = Request.objects.filter(pk__in=counts).select_related("person").order_by("person__name", "pk")
    found = []
    for request in requests:
        owner = chair if chair and chair.pk != request.person_id else None
        found.append(
            NewFollowUp(
                plan=cycle.plan,
                text=text_of(cycle, request, counts[request.pk]),
                owner=owner,
                owner_words="" if owner else cycle.plan.owner.name,
                due=due,
                origin=Origin.NON_RESPONSE,
                origin_words=_("%(words)s, %(period)s") % {"words": no_response_words(), "period": cycle.of.label},
                agreed_on=day,
                key_of_origin=follow_up_key(request),
            )
        )
    return found


def text_of(cycle: Cycle, request: Request, count: int) -> str:
    text = ngettext(
        "Follow up with %(name)s to obtain %(n)d update for %(period)s",
        "Follow up with %(name)s to obtain %(n)d updates for %(period)s",
        count,
    )
    return text % {"n": count, "name": request.person.name, "period": cycle.of.label}


def chair_of(cycle: Cycle) -> User | None:
    """The chair of the group that owns the plan, unless they have left."""
    chairs = Membership.objects.filter(group=cycle.plan.owner_id, position=Membership.Position.CHAIR)
    found = chairs.filter(user__is_active=True).select_related("user").first()
    return found.user if found else None


def open_follow_ups() -> dict[str, FollowUp]:
    """What is still to be obtained, by the key of its request."""
    found = FollowUp.objects.filter(
        origin=Origin.NON_RESPONSE, state=State.OPEN, key_of_origin__startswith=FOLLOW_UP_KEY
    )
    return {str(row.key_of_origin).removeprefix(FOLLOW_UP_KEY): row for row in found}


def finish_answered() -> list[str]:
    """Finish the follow-ups of requests that were reopened and answered. One query where there are none, else two."""
    found = open_follow_ups()
    if not found:
        return []
    waits = Item.objects.filter(STILL_WAITED_FOR, first_submitted_at=None).order_by().values("request")
    answered = (
        Request.objects.filter(key__in=found, items__first_submitted_at__isnull=False)
        .exclude(pk__in=waits)
        .exclude(items__missed=True)
        .select_related("person")
        .distinct()
    )
    for request in answered:
        words = _("%(name)s has answered.") % {"name": request.person.name}
        follow_ups.finish(follow_up=found[request.key], by=None, words=words)
    count = len(answered)
    words = ngettext("%(n)d missing response came in.", "%(n)d missing responses came in.", count)
    return [words % {"n": count}] if count else []
