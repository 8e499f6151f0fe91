"""What is wrong with a task sheet is told by sheet, row and column."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from fingerpost.cycles.answers import Answer
from fingerpost.cycles.models import CycleState, Request
from fingerpost.cycles.services import submit
from fingerpost.cycles.sheet_reading import CONFLICT, EMPTY, READY, WRONG, Reading
from fingerpost.cycles.task_sheets import sheet_of
from fingerpost.documents.model import Column, Document, Row, text_cell
from fingerpost.documents.writers import write
from tests import factories
from tests.cycles.asking import asked, steps
from tests.cycles.sheets import changed, filled, problems, read_back, reading

pytestmark = pytest.mark.django_db
NOTE = "Note: what was done, and what comes next"


@pytest.fixture
def request_() -> Request:
    """Three milestones: in rows 2 to 4 of the sheet. The first was 40% before, the second is counted."""
    request = asked(items=3)
    one, two, _three = steps(request)
    factories.make_update(one.milestone, 40, as_at=date(2009, 8, 31))
    step = two.milestone
    assert step
    step.quantity_target, step.quantity_unit = Decimal(75), "staff"
    step.save()
    return request


def of(request: Request, document: Document) -> Reading:
    return reading(request, write(document, "xlsx"))


def with_rows(request: Request, *cells: tuple[int, str, Any]) -> Reading:
    document = sheet_of(request)
    for row, title, value in cells:
        document = changed(document, "Milestones", row, title, value)
    return of(request, document)


@pytest.mark.parametrize(
    ("row", "title", "value", "problem"),
    [
        (2, "Progress", "nearly", "column I: Enter a number from 0 to 100"),
        (2, "Progress", Decimal(140), "column I: Ensure this value is less than or equal to 100."),
        (2, "Progress", "-5%", "column I: Ensure this value is greater than or equal to 0."),
        (2, "Progress", "40%", "column L: That is what was said last. Say why nothing has changed."),
        (2, "Progress", "No change", "column L: That is what was said last. Say why nothing has changed."),
        (2, "Count so far", Decimal(5), "column J: This milestone has no quantity: give its progress instead."),
        (3, "Progress", "50%", "column I: This milestone is counted: give the count instead."),
        (3, "Count so far", "some", "column J: Enter a number, such as 75 or 12.5"),
        (2, NOTE, "Only a note", "column I: Choose how far it has come."),
        (2, "New due date", "30 February 2010", "column N: Enter a date, such as 30 June 2009"),
        (2, "It will not be completed in this plan year", "Perhaps", "column M: Write Yes or No."),
    ],
)  # fmt: skip
def test_an_error_names_its_cell(request_: Request, row: int, title: str, value: Any, problem: str) -> None:
    found = with_rows(request_, (row, title, value))
    assert f"error: Sheet “Milestones”, row {row}, {problem}" in problems(found)
    assert [judged.state for judged in found.rows] == [WRONG if at == row else EMPTY for at in (2, 3, 4)]


def test_no_change_needs_something_before(request_: Request) -> None:
    assert problems(with_rows(request_, (4, "Progress", "No change"))) == [
        "error: Sheet “Milestones”, row 4, column I: Nothing was reported on this yet, so there is nothing to stay the "
        "same."
    ]


def test_a_formula_is_refused(request_: Request) -> None:
    file = with_formula(write(changed(sheet_of(request_), "Milestones", 2, "Progress", "50%"), "xlsx"))
    assert problems(reading(request_, file)) == [
        "error: Sheet “Milestones”, row 2, column I: The cell holds a formula (=1/2). Type the words or the figure "
        "themselves."
    ]


def with_formula(content: bytes) -> bytes:
    """The workbook with a formula in the cell of the first row's progress."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            if name.endswith("sheet2.xml"):
                part = re.sub(
                    rb'<c r="I2"([^>]*?) t="s"><v>\d+</v></c>', rb'<c r="I2"\1><f>1/2</f><v>0.5</v></c>', part
                )
            after.writestr(name, part)
    return out.getvalue()


