"""One plan drawn in every layout that reports come in, as a reader would hand it over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

from fingerpost.checks.facts import ActionFacts, MilestoneFacts, OutcomeFacts, PlanFacts
from fingerpost.documents.model import (
    Block,
    Cell,
    Document,
    Heading,
    ListBlock,
    Paragraph,
    Row,
    Table,
    Text,
    heading,
    paragraph,
    text_cell,
)

HEADINGS = ("Milestone", "Milestone Due Date", "Milestone Note", "Progress")
Layout = Callable[[PlanFacts], Document]


def said(milestone: MilestoneFacts) -> str:
    """The due date as the drawn reports write it."""
    return f"{milestone.due:%-d %b %Y}" if milestone.due else milestone.due_text


def done(milestone: MilestoneFacts) -> str:
    return f"{milestone.progress} %" if milestone.progress is not None else milestone.progress_text


def cells(milestone: MilestoneFacts) -> tuple[str, str, str, str]:
    return milestone.title, said(milestone), milestone.note, done(milestone)


def actions(plan: PlanFacts) -> Iterator[tuple[OutcomeFacts, ActionFacts]]:
    return ((outcome, action) for outcome in plan.outcomes for action in outcome.actions)


def row(*texts: str, **more: int) -> Row:
    return Row(tuple(text_cell(text, **more) for text in texts))


def document(plan: PlanFacts, *blocks: Block) -> Document:
    return Document(title=plan.title, blocks=(paragraph(plan.title), *blocks))


def _above(outcome: OutcomeFacts, action: ActionFacts) -> list[str]:
    return [text for text in (outcome.theme, outcome.title, action.title, action.summary) if text]


def tables_under_paragraphs(plan: PlanFacts) -> Document:
    """A table for each action, its headings plain paragraphs."""
    blocks: list[Block] = []
    for outcome, action in actions(plan):
        blocks += [paragraph(text) for text in _above(outcome, action)]
        blocks.append(Table(rows=(row(*HEADINGS), *(row(*cells(m)) for m in action.milestones))))
    return document(plan, *blocks)


def tables_without_repeated_headings(plan: PlanFacts) -> Document:
    """Only the first table has column headings."""
    blocks: list[Block] = []
    for number, (outcome, action) in enumerate(actions(plan)):
        blocks += [paragraph(text) for text in _above(outcome, action)]
        header = () if number else (row(*HEADINGS),)
        blocks.append(Table(rows=(*header, *(row(*cells(m)) for m in action.milestones))))
    return document(plan, *blocks)


def paper(plan: PlanFacts) -> Document:
    """As our own reports: headings with numbers, a contents list, navigation, a status column."""
    numbers = count(1)
    blocks: list[Block] = [heading(1, plan.title), paragraph("Contents")]
    blocks += [
        Paragraph((Text(text, link="#x"),))
        for outcome in plan.outcomes
        for text in (outcome.title, *(action.title for action in outcome.actions))
    ]
    for outcome in plan.outcomes:
        blocks += [paragraph(outcome.theme)] if outcome.theme else []
        blocks.append(heading(2, outcome.title))
        for action in outcome.actions:
            blocks.append(Heading(3, (Text(action.title),), number=str(next(numbers))))
            blocks += [paragraph(action.summary, style="summary")] if action.summary else []
            rows = (row("Milestone", "Due date", "Note", "Progress", "Status"),)
            rows += tuple(row(*cells(m), "On track") for m in action.milestones)
            blocks.append(Table(header=rows[:1], rows=rows[1:]))
            blocks.append(paragraph("Back | Top of page", style="navigation"))
    return Document(title=plan.title, blocks=tuple(blocks))


def one_table(plan: PlanFacts) -> Document:
    """Outcome and action in columns of their own, on every row."""
    rows = [row("outcome", "key_action", "overall_pct", "milestone", "due", "note", "progress")]
    for outcome, action in actions(plan):
        rows += [row(outcome.title, action.title, _stated(action), *cells(m)) for m in action.milestones]
    return Document(title=plan.title, blocks=(Table(header=tuple(rows[:1]), rows=tuple(rows[1:])),), format="csv")


def one_table_with_blanks(plan: PlanFacts) -> Document:
    """Outcome and action only on the first row that they belong to, and the columns in another order."""
    rows = [row("Theme", "Outcome", "% complete", "Key action", "Overall %", "Target date", "Milestone", "Comment")]
    last = ("", "")
    for outcome, action in actions(plan):
        for number, m in enumerate(action.milestones):
            title, due, note, progress = cells(m)
            rows.append(
                row(
                    outcome.theme if outcome.title != last[0] else "",
                    outcome.title if outcome.title != last[0] else "",
                    progress,
                    action.title if not number else "",
                    _stated(action) if not number else "",
                    due,
                    title,
                    note,
                )
            )
            last = (outcome.title, action.title)
    return Document(title=plan.title, blocks=(Table(header=tuple(rows[:1]), rows=tuple(rows[1:])),), format="xlsx")


def one_table_with_spans(plan: PlanFacts) -> Document:
    """Outcome and action cells that reach down over their rows."""
    rows = [row("Outcome", "Key action", "Overall %", "Milestone", "Due", "Notes", "Progress")]
    for outcome in plan.outcomes:
        deep = sum(len(action.milestones) for action in outcome.actions)
        for a, action in enumerate(outcome.actions):
            for n, m in enumerate(action.milestones):
                first = (text_cell(outcome.title, rowspan=deep),) if not a and not n else ()
                of_action = row(action.title, _stated(action), rowspan=len(action.milestones)).cells
                second = of_action if not n else ()
                rows.append(Row((*first, *second, *row(*cells(m)).cells)))
    return Document(title=plan.title, blocks=(Table(header=tuple(rows[:1]), rows=tuple(rows[1:])),))


def merged_headings(plan: PlanFacts) -> Document:
    """One table; theme, outcome, action and summary in rows that span all columns."""
    rows = [row(*HEADINGS)]
    for outcome, action in actions(plan):
        rows += [row(text, colspan=4) for text in _above(outcome, action)]
        rows += [row(*cells(m)) for m in action.milestones]
    return document(plan, Table(rows=tuple(rows)))


def merged_headings_then_columns(plan: PlanFacts) -> Document:
    """The same with the column headings after each action's rows of headings."""
    rows: list[Row] = []
    for outcome, action in actions(plan):
        rows += [row(text, colspan=4) for text in _above(outcome, action)]
        rows += [row(*HEADINGS), *(row(*cells(m)) for m in action.milestones)]
    return document(plan, Table(rows=tuple(rows)))


