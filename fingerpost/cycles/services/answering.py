"""Answers come in, all or none, and drafts of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from fingerpost.core import audit
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.cycles import rules
from fingerpost.cycles.answers import Answer, NotTaken
from fingerpost.cycles.asked import befores, with_before
from fingerpost.cycles.judging import wrong_with
from fingerpost.cycles.models import Draft, Item, Request
from fingerpost.cycles.services.marking import locked_request, note_opened, settle
from fingerpost.cycles.services.reviewing import tell_work
from fingerpost.people.models import User
from fingerpost.reporting.indicators.services import answer_value
from fingerpost.reporting.services import report_action, report_progress

NOT_HERE = gettext_lazy("One of these is not asked for here. Open the page again.")


@transaction.atomic
def submit(*, request: Request, answers: Sequence[Answer], by: User | None) -> Request:
    """Store what was said of some of a request's items, as at the cycle's day. What is not among them still waits.

    All or none: raises `NotTaken` with what is wrong at which item. An answer may be sent anew until it is approved.
    """
    moment = timezone.now()
    request = locked_request(request)
    refuse_if(rules.why_not_answer(by, request))
    items = locked_items(request, {answer.item.pk for answer in answers})
    said = befores(items.values())
    fresh = [replace(answer, item=items[answer.item.pk]) for answer in answers]
    reasons = {answer.item.key: wrong_with(answer, said[answer.item.pk]) for answer in fresh}
    if any(reasons.values()):
        raise NotTaken({key: found for key, found in reasons.items() if found})
    for answer in fresh:
        take(answer, by=by, moment=moment)
    note_opened(request, by, moment)
    settle(request, moment)
    return request


def locked_items(request: Request, keys: set[int]) -> dict[int, Item]:
    """Items of the request read afresh, with what `befores` needs. All of them must be the request's own."""
    rows = Item.objects.select_for_update(of=("self",)).filter(request=request, pk__in=keys).order_by("pk")
    rows = rows.select_related("milestone__action__plan", "action__plan", "indicator__plan")
    items = {item.pk: item for item in with_before(rows, request.cycle.reporting_day())}
    if len(items) != len(keys):
        raise Refused(str(NOT_HERE))
    for item in items.values():
        item.request, item.cycle = request, request.cycle
    return items


def take(answer: Answer, *, by: User | None, moment: datetime) -> None:
    """The update, and the item that points to it."""
    item, day = answer.item, answer.item.cycle.reporting_day()
    new: dict[str, Any] = {}
    if item.milestone:
        new["milestone_update"] = report_progress(
            milestone=item.milestone,
            by=by,
            as_at=day,
            progress=answer.progress,
            count=answer.count,
            note=answer.note,
            will_not_complete=answer.will_not_complete,
            asked=True,
        )
    elif item.action:
        new["action_update"] = report_action(
            action=item.action,
            by=by,
            as_at=day,
            work_undertaken=answer.work_undertaken,
            work_planned=answer.work_planned,
            asked=True,
        )
    elif answer.figure:
        new["value"] = answer_value(answer.figure, by=by)
        new |= tell_work(answer, answer.figure.indicator, by=by)
    new |= {
        "state": rules.ITEM_TRANSITIONS["submit"][1],
        "no_change_reason": answer.no_change_reason.strip(),
        "proposed_due": answer.due,
        "proposed_reason": answer.due_reason.strip(),
        "first_submitted_at": item.first_submitted_at or moment,
        "submitted_at": moment,
        "submitted_by": by,
        "reason": "",
    }
    store(item, "submit", new, by=by)
    Draft.objects.filter(item=item).delete()


def store(item: Item, verb: str, new: Mapping[str, Any], *, by: User | None, reason: str = "") -> None:
    """Set the fields with their event; what it says of a state is enough, the answer has an event of its own."""
    before, after = audit.changes(item, dict(new))
    for name, value in after.items():
        setattr(item, name, value)
    item.save(update_fields=list(after))
    kept = {"state", "no_change_reason", "proposed_due", "proposed_reason", "request", "suggested"}
    audit.record(
        f"item.{verb}",
        item,
        by=by,
        before={name: value for name, value in before.items() if name in kept},
        after={name: value for name, value in after.items() if name in kept},
        reason=reason,
        scope=item.cycle.plan.slug,
    )


@transaction.atomic
def save_drafts(*, request: Request, said: Mapping[str, Mapping[str, str]], by: User) -> None:
    """Keep what was typed, by the items' keys, as it stands; an item of which nothing was typed has no draft.

    What somebody typed before the item was answered or approved is left alone: it comes too late.
    """
    refuse_if(rules.why_not_answer(by, request))
    items = {item.key: item for item in request.items.filter(key__in=said)}
    for key, fields in said.items():
        item = items.get(key)
        if item is None:
            raise Refused(str(NOT_HERE))
        if not any(fields.values()):
            Draft.objects.filter(item=item).delete()
        elif item.state in rules.ITEM_TRANSITIONS["submit"][0]:
            Draft.objects.update_or_create(item=item, defaults={"said": dict(fields), "by": by})
    note_opened(request, by)
