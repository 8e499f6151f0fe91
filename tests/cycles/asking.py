"""Somebody who is asked now, for the tests of answering."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from fingerpost.cycles.models import Cycle, Item, Request
from fingerpost.cycles.services import mint
from fingerpost.people.models import Role, User
from fingerpost.plans.models import Action
from tests import factories


def open_cycle(**fields: Any) -> Cycle:
    """A cycle for Q2 2009/10 that takes answers today, with five days left and five of grace."""
    today = timezone.localdate()
    return factories.make_cycle(
        **{"due_on": today + timedelta(days=5), "grace_until": today + timedelta(days=10), **fields}
    )


def asked(person: User | None = None, *, items: int = 1, action: bool = False, **fields: Any) -> Request:
    """A lead officer asked for so many milestones of one key action, and for the action itself where wanted."""
    person = person or factories.make_user(role=Role.LEAD_OFFICER, name="Ailsa Grant")
    request = factories.make_request(open_cycle(), person, **fields)
    about = factories.make_action(factories.make_outcome(request.cycle.plan), lead=person, title="Train the volunteers")
    if action:
        factories.make_item(request, about)
    for number in range(1, items + 1):
        factories.make_item(request, factories.make_milestone(about, title=f"Step {number}", lead=person))
    return request


def steps(request: Request) -> list[Item]:
    return list(request.items.filter(milestone__isnull=False).select_related("milestone"))


def action_of(request: Request) -> Action:
    return Action.objects.get(plan=request.cycle.plan)


def link_to(request: Request, person: User | None = None) -> str:
    """The path of a fresh link."""
    return "/" + mint(request=request, person=person or request.person).split("/", 3)[3]


def typed(item: Item, *, seen: int = 0, **fields: str) -> dict[str, str]:
    """The fields of one item as a browser sends them."""
    return {f"{item.key}-seen": str(seen), **{f"{item.key}-{name}": value for name, value in fields.items()}}


LAST_MONTH = date(2009, 8, 31)
