from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries

from fingerpost.core.refusals import Refused
from fingerpost.core.schedule import Done, Part, parts, run
from tests.mail.mails import make_mail

ROOT = Path(__file__).parents[2]
NOW = datetime(2009, 10, 1, 9, tzinfo=UTC)


def works(now: datetime) -> list[str]:
    return [f"Reminded on {now:%d %B}."]


def refuses(now: datetime) -> list[str]:
    raise Refused("The mail server cannot be reached.")


def breaks(now: datetime) -> list[str]:
    raise KeyError("cycle")


def test_one_part_that_fails_keeps_no_other_from_its_work(caplog: pytest.LogCaptureFixture) -> None:
    told = run([Part("refusing", 1, refuses), Part("broken", 2, breaks), Part("working", 3, works)], NOW)
    assert told == [
        Done("refusing", failed="The mail server cannot be reached."),
        Done("broken", failed="KeyError: 'cycle'"),
        Done("working", ["Reminded on 01 October."]),
    ]
    assert [record.message for record in caplog.records] == ["The tick of broken failed"]


def test_mails_go_last() -> None:
    assert parts()[-1].name == "mail"


@pytest.mark.django_db
def test_the_command_says_what_was_done(capsys: pytest.CaptureFixture[str]) -> None:
    make_mail()
    call_command("tick", "--json")
    said = capsys.readouterr()
    assert json.loads(said.out)["parts"] == [{"part": "mail", "done": ["1 mail was sent."], "failed": ""}]
    assert said.err == "1 mail was sent.\n"
    call_command("tick", "--json")
    said = capsys.readouterr()
    assert (json.loads(said.out)["parts"], said.err) == ([], "")


@pytest.mark.django_db
def test_with_nothing_to_do_it_asks_a_handful_of_questions(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_max_num_queries(14):
        assert run(parts(), NOW) == [Done(part.name) for part in parts()]


def test_the_exit_status_says_that_a_part_failed(tmp_path: Path) -> None:
    """Without a database nothing can be done, and that is told in a sentence."""
    environment = {**os.environ, "FINGERPOST_DATA": str(tmp_path), "DATABASE_URL": ""}
    told = subprocess.run(
        [sys.executable, "-m", "fingerpost", "tick"],
        check=False,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert told.returncode == 1
    assert told.stderr.splitlines()[-1] == "fingerpost: mail: OperationalError: no such table: mail_attempt"
