"""CSV and its kin."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost.documents.model import Place
from fingerpost.documents.readers import read, read_with_warnings
from tests.documents.readers.making import rows, table_of

PLAN = [
    ["Milestone", "Due", "Note", "Progress"],
    ['Train "all" staff; and, more', "30 Jun 2009", "first line\nsecond line", "100 %"],
    ["Other", "", "", "0"],
]


def written(table: list[list[str]], delimiter: str = ",") -> str:
    made = io.StringIO()
    csv.writer(made, delimiter=delimiter).writerows(table)
    return made.getvalue()


@pytest.mark.parametrize("delimiter", list(",;\t|"))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_delimiters_and_encodings_are_found(delimiter: str, encoding: str) -> None:
    result = read_with_warnings(written(PLAN, delimiter).encode(encoding), "plan.csv")
    assert rows(table_of(result.document)) == PLAN
    assert (result.document.format, result.warnings) == ("csv", ())


def test_rows_and_cells_carry_row_column_and_line() -> None:
    table = table_of(read(written(PLAN).encode(), "plan.csv"))
    assert [row.place for row in table.rows] == [Place(row=1, line=1), Place(row=2, line=2), Place(row=3, line=4)]
    assert table.rows[1].cells[3].place == Place(row=2, column="D", line=2)
    assert table.rows[1].cells[2].blocks[1].place == Place(row=2, column="C", line=2)


def test_uneven_rows_are_kept_with_a_warning() -> None:
    result = read_with_warnings(b"a,b,c\n1,2,3\n4,5\n6,7,8,9\n", "plan.csv")
    assert rows(table_of(result.document)) == [["a", "b", "c"], ["1", "2", "3"], ["4", "5"], ["6", "7", "8", "9"]]
    assert [(w.message, w.place) for w in result.warnings] == [
        ("The row has 2 values where most rows have 3.", Place(row=3, line=3)),
        ("The row has 4 values where most rows have 3.", Place(row=4, line=4)),
    ]


def test_a_quotation_mark_that_stays_open_is_a_warning() -> None:
    result = read_with_warnings(b'a,b\n1,2\n"3,4\n5,6\n', "plan.csv")
    assert next((w.message, w.place) for w in result.warnings) == (
        "A quotation mark opens in the row and is never closed: what follows became one value.",
        Place(row=3, line=3),
    )


def test_the_separator_that_excel_names_is_used() -> None:
    assert rows(table_of(read(b"sep=;\na;b,c\n1;2\n", "plan.csv"))) == [["a", "b,c"], ["1", "2"]]


def test_a_text_of_even_rows_is_read_as_csv_and_prose_is_not() -> None:
    assert read(b"a,b,c\n1,2,3\n4,5,6\n", "plan.txt").format == "csv"
    assert read(b"First, then, so.\nNow, and, yes.\nAh, oh, well.\n", "plan.txt").format == "text"


VALUE = st.text("abc019 éß,;|\"'\t%", max_size=8).map(str.strip)
GRID = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(VALUE, min_size=width, max_size=width).filter(any), min_size=3, max_size=6)
)


@settings(max_examples=60, deadline=None)
@given(GRID)
def test_any_table_comes_back_from_csv(table: list[list[str]]) -> None:
    made = io.StringIO()
    csv.writer(made, quoting=csv.QUOTE_ALL).writerows(table)
    assert rows(table_of(read(made.getvalue().encode(), "plan.csv"))) == table
