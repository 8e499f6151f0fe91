"""What a review paper would change in a plan: outcomes, indicators, key actions, entries, figures, the strategy.

Titles are matched as for milestones reports. A figure found in text is a proposal: it goes in only where somebody says
so. A title that is much like one of the plan's is doubtful: it stays out unless it is taken as new.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext as _

from fingerpost.checks.facts import FigureFacts, PeriodFacts, ReviewFacts, ReviewGroupFacts, ReviewRowFacts, StateFacts
from fingerpost.core.periods import Period
from fingerpost.documents.model import Place
from fingerpost.intake.matching import Titled, pair
from fingerpost.plans.models import Action, Baseline, Indicator, Outcome, Plan, Polarity, Target
from fingerpost.reporting.indicators.services import NewValue, examine
from fingerpost.reporting.models import Source, ValueState
from fingerpost.reviews import queries
from fingerpost.reviews.models import Instead
from fingerpost.reviews.services import FIELDS, Said
from fingerpost.reviews.strategies import as_text

Level = Literal["outcome", "indicator", "action"]
Status = Literal["new", "changed", "unchanged", "doubtful"]
UP = re.compile(r"\b(?:increas|improv|rais|grow|maximis|more)\w*", re.IGNORECASE)
DOWN = re.compile(r"\b(?:reduc|decreas|lower|cut|fewer|less|minimis)\w*", re.IGNORECASE)
STATES = {
    "awaited": ValueState.AWAITED,
    "being-sought": ValueState.BEING_SOUGHT,
    "expected": ValueState.EXPECTED,
    "not-available": ValueState.NOT_AVAILABLE,
}


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the paper. `known` is the plan's own row; `changes` are (field, before, after)."""

    key: str
    level: Level
    title: str
    status: Status
    parent_key: str
    place: Place
    known: Outcome | Indicator | Action | None = None
    likened_to: str = ""
    row: ReviewRowFacts | None = None
    said: Mapping[str, str] = field(default_factory=dict)
    changes: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A figure, or the reason why there is none, as a data point. `why_not` says why it cannot go in."""

    key: str
    item_key: str
    title: str
    words: str
    period_words: str
    role: str
    place: Place
    period: Period | None = None
    figure: FigureFacts | None = None
    state: StateFacts | None = None
    is_there: bool = False
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class ReviewDifference:
    """`strategy_changes` are (field, before, after) of the communication strategy; `activities` new or changed ones."""

    period: Period
    items: tuple[Item, ...]
    proposals: tuple[Proposal, ...]
    strategy_changes: tuple[tuple[str, str, str], ...]
    activities: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Nothing differs; a proposal that is there already counts as nothing."""
        return not (
            any(item.status != "unchanged" for item in self.items)
            or any(not one.is_there and not one.why_not for one in self.proposals)
            or self.strategy_changes
            or self.activities
        )

    @property
    def fingerprint(self) -> str:
        """Tells whether the plan changed since a person looked."""
        told = [[item.key, item.status, item.known.pk if item.known else None, item.changes] for item in self.items]
        proposed = [[one.key, one.is_there, one.why_not] for one in self.proposals]
        text = json.dumps([self.period.slug, told, proposed, self.strategy_changes, self.activities])
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def counts(self) -> dict[str, int]:
        found = {"new": 0, "changed": 0, "unchanged": 0, "doubtful": 0}
        for item in self.items:
            found[item.status] += 1
        return found


def period_of(review: ReviewFacts, plan: Plan | None) -> Period | None:
    """The period that a paper most likely speaks of: the latest that a figure is given for, else the last half that had
    ended by its day; within the plan where there is one."""
    slugs = {
        figure.period.slug
        for group in (*review.outcomes, *review.objectives)
        for row in group.rows
        for figure in row.figures
        if figure.period and figure.period.slug and figure.role == "value"
    }
    named = [Period.parse(slug) for slug in slugs]
    if review.header.day:
        half = Period.containing(review.header.day, "half")
        named = named or [half if half.end == review.header.day else half.previous]
    fitting = [one for one in named if plan is None or (one.end >= plan.starts and one.start <= plan.ends)]
    return max(fitting, key=lambda one: (one.end, one.start), default=None)


