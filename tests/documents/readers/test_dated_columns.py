"""Text laid out as a PDF's pages: cells wrapped under columns that shift and touch."""

import pytest

from fingerpost.documents.readers import read
from tests.documents.readers.making import every_row, says, table_of

PAGES = """\
                        Milestone
        Milestone                     Milestone Note                 Progress
                        Due Date
Lamps renewed in the    30 Jun 2009   All lamps burn in the co-      100 %
outer harbour - Q1                    operative's boats.

                                      Two are spare.
Buoys painted by the    30 Sep        Half of them are grey.         50 %
harbour master - Q2     2009
Register of moorings 1 Oct 2009 The list is kept by the office by 95 %
kept                                  hand.
\fPiers swept               31 Dec        Nothing yet.                     0%
                          2009
Back
After it.
"""
READ = [
    ["Milestone", "Milestone Due Date", "Milestone Note", "Progress"],
    ["Lamps renewed in the outer harbour - Q1", "30 Jun 2009", "All lamps burn in the co-operative's boats.\nTwo are spare.", "100 %"],  # noqa: E501
    ["Buoys painted by the harbour master - Q2", "30 Sep 2009", "Half of them are grey.", "50 %"],
    ["Register of moorings kept", "1 Oct 2009", "The list is kept by the office by hand.", "95 %"],
    ["Piers swept", "31 Dec 2009", "Nothing yet.", "0%"],
]  # fmt: skip


def found(text: str) -> list[object]:
    return says(read(text.encode(), "plan.txt").blocks)


def test_wrapped_columns_that_shift_and_touch_are_a_table() -> None:
    assert found(PAGES) == [READ, "Back", "After it."]


def test_a_row_stands_on_its_first_line() -> None:
    document = read(PAGES.encode(), "plan.txt")
    assert [row.place.line for row in every_row(table_of(document))] == [1, 4, 8, 10, 12]
    assert len(table_of(document).header) == 1


def test_an_iso_date_broken_after_its_hyphen_is_whole() -> None:
    iso = PAGES.replace("30 Sep  ", "2009-09-").replace("Q2     2009", "Q2     30  ")
    read_row = [READ[2][0], "2009-09-30", *READ[2][2:]]
    assert found(iso) == [[*READ[:2], read_row, *READ[3:]], "Back", "After it."]


def test_a_single_level_of_headings_is_read_alike() -> None:
    one = PAGES.replace("                        Milestone\n", "").replace("                        Due Date\n", "")
    one = one.replace(
        "        Milestone                     Milestone Note", "Milestone               Due           Note          "
    )
    assert found(one) == [[["Milestone", "Due", "Note", "Progress"], *READ[1:]], "Back", "After it."]


@pytest.mark.parametrize(
    ("here", "instead"),
    [
        ("harbour master - Q2     2009", "harbour master - Q2         "),  # the year is nowhere
        ("outer harbour - Q1   ", "outer harbour that is the oldest of all the harbours"),  # words across columns
    ],
)
def test_what_cannot_be_told_surely_stays_as_lines(here: str, instead: str) -> None:
    text = PAGES.replace(here, instead)
    assert found(text) == [line.strip() for line in text.replace("\f", "").split("\n") if line.strip()]
