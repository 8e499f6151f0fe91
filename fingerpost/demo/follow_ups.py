"""What was agreed to follow up in the demo plan, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from fingerpost.demo.people import content
from fingerpost.follow_ups import services
from fingerpost.follow_ups.models import FollowUp
from fingerpost.people.models import User
from fingerpost.plans.models import Action, Milestone, Plan


def make_follow_ups(plan: Plan, people: Mapping[str, User]) -> None:
    """Everything of follow_ups.toml. Must run within a transaction."""
    by, told = people["rory-munro"], content("follow_ups.toml")["follow_up"]
    made = services.add_many([new(one, plan, people) for one in told], by=by)
    for row, one in zip(made, told, strict=True):
        follow(row, one, by)


def new(told: Mapping[str, Any], plan: Plan, people: Mapping[str, User]) -> services.NewFollowUp:
    action, milestone = told.get("action"), told.get("milestone")
    return services.NewFollowUp(
        plan=plan,
        text=told["text"],
        owner=people[told["owner"]] if "owner" in told else None,
        owner_words=told.get("by", ""),
        due=told.get("due"),
        by_when=told.get("when", ""),
        origin=told["origin"],
        origin_words=told["came_from"],
        action=Action.objects.get(plan=plan, title=action) if action else None,
        milestone=Milestone.objects.select_related("action").get(action__plan=plan, title=milestone)
        if milestone
        else None,
        agreed_on=told["agreed_on"],
    )


def follow(row: FollowUp, told: Mapping[str, Any], by: User) -> None:
    """What was said of it, by its owner, and how it ended."""
    for day, percent, words in told.get("notes", []):
        exact = Decimal(percent) if percent != "" else None
        services.note_progress(follow_up=row, by=row.owner or by, words=words, percent=exact, on=day)
    if "done" in told:
        day, words = told["done"]
        services.finish(follow_up=row, by=row.owner or by, words=words, on=day)
    if "dropped" in told:
        day, reason = told["dropped"]
        services.drop(follow_up=row, by=by, reason=reason, on=day)
