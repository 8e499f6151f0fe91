"""The preview of a review paper: what it would change, which figures it proposes, and applying it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fingerpost.checks.facts import ReviewFacts
from fingerpost.core.periods import Period
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.intake import queries, rules
from fingerpost.intake.forms import NewPlanForm, ReviewForm
from fingerpost.intake.models import Import
from fingerpost.intake.reviewing.applying import apply_review
from fingerpost.intake.reviewing.comparing import Item, ReviewDifference, compare, period_of
from fingerpost.intake.reviewing.packing import is_review, review_in
from fingerpost.people.requests import SignedInRequest
from fingerpost.plans.models import Plan
from fingerpost.plans.queries import plans_visible_to
from fingerpost.reviews.queries import instead_words
from fingerpost.reviews.rules import why_not_period

SHAPES = {
    "new": ("dot", "blue"),
    "changed": ("arrow", "blue"),
    "unchanged": ("dash", "grey"),
    "doubtful": ("question", "amber"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """An item as the preview shows it."""

    item: Item
    level: str
    status: str
    shape: str
    colour: str
    changes: list[tuple[str, str, str]]
    said: list[tuple[str, str]]

    @property
    def is_fixed(self) -> bool:
        return self.item.status == "unchanged"

    @property
    def is_proposed(self) -> bool:
        return self.item.status in {"new", "changed"}


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: SignedInRequest, slug: str) -> HttpResponse:
    refuse_if(rules.why_not_import(request.user))
    source = get_object_or_404(queries.imports_visible_to(request.user), slug=slug)
    if not is_review(source):
        return redirect("intake:preview", slug)
    facts = review_in(source)
    plan = plan_of(request, source, facts)
    offered = periods(facts, plan)
    form = ReviewForm(
        request.GET, user=request.user, plan=plan, periods=offered, initial=period_of(facts, plan) or offered[0]
    )
    period = form.period()
    found = compare(facts, plan, period)
    new_plan = None
    if plan is None:
        year = (
            period.whole_year if period.kind in {"quarter", "half", "year"} else Period.containing(period.end, "year")
        )
        first = {"title": queries.undated(facts.title), "starts": year.start, "ends": year.end}
        new_plan = NewPlanForm(request.POST if request.method == "POST" else None, initial=first)
    refusal = rules.why_not_apply(request.user, source, plan)
    refusal = refusal or (rules.why_not_day(plan, period.end) if plan else "")
    refusal = refusal or (why_not_period(plan, period) if plan else "")
    if request.method == "POST":
        refuse_if(refusal)
        if new_plan is None or new_plan.is_valid():
            try:
                done = apply_review(
                    source=source,
                    period=period,
                    plan=plan,
                    new_plan=new_plan.new_plan() if new_plan else None,
                    items=request.POST.getlist("take"),
                    figures=request.POST.getlist("figure"),
                    expected=request.POST.get("seen", ""),
                    by=request.user,
                )
            except Refused as refused:
                refusal = refused.reason
            else:
                nothing, told = _("Nothing differed, so nothing was changed."), _("The review is in the plan.")
                messages.success(request, told if done.written else nothing)
                return redirect(reverse("reviews:review", args=[done.plan.slug]) + f"?period={period.slug}")
    rows = [shown(item) for item in found.items]
    wanted = rows if request.GET.get("show") == "all" else to_look_at(rows)
    context = {
        "source": source,
        "review": facts,
        "plan": plan,
        "period": period,
        "form": form,
        "new_plan": new_plan,
        "found": found,
        "rows": wanted,
        "left_out": len(rows) - len(wanted),
        "proposals": [one for one in found.proposals if not one.is_there and not one.why_not],
        "barred": [one for one in found.proposals if not one.is_there and one.why_not],
        "recorded": [one for one in found.proposals if one.is_there],
        "is_done": found.is_empty and source.state == Import.State.APPLIED,
        "counts": [(number, words_of(status), "") for status, number in found.counts().items()],
        "strategy": strategy_words(found),
        "refusal": refusal,
    }
    return render(request, "intake/review.html", context)


def to_look_at(rows: list[Row]) -> list[Row]:
    """What differs, under its outcome."""
    above = {row.item.parent_key for row in rows if not row.is_fixed}
    return [row for row in rows if not row.is_fixed or row.item.key in above]


def plan_of(request: SignedInRequest, source: Import, facts: ReviewFacts) -> Plan | None:
    """The plan that the address asks for ("" for a new one), where it was applied, or a likely one."""
    if source.plan is not None:
        return source.plan
    if "plan" in request.GET:
        visible = plans_visible_to(request.user)
        return get_object_or_404(visible, slug=request.GET["plan"]) if request.GET["plan"] else None
    return queries.likely_plan(source, request.user)


def periods(facts: ReviewFacts, plan: Plan | None) -> list[Period]:
    """The quarters, halves and years that the paper may speak of, the latest first."""
    until = facts.header.day or (plan.ends if plan else timezone.localdate())
    since = plan.starts if plan else until.replace(year=until.year - 2, day=1)
    found: list[Period] = []
    for kind in ("quarter", "half", "year"):
        one = Period.containing(until, kind)
        while one.end >= since:
            found.append(one)
            one = one.previous
    fitting = [one for one in found if one.start <= timezone.localdate()]
    guess = period_of(facts, plan)
    more = [guess] if guess and guess not in fitting else []
    return sorted([*fitting, *more], key=lambda one: (one.end, one.end - one.start), reverse=True)


def shown(item: Item) -> Row:
    shape, colour = SHAPES[item.status]
    labels = field_labels()
    return Row(
        item,
        {"outcome": _("Outcome"), "indicator": _("Indicator"), "action": _("Action")}[item.level],
        words_of(item.status),
        shape,
        colour,
        [(labels[name], in_words(name, before), in_words(name, after)) for name, before, after in item.changes],
        [(labels[name], in_words(name, words)) for name, words in item.said.items() if words and item.known is None],
    )


def words_of(status: str) -> str:
    return {
        "new": _("New"),
        "changed": _("Changed"),
        "unchanged": _("Unchanged"),
        "doubtful": _("Doubtful"),
    }[status]


def field_labels() -> dict[str, str]:
    return {
        "work_undertaken": _("Work undertaken to date"),
        "undertaken_instead": _("In place of work undertaken"),
        "work_planned": _("Work planned"),
        "planned_instead": _("In place of work planned"),
        "data_words": _("Data"),
        "notes": _("Notes"),
        "title": _("Title"),
        "aim": _("Aim"),
        "objectives": _("Objectives"),
        "means": _("How they are supported"),
        "principles": _("Principles"),
    }


def in_words(name: str, value: str) -> str:
    return instead_words(value) if name.endswith("_instead") else value


def strategy_words(found: ReviewDifference) -> list[tuple[str, str, str]]:
    labels = field_labels()
    changes = [(labels[name], before, after) for name, before, after in found.strategy_changes]
    return changes + [(_("Activity"), "", activity) for activity in found.activities]
