"""What the pages that show progress use: statuses with shape, colour and words, and the pages of a plan."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from fingerpost.people.models import User
from fingerpost.plans.models import Plan
from fingerpost.reporting.expected import Band
from fingerpost.reporting.milestone_row import MilestoneRow
from fingerpost.reporting.navigation import plan_navigation
from fingerpost.reporting.standing import Standing

register = template.Library()

# how a milestone stands -> shape and colour; how it does against time is a status of its own
STANDINGS = {
    Standing.CANCELLED: ("dash", "grey"),
    Standing.MERGED: ("dash", "grey"),
    Standing.CARRIED_FORWARD: ("arrow", "blue"),
    Standing.COMPLETE: ("tick", "green"),
    Standing.WILL_NOT_COMPLETE: ("cross", "red"),
    Standing.NOT_DUE: ("clock", "grey"),
    Standing.NO_UPDATE: ("question", "grey"),
    Standing.WELL_PROGRESSED: ("dot", "blue"),
    Standing.SOME_PROGRESS: ("dot", "grey"),
    Standing.NO_PROGRESS: ("ring", "grey"),
}
BANDS = {
    Band.ON_TRACK: ("dot", "green"),
    Band.SOME_SLIPPAGE: ("triangle", "amber"),
    Band.OFF_TRACK: ("cross", "red"),
    Band.NOT_APPLICABLE: ("dash", "grey"),
    Band.NOT_KNOWN: ("question", "grey"),
}


def status(shape: str, colour: str, words: str) -> dict[str, Any]:
    return {"shape": shape, "colour": colour, "words": words}


@register.inclusion_tag("core/components/status.html")
def standing_status(row: MilestoneRow) -> dict[str, Any]:
    """How a milestone stands."""
    return status(*STANDINGS[row.standing], str(row.standing.label))


@register.inclusion_tag("core/components/status.html")
def overdue_status() -> dict[str, Any]:
    return status("triangle", "red", _("Overdue"))


@register.inclusion_tag("core/components/status.html")
def band_status(band: Band) -> dict[str, Any]:
    """How progress does against time."""
    return status(*BANDS[band], str(band.label))


@register.inclusion_tag("core/components/subnav.html", takes_context=True)
def plan_nav(context: template.Context, plan: Plan) -> dict[str, Any]:
    """The pages of a plan that the person who is signed in may open."""
    request, user = context["request"], context["user"]
    links = plan_navigation(user, plan, request.path) if isinstance(user, User) or user.is_authenticated else []
    return {"links": links, "label": _("Pages of this plan")}
