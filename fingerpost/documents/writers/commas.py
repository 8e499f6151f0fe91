"""A table as comma-separated values by RFC 4180, in UTF-8 with a byte order mark, so that Excel reads it right.

Dates are written as ISO 8601, numbers plainly. Text that a spreadsheet would take for a formula gets an apostrophe in
front; a number never does.
"""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from io import StringIO

from fingerpost.documents.model import Cell, Row, Table, cell_text
from fingerpost.documents.writers.layout import clean, number_text

MEDIA_TYPE = "text/csv; charset=utf-8"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t")


def write(table: Table) -> bytes:
    """The header, then the rows."""
    file = StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    if table.header:
        writer.writerows(texts(row) for row in table.header)
    else:
        writer.writerow([clean(column.title) for column in table.columns])
    writer.writerows(texts(row) for row in table.rows)
    return file.getvalue().encode("utf-8-sig")


def texts(row: Row) -> list[str]:
    return [text_of(cell) for cell in row.cells]


def text_of(cell: Cell) -> str:
    match cell.value:
        case Decimal() as number:
            return number_text(number)
        case date() as day:
            return day.isoformat()
    text = clean(cell_text(cell))
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
