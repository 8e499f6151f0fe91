"""What a plan is, in rows."""

from __future__ import annotations

from fingerpost.plans.models.indicator import (
    Aggregation,
    Baseline,
    Benchmark,
    Category,
    Comparison,
    Dimension,
    Frequency,
    Indicator,
    Polarity,
    Target,
)
from fingerpost.plans.models.plan import (
    Action,
    ActionOutcome,
    Milestone,
    MilestoneChange,
    MilestoneState,
    Outcome,
    Plan,
    RollUp,
    SignOff,
    Theme,
)

__all__ = [
    "Action",
    "ActionOutcome",
    "Aggregation",
    "Baseline",
    "Benchmark",
    "Category",
    "Comparison",
    "Dimension",
    "Frequency",
    "Indicator",
    "Milestone",
    "MilestoneChange",
    "MilestoneState",
    "Outcome",
    "Plan",
    "Polarity",
    "RollUp",
    "SignOff",
    "Target",
    "Theme",
]
