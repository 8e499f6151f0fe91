from __future__ import annotations

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from fingerpost.core.models import AuditEvent
from fingerpost.intake.models import Import
from fingerpost.people.models import Area, Group
from fingerpost.plans.models import Milestone, Plan
from fingerpost.reporting.models import MilestoneUpdate
from tests import factories
from tests.conftest import example
from tests.intake.bad_files import BAD_FILES
from tests.intake.reports import AUTUMN, WINTER

pytestmark = pytest.mark.django_db
SLUG = "greener-local-delivery-plan-milestones"
UNDATED = (
    AUTUMN.text().replace("Seven are trained.", "Seven.").replace("30 Sep 2009\n\nSeven.", "31 Feb 2009\n\nSeven.")
)
SHEET = (
    "Outcome,Key action,Milestone,Due date,Note,Progress\n"
    "People walk more,Open the paths,Survey the paths,30/06/2009,Done.,100%\n"
    "People walk more,Open the paths,Put up the signs,30/09/2009,Begun.,20%\n"
)


@pytest.fixture
def autumn(tmp_path: Path) -> Path:
    path = tmp_path / "autumn.txt"
    path.write_bytes(AUTUMN.content())
    return path


@pytest.fixture
def winter(tmp_path: Path) -> Path:
    path = tmp_path / "winter.txt"
    path.write_bytes(WINTER.content())
    return path


def run(path: Path, *options: str) -> tuple[list[str], list[str]]:
    """The lines on stdout and on stderr."""
    out, err = StringIO(), StringIO()
    call_command("import", str(path), *options, stdout=out, stderr=err, no_color=True)
    return out.getvalue().splitlines(), err.getvalue().splitlines()


def refused(path: Path, *options: str) -> list[str]:
    """The lines on stderr of a run that ends with exit status 1 and leaves no plan behind."""
    plans, err = Plan.objects.count(), StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("import", str(path), *options, stdout=StringIO(), stderr=err, no_color=True)
    assert (ended.value.code, Plan.objects.count(), Import.objects.count()) == (1, plans, plans)
    return err.getvalue().splitlines()


def test_a_report_becomes_a_plan_in_the_name_of_the_partnership(autumn: Path, settings: Any) -> None:
    settings.PARTNERSHIP_NAME = "Riverside partnership"
    assert run(autumn) == (
        [
            f"New plan: {SLUG}",
            "As at 30 September 2009",
            "Outcomes: 2 new",
            "Key actions: 3 new",
            "Milestones: 6 new",
        ],
        ["There was no area or no group yet, so one was made in the partnership's name."],
    )
    plan = Plan.objects.get()
    assert (plan.slug, plan.starts, plan.ends) == (SLUG, date(2009, 4, 1), date(2010, 3, 31))
    assert (plan.area.name, plan.owner.name) == ("Riverside partnership", "Riverside partnership")
    assert set(AuditEvent.objects.values_list("by", flat=True)) == {None}


def test_the_same_file_again_changes_nothing_and_says_so(autumn: Path) -> None:
    run(autumn)
    events = AuditEvent.objects.count()
    out, err = run(autumn)
    assert out[-1] == "Milestones: 6 unchanged"
    assert err[0].startswith("autumn.txt was imported into “Greener - Local Delivery Plan Milestones” on ")
    assert err[0].endswith(": nothing was changed.")
    assert (AuditEvent.objects.count(), Import.objects.count()) == (events, 1)


def test_a_later_report_updates_the_plan_and_shows_the_difference(autumn: Path, winter: Path) -> None:
    run(autumn)
    out, err = run(winter, "--plan", SLUG)
    assert err == []
    assert out[:5] == [
        f"Plan: {SLUG}",
        "As at 31 December 2009",
        "Outcomes: 2 unchanged",
        "Key actions: 1 changed, 2 unchanged",
        "Milestones: 1 new, 3 changed, 2 unchanged, 1 missing from the file",
    ]
    assert "- changed: Put up the first set of signs - Q2" in out
    assert "    Due date: 30 September 2009 → 31 December 2009" in out
    assert "- missing from the file: Give each school a composting box - Q2" in out
    assert MilestoneUpdate.objects.filter(as_at=date(2009, 12, 31)).count() == 6


def test_a_later_report_finds_the_plan_of_its_title(autumn: Path, winter: Path) -> None:
    run(autumn)
    out, err = run(winter)
    assert (err, out[0], out[4]) == (
        [],
        f"Plan: {SLUG}",
        "Milestones: 1 new, 3 changed, 2 unchanged, 1 missing from the file",
    )
    assert Plan.objects.count() == 1


def test_a_report_of_another_time_asks_whether_it_belongs_to_the_plan_of_its_title(
    autumn: Path, tmp_path: Path
) -> None:
    run(autumn)
    later = tmp_path / "later.txt"
    later.write_text(WINTER.text().replace("31/12/09", "31/12/12"))
    assert refused(later) == [
        f"fingerpost: There is a plan “{SLUG}” already. Give --plan {SLUG} to bring it up to date."
    ]


