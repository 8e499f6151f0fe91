"""Who may open the pages on which plans are edited. "403" is: this person sees the plan but may not do that."""

from __future__ import annotations

from typing import Any

from fingerpost.people.models import User
from fingerpost.plans.models import Outcome, Plan
from tests import factories
from tests.permissions import Setup, gets, posts

EDITORS = "302 403 403 200 200"
EDITORS_OF_DRAFTS = "302 404 404 200 200"
NOBODY_YET = "302 403 403 403 403"  # the state of the thing is against it


def a_plan(**fields: Any) -> Setup:
    return lambda visitor: {"plan": factories.make_plan(**fields).slug}


def a_draft(visitor: User | None) -> dict[str, Any]:
    return {"plan": factories.make_outcome(factories.make_plan(state=Plan.State.DRAFT)).plan.slug}


def a_theme(visitor: User | None) -> dict[str, Any]:
    plan = factories.make_plan()
    plan.themes.create(title="Safer places")
    return {"plan": plan.slug, "theme": "safer-places"}


def an_outcome(visitor: User | None) -> dict[str, Any]:
    outcome = factories.make_outcome()
    return {"plan": outcome.plan.slug, "outcome": outcome.slug}


def an_action(**fields: Any) -> Setup:
    def setup(visitor: User | None) -> dict[str, Any]:
        action = factories.make_action(**fields)
        return {"plan": action.plan.slug, "action": action.slug}

    return setup


def a_shared_action(visitor: User | None) -> dict[str, Any]:
    """Shared with the outcome "other" of the plan "other-plan"."""
    action = factories.make_action()
    other = Outcome.objects.create(plan=factories.make_plan(slug="other-plan"), title="Other", slug="other")
    action.links.create(outcome=other)
    return {"plan": action.plan.slug, "action": action.slug}


def a_milestone(**fields: Any) -> Setup:
    def setup(visitor: User | None) -> dict[str, Any]:
        milestone = factories.make_milestone(**fields)
        action = milestone.action
        return {"plan": action.plan.slug, "action": action.slug, "milestone": milestone.slug}

    return setup


def a_milestone_with_a_next_plan(visitor: User | None) -> dict[str, Any]:
    milestone = factories.make_milestone()
    factories.make_plan(predecessor=milestone.action.plan)
    return {"plan": milestone.action.plan.slug, "action": milestone.action.slug, "milestone": milestone.slug}


def an_indicator(**fields: Any) -> Setup:
    def setup(visitor: User | None) -> dict[str, Any]:
        indicator = factories.make_indicator(**fields)
        return {"plan": indicator.plan.slug, "indicator": indicator.slug}

    return setup


def a_breakdown(visitor: User | None) -> dict[str, Any]:
    return {"slug": factories.make_dimension("Sex", "Girls").slug}


def a_category(visitor: User | None) -> dict[str, Any]:
    dimension = factories.make_dimension("Sex", "Girls")
    return {"slug": dimension.slug, "category": dimension.categories.get().slug}


def a_benchmark(visitor: User | None) -> dict[str, Any]:
    return {"slug": factories.make_benchmark("Scotland").slug}


