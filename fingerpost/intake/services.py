"""Every write of an import: a file is received, applied to a plan, or abandoned."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fingerpost.checks.facts import PlanFacts
from fingerpost.core import audit, files
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.core.slugs import free_slug
from fingerpost.documents.model import Document, Place
from fingerpost.documents.readers import Limits, Unreadable, read_with_warnings, undisturbed
from fingerpost.intake import rules, source_lines
from fingerpost.intake.applying import Applying
from fingerpost.intake.choosing import Choices, chosen
from fingerpost.intake.differences import Difference, difference
from fingerpost.intake.facts_json import pack
from fingerpost.intake.models import Import
from fingerpost.intake.queries import doubts_in, facts_of
from fingerpost.intake.recognise import Recognised, recognise
from fingerpost.intake.reviewing.packing import holds_something, pack_review
from fingerpost.intake.stored import stored_plan
from fingerpost.people.models import Area, Group, User
from fingerpost.plans import services as plans
from fingerpost.plans.models import Plan


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A plan to be made from a file."""

    title: str
    starts: date
    ends: date
    area: Area
    owner: Group


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying an import did. `written` counts the rows that got a provenance; 0: nothing was changed."""

    plan: Plan
    difference: Difference
    written: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that was read and understood, nothing stored."""

    name: str
    content: bytes
    document: Document
    recognised: Recognised
    warnings: list[dict[str, Any]]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@undisturbed()
def understand(*, name: str, content: bytes) -> Reading:
    """Read a file and recognise the plan in it. Raises `Refused` with a sentence and its place; stores nothing."""
    name = files.plain_name(name)
    try:
        result = read_with_warnings(content, name, limits=Limits(file_bytes=settings.UPLOAD_LIMIT))
    except Unreadable as unreadable:
        raise Refused(at_place(unreadable.message, unreadable.place)) from unreadable
    recognised = recognise(result.document)
    if not holds_milestones(recognised) and not holds_something(recognised.review):
        if recognised.review:
            raise Refused(_("The paper holds no milestones, no review and no strategy, so there is nothing to import."))
        reasons = [at_place(one.message, one.place) for one in recognised.findings if one.severity == "critical"]
        raise Refused(" ".join([_("No plan was recognised in the file."), *reasons]))
    warnings = [
        {"rule": "reading", "severity": "warning", "message": one.message, "place": one.place.as_json()}
        for one in result.warnings
    ] + [
        {"rule": one.rule, "severity": one.severity, "message": one.message, "place": one.place.as_json()}
        for one in recognised.findings
    ]
    return Reading(name, content, result.document, recognised, warnings)


def holds_milestones(recognised: Recognised) -> bool:
    return any(action.milestones for outcome in recognised.plan.outcomes for action in outcome.actions)


def at_place(message: str, place: Place) -> str:
    """ "Row 6, column F: there is no date." """
    where = str(place)
    return f"{where[:1].upper()}{where[1:]}: {message}" if where else message


def receive(*, name: str, content: bytes, by: User | None, plan: Plan | None = None) -> Import:
    """Read a file and keep it with what was recognised. Raises `Refused`; then nothing is stored.

    The same file again gives the import that is there already: one that waits, or one applied to `plan`.
    """
    refuse_if(rules.why_not_import(by))
    return keep(understand(name=name, content=content), by=by, plan=plan)


@undisturbed()
@transaction.atomic
def keep(reading: Reading, *, by: User | None, plan: Plan | None = None) -> Import:
    """Store what was understood, the file itself under its hash."""
    refuse_if(rules.why_not_import(by))
    facts = packed(reading.recognised)
    same = Import.objects.filter(sha256=reading.sha256).exclude(state=Import.State.ABANDONED)
    for earlier in same.order_by("-id"):
        if earlier.facts == facts and (earlier.plan_id is None or (plan and earlier.plan_id == plan.pk)):
            return earlier
    stem = f"{PurePath(reading.name).stem[:60]} {reading.sha256[:6]}"
    new = Import.objects.create(
        slug=free_slug(stem, set(same.values_list("slug", flat=True)) | taken_slugs(reading.sha256), fallback="import"),
        file_name=reading.name,
        sha256=reading.sha256,
        size=len(reading.content),
        format=reading.document.format,
        kind=reading.recognised.kind,
        title=reading.recognised.title[:500],
        as_at=reading.recognised.plan.as_at,
        received_by=by,
        warnings=reading.warnings,
        facts=facts,
    )
    audit.record("import.read", new, by=by, after={"sha256": new.sha256, "size": new.size, "format": new.format})
    files.keep(new.stored_as, reading.content)
    files.keep(new.lines_stored_as, source_lines.dump(source_lines.lines_of(reading.document)).encode())
    return new