def sheet_with_heading_rows(plan: PlanFacts) -> Document:
    """As a spreadsheet keeps merged rows: words in the first cell, the others empty."""
    rows: list[Row] = []
    for outcome, action in actions(plan):
        rows += [row(text, "", "", "") for text in _above(outcome, action)]
        rows += [row("Milestone", "Due date", "Note", "Progress"), *(row(*cells(m)) for m in action.milestones)]
    return Document(title=plan.title, blocks=(Table(rows=tuple(rows)),), format="xlsx")


def labelled_headings(plan: PlanFacts) -> Document:
    """ "Outcome: ..." and "Key action 3: ..." in front of the words."""
    numbers = count(1)
    blocks: list[Block] = []
    for outcome, action in actions(plan):
        blocks += [paragraph(f"Theme: {outcome.theme}")] if outcome.theme else []
        blocks.append(paragraph(f"Outcome: {outcome.title}"))
        blocks.append(paragraph(f"Key action {next(numbers)}: {action.title}"))
        blocks += [paragraph(action.summary)] if action.summary else []
        blocks.append(
            Table(
                rows=(
                    row("Milestone", "By when", "Comments", "% complete"),
                    *(row(*cells(m)) for m in action.milestones),
                )
            )
        )
    return document(plan, *blocks)


