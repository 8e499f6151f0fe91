"""The real milestones report, as the recogniser reads it."""

from __future__ import annotations

from functools import cache

from fingerpost.checks.facts import PlanFacts
from fingerpost.documents.readers import read
from fingerpost.intake.recognise import recognise
from tests.conftest import example


@cache
def milestones_report() -> PlanFacts:
    """The report's facts; the test that asks is skipped where the report is not there."""
    path = example("smarter-milestones-2009-09-30.txt")
    return recognise(read(path.read_bytes(), path.name)).plan
