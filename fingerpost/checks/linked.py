"""The other plans that a plan is linked to: by key actions they share, in time, and by the area they are for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fingerpost.plans.models import ActionOutcome, Plan


@dataclass(frozen=True, slots=True)
class LinkedPlan:
    """`words` say how it is linked; `beside`: it holds at the same time."""

    title: str
    slug: str
    words: str
    beside: bool


def linked_plans(plan: Plan) -> list[LinkedPlan]:
    """Drafts are left out. Three queries."""
    found: dict[int, list[str]] = {}
    shared: Counter[int] = Counter()
    crossing = ActionOutcome.objects.filter(Q(action__plan=plan) ^ Q(outcome__plan=plan))
    for home, other in crossing.values_list("action__plan_id", "outcome__plan_id").iterator():
        shared[other if home == plan.pk else home] += 1
    for key, count in shared.items():
        words = ngettext("Shares %(count)d key action", "Shares %(count)d key actions", count) % {"count": count}
        found.setdefault(key, []).append(words)
    others = Plan.objects.exclude(pk=plan.pk).exclude(state=Plan.State.DRAFT).select_related("area")
    near = Q(pk__in=list(shared)) | Q(pk=plan.predecessor_id) | Q(predecessor=plan) | locality_plans(plan)
    near |= Q(pk=plan.serves_id) | Q(serves=plan)
    return [
        LinkedPlan(other.title, other.slug, "; ".join(how(plan, other, found.get(other.pk, []))), beside(plan, other))
        for other in others.filter(near).order_by("starts", "title", "pk")
    ]


def locality_plans(plan: Plan) -> Q:
    """Plans of the same time for a locality of this one's area, or for the area that this one's is a locality of."""
    area = Q(area__parent=plan.area_id)
    if plan.area.parent_id:
        area |= Q(area=plan.area.parent_id)
    return area & Q(starts__lte=plan.ends, ends__gte=plan.starts)


def how(plan: Plan, other: Plan, shared: list[str]) -> list[str]:
    words = list(shared)
    if other.pk == plan.predecessor_id:
        words.append(_("The plan before this one"))
    if other.predecessor_id == plan.pk:
        words.append(_("The plan after this one"))
    if other.pk == plan.serves_id:
        words.append(_("The plan that this one serves"))
    if other.serves_id == plan.pk:
        words.append(_("Serves this plan"))
    if beside(plan, other) and other.area.parent_id == plan.area_id:
        words.append(_("For %(area)s, a locality of this plan's area") % {"area": other.area})
    if beside(plan, other) and plan.area.parent_id == other.area_id:
        words.append(_("For %(area)s, which this plan's locality is part of") % {"area": other.area})
    return words


def beside(plan: Plan, other: Plan) -> bool:
    return other.starts <= plan.ends and other.ends >= plan.starts
