"""From a plan to the one that follows it: one milestone carried forward, or the whole plan rolled over."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from fingerpost.core import audit
from fingerpost.core.refusals import refuse_if
from fingerpost.core.slugs import free_slug
from fingerpost.people.models import User
from fingerpost.plans import rules
from fingerpost.plans.models import (
    Action,
    ActionOutcome,
    Milestone,
    MilestoneChange,
    MilestoneState,
    Outcome,
    Plan,
)
from fingerpost.plans.progress import progress_of
from fingerpost.plans.services.adding import BATCH, add_structure
from fingerpost.plans.services.endings import change_state
from fingerpost.plans.services.plans import create_plan
from fingerpost.plans.services.writing import lock, lock_both
from fingerpost.plans.structure import Added, NewAction, NewOutcome

KEPT = ("title", "description", "by_when", "lead_id", "weight", "quantity_target", "quantity_unit")


def copy_of(milestone: Milestone, action: Action, due: date | None) -> Milestone:
    """The milestone as it goes on in another plan. The date promised there is its original one there; the dates
    before are found through `carried_from`. A quarter label spoke of the old plan and stays behind."""
    kept = {name: getattr(milestone, name) for name in KEPT}
    return Milestone(action=action, due=due, original_due=due, carried_from=milestone, **kept)


@transaction.atomic
def carry_forward(
    *,
    milestone: Milestone,
    into: Action,
    due: date | None,
    reason: str,
    by: User | None,
    on: date | None = None,
) -> Milestone:
    """Let an unfinished milestone go on in an action of a plan that follows; returns the new milestone.

    The old one becomes carried forward with the reason, from the day `on` (today unless said).
    """
    old, new = lock_both(milestone.action.plan, into.plan)
    milestone = Milestone.objects.select_related("action__plan", "lead").get(pk=milestone.pk)
    into = new.actions.select_related("plan").get(pk=into.pk)
    refuse_if(rules.first(rules.why_not_carry_into(by, milestone, into), rules.why_not_reason(reason)))
    on = on or timezone.localdate()
    refuse_if(rules.why_not_finished(milestone, progress_of(Milestone.objects.filter(pk=milestone.pk), on)))
    change_state(old, milestone, "carry-forward", reason=reason, by=by, on=on)
    fresh = copy_of(milestone, into, due)
    fresh.slug = free_slug(fresh.title, set(into.milestones.values_list("slug", flat=True)), fallback="milestone")
    last = into.milestones.aggregate(last=Max("position"))["last"]
    fresh.position = 0 if last is None else last + 1
    fresh.save(force_insert=True)
    after = {"title": fresh.title, "due": due, "carried_from": milestone, "from_plan": old}
    audit.record("milestone.add", fresh, by=by, after=after, reason=reason.strip(), scope=new.slug)
    return fresh


@dataclass(frozen=True, slots=True)
class Selection:
    """What of a plan goes on in its successor. Each item's parent must be chosen with it."""

    outcomes: Sequence[Outcome] = ()
    actions: Sequence[Action] = ()
    milestones: Sequence[Milestone] = ()


def months_between(plan: Plan, starts: date) -> int:
    return (starts.year - plan.starts.year) * 12 + starts.month - plan.starts.month


def later(day: date | None, months: int) -> date | None:
    """The same day so many months later; the last of a month stays the last."""
    if day is None:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    at_end = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if at_end else min(day.day, last))


@transaction.atomic
def roll_over(
    *, plan: Plan, title: str, starts: date, ends: date, chosen: Selection, reason: str, by: User | None
) -> Plan:
    """Make the draft that follows a plan, with the chosen outcomes and actions, and carry the chosen milestones on.

    All dates move by the months between the two starts. Area, owner, roll-up and the names of levels are kept;
    actions shared in from other plans stay behind. The reason is kept with each milestone that is carried. The
    number of statements grows with batches of rows, not with rows.
    """
    plan = lock(plan)
    refuse_if(rules.why_not_roll_over(by, plan, carries=bool(chosen.milestones)))
    refuse_if(rules.why_not_select(plan, chosen.outcomes, chosen.actions, chosen.milestones))
    if chosen.milestones:
        refuse_if(rules.first(rules.why_not_reason(reason), finished(plan, chosen.milestones)))
    successor = create_plan(
        title=title,
        starts=starts,
        ends=ends,
        area=plan.area,
        owner=plan.owner,
        predecessor=plan,
        serves=None,  # what it serves has a successor of its own
        summary=plan.summary,
        roll_up=plan.roll_up,
        signed_off_by=plan.signed_off_by,
        theme_name=plan.theme_name,
        outcome_name=plan.outcome_name,
        action_name=plan.action_name,
        milestone_name=plan.milestone_name,
        by=by,
    )
    months = months_between(plan, starts)
    added, sources = copy_structure(plan, successor, chosen, months, by)
    outcomes = dict(zip([row.pk for row in sources.outcomes], added.outcomes, strict=True))
    actions = dict(zip([row.pk for row in sources.actions], added.actions, strict=True))
    share_within(plan, outcomes, actions)
    carry_all(plan, successor, list(chosen.milestones), actions=actions, months=months, reason=reason.strip(), by=by)
    return successor


