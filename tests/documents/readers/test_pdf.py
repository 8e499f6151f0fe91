"""PDFs that carry no tags, or tags that cannot be trusted: read by where the words stand."""

import typst

from fingerpost.documents.model import Heading, Paragraph, Place
from fingerpost.documents.readers import read
from tests.documents.readers.making import cells, pdf_of, rows, says, table_of

SOURCE = """
#set document(title: "The plan")
#set page(width: 16cm, height: 20cm, header: [A running head], numbering: "1 of 1")
= The plan
A paragraph that is long enough to go over the end of its line, so that two lines have to be joined to one again.

Another one.
== First outcome
#table(columns: (2fr, 1fr, 2fr, 1fr), STROKE, table.header([Milestone], [Due], [Note], [Done]),
  ..range(24).map(n => ([Train number #n of the staff], [30 Jun 2009],
    [Began in May with one school of the town, the others came later.], [90 %])).flatten())
Words after the table.
"""
TABLE = [["Milestone", "Due", "Note", "Done"]] + [
    [f"Train number {n} of the staff", "30 Jun 2009", "Began in May with one school of the town, the others came later.", "90 %"]  # noqa: E501
    for n in range(24)
]  # fmt: skip
BLOCKS = [
    "The plan",
    "A paragraph that is long enough to go over the end of its line, so that two lines have to be joined to one again.",
    "Another one.",
    "First outcome",
    TABLE,
    "Words after the table.",
]


def untagged(stroke: str) -> bytes:
    made = typst.compile(SOURCE.replace("STROKE", stroke).encode())
    assert isinstance(made, bytes)
    return made.replace(b"/StructTreeRoot", b"/NoStructTrees_")


def check(stroke: str, last_page: int = 3) -> None:
    document = read(untagged(stroke), "plan.pdf")
    assert says(document.blocks) == BLOCKS
    assert [block.level for block in document.blocks if isinstance(block, Heading)] == [1, 2]
    table = table_of(document)
    pages = [row.place.page for row in table.rows]
    assert (pages[0], pages[-1], pages) == (1, last_page, sorted(page or 0 for page in pages))
    assert cells(table)[5].place == Place(page=1, table=1, row=2, column="2")


def test_a_table_with_ruling_lines_over_several_pages_is_one() -> None:
    check("stroke: 0.5pt")


def test_a_table_with_rules_between_its_rows_only_is_read_alike() -> None:
    check("stroke: (x: none, y: 0.5pt)")


def test_a_table_of_aligned_columns_without_lines_is_read_alike() -> None:
    check("stroke: none, row-gutter: 5pt", last_page=4)


def test_merged_cells_between_ruling_lines_keep_their_spans() -> None:
    source = "#table(columns: 3, table.cell(colspan: 2)[wide], [b], table.cell(rowspan: 2)[high], [c], [d], [e], [f])\n"
    made = typst.compile(source.encode())
    table = table_of(read(made.replace(b"/StructTreeRoot", b"/NoStructTrees_"), "plan.pdf"))
    assert rows(table) == [["wide", "b"], ["high", "c", "d"], ["e", "f"]]
    assert [(cell.colspan, cell.rowspan, cell.place.column) for cell in cells(table)] == [
        (2, 1, "1"),
        (1, 1, "3"),
        (1, 2, "1"),
        (1, 1, "2"),
        (1, 1, "3"),
        (1, 1, "2"),
        (1, 1, "3"),
    ]


def line(words: str, down: int, size: int = 11) -> bytes:
    return f"BT /F {size} Tf 50 {down} Td ({words}) Tj ET\n".encode()


def test_running_heads_and_page_numbers_are_left_out() -> None:
    pages = [
        line("The running head", 810) + line(f"Words of page {n}.", 600) + line(f"Page {n} of 3", 30) for n in (1, 2, 3)
    ]
    document = read(pdf_of(*pages), "plan.pdf")
    assert [(str(b.place), says((b,))) for b in document.blocks if isinstance(b, Paragraph)] == [
        ("page 1, paragraph 1", ["Words of page 1."]),
        ("page 2, paragraph 2", ["Words of page 2."]),
        ("page 3, paragraph 3", ["Words of page 3."]),
    ]


def test_sizes_tell_headings_and_gaps_tell_paragraphs() -> None:
    page = line("The plan", 760, 20) + line("Outcome", 720, 15)
    page += line("short line", 700) + line("another line", 686) + line("after a gap", 640) + line("small words", 620)
    document = read(pdf_of(page), "plan.pdf")
    assert [(b.level, says((b,))) for b in document.blocks if isinstance(b, Heading)] == [
        (1, ["The plan"]),
        (2, ["Outcome"]),
    ]
    paragraphs = [b for b in document.blocks if isinstance(b, Paragraph)]
    assert says(tuple(paragraphs)) == ["short line", "another line", "after a gap", "small words"]
    assert document.title == "The plan"
