"""One review paper in the shapes that papers come in: as Documents, for every file type, and as plain text and CSV."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from io import StringIO
from itertools import zip_longest
from textwrap import wrap

from fingerpost.checks.facts import (
    ActivityFacts,
    ReviewFacts,
    ReviewGroupFacts,
    ReviewRowFacts,
)
from fingerpost.documents.model import (
    Block,
    Cell,
    Document,
    Heading,
    ListBlock,
    Paragraph,
    Row,
    Sheet,
    Table,
    Text,
    heading,
    paragraph,
)

Cells = Sequence[str]
Layout = Callable[[ReviewFacts], Document]
Drawing = Callable[[list[Cells]], list[str]]

INDICATORS = ("Indicator", "Work Undertaken to Date", "Work Planned", "Half Year Data", "Notes")
ACTIONS = ("Action", "Work undertaken to date", "Work planned", "Notes")
ACTIVITIES = ("Activity", "By whom", "By when", "Outcome")


def indicator_cells(row: ReviewRowFacts) -> Cells:
    return (row.title, row.work_undertaken or "", row.work_planned or "", row.data or "", row.notes or "")


def action_cells(row: ReviewRowFacts) -> Cells:
    return (row.title, row.work_undertaken or "", row.work_planned or "", row.notes or "")


def activity_cells(activity: ActivityFacts) -> Cells:
    return (activity.activity, activity.by_whom, activity.by_when, activity.outcome)


def by_action(review: ReviewFacts) -> Iterator[tuple[str, list[ActivityFacts]]]:
    for action in dict.fromkeys(one.action for one in review.activities):
        yield action, [one for one in review.activities if one.action == action]


def row(*texts: str, **more: int) -> Row:
    return Row(tuple(listed_cell(text, **more) for text in texts))


def listed_cell(text: str, **more: int) -> Cell:
    """A cell whose lines behind "- " are a list."""
    blocks: list[Block] = []
    for line in text.split("\n") if text else []:
        if not line.startswith("- "):
            blocks.append(paragraph(line))
        elif blocks and isinstance(blocks[-1], ListBlock):
            blocks[-1] = ListBlock((*blocks[-1].items, (paragraph(line[2:]),)))
        else:
            blocks.append(ListBlock(((paragraph(line[2:]),),)))
    return Cell(tuple(blocks), **more)


def items(texts: Sequence[str]) -> ListBlock:
    """An ordered list; the lines of an item behind "- " are a list within it."""
    return ListBlock(tuple(tuple(listed_cell(text).blocks) for text in texts), ordered=True)


def as_council(review: ReviewFacts) -> Document:
    """Header on lines, headings and paragraphs with a word processor's own numbers, a table under each outcome."""
    header = review.header
    blocks: list[Block] = [
        paragraph(f"REPORT TO: {header.to} ON {header.day_words}"),
        paragraph(f"SUBJECT: {header.subject}"),
        paragraph(f"BY: {header.by}"),
        *sections(review, lambda number, text: Heading(2, (Text(text),), number=number)),
        paragraph(f"Author of Report: {review.author}"),
        paragraph(f"Background Papers: {review.background_papers}"),
        paragraph(f"Ref: {review.reference}"),
        heading(2, "Progress summary"),
        *tables(review, INDICATORS, ACTIONS),
        *strategy(review),
    ]
    return Document(title=header.subject, blocks=tuple(blocks))


def as_other_council(review: ReviewFacts) -> Document:
    """Header in a table and in another order, "1.0" and "1.1." typed in, other headings, labels before the outcomes."""
    header = review.header
    top = (("Date", header.day_words), ("Subject", header.subject), ("Report by", header.by), ("Report to", header.to))
    blocks: list[Block] = [
        paragraph("Agenda item 5"),
        Table(rows=tuple(row(f"{label}:", words) for label, words in top)),
        *sections(review, lambda number, text: paragraph(f"{number}.0 {text}"), stop="."),
        paragraph(f"Report author: {review.author}"),
        paragraph(f"Background papers: {review.background_papers}"),
        paragraph(f"Reference: {review.reference}"),
        *other_tables(review),
        *strategy(review),
    ]
    return Document(title="Report", blocks=tuple(blocks))


