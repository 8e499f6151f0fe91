"""Builds a snapshot from the live tables: the one module of `public` that reads them.

Figures are those of the papers: as at the period's last day, small numbers withheld, corrections included. People are
not named. What came to be known of later periods is left out, so that a past period can be published at any time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fingerpost.core.periods import Period, quarters
from fingerpost.core.slugs import free_slug
from fingerpost.core.words import whole_percent
from fingerpost.cycles.models import Cycle
from fingerpost.documents.writers import FORMATS
from fingerpost.papers import silence
from fingerpost.papers.kinds import KINDS
from fingerpost.papers.making import Wanted, content_of
from fingerpost.papers.milestone_cells import known_progress, percent_figure, standing_words
from fingerpost.papers.silence import Silence
from fingerpost.people.models import Group, Membership
from fingerpost.plans.models import Action, Indicator, MilestoneState, Plan
from fingerpost.public import content
from fingerpost.public.comparing import changes
from fingerpost.public.content import Label, Link, Snapshot, Span
from fingerpost.reporting.expected import as_decimal
from fingerpost.reporting.explanation import comparison_words, explain, explain_action
from fingerpost.reporting.filters import Filters
from fingerpost.reporting.indicators.explanation import explain as explain_indicator
from fingerpost.reporting.indicators.places import WHOLE, Place
from fingerpost.reporting.indicators.scorecard import indicators_of
from fingerpost.reporting.indicators.sheet import Sheet, sheets_of
from fingerpost.reporting.indicators.wording import cell_words, figure_words
from fingerpost.reporting.milestone_row import MilestoneRow
from fingerpost.reporting.models import ValueState
from fingerpost.reporting.moment import Moment, days_of_year
from fingerpost.reporting.queries import milestones_as_at
from fingerpost.reporting.rollup import (
    ActionRollUp,
    OutcomeRollUp,
    PlanRollUp,
    roll_up,
    roll_up_plans,
)
from fingerpost.reporting.sentence import sentence_of
from fingerpost.reviews.queries import Known

COMING = 8
PAPERS = {"milestones": ("pdf", "docx", "odt")}
Trends = dict[int, list[tuple[str, int | None]]]
Drawn = dict[str, tuple[str, str, bytes]]  # name -> title, media type, content


@dataclass(frozen=True, slots=True)
class Built:
    """A snapshot with the bytes of its files by name."""

    snapshot: Snapshot
    files: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Read:
    """What is read once for all parts. `slugs` are those of key actions by id: of another plan's they may differ."""

    plan: Plan
    moment: Moment
    whole: PlanRollUp
    slugs: dict[int, str]
    rows: dict[int, list[MilestoneRow]]
    silence: Silence

    period: Period

    @property
    def as_at(self) -> date:
        return self.moment.as_at


def build(plan: Plan, period: Period, *, version: int, before: Snapshot | None, now: datetime, today: date) -> Built:
    """The plan for a period. `before` is the publication that this one is compared with."""
    as_at = min(period.end, plan.ends, today)
    moment = Moment(as_at, period)
    whole = roll_up(plan, as_at=as_at, period=period)
    read = Read(plan, moment, whole, slugs_of(whole), rows_of(plan, moment), silence.read(plan, period), period)
    drawn: Drawn = {}
    rows = active_indicators(plan)
    said = reviews_of(period, rows)
    sheets = sheets_of(rows, period, as_at=as_at)
    facts = [indicator_facts(sheet, period, drawn, said.get(sheet.indicator.pk)) for sheet in sheets]
    for kind, formats in PAPERS.items():
        for format in formats:
            name = f"{kind}.{FORMATS[format].extension}"
            paper = content_of(Wanted(kind=kind, plan=plan, period=period, as_at=as_at), format)
            title = _("%(paper)s (%(format)s)") % {"paper": KINDS[kind].title, "format": FORMATS[format].title}
            drawn[name] = (title, FORMATS[format].media_type, paper)
    trends, trend = trends_of(plan, as_at)
    snapshot = Snapshot(
        schema=content.SCHEMA,
        language=get_language() or settings.LANGUAGE_CODE,
        partnership=settings.PARTNERSHIP_NAME,
        plan=plan_facts(plan),
        period=span_of(period),
        as_at=as_at,
        built_at=now,
        version=version,
        standing=standing_of(whole, read),
        trend=trend,
        outcomes=tuple(outcome_facts(node, read, trends, facts) for node in whole.walk()),
        actions=tuple(action_facts(read)),
        indicators=tuple(facts),
        groups=groups(),
        localities=localities(plan, period, moment),
        changes=(),
        earlier=before.period if before else None,
        coming=coming(read),
        files=tuple(
            content.FileFacts(name, title, kind, len(body), hashlib.sha256(body).hexdigest())
            for name, (title, kind, body) in sorted(drawn.items())
        ),
    )
    if before:
        snapshot = replace(snapshot, changes=changes(before, snapshot))
    return Built(snapshot, {name: body for name, (_title, _kind, body) in drawn.items()})


