"""Locking an approved period, and lifting the lock. Who may is for the sign-off of a cycle to say."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from fingerpost.core import audit
from fingerpost.core.periods import Period
from fingerpost.core.refusals import refuse_if
from fingerpost.people.models import User
from fingerpost.plans.models import Plan
from fingerpost.plans.rules import first, why_not_reason
from fingerpost.reporting import rules
from fingerpost.reporting.models import PeriodLock


@transaction.atomic
def lock_period(*, plan: Plan, period: Period, by: User | None) -> PeriodLock:
    """From now on what is said as at the period's last day, or an earlier one, is a late correction."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    refuse_if(rules.why_not_lock(plan, period))
    lock = PeriodLock(plan=plan, period=period.slug, ends=period.end, locked_at=timezone.now(), locked_by=by)
    lock.save(force_insert=True)
    audit.record("periodlock.lock", lock, by=by, after={"ends": lock.ends}, scope=plan.slug)
    return lock


@transaction.atomic
def lift_lock(*, lock: PeriodLock, reason: str, by: User | None) -> PeriodLock:
    """Take updates as at the days of the period again. The row stays: it says what was approved when."""
    Plan.objects.select_for_update().get(pk=lock.plan_id)
    lock = PeriodLock.objects.select_for_update(of=("self",)).select_related("plan").get(pk=lock.pk)
    refuse_if(first(rules.why_not_lift(lock), why_not_reason(reason)))
    lock.lifted_at, lock.lifted_by, lock.lift_reason = timezone.now(), by, reason.strip()
    lock.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])
    audit.record("periodlock.lift", lock, by=by, reason=lock.lift_reason, scope=lock.plan.slug)
    return lock
