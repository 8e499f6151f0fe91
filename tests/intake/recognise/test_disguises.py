"""Tables in disguise: cards, sheets for actions, columns drawn in Word, headings inside tables."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from fingerpost.documents.model import (
    Block,
    Cell,
    Contents,
    ContentsEntry,
    Document,
    Heading,
    Paragraph,
    Place,
    Progress,
    Row,
    Table,
    Text,
    heading,
    paragraph,
    text_cell,
)
from fingerpost.intake.recognise import Recognised, recognise
from tests.intake.recognise.layouts import HEADINGS, actions, row

LAMPS = ("Lamps renewed - Q1", "30 Jun 2009", "All lamps burn.", "100 %")
BUOYS = ("Buoys painted - Q2", "30 Sep 2009", "Half are red.\nHalf are grey.", "50 %")
ABOVE = ("Harbour", "Boats are safe", "Lights and buoys", "Overall, Key Action 75% completed.")
LAMPS_READ = ("Lamps renewed - Q1", date(2009, 6, 30), "All lamps burn.", Decimal(100))
BUOYS_READ = ("Buoys painted - Q2", date(2009, 9, 30), "Half are red.\nHalf are grey.", Decimal(50))
TITLE = "Harbour milestones 30/9/09"


def recognised(*blocks: Block, form: str = "docx") -> Recognised:
    return recognise(Document(title=TITLE, blocks=(paragraph(TITLE), *blocks), format=form))


def table(*rows: Row, header: int = 0, **more: object) -> Table:
    return Table(header=rows[:header], rows=rows[header:], **more)  # type: ignore[arg-type]


def said(*texts: str) -> list[Paragraph]:
    return [paragraph(text) for text in texts]


def read_back(found: Recognised) -> list[object]:
    return [
        (outcome.theme, outcome.title, action.title, action.stated_percent,
         [(m.title, m.due, m.note, m.progress) for m in action.milestones])
        for outcome, action in actions(found.plan)
    ]  # fmt: skip


WHOLE = [("Harbour", "Boats are safe", "Lights and buoys", Decimal(75), [LAMPS_READ, BUOYS_READ])]


def test_cards_with_names_in_front_of_each_value() -> None:
    cards = [f"{name}: {words}" for cells in (LAMPS, BUOYS)
             for name, words in zip(("Milestone", "Due date", "Note", "Progress"), cells, strict=True)]  # fmt: skip
    assert read_back(recognised(*said(*ABOVE, *cards))) == WHOLE


def test_cards_whose_title_has_no_name() -> None:
    cards = [f"{name}{words}" for cells in (LAMPS, BUOYS)
             for name, words in zip(("", "By when: ", "Comment: ", "% complete: "), cells, strict=True)]  # fmt: skip
    assert read_back(recognised(*said(*ABOVE, *cards))) == WHOLE


def test_a_table_of_names_and_values_for_each_milestone() -> None:
    tables = [table(*(row(name, words) for name, words in zip(HEADINGS, cells, strict=True)))
              for cells in (LAMPS, BUOYS)]  # fmt: skip
    assert read_back(recognised(*said(*ABOVE), *tables)) == WHOLE


def test_pipes_and_tabs_drawn_in_a_word_file() -> None:
    for mark in (" | ", "\t"):
        lines = [mark.join(cells).replace("\n", " ") for cells in (HEADINGS, LAMPS, BUOYS)]
        found = recognised(*said(*ABOVE, *lines))
        flat = [(*LAMPS_READ,), ("Buoys painted - Q2", date(2009, 9, 30), "Half are red. Half are grey.", Decimal(50))]
        assert read_back(found) == [("Harbour", "Boats are safe", "Lights and buoys", Decimal(75), flat)]


def test_lines_drawn_in_a_word_file_keep_their_places() -> None:
    lines = [Paragraph((Text("\t".join(cells).replace("\n", " ")),), place=Place(paragraph=number))
             for number, cells in enumerate((HEADINGS, LAMPS, BUOYS), 10)]  # fmt: skip
    found = recognised(*said(*ABOVE), *lines)
    assert [m.place.paragraph for _outcome, action in actions(found.plan) for m in action.milestones] == [11, 12]


def test_headings_within_the_headings_of_the_table() -> None:
    above = [row(text, colspan=4) for text in ABOVE]
    found = recognised(table(*above, row(*HEADINGS), row(*LAMPS), row(*BUOYS), header=5))
    assert read_back(found) == WHOLE


def test_column_headings_over_two_rows() -> None:
    upper = Row((text_cell("Milestone", rowspan=2), text_cell("Dates and notes", colspan=2), text_cell("How far")))
    found = recognised(*said(*ABOVE), table(upper, row("Due date", "Note", "% complete"), row(*LAMPS), row(*BUOYS),
                                            header=2))  # fmt: skip
    assert read_back(found) == WHOLE


def test_labels_and_names_in_cells_across_the_table() -> None:
    across = [
        Row((text_cell("Outcome: Boats are safe", colspan=2), text_cell("Key action: Lights and buoys", colspan=2))),
        Row((text_cell("Overall progress"), text_cell("75 %", colspan=3))),
    ]
    found = recognised(table(*across, row(*HEADINGS), row(*LAMPS), row(*BUOYS)))
    assert read_back(found) == [("", "Boats are safe", "Lights and buoys", Decimal(75), [LAMPS_READ, BUOYS_READ])]


def test_a_sheet_for_each_action_lends_it_its_name() -> None:
    sheets = [table(row(*HEADINGS), row(*cells), place=Place(sheet=name))
              for name, cells in (("Lights", LAMPS), ("Buoys", BUOYS))]  # fmt: skip
    blocks = [block for sheet in sheets for block in (heading(2, sheet.place.sheet or "", place=sheet.place), sheet)]
    found = recognise(Document(title=TITLE, blocks=tuple(blocks), format="xlsx"))
    assert read_back(found) == [("", "", "Lights", None, [LAMPS_READ]), ("", "", "Buoys", None, [BUOYS_READ])]
    assert [finding.rule for finding in found.findings] == ["named-by-sheet", "named-by-sheet", "no-outcome"]


def test_a_sheet_without_a_name_of_its_own_lends_none() -> None:
    sheet = table(row(*HEADINGS), row(*LAMPS), place=Place(sheet="Sheet1"))
    found = recognise(Document(title=TITLE, blocks=(heading(2, "Sheet1", place=sheet.place), sheet), format="xlsx"))
    assert read_back(found) == [("", "", "", None, [LAMPS_READ])]
    assert [finding.rule for finding in found.findings] == ["no-outcome", "no-action"]


def test_a_table_that_goes_on_over_the_page() -> None:
    first, second = table(row(*HEADINGS), row(*LAMPS)), table(row(*BUOYS))
    assert read_back(recognised(*said(*ABOVE), first, second)) == WHOLE
    repeated = table(row(*HEADINGS), row(*BUOYS))
    assert read_back(recognised(*said(*ABOVE), first, paragraph("Page 2 of 3"), repeated)) == WHOLE


def test_a_note_that_goes_on_in_a_row_of_its_own() -> None:
    rows = [row(*HEADINGS), row(*LAMPS), row(*BUOYS[:2], "Half are red.", "50 %"), row("", "", "Half are grey.", "")]
    assert read_back(recognised(*said(*ABOVE), table(*rows))) == WHOLE


def test_a_table_without_headings_is_read_by_what_is_in_it() -> None:
    found = recognised(*said(*ABOVE), table(row(*LAMPS), row(*BUOYS)))
    assert read_back(found) == WHOLE
    assert [finding.rule for finding in found.findings] == ["table-without-headings"]


def test_a_table_that_only_lays_out_the_page() -> None:
    inner = table(row(*HEADINGS), row(*LAMPS), row(*BUOYS))
    page = Cell((*said(*ABOVE), inner))
    assert read_back(recognised(table(Row((text_cell("Menu"), page))))) == [
        ("Harbour", "Boats are safe", "Lights and buoys", Decimal(75), [LAMPS_READ, BUOYS_READ])
    ]


def test_a_bar_in_a_cell_is_read_by_its_words() -> None:
    bar = Cell((Paragraph((Progress(Decimal(100), "100 % complete"),)),))
    found = recognised(*said(*ABOVE), table(row(*HEADINGS), Row((*row(*LAMPS[:3]).cells, bar)), row(*BUOYS)))
    assert read_back(found) == WHOLE


def test_a_typed_list_of_contents_is_not_taken_for_the_body() -> None:
    entries = (ContentsEntry(1, "Boats are safe", "#a"), ContentsEntry(2, "Lights and buoys", "#b", "1"))
    found = recognised(Contents("Contents", entries), *said(*ABOVE), table(row(*HEADINGS), row(*LAMPS), row(*BUOYS)))
    assert read_back(found) == WHOLE
    assert [title for title, _place in found.plan.listed] == ["Boats are safe", "Lights and buoys"]


@pytest.mark.parametrize("levels", [(2, 3), (1, 2), (2, 4)])
def test_headings_tell_outcome_and_action_by_their_levels(levels: tuple[int, int]) -> None:
    blocks: list[Block] = []
    for number in (1, 2):
        blocks.append(heading(levels[0], f"Outcome of {number}"))
        for letter in "ab":
            blocks.append(Heading(levels[1], (Text(f"Action {letter}"),)))
            blocks.append(paragraph("An introduction that sums nothing up, in whole sentences."))
            blocks.append(table(row(*HEADINGS), row(f"Lamps {number}{letter}", *LAMPS[1:])))
    found = recognised(*blocks)
    assert [(outcome.title, action.title, [m.title for m in action.milestones])
            for outcome, action in actions(found.plan)] == [
        (f"Outcome of {number}", f"Action {letter}", [f"Lamps {number}{letter}"])
        for number in (1, 2)
        for letter in "ab"
    ]  # fmt: skip


def test_one_level_of_headings_for_outcome_and_action() -> None:
    blocks: list[Block] = []
    for number in (1, 2):
        blocks += [heading(2, f"Outcome of {number}"), heading(2, f"Action of {number}")]
        blocks.append(table(row(*HEADINGS), row(f"Lamps {number}", *LAMPS[1:])))
    assert [(outcome.title, action.title) for outcome, action in actions(recognised(*blocks).plan)] == [
        ("Outcome of 1", "Action of 1"),
        ("Outcome of 2", "Action of 2"),
    ]


def test_titles_that_ran_over_two_lines_are_put_together() -> None:
    text = [TITLE, "Contents", "Boats are safe in every harbour", "1. Lights and buoys", "Back", "Harbour",
            "Boats are safe in", "every harbour", "Lights and", "buoys", ABOVE[3], *HEADINGS, *LAMPS]  # fmt: skip
    found = recognise(Document(title=TITLE, blocks=tuple(said(*text)), format="pdf"))
    assert read_back(found) == [
        ("Harbour", "Boats are safe in every harbour", "Lights and buoys", Decimal(75), [LAMPS_READ])
    ]


def test_columns_one_a_line_in_another_order() -> None:
    heads = ("Due date", "Milestone", "Progress", "Lead officer", "Note")
    cells = [
        (due, title, progress, "Ann", note) for title, due, note, progress in (LAMPS, (*BUOYS[:2], "Red.", "50 %"))
    ]
    found = recognised(*said(*ABOVE, *heads, *(words for cell in cells for words in cell)))
    assert read_back(found) == [
        ("Harbour", "Boats are safe", "Lights and buoys", Decimal(75),
         [LAMPS_READ, ("Buoys painted - Q2", date(2009, 9, 30), "Red.", Decimal(50))])
    ]  # fmt: skip


def test_a_status_after_progress_is_passed_over() -> None:
    heads = (*HEADINGS, "Status")
    found = recognised(*said(*ABOVE, *heads, *LAMPS, "On track", *BUOYS[:2], *BUOYS[2].split("\n"), "50 %", "Late"))
    assert read_back(found) == WHOLE
    without = recognised(*said(*ABOVE, *heads, *LAMPS, *BUOYS[:2], *BUOYS[2].split("\n"), "50 %"))
    assert read_back(without) == WHOLE


def test_a_title_broken_into_two_headings_is_whole() -> None:
    blocks = (heading(1, "Harbour milestones"), heading(1, "30/9/09"), *said(*ABOVE, *HEADINGS, *LAMPS, "Back"))
    found = recognise(Document(title=TITLE, blocks=blocks, format="pdf"))
    assert (found.title, found.plan.as_at) == (TITLE, date(2009, 9, 30))
    assert read_back(found) == [("Harbour", "Boats are safe", "Lights and buoys", Decimal(75), [LAMPS_READ])]


def test_numbers_in_front_of_actions_without_a_stop_are_left_out() -> None:
    text = [TITLE]
    for number, name in enumerate(("Lights", "Buoys"), 1):
        text += ["Harbour", "Boats are safe", f"{number} {name} seen", ABOVE[3], *HEADINGS, *LAMPS, "Back"]
    found = recognised(*said(*text))
    assert [action.title for _outcome, action in actions(found.plan)] == ["Lights seen", "Buoys seen"]


def test_headings_of_the_plan_below_those_of_the_columns() -> None:
    found = recognised(*said(*HEADINGS, *ABOVE, *LAMPS, *BUOYS[:2], *BUOYS[2].split("\n"), "50 %"))
    assert read_back(found) == WHOLE