def span_of(period: Period) -> Span:
    return Span(period.slug, period.label, period.start, period.end)


def plan_facts(plan: Plan) -> content.PlanFacts:
    around = None
    if plan.area.parent_id:
        around = overlapping(plan).filter(area=plan.area.parent_id).order_by("-starts", "title", "pk").first()
    return content.PlanFacts(
        slug=plan.slug,
        title=plan.title,
        summary=plan.summary,
        starts=plan.starts,
        ends=plan.ends,
        area=plan.area.name,
        area_slug=plan.area.slug,
        is_locality=plan.area.parent_id is not None,
        owner=plan.owner.name,
        theme_name=plan.theme_name,
        outcome_name=plan.outcome_name,
        action_name=plan.action_name,
        milestone_name=plan.milestone_name,
        predecessor=link_to(plan.predecessor),
        serves=link_to(around),
    )


def link_to(plan: Plan | None) -> Link | None:
    return Link(plan.slug, plan.title) if plan and plan.state != Plan.State.DRAFT else None


def overlapping(plan: Plan) -> QuerySet[Plan]:
    """Other plans, no drafts, that run at the same time."""
    return (
        Plan.objects.filter(starts__lte=plan.ends, ends__gte=plan.starts)
        .exclude(pk=plan.pk)
        .exclude(state=Plan.State.DRAFT)
    )


def slugs_of(whole: PlanRollUp) -> dict[int, str]:
    """The plan's own key actions keep theirs; those of other plans get another where it is taken."""
    own = {key: node.head.slug for key, node in whole.actions.items() if node.head.plan.id == whole.plan.pk}
    taken = set(own.values())
    for key, node in whole.actions.items():
        if key not in own:
            own[key] = free_slug(node.head.slug, taken, length=80)
            taken.add(own[key])
    return own


def rows_of(plan: Plan, moment: Moment) -> dict[int, list[MilestoneRow]]:
    found: dict[int, list[MilestoneRow]] = {}
    listed = milestones_as_at(plan, as_at=moment.as_at, period=moment.period, filters=Filters(this_year=True))
    for row in listed:
        kept = found.setdefault(row.action_id, [])
        if row.id not in {one.id for one in kept}:  # a key action is listed under each of its outcomes
            kept.append(row)
    return found


def trends_of(plan: Plan, as_at: date) -> tuple[Trends, tuple[tuple[str, int | None], ...]]:
    """Percentages at the end of each quarter of the plan year so far: of outcomes by id, and of the plan."""
    first, last = days_of_year(plan, as_at)
    found: Trends = {}
    whole: list[tuple[str, int | None]] = []
    for quarter in quarters(first, min(last, as_at)) if as_at >= first else []:
        then = roll_up(plan, as_at=min(quarter.end, as_at))
        whole.append((quarter.label, then.shown))
        for node in then.walk():
            found.setdefault(node.head.id, []).append((quarter.label, node.shown))
    return found, tuple(whole)


def standing_of(node: ActionRollUp | OutcomeRollUp | PlanRollUp, read: Read) -> content.Standing:
    if isinstance(node, ActionRollUp):
        how = explain_action(node, read.rows.get(node.head.id, ()), read.moment)
    else:
        how = explain(node, read.moment)
    tally = node.tally
    return content.Standing(
        percent=node.shown,
        exact=node.percent,
        expected=node.expected_shown,
        band=Label(node.band.value, str(node.band.label)),
        sentence=sentence_of(node, read.moment, read.plan),
        rule=f"{how.rule}\n{how.arithmetic}",
        counts=content.Counts(
            due=tally.due,
            complete=tally.complete,
            well_progressed=tally.well_progressed,
            some_progress=tally.some_progress,
            no_progress=tally.no_progress,
            no_update=tally.no_update,
            will_not_complete=tally.will_not_complete,
            carried_forward=tally.carried_forward,
            overdue=tally.overdue,
            later=tally.future,
            left_out=tally.left_out,
        ),
    )


def outcome_facts(
    node: OutcomeRollUp, read: Read, trends: Trends, indicators: Iterable[content.IndicatorFacts]
) -> content.OutcomeFacts:
    heads = {head.id: head for head in read.whole.tree.outcomes}
    parent = heads.get(node.head.parent_id or 0)
    return content.OutcomeFacts(
        slug=node.head.slug,
        title=node.title,
        description=node.head.description,
        theme=node.head.theme or "",
        parent=parent.slug if parent else "",
        standing=standing_of(node, read),
        trend=tuple(trends.get(node.head.id, ())),
        actions=tuple(read.slugs[action.head.id] for action in node.actions),
        indicators=tuple(one.slug for one in indicators if one.outcome == node.head.slug),
    )