def compare(review: ReviewFacts, plan: Plan | None, period: Period) -> ReviewDifference:
    """A paper beside a plan, None for one that is yet to be made. A constant number of queries."""
    found = queries.review_of(plan, period) if plan else None
    parts = {part.outcome.pk: part for part in found.outcomes} if found else {}
    outcomes = [part.outcome for part in found.outcomes] if found else []
    groups = [*review.outcomes, *review.objectives]
    items: list[Item] = []
    matched = pair([Titled(group.title) for group in groups], [Titled(row.title) for row in outcomes])
    for number, group in enumerate(groups):
        match = matched.get(number)
        known = outcomes[match.known] if match else None
        doubtful = match is not None and bool(match.doubt)
        head = item_of(f"{number + 1}", "outcome", group, known, doubtful=doubtful)
        items.append(head)
        part = parts.get(known.pk) if known and not doubtful else None
        items += rows_of(head, group, part, period)
    proposals = tuple(proposed(items, period)) if plan else tuple(offered(items, period))
    return ReviewDifference(period, tuple(items), proposals, *strategy_of(review, plan))


def item_of(
    key: str, level: Level, found: ReviewGroupFacts | ReviewRowFacts, known: Outcome | None, *, doubtful: bool
) -> Item:
    status: Status = "doubtful" if doubtful else "unchanged" if known else "new"
    likened = known.title if known and doubtful else ""
    title = found.title.strip() or _("Outcome not stated")
    return Item(key, level, title, status, "", found.place, None if doubtful else known, likened)


def rows_of(
    head: Item, group: ReviewGroupFacts, part: queries.ReviewedOutcome | None, period: Period
) -> Iterator[Item]:
    """The rows of a group beside the indicators or key actions of the outcome that it is."""
    for level in ("indicator", "action"):
        rows = [(place, row) for place, row in enumerate(group.rows, 1) if row.kind == level]
        there: Sequence[queries.Reviewed] = ()
        if part:
            there = part.indicators if level == "indicator" else part.actions
        matched = pair([Titled(row.title) for _place, row in rows], [Titled(one.item.title) for one in there])
        for number, (place, row) in enumerate(rows):
            match = matched.get(number)
            known = there[match.known] if match else None
            key = f"{head.key}.{place}"
            said = said_in(row)
            if known is None or match is None:
                yield Item(key, level, row.title, "new", head.key, row.place, None, "", row, said)
            elif match.doubt:
                yield Item(key, level, row.title, "doubtful", head.key, row.place, None, known.item.title, row, said)
            else:
                before = {name: getattr(known, name) for name in FIELDS}
                merged = {**before, **said}
                changes = tuple((name, before[name], merged[name]) for name in FIELDS if before[name] != merged[name])
                status: Status = "changed" if changes else "unchanged"
                yield Item(key, level, row.title, status, head.key, row.place, known.item, "", row, merged, changes)


def said_in(row: ReviewRowFacts) -> dict[str, str]:
    """What a row says, as fields of a review entry; a column that the table does not have is left out."""
    states = {state.of: state for state in row.states}
    found: dict[str, str] = {}
    for of, instead in (("work_undertaken", "undertaken_instead"), ("work_planned", "planned_instead")):
        words = getattr(row, of)
        state = states.get(of)  # type: ignore[call-overload]
        if words is None:
            continue
        whole = state is not None and state.state in Instead.values and "\n" not in words.strip()
        found[of] = "" if whole else words.strip()
        found[instead] = state.state if whole and state else ""
    for of, name in (("data", "data_words"), ("notes", "notes")):
        words = getattr(row, of)
        if words is not None:
            state = states.get(of)  # type: ignore[call-overload]
            found[name] = "" if state is not None and state.state == "none-stated" else words.strip()
    return found


def said(item: Item, period: Period, row: Indicator | Action, *, source: str) -> Said:
    """What is to be recorded of an item."""
    words = f"{source}, {item.place}" if str(item.place) else source
    return Said(item=row, period=period, source=Source.IMPORTED, source_words=words, **item.said)


def polarity_of(title: str) -> str:
    """Which way is better, where the title says so; else data only: never coloured until somebody says."""
    up, down = UP.search(title), DOWN.search(title)
    if bool(up) == bool(down):
        return Polarity.DATA_ONLY
    return Polarity.HIGHER if up else Polarity.LOWER


def offered(items: Sequence[Item], period: Period) -> Iterator[Proposal]:
    """The figures and states of the rows of indicators as data points."""
    for item in items:
        if item.level != "indicator" or item.row is None:
            continue
        for number, figure in enumerate(item.row.figures, 1):
            of = planning_period(figure.period)
            yield Proposal(
                f"{item.key}-figure-{number}",
                item.key,
                item.title,
                f"{figure.value.normalize():f}{figure.unit if figure.unit == '%' else ''}",
                figure.period.words if figure.period else "",
                figure.role,
                figure.place,
                of,
                figure,
                why_not=why_not_figure(figure, of),
            )
        for state in item.row.states:
            if state.of == "data" and state.state in STATES and not item.row.figures:
                key = f"{item.key}-state"
                yield Proposal(
                    key, item.key, item.title, state.words, period.label, "value", item.place, period, None, state
                )


