"""The action log: what was agreed, by whom and by when, and how it stands. What is open comes first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from fingerpost.core.periods import Period
from fingerpost.core.words import day_words, percent_words
from fingerpost.documents.model import (
    Block,
    Cell,
    Column,
    Contents,
    ContentsEntry,
    Document,
    Row,
    Sheet,
    Table,
    heading,
    paragraph,
    text_cell,
)
from fingerpost.follow_ups import queries
from fingerpost.follow_ups.models import State
from fingerpost.follow_ups.queries import LogRow
from fingerpost.papers import wording
from fingerpost.papers.charts import percent_cell
from fingerpost.papers.milestone_cells import short_day
from fingerpost.papers.notes import note_blocks
from fingerpost.papers.selection import Scope, Selection
from fingerpost.people.models import User
from fingerpost.plans.models import Outcome, Plan


@dataclass(frozen=True, slots=True)
class Group:
    """Follow-ups that stand alike, in the order of the log."""

    anchor: str
    title: str
    rows: tuple[LogRow, ...]


def action_log(
    plan: Plan,
    *,
    period: Period,
    outcome: Outcome | None = None,
    lead: User | None = None,
    scope: Scope = "due",
    as_at: date | None = None,
) -> Document:
    """`scope` "due": what was open at the end of the period or ended in it; "all" adds what ended before. `lead`
    keeps to what one person owns. The number of queries is constant."""
    chosen = Selection(plan=plan, period=period, outcome=outcome, lead=lead, scope=scope, as_at=as_at)
    rows = queries.action_log(plan, period.start, chosen.day, owner=lead, outcome=outcome, everything=scope == "all")
    title = wording.paper_title(_("action log"), chosen)
    parts = groups(rows, chosen)
    return Document(
        title=title,
        blocks=(heading(1, title), *opening(chosen, parts), *told(parts)),
        sheets=(Sheet(_("Action log"), flat(rows)),),
        language=get_language() or "en-GB",
        author=wording.author(),
        subject=plan.title,
        footer=wording.footer(chosen),
    )


def groups(rows: Sequence[LogRow], chosen: Selection) -> list[Group]:
    ended = _("Done or dropped") if chosen.scope == "all" else _("Done or dropped in the period")
    open_ones = [row for row in rows if row.state == State.OPEN]
    return [
        Group("overdue", _("Overdue"), tuple(row for row in open_ones if row.overdue)),
        Group("open", _("Open"), tuple(row for row in open_ones if not row.overdue)),
        Group("ended", ended, tuple(row for row in rows if row.state != State.OPEN)),
    ]


def opening(chosen: Selection, parts: list[Group]) -> Iterator[Block]:
    """Counts first."""
    total = sum(len(group.rows) for group in parts)
    if not total:
        yield paragraph(_("Nothing was open or ended in the period."), style="lead")
    else:
        words = ngettext("%(count)d follow-up.", "%(count)d follow-ups.", total) % {"count": total}
        counts = "; ".join(f"{group.title}: {len(group.rows)}" for group in parts)
        yield paragraph(f"{words} {counts}.", style="lead")
    if words := about(chosen):
        yield paragraph(words)
    if total:
        entries = [ContentsEntry(1, f"{group.title} ({len(group.rows)})", group.anchor) for group in parts]
        yield Contents(_("Contents"), tuple(entries))


def about(chosen: Selection) -> str:
    """What the log keeps to, "" where it is the whole plan."""
    kept = wording.about(chosen) if chosen.outcome else ""
    owned = _("By %(owner)s.") % {"owner": chosen.lead.name} if chosen.lead else ""
    return " ".join(filter(None, [kept, owned]))


def told(parts: list[Group]) -> Iterator[Block]:
    """Each group with its rows; nothing of groups where all are empty."""
    if not any(group.rows for group in parts):
        return
    for group in parts:
        yield heading(2, group.title, anchor=group.anchor)
        yield table(group) if group.rows else paragraph(_("None."))
        yield wording.navigation()


def table(group: Group) -> Table:
    columns = (
        Column(_("What was agreed"), width=34),
        Column(_("By whom"), width=15),
        Column(_("By when"), "date", width=15),
        Column(_("How it stands"), width=36),
    )
    rows = tuple(Row((agreed(row), whom(row), when(row), text_cell("\n".join(standing(row))))) for row in group.rows)
    return Table(columns, rows)


def agreed(row: LogRow) -> Cell:
    """The words, what they are about, and where they came from."""
    made = row.follow_up
    lines = [str(made.about)] if made.about else []
    lines.append(_("%(origin)s, %(date)s") % {"origin": row.origin, "date": day_words(made.agreed_on)})
    return Cell((paragraph(made.text), *(paragraph(line, style="small") for line in lines)))


def whom(row: LogRow) -> Cell:
    return text_cell(row.follow_up.by_whom or _("Nobody"))


def when(row: LogRow) -> Cell:
    """The day, or the words that stand for one."""
    made = row.follow_up
    if made.due is None:
        return text_cell(made.by_when or _("No date"))
    return day_cell(made.due)


def day_cell(day: date | None) -> Cell:
    return Cell((paragraph(short_day(day)),), value=day) if day else Cell()


def standing(row: LogRow) -> Iterator[str]:
    """The state with its day, how far it is, and what was last said of it."""
    if row.ended_on:
        yield _("%(state)s on %(date)s") % {"state": row.state.label, "date": day_words(row.ended_on)}
    else:
        words = _("Overdue") if row.overdue else str(row.state.label)
        yield words if row.percent is None else f"{words}, {percent_words(row.percent)}"
    if row.said:
        said = " ".join(row.said.split())
        yield said if row.said_on == row.ended_on else f"{day_words(row.said_on)}: {said}"


def flat(rows: Sequence[LogRow]) -> Table:
    columns = (
        Column(_("What was agreed"), width=4),
        Column(_("About"), width=3),
        Column(_("By whom"), width=2),
        Column(_("Due"), "date"),
        Column(_("By when, in words"), width=2),
        Column(_("Agreed on"), "date"),
        Column(_("It came out of"), width=3),
        Column(_("Status")),
        Column(_("Ended on"), "date"),
        Column(_("Progress"), "percent"),
        Column(_("What was last said"), width=4),
    )
    return Table(columns, tuple(flat_row(row) for row in rows))


def flat_row(row: LogRow) -> Row:
    made = row.follow_up
    return Row(
        (
            text_cell(made.text),
            text_cell(str(made.about or "")),
            whom(row),
            day_cell(made.due),
            text_cell(made.by_when),
            day_cell(made.agreed_on),
            text_cell(row.origin),
            text_cell(_("Overdue") if row.overdue else str(row.state.label)),
            day_cell(row.ended_on),
            Cell() if row.percent is None else percent_cell(row.percent),
            Cell(note_blocks(row.said)),
        )
    )
