"""Tables whose cells are parted by tabs, as copied out of a word processor or a spreadsheet."""

from __future__ import annotations

import re
from collections import Counter

from fingerpost.documents.readers.drawn import DrawnRow, Found

RULER_CELL = re.compile(r":?-{2,}:?")
INNER_TAB = re.compile(r"\S[^\t]*\t")


def find(lines: list[str], start: int) -> Found | None:
    """A table of tabs that begins at line index `start`, or None.

    A row that a page break cut (a blank line, then a row that begins with a tab) stays a row of its own.
    """
    if not INNER_TAB.match(lines[start]):
        return None
    run = [start]
    at = start + 1
    while at < len(lines):
        if "\t" in lines[at] and lines[at].strip():
            run.append(at)
            at += 1
        elif _cut_by_page_break(lines, at, start):
            at += 1
        else:
            break
    rows = [(number, values) for number in run if not _ruler(values := _values(lines[number]))]
    counts = Counter(len(values) for _number, values in rows)
    usual, count = counts.most_common(1)[0] if counts else (0, 0)
    if len(rows) < 2 or usual < 2 or count * 2 <= len(rows):
        return Found(at, [])
    return Found(at, [DrawnRow(number + 1, [[value] for value in values]) for number, values in rows])


def _values(line: str) -> list[str]:
    return [value.strip() for value in line.split("\t")]


def _ruler(values: list[str]) -> bool:
    return any(len(value) > 2 for value in values) and all(RULER_CELL.fullmatch(value) for value in values)


def _cut_by_page_break(lines: list[str], at: int, start: int) -> bool:
    if lines[at].strip() or at + 1 >= len(lines):
        return False
    after = lines[at + 1]
    return after.startswith("\t") and bool(after.strip()) and after.count("\t") == lines[start].count("\t")
