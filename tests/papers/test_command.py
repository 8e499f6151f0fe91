"""`fingerpost report`: a file, or a sentence and no file."""

from __future__ import annotations

import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from fingerpost.documents.readers import read
from fingerpost.documents.writers import FORMATS
from fingerpost.intake.recognise import recognise
from fingerpost.plans.models import Plan
from tests.reporting.plans import plan_with_progress

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return plan_with_progress()


def report(plan: str, to: Path, *more: str, kind: str = "milestones", period: str = "2009-10-q2") -> str:
    said = StringIO()
    call_command("report", kind, "--plan", plan, "--period", period, "--to", str(to), *more, stderr=said)
    return said.getvalue()


@pytest.mark.parametrize("format", FORMATS)
def test_a_report_is_written_in_the_format_of_the_files_ending(plan: Plan, tmp_path: Path, format: str) -> None:
    path = tmp_path / f"report.{format}"
    assert report(plan.slug, path) == f"Wrote {path}.\n"
    assert len(recognise(read(path.read_bytes(), path.name)).plan.outcomes) == 2
    assert os.listdir(tmp_path) == [path.name]


@pytest.mark.parametrize("kind", ["exceptions", "task-sheet", "action-log", "inspection"])
def test_the_other_papers_are_written_too(plan: Plan, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "paper.html"
    report(plan.slug, path, kind=kind)
    assert read(path.read_bytes(), path.name).title.startswith("Learning and skills plan 2009/10: ")


def test_a_report_keeps_to_what_is_asked(plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    second = plan.outcomes.all()[1].slug
    report(plan.slug, path, "--outcome", second, "--scope", "all", "--as-at", "2009-10-15")
    found = recognise(read(path.read_bytes(), path.name)).plan
    assert ([outcome.title for outcome in found.outcomes], str(found.as_at)) == (
        ["More young people stay in learning after 16"],
        "2009-10-15",
    )
    assert [len(action.milestones) for action in found.outcomes[0].actions] == [4, 2]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--plan", "none"], "There is no plan with the slug “none”."),
        (["--period", "2031-32-q1"], "Q1 2031/32 lies outside the plan."),
        (["--outcome", "none"], "The plan has no outcome with the slug “none”."),
        (["--lead", "none"], "Nobody with the slug “none” leads anything or has a follow-up in this plan."),
        (["--as-at", "2009-01-01"], "The report would be as at a day before its period."),
        (["--to", "/nowhere/at/all.pdf"], "/nowhere/at/all.pdf could not be written: No such file or directory. "
                                          "Nothing was written."),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused_in_a_sentence(plan: Plan, tmp_path: Path, more: list[str], words: str) -> None:
    said = StringIO()
    asked = ["milestones", "--plan", plan.slug, "--period", "2009-10-q2", "--to", str(tmp_path / "r.html"), *more]
    with pytest.raises(SystemExit) as ended:
        call_command("report", *asked, stderr=said)
    assert (ended.value.code, said.getvalue()) == (1, f"fingerpost: {words}\n")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--to", "report.doc"], "--to: give the file one of these endings: .html, .docx, .odt, .pdf, .xlsx."),
        (["--as-at", "soon"], "--as-at: write the day like 2009-09-30."),
        (["--period", "soon"], "--period: “soon” is not a period. Write it like 2009-10-q2, 2009-10-h1 or 2009-10."),
    ],
)
def test_wrong_usage_ends_with_status_2(plan: Plan, more: list[str], words: str) -> None:
    with pytest.raises(CommandError) as fault:
        call_command("report", "milestones", "--plan", plan.slug, "--period", "2009-10-q2", "--to", "r.html", *more)
    assert (fault.value.returncode, str(fault.value)) == (2, words)


def test_a_fault_in_writing_leaves_the_file_that_was_there(plan: Plan, tmp_path: Path) -> None:
    place = tmp_path / "report.html"
    place.mkdir()
    (place / "kept").write_text("kept")
    with pytest.raises(SystemExit):
        report(plan.slug, place)
    assert (os.listdir(tmp_path), (place / "kept").read_text()) == (["report.html"], "kept")
