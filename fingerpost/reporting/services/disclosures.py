"""Showing the small numbers of an indicator after all, and taking that back. Each is a decision that is kept."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from fingerpost.core import audit
from fingerpost.core.periods import Period
from fingerpost.core.refusals import refuse_if
from fingerpost.people.models import User
from fingerpost.plans.models import Indicator
from fingerpost.plans.rules import first, why_not_reason
from fingerpost.reporting.indicators import rules
from fingerpost.reporting.models import Disclosure


@transaction.atomic
def disclose(*, indicator: Indicator, period: Period | None, reason: str, by: User | None) -> Disclosure:
    """From now on the small numbers of a period, or (None) of every one, are shown to everybody."""
    indicator = Indicator.objects.select_for_update(of=("self",)).select_related("plan").get(pk=indicator.pk)
    refuse_if(first(rules.why_not_disclose(by, indicator, period), why_not_reason(reason)))
    row = Disclosure(
        indicator=indicator,
        period_kind=period.kind if period else "",
        period_starts=period.start if period else None,
        reason=reason.strip(),
        lifted_at=timezone.now(),
        lifted_by=by,
    )
    row.save(force_insert=True)
    said = {"period": row.words}
    audit.record("indicator.disclose", indicator, by=by, after=said, reason=row.reason, scope=indicator.plan.slug)
    return row


@transaction.atomic
def withhold_again(*, disclosure: Disclosure, reason: str, by: User | None) -> Disclosure:
    """Take it back: from now on what is small is withheld again. What was read meanwhile stays known."""
    Indicator.objects.select_for_update().get(pk=disclosure.indicator_id)
    found = Disclosure.objects.select_for_update(of=("self",)).select_related("indicator__plan")
    row = found.get(pk=disclosure.pk)
    refuse_if(first(rules.why_not_withhold_again(by, row), why_not_reason(reason)))
    row.ended_at, row.ended_by = timezone.now(), by
    row.save(update_fields=["ended_at", "ended_by"])
    scope, said = row.indicator.plan.slug, {"period": row.words}
    audit.record("indicator.withhold", row.indicator, by=by, after=said, reason=reason.strip(), scope=scope)
    return row
