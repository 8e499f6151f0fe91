"""A plan with a bit of everything, for pages and journeys."""

from __future__ import annotations

from datetime import date
from typing import Any

from fingerpost.people.models import Role, User
from fingerpost.plans.models import Action, Milestone, MilestoneChange, Plan
from tests import factories

QUARTER_ENDS = [date(2009, 6, 30), date(2009, 9, 30), date(2009, 12, 31), date(2010, 3, 31)]
MILESTONES = [
    ("Publish the report on skills in hospitality", date(2009, 6, 30), (100,), "Published and sent to employers"),
    ("Set up a lifelong learning forum", date(2009, 9, 30), (40, 100), "The forum met for the first time"),
    ("Agree remit and targets of the forum", date(2009, 9, 30), (20, 90), "Baseline is being gathered"),
    ("Map the courses on offer", date(2009, 9, 30), (), ""),
    ("Open the learning centre", date(2009, 12, 31), (0, 0, 60), "Building warrant came late"),
    ("Review the first year", date(2010, 3, 31), (), ""),
]


def plan_with_progress(title: str = "Learning and skills plan 2009/10") -> Plan:
    """Two outcomes, three key actions, twelve milestones, three quarters of updates."""
    plan = factories.make_plan(title=title, area=factories.make_area(name=f"Area of {title}"))
    lead = factories.make_user(name="Ann Lead", role=Role.LEAD_OFFICER)
    first = factories.make_outcome(plan, title="People improve their learning and qualifications")
    second = factories.make_outcome(plan, title="More young people stay in learning after 16")
    make_action(first, "Carry out the lifelong learning strategy", MILESTONES, lead)
    make_action(second, "Carry out the choices plan for leavers", MILESTONES[:4], lead)
    make_action(second, "Work with schools on attendance", MILESTONES[4:], None)
    return plan


def make_action(outcome: Any, title: str, milestones: list[Any], lead: User | None) -> Action:
    action = factories.make_action(outcome, title=title, lead=lead)
    for place, (name, due, said, note) in enumerate(milestones):
        milestone = factories.make_milestone(action, title=name, due=due, slug=f"step-{place}")
        for day, progress in zip(QUARTER_ENDS, said, strict=False):
            factories.make_update(milestone, progress, as_at=day, note=note, by=lead)
    factories.make_action_update(action, stated_percent=41, stated_summary="On the whole the work goes well.")
    return action


def move(milestone: Milestone, *, on: date, to: date) -> None:
    MilestoneChange.objects.create(
        milestone=milestone, kind="due", on=on, from_due=milestone.due, to_due=to, reason="The builder was late"
    )
    milestone.due = to
    milestone.save()
