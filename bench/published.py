"""Publications to be read: a plan of milestones and one of indicators, as the public gets them."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from django.db import connection

from bench import filling, indicators
from bench.serving import VENDORS, environment, folder
from bench.sizes import Sizes
from fingerpost.plans.models import Plan
from fingerpost.public import services
from fingerpost.public.models import Publication
from fingerpost.public.site import Site, pages_of
from fingerpost.reporting.indicators.services import add_values
from fingerpost.reporting.models import Source

PERIOD = indicators.LAST
PLAN = "measured"
QUARTERS_OF_FIGURES = 8


def publish(milestones: int, count: int) -> None:
    """A plan of one year with so many milestones, and one with so many indicators, where nothing is public yet."""
    if Publication.objects.exists():
        return
    make_public(plan_of_year(PLAN, milestones))
    measured = indicators.make_plan(count)
    add_values(indicators.figures_of(measured, QUARTERS_OF_FIGURES), by=None, source=Source.IMPORTED)
    make_public(measured)


def plan_of_year(slug: str, milestones: int) -> Plan:
    """Reported on in each quarter."""
    plan = filling.make_plan(slug, milestones, date(PERIOD.year, 4, 1), 1)
    first = 4 * (PERIOD.year - filling.FIRST_QUARTER_END.year)
    for number in range(first, first + 4):
        filling.report(plan, filling.quarter_end(number))
    return plan


def make_public(plan: Plan) -> Publication:
    prepared = services.prepare(plan=plan, period=PERIOD, by=None)
    return services.publish(publication=prepared, by=None)


def addresses() -> list[str]:
    """Every page of the site that is answered with 200."""
    return [f"/public/{page.address}" for page in pages_of(Site.now()) if page.status == 200]


def databases(sizes: Sizes) -> dict[str, dict[str, str]]:
    """Where the publications stand: name -> environment. SQLite, and PostgreSQL where that is the database at hand."""
    publish(*sizes.site)
    found = {VENDORS[connection.vendor]: environment()}
    if connection.vendor != "sqlite":
        found = {"SQLite": beside(sizes), **found}
    return found


def beside(sizes: Sizes) -> dict[str, str]:
    """The environment of an SQLite file with the same publications, made by processes of its own."""
    given = {"FINGERPOST_DATA": str(folder() / "sqlite"), "DATABASE_URL": ""}
    making = f"from bench.published import publish; publish{sizes.site}"
    for command in (["migrate", "--verbosity=0"], ["shell", "--no-imports", "--command", making]):
        subprocess.run(
            [sys.executable, "-m", "fingerpost", *command],
            env={**os.environ, **given},
            cwd=Path(__file__).parents[1],
            check=True,
        )
    return given
