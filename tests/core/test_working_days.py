from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from fingerpost.core.working_days import (
    add_working_days,
    is_working_day,
    next_working_day,
    working_days_between,
)

DAYS = st.dates(date(2009, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 27), True),  # a Friday
        (date(2026, 11, 28), False),  # a Saturday
        (date(2026, 11, 29), False),
        (date(2026, 11, 30), False),  # St Andrew's Day
        (date(2026, 12, 1), True),
        (date(2024, 12, 2), False),  # for St Andrew's Day on a Saturday
        (date(2025, 12, 1), False),  # for St Andrew's Day on a Sunday
        (date(2026, 1, 1), False),
        (date(2026, 1, 2), False),  # 2 January
        (date(2026, 1, 5), True),
        (date(2022, 1, 3), False),  # for 1 January on a Saturday
        (date(2022, 1, 4), False),  # for 2 January on a Sunday
        (date(2022, 1, 5), True),
        (date(2022, 12, 26), False),
        (date(2022, 12, 27), False),  # for Christmas Day on a Sunday
        (date(2022, 12, 28), True),
        (date(2021, 12, 27), False),  # for Christmas Day on a Saturday
        (date(2021, 12, 28), False),  # for Boxing Day on a Sunday
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 6), True),  # Easter Monday
        (date(2026, 8, 3), False),  # the first Monday of August
        (date(2026, 8, 31), True),  # the last one, which is England's
    ],
)
def test_scottish_bank_holidays_are_no_working_days(day: date, works: bool) -> None:
    assert is_working_day(day) is works


def test_another_place_has_holidays_of_its_own(settings: Settings) -> None:
    easter_monday, patrick = date(2026, 4, 6), date(2026, 3, 17)
    assert (is_working_day(easter_monday), is_working_day(patrick)) == (True, True)
    settings.HOLIDAYS = "IE"
    assert (is_working_day(easter_monday), is_working_day(patrick)) == (False, False)
    settings.HOLIDAYS = "GB-ENG"
    assert (is_working_day(easter_monday), is_working_day(patrick)) == (False, True)


def test_the_next_working_day_is_the_day_itself_or_the_first_after() -> None:
    assert next_working_day(date(2026, 11, 27)) == date(2026, 11, 27)
    assert next_working_day(date(2026, 11, 28)) == date(2026, 12, 1)  # over St Andrew's Day
    assert next_working_day(date(2021, 12, 31)) == date(2021, 12, 31)
    assert next_working_day(date(2022, 1, 1)) == date(2022, 1, 5)


@pytest.mark.parametrize(
    ("start", "number", "end"),
    [
        (date(2026, 11, 26), 1, date(2026, 11, 27)),
        (date(2026, 11, 27), 1, date(2026, 12, 1)),
        (date(2026, 11, 28), 1, date(2026, 12, 1)),
        (date(2026, 11, 28), 0, date(2026, 12, 1)),
        (date(2026, 11, 28), -1, date(2026, 11, 27)),
        (date(2026, 12, 1), -1, date(2026, 11, 27)),
        (date(2026, 11, 27), 0, date(2026, 11, 27)),
        (date(2021, 12, 24), 3, date(2021, 12, 31)),
        (date(2021, 12, 24), 4, date(2022, 1, 5)),
        (date(2022, 1, 5), -4, date(2021, 12, 24)),
        (date(2026, 12, 24), 4, date(2027, 1, 5)),  # 25 and 28 December, 1 and 4 January are holidays
    ],
)
def test_working_days_are_added_over_weekends_and_holidays(start: date, number: int, end: date) -> None:
    assert add_working_days(start, number) == end


def test_working_days_between_two_days() -> None:
    assert working_days_between(date(2026, 11, 26), date(2026, 12, 1)) == 2
    assert working_days_between(date(2026, 12, 1), date(2026, 11, 26)) == -2
    assert working_days_between(date(2026, 11, 27), date(2026, 11, 30)) == 0
    assert working_days_between(date(2026, 11, 27), date(2026, 11, 27)) == 0


@given(start=DAYS, number=st.integers(-60, 60).filter(bool))
def test_counting_undoes_adding(start: date, number: int) -> None:
    end = add_working_days(start, number)
    assert is_working_day(end)
    assert working_days_between(start, end) == number


@given(start=DAYS, span=st.integers(-120, 120))
def test_adding_undoes_counting_up_to_a_working_day(start: date, span: int) -> None:
    end = start + timedelta(days=span)
    if is_working_day(end) and is_working_day(start):
        assert add_working_days(start, working_days_between(start, end)) == end
