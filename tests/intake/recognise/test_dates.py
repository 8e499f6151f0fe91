"""Due dates in the forms people write."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.intake.recognise.dates import Due, dates_in, is_date, is_rule, read_due, spoken

JUNE = date(2009, 6, 30)


@pytest.mark.parametrize(
    "text",
    [
        "30 Jun 2009",
        "30 June 2009",
        "30th June 2009",
        "30th of June 2009",
        "30/06/2009",
        "30/6/09",
        "30.6.09",
        "30.06.2009",
        "30-06-2009",
        "2009-06-30",
        "2009-06-30 00:00:00",
        "2009-06-30T00:00:00",
        "30-Jun-09",
        "30Jun2009",
        "30 JUN 09",
        "30 Jun '09",
        "30 Jun. 2009",
        "June 30, 2009",
        "Jun 30th 2009",
        "Tuesday 30 June 2009",
        "Tue, 30 June 2009",
        "By 30 June 2009",
        "by end of June 2009",
        "End of June 2009",
        "end June 2009",
        "June 2009",
        "Jun 2009",
        "Jun-09",
        "June '09",
        "30 June 2009 (Q1)",
        "no later than 30 June 2009",
        "Due: 30/06/09",
    ],
)
def test_one_day_in_many_forms(text: str) -> None:
    assert read_due(text) == Due(JUNE, text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("February 2008", date(2008, 2, 29)),
        ("Feb 2009", date(2009, 2, 28)),
        ("Sept 2009", date(2009, 9, 30)),
        ("1/2/2009", date(2009, 2, 1)),
        ("1/2/69", date(2069, 2, 1)),
        ("1/2/70", date(1970, 2, 1)),
        ("1st May 2010", date(2010, 5, 1)),
    ],
)
def test_day_comes_before_month_and_a_month_means_its_last_day(text: str, day: date) -> None:
    assert read_due(text) == Due(day, text)


@pytest.mark.parametrize(
    "text",
    [
        "Ongoing",
        "On-going",
        "ongoing.",
        "As and when required",
        "As required",
        "TBC",
        "N/A",
        "-",
        "Quarterly",
        "Monthly",
        "Annually",
        "Within one month of each group meeting",
        "Reporting cycles",
        "Reporting cycle",
        "By winter 2028",
        "Summer 2009",
        "Every term",
        "After each meeting",
        "2009/10",
        "2009-2010",
        "Q2",
        "Quarter 2 2009/10",
        "end of Q3",
    ],
)
def test_words_that_stand_for_a_date_are_kept_without_complaint(text: str) -> None:
    assert read_due(text) == Due(None, text)
    assert is_rule(text)
    assert not is_date(text)


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("31 Jun 2009", "impossible"),
        ("06/30/2009", "impossible"),
        ("29 Feb 2009", "impossible"),
        ("2009-13-01", "impossible"),
        ("30 June", "unreadable"),
        ("30/06", "words"),
        ("before 30 June 2009", "unreadable"),
        ("after the event on 30 June 2009", "unreadable"),
        ("1 April 2009 - 30 June 2009", "several"),
        ("30 Jun 2009 (was 31 Mar 2009)", "several"),
        ("39994", "serial"),
        ("once the post is filled", "words"),
        ("30 Juin 2009", "words"),
    ],
)
def test_what_cannot_be_read_for_certain_is_no_date(text: str, doubt: str) -> None:
    due = read_due(text)
    assert (due.day, due.text, due.doubt) == (None, text, doubt)


def test_a_spreadsheets_own_date_needs_no_reading() -> None:
    assert read_due("", JUNE) == Due(JUNE, "30 Jun 2009")
    assert read_due("06/30/09", JUNE) == Due(JUNE, "06/30/09")
    assert read_due("", datetime(2009, 6, 30, 12)) == Due(JUNE, "30 Jun 2009")  # noqa: DTZ001


def test_dates_in_a_text_come_in_order_with_their_places() -> None:
    text = "From 1 April 2009, reviewed on 23/11/09 and in May 2010."
    assert [(text[found.start : found.end], found.day) for found in dates_in(text)] == [
        ("1 April 2009", date(2009, 4, 1)),
        ("23/11/09", date(2009, 11, 23)),
        ("May 2010", date(2010, 5, 31)),
    ]


@pytest.mark.parametrize("text", ["In 2009 we met", "Half of 12/15 schools", "Version 1.2.3", "May we begin?", "10 %"])
def test_other_figures_are_no_dates(text: str) -> None:
    assert list(dates_in(text)) == []
    assert not is_date(text)


@given(st.dates(min_value=date(1970, 1, 1), max_value=date(2069, 12, 31)))
def test_every_day_is_read_back_in_each_form(day: date) -> None:
    forms = ("%d/%m/%Y", "%d.%m.%y", "%Y-%m-%d", "%-d %B %Y", "%d-%b-%y", "%A %d %B %Y", "%B %-d, %Y")
    assert {read_due(day.strftime(form)).day for form in forms} == {day}
    assert read_due(spoken(day)).day == day
