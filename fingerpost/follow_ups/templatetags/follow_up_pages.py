"""What pages of follow-ups use: how one stands, with shape, colour and words."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from fingerpost.follow_ups.models import State
from fingerpost.follow_ups.queries import LogRow

register = template.Library()
LOOKS = {State.OPEN: ("clock", "grey"), State.DONE: ("tick", "green"), State.DROPPED: ("dash", "grey")}


@register.inclusion_tag("core/components/status.html")
def follow_up_status(row: LogRow) -> dict[str, Any]:
    if row.overdue:
        return {"shape": "triangle", "colour": "red", "words": _("Overdue")}
    shape, colour = LOOKS[row.state]
    return {"shape": shape, "colour": colour, "words": str(row.state.label)}
