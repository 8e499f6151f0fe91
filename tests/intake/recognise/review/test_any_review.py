"""Any review laid out in a paper is recognised back the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fingerpost.checks.facts import (
    ActivityFacts,
    HeaderFacts,
    ImplicationFacts,
    ParagraphFacts,
    ReviewFacts,
    ReviewGroupFacts,
    ReviewRowFacts,
    StrategyFacts,
)
from fingerpost.documents.readers import read
from fingerpost.intake.recognise import recognise
from tests.intake.recognise.review import papers

CALM = ("boats", "harbour", "lights", "painted", "for", "and", "people", "Moray", "school's", "co-ordinating", "the",
        "é", "support", "workers", "agreed", "group")  # fmt: skip
TRICKY = ("2009", "1.1", "(a)", "Q3", "objective", "Outcome", "notes", "16+", "by", "date", "none", "implications")
REPEATABLE = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def phrases(inside: tuple[str, ...] = CALM) -> st.SearchStrategy[str]:
    """Begins with a capital and ends in a word, so that it looks like something that people write."""
    middle = st.lists(st.sampled_from(inside), min_size=2, max_size=7).map(" ".join)
    return st.tuples(st.sampled_from(("New", "The", "More", "Draft")), middle, st.sampled_from(CALM)).map(" ".join)


CELLS = st.lists(phrases(CALM + TRICKY), max_size=3).map("\n".join)
LISTS = st.lists(phrases(), min_size=2, max_size=3).map(lambda lines: "\n".join(f"- {line}" for line in lines))


def rows(kind: str) -> st.SearchStrategy[ReviewRowFacts]:
    return st.builds(
        ReviewRowFacts,
        title=phrases(CALM + TRICKY),
        kind=st.just(kind),
        work_undertaken=CELLS | LISTS,
        work_planned=CELLS | LISTS,
        data=phrases() if kind == "indicator" else st.none(),
        notes=CELLS,
    )


def groups(kind: str) -> st.SearchStrategy[tuple[ReviewGroupFacts, ...]]:
    """One to three groups, lettered in order, with titles that differ."""

    def made(found: list[tuple[str, list[ReviewRowFacts]]]) -> tuple[ReviewGroupFacts, ...]:
        return tuple(
            ReviewGroupFacts(f"{title} of {letter}", letter, tuple(members))
            for letter, (title, members) in zip("abc", found, strict=False)
        )

    return st.lists(st.tuples(phrases(), st.lists(rows(kind), min_size=1, max_size=3)), min_size=1, max_size=3).map(
        made
    )


@st.composite
def reviews(draw: st.DrawFn) -> ReviewFacts:
    """A paper with five sections, the fourth its implications, and its tables and strategy."""
    paragraphs = tuple(
        ParagraphFacts(f"{section}.{number}", draw(phrases()) + ".", f"Heading {'abcde'[section - 1]}")
        for section in (1, 2, 3, 5)
        for number in range(1, draw(st.integers(1, 3)) + 1)
    )
    objectives = tuple(f"{draw(phrases())} {n}" for n in "xyz")
    activities = tuple(
        ActivityFacts(objectives[n], draw(phrases()), draw(phrases()), "Ongoing", draw(phrases()))
        for n in range(3)
        for _each in range(draw(st.integers(1, 2)))
    )
    return ReviewFacts(
        title="A review",
        header=HeaderFacts("Harbour board", date(2026, 5, 5), "5 May 2026", "A review", "Clerk"),
        author=draw(phrases()),
        background_papers="None",
        reference="HB/1",
        paragraphs=paragraphs,
        implications=tuple(ImplicationFacts(letter, draw(phrases()), draw(phrases()) + ".") for letter in "ab"),
        outcomes=draw(groups("indicator")),
        objectives=draw(groups("action")),
        strategy=StrategyFacts("Communication strategy", draw(phrases()), objectives, ("Web",), ("Early", "Plain")),
        activities=activities,
    )


def without_states(facts: ReviewFacts) -> ReviewFacts:
    """What was said, without what was made of it: the words here are drawn at random."""

    def bare(found: tuple[ReviewGroupFacts, ...]) -> tuple[ReviewGroupFacts, ...]:
        return tuple(
            replace(group, rows=tuple(replace(row, states=(), figures=()) for row in group.rows)) for group in found
        )

    return replace(facts, outcomes=bare(facts.outcomes), objectives=bare(facts.objectives))


@pytest.mark.parametrize("layout", papers.LAYOUTS, ids=lambda layout: layout.__name__)
@REPEATABLE
@given(review=reviews())
def test_any_review_comes_back_from_a_paper(layout: papers.Layout, review: ReviewFacts) -> None:

    found = recognise(layout(review)).review
    assert found is not None
    assert without_states(replace(found, header=replace(found.header, agenda_item=""))) == review


@REPEATABLE
@given(review=reviews())
def test_any_review_comes_back_from_tables(review: ReviewFacts) -> None:
    found = recognise(papers.one_table_each(review)).review
    assert found is not None
    assert without_states(found).outcomes == papers.without(review, labels=True).outcomes
    assert without_states(found).objectives == papers.without(review, labels=True).objectives
    assert found.activities == review.activities


@REPEATABLE
@given(review=reviews())
def test_any_review_comes_back_from_a_csv(review: ReviewFacts) -> None:
    found = recognise(read(papers.indicators_csv(review).encode(), "review.csv")).review
    assert found is not None
    assert without_states(found).outcomes == papers.without(review, labels=True).outcomes
