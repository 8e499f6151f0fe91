"""The rows of a table of figures as they stand in a file or in what was pasted, each with its number."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fingerpost.core.refusals import Refused
from fingerpost.documents.model import Row, Table, cell_text
from fingerpost.documents.readers import Limits, Unreadable, read, undisturbed
from fingerpost.documents.readers.building import column_letter
from fingerpost.documents.readers.delimited import sniff_delimiter
from fingerpost.documents.readers.encoding import decode, lines_of
from fingerpost.documents.readers.outcome import Doubts

LARGEST = Limits(rows=1_000_000, cells=20_000_000, blanks=20_000_000)


@dataclass(frozen=True, slots=True)
class SourceCell:
    """`value` is the typed value of a spreadsheet's cell, where it has one."""

    text: str
    value: date | Decimal | None = None


@dataclass(frozen=True, slots=True)
class SourceRow:
    """`number` counts from 1, as a person would count; cells are by column, from 0."""

    number: int
    cells: dict[int, SourceCell]

    def text(self, column: int | None) -> str:
        found = self.cells.get(column) if column is not None else None
        return found.text if found else ""


def letter(column: int) -> str:
    """0 is A."""
    return column_letter(column + 1)


def rows_of_file(content: bytes, name: str) -> list[SourceRow]:
    """Raises `Refused` where the file cannot be read or holds no table."""
    try:
        if name.lower().endswith((".csv", ".tsv", ".txt")):
            return list(rows_of_text(decode(content, Doubts())))
        document = read(content, name, limits=LARGEST)
    except Unreadable as fault:
        raise Refused(fault.message) from fault
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return [source_row(row, place) for table in tables[:1] for place, row in enumerate([*table.header, *table.rows], 1)]


def rows_of_text(text: str) -> Iterator[SourceRow]:
    """Comma, semicolon, tab or pipe between the values. Blank rows are left out but counted."""
    with undisturbed():
        lines = [f"{line}\n" for line in lines_of(text)]
        reader = csv.reader(lines, delimiter=sniff_delimiter(text) if text.strip() else ",")
        try:
            for number, values in enumerate(reader, 1):
                cells = {place: SourceCell(clean(value)) for place, value in enumerate(values) if value.strip()}
                if cells:
                    yield SourceRow(number, cells)
        except csv.Error as fault:
            raise Refused(f"The table cannot be read after row {reader.line_num}: {fault}.") from fault


def clean(value: str) -> str:
    """Without blanks around it, and without the apostrophe that keeps a text from acting as a formula."""
    text = value.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in {"=", "+", "-", "@"} else text


def source_row(row: Row, place: int) -> SourceRow:
    cells: dict[int, SourceCell] = {}
    at = 0
    for cell in row.cells:
        text = clean(cell_text(cell))
        if text or cell.value is not None:
            cells[at] = SourceCell(text, cell.value)
        at += cell.colspan
    return SourceRow(row.place.row or place, cells)