def action_facts(read: Read) -> Iterator[content.ActionFacts]:
    """Each key action once, numbered where it is first met in the order of reading."""
    towards: dict[int, list[str]] = {}
    order: dict[int, ActionRollUp] = {}
    for node in read.whole.walk():
        for action in node.actions:
            towards.setdefault(action.head.id, []).append(node.head.slug)
            order[action.head.id] = action
    order |= {action.head.id: action for action in read.whole.unplaced}
    rows = Action.objects.in_bulk(list(order))
    reviews = reviews_of(read.period, list(rows.values()))
    for number, (key, action) in enumerate(order.items(), start=1):
        yield content.ActionFacts(
            slug=read.slugs[key],
            number=str(number),
            title=action.title,
            description=rows[key].description,
            outcomes=tuple(towards.get(key, ())),
            cancelled=action.head.state_reason if action.cancelled else "",
            standing=standing_of(action, read),
            stated=action.stated.percent,
            verdict=comparison_words(action),
            review=reviews.get(key),
            milestones=tuple(milestone_facts(row, read.silence) for row in read.rows.get(key, ())),
        )


def reviews_of(period: Period, rows: Sequence[Indicator] | Sequence[Action]) -> dict[int, content.Review]:
    """What was said of indicators or key actions for a period, by id; those of which nothing was said are left out."""
    indicators = [row for row in rows if isinstance(row, Indicator)]
    actions = [row for row in rows if isinstance(row, Action)]
    found: dict[int, content.Review] = {}
    known = Known.of(period, indicators, actions)
    for row in rows:
        said = known.reviewed(row)
        if not said.is_empty:
            found[row.pk] = content.Review(
                work_undertaken=said.undertaken_words,
                work_planned=said.planned_words,
                data=said.data_words,
                notes=said.notes,
                next_step="\n".join(step.text for step in said.follow_ups),
            )
    return found


def milestone_facts(row: MilestoneRow, silent: Silence) -> content.MilestoneFacts:
    progress = known_progress(row, silent)
    return content.MilestoneFacts(
        slug=row.slug,
        title=row.title,
        due=row.due,
        first_due=row.original_due,
        by_when=row.by_when,
        progress=None if progress is None else whole_percent(progress),
        progress_words=standing_words(row, silent) if progress is None else percent_figure(progress),
        standing=Label(row.standing.value, str(row.standing.label)),
        overdue=row.is_overdue,
        note=row.note,
        why=row.state_reason if row.state != MilestoneState.ACTIVE else "",
    )


def active_indicators(plan: Plan) -> list[Indicator]:
    return list(indicators_of(plan).filter(state=Indicator.State.ACTIVE))


def indicator_facts(full: Sheet, asked: Period, drawn: Drawn, review: content.Review | None) -> content.IndicatorFacts:
    row, line, last = full.indicator, full.line, max(asked.end, full.line.period.end)
    sheet = replace(
        full,
        own=[one for one in full.own if one.end <= last],
        others=[one for one in full.others if one.end <= last],
    )
    judged = line.judged
    baseline = sheet.baseline
    charts: list[str] = []
    for drawing in [*sheet.drawings(), *(table.drawing for table in sheet.tables() if table.drawing)]:
        name = f"{row.slug}-{len(charts) + 1}.svg"
        shown = drawing.on_page()
        drawn[name] = (f"{drawing.caption}. {drawing.alt}", "image/svg+xml", shown.svg.encode())
        charts.append(name)
    return content.IndicatorFacts(
        slug=row.slug,
        title=row.title,
        outcome=row.outcome.slug,
        definition=row.definition,
        unit=row.unit,
        decimals=row.decimals,
        polarity=Label(row.polarity, row.get_polarity_display()),
        frequency=Label(row.frequency, row.get_frequency_display()),
        source=row.source,
        baseline=(
            _("%(figure)s in %(when)s") % {"figure": figure_words(row, Fraction(baseline.value)), "when": baseline.when}
            if baseline
            else ""
        ),
        period=span_of(line.period),
        value=exact(line.figure.exact),
        words=cell_words(row, line.figure),
        state=state_of(line.figure.state),
        target=figure_words(row, line.goal),
        status=Label(judged.status.value, str(judged.status.label)),
        short_trend=Label(line.short.trend.value, str(line.short.trend.label)),
        long_trend=Label(line.long.trend.value, str(line.long.trend.label)),
        working=" ".join(explain_indicator(line, full.known.as_at).sentences),
        values=tuple(values_of(sheet)),
        targets=tuple(targets_of(sheet)),
        charts=tuple(charts),
        review=review,
    )


