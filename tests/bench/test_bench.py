"""The benchmarks' own harness, end to end at small sizes: `make bench` runs the same at full ones."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from bench import __main__ as command
from bench import shown
from bench.load import program
from bench.measured import Measured, Missing, side_by_side
from bench.measures import MEASURES, run
from bench.sizes import QUICK
from bench.weights import parts

PAGES = [
    "Plan overview",
    "Milestones of the plan",
    "Outcome",
    "Key action",
    "Milestone",
    "Milestones report of an outcome",
]


SERVED = {"answers", "public", "public-pages", "redmine", "export"}  # their servers see only what is committed
IN_ONE_PROCESS = [name for name in MEASURES if name not in SERVED]


def why_no_load() -> str:
    try:
        program("wrk", "wrk")
        program("nginx", "nginx-light")
    except Missing as why:
        return str(why)
    return ""


@pytest.mark.django_db
def test_every_measure_gives_numbers_and_pages_take_the_same_queries_at_any_size() -> None:
    steps: list[str] = []
    found = {measured.name: measured for measured in run(QUICK, IN_ONE_PROCESS, steps.append)}
    assert list(found) == IN_ONE_PROCESS
    assert list(MEASURES) == command.NAMES
    for measured in found.values():
        assert min(measured.figures.values()) > 0
        assert {len(row) for row in measured.rows} == {len(measured.head)}
    pages = found["pages"].figures
    small, large = QUICK.plans
    assert {page: pages[f"{page} queries at {small}"] for page in PAGES} == {
        page: pages[f"{page} queries at {large}"] for page in PAGES
    }
    indicators = found["indicators"].figures
    for what in ("status", "card", "page"):
        assert indicators[f"{what} queries at 1"] == indicators[f"{what} queries at 2"]
    written = found["indicator-papers"].figures
    assert written["document queries at 1"] == written["document queries at 2"]
    assert steps[0] == "Filling a database: quarter 1 of 4"


def told_by(measure: str) -> str:
    """What a measure prints, in a process of its own with a database that the server's processes reach."""
    told = subprocess.run(
        [sys.executable, "-m", "bench", "--quick", "--only", measure],
        cwd=shown.PAGE.parents[2],
        env={**os.environ, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    return " ".join(told.stdout.split())


def test_officers_answer_a_real_server_and_nothing_is_lost() -> None:
    assert "all starting at once │ 5 │" in told_by("answers")


@pytest.mark.skipif(bool(why_no_load()), reason=why_no_load())
def test_the_public_site_is_read_from_real_servers_and_from_plain_files() -> None:
    told = told_by("public")
    assert re.findall(r"│ (\w+), [^│]+ │ [\d,]+ \([^)]+\) │ [\d,]+ \([^)]+\) │ [\d.]+ times │", told) == [
        "Granian",
        "gunicorn",
        *(["Granian", "gunicorn"] if os.environ.get("DATABASE_URL") else []),
        "nginx",
    ]


def test_a_measure_that_needs_what_is_not_installed_is_left_out_and_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    assert run(QUICK, ["public"], print) == []
    said = "public was not measured: wrk is not installed here. On Debian: apt-get install wrk\n"
    assert capsys.readouterr().err == said


def test_what_a_browser_fetches_beside_a_page() -> None:
    page = """<link rel="canonical" href="/public/x/"><link rel="stylesheet" href="/static/a.css"><a href="b/">b</a>
    <img class="c" src="../files/c.svg" alt=""><img src="data:image/svg+xml,d" alt=""><img src="../files/c.svg">"""
    assert parts(page, "/public/latest/plan/") == {"/static/a.css", "/public/latest/files/c.svg"}


def test_a_median_is_taken_for_each_side_in_turn() -> None:
    turns: list[str] = []
    taken = side_by_side(3, a=lambda: turns.append("a"), b=lambda: turns.append("b"))
    assert turns == ["a", "b"] * 3
    assert list(taken) == ["a", "b"]


def test_a_table_stands_between_its_markers_and_replaces_the_last() -> None:
    measured = Measured("roll-up", "Roll-up", ("What", "Median"), (("`roll_up`", "10 ms"),))
    page = "Before\n<!-- roll-up -->\nold\n<!-- end -->\nbetween\n<!-- pages -->\n<!-- end -->\n"
    assert shown.written(page, "roll-up", shown.markdown(measured)) == (
        "Before\n<!-- roll-up -->\n| What | Median |\n| --- | ---: |\n| `roll_up` | 10 ms |\n<!-- end -->\n"
        "between\n<!-- pages -->\n<!-- end -->\n"
    )


def test_the_page_of_the_docs_has_a_place_for_every_table() -> None:
    page = shown.PAGE.read_text()
    assert [name for name in [*MEASURES, "machine"] if shown.written(page, name, "x") == page] == []
