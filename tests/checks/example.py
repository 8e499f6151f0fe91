"""The real milestones report and review paper, as the recogniser reads them."""

from __future__ import annotations

from functools import cache

from fingerpost.checks.facts import PlanFacts, ReviewFacts
from fingerpost.documents.readers import read
from fingerpost.intake.recognise import recognise
from tests.conftest import example


@cache
def milestones_report() -> PlanFacts:
    """The report's facts; the test that asks is skipped where the report is not there."""
    path = example("smarter-milestones-2009-09-30.txt")
    return recognise(read(path.read_bytes(), path.name)).plan


@cache
def review_paper() -> ReviewFacts:
    """The paper's facts; the test that asks is skipped where the paper is not there."""
    path = example("icsp-review-2009-12-17.txt")
    review = recognise(read(path.read_bytes(), path.name)).review
    assert review is not None
    return review
