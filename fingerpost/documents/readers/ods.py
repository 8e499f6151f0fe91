"""OpenDocument spreadsheets (.ods), streamed row by row; repeated rows and cells never grow without bound."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from fingerpost.documents.model import Block, Document, Inline, Table, words
from fingerpost.documents.readers import markup, odf
from fingerpost.documents.readers.archive import Archive
from fingerpost.documents.readers.building import Tally, titled
from fingerpost.documents.readers.number_formats import number, number_words, plain_value
from fingerpost.documents.readers.odf import OFFICE, STYLE, TABLE, TEXT
from fingerpost.documents.readers.outcome import Doubts, Limits, Unreadable
from fingerpost.documents.readers.sheet_building import LAST_COLUMN, LAST_ROW, Filled, Merge, SheetContent, blocks_of

if TYPE_CHECKING:
    from lxml.etree import _Element

CELLS = frozenset({f"{TABLE}table-cell", f"{TABLE}covered-table-cell"})


def read(content: bytes, doubts: Doubts, limits: Limits) -> Document:
    """Each sheet as a heading of level 2 with its name, and its rows as a table."""
    archive = Archive(content, limits)
    sheets = _sheets(archive.read("content.xml"), Tally(limits))
    tally = Tally(limits)
    blocks: list[Block] = [block for sheet in sheets for block in blocks_of(sheet, tally, doubts)]
    if not any(isinstance(block, Table) for block in blocks):
        raise Unreadable(
            "The spreadsheet holds no values. Check that the right file was chosen, and that it was saved."
        )
    meta = odf.properties(archive)
    return titled(tuple(blocks), meta["title"], "ods", author=meta["author"])


def _sheets(xml: bytes, tally: Tally) -> list[SheetContent]:
    sheets: list[SheetContent] = []
    hidden_styles: set[str] = set()
    tags = (f"{STYLE}style", f"{TABLE}table-row", f"{TABLE}table", f"{TABLE}table-column")
    current = SheetContent("")
    row = column = 0
    for element in markup.stream(xml, tags):
        if element.tag == f"{STYLE}style":
            shown = element.find(f"{STYLE}table-properties")
            if shown is not None and shown.get(f"{TABLE}display") == "false":
                hidden_styles.add(element.get(f"{STYLE}name", ""))
        elif element.tag == f"{TABLE}table-column":
            count = odf.repeats(element.get(f"{TABLE}number-columns-repeated"), LAST_COLUMN)
            if _hidden(element):
                current.hidden_columns.extend(range(column + 1, column + 1 + min(count, 50)))
            column += count
        elif element.tag == f"{TABLE}table-row":
            row = _add_row(current, element, row, tally)
        elif element.getparent() is not None and element.getparent().tag == f"{OFFICE}spreadsheet":  # type: ignore[union-attr]
            current.name = element.get(f"{TABLE}name", "")
            current.hidden = element.get(f"{TABLE}style-name", "") in hidden_styles
            sheets.append(current)
            current, row, column = SheetContent(""), 0, 0
    return sheets


def _add_row(sheet: SheetContent, element: _Element, row: int, tally: Tally) -> int:
    """The row's number after it; a row that repeats is added as often, an empty one is only counted."""
    count = odf.repeats(element.get(f"{TABLE}number-rows-repeated"), LAST_ROW)
    merges: list[tuple[int, int, int]] = []
    cells = _cells(element, tally, merges)
    for number_ in range(row + 1, row + 1 + (count if cells else 0)):
        tally.row(len(cells))
        sheet.rows.append((number_, cells))
        if _hidden(element):
            sheet.hidden_rows.append(number_)
    sheet.merges.extend(Merge(row + 1, left, row + high, left + wide - 1) for left, wide, high in merges)
    in_header = element.getparent() is not None and element.getparent().tag == f"{TABLE}table-header-rows"  # type: ignore[union-attr]
    if in_header and cells and sheet.frozen == row:
        sheet.frozen = row + count
    return row + count


def _cells(element: _Element, tally: Tally, merges: list[tuple[int, int, int]]) -> dict[int, Filled]:
    cells: dict[int, Filled] = {}
    column = 1
    for cell in element:
        if cell.tag not in CELLS:
            continue
        count = odf.repeats(cell.get(f"{TABLE}number-columns-repeated"), LAST_COLUMN)
        if len(cell) or cell.get(f"{OFFICE}value-type") or cell.get(f"{TABLE}formula"):
            filled = _filled(cell)
            if filled is not None:
                tally.row(count)
                tally.rows -= 1
                cells.update(dict.fromkeys(range(column, min(column + count, LAST_COLUMN + 1)), filled))
        wide = odf.repeats(cell.get(f"{TABLE}number-columns-spanned"), LAST_COLUMN)
        high = odf.repeats(cell.get(f"{TABLE}number-rows-spanned"), LAST_ROW)
        if wide > 1 or high > 1:
            merges.append((column, wide, high))
        column += count
    return cells


def _filled(cell: _Element) -> Filled | None:
    """A cell's words as shown, and its value by its type (percentage, float, currency, date)."""
    text = "\n".join(_words(paragraph) for paragraph in cell.iterfind(f"{TEXT}p"))
    formula = cell.get(f"{TABLE}formula", "")
    formula = formula.partition(":")[2] if formula[:1].isalpha() else formula
    kind = cell.get(f"{OFFICE}value-type", "string")
    if kind == "date":
        try:
            day = date.fromisoformat(cell.get(f"{OFFICE}date-value", "")[:10])
        except ValueError:
            return Filled(text, None, formula)
        return Filled(text or day.isoformat(), day, formula)
    value = number(cell.get(f"{OFFICE}value", "")) if kind in {"float", "percentage", "currency"} else None
    if value is not None and kind == "percentage":
        percent = plain_value(value * 100)
        return Filled(text or f"{number_words(percent)}%", percent, formula)
    if value is not None:
        return Filled(text or number_words(value), plain_value(value), formula)
    return Filled(text, None, formula) if text.strip() or formula else None


def _words(paragraph: _Element) -> str:
    runs: list[Inline] = []
    odf.collect(paragraph, odf.PLAIN, {}, runs, [])
    return words(tuple(runs))


def _hidden(element: _Element) -> bool:
    return element.get(f"{TABLE}visibility") in {"collapse", "filter"}
