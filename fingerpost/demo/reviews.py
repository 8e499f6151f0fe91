"""The plan review of the demo plan for the first half of its year, and its communication strategy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fingerpost.core.periods import Period
from fingerpost.demo.people import content
from fingerpost.people.models import User
from fingerpost.plans.models import Action, Indicator, Plan
from fingerpost.reviews import services
from fingerpost.reviews.services import Said, Step

HALF = Period(2009, "half", 1)


def make_reviews(plan: Plan, people: Mapping[str, User]) -> None:
    """Everything of reviews.toml. Must run within a transaction."""
    by, told = people["rory-munro"], content("reviews.toml")
    for row in told["review"]:
        services.record_review(said(plan, row), by=by, step=step(row))
    strategy = told["strategy"]
    row = services.save_strategy(
        plan=plan,
        by=by,
        title=strategy["title"],
        aim=strategy["aim"],
        objectives="\n".join(strategy["objectives"]),
        means="\n".join(strategy["means"]),
        principles="\n".join(strategy["principles"]),
    )
    services.add_activities(strategy=row, rows=told["activity"], by=by)


def said(plan: Plan, told: Mapping[str, Any]) -> Said:
    item: Indicator | Action
    if "action" in told:
        item = Action.objects.select_related("plan").get(plan=plan, title=told["action"])
    else:
        item = Indicator.objects.select_related("plan").get(plan=plan, title=told["indicator"])
    return Said(
        item=item,
        period=HALF,
        work_undertaken=told.get("undertaken", ""),
        undertaken_instead=told.get("undertaken_instead", ""),
        work_planned=told.get("planned", ""),
        planned_instead=told.get("planned_instead", ""),
        data_words=told.get("data", ""),
        notes=told.get("notes", ""),
    )


def step(told: Mapping[str, Any]) -> Step | None:
    if "step" not in told:
        return None
    text, by_whom, due = told["step"]
    return Step(text=text, owner_words=by_whom, due=due)
