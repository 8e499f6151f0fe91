"""Preparing, publishing, scheduling and withdrawing. Every write is audited in its transaction."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fingerpost.core import audit
from fingerpost.core.files import keep
from fingerpost.core.periods import Period
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.people.models import User
from fingerpost.plans.models import Plan
from fingerpost.plans.rules import first
from fingerpost.public import rules
from fingerpost.public.building import Built, build
from fingerpost.public.content import Snapshot, as_json, from_json, sha256
from fingerpost.public.models import GIVEN_OUT, Letter, Publication, PublicationFile, PublicationState

S = PublicationState


def prepare(*, plan: Plan, period: Period, by: User | None) -> Publication:
    """Build what publishing would make public, for its preview; again, and it is built anew.

    What is published later is this very snapshot, unless it was scheduled. It is built before the transaction, which
    others would have to wait for.
    """
    refuse_if(rules.why_not_prepare(by, plan, period))
    version = next_version(plan, period)
    built = build_now(plan, period, version)
    with transaction.atomic():
        Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        row = in_the_making(plan, period)
        refuse_if(first(rules.why_not_build(row), rules.why_not_prepare(by, plan, period)))
        if row is None:
            row = Publication(plan=plan, plan_slug=plan.slug, period=period.slug, ends=period.end, version=version)
        fill(row, built)
        audit.record("publication.prepare", row, by=by, after={"sha256": row.sha256}, scope=plan.slug)
    return row


def in_the_making(plan: Plan, period: Period) -> Publication | None:
    """The version that is prepared or scheduled; there is one at most."""
    made = Publication.objects.filter(plan_slug=plan.slug, period=period.slug, state__in=rules.IN_THE_MAKING)
    return made.first()


def next_version(plan: Plan, period: Period) -> int:
    """Counts what was given out."""
    given_out = Publication.objects.filter(plan_slug=plan.slug, period=period.slug, state__in=GIVEN_OUT)
    return given_out.count() + 1


def build_now(plan: Plan, period: Period, version: int) -> Built:
    """From the live tables, compared with the public period before."""
    row = Plan.objects.select_related("area", "owner", "predecessor").get(pk=plan.pk)
    now = timezone.now()
    before = compared_with(row, period)
    return build(row, period, version=version, before=before, now=now, today=timezone.localdate(now))


def compared_with(plan: Plan, period: Period) -> Snapshot | None:
    """The public publication of the same plan that ends last before this period does."""
    found = Publication.objects.filter(plan=plan, ends__lt=period.end, state=S.PUBLIC)
    text = found.order_by("-ends", "-published_at").values_list("snapshot", flat=True).first()
    return from_json(text) if text else None


def fill(row: Publication, built: Built) -> None:
    """Store a snapshot and its files in a row that is not public yet."""
    row.snapshot = as_json(built.snapshot)
    row.sha256, row.built_at, row.title = sha256(row.snapshot), built.snapshot.built_at, built.snapshot.plan.title
    row.save()
    row.files.all().delete()
    keep_files(row, built)


def keep_files(row: Publication, built: Built) -> None:
    rows = []
    for fact in built.snapshot.files:
        body = built.files[fact.name]
        stored_as = f"publications/{hashlib.sha256(body).hexdigest()}.{fact.name.rpartition('.')[2]}"
        keep(stored_as, body)
        rows.append(
            PublicationFile(
                publication=row,
                name=fact.name,
                media_type=fact.media_type,
                stored_as=stored_as,
                size=fact.size,
                sha256=fact.sha256,
            )
        )
    PublicationFile.objects.bulk_create(rows)


def locked(publication: Publication) -> Publication:
    """The row as it is now, held until the transaction ends."""
    Plan.objects.select_for_update(of=("self",)).get(pk=publication.plan_id)
    return Publication.objects.select_related("plan__area", "plan__owner", "plan__predecessor").get(pk=publication.pk)


def publish(*, publication: Publication, notice: str = "", by: User | None) -> Publication:
    """What was prepared becomes public as it was previewed; the version before is superseded and stays readable.

    What was scheduled is built anew first.
    """
    built = None
    if publication.state == S.SCHEDULED:
        refuse_if(rules.why_not_prepare(by, publication.plan, publication.of))
        built = build_now(publication.plan, publication.of, publication.version)
    with transaction.atomic():
        row = locked(publication)
        if row.state != publication.state:
            raise Refused(_("Somebody else changed this publication meanwhile. Open it again."))
        refuse_if(first(rules.why_not_step(by, row, "publish"), rules.why_not_notice(row, notice or row.notice)))
        if built:
            fill(row, built)
        make_public(row, notice, by)
    return row


def make_public(row: Publication, notice: str, by: User | None) -> None:
    Publication.objects.filter(plan_slug=row.plan_slug, period=row.period, state=S.PUBLIC).update(state=S.SUPERSEDED)
    before, row.state, row.notice = row.state, S.PUBLIC, notice.strip() or row.notice
    row.published_at, row.published_by, row.at, row.delay_reason = timezone.now(), by, None, ""
    row.save()
    audit.record(
        "publication.publish",
        row,
        by=by,
        before={"state": before},
        after={"state": row.state, "version": row.version, "sha256": row.sha256},
        reason=row.notice,
        scope=row.plan_slug,
    )


@transaction.atomic
def schedule(*, publication: Publication, at: datetime, notice: str = "", by: User | None) -> Publication:
    """It becomes public at that time, built anew from what is known then."""
    row = locked(publication)
    refuse_if(
        first(
            rules.why_not_step(by, row, "schedule"),
            rules.why_not_at(at, timezone.now()),
            rules.why_not_notice(row, notice),
        )
    )
    row.state, row.at, row.notice, row.published_by = S.SCHEDULED, at, notice.strip(), by
    row.save(update_fields=["state", "at", "notice", "published_by"])
    audit.record("publication.schedule", row, by=by, after={"at": at}, reason=row.notice, scope=row.plan_slug)
    return row


@transaction.atomic
def unschedule(*, publication: Publication, by: User | None) -> Publication:
    """It waits again for somebody to publish it."""
    row = locked(publication)
    refuse_if(rules.why_not_step(by, row, "unschedule"))
    row.state, row.at, row.delay_reason = S.PREPARED, None, ""
    row.save(update_fields=["state", "at", "delay_reason"])
    audit.record("publication.unschedule", row, by=by, scope=row.plan_slug)
    return row


@transaction.atomic
def withdraw(*, publication: Publication, reason: str, by: User | None) -> Publication:
    """Every version of it answers from now on that it was withdrawn, and why. Nothing is deleted."""
    row = locked(publication)
    refuse_if(rules.why_not_withdraw(by, row, reason))
    given_out = Publication.objects.filter(plan_slug=row.plan_slug, period=row.period, state__in=GIVEN_OUT)
    given_out.exclude(state=S.WITHDRAWN).update(
        state=S.WITHDRAWN, withdrawn_at=timezone.now(), withdrawn_by=by, withdraw_reason=reason.strip()
    )
    row.refresh_from_db()
    audit.record("publication.withdraw", row, by=by, reason=row.withdraw_reason, scope=row.plan_slug)
    return row


def publish_due(now: datetime) -> list[str]:
    """Publish what is scheduled for now or earlier; says what it did. One that cannot be says why on its page."""
    done = []
    for row in Publication.objects.filter(state=S.SCHEDULED, at__lte=now).select_related("plan", "published_by"):
        try:
            done.append(str(publish(publication=row, by=row.published_by)))
        except Refused as refusal:
            Publication.objects.filter(pk=row.pk, state=S.SCHEDULED).update(delay_reason=refusal.reason)
    return done


@transaction.atomic
def answer_letter(*, letter: Letter, answer: str, shown: bool, by: User | None) -> Letter:
    """Say what was done; where to reach whoever wrote is forgotten."""
    row = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    refuse_if(rules.why_not_answer(by, row))
    refuse_if(rules.why_not_show(row) if shown else "")
    refuse_if("" if answer.strip() else _("Say what was done, or why nothing can be."))
    row.answer, row.is_shown, row.reach = answer.strip(), shown, ""
    row.answered_at, row.answered_by = timezone.now(), by
    row.save(update_fields=["answer", "is_shown", "reach", "answered_at", "answered_by"])
    audit.record("letter.answer", row, by=by, after={"answer": row.answer, "is_shown": shown})
    return row
