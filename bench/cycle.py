"""A reporting cycle: opening it, and its page, for growing numbers of lead officers with eleven items each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bench.filling import MILESTONES_PER_ACTION, analyse, make_plan
from bench.filling import run as sql
from bench.measured import Measured, Step, seconds, side_by_side, times
from bench.pages import queries_of
from bench.sizes import Sizes
from fingerpost.core import schedule
from fingerpost.core.periods import Period
from fingerpost.cycles import services
from fingerpost.cycles.models import Cycle, Item
from fingerpost.people.models import Role, User
from fingerpost.plans.models import Plan

ITEMS_PER_LEAD = MILESTONES_PER_ACTION + 1  # the milestones of a key action, and itself
PEOPLE = """
INSERT INTO people_user (name, slug, email, job_title, role, is_active, password)
{numbers} SELECT 'Officer ' || n || ' of ' || %(plan)s, 'officer-' || %(plan)s || '-' || n,
    'officer-' || n || '@' || %(plan)s || '.example.org', '', 'lead-officer', {true}, '' FROM numbers"""
LEADS = """
UPDATE plans_action SET lead_id = (
    SELECT u.id FROM people_user u WHERE u.slug = 'officer-' || %(plan)s || '-' || (plans_action.id - %(first)s))
WHERE plan_id = %(plan)s"""
MILESTONE_LEADS = """
UPDATE plans_milestone SET lead_id = NULL
WHERE action_id IN (SELECT id FROM plans_action WHERE plan_id = %(plan)s)"""
LAST = Period.parse("2009-10-q4")


def planned(leads: int) -> Cycle:
    """A cycle at the end of a year's plan in which each lead officer has a key action with all that is due in it."""
    plan = make_plan(f"cycle-{leads}", leads * MILESTONES_PER_ACTION, date(2009, 4, 1), 1)
    sql(PEOPLE, plan=plan.pk, count=leads)
    sql(LEADS, plan=plan.pk, first=plan.actions.order_by("id").values_list("id", flat=True)[0])
    sql(MILESTONE_LEADS, plan=plan.pk)
    days = {"opens_on": date(2010, 4, 1), "due_on": date(2010, 4, 15), "grace_until": date(2010, 4, 22)}
    return services.plan_cycle(plan=plan, period=LAST, by=None, **days)


def opening(cycle: Cycle) -> Callable[[], None]:
    """Opens it, and takes it back."""

    def run() -> None:
        with transaction.atomic():
            services.open_cycle(cycle=cycle, by=None)
            transaction.set_rollback(True)

    return run


def page(client: Client, plan: Plan) -> Callable[[], object]:
    address = reverse("cycles:cycle", args=[plan.slug, LAST.slug])

    def get() -> object:
        response = client.get(address)
        if response.status_code != 200:
            raise AssertionError(f"{address} answers {response.status_code}")
        return response

    return get


def tick() -> list[str]:
    """What every part did, in sentences."""
    return [sentence for done in schedule.run(schedule.parts(), timezone.now()) for sentence in done.done]


def idle_tick(sizes: Sizes, figures: dict[str, float]) -> tuple[str, ...]:
    """The cycles are long past their last day: the first ticks close them and mail; then nothing is left to do."""
    for _turn in range(10):
        if not tick():
            break
    else:
        raise AssertionError("After ten ticks there was still something to do.")
    figures["tick queries"] = float(queries_of(tick))
    figures["tick"] = side_by_side(sizes.rounds, tick=tick)["tick"]
    return ("`fingerpost tick` with nothing to do", "", "", seconds(figures["tick"]), f"{figures['tick queries']:.0f}")


def measure(sizes: Sizes, step: Step) -> Measured:
    """Figures by number of leads: seconds of opening and of the page, queries of both, growth for each tenfold."""
    with transaction.atomic():
        cycles = {}
        for leads in sizes.leads:
            step(f"Planning a cycle for {leads:,} lead officers")
            cycles[leads] = planned(leads)
        analyse()
    step("Opening cycles")
    opened = side_by_side(sizes.rounds, **{str(leads): opening(cycle) for leads, cycle in cycles.items()})
    for leads, cycle in cycles.items():
        services.open_cycle(cycle=cycle, by=None)
        if Item.objects.filter(cycle=cycle).count() != ITEMS_PER_LEAD * leads:
            raise AssertionError(f"{leads} lead officers were not asked for {ITEMS_PER_LEAD} items each")
    client = Client()
    client.force_login(User.objects.filter(role=Role.COORDINATOR)[0])
    step("The page of a cycle")
    pages = {leads: page(client, cycle.plan) for leads, cycle in cycles.items()}
    queries = {leads: queries_of(get) for leads, get in pages.items()}
    shown = side_by_side(sizes.rounds, **{str(leads): get for leads, get in pages.items()})
    figures = {f"opening for {leads}": opened[str(leads)] for leads in cycles}
    figures |= {f"page for {leads}": shown[str(leads)] for leads in cycles}
    figures |= {f"page queries for {leads}": float(count) for leads, count in queries.items()}
    rows = []
    for place, leads in enumerate(sizes.leads):
        before = opened[str(sizes.leads[place - 1])] if place else 0
        growth = times(opened[str(leads)] / before) if place else ""
        items = f"{ITEMS_PER_LEAD * leads:,}"
        taken = (seconds(opened[str(leads)]), growth, seconds(shown[str(leads)]), str(queries[leads]))
        rows.append((f"{leads:,} lead officers, {items} items", *taken))
    step("A tick with nothing to do")
    rows.append(idle_tick(sizes, figures))
    head = ("Cycle", "Opening", "Against the row above", "Its page, or the tick", "Queries")
    return Measured("cycle", "A reporting cycle", head, tuple(rows), figures)