def exact(value: Fraction | None) -> Decimal | None:
    return None if value is None else as_decimal(value)


def state_of(state: str) -> Label:
    if state == "withheld":
        return Label(state, _("Withheld (small number)"))
    return Label(state, str(ValueState(state).label)) if state else Label("", _("No figure"))


def places_of(sheet: Sheet) -> list[tuple[str, str, Place]]:
    """Name and kind of every place that something was said of, the whole first."""
    periods = [*sheet.own, *sheet.others]
    said = dict.fromkeys(place for period in periods for place in sheet.known.values.at(sheet.indicator, period))
    names = {row.pk: row.name for row in sheet.benchmarks}
    found = [("", "whole", WHOLE)]
    for place in said:
        if place.benchmark:
            found.append((names[place.benchmark], "benchmark", place))
        elif place != WHOLE:
            found.append((sheet.name(place), "category" if place.category else "area", place))
    order = {"whole": 0, "area": 1, "category": 2, "benchmark": 3}
    return sorted(found, key=lambda one: (order[one[1]], one[0]))


def values_of(sheet: Sheet) -> Iterator[content.Value]:
    for name, kind, place in places_of(sheet):
        for period in [*sheet.own, *sheet.others]:
            figure = sheet.known.values.figure(sheet.indicator, period, place)
            if not figure.state and not figure.is_known and place != WHOLE:
                continue
            yield content.Value(
                period=span_of(period),
                place=name,
                kind=kind,
                value=exact(figure.exact),
                words=cell_words(sheet.indicator, figure),
                state=state_of(figure.state),
                numerator=exact(figure.numerator),
                denominator=exact(figure.denominator),
                provisional=figure.provisional,
                note="" if figure.is_withheld else figure.note,
            )


def targets_of(sheet: Sheet) -> Iterator[content.TargetFacts]:
    row = sheet.indicator
    for period, value in sorted(sheet.known.targets.of(row).items(), key=lambda pair: (pair[0].start, pair[0].end)):
        yield content.TargetFacts(span_of(period), "", as_decimal(value), figure_words(row, value))


def groups() -> tuple[content.GroupFacts, ...]:
    """Every group with who sits in it by role and organisation. People are not named. Two queries."""
    members: dict[int, list[content.Member]] = {}
    rows = Membership.objects.filter(user__is_active=True).select_related("user__organisation")
    for row in rows.order_by("position", "user__organisation__name", "user__job_title", "pk"):
        body = row.user.organisation.name if row.user.organisation else ""
        members.setdefault(row.group_id, []).append(
            content.Member(row.get_position_display(), row.user.job_title, body)
        )
    return tuple(
        content.GroupFacts(
            slug=row.slug,
            name=row.name,
            kind=row.get_kind_display(),
            parent=row.parent.slug if row.parent else "",
            members=tuple(members.get(row.pk, ())),
        )
        for row in Group.objects.select_related("parent").order_by("name")
    )


def localities(plan: Plan, period: Period, moment: Moment) -> tuple[content.Locality, ...]:
    """The plans of the localities within the plan's area that run at the same time."""
    plans = list(
        overlapping(plan).filter(area__parent=plan.area_id).select_related("area").order_by("area__name", "pk")
    )
    whole = roll_up_plans(plans, lambda _plan: moment)
    found = []
    for one in plans:
        node = whole[one.pk]
        read = Read(one, moment, node, {}, {}, Silence(), period)
        standing = standing_of(node, read)
        link = Link(one.slug, one.title)
        found.append(content.Locality(link, one.area.name, standing.percent, standing.sentence, standing.counts))
    return tuple(found)


def coming(read: Read) -> tuple[content.Coming, ...]:
    """The next milestones, and when the plan is reported on next."""
    found = [
        content.Coming(row.due, row.title, f"actions/{read.slugs[row.action_id]}/")
        for rows in read.rows.values()
        for row in rows
        if row.due and row.due > read.as_at and row.state == MilestoneState.ACTIVE and row.progress != 100
    ]
    after = Q(plan=read.plan, ends__gt=read.as_at, due_on__gt=read.as_at)
    for cycle in Cycle.objects.filter(after).order_by("due_on")[:2]:
        found.append(content.Coming(cycle.due_on, _("Updates for %(period)s are due") % {"period": cycle.of.label}, ""))
    return tuple(sorted(found, key=lambda one: (one.on, one.words))[:COMING])
