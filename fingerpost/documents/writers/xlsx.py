"""A Document's tables as an Excel workbook: one sheet a table, typed values, filters, a header that stays in view.

Strings are only ever written as strings: nothing in a document becomes a formula or a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from fingerpost.documents.model import Block, Cell, Column, Document, Figure, Heading, Sheet, Table, cell_text, words
from fingerpost.documents.writers.layout import Laid, clean, laid
from fingerpost.documents.writers.look import Look

MOST_ROWS = 1_048_575  # below the header, by the format
LONG = 20_000  # rows from which rows are written to disk as they come, and the sheet has a filter but no table
MOST_CHARACTERS = 32_767  # in one cell, by the format
MOST_POINTS, LINE_POINTS = 409, 13  # of a row's height, by the format; of a line of text in our face
_CUT = " … (cut short: a cell of a spreadsheet holds no more)"
_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\\n\t]")
_FIRST_DATE = date(1900, 3, 1)  # Excel counts a 29 February 1900 that never was
_SHARE = 9  # characters of an empty column for each share of the table's width
_WIDTHS = {"text": (14, 60), "date": (13, 22), "percent": (11, 22), "number": (10, 20)}


class TooManyRowsError(ValueError):
    """A table that no sheet can hold."""


def write(document: Document, look: Look) -> bytes:
    file = BytesIO()
    sheets = document.sheets or tuple(_sheets(document))
    is_long = any(len(sheet.table.rows) > LONG for sheet in sheets)
    strings = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook = xlsxwriter.Workbook(file, {**strings, "in_memory": not is_long, "constant_memory": is_long})
    workbook.set_properties(_properties(document))
    formats = _formats(workbook, look)
    names: set[str] = set()
    for number, sheet in enumerate(sheets, 1):
        worksheet = workbook.add_worksheet(_name(sheet.name, number, names))
        _Sheet(workbook, worksheet, laid(sheet.table), formats, look).write(number)
    if not names:
        workbook.add_worksheet(_name(document.title, 1, names))
    workbook.close()
    return file.getvalue()


def _properties(document: Document) -> dict[str, Any]:
    return {
        "title": clean(document.title),
        "subject": clean(document.subject),
        "author": clean(document.author),
        "created": (document.created or datetime(1980, 1, 1, tzinfo=UTC)).astimezone(UTC).replace(tzinfo=None),
    }


def _sheets(document: Document) -> Iterator[Sheet]:
    """Each table of the flow, charts' tables too, named by its caption or the heading above it."""
    heading = document.title
    for block in document.blocks:
        if isinstance(block, Heading):
            heading = words(block.inlines)
        table, caption = _table_of(block)
        if table is not None:
            yield Sheet(caption or heading, table)


def _table_of(block: Block) -> tuple[Table | None, str]:
    if isinstance(block, Figure):
        return block.table, block.caption
    return (block, block.caption) if isinstance(block, Table) else (None, "")


def _name(wanted: str, number: int, taken: set[str]) -> str:
    """A name that Excel takes: at most 31 characters, none of []:*?/\\, no apostrophe at the ends, not used before."""
    name = _FORBIDDEN_IN_NAME.sub(" ", clean(wanted)).strip(" '")[:31].rstrip(" '") or f"Table {number}"
    if name.lower() in taken or name.lower() == "history" or name.lower().startswith("choices "):
        name = f"{name[:24].rstrip()} ({number})"
    taken.add(name.lower())
    return name


@dataclass(frozen=True, slots=True)
class _Formats:
    """Formats by kind of column and its part in a form: "" where the table is none, "locked", "quiet" or "open"."""

    header: Any
    by_kind: dict[tuple[str, str], Any]


def _formats(workbook: Any, look: Look) -> _Formats:
    base = {"text_wrap": True, "valign": "top", "font_name": "Arial", "font_size": 10, "align": "left"}
    numbers = {"text": "General", "date": "d mmm yyyy", "percent": "0 %", "number": "General"}
    border = {"bottom": 1, "bottom_color": "#b1b4b6"}
    looks: dict[str, dict[str, Any]] = {
        "": {"locked": True},
        "locked": {"locked": True, "bg_color": "#f3f5f7", **border},
        "quiet": {"locked": True, "bg_color": "#f3f5f7", "font_color": "#6f777b", "font_size": 7, **border},
        "open": {"locked": False, **border, "left": 1, "left_color": "#b1b4b6"},
    }
    return _Formats(
        workbook.add_format({**base, "bold": True, "font_color": "#ffffff", "bg_color": look.accent}),
        {
            (kind, name): workbook.add_format({**base, "num_format": number, **more})
            for kind, number in numbers.items()
            for name, more in looks.items()
        },
    )


