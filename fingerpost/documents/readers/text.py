"""Plain text: a paragraph for each line, and tables where they are clearly drawn."""

from __future__ import annotations

from fingerpost.documents.model import Block, Document, Paragraph, Place, Table, Text
from fingerpost.documents.readers import columns, dated_columns, pipes, tabs
from fingerpost.documents.readers.building import Tally, seen, titled
from fingerpost.documents.readers.drawn import Finder, Found, as_table
from fingerpost.documents.readers.encoding import lines_of
from fingerpost.documents.readers.outcome import Doubts, Limits

FINDERS: tuple[Finder, ...] = (pipes.find, tabs.find, dated_columns.find, columns.find)


def read(text: str, doubts: Doubts, limits: Limits) -> Document:
    """Every line that is not blank, in order, with its number; nothing is lost but the lines that draw tables."""
    lines = lines_of(text)
    tally = Tally(limits)
    search = _Search(lines)
    blocks: list[Block] = []
    tables = 0
    at = 0
    gap = False
    while at < len(lines):
        if not lines[at].strip():
            gap, at = True, at + 1
            continue
        found = search.table_at(at)
        if found is None:
            tally.row(1, Place(line=at + 1))
            if words := seen(lines[at]).strip():
                place = Place(line=at + 1)
                blocks.append(Paragraph((Text(words),), space_before=gap, place=place))
            at += 1
        else:
            tables += 1
            table = as_table(found, tables)
            for row in (*table.header, *table.rows):
                tally.row(len(row.cells), row.place)
            _doubt_uneven(table, doubts)
            blocks.append(table)
            at = found.end
        gap = False
    return titled(tuple(blocks), "", "text")


class _Search:
    """Asks each finder at each line, but never again within lines that it has already turned down."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._from = [0] * len(FINDERS)

    def table_at(self, at: int) -> Found | None:
        for number, find in enumerate(FINDERS):
            if at < self._from[number]:
                continue
            found = find(self._lines, at)
            if found is not None and found.rows:
                return found
            if found is not None:
                self._from[number] = found.end
        return None


def _doubt_uneven(table: Table, doubts: Doubts) -> None:
    counts = [len(row.cells) for row in (*table.header, *table.rows)]
    usual = max(set(counts), key=counts.count)
    for row in (*table.header, *table.rows):
        if len(row.cells) != usual:
            found = "1 cell" if len(row.cells) == 1 else f"{len(row.cells)} cells"
            doubts.note(f"The row has {found} where most rows have {usual}; it may be cut short.", row.place)
