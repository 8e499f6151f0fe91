"""The structure of a plan on one page, and moving its items up and down."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from fingerpost.core.refusals import refuse_if
from fingerpost.people.models import User
from fingerpost.plans import queries, rules, services
from fingerpost.plans.models import Outcome, Plan
from fingerpost.plans.services.ordering import Direction
from fingerpost.plans.structure import Structure
from fingerpost.plans.views.asking import found, person, plan_to_edit, structure_url, visible_plan

WHOLE = 400  # milestones that a page shows at once; a larger plan opens one outcome at a time


@require_safe
def structure(request: HttpRequest, plan: str) -> HttpResponse:
    """All that the plan holds, with what can be done to it. A closed plan can be looked at."""
    row, by = visible_plan(request, plan), person(request)
    refuse_if(rules.why_not_make(by))
    large = queries.milestones_to_edit(row).count() > WHOLE
    within = opened(row, request.GET.get("at", "")) if large else None
    tree = queries.structure(row, within=within, milestones=within is not None or not large)
    context = {
        "plan": row,
        "tree": tree,
        "large": large,
        "within": within,
        "themes": list(zip(theme_names(row, tree), tree.themes, strict=True)),
        "max_depth": rules.MAX_DEPTH,
        "closed": rules.why_not_edit(by, row),
    }
    return render(request, "plans/structure.html", context)


def theme_names(plan: Plan, tree: Structure) -> list[str]:
    """The name of each theme of the tree in addresses, "" for what stands under none."""
    names = {theme.pk: slug for slug, theme in queries.theme_slugs(plan).items()}
    return [names[node.theme.pk] if node.theme else "" for node in tree.themes]


def opened(plan: Plan, mark: str) -> Outcome | None:
    """The outcome to open for an item's mark (`asking.anchor`); the first one where it names none."""
    return queries.outcome_at(plan, mark) or plan.outcomes.filter(links__isnull=False).first()


@require_POST
def reorder(request: HttpRequest, plan: str) -> HttpResponse:
    """Move one item up or down; `move` names it. The page opens again with the same button in focus."""
    row = plan_to_edit(request, plan)
    direction, _colon, item = request.POST.get("move", "").partition(":")
    if direction not in {"up", "down"}:
        raise Http404
    way: Direction = "up" if direction == "up" else "down"
    found(lambda: move(row, item.split(":"), way, person(request)))
    mark = item.replace(":", "-")
    return redirect(structure_url(row) + f"?at={mark}#{direction}-{mark}")


def move(plan: Plan, item: list[str], direction: Direction, by: User) -> int:
    """Each kind of item by the slugs that name it. Raises `DoesNotExist` for one that is not in the plan."""
    match item:
        case ["theme", theme]:
            themes = queries.theme_slugs(plan)
            if theme not in themes:
                raise Http404
            return services.reorder_theme(theme=themes[theme], direction=direction, by=by)
        case ["outcome", outcome]:
            row = queries.outcome_for(by, plan.slug, outcome)
            return services.reorder_outcome(outcome=row, direction=direction, by=by)
        case ["action", action]:
            home = queries.action_for(by, plan.slug, action)
            link = home.links.select_related("outcome__plan").get(home=True)
            return services.reorder_action(action=home, outcome=link.outcome, direction=direction, by=by)
        case ["shared", outcome, home_plan, action]:
            return services.reorder_action(
                action=queries.action_for(by, home_plan, action),
                outcome=queries.outcome_for(by, plan.slug, outcome),
                direction=direction,
                by=by,
            )
        case ["indicator", indicator]:
            measure = queries.indicator_for(by, plan.slug, indicator)
            return services.reorder_indicator(indicator=measure, direction=direction, by=by)
        case ["milestone", action, milestone]:
            step = queries.milestone_for(by, plan.slug, action, milestone)
            return services.reorder_milestone(milestone=step, direction=direction, by=by)
        case _:
            raise Http404