class _Sheet:
    """Writes one table to one worksheet."""

    def __init__(self, workbook: Any, worksheet: Any, grid: Laid, formats: _Formats, look: Look) -> None:
        if len(grid.body) > MOST_ROWS:
            raise TooManyRowsError(
                f"A spreadsheet holds at most {MOST_ROWS:,} rows in one sheet; this table has {len(grid.body):,}."
            )
        self._workbook = workbook
        self._worksheet = worksheet
        self._grid = grid
        self._look = look
        self._header_format = formats.header
        self._formats = [formats.by_kind[column.kind, _part(column, grid)] for column in grid.columns]
        self._widths: list[float] = []

    def write(self, number: int) -> None:
        if not self._grid.width:
            return
        titles = _titles(self._grid)
        self._set_up(titles)
        if self._worksheet.constant_memory:
            self._header(titles)
            self._rows()
        else:
            self._rows()
            self._table(titles, f"Table{number}")
        for index, column in enumerate(self._grid.columns):
            self._column(index, column)

    def _set_up(self, titles: list[str]) -> None:
        """Widths before rows; printing on its side where there are many columns, with the header on each page."""
        worksheet = self._worksheet
        for index, (column, title) in enumerate(zip(self._grid.columns, titles, strict=True)):
            self._widths.append(_width(self._grid, index, column, title))
            worksheet.set_column(index, index, self._widths[index], self._formats[index])
        worksheet.freeze_panes(1, int(self._grid.is_form))
        worksheet.repeat_rows(0)
        worksheet.set_paper(9)
        worksheet.fit_to_pages(1, 0)
        if sum(self._widths) > 95:  # characters on an upright page
            worksheet.set_landscape()
        if self._grid.is_form:
            worksheet.protect("", {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True})

    def _rows(self) -> None:
        for row, line in enumerate(self._grid.body, 1):
            lines = max(_lines(placed.cell, self._widths[placed.column]) for placed in line)
            if lines > 1:
                self._worksheet.set_row(row, min(MOST_POINTS, LINE_POINTS * lines + 3))
            for placed in line:
                self._cell(row, placed.column, placed.cell)

    def _cell(self, row: int, column: int, cell: Cell) -> None:
        shown, value = self._formats[column], cell.value
        if isinstance(value, Decimal):
            is_percent = self._grid.columns[column].kind == "percent"
            self._worksheet.write_number(row, column, float(value / 100 if is_percent else value), shown)
        elif isinstance(value, date) and _as_date(value) >= _FIRST_DATE:
            self._worksheet.write_datetime(row, column, _as_date(value), shown)
        else:
            text = _fitting(clean(cell_text(cell) or (value.isoformat() if value is not None else "")))
            if text:
                self._worksheet.write_string(row, column, text, shown)

    def _header(self, titles: list[str]) -> None:
        """Header and filter without a table, which XlsxWriter cannot make when it keeps no rows."""
        for column, title in enumerate(titles):
            self._worksheet.write_string(0, column, title, self._header_format)
        self._worksheet.autofilter(0, 0, max(1, len(self._grid.body)), self._grid.width - 1)

    def _table(self, titles: list[str], name: str) -> None:
        """An Excel table needs a row below its header, so an empty one gets a blank row."""
        columns = [
            {"header": title, "header_format": self._header_format, "format": shown}
            for title, shown in zip(titles, self._formats, strict=True)
        ]
        last = max(1, len(self._grid.body))
        self._worksheet.add_table(
            0,
            0,
            last,
            self._grid.width - 1,
            {"columns": columns, "name": name, "style": "Table Style Light 1", "banded_rows": False},
        )

    def _column(self, index: int, column: Column) -> None:
        last = max(1, len(self._grid.body))
        if column.choices:
            rule = {"validate": "list", "source": self._choices(column), "show_error": not column.free}
            self._worksheet.data_validation(1, index, last, index, rule)
        if column.kind == "percent" and _part(column, self._grid) != "open":
            bar = {"type": "data_bar", "bar_solid": True, "bar_color": "#b9d0e3", "min_type": "num", "max_type": "num"}
            self._worksheet.conditional_format(1, index, last, index, {**bar, "min_value": 0, "max_value": 1})

    def _choices(self, column: Column) -> list[str] | str:
        """The choices themselves, or a range of a hidden sheet where Excel cannot hold them in the rule.

        A rule holds 255 characters, and a comma parts two choices there.
        """
        choices = [clean(choice) for choice in column.choices]
        if sum(map(len, choices)) + len(choices) <= 255 and not any(set(choice) & set(',"\n') for choice in choices):
            return choices
        sheets = [sheet.name for sheet in self._workbook.worksheets() if sheet.name.startswith("Choices ")]
        hidden = self._workbook.add_worksheet(f"Choices {len(sheets) + 1}")
        hidden.very_hidden()
        for row, choice in enumerate(choices):
            hidden.write_string(row, 0, _fitting(choice))
        return f"='{hidden.name}'!$A$1:$A${len(choices)}"


def _part(column: Column, grid: Laid) -> str:
    """What a column is in a form, "" where the table is none."""
    if not grid.is_form:
        return ""
    return ("quiet" if column.quiet else "locked") if column.locked else "open"


def _as_date(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _fitting(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - len(_CUT)] + _CUT


def _lines(cell: Cell, width: float) -> int:
    """How many lines a cell's text takes in a column of this many characters, as programs do not all work it out."""
    if cell.value is not None:
        return 1
    return sum(1 + int(len(part) / width) for part in cell_text(cell).split("\n"))


def _titles(grid: Laid) -> list[str]:
    """One title a column, as an Excel table needs: never empty, never twice, several header rows run together."""
    titles: list[str] = []
    for index in range(grid.width):
        parts = dict.fromkeys(
            " ".join(clean(cell_text(placed.cell)).split())
            for line in grid.header
            for placed in line
            if placed.column <= index < placed.column + placed.colspan
        )
        title = " – ".join(part for part in parts if part)[:250] or f"Column {index + 1}"
        used = {other.lower() for other in titles}
        titles.append(title if title.lower() not in used else f"{title} ({index + 1})")
    return titles


def _width(grid: Laid, index: int, column: Column, title: str) -> float:
    """In characters: enough for the longest of the first rows, within bounds of the column's kind."""
    least, most = _WIDTHS[column.kind]
    if column.kind == "text" and _part(column, grid) == "open":
        least = max(least, min(most, _SHARE * column.width))
    longest = max(
        (
            len(part)
            for line in grid.body[:200]
            if index < len(line)
            for part in cell_text(line[index].cell).split("\n")
        ),
        default=0,
    )
    return max(least, min(most, longest + 2), min(most, len(title) + 4))
