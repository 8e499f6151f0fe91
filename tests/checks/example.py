"""The real milestones report, read line by line: figures from its table, notes from its text."""

from __future__ import annotations

import csv
import itertools
import re
from datetime import date, datetime
from decimal import Decimal

from fingerpost.checks.facts import ActionFacts, MilestoneFacts, OutcomeFacts, PlanFacts
from fingerpost.documents.model import Place
from tests.conftest import example

_DUE = re.compile(r"\d{1,2} [A-Z][a-z]{2} \d{4}")
_PROGRESS = re.compile(r"\d{1,3} ?%")


def milestones_report() -> PlanFacts:
    """The report's facts; the test that asks is skipped where the report is not there."""
    lines = example("smarter-milestones-2009-09-30.txt").read_text(encoding="utf-8-sig").splitlines()
    with example("smarter-milestones-2009-09-30.expected.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    at, outcomes = 0, []
    for outcome, of_outcome in itertools.groupby(rows, lambda row: row["outcome"]):
        actions = []
        for title, of_action in itertools.groupby(of_outcome, lambda row: row["key_action"]):
            listed = list(of_action)
            at = next(n for n in range(at, len(lines)) if lines[n].startswith("Overall"))
            summary, milestones = lines[at].strip(), []
            for row in listed:
                milestone, at = _milestone(row, lines, at)
                milestones.append(milestone)
            actions.append(ActionFacts(title, Decimal(listed[0]["overall_pct"]), summary, tuple(milestones)))
        outcomes.append(OutcomeFacts(outcome, "Smarter", tuple(actions)))
    return PlanFacts(lines[0].strip(), as_at=date(2009, 9, 30), outcomes=tuple(outcomes), listed=_listed(lines))


def _listed(lines: list[str]) -> tuple[tuple[str, Place], ...]:
    """What stands between "Contents" and the first "Back"."""
    start = next(n for n, line in enumerate(lines) if line.startswith("Contents"))
    end = next(n for n, line in enumerate(lines) if line.strip() == "Back")
    return tuple((lines[n].strip(), Place(line=n + 1)) for n in range(start + 1, end) if lines[n].strip())


def _milestone(row: dict[str, str], lines: list[str], at: int) -> tuple[MilestoneFacts, int]:
    """The milestone of a row of the table: its note is what stands between its date and its progress."""
    title_at = next(n for n in range(at, len(lines)) if lines[n].strip() == row["milestone"])
    due_at = next(n for n in range(title_at, len(lines)) if _DUE.fullmatch(lines[n].strip()))
    end = next(n for n in range(due_at, len(lines)) if _PROGRESS.fullmatch(lines[n].strip()))
    label = re.search(r"(Q\d)\.?$", row["milestone"])
    milestone = MilestoneFacts(
        row["milestone"],
        quarter=label[1] if label else "",
        due=datetime.strptime(row["due"], "%d %b %Y").date(),  # noqa: DTZ007
        due_text=row["due"],
        note="\n".join(line for line in lines[due_at + 1 : end] if line.strip()),
        progress=Decimal(row["progress"]),
        progress_text=lines[end].strip(),
        place=Place(line=title_at + 1),
    )
    return milestone, end