CANCELLED = {"state": "cancelled", "state_reason": "No money"}
EXPECTED = {
    "plans:create": gets(EDITORS),
    "plans:edit": [
        gets(EDITORS, a_plan()),
        gets(EDITORS_OF_DRAFTS, a_draft),
        gets(NOBODY_YET, a_plan(state=Plan.State.CLOSED)),
    ],
    "plans:structure": [
        gets(EDITORS, a_plan()),
        gets(EDITORS_OF_DRAFTS, a_draft),
        gets(EDITORS, a_plan(state=Plan.State.CLOSED)),
    ],
    "plans:reorder": [
        posts("302 403 403 302 302", lambda visitor: an_outcome_to_move(), move="up:outcome:first"),
        posts("302 403 403 404 404", a_plan(), move="up:outcome:nowhere"),
        gets("302 405 405 405 405", a_plan()),
    ],
    "plans:start": [gets(EDITORS_OF_DRAFTS, a_draft), gets(NOBODY_YET, a_plan())],
    "plans:close": [gets(EDITORS, a_plan()), gets("302 404 404 403 403", a_draft)],
    "plans:reopen": [gets(EDITORS, a_plan(state=Plan.State.CLOSED)), gets(NOBODY_YET, a_plan())],
    "plans:delete": [gets(EDITORS_OF_DRAFTS, a_plan(state=Plan.State.DRAFT)), gets(NOBODY_YET, a_plan())],
    "plans:bulk-edit": gets(EDITORS, a_plan()),
    "plans:roll-over": [gets(EDITORS, a_plan()), gets("302 404 404 403 403", a_draft)],
    "plans:add-theme": gets(EDITORS, a_plan()),
    "plans:edit-theme": gets(EDITORS, a_theme),
    "plans:delete-theme": gets(EDITORS, a_theme),
    "plans:add-outcome": gets(EDITORS, a_plan()),
    "plans:edit-outcome": gets(EDITORS, an_outcome),
    "plans:move-outcome": gets(EDITORS, an_outcome),
    "plans:delete-outcome": gets(EDITORS, an_outcome),
    "plans:add-action": gets(EDITORS, an_outcome),
    "plans:edit-action": gets(EDITORS, an_action()),
    "plans:move-action": gets(EDITORS, an_action()),
    "plans:share-action": gets(EDITORS, an_action()),
    "plans:unshare-action": posts("302 403 403 302 302", a_shared_action, plan="other-plan", outcome="other"),
    "plans:cancel-action": [gets(EDITORS, an_action()), gets(NOBODY_YET, an_action(**CANCELLED))],
    "plans:reinstate-action": [gets(EDITORS, an_action(**CANCELLED)), gets(NOBODY_YET, an_action())],
    "plans:delete-action": gets(EDITORS, an_action()),
    "plans:add-milestone": gets(EDITORS, an_action()),
    "plans:edit-milestone": gets(EDITORS, a_milestone()),
    "plans:move-milestone": gets(EDITORS, a_milestone()),
    "plans:move-due-date": [gets(EDITORS, a_milestone()), gets(NOBODY_YET, a_milestone(**CANCELLED))],
    "plans:cancel-milestone": [gets(EDITORS, a_milestone()), gets(NOBODY_YET, a_milestone(**CANCELLED))],
    "plans:merge-milestone": gets(EDITORS, a_milestone()),
    "plans:reinstate-milestone": [gets(EDITORS, a_milestone(**CANCELLED)), gets(NOBODY_YET, a_milestone())],
    "plans:carry-forward": [gets(EDITORS, a_milestone_with_a_next_plan), gets(NOBODY_YET, a_milestone())],
    "plans:delete-milestone": gets(EDITORS, a_milestone()),
    "plans:add-indicator": gets(EDITORS, an_outcome),
    "plans:edit-indicator": gets(EDITORS, an_indicator()),
    "plans:indicator-goals": gets(EDITORS, an_indicator()),
    "plans:move-indicator": gets(EDITORS, an_indicator()),
    "plans:cancel-indicator": [gets(EDITORS, an_indicator()), gets(NOBODY_YET, an_indicator(**CANCELLED))],
    "plans:reinstate-indicator": [gets(EDITORS, an_indicator(**CANCELLED)), gets(NOBODY_YET, an_indicator())],
    "plans:delete-indicator": gets(EDITORS, an_indicator()),
    "plans:breakdowns": gets(EDITORS),
    "plans:add-dimension": gets(EDITORS),
    "plans:add-benchmark": gets(EDITORS),
    "plans:add-categories": gets(EDITORS, lambda visitor: {"dimension": a_breakdown(visitor)["slug"]}),
    "plans:rename-dimension": gets(EDITORS, a_breakdown),
    "plans:rename-category": gets(EDITORS, a_category),
    "plans:rename-benchmark": gets(EDITORS, a_benchmark),
    "plans:remove-dimension": gets(EDITORS, a_breakdown),
    "plans:remove-category": gets(EDITORS, a_category),
    "plans:remove-benchmark": gets(EDITORS, a_benchmark),
}


def an_outcome_to_move() -> dict[str, Any]:
    return {"plan": factories.make_outcome(slug="first").plan.slug}
