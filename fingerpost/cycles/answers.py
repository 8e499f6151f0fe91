"""What is said of an item, whether on the page or in a task sheet, and what was said before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from fingerpost.core.refusals import Refused
from fingerpost.cycles.figures import NOTHING_HELD, Held
from fingerpost.cycles.models import Item
from fingerpost.reporting.indicators.services import NewValue
from fingerpost.reporting.models import ActionUpdate, IndicatorValue, MilestoneUpdate, ValueState
from fingerpost.reviews.models import ReviewEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is said of one item. `seen` is the latest update that was shown (0: none); None compares nothing.

    A milestone has `progress`, or `count` where it has a quantity target; a key action its work. `due` is a later due
    date that is asked for, with its reason. An indicator has a figure, or the `state` that says why there is none;
    `reason` is that of a correction. It may have work too, and a next step: what is left blank says nothing of them.
    """

    item: Item
    seen: int | None = None
    progress: Decimal | None = None
    count: Decimal | None = None
    note: str = ""
    will_not_complete: bool = False
    no_change_reason: str = ""
    due: date | None = None
    due_reason: str = ""
    work_undertaken: str = ""
    work_planned: str = ""
    state: str = ValueState.RECORDED
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    provisional: bool = False
    expected_words: str = ""
    reason: str = ""
    step: str = ""
    step_due: date | None = None

    @property
    def figure(self) -> NewValue | None:
        """What it says of an indicator, as `reporting` takes it."""
        item = self.item
        if item.indicator is None:
            return None
        return NewValue(
            indicator=item.indicator,
            period=item.figure_of,
            state=self.state,
            value=self.value,
            numerator=self.numerator,
            denominator=self.denominator,
            provisional=self.provisional,
            expected_words=self.expected_words,
            note=self.note,
            reason=self.reason,
        )


@dataclass(frozen=True, slots=True)
class Before:
    """What was said of an item before this cycle's answer, and the latest update of all.

    `progress` is the last update with a progress, `note` the last with a note; they may be the same. `latest_id` is 0
    where nothing was ever said. `held` is what holds now of a figure that is asked for, `review` what was said last of
    the work on its indicator.
    """

    progress: MilestoneUpdate | None = None
    note: MilestoneUpdate | None = None
    work: ActionUpdate | None = None
    latest: MilestoneUpdate | ActionUpdate | IndicatorValue | None = None
    held: Held = NOTHING_HELD
    review: ReviewEntry | None = None

    @property
    def latest_id(self) -> int:
        return self.latest.pk if self.latest else 0

    def says_the_same(self, answer: Answer) -> bool:
        """Whether an answer's progress is what was said before. What is complete has nothing left to change."""
        said = self.progress
        if said is None or said.progress == 100:
            return False
        if answer.item.milestone and answer.item.milestone.quantity_target is not None:
            return answer.count is not None and answer.count == said.count
        return answer.progress is not None and answer.progress == said.progress


Reasons = dict[str, str]


class NotTaken(Refused):
    """Nothing was stored: `reasons` says for each item (by key) what is wrong with which of its fields.

    The field is one of `Answer`'s; "" for the item as a whole; "seen" where somebody else answered meanwhile.
    """

    def __init__(self, reasons: Mapping[str, Reasons]) -> None:
        one = next((words for fields in reasons.values() for words in fields.values()), "")
        super().__init__(one or _("The answers could not be taken."))
        self.reasons = dict(reasons)
