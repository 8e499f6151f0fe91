"""A long table of figures in and out: what it changes, its errors by row and column, and the way round."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase
from pytest_django import DjangoAssertNumQueries

from fingerpost.core.models import AuditEvent
from fingerpost.core.periods import Period
from fingerpost.people.models import User
from fingerpost.plans.models import Indicator, Plan
from fingerpost.reporting.indicators import coming_in
from fingerpost.reporting.indicators.coming_in import Weighed, as_text, weigh
from fingerpost.reporting.indicators.services import NewValue, add_values
from fingerpost.reporting.indicators.source_rows import rows_of_file, rows_of_text
from fingerpost.reporting.indicators.table_out import as_file, long_table
from fingerpost.reporting.models import IndicatorValue
from tests import factories

pytestmark = pytest.mark.django_db


def one(**fields: Any) -> Indicator:
    return factories.make_indicator(title="Young people who offend once", slug="offend-once", **fields)


def weighed(plan: Plan, table: str, by: User | None = None, **more: Any) -> Weighed:
    return weigh(list(rows_of_text(table)), plan, by=by, **more)


def troubles(found: Weighed) -> list[tuple[str, str, str]]:
    return [(trouble.level, trouble.where, trouble.message) for trouble in found.troubles]


def test_a_table_says_what_it_would_change(coordinator: User) -> None:
    indicator = one()
    factories.make_value(indicator, "2009-10-q1", 70)
    factories.make_value(indicator, "2009-10-q2", 71, provisional=True)
    factories.make_value(indicator, "2009-10-q3", 72)
    table = """indicator,period,value
offend-once,Q4 2008/09,69
offend-once,Q1 2009/10,70.0%
offend-once,Q2 2009/10,71.5
offend-once,2009-10-q3,73
Young people who offend once,2009-10-q4,
"""
    found = weighed(indicator.plan, table, coordinator, file="values.csv")
    assert [(number, row.effect) for number, row in found.rows] == [
        (2, "new"),
        (3, "same"),
        (4, "changed"),
        (5, "correction"),
    ]
    assert (len(found.of()), len(found.waiting), found.same, found.blanks, found.troubles) == (2, 1, 1, 1, [])
    assert coming_in.take_in(found, by=coordinator) == 2
    stored = IndicatorValue.objects.order_by("id").last()
    assert stored is not None
    assert (stored.value, stored.source, stored.source_words) == (Decimal("71.5"), "import", "values.csv, row 4")
    event = AuditEvent.objects.get()
    assert (event.verb, event.after) == ("indicator.import", {"values": 2, "file": "values.csv"})
    again = weighed(indicator.plan, table, coordinator, reason="Recount")
    assert (len(again.of()), again.same, [row.row.reason for _number, row in again.of()]) == (1, 3, ["Recount"])


def test_places_are_named_in_columns_of_their_own(coordinator: User) -> None:
    indicator = one()
    keith, sex = factories.make_area(name="Keith"), factories.make_dimension("Sex", "Girls", "Boys")
    scotland = factories.make_benchmark("Scotland")
    girls = sex.categories.get(name="Girls")
    table = """Period;Locality;Sex;Series;Figure
2009-10-q2;;;;1
2009-10-q2;keith;;;2
2009-10-q2;Total;girls;;3
2009-10-q2;Keith;Girls;;4
2009-10-q2;;All;Scotland;5
"""
    found = weighed(indicator.plan, table, coordinator, only=indicator)
    assert found.troubles == []
    assert [(row.row.area, row.row.category, row.row.benchmark) for _number, row in found.rows] == [
        (None, None, None),
        (keith, None, None),
        (None, girls, None),
        (keith, girls, None),
        (None, None, scotland),
    ]


def test_states_stand_in_their_column_or_in_the_place_of_the_figure(coordinator: User) -> None:
    indicator = one()
    table = """period\tvalue\tstate\texpected\tprovisional
