"""Expected progress by date, its bands, and exact rounding."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from fingerpost.reporting.expected import Band, band, expected_progress, half_up, stated_places

START, DUE = date(2009, 4, 1), date(2009, 7, 10)  # 100 days


@pytest.mark.parametrize(
    ("as_at", "percent"),
    [
        (date(2009, 3, 1), 0),
        (START, 0),
        (date(2009, 4, 2), 1),
        (date(2009, 7, 9), 99),
        (DUE, 100),
        (date(2010, 1, 1), 100),
    ],
)
def test_expected_is_elapsed_over_duration_capped(as_at: date, percent: int) -> None:
    assert expected_progress(START, DUE, as_at) == percent


def test_without_a_due_date_nothing_can_be_expected() -> None:
    assert expected_progress(START, None, START) is None


@pytest.mark.parametrize(
    ("due", "as_at", "percent"),
    [(START, START, 100), (date(2009, 3, 1), date(2009, 3, 15), 100), (START, date(2009, 3, 1), 0)],
)
def test_a_due_date_at_or_before_the_start_makes_a_step(due: date, as_at: date, percent: int) -> None:
    assert expected_progress(START, due, as_at) == percent


@pytest.mark.parametrize(
    ("actual", "expected", "found"),
    [
        ("45", "50", Band.ON_TRACK),
        ("44.99", "50", Band.SOME_SLIPPAGE),
        ("35", "50", Band.SOME_SLIPPAGE),
        ("34.99", "50", Band.OFF_TRACK),
        ("0", "0", Band.ON_TRACK),
        ("100", "100", Band.ON_TRACK),
        ("99", "100", Band.ON_TRACK),
        ("0", "1", Band.OFF_TRACK),
    ],
)
def test_the_bands_and_their_boundaries(actual: str, expected: str, found: Band) -> None:
    assert band(Fraction(actual), Fraction(expected)) == found


def test_nothing_reported_or_no_due_date_is_not_known() -> None:
    assert (band(None, Fraction(50)), band(Fraction(50), None)) == (Band.NOT_KNOWN, Band.NOT_KNOWN)


def test_complete_is_on_track_without_a_due_date_too() -> None:
    assert band(Fraction(100), None) == Band.ON_TRACK


def test_what_has_not_started_is_on_track_even_when_nothing_was_reported() -> None:
    assert band(None, Fraction(0), not_started=True) == Band.ON_TRACK


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        ("0.5", 0, "1"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),
        ("2.4999", 0, "2"),
        ("41.425", 2, "41.43"),
        ("100", 2, "100.00"),
    ],
)
def test_halves_are_rounded_up(value: str, places: int, rounded: str) -> None:
    found = half_up(Fraction(value), places)
    assert (found, str(found)) == (Decimal(rounded), rounded)


@pytest.mark.parametrize(("value", "places"), [("41.00", 0), ("41.50", 1), ("41.43", 2), ("100.00", 0), ("0.00", 0)])
def test_how_exactly_a_figure_was_stated(value: str, places: int) -> None:
    assert stated_places(Decimal(value)) == places