def sections(
    review: ReviewFacts, head: Callable[[str, str], Heading | Paragraph], *, stop: str = ""
) -> Iterator[Block]:
    """The numbered part of the paper; the implications have the number between those of their neighbours."""
    told: set[str] = set()
    numbers = [int(one.number.split(".")[0]) for one in review.paragraphs]
    free = next((n for n in range(1, max(numbers, default=0) + 2) if n not in numbers), 1)
    for one in review.paragraphs:
        number = one.number.split(".")[0]
        if int(number) > free and str(free) not in told:
            told.add(str(free))
            yield from implications(review, head(str(free), "Summary of implications"))
        if number not in told:
            told.add(number)
            yield head(number, one.heading)
        if stop:
            yield paragraph(f"{one.number}{stop} {one.text}", space_before=True)
        else:
            yield Paragraph((Text(one.text),), number=one.number)
    if str(free) not in told:
        yield from implications(review, head(str(free), "Summary of implications"))


def implications(review: ReviewFacts, head: Block) -> Iterator[Block]:
    if review.implications:
        yield head
    for one in review.implications:
        yield paragraph(f"({one.letter}) {one.heading}", space_before=True)
        yield paragraph(one.text, space_before=True)


def tables(review: ReviewFacts, indicators: Cells, actions: Cells) -> Iterator[Block]:
    for group in review.outcomes:
        yield heading(3, f"{group.label}. {group.title}")
        yield Table(header=(row(*indicators),), rows=tuple(row(*indicator_cells(one)) for one in group.rows))
    for group in review.objectives:
        yield heading(3, f"{group.label}. {group.title}")
        yield Table(header=(row(*actions),), rows=tuple(row(*action_cells(one)) for one in group.rows))


def other_tables(review: ReviewFacts) -> Iterator[Block]:
    """The columns in another order and under other names; no mark on the headings' row."""
    for group in review.outcomes:
        yield paragraph(f"Outcome {group.label}: {group.title}", space_before=True)
        rows = [row("Ref", "Measure", "Comments", "Latest data", "Progress to date", "Next steps")]
        for number, one in enumerate(group.rows, 1):
            title, undertaken, planned, data, notes = indicator_cells(one)
            rows.append(row(str(number), title, notes, data, undertaken, planned))
        yield Table(rows=tuple(rows))
    for group in review.objectives:
        yield paragraph(f"Objective {group.label}: {group.title}", space_before=True)
        rows = [row("What we said we would do", "What next", "What we have done", "Comments")]
        for one in group.rows:
            title, undertaken, planned, notes = action_cells(one)
            rows.append(row(title, planned, undertaken, notes))
        yield Table(rows=tuple(rows))


def strategy(review: ReviewFacts) -> Iterator[Block]:
    if review.strategy:
        yield heading(2, review.strategy.title)
        yield heading(3, "Aim")
        yield paragraph(review.strategy.aim)
        yield heading(3, "Objectives")
        yield paragraph("It has these objectives:-")
        yield items(review.strategy.objectives)
        yield paragraph("They will be supported by the following:-")
        yield items(review.strategy.means)
        yield heading(3, "Principles")
        yield paragraph("It adopts the following principles:")
        yield items(review.strategy.principles)
    for action, activities in by_action(review):
        yield paragraph(f"Action: {action}", space_before=True)
        yield Table(header=(row(*ACTIVITIES),), rows=tuple(row(*activity_cells(one)) for one in activities))


def one_table_each(review: ReviewFacts) -> Document:
    """Tables alone: a column for the outcome, the objective and the action. So spreadsheets come."""
    indicators = [row("Outcome", *INDICATORS)]
    for group in review.outcomes:
        indicators += [row(group.title, *indicator_cells(one)) for one in group.rows]
    actions = [row("Objective", *ACTIONS)]
    for group in review.objectives:
        actions += [row(group.title if not n else "", *action_cells(one)) for n, one in enumerate(group.rows)]
    activities = [row("Action", *ACTIVITIES)]
    activities += [row(one.action, *activity_cells(one)) for one in review.activities]
    made = [Table(header=tuple(rows[:1]), rows=tuple(rows[1:])) for rows in (indicators, actions, activities)]
    sheets = tuple(
        Sheet(name, table) for name, table in zip(("Indicators", "Actions", "Activities"), made, strict=True)
    )
    return Document(title="Review", blocks=tuple(made), sheets=sheets)


def rows_across(review: ReviewFacts) -> Document:
    """One table of indicators and one of actions, the outcomes and objectives in rows across them."""
    made: list[Block] = []
    for groups, headings, cells in (
        (review.outcomes, INDICATORS, indicator_cells),
        (review.objectives, ACTIONS, action_cells),
    ):
        rows = [row(*headings)]
        for group in groups:
            rows.append(row(f"{group.label}. {group.title}", colspan=len(headings)))
            rows += [row(*cells(one)) for one in group.rows]
        made.append(Table(header=tuple(rows[:1]), rows=tuple(rows[1:])))
    for action, activities in by_action(review):
        rows = [row(f"Action: {action}", colspan=4), row(*ACTIVITIES), *(row(*activity_cells(a)) for a in activities)]
        made.append(Table(rows=tuple(rows)))
    return Document(title="Review", blocks=tuple(made))


