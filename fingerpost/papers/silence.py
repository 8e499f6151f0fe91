"""What no answer came for in the cycles of a period that are over, as papers tell it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from fingerpost.core.periods import Period
from fingerpost.cycles.register import unanswered_in
from fingerpost.plans.models import Plan
from fingerpost.reporting.milestone_row import MilestoneRow
from fingerpost.reporting.standing import LEFT_OUT, Standing


@dataclass(frozen=True, slots=True)
class Silence:
    """Milestones and key actions without an answer, each with the first day of the cycle's period."""

    milestones: Mapping[int, date] = field(default_factory=dict)
    actions: Mapping[int, date] = field(default_factory=dict)

    def about(self, row: MilestoneRow) -> bool:
        """Whether nothing was heard of a milestone since its lead officer was asked, from anybody."""
        since = self.milestones.get(row.id)
        if since is None or row.standing in {*LEFT_OUT, Standing.CARRIED_FORWARD, Standing.COMPLETE}:
            return False
        return row.latest_on is None or row.latest_on < since


NOBODY = Silence()


def read(plan: Plan, period: Period) -> Silence:
    """One query."""
    milestones, actions = {}, {}
    for milestone, action, since in unanswered_in(plan, period):
        if milestone:
            milestones[milestone] = since
        elif action:
            actions[action] = since
    return Silence(milestones, actions)
