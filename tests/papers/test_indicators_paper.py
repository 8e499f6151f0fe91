"""Every indicator of a plan as a paper, with its charts and their tables."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from pytest_django import DjangoAssertNumQueries

from fingerpost.core.periods import Period
from fingerpost.documents.model import Document, Figure, Heading, Paragraph, cell_text, words
from fingerpost.documents.writers import FORMATS, write
from fingerpost.papers.indicators_paper import indicators_paper
from fingerpost.plans.models import Indicator, Plan
from tests import factories

pytestmark = pytest.mark.django_db
Q2 = Period.parse("2009-10-q2")


def measured(plan: Plan, title: str = "Pupils who walk") -> Indicator:
    """With a target, two quarters, a benchmark and two areas."""
    indicator = factories.make_indicator(
        factories.make_outcome(plan, title="Children are active"), title=title, unit="%", definition="Of all pupils."
    )
    factories.make_target(indicator, "2009-10", 75)
    scotland = factories.make_benchmark(f"Scotland {title}")
    for slug, value in (("2009-10-q1", 70), ("2009-10-q2", "72.9")):
        factories.make_value(indicator, slug, value)
        factories.make_value(indicator, slug, 60, benchmark=scotland)
    for name in ("Keith", "Elgin"):
        area = factories.make_area(name=f"{name} {title}", parent=plan.area)
        for slug in ("2009-10-q1", "2009-10-q2"):
            factories.make_value(indicator, slug, 65, area=area)
    return indicator


def figures(document: Document) -> list[Figure]:
    return [block for block in document.blocks if isinstance(block, Figure)]


def said(document: Document) -> list[str]:
    return [words(block.inlines) for block in document.blocks if isinstance(block, Heading | Paragraph)]


def test_an_indicator_has_its_standing_its_charts_and_their_tables() -> None:
    plan = factories.make_plan()
    measured(plan)
    document = indicators_paper(plan, period=Q2)
    assert said(document)[1:] == [
        "1 indicator.",
        "Children are active",
        "Pupils who walk",
        "Q2 2009/10: 72.9%, target 75.0%. ▲ Close to target. Short trend: → Maintaining.",
        "Of all pupils.",
    ]
    series, places = figures(document)
    assert [column.title for column in series.table.columns] == [
        "Period",
        "Our figure",
        "Scotland Pupils who walk",
        "Target",
    ]
    assert [[cell_text(cell) for cell in row.cells] for row in series.table.rows] == [
        ["Q1 2009/10", "70.0%", "60.0%", "75.0%"],
        ["Q2 2009/10", "72.9%", "60.0%", "75.0%"],
    ]
    assert [column.title for column in places.table.columns] == ["Place", "Q1 2009/10", "Q2 2009/10"]


def test_a_table_that_would_be_wide_stands_upright() -> None:
    indicator = factories.make_indicator()
    area = factories.make_area(name="Keith")
    period = Q2
    for value in range(6):
        factories.make_value(indicator, period.slug, value)
        factories.make_value(indicator, period.slug, value, area=area)
        period = period.previous
    *_series, places = figures(indicators_paper(indicator.plan, period=Q2))
    assert [column.title for column in places.table.columns] == ["Place", "Keith", "The whole"]
    assert len(places.table.rows) == 6


def test_a_table_that_would_be_wide_either_way_tells_its_figures() -> None:
    indicator = factories.make_indicator(decimals=0, unit="")
    areas = [factories.make_area(name=f"Area {letter}") for letter in "ABCDE"]
    period = Q2
    for value in range(6):
        for area in areas:
            factories.make_value(indicator, period.slug, value, area=area)
        period = period.previous
    factories.make_value(indicator, Q2.slug, 10)
    *_series, places = figures(indicators_paper(indicator.plan, period=Q2))
    assert [column.title for column in places.table.columns] == ["Place", "Figures"]
    assert [cell_text(cell) for cell in places.table.rows[-1].cells] == ["The whole", "Q2 2009/10 10"]
    assert cell_text(places.table.rows[0].cells[1]).startswith("Q1 2008/09 5; Q2 2008/09 4;")


def test_a_word_file_holds_a_picture_for_each_chart() -> None:
    plan = factories.make_plan()
    measured(plan)
    with zipfile.ZipFile(BytesIO(write(indicators_paper(plan, period=Q2), "docx"))) as file:
        pictures = [name for name in file.namelist() if name.startswith("word/media/") and name.endswith(".png")]
    assert len(pictures) == 2


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_written(form: str) -> None:
    plan = factories.make_plan()
    measured(plan)
    assert len(write(indicators_paper(plan, period=Q2), form)) > 1000


def test_small_numbers_are_withheld_in_charts_and_tables() -> None:
    indicator = factories.make_indicator(counts_people=True, decimals=0, unit="pupils", polarity="data-only")
    for slug, value in (("2009-10-q1", 40), ("2009-10-q2", 3)):
        factories.make_value(indicator, slug, value)
    document = indicators_paper(indicator.plan, period=Q2)
    (chart,) = figures(document)
    assert [cell_text(row.cells[1]) for row in chart.table.rows] == ["40 pupils", "Withheld (small number)"]
    assert [one["value"] for one in chart.spec["data"]["values"]] == [40, None]
    assert "3 pupils" not in " ".join(said(document))


def test_it_keeps_to_an_outcome_and_to_a_lead() -> None:
    plan, lead = factories.make_plan(), factories.make_user()
    one, two = measured(plan, "One"), measured(plan, "Two")
    Indicator.objects.filter(pk=two.pk).update(lead=lead)
    assert "Two" not in said(indicators_paper(plan, period=Q2, outcome=one.outcome))
    assert "One" not in said(indicators_paper(plan, period=Q2, lead=lead))
    assert "There is no indicator to show." in said(indicators_paper(factories.make_plan(), period=Q2))


@pytest.mark.parametrize("size", [1, 3])
def test_it_takes_the_same_queries_at_any_size(size: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    plan = factories.make_plan()
    for number in range(size):
        measured(plan, f"Number {number}")
    with django_assert_num_queries(7):
        indicators_paper(plan, period=Q2)
