"""Real rows for tests, each valid as it is; name only what matters to the test."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from fingerpost.committee.models import CommitteePaper, PaperEdition, PaperTemplate
from fingerpost.committee.services import make_paper
from fingerpost.core.periods import Period
from fingerpost.cycles.models import Cycle, CycleState, Item, Request
from fingerpost.follow_ups.models import FollowUp
from fingerpost.people.models import Area, Group, GroupKind, Organisation, Role, User
from fingerpost.plans.models import (
    Action,
    ActionOutcome,
    Benchmark,
    Dimension,
    Indicator,
    Milestone,
    Outcome,
    Plan,
    Target,
)
from fingerpost.reporting.models import ActionUpdate, IndicatorValue, MilestoneUpdate, PeriodLock

numbers = count(1)


def make_organisation(**fields: Any) -> Organisation:
    number = next(numbers)
    return Organisation.objects.create(**{"name": f"Organisation {number}", "slug": f"organisation-{number}", **fields})


def make_area(**fields: Any) -> Area:
    number = next(numbers)
    return Area.objects.create(**{"name": f"Area {number}", "slug": f"area-{number}", **fields})


def make_user(**fields: Any) -> User:
    number = next(numbers)
    given = {
        "email": f"person{number}@example.org",
        "name": f"Person {number}",
        "slug": f"person-{number}",
        "role": Role.MEMBER,
        **fields,
    }
    return User.objects.create_user(**given)


def make_group(**fields: Any) -> Group:
    number = next(numbers)
    given = {"name": f"Group {number}", "slug": f"group-{number}", "kind": GroupKind.THEME, **fields}
    return Group.objects.create(**given)


def make_plan(**fields: Any) -> Plan:
    """A plan in force for 2009/10."""
    number = next(numbers)
    given = {
        "title": f"Plan {number}",
        "slug": f"plan-{number}",
        "starts": date(2009, 4, 1),
        "ends": date(2010, 3, 31),
        "state": Plan.State.ACTIVE,
        **fields,
    }
    given.setdefault("area", None)
    given["area"] = given["area"] or make_area()
    given["owner"] = given.get("owner") or make_group()
    return Plan.objects.create(**given)


def make_outcome(plan: Plan | None = None, **fields: Any) -> Outcome:
    number = next(numbers)
    given = {"title": f"Outcome {number}", "slug": f"outcome-{number}", "position": number, **fields}
    return Outcome.objects.create(plan=plan or make_plan(), **given)


def make_action(outcome: Outcome | None = None, **fields: Any) -> Action:
    """An action with its home under `outcome`."""
    outcome = outcome or make_outcome()
    number = next(numbers)
    given = {"title": f"Key action {number}", "slug": f"key-action-{number}", **fields}
    action = Action.objects.create(plan=outcome.plan, **given)
    ActionOutcome.objects.create(action=action, outcome=outcome, home=True, position=number)
    return action


def make_milestone(action: Action | None = None, **fields: Any) -> Milestone:
    """A milestone due on 30 September 2009 unless `due` says otherwise."""
    number = next(numbers)
    given = {
        "title": f"Milestone {number}",
        "slug": f"milestone-{number}",
        "due": date(2009, 9, 30),
        "position": number,
        **fields,
    }
    given.setdefault("original_due", given["due"])
    return Milestone.objects.create(action=action or make_action(), **given)


def make_update(milestone: Milestone, progress: int | str | Decimal | None = 0, **fields: Any) -> MilestoneUpdate:
    """An update as at 30 September 2009 unless `as_at` says otherwise."""
    given = {"as_at": date(2009, 9, 30), **fields}
    exact = None if progress is None else Decimal(progress)
    return MilestoneUpdate.objects.create(milestone=milestone, progress=exact, **given)


def make_action_update(action: Action, **fields: Any) -> ActionUpdate:
    return ActionUpdate.objects.create(action=action, **{"as_at": date(2009, 9, 30), **fields})


def make_cycle(plan: Plan | None = None, period: str = "2009-10-q2", **fields: Any) -> Cycle:
    """A cycle that is open, for the second quarter of 2009/10: due on 15 October, grace until 22 October."""
    of = Period.parse(period)
    given = {
        "starts": of.start,
        "ends": of.end,
        "opens_on": date(2009, 10, 1),
        "due_on": date(2009, 10, 15),
        "grace_until": date(2009, 10, 22),
        "state": CycleState.OPEN,
        **fields,
    }
    if given["state"] != CycleState.PLANNED:
        given.setdefault("opened_at", datetime(2009, 10, 1, 9, tzinfo=UTC))
    return Cycle.objects.create(plan=plan or make_plan(), period=period, **given)


def make_request(cycle: Cycle | None = None, person: User | None = None, **fields: Any) -> Request:
    """What one lead officer is asked for in a cycle; nothing yet."""
    cycle = cycle or make_cycle()
    person = person or make_user(role=Role.LEAD_OFFICER)
    given = {"due_on": cycle.due_on, "asked_at": cycle.opened_at or datetime(2009, 10, 1, 9, tzinfo=UTC), **fields}
    return Request.objects.create(cycle=cycle, person=person, **given)


def make_item(
    request: Request | None = None, about: Milestone | Action | Indicator | None = None, **fields: Any
) -> Item:
    """A milestone (a new one of the cycle's plan unless `about` is given) that a request asks for; of an indicator the
    figure of the cycle's period."""
    request = request or make_request()
    if about is None:
        about = make_milestone(make_action(make_outcome(request.cycle.plan)), lead=request.person)
    on: dict[str, Any] = {"milestone": about} if isinstance(about, Milestone) else {"action": about}
    if isinstance(about, Indicator):
        on = {"indicator": about, "figure_period": request.cycle.period}
    return Item.objects.create(cycle=request.cycle, request=request, position=next(numbers), **{**on, **fields})


def make_follow_up(plan: Plan | None = None, **fields: Any) -> FollowUp:
    """An open follow-up agreed on 1 October 2009, without owner or date unless said."""
    given = {"text": f"Follow-up {next(numbers)}", "agreed_on": date(2009, 10, 1), **fields}
    return FollowUp.objects.create(plan=plan or make_plan(), **given)


def make_indicator(outcome: Outcome | None = None, **fields: Any) -> Indicator:
    """A quarterly indicator whose higher figures are better."""
    outcome = outcome or make_outcome()
    number = next(numbers)
    given = {"title": f"Indicator {number}", "slug": f"indicator-{number}", "position": number, **fields}
    return Indicator.objects.create(plan=outcome.plan, outcome=outcome, **given)


def make_value(
    indicator: Indicator, period: str = "2009-10-q2", value: int | str | None = None, **fields: Any
) -> IndicatorValue:
    """A recorded figure; with a `state` and no `value` the reason why there is none."""
    given = Period.parse(period)
    exact = None if value is None else Decimal(value)
    return IndicatorValue.objects.create(
        indicator=indicator, period_kind=given.kind, period_starts=given.start, value=exact, **fields
    )


def make_target(indicator: Indicator, period: str, value: int | str, **fields: Any) -> Target:
    given = Period.parse(period)
    return Target.objects.create(
        indicator=indicator, period_kind=given.kind, period_starts=given.start, value=Decimal(value), **fields
    )


def make_dimension(name: str, *categories: str) -> Dimension:
    number = next(numbers)
    dimension = Dimension.objects.create(name=name, slug=f"dimension-{number}", position=number)
    for place, category in enumerate(categories):
        dimension.categories.create(name=category, slug=f"category-{number}-{place}", position=place)
    return dimension


def make_benchmark(name: str) -> Benchmark:
    number = next(numbers)
    return Benchmark.objects.create(name=name, slug=f"benchmark-{number}", position=number)


def make_lock(plan: Plan | None = None, period: str = "2009-10-q2", **fields: Any) -> PeriodLock:
    """A period of a plan that was approved: the second quarter of 2009/10, locked on 2 November 2009."""
    given = {"ends": Period.parse(period).end, "locked_at": datetime(2009, 11, 2, 9, tzinfo=UTC), **fields}
    return PeriodLock.objects.create(plan=plan or make_plan(), period=period, **given)


def make_paper_template(**fields: Any) -> PaperTemplate:
    """A template with a section of its own wording, one drafted from the data, and a lettered implication."""
    number = next(numbers)
    given = {
        "name": f"Template {number}",
        "slug": f"template-{number}",
        "header": "REPORT TO: {group} ON {meeting_date}\nSUBJECT: {subject}\nBY: {by}",
        "closing": "Author of Report: {author}\nBackground Papers: {background}\nRef: {reference}",
        "exempt_wording": "Not for publication",
        "appendices": ["action-log"],
        **fields,
    }
    template = PaperTemplate.objects.create(**given)
    for place, (level, heading, wording, drafts) in enumerate(
        [
            ("section", "Reason", "To tell the {group}.", []),
            ("section", "Progress", "", ["standing"]),
            ("section", "Implications", "", []),
            ("implication", "Risk", "None.", []),
        ],
        1,
    ):
        template.sections.create(position=place, level=level, heading=heading, wording=wording, drafts=drafts)
    return template


def make_committee_paper(plan: Plan | None = None, **fields: Any) -> CommitteePaper:
    """A draft for the second quarter of 2009/10 to the group that owns the plan, written from a template."""
    given: dict[str, Any] = {
        "meeting_on": date(2009, 12, 17),
        "by_whom": "Head of Learning",
        "author": "Ann Lead",
        "template": fields.pop("template", None) or make_paper_template(),
        **fields,
    }
    state = given.pop("state", None)
    paper = make_paper(plan=plan or make_plan(), period=Period.parse("2009-10-q2"), by=None, **given)
    if state:
        CommitteePaper.objects.filter(pk=paper.pk).update(state=state)
        paper.state = state
    return paper


def make_edition(paper: CommitteePaper, **fields: Any) -> PaperEdition:
    """What went out, without its files; the paper is issued then."""
    content = {"title": "Group", "exempt": "", "header": [], "parts": [], "closing": [], "appendices": []}
    given = {"number": paper.editions.count() + 1, "content": content, "body": "<p>As issued.</p>", **fields}
    if given["number"] > 1:
        given.setdefault("reason", "A figure was wrong")
    CommitteePaper.objects.filter(pk=paper.pk).update(state="issued")
    return PaperEdition.objects.create(paper=paper, **given)
