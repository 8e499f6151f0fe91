from __future__ import annotations

from collections.abc import Mapping

import pytest

from fingerpost.documents.model import Cell, Document, ListBlock, Place, Row, Table, heading, paragraph, text_cell
from fingerpost.intake.source_lines import SourceLine, dump, lines_of, load, marks, pieces, position


def at(line: int, *cells: str) -> SourceLine:
    return SourceLine(Place(line=line), cells)


def marked(lines: list[SourceLine], words: Mapping[str, str]) -> list[tuple[str, str, int]]:
    """(field, the words marked, line) for each mark."""
    return [
        (one.field, lines[one.line].cells[one.cell][one.start : one.end], lines[one.line].place.line or 0)
        for one in marks(lines, words)
    ]


def test_every_block_of_a_document_gives_its_lines() -> None:
    document = Document(
        "Report",
        (
            heading(1, "Report", place=Place(line=1)),
            paragraph("First words.", place=Place(line=3)),
            ListBlock(((paragraph("a point", place=Place(line=4)),),)),
            Table(rows=(Row((text_cell("Survey"), text_cell("100 %"), Cell()), place=Place(table=1, row=2)),)),
        ),
    )
    assert lines_of(document) == [
        at(1, "Report"),
        at(3, "First words."),
        at(4, "- a point"),
        SourceLine(Place(table=1, row=2), ("Survey", "100 %", "")),
    ]


def test_lines_come_back_from_storage_as_they_were() -> None:
    lines = [at(1, "Ünïcode “quotes”"), SourceLine(Place(sheet="A", row=6, column="F"), ("x", ""))]
    assert load(dump(lines)) == lines


def test_a_place_is_found_exactly_or_the_last_before_it() -> None:
    lines = [at(1, "a"), at(3, "b"), at(7, "c")]
    assert [position(lines, Place(line=line)) for line in (1, 3, 5, 9)] == [0, 1, 1, 2]


def test_words_over_several_lines_are_marked_in_each() -> None:
    lines = [at(1, "Survey the"), at(2, "paths by the river")]
    assert marked(lines, {"title": "Survey the paths"}) == [("title", "Survey the", 1), ("title", "paths", 2)]


def test_a_percentage_in_the_title_is_not_taken_for_the_progress() -> None:
    lines = [at(1, "Reach 80% of schools"), at(2, "30 Jun 2009"), at(3, "Going on."), at(4, "80%")]
    words = {"title": "Reach 80% of schools", "progress": "80%", "due": "30 Jun 2009"}
    assert marked(lines, words)[-1] == ("progress", "80%", 4)


def test_cells_run_together_are_marked_where_the_words_stand_last() -> None:
    lines = [at(1, "Tell 20 % of pupils 30 Jun 2009 Only 20 % so far 20 %")]
    assert [mark.start for mark in marks(lines, {"progress": "20 %"})] == [len(lines[0].cells[0]) - 4]


@pytest.mark.parametrize("bullet", ["- ", "• ", "o ", ""])
def test_a_note_with_bullets_is_marked_however_the_source_draws_them(bullet: str) -> None:
    lines = [at(1, f"{bullet}first point"), at(2, f"{bullet}second point")]
    assert marked(lines, {"note": "- first point\n- second point"}) == [
        ("note", "first point", 1),
        ("note", "second point", 2),
    ]


def test_a_stated_percent_is_marked_within_its_summary() -> None:
    lines = [at(1, "Overall 41 % completed. One is left.")]
    found = marked(lines, {"summary": lines[0].cells[0], "stated_percent": "41%"})
    assert found == [
        ("summary", "Overall ", 1),
        ("stated_percent", "41 %", 1),
        ("summary", " completed. One is left.", 1),
    ]


def test_words_that_are_not_there_are_not_marked() -> None:
    assert marks([at(1, "Something else")], {"title": "Survey the paths"}) == []


def test_a_cell_is_cut_at_its_marks_and_nothing_is_lost() -> None:
    lines = [at(1, "Tell 20 % of pupils")]
    cut = pieces(lines[0].cells[0], marks(lines, {"progress": "20 %"}))
    assert cut == [
        {"text": "Tell ", "field": ""},
        {"text": "20 %", "field": "progress"},
        {"text": " of pupils", "field": ""},
    ]
