"""Figures in words, and the times that they are given for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from fingerpost.intake.recognise.review.figures import figures_in
from fingerpost.intake.recognise.review.periods import mentions, period_of


@pytest.mark.parametrize(
    ("words", "slug", "starts", "ends"),
    [
        ("2006/7", "2006-07", date(2006, 4, 1), date(2007, 3, 31)),
        ("2006/07", "2006-07", date(2006, 4, 1), date(2007, 3, 31)),
        ("2006-07", "2006-07", date(2006, 4, 1), date(2007, 3, 31)),
        ("2006/2007", "2006-07", date(2006, 4, 1), date(2007, 3, 31)),
        ("1999/00", "1999-00", date(1999, 4, 1), date(2000, 3, 31)),
        ("2009/10 Q1&Q2", "2009-10-h1", date(2009, 4, 1), date(2009, 9, 30)),
        ("2009/10 Q1+Q2", "2009-10-h1", date(2009, 4, 1), date(2009, 9, 30)),
        ("2009/10 (Q3 and Q4)", "2009-10-h2", date(2009, 10, 1), date(2010, 3, 31)),
        ("Q1-Q4 2009/10", "2009-10", date(2009, 4, 1), date(2010, 3, 31)),
        ("Q1 to Q3 of 2009/10", "", date(2009, 4, 1), date(2009, 12, 31)),
        ("Q3 2009/10", "2009-10-q3", date(2009, 10, 1), date(2009, 12, 31)),
        ("Quarter 2 2009/10", "2009-10-q2", date(2009, 7, 1), date(2009, 9, 30)),
        ("H1 2009/10", "2009-10-h1", date(2009, 4, 1), date(2009, 9, 30)),
        ("first half of 2009/10", "2009-10-h1", date(2009, 4, 1), date(2009, 9, 30)),
        ("2009/10 second half", "2009-10-h2", date(2009, 10, 1), date(2010, 3, 31)),
        ("2005", "", date(2005, 1, 1), date(2005, 12, 31)),
        ("2004-08", "", date(2004, 1, 1), date(2008, 12, 31)),
        ("2005–2007", "", date(2005, 1, 1), date(2007, 12, 31)),
        ("September 2009", "", date(2009, 9, 1), date(2009, 9, 30)),
        ("April to September 2009", "2009-10-h1", date(2009, 4, 1), date(2009, 9, 30)),
        ("Oct 2009 - March 2010", "2009-10-h2", date(2009, 10, 1), date(2010, 3, 31)),
        ("Oct to Mar 2010", "2009-10-h2", date(2009, 10, 1), date(2010, 3, 31)),
        ("30 September 2009", "", date(2009, 9, 30), date(2009, 9, 30)),
    ],
)
def test_a_time_is_told(words: str, slug: str, starts: date, ends: date) -> None:
    found = period_of(words)
    assert found is not None
    assert (found.words.rstrip(")"), found.slug, found.starts, found.ends) == (words.rstrip(")"), slug, starts, ends)


@pytest.mark.parametrize(
    "words", ["Q1 2009", "2005/07", "2008/09 school session", "academic year 2008/09", "Q1 & Q3 2009/10"]
)
def test_a_time_that_is_not_sure_keeps_its_words_alone(words: str) -> None:
    found = period_of(words)
    assert found is not None
    assert (found.slug, found.starts, found.ends) == ("", None, None)


@pytest.mark.parametrize("words", ["14", "20 percent", "1,999", "12.2009.5", "2009%", "16+", "half", "£2009"])
def test_what_is_no_time_is_none(words: str) -> None:
    assert list(mentions(words)) == []


def test_where_the_planning_year_is_the_calendar_year_a_quarter_of_it_is_sure(settings: Settings) -> None:
    settings.YEAR_START_MONTH = 1
    found = period_of("Q1 2009")
    assert found is not None
    assert (found.slug, found.starts, found.ends) == ("2009-q1", date(2009, 1, 1), date(2009, 3, 31))


def read(text: str) -> list[tuple[str, str, str, str]]:
    """Value, unit, role and time of each figure of a data cell."""
    return [
        (f"{one.value}", one.unit, one.role, one.period.words if one.period else "")
        for one in figures_in("data", text).figures
    ]


def unsure(text: str) -> list[str]:
    return [one.why for one in figures_in("data", text).unsure]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("2006/7 baseline = 60.8% 2009/10 Q1&Q2 = 72.9%",
         [("60.8", "%", "baseline", "2006/7"), ("72.9", "%", "value", "2009/10 Q1&Q2")]),
        ("2005 = 14 2006 = 24", [("14", "number", "value", "2005"), ("24", "number", "value", "2006")]),
        ("2005: 14; 2006: 24", [("14", "number", "value", "2005"), ("24", "number", "value", "2006")]),
        ("14 in 2005, 24 in 2006", [("14", "number", "value", "2005"), ("24", "number", "value", "2006")]),
        ("14 (2005), 24 (2006)", [("14", "number", "value", "2005"), ("24", "number", "value", "2006")]),
        ("2005 14, 2006 24", [("14", "number", "value", "2005"), ("24", "number", "value", "2006")]),
        ("72.9 per cent in 2009/10 (target 75%)",
         [("72.9", "%", "value", "2009/10"), ("75", "%", "target", "")]),
        ("Target 75% by 2010/11", [("75", "%", "target", "2010/11")]),
        ("Baseline (2006/7): 12,450", [("12450", "number", "baseline", "2006/7")]),
        ("2022/23: 14.1% (baseline)", [("14.1", "%", "baseline", "2022/23")]),
        ("Scotland 2023/24 = 65%; here 2023/24 = 61%",
         [("65", "%", "comparison", "2023/24"), ("61", "%", "value", "2023/24")]),
        ("£1,250 (2022/23)", [("1250", "£", "value", "2022/23")]),
        ("£2.5m in 2022/23", [("2.5", "£m", "value", "2022/23")]),
        ("2022/23 = 4.2 per 1,000", [("4.2", "per 1,000", "value", "2022/23")]),
        ("2022/23 was 12 days", [("12", "days", "value", "2022/23")]),
        ("The rate stood at 4% in May 2024", [("4", "%", "value", "May 2024")]),
        ("Q1 2009/10 = 5, Q2 = 7", [("5", "number", "value", "Q1 2009/10"), ("7", "number", "value", "Q2")]),
        ("2022/23 = -3", [("-3", "number", "value", "2022/23")]),
        ("2022/23 = 0", [("0", "number", "value", "2022/23")]),
    ],
)  # fmt: skip
def test_figures_are_read_with_their_time(text: str, figures: list[tuple[str, str, str, str]]) -> None:
    assert read(text) == figures
    assert unsure(text) == []


@pytest.mark.parametrize("text", ["72.9%", "Our figure is 72.9%", "14", "Total = 14", "Q1 2009 = 14"])
def test_a_figure_without_a_sure_time_is_a_question(text: str) -> None:
    assert len(read(text)) == 1
    assert unsure(text) == ["period"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2022/23 = about 80%", "hedged"),
        ("fewer than 5 in 2022/23", "hedged"),
        ("<5", "hedged"),
        ("60-70% in 2022/23", "range"),
        ("2021 = 14 in 2022", "doubtful"),
        ("75% by 2011", "doubtful"),
    ],
)
def test_a_figure_in_doubt_is_not_read_but_told(text: str, why: str) -> None:
    assert read(text) == []
    assert set(unsure(text)) == {why}


@pytest.mark.parametrize(
    "text",
    [
        "Children of 11-18 years",
        "under the age of 25 years old",
        "16+ strategy, S4 and Q1",
        "in the first 8 weeks post birth",
        "reported on 30 September 2009",
        "Report 12/2009 and form B12",
        "no figures",
    ],
)
def test_what_is_no_figure_is_left_alone(text: str) -> None:
    assert read(text) == []
    assert unsure(text) == []


def test_outside_the_data_only_what_is_surely_bound_is_a_figure() -> None:
    reading = figures_in("work_undertaken", "45 staff trained in 2 schools, 60% of them; the rate was 4% in 2022/23")
    assert [(one.value, one.of) for one in reading.figures] == [(Decimal(4), "work_undertaken")]
    assert reading.unsure == []


def test_a_provisional_figure_is_marked() -> None:
    found = figures_in("data", "2022/23 = 14 (provisional); 2021/22 = 12").figures
    assert [one.provisional for one in found] == [True, False]


@given(
    st.lists(
        st.tuples(
            st.integers(2000, 2030),
            st.sampled_from(["", " Q1", " Q3&Q4", " H2"]),
            st.decimals(0, 10_000, places=1),
            st.sampled_from(["%", "", " per 1,000"]),
            st.sampled_from([" = ", ": ", " – ", " was "]),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_any_list_of_times_and_figures_is_read_back(
    made: list[tuple[int, str, Decimal, str, str]],
) -> None:
    parts = [(f"{year}/{(year + 1) % 100:02d}{part}", sign, value, unit) for year, part, value, unit, sign in made]
    text = "; ".join(f"{time}{sign}{value}{unit}" for time, sign, value, unit in parts)
    found = figures_in("data", text)
    assert [(one.period.words if one.period else "", one.value) for one in found.figures] == [
        (time, value) for time, _sign, value, _unit in parts
    ]
    assert found.unsure == []


@given(st.text(alphabet="0123456789.,%£/-–=() Q1inbaseltrgvuy", max_size=50))
def test_no_words_make_reading_fail(text: str) -> None:
    for one in figures_in("data", text).figures:
        assert one.words in text.replace("\n", " ")
