"""The tables of a publication, and each as CSV: RFC 4180, UTF-8, one header, the names of the columns in it.

Names of columns stay as they are in every language and from release to release: programs rely on them. An empty cell is
a figure that is not there; the column of words or state beside it says why. Withheld small numbers are empty.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Literal

from fingerpost.documents.writers.commas import FORMULA_SIGNS
from fingerpost.documents.writers.layout import clean
from fingerpost.public.content import Counts, Review, Snapshot, Standing

Cell = str | int | Decimal | bool | date | None
Row = tuple[Cell, ...]
Kind = Literal["string", "integer", "number", "boolean", "date"]


@dataclass(frozen=True, slots=True)
class Column:
    """`about` says in English what the name does not."""

    name: str
    kind: Kind = "string"
    about: str = ""


@dataclass(frozen=True, slots=True)
class Refers:
    """`columns` of this table stand in `to` of the table named; an empty cell, if it may be, refers to nothing."""

    columns: tuple[str, ...]
    table: str
    to: tuple[str, ...]
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`key` names each row, () where nothing does: an empty place means the whole, and no key may be empty."""

    name: str
    about: str
    columns: tuple[Column, ...]
    rows: Callable[[Snapshot], Iterator[Row]]
    key: tuple[str, ...] = ()
    refers: tuple[Refers, ...] = ()


COUNTS = tuple(Counts.__slots__)
STANDING = (
    Column("percent", "integer", "Progress in percent, rounded half up"),
    Column("percent_exact", "number", "The same, not rounded"),
    Column("percent_expected", "integer", "What the time gone by lets one expect"),
    Column("against_time", about="Code of how the two compare"),
    Column("summary", about="The summary sentence"),
    *(Column(f"milestones_{name}", "integer") for name in COUNTS),
)
PERIOD = (Column("period"), Column("period_starts", "date"), Column("period_ends", "date"))
REVIEW = tuple(Column(name) for name in Review.__slots__)


def standing(one: Standing) -> Row:
    counts = (getattr(one.counts, name) for name in COUNTS)
    return (one.percent, one.exact, one.expected, one.band.code, one.sentence, *counts)


def plan(snapshot: Snapshot) -> Iterator[Row]:
    one, period = snapshot.plan, snapshot.period
    yield (
        one.slug,
        one.title,
        one.summary,
        one.starts,
        one.ends,
        one.area,
        one.is_locality,
        one.owner,
        one.predecessor.slug if one.predecessor else "",
        one.serves.slug if one.serves else "",
        period.slug,
        period.starts,
        period.ends,
        snapshot.as_at,
        snapshot.version,
        *standing(snapshot.standing),
    )


def outcomes(snapshot: Snapshot) -> Iterator[Row]:
    for one in snapshot.outcomes:
        yield (one.slug, one.title, one.description, one.theme, one.parent, *standing(one.standing))


def actions(snapshot: Snapshot) -> Iterator[Row]:
    for one in snapshot.actions:
        said = (one.stated, one.verdict, one.cancelled)
        yield (one.slug, one.number, one.title, one.description, *said, *standing(one.standing))


def action_outcomes(snapshot: Snapshot) -> Iterator[Row]:
    for one in snapshot.actions:
        for place, outcome in enumerate(one.outcomes):
            yield (one.slug, outcome, place == 0)


def milestones(snapshot: Snapshot) -> Iterator[Row]:
    for action in snapshot.actions:
        for one in action.milestones:
            yield (
                action.slug,
                one.slug,
                one.title,
                one.due,
                one.first_due,
                one.by_when,
                one.progress,
                one.progress_words,
                one.standing.code,
                one.standing.words,
                one.overdue,
                one.note,
                one.why,
            )


def indicators(snapshot: Snapshot) -> Iterator[Row]:
    for one in snapshot.indicators:
        yield (
            one.slug,
            one.title,
            one.outcome,
            one.definition,
            one.unit,
            one.decimals,
            one.polarity.code,
            one.frequency.code,
            one.source,
            one.baseline,
            one.period.slug if one.period else "",
            one.value,
            one.words,
            one.state.code,
            one.target,
            one.status.code,
            one.status.words,
            one.short_trend.code,
            one.long_trend.code,
            one.working,
        )


def values(snapshot: Snapshot) -> Iterator[Row]:
    for indicator in snapshot.indicators:
        for one in indicator.values:
            yield (
                indicator.slug,
                one.period.slug,
                one.period.starts,
                one.period.ends,
                one.kind,
                one.place,
                one.value,
                one.words,
                one.state.code,
                one.numerator,
                one.denominator,
                one.provisional,
                one.note,
            )


def targets(snapshot: Snapshot) -> Iterator[Row]:
    for indicator in snapshot.indicators:
        for one in indicator.targets:
            yield (
                indicator.slug,
                one.period.slug,
                one.period.starts,
                one.period.ends,
                one.place,
                one.value,
                one.words,
            )


def reviews(snapshot: Snapshot) -> Iterator[Row]:
    for one in snapshot.actions:
        if one.review:
            yield (one.slug, "", *(getattr(one.review, column.name) for column in REVIEW))
    for other in snapshot.indicators:
        if other.review:
            yield ("", other.slug, *(getattr(other.review, column.name) for column in REVIEW))


def members(snapshot: Snapshot) -> Iterator[Row]:
    for group in snapshot.groups:
        for one in group.members:
            yield (group.slug, group.name, one.position, one.role, one.organisation)


def localities(snapshot: Snapshot) -> Iterator[Row]:
    for one in snapshot.localities:
        counts = (getattr(one.counts, name) for name in COUNTS)
        yield (one.plan.slug, one.plan.title, one.area, one.percent, one.sentence, *counts)


