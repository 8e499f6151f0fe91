"""What is missing, cut off or contradictory is reported, never completed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from fingerpost.checks.facts import MilestoneFacts
from fingerpost.documents.model import Cell, Document, Row, Table, text_cell
from fingerpost.documents.readers import read
from fingerpost.intake.recognise import Recognised, recognise
from tests.intake.recognise.layouts import actions, row

ABOVE = (
    "Harbour milestones 30/9/09\n\nHarbour\nBoats are safe\nLights and buoys\nOverall, Key Action 50% completed.\n\n"
)
HEADINGS = "Milestone\n\nMilestone Due Date\n\nMilestone Note\n\nProgress\n\n"
LAMPS = "Lamps renewed - Q1\n\n30 Jun 2009\n\nAll lamps burn.\n\n100 %\n\n"
BUOYS = "Buoys painted - Q2\n\n30 Sep 2009\n\nHalf are red.\n\n50 %\n\n"


def from_text(text: str) -> Recognised:
    return recognise(read(text.encode(), "report.txt"))


def milestones(found: Recognised) -> list[MilestoneFacts]:
    return [m for _outcome, action in actions(found.plan) for m in action.milestones]


def told(found: Recognised) -> list[tuple[str, str]]:
    return [(finding.rule, finding.severity) for finding in found.findings]


def table(*rows: Row) -> Document:
    return Document(title="Harbour", blocks=(Table(rows=rows),))


COLUMNS = row("Outcome", "Action", "Milestone", "Due date", "Note", "Progress")


def one(due: str = "30 Jun 2009", progress: str = "100 %", title: str = "Lamps renewed") -> Recognised:
    return recognise(table(COLUMNS, row("Boats are safe", "Lights", title, due, "All burn.", progress)))


# Cut off


@pytest.mark.parametrize(
    ("kept", "due", "note"),
    [
        ("Buoys painted - Q2\n\n30 Sep 2009\n\nHalf are red.", date(2009, 9, 30), "Half are red."),
        ("Buoys painted - Q2\n\n30 Sep 2009\n\nHalf a", date(2009, 9, 30), "Half a"),
        ("Buoys painted - Q2\n\n30 Sep 2009", date(2009, 9, 30), ""),
        ("Buoys painted - Q2\n\n30 Sep 20", None, ""),
        ("Buoys painted - Q2\n\n30 Se", None, ""),
    ],
)
def test_a_row_cut_off_at_the_end_is_kept_as_far_as_it_goes(kept: str, due: date | None, note: str) -> None:
    found = from_text(ABOVE + HEADINGS + LAMPS + kept)
    if kept.endswith("30 Se"):
        assert [m.title for m in milestones(found)] == ["Lamps renewed - Q1"]
        assert told(found) == [("row-cut-off", "warning")]
        return
    last = milestones(found)[-1]
    assert (last.title, last.due, last.note, last.progress) == ("Buoys painted - Q2", due, note, None)
    assert told(found) == [("row-cut-off", "error")]


def test_a_progress_that_was_cut_is_not_completed() -> None:
    found = from_text(ABOVE + HEADINGS + LAMPS + "Buoys painted - Q2\n\n30 Sep 2009\n\nHalf are red.\n\n10")
    last = milestones(found)[-1]
    assert (last.note, last.progress, last.progress_text) == ("Half are red.", None, "10")
    assert told(found) == [("row-cut-off", "error")]


def test_a_title_that_was_cut_is_no_milestone() -> None:
    found = from_text(ABOVE + HEADINGS + LAMPS + "Buoys pai")
    assert [m.title for m in milestones(found)] == ["Lamps renewed - Q1"]
    assert told(found) == [("row-cut-off", "warning")]
    assert found.findings[0].place.line == 24


def test_a_row_whose_cells_ran_together_is_cut_off_too() -> None:
    found = from_text(ABOVE + "MilestoneDue DateNoteProgress\nLamps renewed - Q130 Jun 2009All burn.100 %\n"
                      "Buoys painted - Q230 Sep 2009Half a")  # fmt: skip
    last = milestones(found)[-1]
    assert (last.title, last.due, last.note, last.progress) == ("Buoys painted - Q2", date(2009, 9, 30), "Half a", None)
    assert told(found) == [("row-cut-off", "error")]


def test_a_csv_cut_off_within_its_last_row_says_so() -> None:
    found = recognise(read(b"outcome,key_action,milestone,due,note,progress\nSafe,Lights,Lamps,30 Jun 2009,Burn,100\n"
                           b"Safe,Lights,Buoys,30 Sep", "plan.csv"))  # fmt: skip
    assert [(m.title, m.due, m.progress) for m in milestones(found)] == [
        ("Lamps", date(2009, 6, 30), Decimal(100)),
        ("Buoys", None, None),
    ]
    assert told(found) == [("row-cut-off", "error")]


def test_a_closed_table_is_not_called_cut_off() -> None:
    found = from_text(ABOVE + HEADINGS + LAMPS + "Back   Top of page\n\nWritten by the harbour office\n")
    assert told(found) == []


# Rows that lack something


def test_a_row_without_a_date_is_kept_and_told() -> None:
    found = from_text(ABOVE + HEADINGS + LAMPS + "Buoys painted - Q2\n\nHalf are red.\n\n50 %\n\n" + LAMPS + "Back\n")
    second = milestones(found)[1]
    assert (second.title, second.due, second.due_text, second.note) == ("Buoys painted - Q2", None, "", "Half are red.")
    assert second.progress == 50
    assert told(found) == [("row-without-date", "error")]
    assert len(milestones(found)) == 3


def test_a_row_without_progress_does_not_swallow_the_next() -> None:
    found = from_text(ABOVE + HEADINGS + "Lamps renewed - Q1\n\n30 Jun 2009\n\nAll lamps burn.\n\n" + BUOYS + "Back\n")
    assert [(m.title, m.note, m.progress) for m in milestones(found)] == [
        ("Lamps renewed - Q1", "All lamps burn.", None),
        ("Buoys painted - Q2", "Half are red.", Decimal(50)),
    ]
    assert told(found) == [("row-without-progress", "warning")]


def test_a_table_row_without_a_date_or_progress_is_told_at_its_place() -> None:
    found = recognise(read(b"outcome,key_action,milestone,due,note,progress\nSafe,Lights,Lamps,,Burn,\n", "plan.csv"))
    assert [(finding.rule, finding.place.row) for finding in found.findings] == [
        ("row-without-date", 2),
        ("row-without-progress", 2),
    ]


def test_a_row_without_a_title_is_left_out_and_told() -> None:
    found = recognise(table(COLUMNS, row("Safe", "Lights", "Lamps", "30 Jun 2009", "", "100 %"),
                            row("Safe", "Lights", "", "30 Sep 2009", "", "50 %")))  # fmt: skip
    assert [m.title for m in milestones(found)] == ["Lamps"]
    assert told(found) == [("row-without-title", "error")]


@pytest.mark.parametrize(
    ("due", "rule", "severity"),
    [
        ("31 Jun 2009", "date-impossible", "error"),
        ("30 June", "date-unreadable", "error"),
        ("1 Apr 2009 to 30 Jun 2009", "date-doubtful", "error"),
        ("39994", "date-doubtful", "error"),
        ("once the post is filled", "date-in-words", "warning"),
    ],
)
def test_a_date_that_cannot_be_read_keeps_its_words(due: str, rule: str, severity: str) -> None:
    found = one(due=due)
    assert [(m.due, m.due_text) for m in milestones(found)] == [(None, due)]
    assert told(found) == [(rule, severity)]


@pytest.mark.parametrize(
    ("progress", "rule", "severity"),
    [
        ("Not started", "progress-in-words", "warning"),
        ("", "row-without-progress", "warning"),
        ("110 %", "progress-out-of-range", "error"),
        ("80 % (was 60 %)", "progress-doubtful", "error"),
    ],
)
def test_a_progress_that_cannot_be_read_keeps_its_words(progress: str, rule: str, severity: str) -> None:
    found = one(progress=progress)
    assert [(m.progress, m.progress_text) for m in milestones(found)] == [(None, progress)]
    assert told(found) == [(rule, severity)]


def test_complete_by_itself_is_one_hundred_and_ongoing_is_no_fault() -> None:
    found = one(due="Ongoing", progress="Complete")
    assert [(m.due, m.due_text, m.progress) for m in milestones(found)] == [(None, "Ongoing", Decimal(100))]
    assert told(found) == []


def test_a_label_that_disagrees_with_its_date_is_left_as_it_is() -> None:
    found = one(title="Lamps renewed - Q4")
    assert [(m.quarter, m.due) for m in milestones(found)] == [("Q4", date(2009, 6, 30))]
    assert told(found) == []


# Traps


def test_figures_and_dates_in_titles_and_notes_stay_where_they_are() -> None:
    title = "100% of schools visited by 30 Jun 2009, Q3 figures sent to 80% - Q2."
    note = "On 12/02/2009 we were at 40 %, on 3.4.09 at 60 %: see Q1.\n90 % of pupils came."
    text = f"{ABOVE}{HEADINGS}{title}\n\n30 Sep 2009\n\n{note}\n\n95%\n\nBack\n"
    glued = f"{ABOVE}MilestoneMilestone Due DateMilestone NoteProgress\n\n{title}30 Sep 2009{note}95%\n\nBack\n"
    for found in (from_text(text), from_text(glued)):
        assert [(m.title, m.due, m.note, m.progress) for m in milestones(found)] == [
            (title, date(2009, 9, 30), note, Decimal(95))
        ]


@pytest.mark.parametrize("glue", ["Q19 Jun 2009", "Q109 Jun 2009", "Q19/6/09", "Q12009-06-09", "Q1 9 June 2009"])
def test_a_label_stuck_to_a_date_keeps_its_figure(glue: str) -> None:
    found = from_text(f"{ABOVE}MilestoneDue DateNoteProgress\nLamps renewed - {glue}All burn.100 %\nBack\n")
    assert [(m.title, m.quarter, m.due, m.note) for m in milestones(found)] == [
        ("Lamps renewed - Q1", "Q1", date(2009, 6, 9), "All burn.")
    ]


def test_a_percentage_stuck_to_a_figure_is_not_taken_apart() -> None:
    found = from_text(
        f"{ABOVE}MilestoneDue DateNoteProgress\nTrain staff - Q130 Jun 2009Trained so far: 1595 %\nBack\n"
    )
    assert [(m.progress, m.progress_text) for m in milestones(found)] == [(None, "1595 %")]
    assert told(found) == [("progress-out-of-range", "error")]


def test_shares_of_one_are_percentages_and_bare_ones_stay_in_doubt() -> None:
    shares = recognise(table(COLUMNS, row("Safe", "Lights", "Lamps", "30 Jun 2009", "", "0.9"),
                             row("Safe", "Lights", "Buoys", "30 Jun 2009", "", "1")))  # fmt: skip
    assert [m.progress for m in milestones(shares)] == [Decimal(90), Decimal(100)]
    assert told(shares) == [("progress-as-shares", "warning")]
    flags = recognise(table(COLUMNS, row("Safe", "Lights", "Lamps", "30 Jun 2009", "", "0"),
                            row("Safe", "Lights", "Buoys", "30 Jun 2009", "", "1")))  # fmt: skip
    assert [m.progress for m in milestones(flags)] == [Decimal(0), None]
    assert told(flags) == [("progress-doubtful", "error")]


def test_a_column_that_has_no_place_here_is_named() -> None:
    found = recognise(table(row("Milestone", "Lead officer", "Due date", "Progress", "Status", "Ref"),
                            row("Lamps", "Ann", "30 Jun 2009", "100 %", "Complete", "7")))  # fmt: skip
    assert [finding.message for finding in found.findings][:1] == ["The column “Lead officer” is not read."]
    assert told(found) == [("column-ignored", "warning"), ("no-outcome", "warning"), ("no-action", "warning")]


def test_a_formula_is_told_with_what_it_showed() -> None:
    formula = Cell((text_cell("90 %").blocks), value=Decimal(90), formula="=AVERAGE(F2:F5)")
    found = recognise(table(COLUMNS, Row((*row("Safe", "Lights", "Lamps", "30 Jun 2009", "").cells, formula))))
    assert [m.progress for m in milestones(found)] == [Decimal(90)]
    assert told(found) == [("formula-cell", "warning")]


@pytest.mark.parametrize(
    "text",
    [
        "Minutes\n\nThe group met.\n\n30 September 2009\n\nIt agreed that 80 % was fair.\n",
        "Room | Seats | Lift | Stage\nHall | 120 | Yes | Yes\nLibrary | 30 | No | No\n",
        "Name\tAddress\tTelephone\nAnn\tHigh Street\t01\nBo\tQuay\t02\n",
    ],
)
def test_another_kind_of_document_is_unknown(text: str) -> None:
    found = from_text(text)
    assert (found.kind, found.plan.outcomes) == ("unknown", ())
    assert told(found) == [("nothing-recognised", "critical")]


def test_a_title_broken_over_a_page_is_whole_where_cells_ran_together() -> None:
    rows = (
        "Lamps renewed - Q130 Jun 2009All burn.100 %\nBuoys painted in every\nharbour - Q230 Sep 2009Half.50 %\nBack\n"
    )
    found = from_text(f"{ABOVE}MilestoneDue DateNoteProgress\n{rows}")
    assert [m.title for m in milestones(found)] == ["Lamps renewed - Q1", "Buoys painted in every harbour - Q2"]
    assert told(found) == []
