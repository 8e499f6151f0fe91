"""What the checks and the importer know of a plan, whether it was read from a file or from the database.

Immutable and free of the database, so that one set of rules serves `inspect`, import, the plan page and the
command line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from fingerpost.documents.model import NOWHERE, Place


@dataclass(frozen=True, slots=True)
class MilestoneFacts:
    """One milestone. `progress` is 0 to 100, or None where nothing was stated.

    `quarter` is the label at the end of the title ("Q2") or "". `title` is the title as written, label included.
    The fields from `slug` on are known only of a stored plan: None means "cannot be told from this source".
    """

    title: str
    quarter: str = ""
    due: date | None = None
    due_text: str = ""
    note: str = ""
    progress: Decimal | None = None
    progress_text: str = ""
    place: Place = field(default=NOWHERE, compare=False)
    slug: str = ""
    state: str = "active"
    lead: str | None = None
    original_due: date | None = None
    moved_with_reason: bool | None = None
    has_measure: bool | None = None
    previous_note: str | None = None
    updated_in_period: bool | None = None


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """A key action. `stated_percent` and `summary` are what a source SAYS, never what was worked out.

    The fields from `slug` on are known only of a stored plan. `computed_percent` is what the roll-up made of its
    milestones, unrounded; `lists_all_milestones` takes the place of the plan's where the two differ; `stated_on` is
    the day on which the summary was stated. The work is what was said last in the period, or at all where none was
    asked for; None where nobody said anything of it. `has_next_step`: its review agreed on one, as a follow-up.
    """

    title: str
    stated_percent: Decimal | None = None
    summary: str = ""
    milestones: tuple[MilestoneFacts, ...] = ()
    place: Place = field(default=NOWHERE, compare=False)
    slug: str = ""
    lead: str | None = None
    computed_percent: Decimal | None = None
    lists_all_milestones: bool | None = None
    stated_on: date | None = None
    work_undertaken: str | None = None
    work_planned: str | None = None
    previous_work_planned: str | None = None
    has_next_step: bool = False


@dataclass(frozen=True, slots=True)
class GoalFacts:
    """A baseline or target: `words` name its time. Without `ends` the words name none that is sure."""

    value: Fraction
    words: str = ""
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class PointFacts:
    """What holds of an indicator for one of its own periods. `state` is "" where nothing was ever said.

    `value` is the figure that counts, unrounded; `stated` what a source gave beside numerator and denominator.
    `due` is the last day on which the figure is not late; `before` the figure that it is compared with, `note_before`
    its note. `target` and `status` are known of periods that end in the plan.
    """

    words: str
    starts: date
    ends: date
    due: date
    state: str = ""
    value: Fraction | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    stated: Fraction | None = None
    before: Fraction | None = None
    target: Fraction | None = None
    status: str = ""
    expected_words: str = ""
    note: str = ""
    note_before: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """An indicator of a stored plan, of its whole area. `points` are in order, up to the day of the check.

    `polarity` is one of `plans.models.Polarity`. `last_period` names the last one of the plan, `last_target` is what it
    is to reach then. `is_percentage`: its figures are parts of a hundred. The work and `review_notes` are those of its
    latest review, as for a key action; None where nobody reviewed it, or nobody answered.
    """

    title: str
    slug: str = ""
    lead: str = ""
    definition: str = ""
    unit: str = ""
    decimals: int = 1
    polarity: str = "higher"
    is_percentage: bool = False
    baseline: GoalFacts | None = None
    targets: tuple[GoalFacts, ...] = ()
    last_period: str = ""
    last_target: Fraction | None = None
    plausible_low: Fraction | None = None
    plausible_high: Fraction | None = None
    multiplier: Fraction = Fraction(100)
    points: tuple[PointFacts, ...] = ()
    work_undertaken: str | None = None
    work_planned: str | None = None
    previous_work_planned: str | None = None
    review_notes: str = ""
    has_next_step: bool = False
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class OutcomeFacts:
    """An outcome with its key actions and indicators. `within` is the slug of the one that it stands under."""

    title: str
    theme: str = ""
    actions: tuple[ActionFacts, ...] = ()
    place: Place = field(default=NOWHERE, compare=False)
    slug: str = ""
    within: str = ""
    indicators: tuple[IndicatorFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A plan as one source shows it. `listed` is its contents list: (outcome or action title, place), as written.

    `starts` and `ends` bound the plan where known. `lists_all_milestones` is False for a report that shows only
    what was due so far, True for a stored plan: a percentage can be recomputed only from all milestones.
    """

    title: str
    as_at: date | None = None
    starts: date | None = None
    ends: date | None = None
    outcomes: tuple[OutcomeFacts, ...] = ()
    listed: tuple[tuple[str, Place], ...] = ()
    lists_all_milestones: bool = False


