"""Rolling a plan over: choose what goes on, look at what will happen, do it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.people.models import User
from fingerpost.plans import queries, rules, services
from fingerpost.plans.forms.many import RollOverForm
from fingerpost.plans.models import Action, Milestone, MilestoneState, Plan
from fingerpost.plans.progress import progress_of
from fingerpost.plans.services.carrying import later, months_between
from fingerpost.plans.structure import Structure
from fingerpost.plans.views.asking import get_or_post, person, posted, structure_url, visible_plan


@dataclass(frozen=True, slots=True)
class Offer:
    """What of a plan may go on. `going`: the milestones that may be carried forward, which are those not done."""

    plan: Plan
    tree: Structure
    progress: Mapping[int, Decimal]
    going: set[int]
    refusal: str  # why nothing may be carried forward, "" where it may

    def everything(self) -> dict[str, set[int]]:
        """The keys of all that may go on."""
        nodes = list(self.tree.outcomes())
        actions = [node.action for one in nodes for node in one.actions if node.is_home and not node.shared_from]
        return {
            "outcome": {node.outcome.pk for node in nodes},
            "action": {action.pk for action in actions if action.state == Action.State.ACTIVE},
            "milestone": self.going,
        }


def offer(plan: Plan, by: User) -> Offer:
    milestones = Milestone.objects.filter(action__plan=plan)
    progress = progress_of(milestones, timezone.localdate())
    refusal = rules.why_not_edit(by, plan)
    active = milestones.filter(state=MilestoneState.ACTIVE, action__state=Action.State.ACTIVE)
    going = set() if refusal else {key for key in active.values_list("pk", flat=True) if progress.get(key, 0) < 100}
    return Offer(plan, queries.structure(plan), progress, going, refusal)


def next_dates(plan: Plan) -> dict[str, date | None]:
    """The same span again, from the month after the plan ends."""
    months = (plan.ends.year - plan.starts.year) * 12 + plan.ends.month - plan.starts.month + 1
    return {"starts": later(plan.starts, months), "ends": later(plan.ends, months)}


@get_or_post
def roll_over(request: HttpRequest, plan: str) -> HttpResponse:
    """`step` says which button was pressed: look at it ("preview"), change the choice ("choose"), or do it ("make")."""
    row, by = visible_plan(request, plan), person(request)
    refuse_if(rules.why_not_roll_over(by, row, carries=False))
    offered, step = offer(row, by), request.POST.get("step")
    form = RollOverForm(posted(request), plan=row, going=offered.going, initial=next_dates(row))
    if step is None or not form.is_valid() or step == "choose":
        return choose(request, form, offered)
    if step == "make":
        return make(request, form, offered, by)
    chosen = form.selection()
    months = months_between(row, form.cleaned_data["starts"])
    context = {
        "plan": row,
        "form": form,
        "chosen": chosen,
        "carried": [(milestone, later(milestone.due, months)) for milestone in chosen.milestones],
        "left": {name: len(all_of) - len(getattr(chosen, f"{name}s")) for name, all_of in offered.everything().items()},
    }
    return render(request, "plans/roll_over_preview.html", context)


def choose(request: HttpRequest, form: RollOverForm, offered: Offer) -> HttpResponse:
    """The page on which it is chosen: all that may go on is ticked at first, then what was ticked before."""
    ticked: dict[str, set[Any]] = offered.everything()
    if form.is_bound:
        ticked = {name: {int(key) for key in form.data.getlist(name) if key.isdecimal()} for name in ticked}  # type: ignore[attr-defined]
    return render(
        request, "plans/roll_over.html", {"plan": offered.plan, "form": form, "offer": offered, "ticked": ticked}
    )


def make(request: HttpRequest, form: RollOverForm, offered: Offer, by: User) -> HttpResponse:
    written = {name: form.cleaned_data[name] for name in form.written}
    try:
        successor = services.roll_over(plan=offered.plan, chosen=form.selection(), by=by, **written)
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return choose(request, form, offered)
    messages.success(request, _("The next plan is made, as a draft. Look through its due dates."))
    return redirect(structure_url(successor))
