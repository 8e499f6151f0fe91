"""Reading pages through Django's test client: queries and time for plans of growing size in one database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.filling import quarter_end, slug_of
from bench.measured import Measured, Step, seconds, side_by_side
from bench.sizes import Sizes
from fingerpost.core.periods import Period
from fingerpost.people.models import User
from fingerpost.plans.models import ActionOutcome, Plan


def addresses(plan: Plan, day: date) -> dict[str, str]:
    """The pages of a plan, those of items for one in its middle, and the report of an outcome up to a day."""
    links = ActionOutcome.objects.filter(outcome__plan=plan).select_related("outcome", "action")
    link = links.order_by("id")[links.count() // 2]
    action, milestone = link.action, link.action.milestones.order_by("position")[3]
    report = reverse("papers:paper", args=[plan.slug, "milestones", Period.containing(day).slug])
    return {
        "Plan overview": reverse("reporting:plan", args=[plan.slug]),
        "Milestones of the plan": reverse("reporting:milestones", args=[plan.slug]),
        "Outcome": reverse("reporting:outcome", args=[plan.slug, link.outcome.slug]),
        "Key action": reverse("reporting:action", args=[plan.slug, action.slug]),
        "Milestone": reverse("reporting:milestone", args=[plan.slug, action.slug, milestone.slug]),
        "Milestones report of an outcome": f"{report}?outcome={link.outcome.slug}",
    }


def visits(client: Client, plan: Plan, day: date) -> dict[str, Callable[[], object]]:
    """Each page as a call that raises where it is not there."""

    def visit(address: str) -> Callable[[], object]:
        def get() -> object:
            response = client.get(address)
            if response.status_code != 200:
                raise AssertionError(f"{address} answers {response.status_code}")
            return response

        return get

    return {page: visit(address) for page, address in addresses(plan, day).items()}


def queries_of(run: Callable[[], object]) -> int:
    """How many queries a page takes, once it is warm."""
    run()
    with CaptureQueriesContext(connection) as queries:
        run()
    return len(queries)


def measure(sizes: Sizes, step: Step) -> Measured:
    client = Client()
    client.force_login(User.objects.get(slug="lead"))
    plans = Plan.objects.in_bulk([slug_of(size) for size in sizes.plans], field_name="slug")
    day = quarter_end(sizes.quarters - 1)
    found = {size: visits(client, plans[slug_of(size)], day) for size in sizes.plans}
    figures: dict[str, float] = {}
    rows = []
    for page in found[sizes.plans[0]]:
        counts = []
        for size in sizes.plans:
            step(f"{page}, {size:,} milestones")
            counts.append(queries_of(found[size][page]))
            figures[f"{page} queries at {size}"] = counts[-1]
        runs = {str(size): found[size][page] for size in sizes.plans}
        taken = side_by_side(sizes.rounds, **runs)
        figures |= {f"{page} at {size}": taken[str(size)] for size in sizes.plans}
        said = str(counts[0]) if len(set(counts)) == 1 else " / ".join(map(str, counts))
        rows.append((page, said, *(seconds(taken[str(size)]) for size in sizes.plans)))
    head = ("Page", "Queries", *(f"{size:,}" for size in sizes.plans))
    return Measured("pages", "Pages of plans with so many milestones", head, tuple(rows), figures)
