"""What public pages use: statuses by their code, with shape, colour and words."""

from __future__ import annotations

from typing import Any

from django import template

from fingerpost.public.content import Label

register = template.Library()

# code of a band, standing, status, trend or change -> shape and colour
LOOKS = {
    "on-track": ("dot", "green"),
    "some-slippage": ("triangle", "amber"),
    "off-track": ("cross", "red"),
    "not-applicable": ("dash", "grey"),
    "not-known": ("question", "grey"),
    "cancelled": ("dash", "grey"),
    "merged": ("dash", "grey"),
    "carried-forward": ("arrow", "blue"),
    "complete": ("tick", "green"),
    "will-not-complete": ("cross", "red"),
    "not-due": ("clock", "grey"),
    "no-update": ("question", "grey"),
    "well-progressed": ("dot", "blue"),
    "some-progress": ("dot", "grey"),
    "no-progress": ("ring", "grey"),
    "green": ("dot", "green"),
    "amber": ("triangle", "amber"),
    "red": ("cross", "red"),
    "withheld": ("shield", "grey"),
    "unknown": ("question", "grey"),
    "no-target": ("dash", "grey"),
    "not-yet-due": ("clock", "grey"),
    "data-only": ("ring", "blue"),
    "improving": ("up", "green"),
    "maintaining": ("level", "blue"),
    "worsening": ("down", "red"),
    "not-judged": ("dash", "grey"),
    "better": ("up", "green"),
    "worse": ("down", "red"),
    "new": ("tick", "blue"),
    "gone": ("dash", "grey"),
    "changed": ("arrow", "blue"),
}


@register.inclusion_tag("core/components/status.html")
def label_status(label: Label) -> dict[str, Any]:
    """A status with its shape, colour and words."""
    shape, colour = LOOKS.get(label.code, ("question", "grey"))
    return {"shape": shape, "colour": colour, "words": label.words}
