"""Word documents and OpenDocument texts."""

import io

import docx
from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost.documents.model import Heading, ListBlock, Paragraph, Place, Text
from fingerpost.documents.readers import read
from tests.documents.readers.making import cells, docx_of, every_row, odf_of, rows, says, table_of


def saved(document: "docx.document.Document") -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def test_word_styles_become_headings_lists_and_paragraphs() -> None:
    made = docx.Document()
    made.core_properties.title = "The plan by its title"
    made.add_heading("The plan", 0)
    made.add_heading("First outcome", 1)
    made.add_heading("An action", 2)
    made.add_paragraph("Some words\nand a second line").add_run(" in bold").bold = True
    for words, style in (
        ("one", "List Bullet"),
        ("inner", "List Bullet 2"),
        ("two", "List Bullet"),
        ("first", "List Number"),
    ):
        made.add_paragraph(words, style=style)
    document = read(saved(made), "plan.docx")
    assert (document.title, document.format, document.author) == ("The plan by its title", "docx", "python-docx")
    assert says(document.blocks) == [
        "The plan",
        "First outcome",
        "An action",
        "Some words",
        "and a second line in bold",
        [["one", [["inner"]]], ["two"]],
        [["first"]],
    ]
    assert [block.level for block in document.blocks if isinstance(block, Heading)] == [1, 2, 3]
    assert [block.ordered for block in document.blocks if isinstance(block, ListBlock)] == [False, True]
    last = document.blocks[4]
    assert isinstance(last, Paragraph)
    assert last.inlines == (Text("and a second line"), Text(" in bold", bold=True))
    assert (last.place, last.space_before) == (Place(paragraph=5), False)


def test_without_a_title_headings_keep_their_level() -> None:
    made = docx.Document()
    made.add_heading("First outcome", 1)
    assert [block.level for block in read(saved(made), "plan.docx").blocks if isinstance(block, Heading)] == [1]


def test_merged_cells_of_word_keep_their_spans_and_columns() -> None:
    made = docx.Document()
    table = made.add_table(3, 3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "wide"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "high"
    table.cell(1, 0).add_paragraph("bullet", style="List Bullet")
    found = table_of(read(saved(made), "plan.docx"))
    assert rows(found) == [["wide", "02"], ["10\n- bullet", "11", "high"], ["20", "21"]]
    assert [(cell.colspan, cell.rowspan) for cell in cells(found)] == [
        (2, 1),
        (1, 1),
        (1, 1),
        (1, 1),
        (1, 2),
        (1, 1),
        (1, 1),
    ]
    assert [[cell.place.column for cell in row.cells] for row in every_row(found)] == [
        ["1", "3"],
        ["1", "2", "3"],
        ["1", "2"],
    ]
    assert found.rows[1].cells[0].blocks[0].place == Place(table=1, row=2, column="1")


def run(words: str) -> str:
    return f"<w:r><w:t>{words}</w:t></w:r>"


def test_tracked_changes_are_read_as_accepted() -> None:
    body = (
        f"<w:p>{run('a')}<w:ins>{run('b')}</w:ins><w:del><w:r><w:delText>c</w:delText></w:r></w:del>"
        f"<w:moveTo>{run('d')}</w:moveTo><w:moveFrom>{run('e')}</w:moveFrom></w:p>"
        f"<w:tbl><w:tr><w:tc><w:p>{run('kept')}</w:p></w:tc></w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p>{run('gone')}</w:p></w:tc></w:tr></w:tbl>"
    )
    assert says(read(docx_of(body), "plan.docx").blocks) == ["abd", [["kept"]]]


def test_controls_boxes_fields_and_signs_are_read() -> None:
    box = f"<w:drawing><w:txbxContent><w:p>{run('boxed')}</w:p></w:txbxContent></w:drawing>"
    body = (
        f"<w:sdt><w:sdtContent><w:p>{run('control')}</w:p></w:sdtContent></w:sdt>"
        f"<w:p><w:sdt><w:sdtContent>{run('inline ')}</w:sdtContent></w:sdt><w:fldSimple>{run('field')}</w:fldSimple></w:p>"  # noqa: E501
        "<w:p><w:r><w:t>1.1</w:t><w:tab/><w:t>Number</w:t><w:noBreakHyphen/><w:t>ed</w:t></w:r></w:p>"
        f"<w:p><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        f"</mc:AlternateContent></w:r>{run('beside')}</w:p>"
        f"<w:tbl><w:sdt><w:sdtContent><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:p>{run('A')}</w:p></w:tc></w:tr>"
        f"</w:sdtContent></w:sdt><w:tr><w:sdt><w:sdtContent><w:tc><w:p>{run('1')}</w:p></w:tc></w:sdtContent></w:sdt></w:tr>"
        "</w:tbl>"
    )
    document = read(docx_of(body), "plan.docx")
    assert says(document.blocks) == ["control", "inline field", "1.1 Number-ed", "beside", "boxed", [["A"], ["1"]]]
    assert len(table_of(document).header) == 1


def test_links_of_word_are_kept() -> None:
    rels = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="a" Type="x/hyperlink" Target="https://example.org/" TargetMode="External"/></Relationships>'
    )
    body = f'<w:p><w:hyperlink r:id="a">{run("out")}</w:hyperlink></w:p><w:p><w:hyperlink w:anchor="top">{run("Back")}</w:hyperlink></w:p>'  # noqa: E501
    document = read(docx_of(body, rels), "plan.docx")
    paragraphs = [block for block in document.blocks if isinstance(block, Paragraph)]
    assert [(block.inlines[0], block.style) for block in paragraphs] == [
        (Text("out", link="https://example.org/"), "body"),
        (Text("Back", link="#top"), "navigation"),
    ]


