"""`fingerpost check`: exit status, words, JSON, and Django's own check without --plan."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from fingerpost.plans.models import Milestone
from tests import factories


@pytest.fixture
def milestone(db: None) -> Milestone:
    """One milestone, complete by its figure, cancelled by its note, under a stated 50%."""
    plan = factories.make_plan(slug="harbour", title="Harbour plan")
    outcome = factories.make_outcome(plan, title="Clean water", slug="clean-water")
    action = factories.make_action(outcome, title="Ponds", slug="ponds", lead=factories.make_user())
    milestone = factories.make_milestone(action, title="Dig pond", slug="dig-pond")
    factories.make_update(milestone, 100, note="This was abandoned.")
    factories.make_milestone(action, title="Fill pond", due=date(2010, 3, 31))
    factories.make_action_update(action, stated_percent=Decimal(51))
    return milestone


def check(*words: str, **options: Any) -> tuple[int, str, str]:
    """(exit status, stdout, stderr) of the command."""
    out, err = StringIO(), StringIO()
    try:
        call_command("check", *words, stdout=out, stderr=err, **options)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_findings_are_printed_with_their_place_in_the_plan(milestone: Milestone) -> None:
    assert check("--plan", "harbour", "--period", "2009-10-q2") == (
        0,
        "error [stated-percent-differs] Clean water › Ponds\n"
        "    51% is stated, but the milestones give 50%.\n"
        "warning [complete-but-withdrawn] Clean water › Ponds › Dig pond\n"
        "    100%, but the note says that it was withdrawn: “This was abandoned.”\n"
        "2 findings.\n",
        "",
    )


def test_json_is_one_object(milestone: Milestone) -> None:
    status, out, _err = check("--plan", "harbour", "--period", "2009-10-q2", "--json")
    found = json.loads(out)
    assert status == 0
    assert [finding.pop("rule") for finding in found["findings"]] == [
        "stated-percent-differs",
        "complete-but-withdrawn",
    ]
    assert found | {"findings": found["findings"][1]} == {
        "plan": "harbour",
        "title": "Harbour plan",
        "as_at": "2009-09-30",
        "period": "2009-10-q2",
        "totals": {"error": 1, "warning": 1, "notice": 0},
        "findings": {
            "severity": "warning",
            "message": "100%, but the note says that it was withdrawn: “This was abandoned.”",
            "evidence": "This was abandoned.",
            "place": {"words": ""},
            "subject": {
                "kind": "milestone",
                "title": "Dig pond",
                "slug": "dig-pond",
                "within": ["Clean water", "Ponds"],
            },
        },
    }


@pytest.mark.parametrize(("fail_on", "status"), [("error", 0), ("warning", 1), ("notice", 1)])
def test_findings_fail_only_from_the_severity_asked_for(milestone: Milestone, fail_on: str, status: int) -> None:
    milestone.action.updates.all().delete()
    assert check("--plan", "harbour", "--period", "2009-10-q2", "--fail-on", fail_on)[0] == status


def test_without_a_period_a_plan_that_has_ended_is_checked_as_at_its_last_day(milestone: Milestone) -> None:
    assert json.loads(check("--plan", "harbour", "--json")[1])["as_at"] == "2010-03-31"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--plan", "lighthouse"], "There is no plan with the slug “lighthouse”."),
        (["--plan", "harbour", "--period", "2011-12-q1"], "Q1 2011/12 lies outside the plan."),
        (["--plan", "harbour", "--period", "2090-91"], "2090/91 has not begun."),
    ],
)
def test_what_cannot_be_checked_is_refused(milestone: Milestone, words: list[str], reason: str) -> None:
    assert check(*words) == (1, "", f"fingerpost: {reason}\n")


@pytest.mark.parametrize(
    "words",
    [
        ["--plan", "harbour", "--period", "spring"],
        ["--plan", "harbour", "--deploy"],
        ["--plan", "harbour", "plans"],
        ["--plan", "harbour", "--fail-level", "WARNING"],
        ["--json"],
        ["--period", "2009-10-q2"],
        ["--fail-on", "error"],
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(milestone: Milestone, words: list[str]) -> None:
    status, out, err = check(*words)
    assert (status, out, err.startswith("fingerpost: ")) == (2, "", True)


def test_without_a_plan_it_is_the_system_check(db: None) -> None:
    status, out, err = check("plans", "--fail-level", "WARNING")
    assert (status, "no issues" in out + err) == (0, True)


def test_the_options_of_the_system_check_still_work() -> None:
    assert "models" in check("--list-tags")[1].split()
