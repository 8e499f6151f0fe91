"""What templates of reviews show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from fingerpost.core.periods import Period
from fingerpost.plans.models import Action, Indicator
from fingerpost.reporting.indicators.scorecard import Line
from fingerpost.reviews import queries
from fingerpost.reviews.models import ReviewEntry, Strategy
from fingerpost.reviews.strategies import Point, points
from fingerpost.reviews.views.reviewing import anchor, item_url, review_url

register = template.Library()
register.filter("instead_words", queries.instead_words)
register.filter("review_anchor", anchor)


@register.filter
def review_address(item: Indicator | Action, period: Period) -> str:
    return item_url(item, period)


@register.filter
def item_address(item: Indicator | Action) -> str:
    return reverse(f"reporting:{item._meta.model_name}", args=[item.plan.slug, item.slug])


@register.simple_tag
def last_review(item: Indicator) -> dict[str, Any] | None:
    """What was said of an indicator in its latest review; None where nothing was. At most three queries."""
    period = queries.latest_of(item)
    if period is None:
        return None
    shown = queries.reviewed(item, period)
    return {"period": period, "shown": shown, "address": f"{review_url(item.plan, period)}#{anchor(item)}"}


@register.filter
def line_of(lines: Mapping[int, Line], row: queries.Reviewed) -> Line | None:
    """An indicator's figure for the period; of a key action there is none."""
    return lines.get(row.item.pk) if isinstance(row.item, Indicator) else None


@register.filter
def said_of(entry: ReviewEntry) -> list[tuple[str, str]]:
    """The labels and words of an entry, without what is empty."""
    told = [
        (_("Work undertaken to date"), entry.work_undertaken or queries.instead_words(entry.undertaken_instead)),
        (_("Work planned"), entry.work_planned or queries.instead_words(entry.planned_instead)),
        (_("Data"), entry.data_words),
        (_("Notes"), entry.notes),
    ]
    return [(label, words) for label, words in told if words]


@register.filter
def points_of(strategy: Strategy) -> list[tuple[str, list[Point]]]:
    return [
        (_("Objectives"), points(strategy.objectives)),
        (_("How they are supported"), points(strategy.means)),
        (_("Principles"), points(strategy.principles)),
    ]