def test_a_dry_run_stores_nothing(autumn: Path) -> None:
    out, err = run(autumn, "--dry-run")
    assert (out[0], out[-1], err) == (
        "New plan: Greener - Local Delivery Plan Milestones",
        "Milestones: 6 new",
        ["Nothing was stored: this was a dry run."],
    )
    stored = [kind.objects.count() for kind in (Plan, Import, AuditEvent, Area, Group)]
    assert stored == [0, 0, 0, 0, 0]


def test_json_holds_the_counts_and_every_change(autumn: Path, winter: Path) -> None:
    run(autumn)
    out, _err = run(winter, "--plan", SLUG, "--json")
    told = json.loads("\n".join(out))
    assert set(told) == {
        "source", "plan", "new_plan", "as_at", "dry_run", "changed", "counts", "items", "warnings",
    }  # fmt: skip
    assert (told["plan"], told["new_plan"], told["as_at"], told["changed"]) == (SLUG, False, "2009-12-31", True)
    assert told["counts"]["milestones"] == {"new": 1, "changed": 3, "unchanged": 2, "missing": 1, "doubtful": 0}
    [signs] = [item for item in told["items"] if item["title"].startswith("Put up")]
    assert signs["changes"] == [
        {"field": "due", "before": "2009-09-30", "after": "2009-12-31"},
        {"field": "progress", "before": 20, "after": 90},
    ]
    assert signs["place"] == {"line": 32, "words": "line 32"}


def test_an_area_and_an_owner_are_named_where_there_are_several(autumn: Path) -> None:
    area, board = factories.make_area(slug="whole"), factories.make_group(slug="board")
    factories.make_group(slug="theme")
    assert refused(autumn) == ["fingerpost: Say whose plan it is with --owner SLUG. These are there: board, theme."]
    run(autumn, "--owner", "board")
    plan = Plan.objects.get()
    assert (plan.area, plan.owner) == (area, board)


def test_a_file_without_a_day_says_which_day_was_taken(tmp_path: Path) -> None:
    path = tmp_path / "steps.csv"
    path.write_text(SHEET)
    out, err = run(path)
    assert out[1] == "As at 31 March 2010"
    expected = "The file does not say which day it reports on: 31 March 2010 was taken. Give another with --as-at."
    assert [line for line in err if "--as-at" in line] == [expected]
    later = tmp_path / "later.csv"
    later.write_text(SHEET.replace("20%", "60%"))
    out, _err = run(later, "--plan", Plan.objects.get().slug, "--as-at", "2009-12-31")
    assert out[1] == "As at 31 December 2009"


def test_a_row_whose_date_cannot_be_refuses_the_file_unless_the_good_rows_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "undated.txt"
    path.write_text(UNDATED)
    told = refused(path)
    assert told[0].startswith("fingerpost: Line ")
    assert "31 Feb 2009" in told[0]
    assert told[-1] == "Nothing was stored. Correct the file, or give --good-rows to leave these rows out."
    out, _err = run(path, "--good-rows")
    assert out[4] == "Milestones: 5 new, 1 doubtful"
    assert Milestone.objects.filter(title__startswith="Train 12").count() == 0


@pytest.mark.parametrize(("name", "content", "words"), BAD_FILES)
def test_bad_input_is_refused_in_a_plain_sentence(name: str, content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    told = " ".join(refused(path))
    assert told.startswith(f"fingerpost: {words}")
    assert told.endswith((".", "?"))
    assert "Traceback" not in told


def test_a_file_above_the_limit_is_not_even_opened(autumn: Path, settings: Any) -> None:
    settings.UPLOAD_LIMIT = 1000
    size = len(AUTUMN.content()) // 1000
    assert refused(autumn) == [f"fingerpost: The file is {size} KB; at most 1 KB is read."]


def test_what_is_not_there_is_refused(tmp_path: Path, autumn: Path) -> None:
    path = tmp_path / "nowhere.txt"
    assert refused(path) == [f"fingerpost: {path} cannot be opened: No such file or directory."]
    assert refused(autumn, "--plan", "nowhere") == ["fingerpost: There is no plan “nowhere”. There is none yet."]


def test_a_day_that_is_none_is_a_fault_of_usage(autumn: Path) -> None:
    with pytest.raises(CommandError) as fault:
        run(autumn, "--as-at", "yesterday")
    assert (fault.value.returncode, str(fault.value)) == (2, "--as-at: write the day like 2009-09-30.")


@pytest.mark.example
def test_the_real_report_comes_in_whole() -> None:
    out, _err = run(example("smarter-milestones-2009-09-30.txt"))
    assert out[1:] == [
        "As at 30 September 2009",
        "Outcomes: 7 new",
        "Key actions: 12 new",
        "Milestones: 67 new",
    ]
    assert Milestone.objects.filter(provenance__isnull=False).count() == 67
    assert MilestoneUpdate.objects.filter(provenance__isnull=False).count() == MilestoneUpdate.objects.count()
