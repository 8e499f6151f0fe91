"""The real milestones report, imported into a plan, and what its rows are known to be."""

from __future__ import annotations

import csv
from datetime import date, datetime
from decimal import Decimal

from fingerpost.intake import importing
from fingerpost.plans.models import Plan
from tests.conftest import example

Row = tuple[str, str, Decimal, str, date, Decimal]


def imported_plan() -> Plan:
    path = example("smarter-milestones-2009-09-30.txt")
    importing.bring_in(importing.understand(name=path.name, content=path.read_bytes()), importing.Wanted())
    return Plan.objects.get()


def expected_rows() -> list[Row]:
    """Outcome, key action, its stated percentage, milestone, due date, progress."""
    with example("smarter-milestones-2009-09-30.expected.csv").open(encoding="utf-8", newline="") as file:
        return [
            (
                row["outcome"],
                row["key_action"],
                Decimal(row["overall_pct"]),
                row["milestone"],
                datetime.strptime(row["due"], "%d %b %Y").date(),  # noqa: DTZ007 - a day, not a moment
                Decimal(row["progress"]),
            )
            for row in csv.DictReader(file)
        ]
