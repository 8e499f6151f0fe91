"""Tables drawn with columns of spaces. Only what is clear becomes a table: three columns that line up, or a ruler."""

from __future__ import annotations

import re
from bisect import bisect_right

from fingerpost.documents.readers.drawn import DrawnRow, Found, group, widths

SEGMENT = re.compile(r"\S+(?: \S+)*")
RULER = re.compile(r"\s*[-=]{2,}(?:\s+[-=]{2,})+\s*")
FEWEST_COLUMNS = 3
LONGEST_LINE = 2000


def find(lines: list[str], start: int) -> Found | None:
    """A table of columns that begins at line index `start`, or None."""
    if not _may_begin(lines[start]):
        return None
    starts = [match.start() for match in SEGMENT.finditer(lines[start])]
    ruled = start + 1 < len(lines) and RULER.fullmatch(lines[start + 1]) is not None
    if ruled:
        starts = [match.start() for match in re.finditer(r"\S+", lines[start + 1])]
    elif len(starts) < FEWEST_COLUMNS:
        return None
    rows, end = _rows(lines, start, starts)
    if len(rows) < 2 or not _aligned(rows, lines, starts):
        return Found(start + 1, [])
    cells = [row for _at, row in rows]
    kept = 1 if ruled else 0
    body = group(cells[kept:], wide=widths(cells), wraps=True)
    if not _full(body) or kept + len(body) < 2:
        return Found(start + 1, [])
    return Found(end, cells[:kept] + body, kept)


def _may_begin(line: str) -> bool:
    return "  " in line.strip() and "\t" not in line and len(line) <= LONGEST_LINE


def _rows(lines: list[str], start: int, starts: list[int]) -> tuple[list[tuple[int, DrawnRow]], int]:
    """The drawn lines that fit the columns, and the index after the last; one blank line may part rows."""
    rows: list[tuple[int, DrawnRow]] = []
    at = end = start
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            if at > end:
                break  # a second blank line
            at += 1
            continue
        if RULER.fullmatch(line):
            at += 1
            end = at
            continue
        values = _values(line, starts)
        if values is None or (at > end and sum(map(bool, values)) < 2):
            break
        rows.append((at, DrawnRow(at + 1, [[value] for value in values])))
        at += 1
        end = at
    return rows, end


def _values(line: str, starts: list[int]) -> list[str] | None:
    """The value under each column start, or None where a word runs across from one column into another."""
    if "\t" in line or len(line) > LONGEST_LINE:
        return None
    values = [""] * len(starts)
    for match in SEGMENT.finditer(line):
        column = bisect_right(starts, match.start()) - 1
        if column < 0 or values[column]:
            return None
        if column + 1 < len(starts) and match.end() >= starts[column + 1]:
            return None
        values[column] = match.group()
    return values


def _aligned(rows: list[tuple[int, DrawnRow]], lines: list[str], starts: list[int]) -> bool:
    """Two in three words after the first column begin, or end, exactly where their column does."""
    known = set(starts)
    total = exact = 0
    ends: set[int] = set()
    for at, _row in rows:
        for match in SEGMENT.finditer(lines[at]):
            total += 1
            exact += match.start() in known or match.end() in ends
            ends.add(match.end())
    return exact * 3 >= total * 2


def _full(rows: list[DrawnRow]) -> bool:
    """At least one row has a value in two columns or more, and most rows have one in the first."""
    filled = [sum(any(lines) for lines in row.cells) for row in rows]
    first = sum(any(row.cells[0]) for row in rows)
    return bool(filled) and max(filled) >= 2 and first * 2 >= len(rows)
