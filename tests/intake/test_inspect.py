"""`fingerpost inspect`: a stable contract, without a database."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from fingerpost.checks.rules import run
from fingerpost.documents.readers import read
from fingerpost.intake.recognise import recognise

REPORT = """Harbour plan milestones 31/12/2025

Harbour
Boats are safe
Lights and buoys
Overall, Key Action 62.5% completed. One of the two milestones due has been completed.

Milestone

Due date

Note

Progress

Lamps renewed - Q2

30 Sep 2025

All lamps burn.

100 %

Buoys painted - Q3

Ongoing

25 %

Back
"""


def inspected(tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str], name: str = "report.txt") -> Any:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    call_command("inspect", str(path), "--json")
    return json.loads(capsys.readouterr().out)


def test_json_is_exactly_the_contract(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = inspected(tmp_path, REPORT, capsys)
    del found["findings"]

    def line(number: int) -> dict[str, Any]:
        return {"line": number, "words": f"line {number}"}

    assert found == {
        "source": {
            "name": "report.txt",
            "sha256": hashlib.sha256(REPORT.encode()).hexdigest(),
            "format": "text",
        },
        "kind": "milestones-report",
        "title": "Harbour plan milestones 31/12/2025",
        "as_at": "2025-12-31",
        "outcomes": [
            {
                "title": "Boats are safe",
                "theme": "Harbour",
                "place": line(4),
                "actions": [
                    {
                        "title": "Lights and buoys",
                        "stated_percent": 62.5,
                        "summary": "Overall, Key Action 62.5% completed. One of the two milestones due has been "
                        "completed.",
                        "place": line(5),
                        "milestones": [
                            {
                                "title": "Lamps renewed - Q2",
                                "quarter": "Q2",
                                "due": "2025-09-30",
                                "due_text": "30 Sep 2025",
                                "note": "All lamps burn.",
                                "progress": 100,
                                "progress_text": "100 %",
                                "place": line(16),
                            },
                            {
                                "title": "Buoys painted - Q3",
                                "quarter": "Q3",
                                "due": None,
                                "due_text": "Ongoing",
                                "note": "",
                                "progress": 25,
                                "progress_text": "25 %",
                                "place": line(24),
                            },
                        ],
                    }
                ],
            }
        ],
        "totals": {"outcomes": 1, "actions": 1, "milestones": 2, "complete": 1},
    }


REVIEW = """REPORT TO: HARBOUR GROUP ON 5 MAY 2026

SUBJECT: REVIEW

BY: HARBOUR MASTER

1. REASON FOR REPORT

1.1 To review the plan.

4. SUMMARY OF IMPLICATIONS

(a) Legal

None.

Author of report: Ann

a. Boats are safe

Indicator\tWork undertaken\tWork planned\tData\tNotes
Fewer boats sink\tLamps lit\tNone stated\t2024/25 baseline = 4.5%\tAsk again
\tby all\t\t\t

a. Work together

Action\tWork undertaken\tWork planned\tNotes
Meet\tMet\tMeet again\tNone

Communication Strategy

Aim

To be heard.

Principles

1. Plain.

Action: Tell people

