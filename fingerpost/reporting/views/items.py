"""An outcome, a key action, a milestone: progress, how it came about, what was said and what changed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fingerpost.core.queries import history_of
from fingerpost.people.requests import SignedInRequest
from fingerpost.plans.models import Plan
from fingerpost.plans.queries import action_for, milestone_for, outcome_for, plans_visible_to
from fingerpost.plans.rules import why_not_edit
from fingerpost.reporting import queries
from fingerpost.reporting.charts import due_chart, trend_chart
from fingerpost.reporting.explanation import explain, explain_action
from fingerpost.reporting.indicators.scorecard import lines_of_outcome
from fingerpost.reporting.moment import last_ended
from fingerpost.reporting.rollup import roll_up_action, roll_up_outcome
from fingerpost.reporting.rules import why_not_update_action, why_not_update_milestone
from fingerpost.reporting.sentence import sentence_of
from fingerpost.reporting.trend import trend_of_action, trend_of_outcome
from fingerpost.reporting.views.looking import found, look


@require_safe
def outcome(request: SignedInRequest, plan: str, outcome: str) -> HttpResponse:
    row = found(lambda: outcome_for(request.user, plan, outcome))
    looking = look(request, row.plan)
    node = roll_up_outcome(row, as_at=looking.as_at, fresh_from=looking.moment.fresh_from)
    charts = (trend_chart(trend_of_outcome(row, as_at=looking.as_at)), due_chart(node.tally))
    context = {
        "plan": row.plan,
        "outcome": row,
        "look": looking,
        "node": node,
        "sentence": sentence_of(node, looking.moment, row.plan),
        "explanation": explain(node, looking.moment),
        "charts": [chart for chart in charts if chart],
        "lines": lines_of_outcome(row, last_ended(looking.as_at), as_at=looking.as_at),
        "asked": last_ended(looking.as_at),
        "history": history_of(row),
        "may_edit": not why_not_edit(request.user, row.plan),
    }
    return render(request, "reporting/outcome.html", context)


@require_safe
def action(request: SignedInRequest, plan: str, action: str) -> HttpResponse:
    row = found(lambda: action_for(request.user, plan, action))
    looking = look(request, row.plan)
    node = roll_up_action(row, as_at=looking.as_at, fresh_from=looking.moment.fresh_from)
    rows = list(queries.milestones_of_action(row, looking.moment))
    charts = (trend_chart(trend_of_action(row, as_at=looking.as_at)), due_chart(node.tally))
    context = {
        "plan": row.plan,
        "action": row,
        "look": looking,
        "node": node,
        "rows": rows,
        "sentence": sentence_of(node, looking.moment, row.plan),
        "explanation": explain_action(node, rows, looking.moment),
        "charts": [chart for chart in charts if chart],
        "outcomes": queries.outcomes_of(row, plans_visible_to(request.user)),
        "updates": queries.updates_of_action(row, as_at=looking.as_at),
        "history": history_of(row),
        "may_update": not why_not_update_action(request.user, row),
        "may_edit": not why_not_edit(request.user, row.plan),
    }
    return render(request, "reporting/action.html", context)


@require_safe
def milestone(request: SignedInRequest, plan: str, action: str, milestone: str) -> HttpResponse:
    row = found(lambda: milestone_for(request.user, plan, action, milestone))
    home: Plan = row.action.plan
    looking = look(request, home)
    context = {
        "plan": home,
        "milestone": row,
        "look": looking,
        "row": queries.milestone_as_at(row, looking.moment),
        "relations": queries.relations_of(row, plans_visible_to(request.user)),
        "updates": queries.updates_of(row, as_at=looking.as_at),
        "changes": queries.changes_of(row, as_at=looking.as_at),
        "history": history_of(row),
        "may_update": not why_not_update_milestone(request.user, row),
        "may_edit": not why_not_edit(request.user, home),
    }
    return render(request, "reporting/milestone.html", context)
