"""Signing a period off: findings are met, answers approved or sent back, the period locked and unlocked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from fingerpost.core import audit
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.core.working_days import add_working_days
from fingerpost.cycles import sign_off_rules as rules
from fingerpost.cycles.findings import Pointed, digest_of, findings_of, unanswered
from fingerpost.cycles.links import PURPOSE
from fingerpost.cycles.models import Cycle, CycleState, FindingAnswer, Item, ItemState, Request
from fingerpost.cycles.queries import arrangements
from fingerpost.cycles.rules import ITEM_TRANSITIONS, why_not_take_answers
from fingerpost.cycles.services import non_response
from fingerpost.cycles.services.running import change, locked
from fingerpost.mail.services import NewMail, queue_many
from fingerpost.people.models import User
from fingerpost.plans.rules import first, why_not_reason
from fingerpost.reporting.models import PeriodLock
from fingerpost.reporting.services import lift_lock, lock_period


@transaction.atomic
def answer_findings(
    *, cycle: Cycle, rule: str, what: str, reason: str, by: User | None, leave: Iterable[str] = (), seen: str = ""
) -> int:
    """Answer or accept the open findings of one rule, all but those in `leave` (fingerprints). How many they were.

    `seen` is the digest of the findings that the person saw (`RuleGroup.seen`): where they changed, it is refused.
    """
    cycle = locked(cycle)
    refuse_if(first(rules.why_not_answer_finding(by, cycle, what), why_not_reason(reason)))
    left = set(leave)
    found = [one for one in unanswered(findings_of(cycle)) if one.finding.rule == rule]
    if seen and seen != digest_of([one.fingerprint for one in found]):
        raise Refused(_("The findings have changed since the page was shown. Look at them again."))
    met = {one.fingerprint: one for one in found if one.fingerprint not in left}
    if not met:
        raise Refused(_("No finding is left to answer. Take the tick off at least one."))
    answers = [answer_to(cycle, one, what, reason.strip(), by) for one in met.values()]
    FindingAnswer.objects.bulk_create(answers, batch_size=500)
    said = {"rule": rule, "findings": [f"{row.subject}: {row.message}" for row in answers]}
    verb = "accept" if what == FindingAnswer.What.ACCEPTED else "answer"
    audit.record(f"cycle.{verb}", cycle, by=by, after=said, reason=reason.strip(), scope=cycle.plan.slug)
    return len(answers)


def answer_to(cycle: Cycle, one: Pointed, what: str, reason: str, by: User | None) -> FindingAnswer:
    return FindingAnswer(
        cycle=cycle,
        fingerprint=one.fingerprint,
        rule=one.finding.rule,
        subject=one.finding.subject.title,
        message=one.finding.message,
        what=what,
        reason=reason,
        by=by,
        at=timezone.now(),
    )


@transaction.atomic
def withdraw_finding_answer(*, cycle: Cycle, fingerprint: str, by: User | None) -> None:
    """Take back what was said to a finding: it is open again."""
    cycle = locked(cycle)
    row = cycle.finding_answers.filter(fingerprint=fingerprint).first()
    if row is None:
        raise Refused(_("Nothing was said to this finding."))
    refuse_if(rules.why_not_answer_finding(by, cycle, row.what))
    before = {"rule": row.rule, "findings": [f"{row.subject}: {row.message}"], "reason": row.reason}
    audit.record("cycle.withdraw", cycle, by=by, before=before, scope=cycle.plan.slug)
    row.delete()


@transaction.atomic
def approve_items(*, cycle: Cycle, items: Iterable[Item], by: User | None, seen: datetime | None = None) -> int:
    """Approve these answers. How many they were. An answer that was sent anew after `seen` is left for another look."""
    cycle = locked(cycle)
    refuse_if(rules.why_not_approve(by, cycle, len(unanswered(findings_of(cycle)))))
    rows = list(held(cycle).filter(pk__in=[item.pk for item in items]))
    for row in rows:
        refuse_if(rules.why_not_approve_item(row))
    return approve(cycle, rows, by=by, seen=seen)


@transaction.atomic
def approve_all(*, cycle: Cycle, by: User | None, except_: Iterable[Item] = (), seen: datetime | None = None) -> int:
    """Approve every answer that waits for a decision, but for `except_`. How many they were; as `approve_items`."""
    cycle = locked(cycle)
    refuse_if(rules.why_not_approve(by, cycle, len(unanswered(findings_of(cycle)))))
    rows = held(cycle).filter(state=ItemState.SUBMITTED).exclude(pk__in=[item.pk for item in except_])
    return approve(cycle, list(rows), by=by, seen=seen)


def approve(cycle: Cycle, rows: Sequence[Item], *, by: User | None, seen: datetime | None) -> int:
    """A handful of statements per thousand."""
    ready = [row for row in rows if seen is None or (row.submitted_at and row.submitted_at <= seen)]
    decide(cycle, ready, "approve", by=by, reason="")
    return len(ready)


@transaction.atomic
def return_items(*, cycle: Cycle, items: Iterable[Item], reason: str, by: User | None) -> int:
    """Send answers back with a reason, which is kept and mailed to who answered. How many they were.

    The cycle takes answers again where it was closed, and everybody has at least the days of grace from today.
    """
    cycle = locked(cycle)
    refuse_if(first(rules.why_not_decide(by, cycle), why_not_take_answers(cycle), why_not_reason(reason)))
    rows = list(held(cycle).filter(pk__in=[item.pk for item in items]))
    if not rows:
        raise Refused(_("Tick at least one answer that is to be sent back."))
    for row in rows:
        refuse_if(rules.why_not_return(row))
    decide(cycle, rows, "return", by=by, reason=reason.strip())
    Request.objects.filter(pk__in={row.request_id for row in rows}).update(answered_at=None)
    until = take_again(cycle, reason.strip(), by=by)
    queue_many(mails(cycle, rows, reason.strip(), until, by))
    return len(rows)


def take_again(cycle: Cycle, reason: str, *, by: User | None) -> date:
    """Let what was sent back be answered: the last day on which that can be done."""
    days = max(arrangements().days_of_grace, 1)
    until = max(cycle.grace_until, add_working_days(timezone.localdate(), days))
    if cycle.state == CycleState.CLOSED:
        non_response.unmark(cycle)
        change(cycle, "reopen", by=by, reason=reason, closed_at=None, grace_until=until)
    else:
        change(cycle, "edit", by=by, reason=reason, grace_until=until)
    return until


def mails(cycle: Cycle, rows: Sequence[Item], reason: str, until: date, by: User | None) -> Iterator[NewMail]:
    """One for each person, with all of theirs."""
    digests: dict[tuple[Request, User], list[Item]] = {}
    for row in rows:
        digests.setdefault((row.request, answered_by(row)), []).append(row)
    moment = timezone.now().isoformat()
    for (request, person), items in digests.items():
        words: dict[str, Any] = {
            "person": person,
            "items": items,
            "cycle": cycle,
            "reason": reason,
            "until": until,
            "by_name": by.name if by else settings.PARTNERSHIP_NAME,
            "partnership_name": settings.PARTNERSHIP_NAME,
        }
        yield NewMail(
            key=f"returned:{request.key}:{person.pk}:{moment}",
            kind="returned",
            subject=_("Please look again: your update for %(period)s") % {"period": cycle.of.label},
            text=render_to_string("cycles/mail/returned.txt", words),
            person=person,
            links={"link": f"{PURPOSE}:{request.key}"},
        )


def answered_by(item: Item) -> User:
    """Who answered, where it was one of those whom the request asks; else the person asked."""
    request, person = item.request, item.submitted_by
    asked = {request.person_id, request.delegate_id, request.person.deputy_id}
    return person if person and person.is_active and person.pk in asked else request.person


@transaction.atomic
def lock_cycle(*, cycle: Cycle, by: User | None) -> Cycle:
    """Approve the period as a whole: from now on what is said of it is a late correction."""
    cycle = locked(cycle)
    open_findings = len(unanswered(findings_of(cycle)))
    undecided = cycle.items.filter(state=ItemState.SUBMITTED).count()
    refuse_if(rules.why_not_lock(by, cycle, unanswered=open_findings, undecided=undecided))
    lock = lock_period(plan=cycle.plan, period=cycle.of, by=by)
    return change(cycle, "lock", by=by, locked_at=lock.locked_at)


@transaction.atomic
def unlock_cycle(*, cycle: Cycle, reason: str, by: User | None) -> Cycle:
    """Let the period's figures be changed again, with a reason."""
    cycle = locked(cycle)
    refuse_if(first(rules.why_not_unlock(by, cycle), why_not_reason(reason)))
    for lock in PeriodLock.objects.filter(plan=cycle.plan, period=cycle.period, lifted_at=None):
        lift_lock(lock=lock, reason=reason, by=by)
    return change(cycle, "unlock", by=by, reason=reason.strip(), locked_at=None)


def held(cycle: Cycle) -> QuerySet[Item]:
    """The items of a cycle, locked, with who was asked and what they are about."""
    rows = Item.objects.select_for_update(of=("self",)).filter(cycle=cycle).order_by("position", "pk")
    return rows.select_related("request__person", "submitted_by", "milestone", "action", "indicator")


def decide(cycle: Cycle, rows: Sequence[Item], verb: str, *, by: User | None, reason: str) -> None:
    """Take items to the state that a verb leads to, each with its event. A few statements per thousand."""
    state, moment = ITEM_TRANSITIONS[verb][1], timezone.now()
    events = [
        audit.event(
            f"item.{verb}",
            row,
            by=by,
            before={"state": row.state},
            after={"state": state},
            reason=reason,
            scope=cycle.plan.slug,
        )
        for row in rows
    ]
    keys = [row.pk for row in rows]
    for start in range(0, len(keys), 500):
        some = Item.objects.filter(pk__in=keys[start : start + 500])
        some.update(state=state, decided_at=moment, decided_by=by, reason=reason)
    audit.record_all(events)
