"""Excel workbooks and OpenDocument spreadsheets."""

import io
from datetime import date, datetime
from decimal import Decimal

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost.documents.model import Heading, Place, words
from fingerpost.documents.readers import read, read_with_warnings
from fingerpost.documents.readers.number_formats import date_words, format_of, number, percent_words
from tests.documents.readers.making import cells, odf_of, rows, sheet_of, table_of


def workbook(fill) -> bytes:  # type: ignore[no-untyped-def]
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        fill(book)
    return made.getvalue()


def plan(book: xlsxwriter.Workbook) -> None:
    book.set_properties({"title": "The plan", "author": "An officer"})
    sheet = book.add_worksheet("Plan")
    sheet.freeze_panes(1, 0)
    day, percent = book.add_format({"num_format": "d mmm yyyy"}), book.add_format({"num_format": "0 %"})
    sheet.write_row(0, 0, ["Milestone", "Due", "Progress", "Staff"])
    sheet.write_row(1, 0, ["Train staff\nin two steps"])
    sheet.write_datetime(1, 1, datetime(2009, 6, 30), day)  # noqa: DTZ001
    sheet.write_number(1, 2, 0.29, percent)
    sheet.write_number(1, 3, 0.1 + 0.2)
    sheet.write_formula(4, 2, "=C2*2", percent, 0.58)
    sheet.merge_range(5, 0, 6, 1, "merged")
    sheet.write(6, 2, "beside")
    sheet.set_row(4, None, None, {"hidden": True})
    hidden = book.add_worksheet("Old")
    hidden.write(0, 0, "x")
    hidden.hide()


def test_a_workbook_comes_with_values_places_and_warnings() -> None:
    result = read_with_warnings(workbook(plan), "plan.xlsx")
    document = result.document
    assert (document.title, document.author, document.format) == ("The plan", "An officer", "xlsx")
    headings = [block for block in document.blocks if isinstance(block, Heading)]
    assert [(block.level, words(block.inlines)) for block in headings] == [(2, "Plan"), (2, "Old")]
    table = document.blocks[1]
    assert rows(table) == [  # type: ignore[arg-type]
        ["Milestone", "Due", "Progress", "Staff"],
        ["Train staff\nin two steps", "30 Jun 2009", "29 %", "0.3"],
        ["", "", "58 %"],
        ["merged"],
        ["beside"],
    ]
    found = cells(table)  # type: ignore[arg-type]
    assert [cell.value for cell in found[4:8]] == [None, date(2009, 6, 30), Decimal(29), Decimal("0.3")]
    assert [str(cell.place) for cell in found[8:]] == [
        "sheet Plan, row 5, column A",
        "sheet Plan, row 5, column B",
        "sheet Plan, row 5, column C",
        "sheet Plan, row 6, column A",
        "sheet Plan, row 7, column C",
    ]
    assert (found[10].formula, found[10].value) == ("=C2*2", Decimal(58))
    assert (found[11].colspan, found[11].rowspan) == (2, 2)
    assert [(warning.message, str(warning.place)) for warning in result.warnings] == [
        ("The row is hidden in the file; it was read all the same.", "sheet Plan, row 5"),
        ('The cell holds a formula (=C2*2); the value saved with it, "58 %", was used.', "sheet Plan, row 5, column C"),
        ('The sheet "Old" is hidden in the file; it was read all the same.', "sheet Old"),
    ]


def test_frozen_rows_are_the_header() -> None:
    table = read(workbook(plan), "plan.xlsx").blocks[1]
    assert (len(table.header), len(table.rows)) == (1, 4)  # type: ignore[union-attr]


def test_strings_within_cells_errors_and_words_behind_merges() -> None:
    body = (
        '<row r="2"><c r="A2" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c><c r="B2" t="e"><v>#REF!</v></c>'  # noqa: E501
        '<c r="C2" t="b"><v>1</v></c><c r="D2" t="str"><f>A2</f><v>x_x000D_y</v></c></row>'
    )
    after = '<mergeCells><mergeCell ref="B2:C2"/></mergeCells>'
    result = read_with_warnings(sheet_of(body, after=after), "plan.xlsx")
    assert rows(table_of(result.document)) == [["inline", "#REF!", "TRUE", "x\ny"]]
    assert [(w.message, str(w.place)) for w in result.warnings] == [
        ("The cell shows the error #REF!.", "sheet Plan, row 2, column B"),
        ("The cell is hidden behind a merged cell but is not empty.", "sheet Plan, row 2, column C"),
        ('The cell holds a formula (=A2); the value saved with it, "x\ny", was used.', "sheet Plan, row 2, column D"),
    ]


