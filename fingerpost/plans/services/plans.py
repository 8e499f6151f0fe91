"""A plan as a whole: made, edited, put into force, closed, reopened, deleted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.core.slugs import free_slug
from fingerpost.people.models import Area, Group, User
from fingerpost.plans import queries, rules
from fingerpost.plans.models import Plan
from fingerpost.plans.services.writing import lock, record_new, remove, set_fields, tidy
from fingerpost.plans.structure import PlanFields, PlanOptions


@transaction.atomic
def create_plan(
    *, title: str, starts: date, ends: date, area: Area, owner: Group, by: User | None, **more: Unpack[PlanOptions]
) -> Plan:
    """A new draft. Its slug is made of the title and never changes, so that addresses stay good."""
    refuse_if(rules.first(rules.why_not_make(by), rules.why_not_dates(starts, ends)))
    fields: dict[str, Any] = {"title": title, "starts": starts, "ends": ends, "area": area, "owner": owner, **more}
    plan = Plan(**tidy(Plan(), fields))
    taken = {"new", *Plan.objects.values_list("slug", flat=True)}  # /plans/new/ is the page that makes one
    plan.slug = free_slug(plan.title, taken, fallback="plan")
    plan.save(force_insert=True)
    return record_new(plan, by=by, scope=plan.slug, fields=fields)


@transaction.atomic
def edit_plan(*, plan: Plan, by: User | None, seen: Mapping[str, str] | None = None, **new: Unpack[PlanFields]) -> Plan:
    """Change the named fields. Raises `Conflict` where they are no longer as `seen`."""
    plan = lock(plan)
    refuse_if(rules.why_not_edit(by, plan))
    refuse_if(rules.why_not_dates(new.get("starts", plan.starts), new.get("ends", plan.ends)))
    predecessor = new.get("predecessor")
    if (
        predecessor
        and predecessor.pk != plan.predecessor_id
        and not queries.predecessors(by, plan).contains(predecessor)
    ):
        raise Refused(_("“%(plan)s” cannot follow “%(other)s”.") % {"plan": plan, "other": predecessor})
    serves = new.get("serves")
    if serves and serves.pk != plan.serves_id and not queries.servable(by, plan).contains(serves):
        raise Refused(_("“%(plan)s” cannot serve “%(other)s”.") % {"plan": plan, "other": serves})
    set_fields(plan, new, verb="plan.edit", by=by, scope=plan.slug, seen=seen)
    return plan


@transaction.atomic
def start_plan(*, plan: Plan, by: User | None) -> Plan:
    """Put a draft into force: everybody may see it, and its due dates are kept to from now on."""
    plan = lock(plan)
    refuse_if(rules.why_not_start(by, plan))
    return transition(plan, "start", by=by)


@transaction.atomic
def close_plan(*, plan: Plan, by: User | None) -> Plan:
    """End a plan: it can be read but no longer changed."""
    plan = lock(plan)
    refuse_if(rules.why_not_close(by, plan))
    return transition(plan, "close", by=by)


@transaction.atomic
def reopen_plan(*, plan: Plan, reason: str, by: User | None) -> Plan:
    """Put a closed plan into force again. Raises `Refused` without a reason."""
    plan = lock(plan)
    refuse_if(rules.first(rules.why_not_reopen(by, plan), rules.why_not_reason(reason)))
    return transition(plan, "reopen", by=by, reason=reason.strip())


def transition(plan: Plan, verb: str, *, by: User | None, reason: str = "") -> Plan:
    state = rules.PLAN_TRANSITIONS[verb][1]
    set_fields(plan, {"state": state}, verb=f"plan.{verb}", by=by, scope=plan.slug, reason=reason)
    return plan


@transaction.atomic
def delete_plan(*, plan: Plan, by: User | None) -> None:
    """Delete an empty draft and its themes."""
    plan = lock(plan)
    refuse_if(rules.why_not_delete_plan(by, plan))
    remove(plan, by=by, scope=plan.slug)
