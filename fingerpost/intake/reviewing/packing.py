"""A recognised review as JSON and back, so that a preview can be shown without reading the file again."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from fingerpost.checks.facts import ReviewFacts
from fingerpost.intake.models import Import

NAME = "review"  # of the one entry in an import's facts
_ADAPTER = TypeAdapter(ReviewFacts)


def pack_review(review: ReviewFacts) -> dict[str, Any]:
    return {NAME: _ADAPTER.dump_python(review, mode="json")}


def is_review(source: Import) -> bool:
    """Whether what the import holds is a review, not milestones."""
    return NAME in source.facts


def review_in(source: Import) -> ReviewFacts:
    return _ADAPTER.validate_python(source.facts[NAME])


def holds_something(review: ReviewFacts | None) -> bool:
    """Whether there is anything in a paper that a plan could take in."""
    return review is not None and bool(review.outcomes or review.objectives or review.strategy or review.activities)