Field = Literal["work_undertaken", "work_planned", "data", "notes"]
State = Literal["no-response", "none-stated", "awaited", "being-sought", "expected", "not-available"]
FigureRole = Literal["value", "baseline", "target", "comparison"]


@dataclass(frozen=True, slots=True)
class PeriodFacts:
    """The time that a figure speaks of, in the source's `words`.

    `slug` is that of a planning period, "" where it is none (a calendar year). Without `starts` and `ends` the words
    name no time that is sure.
    """

    words: str
    slug: str = ""
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class FigureFacts:
    """A figure found in a cell: proposed, never stored by itself. `unit` is "%", "number", "per 1,000" and so on.

    `comparison` is another area's figure, or the national one. `words` are those that it was read from.
    """

    value: Decimal
    unit: str
    role: FigureRole = "value"
    period: PeriodFacts | None = None
    words: str = ""
    of: Field = "data"
    provisional: bool = False
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class StateFacts:
    """Words in place of an answer. `when` is the time that they name, in their words, or ""."""

    of: Field
    state: State
    words: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class ReviewRowFacts:
    """An indicator or action under review. A text is None where the table has no such column, "" where it is blank."""

    title: str
    kind: Literal["indicator", "action"] = "indicator"
    work_undertaken: str | None = None
    work_planned: str | None = None
    data: str | None = None
    notes: str | None = None
    lead: str = ""
    figures: tuple[FigureFacts, ...] = ()
    states: tuple[StateFacts, ...] = ()
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ReviewGroupFacts:
    """An outcome with its indicators or an objective with its actions. `label` is its letter or number in the list."""

    title: str
    label: str = ""
    rows: tuple[ReviewRowFacts, ...] = ()
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class DueRuleFacts:
    """ "Within one month of each group meeting": 1, "months", "meeting". With `amount` 0, once in every `of`."""

    amount: int
    unit: str
    of: str


@dataclass(frozen=True, slots=True)
class ActivityFacts:
    """A row of a communication strategy or action plan. `due` and `rule` are None where `by_when` is but words."""

    action: str
    activity: str
    by_whom: str = ""
    by_when: str = ""
    outcome: str = ""
    due: date | None = None
    rule: DueRuleFacts | None = None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class StrategyFacts:
    """A communication strategy. `means` is how its objectives are supported; sub-points stand on lines of their own."""

    title: str
    aim: str = ""
    objectives: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    principles: tuple[str, ...] = ()
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class HeaderFacts:
    """Who a paper is for, when, what about and from whom."""

    to: str = ""
    day: date | None = None
    day_words: str = ""
    subject: str = ""
    by: str = ""
    agenda_item: str = ""


@dataclass(frozen=True, slots=True)
class ParagraphFacts:
    """A paragraph of a paper with its number ("3.1", "" for none) and the heading of its section."""

    number: str
    text: str
    heading: str = ""
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ImplicationFacts:
    letter: str
    heading: str
    text: str = ""
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """A paper to a group as one source shows it: its paragraphs, and the review tables that it carries."""

    title: str
    header: HeaderFacts = HeaderFacts()
    author: str = ""
    background_papers: str = ""
    reference: str = ""
    paragraphs: tuple[ParagraphFacts, ...] = ()
    implications: tuple[ImplicationFacts, ...] = ()
    outcomes: tuple[ReviewGroupFacts, ...] = ()
    objectives: tuple[ReviewGroupFacts, ...] = ()
    strategy: StrategyFacts | None = None
    activities: tuple[ActivityFacts, ...] = ()