Activity\tBy whom\tBy when\tOutcome
Write\tBo\tWithin two weeks of each meeting\tKnown
"""


def test_json_of_a_review_is_exactly_the_contract(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = inspected(tmp_path, REVIEW, capsys, "review.txt")
    assert [finding["rule"] for finding in found.pop("findings")] == ["no-work-planned"]
    del found["source"]

    def line(number: int) -> dict[str, Any]:
        return {"line": number, "words": f"line {number}"}

    def at(table: int, row: int, number: int) -> dict[str, Any]:
        return {"table": table, "row": row, "line": number, "words": f"table {table}, row {row}, line {number}"}

    assert found == {
        "kind": "review-report",
        "title": "REVIEW",
        "as_at": None,
        "header": {
            "to": "HARBOUR GROUP",
            "date": "2026-05-05",
            "date_text": "5 MAY 2026",
            "subject": "REVIEW",
            "by": "HARBOUR MASTER",
            "agenda_item": "",
        },
        "author": "Ann",
        "background_papers": "",
        "reference": "",
        "paragraphs": [
            {"number": "1.1", "text": "To review the plan.", "heading": "REASON FOR REPORT", "place": line(9)}
        ],
        "implications": [{"letter": "a", "heading": "Legal", "text": "None.", "place": line(13)}],
        "outcomes": [
            {
                "label": "a",
                "title": "Boats are safe",
                "place": line(19),
                "indicators": [
                    {
                        "title": "Fewer boats sink",
                        "work_undertaken": "Lamps lit by all",
                        "work_planned": "None stated",
                        "data": "2024/25 baseline = 4.5%",
                        "notes": "Ask again",
                        "lead": "",
                        "values": [
                            {
                                "period": {
                                    "words": "2024/25",
                                    "slug": "2024-25",
                                    "starts": "2024-04-01",
                                    "ends": "2025-03-31",
                                },
                                "value": 4.5,
                                "unit": "%",
                                "role": "baseline",
                                "provisional": False,
                                "field": "data",
                                "words": "2024/25 baseline = 4.5%",
                                "place": at(1, 2, 22),
                            }
                        ],
                        "states": [
                            {"field": "work_planned", "state": "none-stated", "words": "None stated", "when": ""}
                        ],
                        "place": at(1, 2, 22),
                    }
                ],
            }
        ],
        "objectives": [{"label": "a", "title": "Work together", "place": line(25)}],
        "actions": [
            {
                "objective": "Work together",
                "title": "Meet",
                "work_undertaken": "Met",
                "work_planned": "Meet again",
                "data": None,
                "notes": "None",
                "lead": "",
                "values": [],
                "states": [{"field": "notes", "state": "none-stated", "words": "None", "when": ""}],
                "place": at(2, 2, 28),
            }
        ],
        "strategy": {
            "title": "Communication Strategy",
            "aim": "To be heard.",
            "objectives": [],
            "means": [],
            "principles": ["Plain."],
            "place": line(30),
        },
        "activities": [
            {
                "action": "Tell people",
                "activity": "Write",
                "by_whom": "Bo",
                "by_when": "Within two weeks of each meeting",
                "due": None,
                "rule": {"within": {"weeks": 2}, "of": "meeting"},
                "outcome": "Known",
                "place": at(3, 2, 43),
            }
        ],
        "totals": {
            "outcomes": 1,
            "indicators": 1,
            "objectives": 1,
            "actions": 1,
            "activities": 1,
            "figures": 1,
            "paragraphs": 1,
        },
    }


def test_a_summary_of_a_review_names_whom_what_and_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "review.txt"
    path.write_text(REVIEW, encoding="utf-8")
    call_command("inspect", str(path))
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.split("\n")]
    assert lines[:11] == [
        "REVIEW",
        "Review report (review.txt, text)",
        "To: HARBOUR GROUP",
        "Date: 5 May 2026",
        "By: HARBOUR MASTER",
        "Author: Ann",
        "1 paragraph, 1 implication, 1 outcome, 1 indicator, 1 objective, 1 action, 1 activity",
        "",
        "a. Boats are safe",
        "Indicator Work undertaken Work planned Data",
        "Fewer boats sink stated none stated 4.5%, 2024/25 (baseline)",
    ]


def test_findings_of_reading_and_of_the_checks_stand_side_by_side(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = REPORT.replace("Ongoing", "31 Sep 2025").replace("100 %", "50 %")
    found = inspected(tmp_path, report, capsys)
    assert [sorted(finding) for finding in found["findings"]] == [
        ["message", "place", "rule", "severity"] for _finding in found["findings"]
    ]
    assert found["findings"][0] == {
        "rule": "date-impossible",
        "severity": "error",
        "message": "“31 Sep 2025” is not in the calendar (day before month), so no due date was read for "
        "“Buoys painted - Q3”.",
        "place": {"line": 24, "words": "line 24"},
    }
    checked = [finding.rule for finding in run(recognise(read(report.encode(), "report.txt")).plan)]
    assert "overdue" in checked
    assert [finding["rule"] for finding in found["findings"][1:]] == checked


def test_an_unknown_document_is_no_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = inspected(tmp_path, "Minutes of a meeting\n\nThe group met.\n", capsys)
    assert (found["kind"], found["title"], found["outcomes"]) == ("unknown", "Minutes of a meeting", [])
    assert [(finding["rule"], finding["severity"]) for finding in found["findings"]] == [
        ("nothing-recognised", "critical")
    ]


def test_a_summary_names_counts_and_findings_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "report.txt"
    path.write_text(REPORT.replace("100 %", "110 %"), encoding="utf-8")
    call_command("inspect", str(path))
    lines = capsys.readouterr().out.split("\n")
    assert lines[:4] == [
        "Harbour plan milestones 31/12/2025",
        "Milestones report (report.txt, text)",
        "As at 31 December 2025",
        "1 outcome, 1 key action, 2 milestones, 0 complete",
    ]
    assert lines[7].split() == ["Lights", "and", "buoys", "62.5", "%", "0", "of", "2"]
    assert (
        "- error: “110 %” is not between 0 % and 100 %, so no progress was read for “Lamps renewed - Q2”. (line 16) "
        "[progress-out-of-range]"
    ) in lines


@pytest.mark.parametrize(("content", "words"), [(b"", "The file is empty."), (b"PK\x03\x04broken", "")])
def test_an_unreadable_file_is_refused_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, words: str
) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(content)
    with pytest.raises(SystemExit) as ended:
        call_command("inspect", str(path), "--json")
    out, err = capsys.readouterr()
    assert (ended.value.code, out) == (1, "")
    assert err.startswith(f"fingerpost: report.docx: {words}")


def test_a_missing_file_is_refused_with_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("inspect", str(tmp_path / "none.txt"))
    assert ended.value.code == 1
    assert capsys.readouterr().err == f"fingerpost: {tmp_path}/none.txt cannot be opened: No such file or directory.\n"
