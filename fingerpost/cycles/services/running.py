"""A cycle as a whole: planned, opened, extended for one person, closed, reopened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fingerpost.core import audit
from fingerpost.core.inserting import create_many, new_row
from fingerpost.core.periods import Period
from fingerpost.core.refusals import refuse_if
from fingerpost.cycles import rules
from fingerpost.cycles.models import Cycle, Item, Request, opaque_key
from fingerpost.cycles.scope import Asked, in_scope, not_asked
from fingerpost.cycles.services import non_response
from fingerpost.people.models import User
from fingerpost.plans.models import Plan
from fingerpost.plans.rules import first, why_not_reason
from fingerpost.plans.services.writing import set_fields


@transaction.atomic
def plan_cycle(
    *, plan: Plan, period: Period, opens_on: date, due_on: date, grace_until: date, by: User | None
) -> Cycle:
    """Set down when a plan is to be reported on for a period. It opens by itself on its day, or by hand."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    refuse_if(
        first(
            rules.why_not_plan_cycle(by, plan),
            rules.why_not_period(plan, period),
            rules.why_not_dates(period, opens_on, due_on, grace_until),
        )
    )
    days = {"opens_on": opens_on, "due_on": due_on, "grace_until": grace_until}
    cycle = Cycle(plan=plan, period=period.slug, starts=period.start, ends=period.end, **days)
    cycle.save(force_insert=True)
    audit.record("cycle.plan", cycle, by=by, after=days, scope=plan.slug)
    return cycle


@transaction.atomic
def edit_cycle(*, cycle: Cycle, opens_on: date, due_on: date, grace_until: date, by: User | None) -> Cycle:
    """Change the days of a cycle. A later due date is everybody's who had the old one."""
    cycle = locked(cycle)
    refuse_if(rules.why_not_edit(by, cycle))
    refuse_if(rules.why_not_dates(cycle.of, opens_on, due_on, grace_until))
    if cycle.due_on != due_on:
        cycle.requests.filter(due_on=cycle.due_on).update(due_on=due_on)
    change(cycle, "edit", by=by, opens_on=opens_on, due_on=due_on, grace_until=grace_until)
    return cycle


@transaction.atomic
def cancel_cycle(*, cycle: Cycle, by: User | None) -> None:
    """Take back a cycle that was only planned."""
    cycle = locked(cycle)
    refuse_if(rules.why_not_cancel(by, cycle))
    audit.record("cycle.cancel", cycle, by=by, before={"opens_on": cycle.opens_on}, scope=cycle.plan.slug)
    cycle.delete()


@transaction.atomic
def open_cycle(*, cycle: Cycle, by: User | None, at: datetime | None = None) -> Cycle:
    """Ask everybody who leads something in scope. Set-based: a handful of statements per thousand items."""
    cycle = locked(cycle)
    refuse_if(rules.why_not_open(by, cycle))
    moment = at or timezone.now()
    asked = in_scope(cycle.plan, cycle.of, timezone.localdate(moment))
    requests, items = ask(cycle, asked, moment)
    return change(cycle, "open", by=by, counts={"people": requests, "items": items}, opened_at=moment)


def ask(cycle: Cycle, asked: Iterable[Asked], moment: datetime) -> tuple[int, int]:
    """A request for each person who has not left and has none, with the items. How many people, how many items."""
    rows = list(asked)
    leads = {row.lead_id for row in rows if row.lead_id}
    there = {row.person_id: row for row in cycle.requests.all() if row.person_id in leads}
    people = [person for person in User.objects.filter(is_active=True).order_by("name", "pk") if person.pk in leads]
    found = [
        new_row(Request, cycle=cycle, person=person, key=opaque_key(), due_on=cycle.due_on, asked_at=moment)
        for person in people
        if person.pk not in there
    ]
    active = {person.pk for person in people}
    requests = {
        row.person_id: row for row in [*there.values(), *create_many(Request, found)] if row.person_id in active
    }
    items = [
        new_row(
            Item,
            cycle=cycle,
            request=requests[row.lead_id],
            key=opaque_key(),
            milestone_id=row.milestone_id,
            action_id=None if row.milestone_id else row.action_id,
            indicator_id=row.indicator_id,
            figure_period=row.figure_period,
            position=place,
        )
        for place, row in enumerate(rows)
        if row.lead_id in requests
    ]
    create_many(Item, items)
    return len(requests), len(items)


@transaction.atomic
def ask_more(*, cycle: Cycle, by: User | None) -> Cycle:
    """Ask for what came into scope since the cycle opened: added, or given to somebody who can be asked."""
    cycle = locked(cycle)
    refuse_if(first(rules.why_not_run(by), rules.why_not_ask_more(cycle)))
    asked = not_asked(cycle)
    people, items = ask(cycle, asked, timezone.now())
    refuse_if("" if items else _("There is nothing more to ask anybody for."))
    leads = {row.lead_id for row in asked if row.lead_id}
    cycle.requests.filter(person__in=leads).update(answered_at=None, told_at=None)  # the next tick mails them
    audit.record("cycle.ask-more", cycle, by=by, after={"people": people, "items": items}, scope=cycle.plan.slug)
    return cycle


@transaction.atomic
def extend_request(*, request: Request, due_on: date, reason: str, by: User | None) -> Request:
    """Give one person longer, with a reason."""
    cycle = locked(request.cycle)
    request = Request.objects.select_for_update(of=("self",)).select_related("person").get(pk=request.pk)
    request.cycle = cycle
    refuse_if(first(rules.why_not_extend(by, request, due_on), why_not_reason(reason)))
    new = {"due_on": due_on, "extension_reason": reason}
    set_fields(request, new, verb="request.extend", by=by, scope=cycle.plan.slug, reason=reason.strip())
    return request


@transaction.atomic
def close_cycle(*, cycle: Cycle, by: User | None) -> Cycle:
    """End the asking. What was not answered stands as no response; drafts stay, in case it is reopened."""
    cycle = locked(cycle)
    refuse_if(rules.why_not_close(by, cycle))
    missed = non_response.mark(cycle)
    return change(cycle, "close", by=by, counts={"missed": missed}, closed_at=timezone.now())


@transaction.atomic
def reopen_cycle(*, cycle: Cycle, reason: str, by: User | None, grace_until: date | None = None) -> Cycle:
    """Take answers again, until a later last day where one is given."""
    cycle = locked(cycle)
    refuse_if(first(rules.why_not_reopen(by, cycle), why_not_reason(reason)))
    non_response.unmark(cycle)
    until = max(cycle.grace_until, grace_until or cycle.grace_until)
    return change(cycle, "reopen", by=by, reason=reason.strip(), closed_at=None, grace_until=until)


def locked(cycle: Cycle) -> Cycle:
    """The cycle read afresh with its plan and locked until the transaction ends."""
    return Cycle.objects.select_for_update(of=("self",)).select_related("plan").get(pk=cycle.pk)


def change(
    cycle: Cycle, verb: str, *, by: User | None, reason: str = "", counts: dict[str, int] | None = None, **new: Any
) -> Cycle:
    """Store the fields and, where the verb is a transition, the state that it leads to, with its event."""
    if verb in rules.CYCLE_TRANSITIONS:
        new["state"] = rules.CYCLE_TRANSITIONS[verb][1]
    before, after = audit.changes(cycle, new)
    if not after:
        return cycle
    for name, value in after.items():
        setattr(cycle, name, value)
    cycle.save(update_fields=list(after))
    said = {**after, **(counts or {})}
    audit.record(f"cycle.{verb}", cycle, by=by, before=before, after=said, reason=reason, scope=cycle.plan.slug)
    return cycle
