"""The plans of the demo, with what was reported on them in four quarters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from fingerpost.core.periods import Period, quarters
from fingerpost.demo.indicators import make_indicators
from fingerpost.demo.people import content
from fingerpost.people.models import Area, Group, User
from fingerpost.plans import services
from fingerpost.plans.models import Action, Milestone, Outcome, Plan
from fingerpost.plans.structure import NewAction, NewMilestone, NewOutcome
from fingerpost.reporting.models import Source
from fingerpost.reporting.services import NewActionUpdate, NewUpdate, add_action_updates, add_updates

STARTS, ENDS = date(2009, 4, 1), date(2010, 3, 31)
STATED_ON = date(2009, 9, 30)
STAFF_TO_TRAIN = Decimal(75)


@dataclass(frozen=True, slots=True)
class Said:
    """What was reported of one milestone in one quarter: a percentage, or a count of a quantity target."""

    quarter: Period
    number: Decimal
    is_count: bool
    will_not_complete: bool
    note: str


@dataclass(slots=True)
class Told:
    """A plan as its content file tells it, flat, in the order of the file."""

    outcomes: list[NewOutcome] = field(default_factory=list)
    stated: list[int | None] = field(default_factory=list)  # one for each key action
    reports: list[list[Said]] = field(default_factory=list)  # one for each milestone


def told(name: str, people: Mapping[str, User], theme: str = "") -> Told:
    """Read a content file; its first lines say how it is written."""
    made = Told()
    for outcome in content(name)["outcome"]:
        actions = [new_action(action, people, made) for action in outcome["action"]]
        made.outcomes.append(NewOutcome(outcome["title"], actions=actions, theme=theme))
    return made


def new_action(action: Mapping[str, Any], people: Mapping[str, User], made: Told) -> NewAction:
    made.stated.append(action.get("stated"))
    lead = people[action["lead"]]
    milestones = []
    for title, due, numbers, notes in action["milestones"]:
        reports = list(said(numbers, notes))
        made.reports.append(reports)
        milestones.append(new_milestone(title, date.fromisoformat(due), lead, reports))
    return NewAction(action["title"], milestones=milestones, lead=lead, starts=STARTS, due=ENDS)


def new_milestone(title: str, due: date, lead: User, reports: Sequence[Said]) -> NewMilestone:
    counted = any(one.is_count for one in reports)
    return NewMilestone(
        title,
        due=due,
        quarter_label=Period.containing(max(STARTS, due)).label.split()[0],
        lead=lead,
        quantity_target=STAFF_TO_TRAIN if counted else None,
        quantity_unit="staff" if counted else "",
    )


def said(numbers: str, notes: str) -> Iterator[Said]:
    """From "0 90 100 ." and "one | two | three"."""
    words = iter(notes.split(" | "))
    for quarter, number in zip(quarters(STARTS, ENDS), numbers.split(), strict=True):
        if number != ".":
            exact = Decimal(number.strip("#!"))
            yield Said(quarter, exact, number.startswith("#"), number.endswith("!"), next(words))


def make_plan(title: str, *, area: Area, owner: Group, made: Told, by: User) -> Plan:
    """A plan in force, with its structure and everything that was reported on it."""
    plan = services.create_plan(title=title, starts=STARTS, ends=ENDS, area=area, owner=owner, by=by)
    added = services.add_structure(plan=plan, outcomes=made.outcomes, by=by)
    services.start_plan(plan=plan, by=by)
    rows = [
        NewUpdate(
            milestone=milestone,
            as_at=one.quarter.end,
            progress=None if one.is_count else one.number,
            count=one.number if one.is_count else None,
            note=one.note,
            will_not_complete=one.will_not_complete,
        )
        for milestone, reports in zip(added.milestones, made.reports, strict=True)
        for one in reports
    ]
    add_updates(sorted(rows, key=lambda row: row.as_at), by=by, source=Source.TYPED)
    stated = [
        NewActionUpdate(action=action, as_at=STATED_ON, stated_percent=Decimal(percent))
        for action, percent in zip(added.actions, made.stated, strict=True)
        if percent is not None
    ]
    add_action_updates(stated, by=by, source=Source.TYPED)
    return Plan.objects.get(pk=plan.pk)


def make_plans(people: Mapping[str, User]) -> Plan:
    """The demo plan, a locality plan beside it and a draft that follows it. Returns the demo plan."""
    by = people["rory-munro"]
    whole, keith = Area.objects.get(name="Moray"), Area.objects.get(name="Keith")
    theme_group = Group.objects.get(name="SMARTER Theme Group")
    locality_group = Group.objects.get(name="Keith Locality Management Group")
    smarter = told("smarter.toml", people, theme="Smarter")
    plan = make_plan("SMARTER plan 2009-10", area=whole, owner=theme_group, made=smarter, by=by)
    local = make_plan(
        "Keith locality plan 2009-10", area=keith, owner=locality_group, made=told("keith.toml", people), by=by
    )
    local = services.edit_plan(plan=local, serves=plan, by=by)
    parenting = Action.objects.get(plan=plan, title="Parenting Strategy")
    services.share_action(action=parenting, outcome=Outcome.objects.filter(plan=local)[0], by=by)
    make_indicators(plan, people)
    change_course(plan, by)
    follow(plan, by)
    return plan


def milestone(plan: Plan, title: str) -> Milestone:
    return Milestone.objects.select_related("action__plan").get(action__plan=plan, title=title)


def change_course(plan: Plan, by: User) -> None:
    """What happened to the plan during its year, each with its reason and day."""
    money = "The money for the conference was withdrawn in September."
    for title in (
        "Sub-group formed for the autumn conference",
        "Conference date set, speakers and guests invited",
        "Autumn conference held",
    ):
        services.cancel_milestone(milestone=milestone(plan, title), reason=money, by=by, on=date(2009, 11, 5))
    services.move_due_date(
        milestone=milestone(plan, "First collection from primary schools"),
        due=date(2010, 3, 31),
        reason="Primary schools asked for two months more, because the form came late.",
        by=by,
        on=date(2010, 1, 18),
    )
    services.merge_milestone(
        milestone=milestone(plan, "Year's campaign evaluated"),
        into=milestone(plan, "Winter campaign run"),
        reason="The evaluation is part of the campaign's contract.",
        by=by,
        on=date(2010, 2, 10),
    )


def follow(plan: Plan, by: User) -> None:
    """The draft for the next year, with what was not finished."""
    successor = services.roll_over(
        plan=plan,
        title="SMARTER plan 2010-11",
        starts=date(2010, 4, 1),
        ends=date(2011, 3, 31),
        chosen=services.Selection(outcomes=list(plan.outcomes.all()), actions=list(plan.actions.all()), milestones=[]),
        reason="",
        by=by,
    )
    for title, due in (
        ("Strategy adopted and sent to partners", date(2010, 6, 30)),
        ("First year evaluated", date(2010, 9, 30)),
        ("First year of the framework reviewed", date(2010, 6, 30)),
    ):
        unfinished = milestone(plan, title)
        services.carry_forward(
            milestone=unfinished,
            into=Action.objects.get(plan=successor, title=unfinished.action.title),
            due=due,
            reason="Not finished by the end of March.",
            by=by,
            on=date(2010, 3, 31),
        )
