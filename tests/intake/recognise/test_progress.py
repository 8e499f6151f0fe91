"""Progress cells, and the figure in a summary sentence."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.intake.recognise.progress import Progress, is_percent, overall_percent, read_progress


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("100 %", 100),
        ("80%", 80),
        ("0 %", 0),
        ("95 %.", 95),
        ("33.3 %", "33.3"),
        ("33,3 %", "33.3"),
        ("75 per cent", 75),
        ("75 percent", 75),
        ("90", 90),
        ("0", 0),
        ("50% complete", 50),
        ("90 % (well progressed)", 90),
        ("Complete", 100),
        ("Completed", 100),
        ("complete.", 100),
        ("Complete (100 %)", 100),
        ("100 %, complete", 100),
    ],
)
def test_a_figure_is_read_however_it_is_written(text: str, percent: int | str) -> None:
    assert read_progress(text) == Progress(Decimal(percent), text)


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("", "missing"),
        ("-", "missing"),
        ("–", "missing"),
        ("Not started", "words"),
        ("In progress", "words"),
        ("On track", "words"),
        ("Nearly complete", "words"),
        ("Done", "words"),
        ("3/4", "words"),
        ("110 %", "range"),
        ("-5", "range"),
        ("1000 %", "range"),
        ("50-60 %", "qualified"),
        ("80 % (was 60 %)", "several"),
        ("about 80 %", "qualified"),
        ("over 75%", "qualified"),
        ("No update received; last 60 %", "qualified"),
        ("<5 %", "qualified"),
    ],
)
def test_what_does_not_say_one_percentage_plainly_is_none(text: str, doubt: str) -> None:
    assert read_progress(text) == Progress(None, text, doubt)  # type: ignore[arg-type]


def test_a_spreadsheets_own_number_is_taken_as_it_is() -> None:
    assert read_progress("", Decimal(41)) == Progress(Decimal(41), "41 %")
    assert read_progress("41%", Decimal("41.0")) == Progress(Decimal(41), "41%")
    assert read_progress("", Decimal(130)).doubt == "range"


@pytest.mark.parametrize(
    ("sentence", "percent"),
    [
        ("Overall, Key Action 41% completed. 2 of the 3 are done.", 41),
        ("75 % of what was due is done. Overall, 62.5 % is complete.", "62.5"),
        ("40 per cent complete.", 40),
        ("Both milestones due are complete.", None),
        ("20 % here and 30 % there.", None),
        ("Overall 141 %.", None),
    ],
)
def test_a_summary_states_the_figure_after_overall_or_its_only_one(sentence: str, percent: int | str | None) -> None:
    assert overall_percent(sentence) == (None if percent is None else Decimal(percent))


@pytest.mark.parametrize("text", ["100 %", "80%", "0 %", "62.5 %", "50 % complete", "75 per cent."])
def test_a_line_of_its_own_is_a_progress_figure(text: str) -> None:
    assert is_percent(text)


@pytest.mark.parametrize("text", ["100% of schools took part", "up 5 %", "90", "Complete", "100 % of it"])
def test_a_line_with_more_in_it_is_none(text: str) -> None:
    assert not is_percent(text)


@given(st.integers(0, 100))
def test_every_percentage_is_read_with_and_without_a_space(percent: int) -> None:
    forms = (f"{percent} %", f"{percent}%", f"{percent}\u00a0%", f"{percent} per cent", str(percent))
    assert {read_progress(form).percent for form in forms} == {Decimal(percent)}
