"""What pages of committee papers use: how one stands, with shape, colour and words."""

from __future__ import annotations

from typing import Any

from django import template

from fingerpost.committee.models import CommitteePaper, PaperState

register = template.Library()
LOOKS = {
    PaperState.DRAFT: ("ring", "grey"),
    PaperState.SUBMITTED: ("clock", "blue"),
    PaperState.CLEARED: ("dot", "blue"),
    PaperState.ISSUED: ("tick", "green"),
}


@register.inclusion_tag("core/components/status.html")
def paper_status(paper: CommitteePaper) -> dict[str, Any]:
    shape, colour = LOOKS[PaperState(paper.state)]
    return {"shape": shape, "colour": colour, "words": paper.get_state_display()}