def test_dates_counted_from_1904() -> None:
    styles = (
        b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    )
    body = '<row r="1"><c r="A1" s="1"><v>38532</v></c></row>'
    found = read(sheet_of(body, book='<workbookPr date1904="1"/>', styles=styles), "plan.xlsx")
    assert [(cell.value, words(cell.blocks[0].inlines)) for cell in cells(table_of(found))] == [  # type: ignore[union-attr]
        (date(2009, 6, 30), "30/06/2009")
    ]


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("d mmm yyyy", "3 Jun 2009"),
        ("dd/mm/yy", "03/06/09"),
        ("[$-809]dd mmmm yyyy;@", "03 June 2009"),
        ("dddd d mmm", "Wednesday 3 Jun"),
        ("yyyy-mm-dd hh:mm", "2009-06-03 14:05"),
        ("h:mm AM/PM", "2:05 pm"),
        ("mm:ss", "05:09"),
        ('d" of "mmmm', "3 of June"),
        ("mmm\\-yy", "Jun-09"),
    ],
)
def test_dates_are_shown_by_their_format(code: str, shown: str) -> None:
    form = format_of(code)
    assert (form.kind, date_words(datetime(2009, 6, 3, 14, 5, 9), form)) == ("date", shown)  # noqa: DTZ001


@pytest.mark.parametrize("code", ["General", "0.00", "#,##0", "[h]:mm", '"day "0', "0.00E+00", "@", "[Red]0;[Blue]0"])
def test_numbers_are_not_taken_for_dates(code: str) -> None:
    assert format_of(code).kind == "number"


@pytest.mark.parametrize(("code", "shown"), [("0%", "90%"), ("0 %", "90 %"), ('0" "%', "90 %"), ("0.0%;-0.0%", "90%")])
def test_percentages_are_shown_by_their_format(code: str, shown: str) -> None:
    assert percent_words(Decimal(90), format_of(code)) == shown


def test_a_stored_number_is_cut_to_the_digits_a_spreadsheet_keeps() -> None:
    assert [number(words) for words in ("0.28999999999999998", "41", "1E3", "x", "1e999999", "nan")] == [
        Decimal("0.29"),
        Decimal(41),
        Decimal(1000),
        None,
        None,
        None,
    ]


def test_an_open_document_spreadsheet_comes_with_values_and_warnings() -> None:
    body = (
        '<table:table table:name="Plan"><table:table-header-rows><table:table-row><table:table-cell><text:p>Due</text:p>'  # noqa: E501
        "</table:table-cell></table:table-row></table:table-header-rows>"
        '<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="9"/></table:table-row>'  # noqa: E501
        '<table:table-row table:visibility="collapse"><table:table-cell office:value-type="date" office:date-value="2009-06-30">'  # noqa: E501
        '<text:p>30 Jun 2009</text:p></table:table-cell><table:table-cell/><table:table-cell office:value-type="percentage" '  # noqa: E501
        'office:value="0.29" table:formula="of:=[.A1]*2"><text:p>29 %</text:p></table:table-cell>'
        '<table:table-cell office:value-type="float" office:value="41"/></table:table-row></table:table>'
    )
    result = read_with_warnings(odf_of("spreadsheet", body), "plan.ods")
    table = table_of(result.document)
    assert rows(table) == [["Due"], ["30 Jun 2009", "", "29 %", "41"]]
    assert len(table.header) == 1
    assert [cell.value for cell in table.rows[0].cells] == [date(2009, 6, 30), None, Decimal(29), Decimal(41)]
    assert table.rows[0].cells[2].place == Place(sheet="Plan", row=5, column="C")
    assert [(warning.message, str(warning.place)) for warning in result.warnings] == [
        ("The row is hidden in the file; it was read all the same.", "sheet Plan, row 5"),
        (
            'The cell holds a formula (=[.A1]*2); the value saved with it, "29 %", was used.',
            "sheet Plan, row 5, column C",
        ),
    ]


VALUE = st.text("abc019 éß<>&\"'|%_x", min_size=1, max_size=8).map(str.strip).filter(bool)
GRID = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(VALUE, min_size=width, max_size=width), min_size=1, max_size=6)
)


@settings(max_examples=20, deadline=None)
@given(GRID)
def test_any_table_comes_back_from_a_workbook(table: list[list[str]]) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        for row, values in enumerate(table):
            for column, value in enumerate(values):
                sheet.write_string(row, column, value)

    assert rows(table_of(read(workbook(fill), "plan.xlsx"))) == table
