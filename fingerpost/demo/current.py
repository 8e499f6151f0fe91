"""The plan of the planning year at hand, so that the demo has a cycle that is open now, and one that is approved.

Of those asked in the open cycle two have answered in time, one late and one in part; one has handed something back, one
has had an answer sent back; one is late, and one never answers, as in the cycle before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils import timezone

from fingerpost.core.periods import Period, quarters
from fingerpost.core.working_days import add_working_days
from fingerpost.cycles import services as cycles
from fingerpost.cycles.answers import Answer
from fingerpost.cycles.findings import findings_of, unanswered
from fingerpost.cycles.forms import usual_days
from fingerpost.cycles.models import Cycle, FindingAnswer, Item, Request
from fingerpost.cycles.queries import arrangements
from fingerpost.cycles.services.chasing import remind
from fingerpost.demo.people import content
from fingerpost.people.models import Area, Group, User
from fingerpost.plans import services
from fingerpost.plans.models import Milestone, Plan
from fingerpost.plans.structure import NewAction, NewMilestone, NewOutcome
from fingerpost.reporting.indicators.services import NewValue, add_values
from fingerpost.reporting.models import Source
from fingerpost.reporting.moment import last_ended
from fingerpost.reporting.services import NewUpdate, add_updates

NEVER = "hamish-lorimer"
# slug -> working days after the due date on which everything, or but the first item, was answered
IN_TIME = {"isla-duthie": -6, "callum-rennie": -2}
LATE = {"fraser-innes": 1}
PARTLY = {"elspeth-mair": -4}


@dataclass(slots=True)
class Told:
    """What current.toml says: of milestones by title, a number and a note for each quarter (None: nothing is said); of
    key actions by title, the work told a quarter earlier, the work told now, and what is planned; of indicators by
    title, the figure of each quarter of the year."""

    outcomes: list[NewOutcome] = field(default_factory=list)
    said: dict[str, list[tuple[Decimal, str] | None]] = field(default_factory=dict)
    work: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    indicators: list[tuple[str, dict[str, Any]]] = field(default_factory=list)  # with the titles of their outcomes
    figures: dict[str, list[Decimal]] = field(default_factory=dict)


def told(people: Mapping[str, User], year: Period) -> Told:
    made, four = Told(), quarters(year.start, year.end)
    for outcome in content("current.toml")["outcome"]:
        actions = [new_action(action, people, four, made) for action in outcome["action"]]
        made.outcomes.append(NewOutcome(outcome["title"], actions=actions))
        made.indicators += [(outcome["title"], row) for row in outcome.get("indicator", ())]
    return made


def new_action(action: Mapping[str, Any], people: Mapping[str, User], four: list[Period], made: Told) -> NewAction:
    lead, milestones = people[action["lead"]], []
    made.work[action["title"]] = (action["before"], action["done"], action["planned"])
    for title, due_in, numbers, notes in action["milestones"]:
        due = four[due_in - 1]
        made.said[title] = list(said(numbers, notes))
        milestones.append(NewMilestone(title, due=due.end, quarter_label=due.label.split()[0], lead=lead))
    return NewAction(action["title"], milestones=milestones, lead=lead, starts=four[0].start, due=four[-1].end)


def said(numbers: str, notes: str) -> Iterator[tuple[Decimal, str] | None]:
    """From "0 90 100 ." and "one | two | three"."""
    words = iter(notes.split(" | "))
    for number in numbers.split():
        yield None if number == "." else (Decimal(number), next(words))


def make_current_plan(people: Mapping[str, User], today: date) -> Plan:
    """The plan of the year of the last quarter that has ended, with its cycles. Must run within a transaction."""
    by, period = people["rory-munro"], last_ended(today)
    year = period.whole_year
    words = told(people, year)
    plan = services.create_plan(
        title=f"Children and young people's plan {year.label.replace('/', '-')}",
        starts=year.start,
        ends=year.end,
        area=Area.objects.get(name="Moray"),
        owner=Group.objects.get(name="SMARTER Theme Group"),
        by=by,
    )
    services.add_structure(plan=plan, outcomes=words.outcomes, by=by)
    make_indicators(plan, words, people, year, by)
    plan = services.start_plan(plan=plan, by=by)
    past = quarters(year.start, period.end)[:-1]
    for quarter in past[:-1]:
        report(plan, quarter, words, by)
    for quarter in past[-1:]:
        sign_off(answered_cycle(plan, quarter, words, by), by)
    open_cycle(plan, period, words, today, by)
    return plan


def make_indicators(plan: Plan, words: Told, people: Mapping[str, User], year: Period, by: User) -> None:
    """The indicators, each with a target for the year and the figures of the year before."""
    outcomes, before = {row.title: row for row in plan.outcomes.all()}, quarters(year.start, year.end)
    for title, row in words.indicators:
        indicator = services.add_indicator(
            outcome=outcomes[title],
            title=row["title"],
            definition=row["definition"],
            unit=row["unit"],
            polarity=row["polarity"],
            source=row["source"],
            lead=people[row["lead"]],
            by=by,
        )
        services.set_targets(indicator=indicator, targets={year: Decimal(row["target"])}, by=by)
        last_year = [Period(one.year - 1, one.kind, one.number) for one in before]
        earlier = zip(last_year, row["before"].split(), strict=True)
        add_values([NewValue(indicator=indicator, period=one, value=Decimal(value)) for one, value in earlier], by=by)
        words.figures[indicator.title] = [Decimal(value) for value in row["figures"].split()]


def report(plan: Plan, quarter: Period, words: Told, by: User) -> None:
    """What was said in a quarter without being asked for."""
    rows = []
    for milestone in Milestone.objects.filter(action__plan=plan).exclude(updates__as_at=quarter.end):
        one = words.said[milestone.title][quarter.number - 1]
        if one and (milestone.lead is None or milestone.lead.slug != NEVER):
            rows.append(NewUpdate(milestone=milestone, as_at=quarter.end, progress=one[0], note=one[1]))
    add_updates(rows, by=by, source=Source.TYPED)
    figures = [(row, words.figures[row.title][quarter.number - 1]) for row in plan.indicators.all()]
    add_values([NewValue(indicator=row, period=quarter, value=value) for row, value in figures], by=by)


def answered_cycle(plan: Plan, quarter: Period, words: Told, by: User) -> Cycle:
    """A cycle that everybody answered but for one, closed."""
    days = usual_days(quarter, arrangements())
    cycle = cycles.plan_cycle(plan=plan, period=quarter, by=by, **days)
    cycle = cycles.open_cycle(cycle=cycle, by=by, at=morning(days["opens_on"]))
    for request in cycle.requests.select_related("person").exclude(person__slug=NEVER):
        answer(request, answers_to(request, words, earlier=True), add_working_days(days["due_on"], -3))
    report(plan, quarter, words, by)
    return cycles.close_cycle(cycle=cycle, by=by)


def sign_off(cycle: Cycle, by: User) -> None:
    """What the checks found is accepted, every answer approved, the period locked."""
    for rule in {one.finding.rule for one in unanswered(findings_of(cycle))}:
        cycles.answer_findings(
            cycle=cycle,
            rule=rule,
            what=FindingAnswer.What.ACCEPTED,
            reason="The group talked it over and follows it up with the lead officer.",
            by=by,
        )
    cycles.approve_all(cycle=cycle, by=by)
    cycles.lock_cycle(cycle=cycle, by=by)


def open_cycle(plan: Plan, period: Period, words: Told, today: date, by: User) -> Cycle:
    """The cycle at hand: it was due three working days ago, and late answers are taken for four more."""
    due = add_working_days(today, -3)
    opens = max(period.start, add_working_days(due, -10))
    until = add_working_days(today, 4)
    cycle = cycles.plan_cycle(plan=plan, period=period, opens_on=opens, due_on=due, grace_until=until, by=by)
    cycle = cycles.open_cycle(cycle=cycle, by=by, at=morning(opens))
    remind(morning(opens))  # everybody is told; the reminders since then are left to the first tick
    asked = {row.person.slug: row for row in cycle.requests.select_related("person__deputy", "delegate")}
    for slug, days in {**IN_TIME, **LATE, **PARTLY}.items():
        if slug not in asked:  # early in the year not everybody has something due
            continue
        answers = answers_to(asked[slug], words)
        answer(asked[slug], answers[1:] if slug in PARTLY else answers, add_working_days(due, days))
    hand_back(asked["elspeth-mair"])
    returned = asked["callum-rennie"].items.filter(milestone__isnull=False)[:1]
    words_back = "How many schools are left, and when will they have their turn?"
    cycles.return_items(cycle=cycle, items=returned, reason=words_back, by=by)
    return cycle


def answers_to(request: Request, words: Told, *, earlier: bool = False) -> list[Answer]:
    """What the file says of each item, in the plan's order; `earlier` for the cycle before the one at hand."""
    found, place = [], request.cycle.of.number - 1
    for item in request.items.select_related("milestone", "action", "indicator"):
        if item.action:
            before, done, planned = words.work[item.action.title]
            work, plans = (before, "") if earlier else (done, planned)
            found.append(Answer(item=item, work_undertaken=work, work_planned=plans))
        elif item.milestone and (one := words.said[item.milestone.title][place]):
            found.append(Answer(item=item, progress=one[0], note=one[1]))
        elif item.indicator:
            found.append(Answer(item=item, value=words.figures[item.indicator.title][place]))
    return found


def answer(request: Request, answers: list[Answer], day: date) -> None:
    """Send them as the person asked, as if on that day."""
    cycles.submit(request=request, answers=answers, by=request.person)
    then = morning(day)
    sent = Item.objects.filter(pk__in=[one.item.pk for one in answers])
    sent.update(first_submitted_at=then, submitted_at=then)
    Request.objects.filter(pk=request.pk).update(opened_at=then)
    Request.objects.filter(pk=request.pk, answered_at__isnull=False).update(answered_at=then)


def hand_back(request: Request) -> None:
    """The item that is left is somebody else's by now."""
    left = next(item for item in request.items.all() if item.waits)
    cycles.hand_back(
        item=left, reason="Health visitors look after this now.", suggested="Catriona Bain", by=request.person
    )


def morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9, 30)))
