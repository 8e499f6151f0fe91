"""The real report and review: what the rules find in them, and that the explanation page gives the same numbers."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from fingerpost.checks.queries import facts_for
from fingerpost.checks.registry import RULES
from fingerpost.checks.rules import run, run_review
from fingerpost.intake import services
from tests import factories
from tests.checks.example import milestones_report, review_paper
from tests.conftest import example

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "explanation" / "checks.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([\w-]+)` \| (\w+) \| .+ \| (\d+) \| (\d+) \| (\d+) \|$", re.MULTILINE)
STATED = re.compile(r"^\| .+? \| (\d+)% \| (\d+) / (\d+) \| (\d+|none).*\|$", re.MULTILINE)
pytestmark = pytest.mark.example


def places(code: str) -> list[tuple[str, str]]:
    """Key action and due date of each milestone that a rule finds."""
    due = {row.place: row.due_text for o in milestones_report().outcomes for a in o.actions for row in a.milestones}
    return [(f.subject.within[-1], due[f.place]) for f in run(milestones_report()) if f.rule == code]


def test_the_page_lists_every_rule_with_its_severity() -> None:
    assert sorted(row[:2] for row in ROW.findall(PAGE)) == sorted((r.code, r.severity) for r in RULES.values())


def test_the_page_gives_the_number_of_findings_of_each_rule() -> None:
    given = {code: int(found) for code, _severity, found, _right, _doubtful in ROW.findall(PAGE)}
    counted = Counter(finding.rule for finding in (*run(milestones_report()), *run_review(review_paper())))
    assert given == {code: counted[code] for code in RULES}


def test_on_the_page_right_and_doubtful_add_up() -> None:
    rows = [tuple(map(int, numbers)) for _code, _severity, *numbers in ROW.findall(PAGE)]
    assert [found for found, right, doubtful in rows] == [right + doubtful for found, right, doubtful in rows]
    assert sum(doubtful for _found, _right, doubtful in rows) == 2


def test_what_the_review_is_told_stands_at_its_line() -> None:
    assert [(finding.rule, finding.place.line) for finding in run_review(review_paper())] == [
        ("objective-reworded", 141),
        ("data-without-date", 62),
        ("no-response", 63),
        ("no-work-planned", 64),
        ("no-data", 64),
        ("figure-and-words-differ", 69),
        ("data-without-date", 70),
        ("figure-and-words-differ", 80),
        ("periods-not-alike", 80),
        ("data-without-date", 81),
        ("activity-vague-when", 148),
    ]


def test_the_table_of_stated_percentages_follows_from_the_report() -> None:
    given = [tuple(row) for row in STATED.findall(PAGE)]
    actions = [action for outcome in milestones_report().outcomes for action in outcome.actions]
    worked_out = []
    for action in actions:
        progress = [row.progress for row in action.milestones if row.progress is not None]
        total, count = sum(progress, Decimal()), len(progress)
        means = {k: (total / (count + k)).quantize(Decimal(1), ROUND_HALF_UP) for k in range(60)}
        fits = [str(k) for k, mean in means.items() if mean == action.stated_percent]
        worked_out.append((str(action.stated_percent), str(total), str(count), fits[0] if fits else "none"))
    assert given == worked_out


def test_the_sentence_with_two_remaining_in_the_singular_is_found() -> None:
    (finding,) = (finding for finding in run(milestones_report()) if finding.rule == "remaining-milestone-number")
    assert finding.subject.title == "Corporate Parenting Strategy"
    assert finding.message == "The summary says “the remaining milestone”, but 2 milestones remain."


def test_labels_that_disagree_with_dates_are_found() -> None:
    assert places("quarter-label") == [
        ("Multi-agency Action Plan", "28 Feb 2009"),
        ("Multi-agency Action Plan", "31 Mar 2009"),
    ]


def test_complete_milestones_still_to_come_or_not_done_are_found() -> None:
    assert places("complete-but-to-come") == [
        ("More Choices, More Chances", "30 Sep 2009"),
        ("Parenting strategy", "30 Sep 2009"),
        ("Youth Justice Strategy", "30 Sep 2009"),
        ("Domestic abuse", "30 Sep 2009"),
    ]
    assert places("complete-but-not-done") == [("Getting it right for every child", "30 Sep 2009")]


def test_complete_milestones_that_were_done_after_the_report_are_found() -> None:
    assert places("complete-before-event") == [
        ("More Choices, More Chances", "30 Sep 2009"),
        ("Getting it right for every child", "10 Sep 2009"),
        ("Corporate Parenting Strategy", "30 Jun 2009"),
        ("Youth Justice Strategy", "30 Sep 2009"),
        ("Youth Justice Strategy", "30 Sep 2009"),
    ]


def test_milestones_at_nought_without_funding_are_found() -> None:
    assert places("none-but-withdrawn") == [("Domestic abuse", "30 Jun 2009"), ("Domestic abuse", "30 Sep 2009")]


def test_overdue_is_every_milestone_below_a_hundred() -> None:
    rows = [row for outcome in milestones_report().outcomes for action in outcome.actions for row in action.milestones]
    assert len(rows) == 67
    assert len(places("overdue")) == sum(1 for row in rows if row.progress is not None and row.progress < 100) == 15


@pytest.mark.django_db
def test_the_report_finds_the_same_once_it_is_a_stored_plan() -> None:
    """But for its contents list; and a stored plan knows its bounds and its leads."""
    path = example("smarter-milestones-2009-09-30.txt")
    source = services.receive(name=path.name, content=path.read_bytes(), by=None)
    new = services.NewPlan(
        "Smarter", date(2009, 4, 1), date(2010, 3, 31), factories.make_area(), factories.make_group()
    )
    plan = services.apply(source=source, by=None, new_plan=new).plan
    stored = Counter(finding.rule for finding in run(facts_for(plan, as_at=date(2009, 9, 30))))
    from_file = Counter(finding.rule for finding in run(milestones_report()))
    from_file.subtract(["actions-not-listed"])
    assert stored == +from_file + Counter({"no-lead-officer": 12, "due-outside-plan": 2})
