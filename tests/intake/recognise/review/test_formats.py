"""The real review paper comes back the same from every file type and however it is laid out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fingerpost.checks.facts import ReviewFacts, ReviewRowFacts
from fingerpost.documents import writers
from fingerpost.documents.readers import read
from fingerpost.intake.recognise import Recognised, recognise
from tests.intake.recognise.review import papers
from tests.intake.recognise.review.test_example import review

pytestmark = pytest.mark.example
FILES = ("html", "docx", "odt", "pdf")


def named(value: object) -> str:
    return getattr(value, "__name__", str(value))


def found(recognised: Recognised) -> ReviewFacts:
    assert recognised.review is not None
    assert recognised.findings == ()
    return recognised.review


@pytest.mark.parametrize("layout", papers.LAYOUTS, ids=named)
@pytest.mark.parametrize("form", FILES)
def test_a_file_gives_the_same_paper(form: str, layout: papers.Layout) -> None:
    content = writers.write(layout(review()), form)
    header = replace(review().header, agenda_item="5" if layout is papers.as_other_council else "")
    assert found(recognise(read(content, f"paper.{form}"))) == replace(review(), header=header)


@pytest.mark.parametrize("form", [*FILES, "xlsx"])
def test_tables_alone_give_the_same_rows(form: str) -> None:
    content = writers.write(papers.one_table_each(review()), form)
    got = found(recognise(read(content, f"tables.{form}")))
    assert got == replace(papers.without(review(), labels=True), title="Review")


@pytest.mark.parametrize("form", [*FILES, "xlsx"])
def test_headings_across_a_table_give_the_same_rows(form: str) -> None:
    content = writers.write(papers.rows_across(review()), form)
    assert replace(found(recognise(read(content, f"tables.{form}"))), title="") == replace(
        papers.without(review()), title=""
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_gives_the_same_indicators(delimiter: str) -> None:
    content = papers.indicators_csv(review(), delimiter).encode()
    got = found(recognise(read(content, "review.csv")))
    assert got.outcomes == papers.without(review(), labels=True).outcomes


@pytest.mark.parametrize("drawing", papers.DRAWINGS, ids=named)
def test_a_drawn_paper_gives_the_same(drawing: papers.Drawing) -> None:
    """A drawing that wraps its cells cannot say whether a space stood after a stroke ("and/ or")."""
    got = found(recognise(read(papers.text_paper(review(), drawing).encode(), "paper.txt")))
    headings = [replace(one, heading=one.heading.upper()) for one in review().paragraphs]
    assert close(got) == close(replace(review(), strategy=None, paragraphs=tuple(headings)))


def close(facts: ReviewFacts) -> ReviewFacts:
    def plain(row: ReviewRowFacts) -> ReviewRowFacts:
        return replace(row, notes=row.notes.replace("/ ", "/") if row.notes else row.notes)

    return replace(
        facts,
        outcomes=tuple(replace(group, rows=tuple(map(plain, group.rows))) for group in facts.outcomes),
        objectives=tuple(replace(group, rows=tuple(map(plain, group.rows))) for group in facts.objectives),
    )
