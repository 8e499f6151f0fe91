"""Who answers: somebody else this time, somebody else for good, or the same person again."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from fingerpost.core.refusals import refuse_if
from fingerpost.cycles import rules
from fingerpost.cycles.models import Draft, Item, Request
from fingerpost.cycles.services.answering import store
from fingerpost.cycles.services.links import link_mail
from fingerpost.cycles.services.marking import locked_request, note_opened, settle, tell_again
from fingerpost.mail.services import queue
from fingerpost.people.models import User
from fingerpost.plans.rules import first, why_not_reason
from fingerpost.plans.services import edit_action, edit_indicator, edit_milestone, move_due_date
from fingerpost.plans.services.writing import set_fields


@transaction.atomic
def let_answer(*, request: Request, person: User | None, by: User) -> Request:
    """Somebody else answers in the person's stead, this time only, and is mailed a link; None: nobody does any more."""
    request = locked_request(request)
    refuse_if(first(rules.why_not_answer(by, request), rules.why_not_stand_in(request, person)))
    scope = request.cycle.plan.slug
    changed = set_fields(request, {"delegate": person}, verb="request.delegate", by=by, scope=scope)
    if changed and person:
        queue(link_mail(request, person=person))
    note_opened(request, by)
    return request


@transaction.atomic
def hand_back(*, item: Item, suggested: str, reason: str, by: User | None) -> Item:
    """Somebody says that an item is not theirs any more, and who has it now."""
    request, item = locked_item(item)
    refuse_if(first(rules.why_not_answer(by, request), rules.why_not_hand_back(item), why_not_reason(reason)))
    new = {"state": rules.ITEM_TRANSITIONS["hand-back"][1], "reason": reason.strip(), "suggested": suggested.strip()}
    store(item, "hand-back", new, by=by, reason=reason.strip())
    note_opened(request, by)
    settle(request)
    return item


@transaction.atomic
def ask_again(*, item: Item, reason: str, by: User) -> Item:
    """Ask the same person again about what they handed back, with the reason, which they see."""
    request, item = locked_item(item)
    refuse_if(first(rules.why_not_ask_again(by, item), why_not_reason(reason)))
    new = {"state": rules.ITEM_TRANSITIONS["ask-again"][1], "reason": reason.strip(), "suggested": ""}
    store(item, "ask-again", new, by=by, reason=reason.strip())
    settle(request)
    tell_again(request)
    return item


@transaction.atomic
def give_item(*, item: Item, to: User, by: User) -> Item:
    """Give what was handed back to the person who has it now: they lead it, and are asked for it in this cycle."""
    old, item = locked_item(item)
    refuse_if(rules.why_not_ask_again(by, item))
    lead_changes(item, to, by=by)
    request = request_of(to, item)
    Draft.objects.filter(item=item).delete()
    new = {"state": rules.ITEM_TRANSITIONS["ask-again"][1], "request": request, "reason": "", "suggested": ""}
    store(item, "ask-again", new, by=by)
    settle(old)
    settle(request)
    tell_again(request)
    return item


def lead_changes(item: Item, to: User, *, by: User) -> None:
    if item.milestone:
        edit_milestone(milestone=item.milestone, lead=to, by=by)
    elif item.action:
        edit_action(action=item.action, lead=to, by=by)
    elif item.indicator:
        edit_indicator(indicator=item.indicator, lead=to, by=by)


def request_of(person: User, item: Item) -> Request:
    """What is asked of a person in the item's cycle; a new request where nothing was."""
    cycle = item.cycle
    defaults = {"due_on": max(cycle.due_on, timezone.localdate()), "asked_at": timezone.now()}
    found, _made = Request.objects.select_for_update(of=("self",)).get_or_create(
        cycle=cycle, person=person, defaults=defaults
    )
    return found


@transaction.atomic
def settle_due(*, item: Item, move: bool, by: User) -> Item:
    """Move a milestone's due date as its answer asks, with the officer's reason, or leave it where it is."""
    _request, item = locked_item(item)
    refuse_if(rules.why_not_settle_due(by, item))
    asked: date | None = item.proposed_due
    if move and item.milestone:
        move_due_date(milestone=item.milestone, due=asked, reason=item.proposed_reason, by=by)
    store(item, "move-due" if move else "keep-due", {"proposed_due": None, "proposed_reason": ""}, by=by)
    return item


def locked_item(item: Item) -> tuple[Request, Item]:
    """The item read afresh, its cycle and request locked before it."""
    request = locked_request(item.request)
    rows = Item.objects.select_for_update(of=("self",))
    rows = rows.select_related("milestone__action__plan", "action__plan", "indicator__plan")
    row = rows.get(pk=item.pk)
    row.request, row.cycle = request, request.cycle
    return request, row
