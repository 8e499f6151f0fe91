from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from fingerpost.core.periods import Period
from fingerpost.core.words import day_words, moment_words, percent_words, period_words, whole_percent


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "no figure"),
        (Decimal(0), "0%"),
        (Decimal("0.01"), "less than 1%"),
        (Decimal("0.49"), "less than 1%"),
        (Decimal("0.5"), "1%"),
        (Decimal("41.43"), "41%"),
        (Decimal("66.5"), "67%"),
        (Decimal("99.4"), "99%"),
        (Decimal("99.99"), "99%"),
        (Decimal(100), "100%"),
    ],
)
def test_a_percentage_is_rounded_half_up_and_only_what_is_complete_is_100(value: Decimal | None, words: str) -> None:
    assert percent_words(value) == words


def test_the_mean_of_the_first_real_action_is_41() -> None:
    assert whole_percent(Decimal(100 + 100 + 90) / 7) == 41


def test_days_and_moments_are_written_out() -> None:
    assert day_words(date(2009, 9, 30)) == "30 September 2009"
    assert day_words(None) == ""
    assert moment_words(datetime(2009, 9, 30, 23, 30, tzinfo=UTC)) == "1 October 2009, 00:30"


def test_a_period_is_shown_with_its_months() -> None:
    assert period_words(Period(2009, "quarter", 2)) == "Q2 2009/10 (July to September 2009)"
    assert period_words(Period(2009, "year")) == "2009/10 (April 2009 to March 2010)"