def test_an_error_in_word_names_table_and_row(request_: Request) -> None:
    one, *_rest = steps(request_)
    found = read_back(request_, {one: {"progress": "lots"}}, "docx")
    assert problems(found) == ["error: Table 2, row 4, column 2: Enter a number from 0 to 100"]


@pytest.mark.parametrize("value", ["31 December 2009", "31/12/2009", "31st Dec 2009", "2009-12-31", date(2009, 12, 31)])
def test_dates_are_taken_as_the_forms_take_them(request_: Request, value: Any) -> None:
    reason = "Why does it have to move?"
    found = with_rows(request_, (2, "Progress", "50%"), (2, "New due date", value), (2, reason, "Snow"))
    answer = found.rows[0].answer
    assert answer
    assert (found.rows[0].state, answer.due) == (READY, date(2009, 12, 31))


@pytest.mark.parametrize(("value", "progress"), [(Decimal(45), 45), ("45", 45), ("45 %", 45), (Decimal("0.5"), "0.5")])
def test_figures_are_taken_as_people_write_them(request_: Request, value: Any, progress: Any) -> None:
    answer = with_rows(request_, (2, "Progress", value)).rows[0].answer
    assert answer
    assert answer.progress == Decimal(progress)


def test_a_share_below_one_is_pointed_out(request_: Request) -> None:
    assert problems(with_rows(request_, (2, "Progress", "0.5"))) == [
        "warning: Sheet “Milestones”, row 2, column I: This was read as less than 1%. Write 50% if you mean that."
    ]


def test_the_same_with_a_reason_is_ready(request_: Request) -> None:
    found = with_rows(request_, (2, "Progress", "No change"), (2, "Why has nothing changed?", "Holidays"))
    assert (found.rows[0].state, problems(found)) == (READY, [])
    assert found.rows[0].answer
    assert found.rows[0].answer.progress == 40


def test_a_reason_for_no_change_is_left_out_where_something_changed(request_: Request) -> None:
    found = with_rows(request_, (2, "Progress", "50%"), (2, "Why has nothing changed?", "Holidays"))
    assert problems(found) == [
        "warning: Sheet “Milestones”, row 2, column L: Something has changed since last time, so the reason for no "
        "change is left out."
    ]
    assert found.rows[0].answer
    assert found.rows[0].answer.no_change_reason == ""


def test_a_changed_locked_cell_is_told_and_ignored(request_: Request) -> None:
    found = with_rows(request_, (2, "Milestone", "Something else"), (2, "Progress", "50%"))
    assert problems(found) == [
        "warning: Sheet “Milestones”, row 2: Something was changed in a grey cell. That was not read: those cells "
        "only inform."
    ]
    assert (found.rows[0].title, found.rows[0].state) == ("Step 1", READY)


def test_an_added_row_is_not_read(request_: Request) -> None:
    document = sheet_of(request_)
    table = document.sheets[1].table
    added = replace(table, rows=(*table.rows, Row((text_cell("A milestone of mine"),))))
    sheets = (document.sheets[0], replace(document.sheets[1], table=added))
    assert problems(of(request_, replace(document, sheets=sheets))) == [
        "error: Sheet “Milestones”, row 5: This row has no item key, so it was not read. Rows cannot be added to a "
        "task sheet."
    ]


def test_a_copied_row_is_refused(request_: Request) -> None:
    document = sheet_of(request_)
    table = document.sheets[1].table
    twice = replace(table, rows=(*table.rows, table.rows[0]))
    sheets = (document.sheets[0], replace(document.sheets[1], table=twice))
    assert problems(of(request_, replace(document, sheets=sheets))) == [
        "error: Sheet “Milestones”, row 5: This is a copy of another row. Leave one of the two."
    ]


def reordered(document: Document, order: list[str]) -> Document:
    """The milestones' sheet with these columns in this order."""
    table = document.sheets[1].table
    at = [[column.title for column in table.columns].index(title) for title in order]
    rows = tuple(replace(row, cells=tuple(row.cells[one] for one in at)) for row in table.rows)
    moved = replace(table, columns=tuple(table.columns[one] for one in at), rows=rows)
    return replace(document, sheets=(document.sheets[0], replace(document.sheets[1], table=moved)))


