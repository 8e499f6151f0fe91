"""Importing a review paper in one go, as the command line does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from fingerpost.checks.facts import ReviewFacts
from fingerpost.core.periods import Period
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.documents.readers import undisturbed
from fingerpost.intake import homes, queries, rules, services
from fingerpost.intake.reviewing.applying import apply_review
from fingerpost.intake.reviewing.comparing import ReviewDifference, compare, period_of
from fingerpost.intake.services import NewPlan, Reading
from fingerpost.people.models import User
from fingerpost.plans.models import Plan
from fingerpost.reviews.rules import why_not_period


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedReview:
    """What the person at the command line asked for; slugs, "" for none. `figures`: every figure that was found and can
    go in, else none."""

    plan: str = ""
    period: Period | None = None
    area: str = ""
    owner: str = ""
    figures: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class DoneReview:
    """What came of it. `plan` is None where a dry run would make a new one."""

    reading: Reading
    wanted: WantedReview
    found: ReviewDifference
    plan: Plan | None
    plan_title: str
    written: int = 0
    is_new: bool = False


@undisturbed()
@transaction.atomic
def bring_in_review(reading: Reading, wanted: WantedReview, *, by: User | None = None) -> DoneReview:
    """Import what was read. Raises `Refused`, and stores nothing, where the plan or the period cannot be told."""
    review = reading.recognised.review
    if review is None:
        raise Refused(_("No review was recognised in the file."))
    title = queries.undated(review.title)
    plan = plan_named(wanted.plan) if wanted.plan else plan_entitled(title, review)
    period = wanted.period or period_of(review, plan)
    if period is None:
        raise Refused(_("The paper does not say which period it reviews. Give it with --period, such as 2009-10-h1."))
    if plan:
        refuse_if(why_not_period(plan, period) or rules.why_not_day(plan, period.end))
    found = compare(review, plan, period)
    done = DoneReview(reading, wanted, found, plan, plan.title if plan else title, is_new=plan is None)
    if wanted.dry_run:
        return done
    new_plan = None if plan else plan_to_make(title, period, wanted, by)
    source = services.keep(reading, by=by, plan=plan)
    applied = apply_review(
        source=source,
        period=period,
        plan=plan,
        new_plan=new_plan,
        figures=None if wanted.figures else (),
        by=by,
    )
    return DoneReview(reading, wanted, found, applied.plan, applied.plan.title, applied.written, plan is None)


def plan_named(slug: str) -> Plan:
    plan = Plan.objects.filter(slug=slug).first()
    if plan is None:
        names = ", ".join(Plan.objects.values_list("slug", flat=True)[:20]) or "–"
        raise Refused(_("There is no plan “%(slug)s”. These are there: %(names)s.") % {"slug": slug, "names": names})
    return plan


def plan_entitled(title: str, review: ReviewFacts) -> Plan | None:
    """The plan that bears the paper's title and covers the period that it speaks of."""
    period = period_of(review, None)
    found = Plan.objects.filter(slug__startswith=slugify(title)[:60].strip("-") or "-")
    if period:
        found = found.filter(starts__lte=period.end, ends__gte=period.start)
    return found.order_by("-starts").first()


def plan_to_make(title: str, period: Period, wanted: WantedReview, by: User | None) -> NewPlan:
    area, owner = homes.area_named(wanted.area), homes.owner_named(wanted.owner)
    if area is None or owner is None:
        area, owner = homes.found_partnership(by=by)
    year = Period.containing(period.end, "year")
    return NewPlan(title[:300] or _("Plan"), year.start, year.end, area, owner)


def messages(done: DoneReview) -> Iterator[str]:
    """What a person should know besides the difference."""
    if done.wanted.dry_run:
        yield _("Nothing was stored: this was a dry run.")
    elif not done.written:
        yield _("Nothing differs, so nothing was changed.")
    waiting = [one for one in done.found.proposals if not one.is_there and not one.why_not]
    if waiting and not done.wanted.figures:
        yield _("%(count)s figures found in the text were not taken in. Look at them, then give --figures.") % {
            "count": len(waiting)
        }
    for warning in done.reading.warnings:
        place = warning["place"].get("words", "")
        yield f"{place}: {warning['message']}" if place else str(warning["message"])


def summary(done: DoneReview) -> Iterator[str]:
    """Counts first, then every item that is not unchanged, then the figures."""
    plan = done.plan.slug if done.plan else done.plan_title
    yield (_("New plan: %(plan)s") if done.is_new else _("Plan: %(plan)s")) % {"plan": plan}
    yield _("Review of %(period)s") % {"period": done.found.period.label}
    yield ", ".join(f"{number} {status}" for status, number in done.found.counts().items())
    for item in done.found.items:
        if item.status != "unchanged":
            yield f"- {item.status}, {item.level}: {item.title}"
            if item.likened_to:
                yield "    " + _("Much like “%(title)s”, so it was left out.") % {"title": item.likened_to}
            yield from (f"    {name}: {before or '–'} → {after or '–'}" for name, before, after in item.changes)
    for one in done.found.proposals:
        told = _("recorded already") if one.is_there else one.why_not or _("proposed")
        period = one.period.label if one.period else one.period_words
        yield f"- {one.words}, {period} ({one.role}): {one.title} – {told}"
    for name, _before, after in done.found.strategy_changes:
        yield f"- {name}: {after}"
    for activity in done.found.activities:
        yield f"- {activity}"


def as_json(done: DoneReview) -> dict[str, Any]:
    """The shape of `import --json` for a review paper."""
    return {
        "source": {
            "name": done.reading.name,
            "sha256": done.reading.sha256,
            "format": done.reading.document.format,
        },
        "plan": done.plan.slug if done.plan else None,
        "new_plan": done.is_new,
        "period": done.found.period.slug,
        "dry_run": done.wanted.dry_run,
        "changed": bool(done.written),
        "counts": done.found.counts(),
        "items": [
            {
                "key": item.key,
                "level": item.level,
                "status": item.status,
                "title": item.title,
                "likened_to": item.likened_to,
                "changes": [{"field": name, "before": before, "after": after} for name, before, after in item.changes],
                "place": item.place.as_json(),
            }
            for item in done.found.items
            if item.status != "unchanged"
        ],
        "figures": [
            {
                "key": one.key,
                "title": one.title,
                "words": one.words,
                "period": one.period.slug if one.period else None,
                "role": one.role,
                "recorded": one.is_there,
                "why_not": one.why_not,
                "place": one.place.as_json(),
            }
            for one in done.found.proposals
        ],
        "strategy": [{"field": name, "after": after} for name, _before, after in done.found.strategy_changes],
        "activities": list(done.found.activities),
        "warnings": done.reading.warnings,
    }
