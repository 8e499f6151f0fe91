"""Task sheets as somebody fills them in, for the tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from fingerpost.cycles.models import Item, Request
from fingerpost.cycles.sheet_reading import Reading, read_filled
from fingerpost.cycles.task_sheets import sheet_of
from fingerpost.documents.model import Cell, Document, Sheet, paragraph
from fingerpost.documents.readers import read
from fingerpost.documents.writers import write

FORMATS = ["xlsx", "docx"]
Said = dict[str, dict[str, str]]


def filled(request: Request, said: dict[Item, dict[str, str]], format: str = "xlsx") -> bytes:
    """The request's sheet with these answers typed in, by the columns' names."""
    return write(sheet_of(request, {item.key: fields for item, fields in said.items()}), format)


def reading(request: Request, content: bytes, format: str = "xlsx", by: Any = None) -> Reading:
    return read_filled(read(content, f"sheet.{format}"), request, by or request.person)


def read_back(request: Request, said: dict[Item, dict[str, str]], format: str = "xlsx") -> Reading:
    return reading(request, filled(request, said, format), format)


def problems(found: Reading) -> list[str]:
    return [f"{problem.level}: {problem}" for problem in found.all_problems]


def changed(document: Document, sheet: str, row: int, title: str, value: Any) -> Document:
    """One cell of a sheet changed; rows count from 1 as in the spreadsheet."""
    return replace(document, sheets=tuple(with_cell(one, row, title, value) if one.name == sheet else one
                                          for one in document.sheets))  # fmt: skip


def with_cell(sheet: Sheet, row: int, title: str, value: Any) -> Sheet:
    at = [column.title for column in sheet.table.columns].index(title)
    rows = list(sheet.table.rows)
    cells = list(rows[row - 2].cells)
    cells[at] = cell_of(value)
    rows[row - 2] = replace(rows[row - 2], cells=tuple(cells))
    return replace(sheet, table=replace(sheet.table, rows=tuple(rows)))


def cell_of(value: Any) -> Cell:
    if isinstance(value, Decimal | date):
        return Cell((paragraph(str(value)),), value=value)
    return Cell((paragraph(value),) if value else ())
