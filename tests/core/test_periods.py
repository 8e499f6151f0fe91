from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from fingerpost.core.periods import Period, quarters


def test_second_quarter_runs_from_july_to_september() -> None:
    period = Period.parse("2009-10-q2")
    assert (period.start, period.end, period.label) == (date(2009, 7, 1), date(2009, 9, 30), "Q2 2009/10")


def test_last_quarter_lies_in_the_next_calendar_year() -> None:
    period = Period.parse("Q4 2009/10")
    assert (period.start, period.end, period.slug) == (date(2010, 1, 1), date(2010, 3, 31), "2009-10-q4")


def test_a_half_and_a_year_are_parsed() -> None:
    assert Period.parse("2009-10-h2") == Period(2009, "half", 2)
    assert Period.parse("2009/10") == Period(2009, "year")


def test_a_century_turns() -> None:
    assert Period(2099, "year").label == "2099/00"
    assert Period.parse("2099-00") == Period(2099, "year")


@pytest.mark.parametrize("text", ["", "Q2", "2009-11", "2009-10-q5", "2009-10-h3", "2009-10-q0", "Q1 2009-10-q1"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a p|is followed|there is no"):
        Period.parse(text)


def test_calendar_years_are_labelled_with_one_year(settings: Settings) -> None:
    settings.YEAR_START_MONTH = 1
    assert [Period(2009, "quarter", 3).label, Period(2009, "year").label] == ["Q3 2009", "2009"]


@given(
    st.dates(date(1990, 1, 1), date(2150, 1, 1)),
    st.sampled_from(["month", "quarter", "half", "year", "calendar", "school"]),
)
def test_every_day_lies_in_its_period_and_slugs_come_back(day: date, kind: str) -> None:
    period = Period.containing(day, kind)  # type: ignore[arg-type]
    assert day in period
    assert Period.parse(period.slug) == Period.parse(period.label) == period
    assert period.next.previous == period


def test_quarters_of_a_year() -> None:
    found = quarters(date(2009, 4, 1), date(2010, 3, 31))
    assert [quarter.slug for quarter in found] == ["2009-10-q1", "2009-10-q2", "2009-10-q3", "2009-10-q4"]


@pytest.mark.parametrize(
    ("text", "period", "bounds", "label", "slug"),
    [
        ("April 2009", Period(2009, "month", 1), (date(2009, 4, 1), date(2009, 4, 30)), "April 2009", "2009-10-m1"),
        ("feb 2010", Period(2009, "month", 11), (date(2010, 2, 1), date(2010, 2, 28)), "February 2010", "2009-10-m11"),
        ("2009-10-m12", Period(2009, "month", 12), (date(2010, 3, 1), date(2010, 3, 31)), "March 2010", "2009-10-m12"),
        (
            "calendar-2005",
            Period(2005, "calendar"),
            (date(2005, 1, 1), date(2005, 12, 31)),
            "Calendar year 2005",
            "calendar-2005",
        ),
        (
            "School year 2009/10",
            Period(2009, "school"),
            (date(2009, 8, 1), date(2010, 7, 31)),
            "School year 2009/10",
            "school-2009-10",
        ),
    ],
)
def test_months_and_other_years(text: str, period: Period, bounds: tuple[date, date], label: str, slug: str) -> None:
    found = Period.parse(text)
    assert (found, (found.start, found.end), found.label, found.slug) == (period, bounds, label, slug)


@pytest.mark.parametrize("text", ["Smarch 2009", "2009-10-m13", "calendar-2005-07", "school-2009-11", "0001"])
def test_what_is_no_month_or_year_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a p|is followed|there is no"):
        Period.parse(text)


def test_a_period_is_made_up_of_shorter_ones() -> None:
    half = Period(2009, "half", 2)
    assert [part.label for part in half.parts("quarter")] == ["Q3 2009/10", "Q4 2009/10"]
    assert [part.label for part in half.parts("month")][::5] == ["October 2009", "March 2010"]
    assert (half.parts("year"), half.parts("calendar"), half.parts("half")) == ([], [], [half])
    assert len(Period(2005, "calendar").parts("quarter")) == 4