def test_columns_are_found_by_their_titles(request_: Request) -> None:
    document = changed(sheet_of(request_), "Milestones", 2, "Progress", "55%")
    titles = [column.title for column in document.sheets[1].table.columns]
    found = of(request_, reordered(document, titles[::-1]))
    assert problems(found) == []
    assert found.rows[0].answer
    assert found.rows[0].answer.progress == 55


def test_a_removed_column_is_told(request_: Request) -> None:
    document = sheet_of(request_)
    titles = [column.title for column in document.sheets[1].table.columns]
    assert problems(of(request_, reordered(document, [title for title in titles if title != "New due date"]))) == [
        "warning: Sheet “Milestones”: The column “New due date” is gone, so nothing was read from it."
    ]
    assert problems(of(request_, reordered(document, titles[:-1]))) == [
        "critical: Sheet “Milestones”: The column “Item key” is gone. Take a fresh sheet and copy your answers into it."
    ]


def test_a_column_of_ones_own_is_told(request_: Request) -> None:
    document = sheet_of(request_)
    table = document.sheets[1].table
    rows = tuple(replace(row, cells=(*row.cells, text_cell("mine"))) for row in table.rows)
    wider = replace(table, columns=(*table.columns, Column("My own")), rows=rows)
    sheets = (document.sheets[0], replace(document.sheets[1], table=wider))
    assert problems(of(request_, replace(document, sheets=sheets))) == [
        "warning: Sheet “Milestones”, column R: Nothing is asked in this column, so what stands in it was not read."
    ]


def test_a_sheet_without_its_key_is_refused(request_: Request) -> None:
    document = sheet_of(request_)
    assert problems(of(request_, replace(document, sheets=document.sheets[1:]))) == [
        "critical: This is not a task sheet of this site, or its line “Sheet key” is gone. Take a fresh sheet."
    ]


def test_an_item_that_went_to_somebody_else_is_told(request_: Request) -> None:
    one, *_rest = steps(request_)
    content = filled(request_, {one: {"progress": "50%"}})
    one.request = factories.make_request(request_.cycle)
    one.save()
    found = reading(request_, content)
    assert problems(found) == [
        "error: Sheet “Milestones”, row 2: This was given to somebody else meanwhile: they are asked for it now."
    ]


def test_an_item_that_was_cancelled_is_told(request_: Request) -> None:
    one, *_rest = steps(request_)
    content = filled(request_, {one: {"progress": "50%"}})
    step = one.milestone
    assert step
    step.state, step.state_reason = "cancelled", "No money"
    step.save()
    found = reading(request_, content)
    assert (found.rows[0].state, len(found.rows[0].problems)) == (WRONG, 1)


def test_either_an_answer_or_a_new_owner(request_: Request) -> None:
    found = read_back(request_, {steps(request_)[0]: {"progress": "50%", "suggested": "Fiona Reid"}})
    assert problems(found) == [
        "error: Sheet “Milestones”, row 2, column P: Either report on it, or say who has it now and leave the other "
        "cells empty."
    ]


@pytest.mark.parametrize("format", ["xlsx", "docx"])
def test_what_was_reported_meanwhile_is_in_conflict(request_: Request, format: str) -> None:
    one, *_rest = steps(request_)
    content = filled(request_, {one: {"progress": "50%"}}, format)
    submit(request=request_, answers=[Answer(item=one, progress=Decimal(70))], by=request_.person)
    found = reading(request_, content, format)
    assert [row.state for row in found.rows] == [CONFLICT, EMPTY, EMPTY]
    assert found.rows[0].before.latest
    assert found.rows[0].before.latest.by == request_.person


def test_a_closed_cycle_takes_nothing(request_: Request) -> None:
    content = filled(request_, {})
    request_.cycle.state = CycleState.CLOSED
    assert problems(reading(request_, content)) == [
        "critical: The cycle for Q2 2009/10 is over, so it takes no more answers."
    ]
