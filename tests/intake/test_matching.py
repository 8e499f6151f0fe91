from __future__ import annotations

import time

import pytest

from fingerpost.intake.matching import Match, Titled, normal, pair, pair_elsewhere


def titles(*given: str) -> list[Titled]:
    return [Titled(title) for title in given]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Publish the  Skills Report - Q1", "publish the skills report"),
        ("PUBLISH THE SKILLS REPORT", "publish the skills report"),
        ("Publish “the” skills/report (Quarter 2)", "publish the skills report"),
        ("Publish the skills report, Q2 2009/10.", "publish the skills report"),
        ("Q1", "q1"),
        ("!!", "!!"),
        ("Train 100% of staff", "train 100 of staff"),
    ],
)
def test_a_normal_title_lacks_what_may_change_freely(title: str, expected: str) -> None:
    assert normal(title) == expected


def test_equal_titles_match_whatever_their_order() -> None:
    assert pair(titles("Open the hub", "Train staff"), titles("Train staff", "Open the hub")) == {
        0: Match(1),
        1: Match(0),
    }


def test_case_spaces_punctuation_and_a_dropped_quarter_label_do_not_matter() -> None:
    assert pair(titles("open  the hub!"), titles("Open the hub - Q2")) == {0: Match(0)}


def test_a_small_change_of_wording_matches_with_its_score() -> None:
    found = titles("Publish the employer engagement skills report")
    known = titles("Publish an employers’ engagement skills report", "Hold the winter conference")
    assert pair(found, known) == {0: Match(0, 93)}


def test_a_larger_change_of_wording_matches_where_the_due_date_agrees() -> None:
    here, there = "Publish the employer engagement skills report", "Publication of employer engagement skills report"
    assert pair([Titled(here, "2009-06-30")], [Titled(there, "2009-06-30")]) == {0: Match(0, 86)}
    assert pair([Titled(here, "2009-06-30")], [Titled(there, "2009-09-30")]) == {
        0: Match(0, 86, "The wording is only somewhat alike.")
    }


def test_a_title_with_a_clause_added_still_matches() -> None:
    found = titles("Agree the remit and membership of the forum at its first meeting in the new building")
    assert pair(found, titles("Agree the remit and membership of the forum")) == {0: Match(0, 92)}


def test_titles_that_are_only_somewhat_alike_are_doubtful() -> None:
    [match] = pair(titles("Review the parenting strategy"), titles("Review a strategy for parenting support")).values()
    assert match == Match(0, match.score, "The wording is only somewhat alike.")
    assert 75 <= match.score < 88


def test_titles_that_are_not_alike_do_not_match() -> None:
    assert pair(titles("Open the hub in the north"), titles("Survey all young carers")) == {}


def test_another_number_in_the_title_is_doubtful() -> None:
    [match] = pair(titles("Train 80 nursery staff"), titles("Train 75 nursery staff")).values()
    assert match.doubt == "The wording is alike, but the numbers in it differ."


def test_another_quarter_and_another_date_are_doubtful() -> None:
    found, known = [Titled("Hold a review - Q3", "2009-12-31")], [Titled("Hold a review - Q1", "2009-06-30")]
    assert pair(found, known) == {
        0: Match(0, 100, "The titles are the same but for the quarter: “Q3” here, “Q1” in the plan.")
    }


def test_a_corrected_quarter_label_matches_where_the_date_is_the_same() -> None:
    assert pair([Titled("Hold a review - Q2", "2009-09-30")], [Titled("Hold a review - Q1", "2009-09-30")]) == {
        0: Match(0)
    }


def test_two_titles_as_much_alike_are_doubtful() -> None:
    known = titles("Report on uptake of places in the east area", "Report on uptake of places in the west area")
    [match] = pair(titles("Report on uptake of places in the best area"), known).values()
    assert match.doubt == "More than one title is as much alike."


def test_the_same_title_several_times_is_told_apart_by_its_date() -> None:
    found = [Titled("Hold a meeting", "2009-09-30"), Titled("Hold a meeting", "2009-06-30")]
    known = [Titled("Hold a meeting", day) for day in ("2009-06-30", "2009-09-30", "2009-12-31")]
    assert pair(found, known) == {0: Match(1), 1: Match(0)}


def test_the_same_title_several_times_with_a_new_date_is_doubtful() -> None:
    known = [Titled("Hold a meeting", "2009-09-30"), Titled("Hold a meeting", "2009-12-31")]
    assert pair([Titled("Hold a meeting", "2009-10-31")], known) == {
        0: Match(0, 100, "Several things bear this title: 1 here, 2 in the plan.")
    }


def test_each_title_of_the_plan_is_matched_once() -> None:
    matches = pair(titles("Open the hub", "Open the hub."), titles("Open the hub"))
    assert [match.known for match in matches.values()] == [0]


def test_a_title_that_stands_once_elsewhere_was_moved() -> None:
    assert pair_elsewhere(titles("Open the hub - Q2"), titles("Train staff", "Open the hub")) == {0: Match(1)}


def test_a_title_that_stands_at_several_places_elsewhere_is_doubtful() -> None:
    [match] = pair_elsewhere(titles("Annual report"), titles("Annual report", "Annual report")).values()
    assert match.doubt == "Several things bear this title: 1 here, 2 in the plan."


def test_ten_thousand_titles_are_matched_in_seconds_however_they_changed() -> None:
    subjects = ["carers", "pupils", "nurseries", "families", "tutors"]
    known = [Titled(f"Agree plan {n:05d} with the {subjects[n % 5]} of ward {n // 7}") for n in range(10_000)]
    found = [Titled(f"{one.title} by autumn" if n % 2 else one.title) for n, one in enumerate(known)]
    began = time.perf_counter()
    matches = pair(found, known)
    assert time.perf_counter() - began < 6  # about 2 s on two slow cores
    assert [matches[index].known for index in range(10_000)] == list(range(10_000))
