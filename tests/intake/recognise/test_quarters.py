"""Quarter labels at the end of titles."""

from __future__ import annotations

import pytest

from fingerpost.intake.recognise.quarters import quarter_label


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("Publish the plan - Q1", "Q1"),
        ("Publish the plan-Q2", "Q2"),
        ("Publish the plan – Q2.", "Q2"),
        ("Publish the plan Q2.", "Q2"),
        ("Publish the plan (Q3)", "Q3"),
        ("Publish the plan [Q3]", "Q3"),
        ("Publish the plan - Quarter 2", "Q2"),
        ("Publish the plan, quarter 4.", "Q4"),
        ("Publish the plan - q1", "Q1"),
        ("Publish the plan - Q 3", "Q3"),
        ("Publish the plan - Q2 2009/10", "Q2"),
        ("Plan the conference of Q3 - Q1", "Q1"),
        ("Fix dates. - Q2", "Q2"),
        ("Q4", "Q4"),
    ],
)
def test_a_label_is_told_however_it_is_set_off(title: str, label: str) -> None:
    assert quarter_label(title) == label


@pytest.mark.parametrize(
    "title",
    [
        "Hold the conference in Q3",
        "Set milestones for Q3 and Q4",
        "Report by Q2",
        "Sessions for Quarters 2-4",
        "Revise milestones for Q3",
        "Publish the plan - Q5",
        "Publish the plan",
        "Print FAQ1",
        "Publish Q2 figures",
        "",
    ],
)
def test_a_quarter_spoken_of_is_no_label(title: str) -> None:
    assert quarter_label(title) == ""
