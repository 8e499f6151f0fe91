"""The shapes in which structure is handed over: what is to be added, what was added, what a plan holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypedDict

from fingerpost.people.models import Area, Group, User
from fingerpost.plans.models import Action, ActionOutcome, Indicator, Milestone, Outcome, Plan, Theme

ONE = Decimal(1)


class PlanOptions(TypedDict, total=False):
    """The fields of a plan that a new one may do without."""

    summary: str
    predecessor: Plan | None
    serves: Plan | None
    roll_up: str
    signed_off_by: str
    theme_name: str
    outcome_name: str
    action_name: str
    milestone_name: str


class PlanFields(PlanOptions, total=False):
    """The fields of a plan that a coordinator may edit."""

    title: str
    starts: date
    ends: date
    area: Area
    owner: Group


class OutcomeOptions(TypedDict, total=False):
    """The fields of an outcome that a new one may do without."""

    description: str
    lead: User | None
    weight: Decimal


class OutcomeFields(OutcomeOptions, total=False):
    """The fields of an outcome that a coordinator may edit; its place is changed by moving it."""

    title: str


class ActionOptions(TypedDict, total=False):
    """The fields of a key action that a new one may do without."""

    description: str
    lead: User | None
    starts: date | None
    due: date | None
    by_when: str
    weight: Decimal
    roll_up: str


class ActionFields(ActionOptions, total=False):
    """The fields of a key action that a coordinator may edit."""

    title: str


class MilestoneOptions(TypedDict, total=False):
    """The fields of a milestone that a new one may do without."""

    description: str
    quarter_label: str
    starts: date | None
    due: date | None
    by_when: str
    lead: User | None
    weight: Decimal
    quantity_target: Decimal | None
    quantity_unit: str


class MilestoneFields(MilestoneOptions, total=False):
    """The fields of a milestone that a coordinator may edit. In a plan in force, `due` only where there is none."""

    title: str


class IndicatorOptions(TypedDict, total=False):
    """The fields of an indicator that a new one may do without."""

    code: str
    definition: str
    rationale: str
    source: str
    lead: User | None
    unit: str
    decimals: int
    polarity: str
    frequency: str
    aggregation: str
    is_proportion: bool
    numerator_name: str
    denominator_name: str
    multiplier: Decimal
    amber_tolerance: Decimal
    red_tolerance: Decimal
    amber_absolute: Decimal
    red_absolute: Decimal
    comparison: str
    change_criteria: Decimal
    long_trend_periods: int
    grace_days: int
    plausible_low: Decimal | None
    plausible_high: Decimal | None
    counts_people: bool
    small_number_threshold: int
    by_area: bool


class IndicatorFields(IndicatorOptions, total=False):
    """The fields of an indicator that a coordinator may edit; its place is changed by moving it."""

    title: str


@dataclass(frozen=True, slots=True)
class NewMilestone:
    """A milestone to be added. `original_due` is needed only where it is known to differ from `due`.

    `into` names a milestone that is there already: nothing is added or changed, it only keeps its place in what
    `add_structure` returns.
    """

    title: str
    due: date | None = None
    quarter_label: str = ""
    by_when: str = ""
    description: str = ""
    starts: date | None = None
    original_due: date | None = None
    lead: User | None = None
    weight: Decimal = ONE
    quantity_target: Decimal | None = None
    quantity_unit: str = ""
    into: Milestone | None = None


@dataclass(frozen=True, slots=True)
class NewAction:
    """A key action to be added with its milestones; where `into` is given, only they are added to that action."""

    title: str
    milestones: Sequence[NewMilestone] = ()
    description: str = ""
    lead: User | None = None
    starts: date | None = None
    due: date | None = None
    by_when: str = ""
    weight: Decimal = ONE
    roll_up: str = ""
    into: Action | None = None


@dataclass(frozen=True, slots=True)
class NewOutcome:
    """An outcome to be added with what hangs under it; where `into` is given, only that is added to it.

    `theme` is the title of a theme of the plan, which is made where there is none yet; "" for none. Children
    stand under the theme of their parent, whatever they say themselves.
    """

    title: str
    actions: Sequence[NewAction] = ()
    children: Sequence[NewOutcome] = ()
    theme: str = ""
    description: str = ""
    lead: User | None = None
    weight: Decimal = ONE
    into: Outcome | None = None


@dataclass(slots=True)
class Added:
    """The rows that answer to the input of `add_structure`, one for each item, in its order.

    The order is depth first: an outcome, its actions with their milestones, then its children. Rows that were
    there already (`into`) stand in their places too, so each list can be zipped with the input.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)


@dataclass(slots=True)
class ActionNode:
    """A key action where it stands under an outcome. `shared_from` is its home plan, where that is another one."""

    action: Action
    link: ActionOutcome
    milestones: list[Milestone]
    shared_from: Plan | None = None

    @property
    def is_home(self) -> bool:
        return self.link.home


@dataclass(slots=True)
class OutcomeNode:
    """An outcome with its actions and indicators in order and the outcomes nested in it. `depth` is 1 at the top."""

    outcome: Outcome
    depth: int = 1
    actions: list[ActionNode] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    children: list[OutcomeNode] = field(default_factory=list)

    def number_levels(self, depth: int = 1) -> None:
        """Set the depth of this outcome and of all below it."""
        self.depth = depth
        for child in self.children:
            child.number_levels(depth + 1)

    def height(self) -> int:
        """How many levels it spans, itself included."""
        return 1 + max((child.height() for child in self.children), default=0)

    def walk(self) -> Iterator[OutcomeNode]:
        """This outcome and all below it, in the order of the plan."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True)
class ThemeNode:
    """A theme with its top outcomes; `theme` is None for those that stand under none, which come last."""

    theme: Theme | None
    outcomes: list[OutcomeNode] = field(default_factory=list)


@dataclass(slots=True)
class Structure:
    """All that a plan holds, in its order."""

    plan: Plan
    themes: list[ThemeNode]

    def outcomes(self) -> Iterator[OutcomeNode]:
        """Every outcome, parents before their children."""
        for theme in self.themes:
            for top in theme.outcomes:
                yield from top.walk()
