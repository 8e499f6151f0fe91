"""Summary sentences against the rows: right ones pass in many wordings, wrong ones are found."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.checks.facts import ActionFacts, MilestoneFacts
from fingerpost.checks.rules import run
from tests.checks.plans import AS_AT, DUE, codes, milestones, only, plan_of, plan_with

SENTENCE_RULES = (
    "summary-counts",
    "remaining-milestone-number",
    "summary-progress-words",
    "summary-percent",
    "summary-broken",
)
NAMES = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


@pytest.mark.parametrize(
    ("summary", "progress"),
    [
        ("Overall, 40% complete. Both milestones due to be completed this quarter are complete.", (100, 100)),
        ("All milestones due have been completed.", (100, 100, 100)),
        ("All 3 milestones due are complete.", (100, 100, 100)),
        ("All three of the milestones due are complete.", (100, 100, 100)),
        ("All of the underlying milestones due by 30 September are complete.", (100,)),
        ("2 of the 3 milestones due are complete, with the remaining milestone well progressed.", (100, 100, 75)),
        ("Two of three milestones are complete. The remaining milestone shows some progress.", (100, 100, 40)),
        ("Two out of the three milestones are complete. One shows no progress.", (100, 100, 0)),
        ("1 of the 3 milestones due is complete. The remaining two milestones show no progress.", (100, 0, 0)),
        ("1 of the 3 milestones due is complete. Both remaining milestones show no progress.", (0, 100, 0)),
        ("1 of the 3 milestones due is complete; the remaining milestones show some progress.", (100, 30, 80)),
        (
            "5 of the 8 milestones due are complete. Of three remaining milestones, one shows some progress"
            " and two will not be completed this year.",
            (100, 100, 100, 100, 100, 0, 50, 0),
        ),
        (
            "3 of 5 milestones are complete; of the remaining two, one is well progressed and the other shows"
            " no progress.",
            (100, 100, 100, 0, 90),
        ),
        ("None of the 2 milestones due is complete: one is well progressed and one has not been started.", (0, 90)),
        ("None of the milestones due are complete.", (0, 90)),
        ("Neither milestone due is complete. The remaining two milestones are well progressed.", (80, 90)),
        ("Good work by 3 of the 5 schools. Two groups met.", (100,)),
        ("2 of the 4 milestones are well progressed.", (100, 80, 90, 0)),
        ("Three milestones were carried forward from last year.", (100, 80)),
        (
            "12 of the 13 milestones have been completed with the remaining milestone carried forward.",
            (100,) * 12 + (0,),
        ),
        ("", (100, 0)),
        ("It is going well.", (100, 0)),
        ("Work on the 2 milestones goes on; 5 of them matter most.", (100, 0)),
    ],
)
def test_a_sentence_that_agrees_with_its_rows_passes(summary: str, progress: tuple[int, ...]) -> None:
    assert codes(plan_with(summary, *progress), *SENTENCE_RULES) == []


@pytest.mark.parametrize(
    ("summary", "progress", "rules"),
    [
        ("3 of the 5 milestones due are complete.", (100, 100, 100, 100, 0), ["summary-counts"]),
        ("3 of the 5 milestones due are complete.", (100, 100, 100, 0), ["summary-counts"]),
        ("Three of the five milestones due are complete.", (100, 100, 0, 0, 0), ["summary-counts"]),
        ("Both milestones due are complete.", (100, 90), ["summary-counts"]),
        ("Both milestones due are complete.", (100, 100, 100), ["summary-counts"]),
        ("All milestones due are complete.", (100, 90), ["summary-counts"]),
        ("All 3 milestones due are complete.", (100, 100), ["summary-counts"]),
        ("None of the milestones due is complete.", (100, 0), ["summary-counts"]),
        (
            "1 of the 3 milestones is complete with the remaining milestone well progressed.",
            (100, 80, 80),
            ["remaining-milestone-number"],
        ),
        (
            "2 of the 3 milestones are complete with the remaining milestones well progressed.",
            (100, 100, 80),
            ["remaining-milestone-number"],
        ),
        (
            "1 of the 4 milestones is complete with the remaining two milestones well progressed.",
            (100, 80, 80, 80),
            ["remaining-milestone-number"],
        ),
        (
            "3 of the 4 milestones are complete. Of three remaining milestones, one shows no progress.",
            (100, 100, 100, 0),
            ["remaining-milestone-number"],
        ),
        ("The remaining milestone is well progressed.", (100, 80, 80), ["remaining-milestone-number"]),
        (
            "2 of the 3 milestones are complete with the remaining milestone well progressed.",
            (100, 100, 74),
            ["summary-progress-words"],
        ),
        (
            "2 of the 3 milestones are complete. The remaining milestone shows no progress.",
            (100, 100, 5),
            ["summary-progress-words"],
        ),
        (
            "2 of the 3 milestones are complete. The remaining milestone shows some progress.",
            (100, 100, 0),
            ["summary-progress-words"],
        ),
        ("3 of the 4 milestones are well progressed.", (100, 80, 80, 10), ["summary-progress-words"]),
        (
            "2 of the 3 milestones have been, and the remaining milestone is well progressed.",
            (100, 100, 90),
            ["summary-broken"],
        ),
        (
            "2 of the 3 milestones have been, and the remaining milestone is well progressed.",
            (100, 100, 100),
            ["summary-counts", "summary-progress-words", "summary-broken"],
        ),
        ("Both milestones have been.", (100, 100), ["summary-broken"]),
        (
            "Two of the five milestones due by 30 September 2026 are complete; the other two are well progressed.",
            (100, 100, 80, 80, 80),
            ["remaining-milestone-number"],
        ),
        (
            "Two of the five milestones are complete; of the other three, one is well progressed and two show no"
            " progress.",
            (100, 100, 80, 80, 0),
            ["summary-progress-words"],
        ),
        ("Neither of the two milestones is complete; both show no progress.", (0, 5), ["summary-progress-words"]),
        ("The one milestone due by 30 September is complete.", (90,), ["summary-counts"]),
        ("XX of the milestones are complete.", (100, 100), ["summary-broken"]),
    ],
)
def test_a_sentence_that_differs_from_its_rows_is_found(
    summary: str, progress: tuple[int, ...], rules: list[str]
) -> None:
    assert codes(plan_with(summary, *progress), *SENTENCE_RULES) == rules


def test_the_message_names_the_words_and_the_rows() -> None:
    finding = only(plan_with("3 of the 5 milestones due are complete.", 100, 100, 0, 0, 0), "summary-counts")
    assert (finding.severity, finding.evidence, finding.message, finding.subject.title) == (
        "error",
        "3 of the 5 milestones",
        "The summary says “3 of the 5 milestones” are complete, but of the 5 milestones due 2 are.",
        "Action",
    )


def test_the_remaining_message_counts_what_remains() -> None:
    plan = plan_with("1 of the 3 milestones is complete with the remaining milestone well progressed.", 100, 80, 80)
    finding = only(plan, "remaining-milestone-number")
    assert finding.message == "The summary says “the remaining milestone”, but 2 milestones remain."


def test_blank_progress_makes_no_count_wrong() -> None:
    assert codes(plan_with("2 of the 3 milestones due are complete.", 100, None, 0), *SENTENCE_RULES) == []


def test_blank_progress_cannot_make_up_for_rows_that_are_too_few() -> None:
    assert codes(plan_with("3 of the 3 milestones due are complete.", 100, None, 0), *SENTENCE_RULES) == [
        "summary-counts"
    ]


def test_milestones_due_later_and_cancelled_ones_may_be_counted_or_not() -> None:
    later = MilestoneFacts("Later", due=date(2026, 12, 1), progress=Decimal(0))
    cancelled = MilestoneFacts("Dropped", due=DUE, progress=Decimal(0), state="cancelled")
    rows = (*milestones(100, 100), later, cancelled)
    for summary in (
        "Both milestones due are complete.",
        "2 of the 3 milestones are complete.",
        "2 of 4 milestones are complete.",
    ):
        assert codes(plan_of(ActionFacts("A", None, summary, rows)), *SENTENCE_RULES) == []


@pytest.mark.parametrize(
    "summary",
    [
        "The draft is with the board.",
        "Meetings have been and will be held.",
        "The chair has been with us since May. That is where things are.",
        "The plan, which had had no lead, is on track.",
        "Partners are with one voice behind it.",
    ],
)
def test_ordinary_english_does_not_read_broken(summary: str) -> None:
    assert codes(plan_with(summary, 100), *SENTENCE_RULES) == []


@pytest.mark.parametrize(
    ("summary", "words"),
    [
        ("All milestones have been. More follows.", "milestones have been. more follows."),
        ("The the plan is late.", "the the plan is late."),
        ("[number] of the milestones are late.", "[number] of the milestones are late."),
        ("4 of the 5 milestones are while the other one is late.", "milestones are while the other one is late."),
    ],
)
def test_a_broken_sentence_is_shown_from_the_break(summary: str, words: str) -> None:
    assert only(plan_with(summary, 100, 100, 100, 100, 0), "summary-broken").evidence == words


def test_two_percentages_that_differ_are_found() -> None:
    plan = plan_with("Overall, 41% complete.", 100, 0, stated=40)
    assert only(plan, "summary-percent").message == "The summary says 41%, but 40% is stated beside it."


def test_the_same_percentage_twice_passes() -> None:
    assert codes(plan_with("Overall, 41 % complete.", 100, 0, stated="41.00"), "summary-percent") == []


def _named(number: int, in_words: bool) -> str:
    return NAMES[number] if in_words and number <= 12 else str(number)


def _verb(number: int, one: str, many: str) -> str:
    return one if number == 1 else many


@st.composite
def consistent(draw: st.DrawFn) -> tuple[list[int], str]:
    """Progress of some milestones, and a correct sentence about them in one of several wordings."""
    groups = {
        "is well progressed|are well progressed": draw(st.lists(st.integers(75, 99), max_size=4)),
        "shows some progress|show some progress": draw(st.lists(st.integers(1, 74), max_size=4)),
        "shows no progress|show no progress": draw(st.lists(st.just(0), max_size=4)),
    }
    done = draw(st.integers(0, 6))
    rest = {words: len(rows) for words, rows in groups.items() if rows}
    total, left, in_words = done + sum(rest.values()), sum(rest.values()), draw(st.booleans())
    if total == 0:
        return [], ""
    if left == 0 and done > 1:
        said = "Both" if done == 2 else draw(st.sampled_from(["All", f"All {_named(done, in_words)}"]))
        head = f"{said} milestones due are complete"
    else:
        have = _verb(done, "is", "are") + draw(st.sampled_from([" complete", " now completed"]))
        head = f"{_named(done, in_words)} of the {_named(total, in_words)} milestones due {have}"
    tail = ""
    if len(rest) == 1:
        (words,) = rest
        count = "" if left == 1 else draw(st.sampled_from(["", _named(left, in_words) + " "]))
        tail = f"The {count}remaining {_verb(left, 'milestone', 'milestones')} {words.split('|')[left > 1]}."
    elif rest:
        parts = [f"{_named(n, in_words)} {words.split('|')[n > 1]}" for words, n in rest.items()]
        tail = f"Of {_named(left, in_words)} remaining milestones, {', '.join(parts[:-1])} and {parts[-1]}."
    rows = draw(st.permutations([100] * done + [value for group in groups.values() for value in group]))
    return list(rows), f"Overall, key action 33 % complete. {head}. {tail}"


@given(consistent())
def test_no_correct_sentence_is_ever_found_fault_with(made: tuple[list[int], str]) -> None:
    rows, summary = made
    assert codes(plan_with(summary, *rows), *SENTENCE_RULES) == []


@given(consistent())
def test_a_milestone_that_the_sentence_forgot_is_always_found(made: tuple[list[int], str]) -> None:
    rows, summary = made
    if rows:
        assert codes(plan_with(summary, *rows, 0), "summary-counts") == ["summary-counts"]


@given(st.text(max_size=200), st.lists(st.integers(0, 100), max_size=6))
def test_any_text_can_be_a_summary(summary: str, progress: list[int]) -> None:
    assert run(plan_with(summary, *progress)) == run(plan_with(summary, *progress))


def test_the_date_of_the_report_decides_what_was_due() -> None:
    plan = plan_with("Both milestones due are complete.", 100, 100, as_at=AS_AT, lists_all_milestones=True)
    assert codes(plan, *SENTENCE_RULES) == []