def without(review: ReviewFacts, *, labels: bool = False) -> ReviewFacts:
    """What tables alone can hold: no paper and no strategy; with `labels`, no letters either."""
    bare = ReviewFacts(
        review.title, outcomes=review.outcomes, objectives=review.objectives, activities=review.activities
    )
    if not labels:
        return bare
    return replace(bare, outcomes=unlabelled(bare.outcomes), objectives=unlabelled(bare.objectives))


def unlabelled(groups: Sequence[ReviewGroupFacts]) -> tuple[ReviewGroupFacts, ...]:
    return tuple(replace(group, label="") for group in groups)


# --- Plain text --------------------------------------------------------------------------------------------------


def text_paper(review: ReviewFacts, table: Callable[[list[Cells]], list[str]]) -> str:
    """The whole paper as lines, its tables drawn by `table`."""
    header = review.header
    lines = [f"Report to:  {header.to}", "", f"Date:       {header.day_words}", "", f"Subject:    {header.subject}", "",
             f"By:         {header.by}", ""]  # fmt: skip
    section = ""
    for one in review.paragraphs:
        number = one.number.split(".")[0]
        if review.implications and number > "4" > section:
            lines += [*implication_lines(review), ""]
        if number != section:
            lines += [f"{number}.  {one.heading.upper()}", ""]
            section = number
        lines += [*wrap(f"{one.number}  {one.text}", 90), ""]
    lines += [
        f"Author:  {review.author}",
        f"Background papers:  {review.background_papers}",
        f"Ref:  {review.reference}",
    ]
    for groups, headings, cells in (
        (review.outcomes, INDICATORS, indicator_cells),
        (review.objectives, ACTIONS, action_cells),
    ):
        for group in groups:
            lines += ["", f"{group.label}. {group.title}", "", *table([headings, *(cells(one) for one in group.rows)])]
    for action, activities in by_action(review):
        lines += ["", f"Action: {action}", "", *table([ACTIVITIES, *(activity_cells(one) for one in activities)])]
    return "\n".join([*lines, ""])


def implication_lines(review: ReviewFacts) -> list[str]:
    lines = ["4.  SUMMARY OF IMPLICATIONS"]
    for one in review.implications:
        lines += ["", f"({one.letter})  {one.heading}", "", *wrap(one.text, 90)]
    return lines


def flat(cells: Cells) -> list[str]:
    return [cell.replace("\n", " ") for cell in cells]


def tabs(rows: list[Cells]) -> list[str]:
    return ["\t".join(flat(cells)) for cells in rows]


def markdown(rows: list[Cells]) -> list[str]:
    lines = ["| " + " | ".join(flat(cells)) + " |" for cells in rows]
    return [lines[0], "|" + "---|" * len(rows[0]), *lines[1:]]


def boxes(rows: list[Cells]) -> list[str]:
    """Frames of +---+ with wrapped cells and a rule under every row."""
    rule = "+" + ("-" * 26 + "+") * len(rows[0])
    lines = [rule]
    for cells in rows:
        lines += ["| " + " | ".join(parts) + " |" for parts in wrapped(cells, 24)] + [rule]
    return lines


def wide_columns(rows: list[Cells]) -> list[str]:
    """Columns of spaces, each row on one line."""
    made = [flat(cells) for cells in rows]
    widths = [max(len(cells[n]) for cells in made) + 2 for n in range(len(made[0]))]
    return ["".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip() for cells in made]


def wrapped_columns(rows: list[Cells]) -> list[str]:
    """Columns of spaces with cells wrapped in them, a blank line after each row."""
    lines: list[str] = []
    for cells in rows:
        lines += ["  ".join(parts).rstrip() for parts in wrapped(cells, 26)] + [""]
    return lines[:-1]


def wrapped(cells: Cells, width: int) -> list[list[str]]:
    columns = [wrap(cell, width) or [""] for cell in flat(cells)]
    return [[part.ljust(width) for part in parts] for parts in zip_longest(*columns, fillvalue="")]


def indicators_csv(review: ReviewFacts, delimiter: str = ",") -> str:
    out = StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(("Outcome", *INDICATORS))
    for group in review.outcomes:
        for one in group.rows:
            writer.writerow((group.title, *indicator_cells(one)))
    return out.getvalue()


DRAWINGS = (tabs, markdown, boxes, wide_columns, wrapped_columns)
LAYOUTS: tuple[Layout, ...] = (as_council, as_other_council)