def of_indicator(*, may_be_empty: bool = False) -> Refers:
    return Refers(("indicator",), "indicators", ("slug",), may_be_empty)


TABLES = (
    Table(
        "plan",
        "The plan and the period: one row",
        (
            Column("slug"),
            Column("title"),
            Column("description"),
            Column("starts", "date"),
            Column("ends", "date"),
            Column("area"),
            Column("is_locality", "boolean"),
            Column("owner", about="The group that owns the plan"),
            Column("predecessor", about="Slug of the plan that it follows"),
            Column("serves", about="Slug of the plan for the whole area that a locality plan serves"),
            *PERIOD,
            Column("as_at", "date"),
            Column("version", "integer"),
            *STANDING,
        ),
        plan,
        key=("slug",),
    ),
    Table(
        "outcomes",
        "Outcomes, in the order of the plan",
        (
            Column("slug"),
            Column("title"),
            Column("description"),
            Column("theme"),
            Column("parent", about="Slug of the outcome around it"),
            *STANDING,
        ),
        outcomes,
        key=("slug",),
        refers=(Refers(("parent",), "outcomes", ("slug",), may_be_empty=True),),
    ),
    Table(
        "actions",
        "Key actions",
        (
            Column("slug"),
            Column("number"),
            Column("title"),
            Column("description"),
            Column("percent_stated", "number", "The percentage that a source states, whatever the milestones give"),
            Column("verdict", about="Whether the stated and the computed percentage agree"),
            Column("cancelled", about="Why it was cancelled"),
            *STANDING,
        ),
        actions,
        key=("slug",),
    ),
    Table(
        "action-outcomes",
        "Which outcomes a key action counts towards",
        (Column("action"), Column("outcome"), Column("is_home", "boolean", "The outcome that it stands under")),
        action_outcomes,
        key=("action", "outcome"),
        refers=(Refers(("action",), "actions", ("slug",)), Refers(("outcome",), "outcomes", ("slug",))),
    ),
    Table(
        "milestones",
        "Milestones of the key actions",
        (
            Column("action"),
            Column("slug"),
            Column("title"),
            Column("due", "date"),
            Column("first_due", "date", "The due date before it was moved"),
            Column("by_when", about="The words where there is no date"),
            Column("progress", "integer", "In percent; empty where nothing was reported"),
            Column("progress_words"),
            Column("standing"),
            Column("standing_words"),
            Column("overdue", "boolean"),
            Column("note"),
            Column("why", about="The reason of a state such as cancelled"),
        ),
        milestones,
        key=("action", "slug"),
        refers=(Refers(("action",), "actions", ("slug",)),),
    ),
    Table(
        "indicators",
        "Indicators with their definition and latest figure",
        (
            Column("slug"),
            Column("title"),
            Column("outcome"),
            Column("definition"),
            Column("unit"),
            Column("decimals", "integer", "How many are shown"),
            Column("polarity"),
            Column("frequency"),
            Column("source"),
            Column("baseline"),
            Column("period", about="The period that the figure is of"),
            Column("value", "number", "Exact"),
            Column("words", about="The figure as shown, or why there is none"),
            Column("state"),
            Column("target", about="As shown"),
            Column("status"),
            Column("status_words"),
            Column("short_trend"),
            Column("long_trend"),
            Column("working", about="How status and trend were worked out"),
        ),
        indicators,
        key=("slug",),
        refers=(Refers(("outcome",), "outcomes", ("slug",), may_be_empty=True),),
    ),
    Table(
        "values",
        "Every figure of the indicators, by period and place",
        (
            Column("indicator"),
            *PERIOD,
            Column("kind", about="whole, area, category or benchmark"),
            Column("place", about="Empty for the whole"),
            Column("value", "number", "Exact; empty where there is no figure or it is withheld"),
            Column("words", about="The figure as shown, or why there is none"),
            Column("state"),
            Column("numerator", "number"),
            Column("denominator", "number"),
            Column("provisional", "boolean"),
            Column("note"),
        ),
        values,
        refers=(of_indicator(),),
    ),
    Table(
        "targets",
        "Targets of the indicators",
        (
            Column("indicator"),
            *PERIOD,
            Column("place", about="Empty for the whole"),
            Column("value", "number"),
            Column("words"),
        ),
        targets,
        refers=(of_indicator(),),
    ),
    Table(
        "reviews",
        "What was said of key actions and indicators in the period",
        (Column("action"), Column("indicator"), *REVIEW),
        reviews,
        refers=(Refers(("action",), "actions", ("slug",), may_be_empty=True), of_indicator(may_be_empty=True)),
    ),
    Table(
        "members",
        "Roles and organisations in the groups; people are not named",
        (Column("group"), Column("group_name"), Column("position"), Column("role"), Column("organisation")),
        members,
    ),
    Table(
        "localities",
        "Locality plans that serve this plan",
        (
            Column("plan"),
            Column("title"),
            Column("area"),
            Column("percent", "integer"),
            Column("summary"),
            *(Column(f"milestones_{name}", "integer") for name in COUNTS),
        ),
        localities,
        key=("plan",),
    ),
)
TABLE = {one.name: one for one in TABLES}


def as_csv(table: Table, snapshot: Snapshot) -> bytes:
    file = StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows(cells(row) for row in table.rows(snapshot))
    return file.getvalue().encode()


def cells(row: Iterable[Cell]) -> list[str]:
    return [written(cell) for cell in row]


def written(cell: Cell) -> str:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it, as in all our files."""
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case Decimal():
            return format(cell, "f")
        case int():
            return str(cell)
        case date():
            return cell.isoformat()
    text = clean(cell)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
