"""`fingerpost tasksheet`: writes sheets, reads them back."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from fingerpost.cycles.answers import Answer
from fingerpost.cycles.models import CycleState, Request, TaskSheet
from fingerpost.cycles.services import submit
from fingerpost.reporting.models import MilestoneUpdate
from tests import factories
from tests.cycles.asking import asked, steps
from tests.cycles.sheets import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_() -> Request:
    return asked(items=2)


@pytest.fixture
def sheet(request_: Request, tmp_path: Path) -> Path:
    """Of which one row is good and one is not."""
    one, two = steps(request_)
    path = tmp_path / "ailsa.xlsx"
    path.write_bytes(filled(request_, {one: {"progress": "40%"}, two: {"progress": "140%"}}))
    return path


def test_a_sheet_is_read_and_what_is_ready_sent(
    request_: Request, sheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exit:
        call_command("tasksheet", "read", str(sheet))
    said = capsys.readouterr()
    assert exit.value.code == 1
    assert said.err == "fingerpost: 1 row waits: see above.\n"
    assert said.out.splitlines() == [
        f"Ailsa Grant, {request_.cycle}",
        "1 ready, 1 with errors",
        "error: Sheet “Milestones”, row 3, column H: Ensure this value is less than or equal to 100.",
        "1 answer is sent.",
    ]
    assert [update.progress for update in MilestoneUpdate.objects.all()] == [40]


def test_a_dry_run_stores_nothing(sheet: Path) -> None:
    with pytest.raises(SystemExit):
        call_command("tasksheet", "read", str(sheet), "--dry-run")
    assert not MilestoneUpdate.objects.exists()
    assert not TaskSheet.objects.exists()


def read_json(path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    with pytest.raises(SystemExit):
        call_command("tasksheet", "read", str(path), "--json")
    return json.loads(capsys.readouterr().out)


def test_json_says_the_same(request_: Request, sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = read_json(sheet, capsys)
    place = {"sheet": "Milestones", "row": 3, "column": "H", "words": "sheet Milestones, row 3, column H"}
    assert (said["person"], said["period"], said["sent"]) == (request_.person.slug, "2009-10-q2", ["Step 1"])
    assert [(row["title"], row["state"]) for row in said["rows"]] == [("Step 1", "ready"), ("Step 2", "wrong")]
    assert said["problems"] == [
        {"level": "error", "words": "Ensure this value is less than or equal to 100.", "place": place}
    ]
    assert [row["state"] for row in read_json(sheet, capsys)["rows"]] == ["sent", "wrong"]
    assert MilestoneUpdate.objects.count() == 1


def test_a_newer_answer_stays(request_: Request, sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    submit(request=request_, answers=[Answer(item=steps(request_)[0], progress=Decimal(70))], by=request_.person)
    said = read_json(sheet, capsys)
    assert [row["state"] for row in said["rows"]] == ["conflict", "wrong"]
    assert [update.progress for update in MilestoneUpdate.objects.all()] == [70]


def write(request: Request, *more: str) -> None:
    call_command("tasksheet", "write", "--plan", request.cycle.plan.slug, "--period", "2009-10-q2", *more)


def test_sheets_are_written_for_one_and_for_all(request_: Request, tmp_path: Path) -> None:
    factories.make_item(factories.make_request(request_.cycle, factories.make_user(name="Fiona Reid")))
    write(request_, "--person", request_.person.slug, "--to", str(tmp_path / "one.docx"))
    assert (tmp_path / "one.docx").read_bytes().startswith(b"PK")
    folder = tmp_path / "all"
    folder.mkdir()
    write(request_, "--all", "--to", str(folder), "--format", "docx")
    assert sorted(path.name for path in folder.iterdir()) == [
        "task-sheet-ailsa-grant-2009-10-q2.docx",
        "task-sheet-fiona-reid-2009-10-q2.docx",
    ]


def test_what_cannot_be_done_is_refused(request_: Request, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError, match="give the file one of these endings"):
        write(request_, "--person", "ailsa", "--to", str(tmp_path / "one.pdf"))
    with pytest.raises(CommandError, match="give a folder that is there"):
        write(request_, "--all", "--to", str(tmp_path / "nowhere"))
    with pytest.raises(SystemExit):
        write(request_, "--person", "nobody", "--to", str(tmp_path / "one.xlsx"))
    assert capsys.readouterr().err == "fingerpost: Nobody with the slug “nobody” is asked in this cycle.\n"
    request_.cycle.state = CycleState.CLOSED
    request_.cycle.save()
    with pytest.raises(SystemExit):
        write(request_, "--all", "--to", str(tmp_path))
    (tmp_path / "notes.txt").write_text("Nothing of ours")
    with pytest.raises(SystemExit):
        call_command("tasksheet", "read", str(tmp_path / "notes.txt"))
