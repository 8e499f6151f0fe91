"""The register of non-response as a paper: how many answered, who did not, of what, and who is to follow it up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fingerpost.core.periods import Period
from fingerpost.core.words import day_words, percent_words
from fingerpost.cycles import register
from fingerpost.cycles.models import Cycle, CycleState, Item
from fingerpost.cycles.register import Chosen, Line, no_response_words
from fingerpost.cycles.register_tables import figure_of, number_cell, percent_cell, table_of
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
from fingerpost.follow_ups.models import FollowUp
from fingerpost.follow_ups.queries import counting_towards
from fingerpost.papers import selection, wording
from fingerpost.papers.milestone_cells import due_cell, note_cell, percent_figure
from fingerpost.papers.selection import Scope, Selection
from fingerpost.people.models import User
from fingerpost.plans.models import Outcome, Plan
from fingerpost.reporting.milestone_row import MilestoneRow


@dataclass(frozen=True, slots=True)
class Missing:
    """An item without an answer, how its milestone stands, and what somebody is to do about it."""

    item: Item
    row: MilestoneRow | None
    follow_up: FollowUp | None


def non_response(
    plan: Plan,
    *,
    period: Period,
    outcome: Outcome | None = None,
    lead: User | None = None,
    scope: Scope = "due",
    as_at: date | None = None,
) -> Document:
    """Of the cycles within the period that are over; `scope` makes no difference. The number of queries is constant."""
    chosen = Selection(plan=plan, period=period, outcome=outcome, lead=lead, scope="all", as_at=as_at)
    asked = Chosen(
        plans=Plan.objects.filter(pk=plan.pk),
        since=period.start,
        until=period.end,
        person=lead,
        only=counting_towards(outcome) if outcome else Q(),
    )
    people, organisations = register.lines(asked, "person"), register.lines(asked, "organisation")
    missing = missing_of(asked, chosen)
    return wording.paper(
        _("register of non-response"),
        chosen,
        blocks=(*opening(chosen, people), *told(people, organisations, missing)),
        sheets=(Sheet(_("Who was asked"), table_of(people, "person")), Sheet(_("No response"), flat(missing))),
    )


def missing_of(asked: Chosen, chosen: Selection) -> list[Missing]:
    """What was not answered, in the order of people and of the plan."""
    items = asked.items.filter(missed=True, first_submitted_at=None)
    items = items.select_related("request__person__organisation", "cycle", "milestone__action", "action", "indicator")
    found = list(items.order_by("request__person__name", "request_id", "position", "pk"))
    rows = {row.id: row for row in selection.read(chosen).milestones} if found else {}
    follow_ups = register.follow_ups_of({item.request_id: item.request for item in found}.values())
    return [Missing(item, rows.get(item.milestone_id or 0), follow_ups.get(item.request_id)) for item in found]


def opening(chosen: Selection, people: Sequence[Line]) -> Iterator[Block]:
    """Counts first."""
    if not people:
        yield paragraph(_("No reporting cycle of the period that is over asked for anything."), style="lead")
    else:
        total = register.total(line.counts for line in people)
        words = ngettext(
            "%(given)d of %(n)d item was answered (%(rate)s), %(on_time)d on time (%(on_time_rate)s).",
            "%(given)d of %(n)d items were answered (%(rate)s), %(on_time)d on time (%(on_time_rate)s).",
            total.expected,
        ) % {
            "given": total.given,
            "n": total.expected,
            "rate": percent_words(total.response_rate),
            "on_time": total.on_time,
            "on_time_rate": percent_words(total.on_time_rate),
        }
        yield paragraph(words, style="lead")
        yield paragraph(people_words(people, total))
    if words := wording.about(chosen):
        yield paragraph(words)
    for cycle in Cycle.objects.filter(
        plan=chosen.plan, starts__gte=chosen.period.start, ends__lte=chosen.period.end, state=CycleState.OPEN
    ):
        still = {"period": cycle.of.label, "day": day_words(cycle.grace_until)}
        yield paragraph(_("The cycle for %(period)s is open until %(day)s and does not count yet.") % still)


def people_words(people: Sequence[Line], total: register.Counts) -> str:
    """How many requests were answered in full, in part and not at all."""
    words = ngettext(
        "%(n)d request to a lead officer: %(full)d answered in full, %(partly)d in part, %(silent)d not at all.",
        "%(n)d requests to lead officers: %(full)d answered in full, %(partly)d in part, %(silent)d not at all.",
        total.asked,
    )
    return words % {"n": total.asked, "full": total.answered, "partly": total.partly, "silent": total.silent}


def told(people: Sequence[Line], organisations: Sequence[Line], missing: Sequence[Missing]) -> Iterator[Block]:
    if not people:
        return
    parts = [
        ("asked", _("Who was asked, and who answered")),
        ("missing", no_response_words()),
        ("worked-out", _("How the figures were worked out")),
    ]
    yield Contents(_("Contents"), tuple(ContentsEntry(1, title, anchor) for anchor, title in parts))
    yield heading(2, parts[0][1], anchor="asked")
    figure = figure_of(organisations, "organisation")
    if figure:
        yield figure
    yield people_table(people)
    yield wording.navigation()
    yield heading(2, parts[1][1], anchor="missing")
    yield missing_table(missing) if missing else paragraph(_("Everybody answered everything."))
    yield wording.navigation()
    yield heading(2, parts[2][1], anchor="worked-out")
    for words in rules():
        yield paragraph(words)
    yield wording.navigation()


def rules() -> list[str]:
    return [
        _("Response rate: items answered ÷ items expected. On-time rate: items answered by the person’s own due date ÷ "
          "items expected. The rates of a total are sums over sums, not means of rates."),
        _("A request is one person in one cycle. It is answered in full when every item was answered."),
        _("Not expected: people who had left, what was cancelled or had not begun, and what was handed back."),
    ]  # fmt: skip


def people_table(lines: Sequence[Line]) -> Table:
    columns = (
        Column(_("Lead officer"), width=24),
        Column(_("Items expected"), "number", width=11),
        Column(_("On time"), "number", width=9),
        Column(_("Late"), "number", width=8),
        Column(_("No response"), "number", width=11),
        Column(_("Response rate"), "percent", width=11),
    )
    return Table(columns, tuple(people_row(line) for line in lines))


def people_row(line: Line) -> Row:
    name = [paragraph(line.title), *([paragraph(line.beside, style="small")] if line.beside else [])]
    counts = line.counts
    figures = (counts.expected, counts.on_time, counts.late, counts.missing)
    return Row((Cell(tuple(name)), *map(number_cell, figures), percent_cell(counts.response_rate)))


def missing_table(missing: Iterable[Missing]) -> Table:
    columns = (
        Column(_("What was asked about"), width=32),
        Column(_("Lead officer"), width=16),
        Column(_("Due date"), "date", width=13),
        Column(_("Last said"), width=20),
        Column(_("Follow-up"), width=24),
    )
    return Table(columns, tuple(missing_row(one) for one in missing))


def missing_row(one: Missing) -> Row:
    what = [paragraph(str(one.item))]
    if one.item.milestone:
        what.append(paragraph(one.item.milestone.action.title, style="small"))
    return Row((
        Cell(tuple(what)),
        text_cell(one.item.request.person.name),
        due_cell(one.row) if one.row else Cell(),
        text_cell(last_words(one.row)),
        text_cell(follow_up_words(one.follow_up)),
    ))  # fmt: skip


def last_words(row: MilestoneRow | None) -> str:
    """ "40% as at 30 June 2009"."""
    if row is None:
        return ""
    if row.progress is None:
        return _("Nothing yet")
    words = {"percent": percent_figure(row.progress), "date": day_words(row.progress_on)}
    return _("%(percent)s as at %(date)s") % words


def follow_up_words(follow_up: FollowUp | None) -> str:
    """Who is to get the answer, and by when."""
    if follow_up is None:
        return ""
    words = {"who": follow_up.by_whom or _("Nobody"), "day": day_words(follow_up.due) or follow_up.by_when}
    if follow_up.ended_on:
        return _("%(who)s: %(state)s on %(day)s") % {
            "who": words["who"],
            "state": follow_up.get_state_display(),
            "day": day_words(follow_up.ended_on),
        }
    return _("%(who)s, by %(day)s") % words


def flat(missing: Iterable[Missing]) -> Table:
    columns = (
        Column(_("Period")),
        Column(_("Lead officer")),
        Column(_("Organisation")),
        Column(_("Key action"), width=2),
        Column(_("Milestone"), width=3),
        Column(_("Indicator"), width=3),
        Column(_("Due date"), "date"),
        Column(_("Last said")),
        Column(_("Note"), width=3),
        Column(_("Follow-up"), width=2),
    )
    return Table(columns, tuple(flat_row(one) for one in missing))


def flat_row(one: Missing) -> Row:
    item, person = one.item, one.item.request.person
    action = item.action or (item.milestone.action if item.milestone else None)
    return Row((
        text_cell(item.cycle.of.label),
        text_cell(person.name),
        text_cell(str(person.organisation or "")),
        text_cell(str(action or "")),
        text_cell(str(item.milestone or "")),
        text_cell(str(item) if item.indicator else ""),
        due_cell(one.row) if one.row else Cell(),
        text_cell(last_words(one.row)),
        note_cell(one.row) if one.row else Cell(),
        text_cell(follow_up_words(one.follow_up)),
    ))  # fmt: skip