def packed(recognised: Recognised) -> dict[str, Any]:
    """What is kept of a file: its milestones, else its review."""
    if recognised.review and not holds_milestones(recognised):
        return pack_review(recognised.review)
    return pack(named(recognised.plan))


def named(facts: PlanFacts) -> PlanFacts:
    """The facts with words in place of titles of outcomes and actions that the file does not give."""
    return replace(
        facts,
        outcomes=tuple(
            replace(
                outcome,
                title=outcome.title.strip() or _("Outcome not stated"),
                actions=tuple(
                    replace(action, title=action.title.strip() or _("Key action not stated"))
                    for action in outcome.actions
                ),
            )
            for outcome in facts.outcomes
        ),
    )


def taken_slugs(sha256: str) -> set[str]:
    return set(Import.objects.filter(slug__contains=sha256[:6]).values_list("slug", flat=True))


@undisturbed()
@transaction.atomic
def apply(
    *,
    source: Import,
    by: User | None,
    plan: Plan | None = None,
    new_plan: NewPlan | None = None,
    choices: Choices | None = None,
    as_at: date | None = None,
    expected: str = "",
    facts: PlanFacts | None = None,
) -> Applied:
    """Put an import into `plan`, or into a new one, in one transaction: all of it or nothing.

    `choices` is as in `Import.choices`; what it does not name is done as proposed. `as_at` is needed where the file
    does not say its day. `expected` is the fingerprint of the difference that a person saw: where it no longer
    holds, `Refused` is raised. `facts` are those of the import, where they are at hand. Applying twice changes
    nothing the second time.
    """
    locked = Import.objects.select_for_update(of=("self",)).select_related("plan").defer("facts", "choices")
    source = locked.get(pk=source.pk)
    plan = plan or source.plan
    refuse_if(rules.why_not_apply(by, source, plan))
    facts = facts or facts_of(source)
    doubts = doubts_in(facts, source.warnings)
    day = source.as_at or as_at
    if day is None:
        raise Refused(_("The file does not say which day it reports on. Give the day."))
    plan = Plan.objects.select_for_update().get(pk=plan.pk) if plan else make_plan(new_plan, by=by)
    refuse_if(rules.why_not_day(plan, day))
    found = difference(facts, stored_plan(plan, day), as_at=day, doubts=doubts)
    if expected and expected != found.fingerprint:
        raise Refused(_("The plan has changed since the preview was shown. Look at the preview again."))
    made = plan.state == Plan.State.DRAFT and source.plan_id is None and new_plan is not None
    written = Applying(source, plan, found, chosen(found, choices or {}), day, by).run()
    if made:
        plan = plans.start_plan(plan=plan, by=by)  # it has been reported on, so it is in force
    if written or source.state != Import.State.APPLIED:
        source.plan, source.as_at = plan, day
        mark_applied(source, {**found.counts, "written": written}, by=by)
    return Applied(plan, found, written)


def make_plan(new: NewPlan | None, *, by: User | None) -> Plan:
    if new is None:
        raise Refused(_("Choose a plan, or say what the new plan is to be."))
    return plans.create_plan(title=new.title, starts=new.starts, ends=new.ends, area=new.area, owner=new.owner, by=by)


def mark_applied(source: Import, result: dict[str, int], *, by: User | None) -> None:
    """Say of an import, whose plan and day are set, that it was applied, and with what result."""
    before = {"state": source.state}
    source.state, source.result = rules.TRANSITIONS["apply"][1], result
    source.applied_at, source.applied_by = timezone.now(), by
    source.save(update_fields=["state", "plan", "as_at", "applied_at", "applied_by", "result"])
    plan = source.plan.slug if source.plan else ""
    after = {"state": source.state, "plan": plan, "as_at": source.as_at, **result}
    audit.record("import.apply", source, by=by, before=before, after=after, scope=plan)


@transaction.atomic
def choose(*, source: Import, plan: Plan | None, choices: Mapping[str, str], by: User | None) -> Import:
    """Remember what a person chose on a page of the preview. `choices` holds every item of that page."""
    source = Import.objects.select_for_update().get(pk=source.pk)
    refuse_if(rules.why_not_import(by))
    target = plan.slug if plan else ""
    kept = source.choices.get("items", {}) if source.choices.get("plan") == target else {}
    source.choices = {"plan": target, "items": {**kept, **choices}}
    source.save(update_fields=["choices"])
    audit.record("import.choose", source, by=by, after={"plan": target, "items": dict(choices)})
    return source


@transaction.atomic
def abandon(*, source: Import, by: User | None) -> Import:
    """Put aside an import that is not wanted. The file stays, as part of the record."""
    source = Import.objects.select_for_update().get(pk=source.pk)
    refuse_if(rules.why_not_abandon(by, source))
    source.state = rules.TRANSITIONS["abandon"][1]
    source.save(update_fields=["state"])
    audit.record("import.abandon", source, by=by, before={"state": "read"}, after={"state": source.state})
    return source
