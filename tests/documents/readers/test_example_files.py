"""The two real documents come through whole."""

from pathlib import Path

import pytest

from fingerpost.documents.model import Paragraph, Table, cell_text, words
from fingerpost.documents.readers import read_with_warnings

EXAMPLES = Path(__file__).parents[4] / "shared" / "examples"
pytestmark = pytest.mark.example


def example(name: str) -> bytes:
    for folder in (EXAMPLES, Path(__file__).parents[5] / "shared" / "examples"):
        if (folder / name).exists():
            return (folder / name).read_bytes()
    pytest.skip(f"the example {name} is not at hand")


def test_every_line_of_the_milestones_report_is_a_paragraph_in_order() -> None:
    content = example("smarter-milestones-2009-09-30.txt")
    result = read_with_warnings(content, "smarter.txt")
    lines = content.decode().split("\n")
    expected = [(number, line.strip()) for number, line in enumerate(lines, 1) if line.strip()]
    found = [(b.place.line, words(b.inlines)) for b in result.document.blocks if isinstance(b, Paragraph)]
    assert found == expected
    assert len(result.document.blocks) == len(expected)
    assert result.warnings == ()
    assert (result.document.title, result.document.format) == (expected[0][1], "text")


def test_blank_lines_are_told_in_the_milestones_report() -> None:
    content = example("smarter-milestones-2009-09-30.txt")
    lines = content.decode().split("\n")
    for block in read_with_warnings(content, "smarter.txt").document.blocks:
        assert isinstance(block, Paragraph)
        line = block.place.line or 0
        assert block.space_before == (line > 1 and not lines[line - 2].strip())


def test_the_review_has_its_nine_tables_with_rows_cut_by_a_page_break_kept() -> None:
    content = example("icsp-review-2009-12-17.txt")
    document = read_with_warnings(content, "review.txt").document
    tables = [block for block in document.blocks if isinstance(block, Table)]
    assert [len(table.rows) for table in tables] == [4, 5, 4, 3, 3, 4, 2, 4, 2]
    assert [len(table.rows[0].cells) for table in tables] == [5, 5, 5, 4, 4, 4, 4, 4, 4]
    cut = tables[3].rows[2]
    assert [cell_text(cell) for cell in cut.cells] == ["", "", "", "undertaken"]
    assert cut.place.line == 90
