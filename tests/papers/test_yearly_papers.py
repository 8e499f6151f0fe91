"""Annual report, locality report, scorecard and plan on a page."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pdfplumber
import pytest
from pytest_django import DjangoAssertNumQueries

from fingerpost.core.periods import Period
from fingerpost.documents.model import Document, Paragraph, Sparkline, cell_text, tables, words
from fingerpost.documents.writers import FORMATS, write
from fingerpost.papers.annual_report import Verdict, annual_report, verdict
from fingerpost.papers.kinds import KINDS
from fingerpost.papers.locality_report import locality_report
from fingerpost.papers.plan_on_a_page import plan_on_a_page
from fingerpost.papers.scorecard_paper import scorecard_paper
from fingerpost.plans.models import Plan
from fingerpost.reporting.indicators.trend import Trend
from fingerpost.reviews import services
from tests import factories

pytestmark = pytest.mark.django_db
Q4, YEAR = Period.parse("2009-10-q4"), Period.parse("2009-10")
NEW = ["annual", "locality", "scorecard", "plan-on-a-page"]


def plan_with(outcomes: int, **fields: Any) -> Plan:
    """Each outcome with a key action at 50 %, and a yearly indicator that went from 10 to 20 with a target of 15."""
    plan = factories.make_plan(**fields)
    for number in range(outcomes):
        outcome = factories.make_outcome(plan, title=f"People walk more {number}")
        milestone = factories.make_milestone(
            factories.make_action(outcome, title=f"Lay paths {number}"), due=date(2010, 3, 31)
        )
        factories.make_update(milestone, 50, as_at=date(2010, 3, 31))
        indicator = factories.make_indicator(outcome, title=f"Walkers {number}", frequency="year", decimals=0)
        factories.make_value(indicator, "2008-09", 10)
        factories.make_value(indicator, "2009-10", 20)
        factories.make_target(indicator, "2009-10", 15)
    return plan


def rows(document: Document, number: int) -> list[list[str]]:
    return [[cell_text(cell) for cell in row.cells] for row in list(tables(document))[number].rows]


def said(document: Document) -> list[str]:
    return [words(block.inlines) for block in document.blocks if isinstance(block, Paragraph)]


def test_the_annual_report_says_whether_each_outcome_improved() -> None:
    plan = plan_with(1)
    factories.make_follow_up(plan, text="Ask for money", owner_words="Group", due=date(2010, 6, 30))
    document = annual_report(plan, period=Q4)
    assert document.title == f"{plan.title}: annual report, 2009/10 (as at 31 March 2010)"
    assert said(document)[0] == "1 of 1 outcome improved in 2009/10, by its indicators."
    assert rows(document, 0) == [["People walk more 0", "Improved", "1 improving", "50%"]]
    assert "Improved. Against the comparable period before: 1 improving." in said(document)
    assert "Nothing has been stated for this year yet." in said(document)
    assert rows(document, 1) == [["Walkers 0", "2009/10", "20", "15", "● On target", "↑ Improving"]]
    assert rows(document, 3) == [["Ask for money", "Group", "30 June 2010"]]


def test_the_annual_report_prints_what_was_stated_of_the_year() -> None:
    plan = plan_with(1)
    services.save_statement(
        plan=plan,
        year=YEAR,
        by=None,
        participation="Six groups took part.",
        effective="partly",
        effectiveness="Two left.",
        next_year="More paths.",
    )
    found = said(annual_report(plan, period=YEAR))
    wanted = ["Six groups took part.", "It was effective in part. Two left.", "More paths."]
    assert [one in found for one in wanted] == [True] * 3


@pytest.mark.parametrize(
    ("trends", "wanted"),
    [
        ([], Verdict.NOT_KNOWN),
        ([Trend.NOT_KNOWN, Trend.NOT_JUDGED], Verdict.NOT_KNOWN),
        ([Trend.IMPROVING, Trend.MAINTAINING], Verdict.IMPROVED),
        ([Trend.IMPROVING, Trend.WORSENING], Verdict.MIXED),
        ([Trend.WORSENING, Trend.NOT_KNOWN], Verdict.WORSENED),
        ([Trend.MAINTAINING], Verdict.MAINTAINED),
    ],
)
def test_what_the_verdict_on_an_outcome_rests_on(trends: list[Trend], wanted: Verdict) -> None:
    lines: Any = [SimpleNamespace(short=SimpleNamespace(trend=trend)) for trend in trends]
    assert verdict(lines) == wanted


def test_the_scorecard_names_shape_and_words() -> None:
    document = scorecard_paper(plan_with(2), period=YEAR)
    assert said(document) == ["● On target: 2."]
    assert rows(document, 0)[0] == [
        "People walk more 0",
        "Walkers 0",
        "2009/10",
        "20",
        "15",
        "● On target",
        "↑ Improving",
    ]
    assert said(scorecard_paper(factories.make_plan(), period=YEAR)) == ["There is no indicator to show."]


def sparklines(document: Document) -> list[Sparkline]:
    cells = [row.cells[-1] for row in next(iter(tables(document))).rows]
    found = [inline for cell in cells for block in cell.blocks for inline in getattr(block, "inlines", ())]
    return [inline for inline in found if isinstance(inline, Sparkline)]


def test_the_scorecard_draws_a_tiny_line_that_tells_its_figures() -> None:
    plan = plan_with(1)
    factories.make_value(plan.indicators.get(), "2006-07", 7)
    (line,) = sparklines(scorecard_paper(plan, period=YEAR))
    assert line.words == "↑ Improving"
    assert line.alt == "2006/07 7; 2007/08 –; 2008/09 10; 2009/10 20"
    assert [value["value"] for value in line.spec["data"]["values"]] == [7, None, 10, 20]


def test_one_figure_makes_no_line() -> None:
    outcome = factories.make_outcome()
    factories.make_value(factories.make_indicator(outcome, frequency="year"), "2009-10", 3)
    assert sparklines(scorecard_paper(outcome.plan, period=YEAR)) == []


def test_a_tiny_line_does_not_give_a_small_number_away() -> None:
    outcome = factories.make_outcome()
    indicator = factories.make_indicator(
        outcome, frequency="year", decimals=0, counts_people=True, polarity="data-only"
    )
    for period, value in (("2007-08", 40), ("2008-09", 50), ("2009-10", 3)):
        factories.make_value(indicator, period, value)
    (line,) = sparklines(scorecard_paper(outcome.plan, period=YEAR))
    assert line.alt.endswith("2009/10 Withheld (small number)")
    assert line.spec["data"]["values"][-1]["value"] is None


def test_small_numbers_are_withheld_in_every_paper() -> None:
    outcome = factories.make_outcome()
    indicator = factories.make_indicator(
        outcome, frequency="year", decimals=0, counts_people=True, polarity="data-only"
    )
    factories.make_value(indicator, "2009-10", 3)
    for build in (scorecard_paper, annual_report):
        page = write(build(outcome.plan, period=YEAR), "html").decode()
        assert "Withheld (small number)" in page


def test_a_plan_on_a_page_has_a_row_for_each_outcome_and_action() -> None:
    document = plan_on_a_page(plan_with(2), period=Q4)
    assert [row[:3] for row in rows(document, 0)] == [
        ["People walk more 0", "", "50%"],
        ["", "Lay paths 0", "50%"],
        ["People walk more 1", "", "50%"],
        ["", "Lay paths 1", "50%"],
    ]


def test_nine_indicators_of_long_titles_fit_on_one_page() -> None:
    plan = factories.make_plan(title="Review of the integrated children's services plan of the partnership")
    for number in range(9):
        if number % 3 == 0:
            outcome = factories.make_outcome(plan, title="Young people become successful adults")
        title = "Increase the rate of 11-18 year olds and 18-25 year olds who self report that they are free of it"
        row = factories.make_indicator(outcome, title=f"{title} ({number})", frequency="half", decimals=0)
        factories.make_value(row, "2008-09-h2", 10)
        factories.make_value(row, "2009-10-h1", 20)
    content = write(scorecard_paper(plan, period=Period.parse("2009-10-h1")), "pdf")
    with pdfplumber.open(BytesIO(content)) as file:
        assert len(file.pages) == 1


@pytest.mark.parametrize(("kind", "size"), [("scorecard", 20), ("plan-on-a-page", 14)])
def test_one_page_is_enough(kind: str, size: int) -> None:
    content = write(KINDS[kind].build(plan_with(size), period=YEAR), "pdf")
    with pdfplumber.open(BytesIO(content)) as file:
        assert len(file.pages) == 1


def test_the_locality_report_sets_the_plan_beside_the_one_it_serves() -> None:
    whole = plan_with(1, title="The whole")
    area = factories.make_area(name="Keith", parent=whole.area)
    local = plan_with(1, title="Keith plan", area=area, serves=whole)
    indicator = whole.indicators.get()
    factories.make_value(indicator, "2009-10", 7, area=area)
    document = locality_report(local, period=YEAR)
    assert "This plan stands at 50%; “The whole”, which it serves, at 50%." in said(document)
    assert rows(document, -1) == [["Walkers 0", "2009/10", "7", "No target set", "20"]]
    alone = locality_report(whole, period=YEAR)
    assert not any("serves" in words for words in said(alone))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("kind", NEW)
def test_every_format_is_written(kind: str, form: str) -> None:
    assert len(write(KINDS[kind].build(plan_with(1), period=YEAR), form)) > 1000


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize(
    ("kind", "queries"), [("annual", 13), ("locality", 11), ("scorecard", 3), ("plan-on-a-page", 8)]
)
def test_they_take_the_same_queries_at_any_size(
    kind: str, queries: int, size: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plan = plan_with(size)
    with django_assert_num_queries(queries):
        KINDS[kind].build(plan, period=YEAR)