def finished(plan: Plan, milestones: Iterable[Milestone]) -> str:
    progress = progress_of(Milestone.objects.filter(action__plan=plan), timezone.localdate())
    return rules.first(*(rules.why_not_finished(milestone, progress) for milestone in milestones))


def copy_structure(plan: Plan, successor: Plan, chosen: Selection, months: int, by: User | None) -> tuple[Added, Added]:
    """Add the chosen outcomes and actions to the successor; returns what was added, and from what, in one order."""
    outcomes, actions = {row.pk for row in chosen.outcomes}, {row.pk for row in chosen.actions}
    homes: dict[int, list[Action]] = defaultdict(list)
    children: dict[int | None, list[Outcome]] = defaultdict(list)
    for row in plan.outcomes.select_related("theme", "lead"):
        if row.pk in outcomes:
            children[row.parent_id].append(row)
    links = ActionOutcome.objects.filter(home=True, outcome__plan=plan, action__plan=plan)
    for link in links.select_related("action__lead"):
        if link.action_id in actions:
            homes[link.outcome_id].append(link.action)
    sources = Added()

    def described(row: Outcome) -> NewOutcome:
        sources.outcomes.append(row)
        sources.actions.extend(homes[row.pk])
        return NewOutcome(
            row.title,
            actions=[described_action(action, months) for action in homes[row.pk]],
            children=[described(child) for child in children[row.pk]],
            theme=row.theme.title if row.theme else "",
            description=row.description,
            lead=row.lead,
            weight=row.weight,
        )

    stems = [described(row) for row in children[None]]
    return add_structure(plan=successor, outcomes=stems, by=by), sources


def described_action(action: Action, months: int) -> NewAction:
    return NewAction(
        action.title,
        description=action.description,
        lead=action.lead,
        starts=later(action.starts, months),
        due=later(action.due, months),
        by_when=action.by_when,
        weight=action.weight,
        roll_up=action.roll_up,
    )


def share_within(plan: Plan, outcomes: dict[int, Outcome], actions: dict[int, Action]) -> None:
    """Let the new actions count towards the further outcomes of the plan that the old ones counted towards."""
    links = ActionOutcome.objects.filter(home=False, action__plan=plan, outcome__plan=plan)
    after = len(actions)  # no home link of the new plan has a higher position
    ActionOutcome.objects.bulk_create(
        [
            ActionOutcome(action=actions[link.action_id], outcome=outcomes[link.outcome_id], position=after + place)
            for place, link in enumerate(links)
            if link.action_id in actions and link.outcome_id in outcomes
        ],
        batch_size=BATCH,
    )


def carry_all(
    plan: Plan,
    successor: Plan,
    milestones: list[Milestone],
    *,
    actions: dict[int, Action],
    months: int,
    reason: str,
    by: User | None,
) -> None:
    """Carry many milestones forward at once."""
    today, state = timezone.localdate(), MilestoneState.CARRIED_FORWARD
    fresh = copies(milestones, actions, months)
    Milestone.objects.bulk_create(fresh, batch_size=BATCH)
    MilestoneChange.objects.bulk_create(
        [
            MilestoneChange(
                milestone=row, kind="state", on=today, from_state=row.state, to_state=state, reason=reason, by=by
            )
            for row in milestones
        ],
        batch_size=BATCH,
    )
    events = []
    for old, new in zip(milestones, fresh, strict=True):
        was, now = {"state": old.state}, {"state": state, "state_reason": reason}
        after = {"title": new.title, "due": new.due, "carried_from": old, "from_plan": plan}
        events += [
            audit.event("milestone.carry-forward", old, by=by, before=was, after=now, reason=reason, scope=plan.slug),
            audit.event("milestone.add", new, by=by, after=after, reason=reason, scope=successor.slug),
        ]
    for keys in batches([row.pk for row in milestones]):
        Milestone.objects.filter(pk__in=keys).update(state=state, state_reason=reason)
    audit.record_all(events)


def copies(milestones: Iterable[Milestone], actions: dict[int, Action], months: int) -> list[Milestone]:
    """New rows for milestones that go on, numbered and named within their new actions."""
    taken: dict[int, list[str]] = {action.pk: [] for action in actions.values()}
    fresh = []
    for milestone in milestones:
        row = copy_of(milestone, actions[milestone.action_id], later(milestone.due, months))
        slugs = taken[row.action_id]
        row.slug, row.position = free_slug(row.title, slugs, fallback="milestone"), len(slugs)
        slugs.append(row.slug)
        fresh.append(row)
    return fresh


def batches(keys: list[int]) -> Iterable[list[int]]:
    """Keys in portions that any database takes in one statement."""
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))
