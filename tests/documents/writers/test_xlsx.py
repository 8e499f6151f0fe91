from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from fingerpost.documents.model import Cell, Column, Document, Row, Sheet, Table, text_cell
from fingerpost.documents.writers import write, xlsx
from tests.documents.writers.papers import HOSTILE, MILESTONES, of_text, report


def rows(file: bytes, sheet: str) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_name(sheet).to_python()


def part(file: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(file)).read(name).decode()


def of_table(*columns: Column, rows: tuple[Row, ...] = (), name: str = "Sheet") -> Document:
    return Document("x", sheets=(Sheet(name, Table(columns, rows)),))


def test_dates_are_dates_and_percentages_numbers() -> None:
    file = write(Document("x", sheets=(Sheet("Milestones", MILESTONES),)), "xlsx")
    note = "The draft went round in August.\n- Health board: one more indicator\n- College: no comment\n"
    assert rows(file, "Milestones") == [
        ["Milestone", "Due date", "Note", "Progress"],
        ["Agree the training plan", date(2009, 6, 30), "Agreed in June.", 1.0],
        ["Train the first group", date(2009, 9, 30), note + "The text is with the printers.", 0.45],
        ["Train the second group", date(2010, 3, 31), "", "No update received"],
    ]
    formats = part(file, "xl/styles.xml").split("</numFmts>")[0]
    assert re.findall(r'formatCode="([^"]*)"', formats) == ["d mmm yyyy", "0 %"]


def test_tables_of_the_flow_become_sheets_where_none_are_given() -> None:
    names = CalamineWorkbook.from_filelike(io.BytesIO(write(report(), "xlsx"))).sheet_names
    assert names == ["Progress by outcome", "Milestones of the first action"]


def test_sheet_is_a_table_with_filter_and_frozen_header() -> None:
    file = write(Document("x", sheets=(Sheet("Milestones", MILESTONES),)), "xlsx")
    table, sheet = part(file, "xl/tables/table1.xml"), part(file, "xl/worksheets/sheet1.xml")
    assert re.findall(r'<table [^>]*ref="([^"]*)"', table) == ["A1:D4"]
    assert re.findall(r'<autoFilter ref="([^"]*)"', table) == ["A1:D4"]
    assert re.findall(r'<tableColumn [^>]*name="([^"]*)"', table) == ["Milestone", "Due date", "Note", "Progress"]
    assert re.findall(r'<pane ySplit="1" [^>]*state="(\w+)"', sheet) == ["frozen"]


def test_hostile_texts_are_strings_never_formulas_or_links() -> None:
    file = write(of_text(*HOSTILE), "xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(file))
    assert book.get_sheet_by_index(0).to_python() == [["Text"], *([text] for text in HOSTILE)]
    sheet = part(file, "xl/worksheets/sheet1.xml")
    assert re.findall(r"<f>|<hyperlink", sheet) == []


def test_row_is_as_high_as_its_longest_cell() -> None:
    file = write(of_table(Column("Note"), rows=(Row((text_cell("a\nb\nc"),)), Row((text_cell("a"),)))), "xlsx")
    heights = re.findall(r'<row r="(\d)"(?:[^>]*? ht="(\d+)")?', part(file, "xl/worksheets/sheet1.xml"))
    assert heights == [("1", ""), ("2", "42"), ("3", "")]


def test_hostile_header_is_a_string() -> None:
    file = write(of_table(Column("=1+1"), Column("=1+1"), Column(" ")), "xlsx")
    assert rows(file, "Sheet")[0] == ["=1+1", "=1+1 (2)", "Column 3"]
    assert re.findall(r"<f>", part(file, "xl/worksheets/sheet1.xml")) == []


def test_choices_become_a_drop_down() -> None:
    file = write(of_table(Column("State", choices=("on track", "late")), rows=(Row((text_cell("late"),)),)), "xlsx")
    sheet = part(file, "xl/worksheets/sheet1.xml")
    assert re.findall(r'sqref="([^"]*)"><formula1>([^<]*)</formula1>', sheet) == [("A2", '"on track,late"')]


def test_choices_with_commas_come_from_a_hidden_sheet() -> None:
    choices = ("yes, wholly", "no")
    file = write(of_table(Column("State", choices=choices), Column("Next", choices=choices)), "xlsx")
    sheet = part(file, "xl/worksheets/sheet1.xml")
    assert re.findall(r"<formula1>([^<]*)</formula1>", sheet) == ["'Choices 1'!$A$1:$A$2", "'Choices 2'!$A$1:$A$2"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(file))
    assert [(each.name, each.visible) for each in book.sheets_metadata] == [
        ("Sheet", SheetVisibleEnum.Visible),
        ("Choices 1", SheetVisibleEnum.VeryHidden),
        ("Choices 2", SheetVisibleEnum.VeryHidden),
    ]
    assert rows(file, "Choices 2") == [["yes, wholly"], ["no"]]


def test_long_sheet_has_a_filter_and_all_its_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "LONG", 2)
    file = write(Document("x", sheets=(Sheet("Milestones", MILESTONES),)), "xlsx")
    assert [row[1] for row in rows(file, "Milestones")] == [
        "Due date",
        date(2009, 6, 30),
        date(2009, 9, 30),
        date(2010, 3, 31),
    ]
    sheet = part(file, "xl/worksheets/sheet1.xml")
    assert re.findall(r'<autoFilter ref="([^"]*)"', sheet) == ["A1:D4"]
    assert re.findall(r'<pane ySplit="1" [^>]*state="(\w+)"', sheet) == ["frozen"]


