"""Plain text: lines, and tables drawn with pipes, tabs or spaces, where that is clear and only there."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost.documents.model import Paragraph, Place, Table
from fingerpost.documents.readers import read, read_with_warnings
from tests.documents.readers.making import cells, every_row, rows, says, table_of

BOX = """\
+-----------+-------------+-------------------+-------+
| Milestone | Due         | Note              | Done  |
+===========+=============+===================+=======+
| Train 75  | 30 Jun 2009 | Began in May.     | 100 % |
| staff     |             | · one school      |       |
|           |             | · two colleges    |       |
+-----------+-------------+-------------------+-------+
| Second    | 30 Sep 2009 |                   | 0 %   |
+-----------+-------------+-------------------+-------+
"""
MARKDOWN = """\
| Milestone | Due         | Done  |
|-----------|:-----------:|------:|
| First     | 30 Jun 2009 | 100 % |
|           | 30 Sep 2009 | 50 %  |
| Pipe \\| in | none        |       |
"""
WRAPPED = """\
| Milestone           | Due         | Note                        | Done  |
| Train seventy-five  | 30 Jun 2009 | All were trained before the | 100 % |
| members of staff    |             | end of the month            |       |
| Second              | 30 Sep 2009 |                             | 50 %  |
"""
SPACES = """\
Milestone              Due          Note                     Done
Train seventy-five     30 Jun 2009  All staff were trained   100 %
members of staff                    before the end of June
Second                 30 Sep 2009                            50 %
"""


def found(text: str) -> list[object]:
    return says(read(text.encode(), "plan.txt").blocks)


def test_a_box_with_rulers_joins_the_lines_of_its_cells() -> None:
    table = table_of(read(BOX.encode(), "plan.txt"))
    assert rows(table) == [
        ["Milestone", "Due", "Note", "Done"],
        ["Train 75 staff", "30 Jun 2009", "Began in May.\n· one school\n· two colleges", "100 %"],
        ["Second", "30 Sep 2009", "", "0 %"],
    ]
    assert len(table.header) == 1
    assert [str(row.place) for row in every_row(table)] == [
        "table 1, row 1, line 2",
        "table 1, row 2, line 4",
        "table 1, row 3, line 8",
    ]
    assert table.rows[0].cells[2].place == Place(table=1, row=2, column="3", line=4)


def test_a_box_of_line_drawing_characters_is_read_alike() -> None:
    drawn = BOX.translate(str.maketrans({"|": "│", "-": "─", "=": "═"})).replace("+", "┼")
    assert rows(table_of(read(drawn.encode(), "plan.txt"))) == rows(table_of(read(BOX.encode(), "plan.txt")))


def test_a_markdown_table_keeps_rows_whose_first_cell_is_empty() -> None:
    table = table_of(read(MARKDOWN.encode(), "plan.txt"))
    assert rows(table) == [
        ["Milestone", "Due", "Done"],
        ["First", "30 Jun 2009", "100 %"],
        ["", "30 Sep 2009", "50 %"],
        ["Pipe | in", "none", ""],
    ]
    assert len(table.header) == 1


@pytest.mark.parametrize("text", [WRAPPED, WRAPPED.replace("| ", "", 1).replace("\n| ", "\n").replace(" |\n", "\n")])
def test_wrapped_lines_between_pipes_are_joined(text: str) -> None:
    assert found(text) == [
        [
            ["Milestone", "Due", "Note", "Done"],
            ["Train seventy-five members of staff", "30 Jun 2009", "All were trained before the end of the month", "100 %"],  # noqa: E501
            ["Second", "30 Sep 2009", "", "50 %"],
        ]
    ]  # fmt: skip


def test_columns_of_spaces_are_a_table_with_wrapped_lines_joined() -> None:
    assert found(f"Report\n\n{SPACES}\nAfter it.\n") == [
        "Report",
        [
            ["Milestone", "Due", "Note", "Done"],
            ["Train seventy-five members of staff", "30 Jun 2009", "All staff were trained before the end of June", "100 %"],  # noqa: E501
            ["Second", "30 Sep 2009", "", "50 %"],
        ],
        "After it.",
    ]  # fmt: skip


def test_a_ruler_below_marks_the_heading_of_columns() -> None:
    table = table_of(read(b"Name      Done\n--------  -----\nFirst     100 %\nSecond     50 %\n", "plan.txt"))
    assert rows(table) == [["Name", "Done"], ["First", "100 %"], ["Second", "50 %"]]
    assert len(table.header) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Name:     Anna\nPlace:    Elgin",  # two columns without a ruler may be anything
        "Back | Top | Home",
        "a | b",
        "One line with\ta tab",
        "\tindented\n\ttwice",
        "1.     Development of a plan",
        "Some words    with room    between\nand others with none at all here\n",
        "This  sentence  was  justified\nby a program, as  some  do it\n",
    ],
)
def test_what_is_not_clearly_a_table_stays_as_lines(text: str) -> None:
    assert found(text) == [line.strip() for line in text.split("\n") if line.strip()]


def test_tabs_make_a_table_and_a_row_cut_by_a_page_break_stays_its_own() -> None:
    text = "Action\tDone\tNotes\nFirst\tyes\tVisit to be\n\n\t\tundertaken\n--\t--\t----------\n\nAfter\n"
    document = read(text.encode(), "plan.txt")
    assert says(document.blocks) == [
        [["Action", "Done", "Notes"], ["First", "yes", "Visit to be"], ["", "", "undertaken"]],
        "After",
    ]
    assert [row.place.line for row in table_of(document).rows] == [1, 2, 4]


def test_a_last_row_that_is_cut_short_is_kept_with_a_warning() -> None:
    result = read_with_warnings(b"| a | b | c |\n| 1 | 2 | 3 |\n| 4 | 5", "plan.txt")
    assert rows(table_of(result.document)) == [["a", "b", "c"], ["1", "2", "3"], ["4", "5"]]
    assert [(w.message, w.place) for w in result.warnings] == [
        ("The row has 2 cells where most rows have 3; it may be cut short.", Place(table=1, row=3, line=3))
    ]


def test_two_tables_with_a_heading_each_stay_two() -> None:
    one = "| a | b |\n|---|---|\n| 1 | 2 |\n"
    document = read(f"{one}\n{one}".encode(), "plan.txt")
    assert [block.place.line for block in document.blocks if isinstance(block, Table)] == [1, 5]


def test_lines_are_counted_as_an_editor_does() -> None:
    document = read("one\r\n\r\n  two\x0b\x85three\rfour\n".encode(), "plan.txt")
    lines = [(b.place.line, b.space_before) for b in document.blocks if isinstance(b, Paragraph)]
    assert lines == [(1, False), (3, True), (4, False)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings_are_told_apart(encoding: str) -> None:
    text = "Café – résumé\nsecond line of the plan, with more words in it\n"
    result = read_with_warnings(text.encode(encoding), "plan.txt")
    assert says(result.document.blocks) == text.strip().split("\n")
    wanted = [
        "The text is not in UTF-8, so it was read as Windows-1252. Check the accents, dashes and quotation marks."
    ]
    assert [warning.message for warning in result.warnings] == (wanted if encoding == "cp1252" else [])


WORD = st.text("abcdefgABCDEFG0123456789é%,.", min_size=1, max_size=8)
VALUE = st.lists(WORD, min_size=1, max_size=3).map(" ".join)
GRID = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(VALUE, min_size=width, max_size=width), min_size=2, max_size=6)
)


@settings(max_examples=60, deadline=None)
@given(GRID)
def test_any_table_between_pipes_comes_back(table: list[list[str]]) -> None:
    wide = [max(len(row[n]) for row in table) for n in range(len(table[0]))]
    lines = ["| " + " | ".join(v.ljust(w) for v, w in zip(row, wide, strict=True)) + " |" for row in table]
    lines.insert(1, "|" + "|".join("-" * (w + 2) for w in wide) + "|")
    assert rows(table_of(read("\n".join(lines).encode(), "plan.txt"))) == table


# Lines with as many commas each are taken for CSV, whatever room is between their words.
COLUMNS = GRID.map(lambda table: [[value.replace(",", ".") for value in row] for row in table])


@settings(max_examples=60, deadline=None)
@given(COLUMNS.filter(lambda table: len(table[0]) >= 3))
def test_any_table_of_columns_comes_back(table: list[list[str]]) -> None:
    wide = [max(len(row[n]) for row in table) + 2 for n in range(len(table[0]))]
    lines = ["".join(v.ljust(w) for v, w in zip(row, wide, strict=True)).rstrip() for row in table]
    assert rows(table_of(read("\n".join(lines).encode(), "plan.txt"))) == table


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf")), max_size=300))
def test_no_word_of_any_text_is_lost(text: str) -> None:
    content = ("words " + text).encode()
    document = read(content, "plan.txt")
    said = "".join("".join(str(value).split()) for value in says(document.blocks))
    kept = [character for character in "".join(text.split()) if character.isalnum()]
    assert [character for character in said if character.isalnum()][5:] == kept or any(
        isinstance(block, Table) for block in document.blocks
    )
    assert all(cell.place.line for block in document.blocks if isinstance(block, Table) for cell in cells(block))
