"""Importing in one go, as the command line does: find or make the plan, compare, apply."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fingerpost.core.progress_bar import Step
from fingerpost.core.refusals import Refused
from fingerpost.documents.model import NOWHERE, Place
from fingerpost.documents.readers import undisturbed
from fingerpost.intake import homes, queries, services
from fingerpost.intake.differences import Difference, Item, difference
from fingerpost.intake.models import Import
from fingerpost.intake.services import NewPlan, Reading, understand
from fingerpost.intake.stored import EMPTY, stored_plan
from fingerpost.people.models import User
from fingerpost.plans.models import Plan

__all__ = ["Done", "Wanted", "bring_in", "understand"]
MOST_FAULTS_TOLD = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the person at the command line asked for. `plan`, `area` and `owner` are slugs, "" for none."""

    plan: str = ""
    as_at: date | None = None
    area: str = ""
    owner: str = ""
    good_rows: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it. `plan` is None where a dry run would make a new one. `earlier` is the import of the same file
    that went before, which makes this one change nothing. `founded`: an area or a group was made for it."""

    reading: Reading
    found: Difference
    wanted: Wanted
    plan: Plan | None
    plan_title: str
    as_at: date
    day_is_given: bool
    written: int = 0
    is_new: bool = False
    earlier: Import | None = None
    founded: bool = False


@undisturbed()
def bring_in(reading: Reading, wanted: Wanted, *, by: User | None = None, step: Step = lambda _what: None) -> Done:
    """Import what was read. Raises `Refused`, and stores nothing, where a row has a fault or a choice is left."""
    step(_("Comparing"))
    facts = services.named(reading.recognised.plan)
    earlier = queries.earlier_import(reading.sha256, _plan(wanted.plan) if wanted.plan else None)
    plan = _plan(wanted.plan) if wanted.plan else (earlier.plan if earlier else _same_title(reading, wanted))
    day = _day(reading, wanted, plan, earlier)
    stored = stored_plan(plan, day) if plan else EMPTY
    found = difference(facts, stored, as_at=day, doubts=queries.doubts_in(facts, reading.warnings))
    title = plan.title if plan else queries.undated(facts.title) or reading.name
    done = Done(reading, found, wanted, plan, title, day, day_is_given=bool(facts.as_at or wanted.as_at or earlier))
    if earlier:
        return replace(done, earlier=earlier)
    _refuse_faults(found, wanted)
    if plan is None:
        _refuse_another(title)
    if wanted.dry_run:
        return replace(done, is_new=plan is None)
    step(_("Storing"))
    return _store(done, by, step)


def _same_title(reading: Reading, wanted: Wanted) -> Plan | None:
    """The plan that bears the report's title, where the report's day lies in its time: this is a later report of it."""
    facts = reading.recognised.plan
    day, slug = facts.as_at or wanted.as_at, slugify(queries.undated(facts.title))[:60].strip("-")
    return Plan.objects.filter(slug=slug, starts__lte=day, ends__gte=day).first() if day else None


def _plan(slug: str) -> Plan:
    plan = Plan.objects.filter(slug=slug).first()
    if plan is None:
        names = ", ".join(Plan.objects.values_list("slug", flat=True)[:20])
        there = _("These are there: %(names)s.") % {"names": names} if names else _("There is none yet.")
        raise Refused(_("There is no plan “%(slug)s”.") % {"slug": slug} + " " + there)
    return plan


def _day(reading: Reading, wanted: Wanted, plan: Plan | None, earlier: Import | None) -> date:
    """The day that the figures speak of: what the file says, was said when it came in, or is said now; else today,
    or the last day of the plan where that is past."""
    stated = reading.recognised.plan.as_at or (earlier.as_at if earlier else None) or wanted.as_at
    if stated:
        return stated
    today = timezone.localdate()
    if plan:
        return plan.latest_day(today)
    span = queries.span_of(reading.recognised.plan, None)
    return min(today, span[1]) if span else today


def _refuse_faults(found: Difference, wanted: Wanted) -> None:
    """A fault in any row refuses the file, unless the good rows were asked for."""
    faults = [item for item in found.items if item.fault]
    if not faults or (wanted.good_rows and len(faults) < sum(item.level == "milestone" for item in found.items)):
        return
    told = [
        services.at_place(f"{item.doubt} (“{item.title[:80]}”)", place_of(item)) for item in faults[:MOST_FAULTS_TOLD]
    ]
    more = len(faults) - len(told)
    if more:
        told.append(ngettext("And %(more)d more.", "And %(more)d more.", more) % {"more": more})
    how = _("Nothing was stored. Correct the file, or give --good-rows to leave these rows out.")
    raise Refused("\n".join([*told, how]))


def place_of(item: Item) -> Place:
    return item.found.place if item.found else NOWHERE


def _refuse_another(title: str) -> None:
    """A report of another time, or of none, that bears the title of a plan: a person says whether it belongs there."""
    slug = slugify(title)[:60].strip("-")
    if Plan.objects.filter(slug=slug).exists():
        raise Refused(
            _("There is a plan “%(slug)s” already. Give --plan %(slug)s to bring it up to date.") % {"slug": slug}
        )


@transaction.atomic
def _store(done: Done, by: User | None, step: Step) -> Done:
    plan, new_plan, founded = done.plan, None, False
    if plan is None:
        new_plan, founded = _new_plan(done, by)
    source = services.keep(done.reading, by=by, plan=plan)
    step(_("Applying"))
    facts = services.named(done.reading.recognised.plan)
    applied = services.apply(source=source, plan=plan, new_plan=new_plan, as_at=done.as_at, facts=facts, by=by)
    return replace(done, plan=applied.plan, written=applied.written, is_new=new_plan is not None, founded=founded)


def _new_plan(done: Done, by: User | None) -> tuple[NewPlan, bool]:
    area, owner = homes.area_named(done.wanted.area), homes.owner_named(done.wanted.owner)
    founded = area is None or owner is None
    if area is None or owner is None:
        area, owner = homes.found_partnership(by=by)
    starts, ends = queries.span_of(done.reading.recognised.plan, done.as_at) or (done.as_at, done.as_at)
    return NewPlan(done.plan_title[:300], starts, ends, area, owner), founded
