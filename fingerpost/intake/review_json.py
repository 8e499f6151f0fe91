"""A paper with a plan review as `fingerpost inspect --json` prints it; the shape is a stable contract."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from fingerpost.checks.facts import (
    ActivityFacts,
    DueRuleFacts,
    FigureFacts,
    HeaderFacts,
    PeriodFacts,
    ReviewFacts,
    ReviewRowFacts,
    StrategyFacts,
)


def review_json(review: ReviewFacts) -> dict[str, Any]:
    """Texts are as written, a line for each paragraph and bullet; null is a column that the table does not have."""
    return {
        "header": _header(review.header),
        "author": review.author,
        "background_papers": review.background_papers,
        "reference": review.reference,
        "paragraphs": [
            {"number": one.number, "text": one.text, "heading": one.heading, "place": one.place.as_json()}
            for one in review.paragraphs
        ],
        "implications": [
            {"letter": one.letter, "heading": one.heading, "text": one.text, "place": one.place.as_json()}
            for one in review.implications
        ],
        "outcomes": [
            {
                "label": group.label,
                "title": group.title,
                "place": group.place.as_json(),
                "indicators": [_row(row) for row in group.rows],
            }
            for group in review.outcomes
        ],
        "objectives": [
            {"label": group.label, "title": group.title, "place": group.place.as_json()} for group in review.objectives
        ],
        "actions": [{"objective": group.title, **_row(row)} for group in review.objectives for row in group.rows],
        "strategy": _strategy(review.strategy) if review.strategy else None,
        "activities": [_activity(one) for one in review.activities],
        "totals": totals_of(review),
    }


def totals_of(review: ReviewFacts) -> dict[str, int]:
    rows = [row for group in (*review.outcomes, *review.objectives) for row in group.rows]
    return {
        "outcomes": len(review.outcomes),
        "indicators": sum(row.kind == "indicator" for row in rows),
        "objectives": len(review.objectives),
        "actions": sum(row.kind == "action" for row in rows),
        "activities": len(review.activities),
        "figures": sum(len(row.figures) for row in rows),
        "paragraphs": len(review.paragraphs),
    }


def _header(header: HeaderFacts) -> dict[str, Any]:
    return {
        "to": header.to,
        "date": header.day.isoformat() if header.day else None,
        "date_text": header.day_words,
        "subject": header.subject,
        "by": header.by,
        "agenda_item": header.agenda_item,
    }


def _row(row: ReviewRowFacts) -> dict[str, Any]:
    return {
        "title": row.title,
        "work_undertaken": row.work_undertaken,
        "work_planned": row.work_planned,
        "data": row.data,
        "notes": row.notes,
        "lead": row.lead,
        "values": [_figure(figure) for figure in row.figures],
        "states": [
            {"field": state.of, "state": state.state, "words": state.words, "when": state.when} for state in row.states
        ],
        "place": row.place.as_json(),
    }


def _figure(figure: FigureFacts) -> dict[str, Any]:
    return {
        "period": _period(figure.period) if figure.period else None,
        "value": json_number(figure.value),
        "unit": figure.unit,
        "role": figure.role,
        "provisional": figure.provisional,
        "field": figure.of,
        "words": figure.words,
        "place": figure.place.as_json(),
    }


def _period(period: PeriodFacts) -> dict[str, Any]:
    return {
        "words": period.words,
        "slug": period.slug or None,
        "starts": period.starts.isoformat() if period.starts else None,
        "ends": period.ends.isoformat() if period.ends else None,
    }


def _strategy(strategy: StrategyFacts) -> dict[str, Any]:
    return {
        "title": strategy.title,
        "aim": strategy.aim,
        "objectives": list(strategy.objectives),
        "means": list(strategy.means),
        "principles": list(strategy.principles),
        "place": strategy.place.as_json(),
    }


def _activity(activity: ActivityFacts) -> dict[str, Any]:
    return {
        "action": activity.action,
        "activity": activity.activity,
        "by_whom": activity.by_whom,
        "by_when": activity.by_when,
        "due": activity.due.isoformat() if activity.due else None,
        "rule": _rule(activity.rule) if activity.rule else None,
        "outcome": activity.outcome,
        "place": activity.place.as_json(),
    }


def _rule(rule: DueRuleFacts) -> dict[str, Any]:
    """ "Within one month of each meeting" and "once every quarter"."""
    return {"within": {rule.unit: rule.amount}, "of": rule.of} if rule.amount else {"every": rule.of}


def json_number(number: Decimal) -> int | float:
    """41 rather than 41.0; 33.3 where there is a fraction."""
    return int(number) if number == number.to_integral_value() else float(number)