def paragraph_per_cell(plan: PlanFacts) -> Document:
    """One cell per paragraph, no blank lines, as a table pasted into a word processor."""
    blocks: list[Block] = []
    for outcome, action in actions(plan):
        blocks += [paragraph(text) for text in (*_above(outcome, action), *HEADINGS)]
        for m in action.milestones:
            title, due, note, progress = cells(m)
            blocks += [paragraph(text) for text in (title, due, *note.split("\n"), progress) if text]
    return document(plan, *blocks)


def spaced_paragraphs(plan: PlanFacts) -> Document:
    """One cell per paragraph with blank lines between, and "Back" between actions, as the real report."""
    blocks: list[Block] = []
    for outcome, action in actions(plan):
        blocks += [paragraph(text, space_before=n == 0) for n, text in enumerate(_above(outcome, action))]
        blocks += [paragraph(text, space_before=True) for text in HEADINGS]
        for m in action.milestones:
            title, due, note, progress = cells(m)
            parts = (title, due, *note.split("\n"), progress)
            blocks += [paragraph(text, space_before=True) for text in parts if text]
        blocks.append(paragraph("Back      Top of page", space_before=True))
    return document(plan, *blocks)


def list_notes(plan: PlanFacts) -> Document:
    """Real tables whose bulleted notes are lists."""
    blocks: list[Block] = []
    for outcome, action in actions(plan):
        blocks += [paragraph(text) for text in _above(outcome, action)]
        rows = [row(*HEADINGS)]
        for m in action.milestones:
            title, due, note, progress = cells(m)
            rows.append(Row((text_cell(title), text_cell(due), Cell(tuple(_as_lists(note))), text_cell(progress))))
        blocks.append(Table(rows=tuple(rows)))
    return document(plan, *blocks)


def _as_lists(note: str) -> Iterator[Block]:
    for line in note.split("\n"):
        if line[:2] in ("· ", "- "):
            yield ListBlock(((paragraph(line[2:]),),))
        elif line:
            yield paragraph(line)


def run_together(plan: PlanFacts) -> Document:
    """A paragraph per milestone, its cells with nothing between them."""
    blocks: list[Block] = []
    for outcome, action in actions(plan):
        blocks += [paragraph(text) for text in (*_above(outcome, action), "".join(HEADINGS))]
        blocks += [paragraph("".join(cells(m))) for m in action.milestones]
        blocks.append(paragraph("Back Top of page"))
    return document(plan, *blocks)


def run_together_action(plan: PlanFacts) -> Document:
    """A paragraph per action: column headings and all milestones with nothing between them."""
    blocks: list[Block] = []
    for outcome, action in actions(plan):
        blocks += [paragraph(text) for text in _above(outcome, action)]
        blocks.append(paragraph("".join(HEADINGS) + "".join("".join(cells(m)) for m in action.milestones)))
    return document(plan, *blocks)


def run_together_lines(plan: PlanFacts) -> Document:
    """A line per milestone with single spaces between the cells."""
    blocks: list[Block] = []
    for outcome, action in actions(plan):
        blocks += [paragraph(text) for text in (*_above(outcome, action), " ".join(HEADINGS))]
        blocks += [paragraph(" ".join(cells(m))) for m in action.milestones]
    return document(plan, *blocks)


def _stated(action: ActionFacts) -> str:
    return "" if action.stated_percent is None else str(action.stated_percent)


# Layouts that carry everything: theme, summary and notes line by line.
WHOLE: tuple[Layout, ...] = (
    tables_under_paragraphs,
    tables_without_repeated_headings,
    paper,
    merged_headings,
    merged_headings_then_columns,
    sheet_with_heading_rows,
    labelled_headings,
    paragraph_per_cell,
    spaced_paragraphs,
    run_together,
    run_together_action,
    run_together_lines,
)
# Layouts that have no room for a theme, a summary or a stated percentage.
PLAIN: tuple[Layout, ...] = (one_table, one_table_with_blanks, one_table_with_spans)
