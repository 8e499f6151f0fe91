"""Cycles by the clock: those that are due open and close, and people are asked and reminded."""

from __future__ import annotations

from datetime import datetime

from fingerpost.cycles.services import chasing, non_response

POSITION = 50


def tick(now: datetime) -> list[str]:
    """May be called at any moment, and by two at once: what was done is not done again."""
    return [
        *chasing.open_due(now),
        *chasing.close_past(now),
        *chasing.remind(now),
        *non_response.finish_answered(),
    ]
