"""Who is asked for what in a cycle, worked out from the leads of what is in scope. Nothing is stored here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from fingerpost.core.periods import Period
from fingerpost.cycles.figures import figures_due
from fingerpost.cycles.models import Cycle
from fingerpost.people.models import User
from fingerpost.plans.models import Action, Indicator, Milestone, MilestoneState, Plan
from fingerpost.reporting.as_at import Scope, statement
from fingerpost.reporting.moment import Moment
from fingerpost.reporting.queries import leads_in

HOME_ACTIONS = "SELECT id AS action_id FROM plans_action WHERE plan_id = %(scope_plan)s AND state = 'active'"

# Due by the end of the period and not complete, in progress, or going on without a date.
MILESTONES_ASKED = """
    SELECT j.milestone_id, j.action_id, COALESCE(m.lead_id, a.lead_id)
    FROM judged j JOIN plans_milestone m ON m.id = j.milestone_id JOIN plans_action a ON a.id = j.action_id
    WHERE j.state = 'active' AND (j.progress IS NULL OR j.progress < 10000)
        AND (j.due <= %(until)s OR j.progress > 0
            OR (j.due IS NULL AND m.by_when <> '' AND (m.starts IS NULL OR m.starts <= %(until)s)))
    ORDER BY j.action_id, m.position, m.id"""


@dataclass(frozen=True, slots=True)
class Asked:
    """One milestone, key action or figure of an indicator in scope, and who leads it (None: nobody)."""

    lead_id: int | None
    action_id: int | None = None
    milestone_id: int | None = None
    indicator_id: int | None = None
    figure_period: str = ""  # its slug

    @property
    def about(self) -> tuple[int | None, int | None, int | None, str]:
        return self.action_id, self.milestone_id, self.indicator_id, self.figure_period

    @property
    def kind(self) -> str:
        if self.indicator_id:
            return "indicators"
        return "milestones" if self.milestone_id else "actions"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who would be asked, and for how much."""

    person: User
    milestones: int
    actions: int
    indicators: int = 0  # figures of them


@dataclass(frozen=True, slots=True)
class Preview:
    """What opening a cycle would do. `nobody`: items that no one would be asked for, each with the reason."""

    people: list[Person]
    nobody: list[tuple[Milestone | Action | Indicator, str]]

    @property
    def items(self) -> int:
        return sum(row.milestones + row.actions + row.indicators for row in self.people)

    @property
    def without_address(self) -> list[User]:
        """Those whom no mail can reach."""
        return [row.person for row in self.people if not row.person.email]


def in_scope(plan: Plan, period: Period, today: date | None = None) -> list[Asked]:
    """Everything that somebody should be asked about, in the plan's order, each key action before its milestones.

    Cancelled, merged and carried forward items are left out, and those that are complete or not begun: neither due
    nor begun by the end of the period. A key action is in scope with one of its milestones, or where it has none. The
    figures of indicators that are due come last. Four queries.
    """
    milestones: dict[int, list[Asked]] = {}
    for milestone, action, lead in asked_milestones(plan, period, today or timezone.localdate()):
        milestones.setdefault(action, []).append(Asked(lead, action, milestone))
    found: list[Asked] = []
    for action, lead, has_milestones in actions_of(plan, period):
        steps = milestones.get(action, [])
        if steps or not has_milestones:
            found += [Asked(lead, action), *steps]
    figures = figures_due(plan, period)
    return [*found, *(Asked(row.lead_id, indicator_id=row.pk, figure_period=one.slug) for row, one in figures)]


def asked_milestones(plan: Plan, period: Period, today: date) -> list[tuple[int, int, int | None]]:
    """(milestone, action, lead) as ids."""
    moment = Moment(min(period.end, plan.ends, today), period)
    scope = Scope(HOME_ACTIONS, {"scope_plan": plan.pk})
    sql, params = statement(scope, moment, [(plan.pk, plan)], select=MILESTONES_ASKED)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def actions_of(plan: Plan, period: Period) -> Iterator[tuple[int, int | None, bool]]:
    """(action, lead, whether it has active milestones) of the active key actions that have begun, in their order."""
    active = Milestone.objects.filter(action=OuterRef("pk"), state=MilestoneState.ACTIVE)
    rows = Action.objects.filter(Q(starts=None) | Q(starts__lte=period.end), plan=plan, state=Action.State.ACTIVE)
    rows = rows.filter(links__home=True).order_by(F("links__outcome__position"), "links__position", "pk")
    yield from rows.annotate(has_milestones=Exists(active)).values_list("pk", "lead_id", "has_milestones").iterator()


def preview(plan: Plan, period: Period) -> Preview:
    """Who would be asked if a cycle opened now. A constant number of queries."""
    return previewed(plan, in_scope(plan, period))


def not_asked(cycle: Cycle) -> list[Asked]:
    """What is in scope of an open cycle and was not when it opened, or had nobody to ask. Five queries."""
    rows = cycle.items.annotate(of=Coalesce("action", "milestone__action"))
    known = set(rows.values_list("of", "milestone", "indicator", "figure_period"))
    return [row for row in in_scope(cycle.plan, cycle.of) if row.about not in known]


def missing(cycle: Cycle) -> Preview:
    """Who would be asked for more in an open cycle, and what nobody is asked for. A constant number of queries."""
    return previewed(cycle.plan, not_asked(cycle))


def previewed(plan: Plan, asked: list[Asked]) -> Preview:
    people = people_of(plan)
    counts: dict[int, Counter[str]] = {}
    nobody: list[tuple[Asked, str]] = []
    for row in asked:
        person = people.get(row.lead_id or 0)
        if person is None:
            nobody.append((row, _("It has no lead officer.")))
        elif not person.is_active:
            nobody.append((row, _("%(name)s, who leads it, has left.") % {"name": person.name}))
        else:
            counts.setdefault(person.pk, Counter())[row.kind] += 1
    found = [
        Person(people[key], count["milestones"], count["actions"], count["indicators"]) for key, count in counts.items()
    ]
    return Preview(sorted(found, key=lambda row: row.person.name), named(nobody))


def people_of(plan: Plan) -> dict[int, User]:
    """Everybody who leads something of a plan, by their keys."""
    figures = Indicator.objects.filter(plan=plan).order_by().values("lead")
    leads = User.objects.filter(Q(pk__in=leads_in(plan).order_by().values("pk")) | Q(pk__in=figures))
    return {row.pk: row for row in leads.select_related("organisation")}


def named(rows: list[tuple[Asked, str]]) -> list[tuple[Milestone | Action | Indicator, str]]:
    """The milestones, key actions and indicators themselves, each once. Three queries."""
    actions = Action.objects.select_related("plan").in_bulk({row.action_id for row, _why in rows if row.action_id})
    milestones = Milestone.objects.select_related("action__plan").in_bulk(
        {row.milestone_id for row, _why in rows if row.milestone_id}
    )
    indicators = Indicator.objects.in_bulk({row.indicator_id for row, _why in rows if row.indicator_id})
    found: dict[Milestone | Action | Indicator, str] = {}
    for row, why in rows:
        if row.indicator_id:
            found[indicators[row.indicator_id]] = why
        else:
            found[milestones[row.milestone_id] if row.milestone_id else actions[row.action_id or 0]] = why
    return list(found.items())