def test_locked_columns_are_protected_and_others_open() -> None:
    row = Row((text_cell("Train staff"), text_cell("")))
    file = write(of_table(Column("Milestone", locked=True), Column("Note"), rows=(row,)), "xlsx")
    sheet, styles = part(file, "xl/worksheets/sheet1.xml"), part(file, "xl/styles.xml")
    assert "<sheetProtection" in sheet
    columns = re.findall(r'<col min="(\d)"[^>]*style="(\d+)"', sheet)
    formats = re.findall(r"<xf [^>]*?(?:/>|>.*?</xf>)", styles.split("<cellXfs")[1])
    assert [(column, 'locked="0"' in formats[int(style)]) for column, style in columns] == [("1", False), ("2", True)]


def test_sheet_without_locked_columns_is_not_protected() -> None:
    file = write(Document("x", sheets=(Sheet("Milestones", MILESTONES),)), "xlsx")
    assert "<sheetProtection" not in part(file, "xl/worksheets/sheet1.xml")


def test_names_that_excel_refuses_are_mended() -> None:
    table = Table((Column("a"),), (Row((text_cell("1"),)),))
    names = ("Safe: [1/2]?", "safe: [1/2]?", "x" * 40, "'", "History")
    document = Document("x", sheets=tuple(Sheet(name, table) for name in names))
    found = CalamineWorkbook.from_filelike(io.BytesIO(write(document, "xlsx"))).sheet_names
    assert found == ["Safe   1 2", "safe   1 2 (2)", "x" * 31, "Table 4", "History (5)"]


def test_text_beyond_a_cell_is_cut_and_says_so() -> None:
    file = write(of_table(Column("Note"), rows=(Row((text_cell("x" * 40_000),)),)), "xlsx")
    found = rows(file, "Sheet")[1][0]
    assert (len(str(found)), str(found)[-30:]) == (32_767, ": a cell of a spreadsheet holds no more)"[-30:])


def test_date_before_excel_counts_is_text() -> None:
    file = write(of_table(Column("Due", "date"), rows=(Row((Cell(value=date(1850, 1, 2)),)),)), "xlsx")
    assert rows(file, "Sheet")[1] == ["1850-01-02"]


def test_number_is_a_number() -> None:
    file = write(of_table(Column("Staff", "number"), rows=(Row((Cell(value=Decimal("75.5")),)),)), "xlsx")
    assert rows(file, "Sheet")[1] == [75.5]


def test_document_without_tables_is_still_a_workbook() -> None:
    assert CalamineWorkbook.from_filelike(io.BytesIO(write(Document("Plan"), "xlsx"))).sheet_names == ["Plan"]