def why_not_figure(figure: FigureFacts, period: Period | None) -> str:
    if figure.role == "comparison":
        return _("It is the figure of somebody else. Record it as a benchmark by hand.")
    if period is None:
        return _("The words name no period that is sure.")
    return ""


def planning_period(found: PeriodFacts | None) -> Period | None:
    """The period as figures are kept for it; a calendar year too. None where the words name none."""
    if found is None:
        return None
    if found.slug:
        return Period.parse(found.slug)
    if found.starts and found.ends and (found.starts.month, found.starts.day) == (1, 1):
        year = Period.containing(found.starts, "calendar")
        return year if year.end == found.ends else None
    return None


def proposed(items: Sequence[Item], period: Period) -> Iterator[Proposal]:
    """The same beside what is recorded: what is there already, and what cannot go in."""
    found = list(offered(items, period))
    known = {item.key: item.known for item in items if isinstance(item.known, Indicator)}
    values = [
        (one, new_value(one, row))
        for one in found
        if not one.why_not and one.role == "value" and (row := known.get(one.item_key))
    ]
    judged: dict[str, Proposal] = {}
    for (one, _row), examined in zip(values, examine([row for _one, row in values], by=None), strict=True):
        judged[one.key] = replace(
            one,
            is_there=examined.effect == "same",
            why_not="" if examined.effect == "same" else examined.refusal or examined.asks,
        )
    marks = marks_of(known.values())
    for one in found:
        row = known.get(one.item_key)
        if row is not None and one.figure is not None and one.period is not None and one.role in {"baseline", "target"}:
            yield replace(one, is_there=(one.role, row.pk, one.period, one.figure.value) in marks)
        else:
            yield judged.get(one.key, one)


def marks_of(indicators: Iterable[Indicator]) -> set[tuple[str, int, Period | None, Decimal]]:
    """The baselines and targets of the whole that some indicators have. Two queries."""
    keys = [row.pk for row in indicators]
    whole = {"indicator__in": keys, "area": None, "category": None}
    baselines, targets = Baseline.objects.filter(**whole), Target.objects.filter(**whole)
    return {("baseline", row.indicator_id, row.period, row.value) for row in baselines} | {
        ("target", row.indicator_id, row.period, row.value) for row in targets
    }


def new_value(one: Proposal, indicator: Indicator, source: str = "") -> NewValue:
    """The data point that a proposal is."""
    words = f"{source}, {one.place}" if source and str(one.place) else source
    period = one.period
    if period is None:
        raise ValueError(f"{one.key} names no period")
    if one.state is not None:
        state = STATES[one.state.state]
        expected = (one.state.when or one.state.words)[:100] if state == ValueState.EXPECTED else ""
        return NewValue(indicator=indicator, period=period, state=state, expected_words=expected, source_words=words)
    figure = one.figure
    return NewValue(
        indicator=indicator,
        period=period,
        value=figure.value if figure else None,
        provisional=bool(figure and figure.provisional),
        source_words=words,
    )


def strategy_of(review: ReviewFacts, plan: Plan | None) -> tuple[tuple[tuple[str, str, str], ...], tuple[str, ...]]:
    """What the paper's communication strategy would change, and its activities that are new or say something else."""
    there = queries.strategy_of(plan) if plan else None
    changes: list[tuple[str, str, str]] = []
    for name, after in strategy_fields(review).items():
        before = getattr(there, name, "")
        if before != after:
            changes.append((name, before, after))
    rows = {(row.action, row.activity): row for row in there.activities.all()} if there else {}
    new = []
    for fields in activity_fields(review):
        row = rows.get((str(fields["action"]), str(fields["activity"])))
        if row is None or any(getattr(row, name) != value for name, value in fields.items()):
            new.append(str(fields["activity"]))
    return tuple(changes), tuple(new)


def strategy_fields(review: ReviewFacts) -> dict[str, str]:
    found = review.strategy
    if found is None:
        return {"title": _("Communication strategy")} if review.activities else {}
    return {
        "title": found.title.strip()[:300] or _("Communication strategy"),
        "aim": found.aim.strip(),
        "objectives": as_text(found.objectives),
        "means": as_text(found.means),
        "principles": as_text(found.principles),
    }


def activity_fields(review: ReviewFacts) -> list[dict[str, object]]:
    return [
        {
            "action": one.action.strip()[:500],
            "activity": one.activity.strip()[:500],
            "by_whom": one.by_whom.strip()[:300],
            "by_when": "" if one.due else one.by_when.strip()[:300],
            "due": one.due,
            "outcome": one.outcome.strip()[:500],
        }
        for one in review.activities
        if one.activity.strip()
    ]
