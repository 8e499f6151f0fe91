"""Any plan goes out in each format, and comes back the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from fingerpost.core.periods import Period
from fingerpost.documents.readers import read
from fingerpost.documents.writers import write
from fingerpost.intake.recognise import recognise
from fingerpost.papers.milestones_report import milestones_report
from tests.papers.random_plans import Row, plans, rows_drawn, rows_found, stored

pytestmark = pytest.mark.django_db
Q4 = Period(2009, "quarter", 4)
few = settings(max_examples=4, suppress_health_check=list(HealthCheck))
several = settings(max_examples=7, suppress_health_check=list(HealthCheck))


def there_and_back(drawn: list[Any], format: str) -> list[Row]:
    document = milestones_report(stored(drawn), period=Q4, scope="all")
    found = recognise(read(write(document, format), f"report.{format}"))
    assert found.plan.title == document.title
    return rows_found(found.plan)


def unbulleted(rows: list[Row]) -> list[Row]:
    """A sheet's cell and a PDF have no lists: which mark stands before an item is not compared there."""
    return [(*row[:4], [line.removeprefix("- ") for line in row[4]], row[5]) for row in rows]


@pytest.mark.parametrize("format", ["html", "docx", "odt"])
def test_a_flowing_report_comes_back_as_the_same_plan(format: str) -> None:
    @several
    @given(plans)
    def same(drawn: list[Any]) -> None:
        assert there_and_back(drawn, format) == rows_drawn(drawn)

    same()


@several
@given(plans)
def test_a_spreadsheet_comes_back_as_the_same_plan(drawn: list[Any]) -> None:
    assert unbulleted(there_and_back(drawn, "xlsx")) == unbulleted(rows_drawn(drawn))


@few
@given(plans)
def test_a_pdf_comes_back_as_the_same_plan(drawn: list[Any]) -> None:
    assert unbulleted(there_and_back(drawn, "pdf")) == unbulleted(rows_drawn(drawn))