2009-10-q1\tData awaited
2009-10-q2\t\tBeing sought
2009-10-q3\tavailable in February
2009-10-q4\t\texpected\tin May
2008-09-q4\tn/a
2008-09-q3\t0\t\t\tyes
2008-09-q2\t-
"""
    found = weighed(indicator.plan, table, coordinator, only=indicator)
    said = [(row.row.state, row.row.value, row.row.expected_words, row.row.provisional) for _number, row in found.rows]
    assert said == [
        ("awaited", None, "", False),
        ("being-sought", None, "", False),
        ("expected", None, "in February", False),
        ("expected", None, "in May", False),
        ("not-available", None, "", False),
        ("recorded", Decimal(0), "", True),
    ]
    assert found.blanks == 1


def test_every_error_names_its_row_and_column(coordinator: User) -> None:
    indicator = one(is_proportion=True, aggregation="ratio", plausible_high=Decimal(100))
    factories.make_dimension("Sex", "Girls")
    factories.make_dimension("Age", "12 to 15")
    table = """Indicator,Period,Area,Sex,Age,Benchmark,State,Value,Numerator,Denominator,Provisional,Weather
other,2009-10-q1,,,,,,1,,,,
offend-once,2009-10-q9,,,,,,1,,,,
offend-once,,,,,,,1,,,,
,2009-10-q1,,,,,,1,,,,
offend-once,2009-10-q1,Atlantis,,,,,1,,,,
offend-once,2009-10-q1,,Dogs,,,,1,,,,
offend-once,2009-10-q1,,Girls,12 to 15,,,1,,,,
offend-once,2009-10-q1,,,,Atlantis,,1,,,,
offend-once,2009-10-q1,,,,,lost,,,,,
offend-once,2009-10-q1,,,,,,a few,,,,
offend-once,2009-10-q1,,,,,,1,,,perhaps,
offend-once,2009-10-q1,,,,,,,5,,,
offend-once,2009-10-q2,,,,,,170,,,,
offend-once,2009-10-q2,,,,,,71,,,,
"""
    assert troubles(weighed(indicator.plan, table, coordinator)) == [
        ("warning", "Row 1, column L", "The column “Weather” is not known and was not read."),
        ("error", "Row 2, column A", "There is no indicator “other” in this plan."),
        ("error", "Row 3, column B", "“2009-10-q9” is not a period: there is no quarter 9."),
        ("error", "Row 4, column B", "The period is missing. Write it like Q2 2009/10."),
        ("error", "Row 5, column A", "The indicator is missing. Give its title or its code."),
        ("error", "Row 6, column C", f"There is no area “Atlantis”. Write one of these: {indicator.plan.area}."),
        ("error", "Row 7, column D", "“Sex” has no category “Dogs”. Write one of these: Girls."),
        ("error", "Row 8, column E", "A figure can have an area and one category, not two categories."),
        ("error", "Row 9, column F", "There is no benchmark “Atlantis”."),
        (
            "error",
            "Row 10, column G",
            "“lost” is no state of a figure. Write one of these: Recorded, Data awaited, Data being sought, "
            "Expected later, Not available, Not collected.",
        ),
        ("error", "Row 11, column H", "“a few” is no number. Write one such as 12.5; words belong into the note."),
        ("error", "Row 12, column K", "Write “yes” where the figure is provisional, else nothing."),
        ("error", "Row 13", "A numerator needs its denominator, and the other way round."),
        ("warning", "Row 14", "The figure is outside the plausible range."),
        ("error", "Row 15", "The same figure for Q2 2009/10 is given twice."),
    ]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("", "No row of headings was found: a column must be headed “Period”."),
        ("a,b\n1,2\n", "No row of headings was found: a column must be headed “Period”."),
        ("period,value\n2009-10,1\n", "No column is headed “Indicator”, so it is not known what the figures are of."),
        ("indicator,period\nx,2009-10\n", "No column is headed “Value”, or “Numerator” and “Denominator”."),
    ],
)
def test_what_is_no_table_of_figures_is_told(table: str, message: str) -> None:
    found = weighed(factories.make_plan(), table)
    assert [trouble.message for trouble in found.troubles if trouble.level == "critical"] == [message]
    assert found.rows == []


def test_a_title_above_the_headings_and_blank_rows_do_not_matter() -> None:
    indicator = one(frequency="calendar")
    found = weighed(indicator.plan, "Figures of the police\n\nindicator,year,value\n\noffend-once,2005,14\n")
    assert [(number, row.row.period.slug) for number, row in found.rows] == [(5, "calendar-2005")]


def test_a_spreadsheets_date_is_the_month_that_was_meant() -> None:
    indicator = one(frequency="month")
    rows = list(rows_of_text("period,value\n2009-04-01,3\nMay 2009,4\n"))
    found = weigh(rows, indicator.plan, by=None, only=indicator)
    assert [row.row.period.label for _number, row in found.rows] == ["April 2009", "May 2009"]


def full(count: int = 1) -> Plan:
    """Everything that a table can say."""
    plan = factories.make_plan()
    outcome = factories.make_outcome(plan)
    sex, scotland = factories.make_dimension("Sex", "Girls", "Boys"), factories.make_benchmark("=Scotland")
    for number in range(count):
        keith = factories.make_area(name=f"=Keith {number}", parent=plan.area)
        title = f"+Proportion {number}"
        indicator = factories.make_indicator(outcome, title=title, is_proportion=True, aggregation="ratio")
        factories.make_value(indicator, "2009-10-m1", Decimal("-2.1234"), note="=1+1", provisional=True)
        factories.make_value(indicator, "2009-10-h1", Decimal("66.7"), numerator=2, denominator=3, area=keith)
        factories.make_value(indicator, "calendar-2005", numerator=0, denominator=3, category=sex.categories.all()[0])
        factories.make_value(indicator, "school-2009-10", 100_000_000, benchmark=scotland)
        factories.make_value(indicator, "2008-09", state="expected", expected_words="in February")
        factories.make_value(indicator, "2007-08", state="not-collected", area=keith, category=sex.categories.all()[1])
    return plan


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_the_same_file_out_and_in_again_changes_nothing(format: str, coordinator: User) -> None:
    plan = full()
    content = as_file(long_table(plan), format)
    found = weigh(rows_of_file(content, f"figures.{format}"), plan, by=coordinator)
    assert (found.troubles, found.of(), found.waiting) == ([], [], [])
    assert (found.same, found.blanks) == (6, 1)  # the blank row asks for the last quarter
    kept = weigh(list(rows_of_text(as_text(rows_of_file(content, f"figures.{format}")))), plan, by=coordinator)
    assert (kept.same, kept.troubles) == (6, [])


def test_no_text_of_a_csv_file_acts_as_a_formula() -> None:
    lines = as_file(long_table(full()), "csv").decode("utf-8-sig").splitlines()
    cells = [cell for line in lines for cell in line.split(",")]
    assert [cell for cell in cells if cell[:1] in {"=", "+", "@"}] == []
    assert "-2.1234" in cells


@pytest.mark.parametrize("count", [1, 3])
def test_a_table_takes_as_many_queries_for_many_rows_as_for_few(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plan = full(count)
    with django_assert_num_queries(6):
        table = long_table(plan)
    assert len(table.rows) == 7 * count
    rows = rows_of_file(as_file(table, "csv"), "figures.csv")
    with django_assert_num_queries(8):
        assert weigh(rows, plan, by=None).same == 6 * count


class TestWayRound(HypothesisTestCase):
    @settings(max_examples=25)
    @given(
        st.dictionaries(
            st.tuples(
                st.integers(1990, 2025),
                st.sampled_from(["month", "quarter", "half", "year", "calendar", "school"]),
            ),
            st.tuples(st.decimals(-99_999, 99_999, places=4), st.text(max_size=20)),
            max_size=8,
        )
    )
    def test_any_figures_come_back_the_same(self, said: dict[tuple[int, Any], tuple[Decimal, str]]) -> None:
        indicator = factories.make_indicator()
        rows = [
            NewValue(indicator=indicator, period=Period(year, kind), value=value, note=note.replace("\x00", ""))
            for (year, kind), (value, note) in said.items()
        ]
        add_values(rows, by=None)
        for format in ("csv", "xlsx"):
            content = as_file(long_table(indicator.plan, only=indicator), format)
            found = weigh(rows_of_file(content, f"figures.{format}"), indicator.plan, by=None, only=indicator)
            assert [(row.effect, row.before.exact) for _number, row in found.of("new", "correction")] == []
            assert found.errors == []


def upload_url(indicator: Indicator | None = None, plan: Plan | None = None) -> str:
    if indicator:
        return reverse("reporting:upload-indicator-values", args=[indicator.plan.slug, indicator.slug])
    assert plan
    return reverse("reporting:upload-values", args=[plan.slug])


def test_a_table_is_pasted_looked_at_and_stored(coordinator_client: Client) -> None:
    indicator = one()
    table = "Period\tValue\nQ1 2009/10\t70\nQ2 2009/10\t71\nQ9 2009/10\t72\n"
    preview = coordinator_client.post(upload_url(indicator), {"pasted": table})
    assert preview.context["figures"] == [
        (2, "new", ""),
        (0, "changed", ""),
        (0, "that need a reason", ""),
        (0, "as they are already", ""),
        (0, "left blank", ""),
        (1, "with an error", ""),
    ]
    assert IndicatorValue.objects.count() == 0
    form = preview.context["form"]
    response = coordinator_client.post(upload_url(indicator), dict(form.initial))
    assert (response.status_code, IndicatorValue.objects.count()) == (302, 2)
    again = coordinator_client.post(upload_url(indicator), {"pasted": table})
    assert "There is nothing to store." in again.content.decode()


def test_an_excel_file_is_uploaded_and_corrections_ask_for_a_reason(coordinator_client: Client) -> None:
    plan = full()
    indicator = plan.indicators.get()
    factories.make_value(indicator, "2009-10-q3", 70)
    content = as_file(long_table(plan), "xlsx")
    IndicatorValue.objects.filter(period_starts="2009-10-01").delete()
    factories.make_value(indicator, "2009-10-q3", 69)
    file = SimpleUploadedFile("figures.xlsx", content)
    preview = coordinator_client.post(upload_url(plan=plan), {"file": file})
    kept = dict(preview.context["form"].initial)
    assert preview.context["figures"][2] == (1, "that need a reason", "")
    asked = coordinator_client.post(upload_url(plan=plan), kept)
    assert asked.context["form"].errors == {
        "reason": ["Give the reason for these corrections: it is kept beside each of them."]
    }
    coordinator_client.post(upload_url(plan=plan), {**kept, "reason": "Counted again"})
    stored = IndicatorValue.objects.order_by("id").last()
    assert stored is not None
    assert (stored.value, stored.reason, stored.source_words[:17]) == (70, "Counted again", "figures.xlsx, row")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "Choose a file or paste a table, one of the two."),
        ({"pasted": "x", "file": SimpleUploadedFile("a.csv", b"x")}, "Choose a file or paste a table, one of the two."),
        ({"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04 not a workbook")}, ""),
    ],
)
def test_what_cannot_be_read_is_told(coordinator_client: Client, given: dict[str, Any], message: str) -> None:
    page = coordinator_client.post(upload_url(one()), given)
    told = page.context["form"].non_field_errors()
    assert len(told) == 1
    assert message in told[0]


def test_a_table_too_large_for_a_page_is_refused(coordinator_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fingerpost.reporting.indicators.forms.MOST_ROWS", 2)
    page = coordinator_client.post(upload_url(one()), {"pasted": "period,value\n2001,1\n2002,2\n"})
    assert page.context["form"].non_field_errors() == [
        "The table has 3 rows; at most 2 are read here. "
        "An administrator can bring it in with the command “fingerpost import-figures”."
    ]


def test_the_table_is_downloaded(coordinator_client: Client) -> None:
    indicator = one()
    factories.make_value(indicator, "2009-10-q4", 70)
    response = coordinator_client.get(reverse("reporting:values-file", args=[indicator.plan.slug, "csv"]))
    assert response.content.decode("utf-8-sig").splitlines() == [
        "Indicator,Title,Period,Area,Benchmark,State,Value,Numerator,Denominator,Provisional,Expected,Note",
        "offend-once,Young people who offend once,Q4 2009/10,,,,70,,,,,",
    ]
    assert response.headers["Content-Disposition"] == f'attachment; filename="{indicator.plan.slug}-figures.csv"'
