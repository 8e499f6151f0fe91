"""Every write to reviews and strategies. `by` is None for the system itself (an import on the command line)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fingerpost.core import audit
from fingerpost.core.periods import Period
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.follow_ups import services as follow_ups
from fingerpost.follow_ups.models import FollowUp, Origin
from fingerpost.people.models import User
from fingerpost.plans.models import Action, Indicator, Plan
from fingerpost.plans.services.writing import record_new, remove, set_fields
from fingerpost.reporting import services as reporting
from fingerpost.reporting.models import Source
from fingerpost.reporting.queries import lock_over
from fingerpost.reporting.rules import why_not_late
from fingerpost.reviews import queries, rules
from fingerpost.reviews.models import Activity, AnnualStatement, ReviewEntry, Strategy
from fingerpost.reviews.queries import Reviewed

FIELDS = ("work_undertaken", "undertaken_instead", "work_planned", "planned_instead", "data_words", "notes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said of one item for one period. `source_words`: where it was found, "review.docx, table 2, row 3"."""

    item: Indicator | Action
    period: Period
    work_undertaken: str = ""
    undertaken_instead: str = ""
    work_planned: str = ""
    planned_instead: str = ""
    data_words: str = ""
    notes: str = ""
    reason: str = ""
    source: str = Source.TYPED
    source_words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The next step that a review agrees on: what, by whom (a person or words), by when."""

    text: str
    owner: User | None = None
    owner_words: str = ""
    due: date | None = None


class StrategyFields(TypedDict, total=False):
    """What `save_strategy` stores."""

    title: str
    aim: str
    objectives: str
    means: str
    principles: str


class ActivityFields(TypedDict, total=False):
    """What an activity is made of."""

    action: str
    activity: str
    by_whom: str
    by_when: str
    due: date | None
    outcome: str


@transaction.atomic
def record_review(said: Said, *, by: User | None, step: Step | None = None, asked: bool = False) -> ReviewEntry | None:
    """Store what differs from what holds, and make the next step a follow-up. Raises `Refused`.

    Returns the entry that was added; None where only the next step is new, or only work on a key action. `asked`: a
    reporting cycle asks `by` for it, which stands in for leading the item.
    """
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=said.item.plan_id)
    refuse_if(rules.why_not_review(None if asked else by, said.item) or rules.why_not_period(plan, said.period))
    refuse_if(
        rules.why_not_say(said.work_undertaken, said.undertaken_instead)
        or rules.why_not_say(said.work_planned, said.planned_instead)
    )
    if step is None:
        refuse_if(rules.why_not_nothing(*(getattr(said, name) for name in FIELDS)))
    lock = lock_over(plan, said.period.end)
    before = queries.reviewed(said.item, said.period)
    new = {name: getattr(said, name).strip() for name in FIELDS}
    old = {name: getattr(before, name) for name in FIELDS}
    if new == old and step is None:
        raise Refused(rules.nothing_new())
    if new != old:
        refuse_if(why_not_late(lock, said.reason))
    entry = None
    if isinstance(said.item, Action):
        tell_work(said.item, said, new, old, by=by)
        new |= {"work_undertaken": "", "work_planned": ""}
        old |= {"work_undertaken": "", "work_planned": ""}
    if new != old:
        entry = ReviewEntry.objects.create(
            indicator=said.item if isinstance(said.item, Indicator) else None,
            action=said.item if isinstance(said.item, Action) else None,
            period=said.period.slug,
            source=said.source,
            source_words=said.source_words[:300],
            correction_of=before.entry if lock else None,
            late_for=lock,
            reason=said.reason.strip(),
            by=by,
            **new,
        )
        kind = "indicator" if entry.indicator_id else "action"
        audit.record(
            f"{kind}.review",
            said.item,
            by=by,
            before={name: value for name, value in old.items() if value},
            after={"period": said.period.slug, **{name: value for name, value in new.items() if value}},
            reason=entry.reason,
            scope=plan.slug,
        )
    if step is not None:
        agree(step, said.item, said.period, by=by)
    return entry


def tell_work(action: Action, said: Said, new: dict[str, str], old: dict[str, str], *, by: User | None) -> None:
    """Work on a key action, as an update as at the end of the period, or today where that is still to come."""
    names = ("work_undertaken", "work_planned")
    if all(new[name] == old[name] for name in names):
        return
    if not any(new[name] for name in names):
        raise Refused(_("What was said of the work on a key action stays. Say what holds instead."))
    as_at = min(said.period.end, timezone.localdate(), action.plan.ends)
    if said.source == Source.IMPORTED:
        row = reporting.NewActionUpdate(
            action=action,
            as_at=as_at,
            work_undertaken=new["work_undertaken"],
            work_planned=new["work_planned"],
            reason=said.reason,
        )
        reporting.add_action_updates([row], by=by)
    else:
        reporting.report_action(
            action=action,
            by=by,
            as_at=as_at,
            work_undertaken=new["work_undertaken"],
            work_planned=new["work_planned"],
            reason=said.reason,
        )


def said_so_far(shown: Reviewed, period: Period) -> Said:
    """What holds of an item, to be said again with a change."""
    return Said(item=shown.item, period=period, **{name: getattr(shown, name) for name in FIELDS})


def agree(step: Step, item: Indicator | Action, period: Period, *, by: User | None, asked: bool = False) -> FollowUp:
    """The next step as a follow-up. The same words for the same item and period never make two. `asked` as for
    `record_review`."""
    cause = queries.origin_of(item, period)
    same = FollowUp.objects.filter(key_of_origin__startswith=f"{cause}:")
    for earlier in same:
        if earlier.text == step.text.strip():
            return earlier
    return follow_ups.add(
        follow_ups.NewFollowUp(
            plan=item.plan,
            text=step.text,
            owner=step.owner,
            owner_words=step.owner_words,
            due=step.due,
            origin=Origin.REVIEW,
            origin_words=_("Review of “%(item)s”, %(period)s") % {"item": item.title[:400], "period": period.label},
            action=item if isinstance(item, Action) else None,
            key_of_origin=f"{cause}:{same.count() + 1}",
        ),
        by=by,
        asked=asked,
    )


class StatementFields(TypedDict, total=False):
    """What `save_statement` stores."""

    participation: str
    effective: str
    effectiveness: str
    next_year: str


@transaction.atomic
def save_statement(
    *,
    plan: Plan,
    year: Period,
    by: User | None,
    seen: Mapping[str, str] | None = None,
    **fields: Unpack[StatementFields],
) -> AnnualStatement:
    """Make or change what the annual report states for a planning year. `seen` as for `save_strategy`."""
    refuse_if(rules.why_not_strategy(by) or rules.why_not_period(plan, year))
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    there = queries.statement_of(plan, year)
    if there is None:
        row = AnnualStatement.objects.create(plan=plan, year=year.whole_year.slug, **fields)
        return record_new(row, by=by, scope=plan.slug, fields=dict(fields))
    set_fields(there, dict(fields), verb="annualstatement.edit", by=by, scope=plan.slug, seen=seen)
    return there


@transaction.atomic
def save_strategy(
    *, plan: Plan, by: User | None, seen: Mapping[str, str] | None = None, **fields: Unpack[StrategyFields]
) -> Strategy:
    """Make or change the communication strategy of a plan. `seen` is what its editor saw: raises `Conflict`."""
    refuse_if(rules.why_not_strategy(by))
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    there = queries.strategy_of(plan)
    if there is None:
        title = fields.get("title", "").strip() or _("Communication strategy")
        row = Strategy.objects.create(plan=plan, **{**fields, "title": title})
        return record_new(row, by=by, scope=plan.slug, fields=dict(fields))
    set_fields(there, dict(fields), verb="strategy.edit", by=by, scope=plan.slug, seen=seen)
    return there


@transaction.atomic
def add_activities(*, strategy: Strategy, rows: Iterable[ActivityFields], by: User | None) -> list[Activity]:
    """Add activities behind those that are there; one that is there already is brought up to date. Those written."""
    refuse_if(rules.why_not_strategy(by))
    there = {(row.action, row.activity): row for row in strategy.activities.all()}
    position = max((row.position for row in there.values()), default=0)
    written = []
    for fields in rows:
        old = there.get((fields.get("action", ""), fields["activity"]))
        scope = strategy.plan.slug
        if old is not None:
            if set_fields(old, dict(fields), verb="activity.edit", by=by, scope=scope):
                written.append(old)
            continue
        position += 1
        row = Activity.objects.create(strategy=strategy, position=position, **fields)
        there[row.action, row.activity] = row
        written.append(record_new(row, by=by, scope=scope, fields=dict(fields)))
    return written


@transaction.atomic
def edit_activity(
    activity: Activity, *, fields: ActivityFields, by: User | None, seen: Mapping[str, str] | None = None
) -> Activity:
    """Change an activity. `seen` as for `save_strategy`."""
    refuse_if(rules.why_not_strategy(by))
    scope = activity.strategy.plan.slug
    set_fields(activity, dict(fields), verb="activity.edit", by=by, scope=scope, seen=seen)
    return activity


@transaction.atomic
def remove_activity(*, activity: Activity, by: User | None) -> None:
    """Take an activity out; its words stay in the audit trail."""
    refuse_if(rules.why_not_strategy(by))
    remove(activity, by=by, scope=activity.strategy.plan.slug)