ODT = (
    '<text:tracked-changes><text:changed-region><text:p>deleted</text:p></text:changed-region></text:tracked-changes>'
    '<text:p text:style-name="P1">The plan</text:p><text:h text:outline-level="1">Outcome</text:h>'
    '<text:table-of-content><text:index-body><text:p>Outcome 1</text:p></text:index-body></text:table-of-content>'
    '<text:section><text:p>two<text:s text:c="2"/>spaces <text:span>and</text:span><text:line-break/>a line</text:p></text:section>'  # noqa: E501
    '<text:list text:style-name="L1"><text:list-item><text:p>one</text:p><text:list><text:list-item><text:p>inner</text:p>'  # noqa: E501
    "</text:list-item></text:list></text:list-item></text:list>"
    "<table:table><table:table-header-rows><table:table-row>"
    '<table:table-cell table:number-columns-spanned="2"><text:p>A</text:p></table:table-cell><table:covered-table-cell/>'  # noqa: E501
    "<table:table-cell><text:p>B</text:p></table:table-cell></table:table-row></table:table-header-rows>"
    '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2"><text:p>1</text:p>'  # noqa: E501
    '</table:table-cell><table:table-cell><text:p>x</text:p><text:p>y<office:annotation><text:p>no</text:p>'
    "</office:annotation></text:p></table:table-cell></table:table-row></table:table>"
)  # fmt: skip
STYLES = (
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
    '<text:list-style style:name="L1"><text:list-level-style-number/></text:list-style>'
)


def test_an_open_document_comes_whole() -> None:
    document = read(odf_of("text", ODT, styles=STYLES), "plan.odt")
    assert (document.title, document.format) == ("The plan", "odt")
    assert says(document.blocks) == [
        "The plan",
        "Outcome",
        "Outcome 1",
        "two  spaces and",
        "a line",
        [["one", [["inner"]]]],
        [["A", "B"], ["1", "1", "x\ny"], ["1", "1", "x\ny"]],
    ]
    assert [block.level for block in document.blocks if isinstance(block, Heading)] == [1, 2]
    assert [block.ordered for block in document.blocks if isinstance(block, ListBlock)] == [True]
    styles = [block.style for block in document.blocks if isinstance(block, Paragraph)]
    assert styles == ["navigation", "body", "body"]
    table = table_of(document)
    assert (len(table.header), table.header[0].cells[0].colspan) == (1, 2)
    assert [[cell.place.column for cell in row.cells] for row in every_row(table)] == [
        ["1", "3"],
        *[["1", "2", "3"]] * 2,
    ]


VALUE = st.text("abc019 éß<>&\"'|%", max_size=8).map(str.strip)
GRID = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(VALUE, min_size=width, max_size=width), min_size=1, max_size=4)
)


@settings(max_examples=15, deadline=None)
@given(GRID)
def test_any_table_comes_back_from_word(table: list[list[str]]) -> None:
    made = docx.Document()
    drawn = made.add_table(len(table), len(table[0]))
    for row, values in enumerate(table):
        for cell, value in zip(drawn.rows[row].cells, values, strict=True):
            cell.text = value
    assert rows(table_of(read(saved(made), "plan.docx"))) == table
